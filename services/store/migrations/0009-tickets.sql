-- A question or a cry for help that a person of the service desk takes over.
create table tickets (
  id uuid primary key,
  -- Short enough to be said on the phone: T-1042.
  number integer generated always as identity (start with 1001) unique,
  -- Made when the card with the button was shown: two presses of it open one ticket.
  request_id uuid not null,
  account_id text not null,
  -- The keeper of a shared account whose walk it was.
  keeper_id text,
  -- Where the person was stuck, if they came from a guide.
  guide_id text,
  step_id text,
  -- open: the service desk is to answer; answered: its answer is the last message.
  state text not null check (state in ('open', 'answered', 'closed')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  unique (account_id, request_id),
  check ((guide_id is null) = (step_id is null)),
  check ((state = 'closed') = (closed_at is not null))
);
create index tickets_not_closed on tickets (state, number) where state <> 'closed';

-- What was written in it, by the person or by a member of the service desk. The text lives here, never in a log.
create table ticket_messages (
  ticket_id uuid not null references tickets on delete cascade,
  -- From 1, without gaps.
  seq integer not null,
  sender text not null check (sender in ('person', 'desk')),
  author_id text not null,
  request_id uuid not null,
  -- Empty where somebody stuck in a guide pressed the button without writing anything.
  text text not null,
  at timestamptz not null,
  -- When deliveries to the members of the service desk were made; stays null for the desk's own messages.
  announced_at timestamptz,
  -- How the delivery of a message of the desk to the person ended, and why if it did not arrive; null until then.
  outcome text check (outcome in ('sent', 'skipped', 'failed')),
  outcome_why text,
  primary key (ticket_id, seq)
);
-- The same words of the same press count once. Other words from an old card are another message: none is lost.
create unique index ticket_messages_once on ticket_messages (ticket_id, author_id, request_id, md5(text));
create index ticket_messages_to_announce on ticket_messages (at)
  where sender = 'person' and announced_at is null;
create index ticket_messages_to_follow on ticket_messages (ticket_id, seq)
  where sender = 'desk' and outcome is null;

-- Two kinds of deliveries are new, and what waits keeps its place among them (services/deliveries/delivery.ts).
update deliveries
   set priority = case kind
     when 'installation' then 0
     when 'guide-check' then 1
     when 'ticket' then 2
     when 'notice-progress' then 3
     when 'reminder' then 4
     when 'notice' then 5
     else priority
   end
 where state in ('due', 'claimed');
