-- Whom the service desk has called because Teams cannot reach them, for which phase. Taken back: the row is deleted.
create table reach_calls (
  account_id text not null,
  phase_id   text not null,
  -- The date that the phase had then for this account: where it moves, they are to be called anew.
  phase_date date not null,
  -- The member of the service desk, and when by the rollout's clock.
  called_by  text not null,
  called_at  timestamptz not null,
  primary key (account_id, phase_id, phase_date)
);
create index reach_calls_age on reach_calls (called_at);
create index reach_calls_by on reach_calls (called_by);

-- What the service desk was last told of: one row, counts by phase and date, nobody's name.
create table reach_told (
  id        integer primary key default 1 check (id = 1),
  -- The day, in the plan's zone, on which the list was last looked through for news.
  looked_on date not null,
  -- { "<phase id> <date>": accounts to call }
  told      jsonb not null
);

-- Messages that could not arrive and will not, whatever they said (services/reach/not-reached.ts lists the same words).
create index deliveries_not_reached on deliveries (account_id, settled_at)
  where state in ('skipped', 'failed') and why in (
    'account-unknown', 'app-blocked-by-policy', 'app-disabled-by-admin', 'app-not-in-catalogue', 'app-not-installed',
    'blocked-by-user', 'blocked-or-uninstalled', 'bot-not-recognised', 'chat-or-message-gone', 'installation-failed',
    'installation-refused', 'no-installation-permission', 'no-teams-licence', 'not-enough-permissions',
    'refused-without-reason', 'removed-by-user', 'service-url-not-allowed', 'wrong-service-url');

-- One more kind of deliveries is new, and what waits keeps its place among them (services/deliveries/delivery.ts).
update deliveries
   set priority = case kind
     when 'installation' then 0
     when 'guide-check' then 1
     when 'ticket' then 2
     when 'call-list' then 3
     when 'notice-progress' then 4
     when 'date-moved' then 5
     when 'reminder' then 6
     when 'school' then 7
     when 'notice' then 8
     when 'reminder-card' then 9
     else priority
   end
 where state in ('due', 'claimed');
