-- The moments at which Graph may be asked about one account, the newest last, for all instances together: so many are
-- kept as may be used in one window.
create table request_slots (
  name text primary key,
  taken timestamptz[] not null
);
