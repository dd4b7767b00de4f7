-- How far the reading of the directory has come, so that another process goes on from there.
alter table directory_sweeps
  -- Graph's link to the page that comes next; null once the listing has ended or cannot go on.
  add column next_link text,
  -- When a page was last stored, by the database's clock: a link stands for half an hour.
  add column paged_at timestamptz,
  add column pages integer not null default 0,
  -- Accounts stored so far, guests left out.
  add column listed integer not null default 0,
  -- Whether the last sign-in of each account is read along.
  add column with_sign_ins boolean not null default false,
  -- When the report that belongs to this reading failed last, by the rollout's clock.
  add column report_failed_at timestamptz;

-- The same for the registration report.
alter table report_runs
  add column next_link text,
  add column paged_at timestamptz,
  add column pages integer not null default 0,
  add column stored integer not null default 0,
  -- The reading of the directory that was the newest when it began: its rows stand for that one.
  add column sweep bigint;

-- When somebody last signed in, as Graph told with a listing. Null with a time: Graph knows of no sign-in.
alter table accounts
  add column last_sign_in timestamptz,
  add column last_sign_in_kind text check (last_sign_in_kind in ('successful', 'attempt')),
  add column last_sign_in_as_of timestamptz,
  add check ((last_sign_in is null) = (last_sign_in_kind is null)),
  add check (last_sign_in is null or last_sign_in_as_of is not null);

alter table statuses
  -- Whether the report's own word (isMfaRegistered) was another than what its list of methods says.
  add column report_disagrees boolean not null default false,
  -- When Graph was last asked about this account alone by itself, and about its per-user state, answered or not.
  add column asked_at timestamptz,
  add column state_asked_at timestamptz;

-- What Graph does not give this app, and since when. A row goes when Graph gives it.
create table graph_gaps (
  -- registration-report, report-page-size, sign-in-activity, sign-ins or person-checks.
  name text primary key,
  why text not null check (why in ('no-licence', 'no-permission', 'refused')),
  -- By the rollout's clock: since when it is so, and when Graph was last asked.
  since timestamptz not null,
  looked_at timestamptz not null
);

-- How far a reading other than the two above has come. One row each.
create table graph_readings (
  -- per-user-states, or legacy-sign-ins with a protocol.
  name text primary key,
  -- By the rollout's clock.
  begun_at timestamptz not null,
  -- An account's id or Graph's link; null before the first page and after the last.
  position text,
  -- By the database's clock.
  paged_at timestamptz not null default clock_timestamp(),
  pages integer not null default 0,
  -- By the rollout's clock: everything before it has been read, by a reading that ended.
  covered_until timestamptz,
  finished_at timestamptz
);

-- Who still connects in a way that cannot ask for a second step: the last day and protocol, and nothing else.
create table legacy_sign_ins (
  account_id text primary key,
  -- As Graph names it: IMAP4, POP3, Authenticated SMTP, Other clients.
  protocol text not null,
  last_day date not null
);
create index legacy_sign_ins_day on legacy_sign_ins (last_day);
