-- One row a sweep of the directory. The highest id is the newest; accounts carry the id of the sweep that saw them.
create table directory_sweeps (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  -- When every account had been listed; the report may still have failed.
  listed_at timestamptz,
  -- What the plan said of cohorts then: a plan that says otherwise has the accounts sorted anew.
  cohorts text not null,
  finished_at timestamptz
);

-- Accounts of the tenant as Microsoft Graph last listed them. An account that a complete listing no longer
-- names is not deleted but has enabled = false.
create table accounts (
  -- The Entra object id: a UPN changes and is given to somebody else.
  id text primary key,
  upn text not null,
  display_name text not null,
  enabled boolean not null,
  -- As the rollout plan says at the time of writing; null where the plan does not cover the account.
  school_domain text,
  cohort text,
  -- The sweep that last saw the account; 0 before the first sweep.
  sweep bigint not null,
  seen_at timestamptz not null
);
create index accounts_cohort on accounts (cohort, id);
create index accounts_upn on accounts (lower(upn));

-- What Microsoft Graph last said of an account's MFA. Each half is null until it was learnt once.
create table statuses (
  account_id text primary key,
  methods jsonb,
  -- Whether one of the methods is a second step: null exactly while the methods are not known.
  registered boolean,
  methods_source text check (methods_source in ('person-check', 'registration-report')),
  methods_as_of timestamptz,
  state text check (state in ('disabled', 'enabled', 'enforced')),
  state_as_of timestamptz,
  check ((methods is null) = (registered is null)),
  check ((methods is null) = (methods_source is null)),
  check ((methods is null) = (methods_as_of is null)),
  check ((state is null) = (state_as_of is null))
);

-- One row a fetch of the registration report; finished_at stays null where it was cut short.
create table report_runs (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  finished_at timestamptz,
  rows integer
);
create index report_runs_complete on report_runs (started_at) where finished_at is not null;
