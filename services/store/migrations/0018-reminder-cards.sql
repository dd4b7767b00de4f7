-- One row a reminder that was made: its reference, what it speaks of, and which form its card shows, or is on its way
-- to show. made_at is the rollout's clock, at the last moment before the message left.
create table reminder_cards (
  delivery_id bigint primary key,
  account_id text not null,
  -- Unguessable; without the hyphen that people see.
  reference text not null unique,
  phase_id text not null,
  phase_date text not null,
  form text not null default 'open' check (form in ('open', 'done', 'moved', 'superseded')),
  -- What the form 'moved' names: a date, 'paused' or 'removed'.
  shown text not null default '',
  -- Counts the changes of form: each is one edit.
  version integer not null default 0,
  -- When its person first called it suspicious.
  reported_at timestamptz,
  made_at timestamptz not null
);

create index reminder_cards_by_account on reminder_cards (account_id, delivery_id);
create index reminder_cards_changing on reminder_cards (delivery_id) where form in ('open', 'moved');

-- Who put their reminders of a phase off. The days are in the plan's zone, the time is the rollout's clock.
create table snoozes (
  account_id text not null,
  phase_id text not null,
  phase_date text not null,
  until_day text not null,
  -- How many reminders of this phase and date were put off.
  used integer not null,
  -- The reminder that was put off last: pressed again it changes the day and counts no more.
  delivery_id bigint not null,
  -- Whether the reminder of until_day is on the road.
  planned boolean not null default false,
  snoozed_at timestamptz not null,
  primary key (account_id, phase_id, phase_date)
);

create index snoozes_waiting on snoozes (until_day, account_id) where not planned;
