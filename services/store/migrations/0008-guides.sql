-- Where each keeper is in each guide. Replaces guide_places, in which the keepers of an account walked together.
create table guide_walks (
  -- What the buttons of its cards name. Text, since a payload may hold anything.
  id         text primary key default gen_random_uuid()::text,
  account_id text not null,
  -- '' where the account is one person's, or its keepers walk together.
  keeper_id  text not null default '',
  guide_id   text not null,
  -- Ids of the steps shown so far, a JSON list of text; the last is where the keeper is.
  trail      jsonb not null check (jsonb_typeof(trail) = 'array' and jsonb_array_length(trail) > 0),
  version    integer not null check (version > 0),
  state      text not null check (state in ('under-way', 'done')),
  -- The step at which it ended, while it is done, and the method chosen on the way.
  end_step   text,
  method     text,
  -- How it last ended: it stays when the guide is opened again. A check that Microsoft answers with yes is 'done'.
  end_kind   text check (end_kind in ('done', 'not-needed', 'wait', 'ask-desk', 'other-guide')),
  opened_at  timestamptz not null,
  updated_at timestamptz not null,
  -- When it first ended: it stays when the guide is opened again.
  finished_at timestamptz,
  -- When it was last shown, by the database's clock: what is typed acts on the walk that was shown last. Null where
  -- something else has been shown since.
  shown_at   timestamptz,
  unique (account_id, keeper_id, guide_id)
);
create index guide_walks_latest on guide_walks (account_id, shown_at desc) where shown_at is not null;

-- What was one step before becomes a trail of that step. When it was opened was not kept. Done was only who had
-- registered.
insert into guide_walks (account_id, guide_id, trail, version, state, end_step, end_kind, opened_at, updated_at,
                         finished_at, shown_at)
select account_id, guide_id, jsonb_build_array(step_id), version, state,
       case when state = 'done' then step_id end, case when state = 'done' then 'done' end, updated_at, updated_at,
       case when state = 'done' then updated_at end, least(updated_at, clock_timestamp())
  from guide_places;
drop table guide_places;

-- The people who use an account that several share. Somebody who leaves is deleted.
create table keepers (
  id         text primary key,
  account_id text not null,
  first_name text not null,
  -- The name as it is compared: one spelling in small letters.
  name_key   text not null,
  -- Order of joining, also within one moment.
  number     bigint generated always as identity,
  joined_at  timestamptz not null,
  is_owner   boolean not null,
  -- When this keeper said "mine works"; null until then.
  works_at   timestamptz,
  unique (account_id, name_key)
);
create unique index keepers_owner on keepers (account_id) where is_owner;

-- One row an account with keepers, which changes of its list lock; closed_at while its owner has closed the list.
create table keeper_lists (
  account_id text primary key,
  closed_at  timestamptz
);

-- Each keeper's own newest word about installed Outlook, which Microsoft Graph does not know.
create table outlook_words (
  account_id text not null,
  -- '' where nobody was named.
  keeper_id  text not null default '',
  word       text not null check (word in ('works', 'not-needed', 'not-working')),
  said_at    timestamptz not null,
  primary key (account_id, keeper_id)
);

-- How an account wants to be answered. No row: with cards.
create table preferences (
  account_id text primary key,
  plain      boolean not null,
  updated_at timestamptz not null
);

-- What the people of an account said, in one row each; accounts of which nobody said anything have none.
create view account_words as
select account_id, sum(waiting)::integer as keepers_waiting,
       case when bool_or(word = 'not-working') then 'not-working'
            when bool_or(word = 'works') then 'works'
            when bool_or(word = 'not-needed') then 'not-needed'
       end as outlook
  from (
    select k.account_id, case when k.works_at is null and l.closed_at is null then 1 else 0 end as waiting,
           null::text as word
      from keepers k left join keeper_lists l on l.account_id = k.account_id
    union all
    select account_id, 0, word from outlook_words
  ) as said
 group by account_id;
