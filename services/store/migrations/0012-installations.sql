-- For whom the app is being installed through Graph, or their chat looked up anew, and how that ended. One row an
-- account. All times are the database's clock.
create table installations (
  account_id text primary key,
  -- Why it was asked for: never-met, removed, service-desk, or the fault with which a known chat was refused.
  cause text not null,
  state text not null default 'due' check (state in ('due', 'claimed', 'reached', 'refused')),
  -- While it waits: what went wrong last. Afterwards: why it was refused.
  why text,
  attempts integer not null default 0,
  -- When Graph said that the app is there on our request. What Teams tells of the installation afterwards is known by it.
  installed_at timestamptz,
  requested_at timestamptz not null default clock_timestamp(),
  not_before timestamptz not null default clock_timestamp(),
  claimed_by text,
  lease_until timestamptz,
  settled_at timestamptz
);

create index installations_due on installations (not_before, account_id) where state = 'due';
create index installations_claimed on installations (lease_until) where state = 'claimed';

-- The app in the tenant's catalogue, as last looked up.
create table teams_app (
  external_id text primary key,
  -- The last one that was seen; it stays while the app is missing, so that it is known again.
  catalogue_id text,
  -- When another catalogue_id than before was seen: an app that was uploaded anew has a new one.
  changed_at timestamptz,
  is_missing boolean not null,
  looked_up_at timestamptz not null
);

-- A chat that was learnt from Graph has no id of the person in Teams' own form.
alter table conversations alter column teams_user_id drop not null;
-- The service URL that was heard of last is what such a chat is tried with.
create index conversations_updated on conversations (updated_at);

-- Whether its chat was looked up anew after Teams refused it: once a delivery.
alter table deliveries add column chat_renewed boolean not null default false;
