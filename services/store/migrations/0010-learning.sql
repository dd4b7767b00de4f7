-- What was asked in vain, put together by likeness. The group lives as long as a question of it does.
create table asked_groups (
  id uuid primary key,
  -- The question that began it. Others are compared with this one only, so that a group does not wander off.
  leader text not null,
  -- The leader's place among questions (float32, little endian) and the space in which it was measured.
  space text,
  point bytea,
  last_asked_at timestamptz not null,
  -- Who last took it off the list and when; answer_id is null where it was put aside without an answer.
  settled_at timestamptz,
  settled_by text,
  answer_id uuid,
  check ((space is null) = (point is null))
);
create index asked_groups_newest on asked_groups (last_asked_at desc);

-- Questions without whoever asked them: no account, no chat, no address, no phone number.
create table asked_questions (
  id uuid primary key,
  text text not null,
  -- answered ones are kept for a day, in case "that didn't help" follows; the others were asked in vain.
  outcome text not null check (outcome in ('answered', 'close', 'none', 'not-helped')),
  -- The articles that were shown or offered.
  article_ids text[] not null,
  space text,
  point bytea,
  asked_at timestamptz not null,
  group_id uuid references asked_groups on delete cascade,
  -- Whether its group was taken off the list after it was asked.
  settled boolean not null default false,
  check ((space is null) = (point is null)),
  check ((outcome = 'answered') = (group_id is null))
);
create index asked_questions_of_group on asked_questions (group_id) where group_id is not null;
create index asked_questions_by_age on asked_questions (asked_at);

-- Which article a message of the bot showed, and the last thumb that it got. The chat is known by a hash only.
create table answer_messages (
  message_key text primary key,
  article_id text not null,
  reaction text check (reaction in ('like', 'dislike')),
  remark text,
  reacted_at timestamptz,
  sent_at timestamptz not null
);
create index answer_messages_by_age on answer_messages (sent_at);
create index answer_messages_remarks on answer_messages (article_id, reacted_at desc) where remark is not null;

-- The thumbs of each article; they stay when the messages have gone.
create table article_thumbs (
  article_id text primary key,
  likes integer not null,
  dislikes integer not null
);

-- Answers that the service desk writes. Words are objects: title, phrasings, text, cohorts, validFrom, validUntil.
create table desk_answers (
  id uuid primary key,
  -- What people and files call it: desk-1.
  number integer generated always as identity unique,
  created_by text not null,
  -- Made when the form was shown: two presses of it write one answer.
  request_id uuid not null,
  -- The questions that it was written for; the group may have gone since.
  group_id uuid,
  state text not null check (state in ('draft', 'published', 'withdrawn')),
  -- Counts every change, so that an old card cannot undo what somebody else has done since.
  version integer not null,
  draft jsonb,
  published jsonb,
  published_at timestamptz,
  changed_at timestamptz not null,
  changed_by text not null,
  unique (created_by, request_id),
  check ((state = 'published') = (published is not null)),
  check ((state = 'published') = (published_at is not null))
);
create index desk_answers_of_group on desk_answers (group_id) where group_id is not null;

-- Who did what and when; rows are added only. They go with an answer that nobody but the desk has ever seen.
create table desk_answer_history (
  answer_id uuid not null references desk_answers on delete cascade,
  -- The answer's version after it.
  version integer not null,
  what text not null check (what in ('written', 'edited', 'published', 'withdrawn', 'discarded')),
  at timestamptz not null,
  by_account text not null,
  by_upn text not null,
  -- Of the form, where words were saved.
  request_id uuid,
  words jsonb,
  primary key (answer_id, version)
);

-- One row that grows with every change of what is published: instances ask it before they answer.
create table desk_answer_revision (
  revision bigint not null
);
insert into desk_answer_revision (revision) values (0);
