-- The personal chat between the bot and an account: where deliveries go.
create table conversations (
  account_id text primary key,
  conversation_id text not null,
  service_url text not null,
  bot_id text not null,
  tenant_id text,
  teams_user_id text not null,
  installed boolean not null,
  -- Why Teams last refused a message for good, in the words of the outcome; null while messages arrive.
  blocked text,
  -- Installation events come in pairs (installationUpdate, conversationUpdate): one card answers both.
  greeted_event text,
  greeted_at timestamptz,
  updated_at timestamptz not null default clock_timestamp()
);
