-- Where each account is in each guide. One row an account and guide: the keepers of a shared account walk together.
create table guide_places (
  account_id text not null,
  guide_id   text not null,
  step_id    text not null,
  version    integer not null check (version > 0),
  state      text not null check (state in ('under-way', 'done')),
  updated_at timestamptz not null,
  primary key (account_id, guide_id)
);
