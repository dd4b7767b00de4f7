-- Where an account was last learnt from. What Teams says of a chat's own member stands in only where Graph says nothing.
alter table accounts add column source text not null default 'graph' check (source in ('graph', 'teams'));

-- Methods may also come from the registration report that an administrator downloaded and handed over.
alter table statuses drop constraint statuses_methods_source_check;
alter table statuses add constraint statuses_methods_source_check
  check (methods_source in ('person-check', 'registration-report', 'report-upload'));

-- One row a report that was handed over, by the hash of its bytes: each is imported once, on whichever instance.
create table report_uploads (
  -- SHA-256 of the file, in hexadecimal.
  hash text primary key,
  -- The report's own time: its newest row's, or the file's where no row names one.
  as_of timestamptz not null,
  rows integer not null,
  -- Null while its rows are being stored, and where that was cut short.
  finished_at timestamptz
);

-- What the newest such report says, by sign-in name: Entra's download names no object id, and at the time nobody may
-- have heard of the account yet. Only the kinds of methods are kept.
create table report_upload_rows (
  -- In lower case.
  address text primary key,
  methods jsonb not null,
  registered boolean not null,
  as_of timestamptz not null,
  -- Whether as_of is the row's own time; else the file's, which tells little.
  dated boolean not null,
  upload text not null
);
create index report_upload_rows_upload on report_upload_rows (upload);

-- When Graph did not let this app list the accounts: then those that Teams named are all that there are.
alter table directory_sweeps add column refused_at timestamptz;
