-- A planning that is under way. planned_until moves to planning_until when its last wave has become deliveries; until then a
-- process that starts goes on with the waves, or, on another day, plans anew from planned_until.
alter table reminder_plan add column planning_until timestamptz;
-- The day of the rollout of that planning: what it left over is planned anew on a later one, not sent late as it is.
alter table reminder_plan add column planning_day text;
-- What the plan said of dates and reminders at the newest planning: a plan that says otherwise has its day looked at again.
alter table reminder_plan add column dates text;

-- One row a group of accounts that have one reminder together, in the order in which they become deliveries, page by page.
create table reminder_waves (
  id bigint generated always as identity primary key,
  phase_id text not null,
  phase_date text not null,
  days_before integer not null,
  cohort text not null,
  -- Domains of schools: only these, or, where `others` is set, all but these.
  schools jsonb not null,
  others boolean not null,
  day text not null,
  planned_at timestamptz not null,
  expires_at timestamptz not null,
  -- Where it stands: the position in `schools`, and the last account taken there.
  school integer not null default 0,
  after_account text not null default ''
);

-- The day of the rollout on which a message that waited goes out, where that is not its subject's day.
alter table deliveries add column day text;
