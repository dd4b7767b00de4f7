-- Since when the bot knows a chat. Of earlier chats the first moment that was kept stands in.
alter table conversations add column known_since timestamptz;
update conversations set known_since = least(coalesce(greeted_at, updated_at), updated_at);
alter table conversations alter column known_since set default clock_timestamp();
alter table conversations alter column known_since set not null;

-- One row an erasure: that it was done and when, under the made-up id that stands in the records in place of the person.
-- Nothing leads from it to them.
create table erasures (
  pseudonym text primary key,
  at timestamptz not null default clock_timestamp()
);

-- What has aged out is found without reading everything.
create index deliveries_settled on deliveries (settled_at) where settled_at is not null;
create index tickets_closed on tickets (closed_at) where state = 'closed';
create index guide_walks_updated on guide_walks (updated_at);
create index accounts_gone on accounts (seen_at) where not enabled;
-- What a member of the service desk wrote, where they ask about themselves.
create index ticket_messages_author on ticket_messages (author_id);
