-- One row for each kind of periodic work: whoever holds the lease does it, on whichever instance.
create table leases (
  name text primary key,
  holder text not null,
  held_until timestamptz not null
);
