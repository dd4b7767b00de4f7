-- What the bot starts by itself. One row a message (or edit, or removal), made once for its key and kept with
-- its outcome. not_before, leases and started_at are the database's clock; expires_at is the rollout's clock.
create table deliveries (
  id bigint generated always as identity primary key,
  key text not null unique,
  kind text not null,
  operation text not null check (operation in ('send', 'edit', 'delete')),
  account_id text not null,
  activity_id text,
  subject jsonb not null,
  -- Lower goes first: a long notice must not hold up a reminder or the card that shows its progress.
  priority smallint not null,
  state text not null default 'due' check (state in ('due', 'claimed', 'sent', 'skipped', 'failed')),
  -- While waiting: what it waits for. Afterwards: why it was skipped or failed.
  why text,
  attempts integer not null default 0,
  not_before timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  claimed_by text,
  lease_until timestamptz,
  -- Set right before the request leaves. A claim that is found ended with this set may have been seen.
  started_at timestamptz,
  possible_repeats integer not null default 0,
  sent_activity_id text,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz
);

create index deliveries_due on deliveries (priority, not_before, id) where state = 'due';
create index deliveries_due_by_account on deliveries (account_id) where state = 'due';
-- At most one claim an account: two messages to one person at once is also a bug elsewhere.
create unique index deliveries_claimed on deliveries (account_id) where state = 'claimed';
create index deliveries_started on deliveries (account_id, started_at);
create index deliveries_subject on deliveries using gin (subject jsonb_path_ops);

-- The next free moment of each shared limit, for all instances together.
create table rate_limits (
  name text primary key,
  next_at timestamptz not null
);
