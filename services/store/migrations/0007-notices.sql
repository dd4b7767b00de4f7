-- What the service desk tells an audience. The text lives here, never in a card or a log.
create table notices (
  id uuid primary key,
  author_id text not null,
  text text not null,
  audience jsonb not null,
  version integer not null,
  state text not null check (state in ('draft', 'sending', 'done', 'cancelled')),
  -- The message in the author's chat that shows how far the notice is.
  card_activity_id text,
  -- Whether every recipient has a delivery.
  expanded boolean not null default false,
  -- The counts that the card was last asked to show.
  shown jsonb,
  created_at timestamptz not null,
  sent_at timestamptz,
  done_at timestamptz
);
create index notices_sending on notices (sent_at) where state = 'sending';
