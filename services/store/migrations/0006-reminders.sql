-- Up to which moment of the rollout's clock reminders have been planned: one row, made by the first planning.
create table reminder_plan (
  id integer primary key default 1 check (id = 1),
  planned_until timestamptz not null
);
