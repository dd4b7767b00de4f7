-- What the service desk decided of the plan's dates. Added to only: the phases that hold are the plan's file and these
-- rows in the order of their ids, and a row that takes another one back names it.
create table plan_changes (
  -- The revision of the plan that it makes: one more than the newest, so that of two who change the same plan one is told.
  id bigint primary key check (id > 0),
  what text not null check (what in ('moved', 'paused', 'resumed', 'undone')),
  phase_id text not null,
  -- A school's domain; null for all schools without a date of their own.
  school text,
  -- A day as 'YYYY-MM-DD' in the plan's zone.
  date text,
  undoes bigint unique references plan_changes (id),
  why text not null,
  -- Account of the service desk; empty once it is no longer kept who it was.
  by_account text not null,
  -- The preview that was confirmed: confirming it twice makes one change.
  draft_id uuid unique,
  -- By the rollout's clock.
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);

-- What a member of the service desk has typed and not confirmed.
create table plan_change_drafts (
  id uuid primary key,
  author_id text not null,
  what text not null check (what in ('moved', 'paused', 'resumed')),
  phase_id text not null,
  school text,
  date text,
  why text not null,
  created_at timestamptz not null
);

-- How far those who were told another date have been looked for, one row a change.
create table plan_tellings (
  change_id bigint primary key references plan_changes (id),
  -- All accounts up to this one are dealt with.
  after_account text not null default '',
  done_at timestamptz
);
