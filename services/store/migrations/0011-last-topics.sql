-- The article that an account was answered with last: what "and for the office?" adds to. The question is not kept.
create table last_topics (
  account_id text primary key,
  article_id text not null,
  at timestamptz not null
);
