-- Up to which moment of the rollout's clock school cards have been planned: one row, made by the first planning.
create table school_plan (
  id integer primary key default 1 check (id = 1),
  planned_until timestamptz not null
);

-- A school's accounts are read at once, for the card of its head.
create index accounts_school on accounts (school_domain, id) where school_domain is not null;

-- Since when an account is known to lack a second step: the time of the first answer that said so, of those in a row.
alter table statuses add column not_registered_since timestamptz;
update statuses set not_registered_since = methods_as_of where registered is false;

-- A trigger, since statuses are written in several ways and each must keep it alike.
create function keep_not_registered_since() returns trigger language plpgsql as $$
begin
  if new.registered is distinct from false then
    new.not_registered_since := null;
  elsif tg_op = 'INSERT' then
    new.not_registered_since := new.methods_as_of;
  elsif old.registered is distinct from false then
    new.not_registered_since := new.methods_as_of;
  else
    new.not_registered_since := least(old.not_registered_since, new.methods_as_of);
  end if;
  return new;
end
$$;
create trigger statuses_not_registered_since before insert or update on statuses
  for each row execute function keep_not_registered_since();
