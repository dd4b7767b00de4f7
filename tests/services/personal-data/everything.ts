import { randomUUID } from 'node:crypto';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { publishAnswer, saveDraft } from '../../../services/learning/desk-answers.ts';
import { settleGroup } from '../../../services/learning/groups.ts';
import { beginSending, createDraft } from '../../../services/notices/notices.ts';
import { addKeeper } from '../../../services/people/keepers.ts';
import { keepTopic } from '../../../services/people/last-topic.ts';
import { recordOutlookWord } from '../../../services/people/outlook-words.ts';
import { setPlain } from '../../../services/people/preferences.ts';
import { addChange, newestRevision } from '../../../services/plan-changes/changes.ts';
import { keepDraft } from '../../../services/plan-changes/drafts.ts';
import { keepCard } from '../../../services/reminders/sent-cards.ts';
import { snooze } from '../../../services/reminders/snoozes.ts';
import type { Database } from '../../../services/store/database.ts';
import {
  addDeskMessage,
  addPersonMessage,
  closeTicket,
  openTicket,
} from '../../../services/tickets/tickets.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

export const now = new Date('2018-11-12T10:00:00Z');

/** Words that only this person's rows hold. */
export interface Marked {
  id: string;
  upn: string;
  firstName: string;
  words: string;
}

/** Does, as one person, everything that leaves something behind: as staff and as a member of the service desk. */
export async function leaveEverything(database: Database, person: Marked, other: Marked): Promise<void> {
  const { id: accountId, upn, words } = person;
  const by = { accountId, upn };
  await storeAccounts(database, { plan: norfolkPlan(), now }, [{ id: accountId, upn, registered: true }]);
  await database.query('update statuses set state = $2, state_as_of = $3 where account_id = $1', [
    accountId,
    'enabled',
    now,
  ]);
  await database.query('insert into installations (account_id, cause) values ($1, $2)', [
    accountId,
    'never-met',
  ]);
  await database.query(
    `insert into report_upload_rows (address, methods, registered, as_of, dated, upload)
     values (lower($1), '[]', true, $2, true, 'u')`,
    [upn, now],
  );
  const added = await addKeeper(database, { accountId, firstName: person.firstName, now });
  if ('fault' in added) throw new Error(added.fault);
  await recordOutlookWord(database, { accountId, keeperId: added.keeper.id, word: 'works', now });
  await database.query(
    `insert into guide_walks (account_id, keeper_id, guide_id, trail, version, state, opened_at, updated_at)
     values ($1, $2, 'set-up-mfa', '["one"]', 1, 'under-way', $3, $3)`,
    [accountId, added.keeper.id, now],
  );
  await setPlain(database, { accountId, plain: true, now });
  await keepTopic(database, { accountId, articleId: 'contact', now });
  for (const [state, key] of [
    ['sent', 'a'],
    ['due', 'b'],
    ['claimed', 'c'],
  ] as const) {
    await enqueue(database, [
      {
        key: `reminder:head-online:2018-11-19:${key}:${accountId}`,
        kind: 'reminder',
        operation: 'send',
        target: { accountId, activityId: `of-${accountId}` },
        subject: { phaseId: 'head-online' },
      },
    ]);
    await database.query(
      `update deliveries set state = $2, sent_activity_id = $3,
         settled_at = case when $2 = 'sent' then clock_timestamp() end,
         claimed_by = case when $2 = 'claimed' then 'i' end where key = $1`,
      [`reminder:head-online:2018-11-19:${key}:${accountId}`, state, `sent-${accountId}`],
    );
  }

  const [made] = await database.query<{ id: string }>(
    `select id::text as id from deliveries where account_id = $1 and state = 'sent'`,
    [accountId],
  );
  const aboutPhase = {
    accountId,
    deliveryId: made?.id ?? '',
    phaseId: 'head-online',
    phaseDate: '2018-11-19',
  };
  await keepCard(database, { ...aboutPhase, now });
  await snooze(database, { ...aboutPhase, untilDay: '2018-11-15', now }, 3);

  const own = await openTicket(database, {
    accountId,
    requestId: randomUUID(),
    keeperId: added.keeper.id,
    text: words,
    now,
  });
  const theirs = await openTicket(database, {
    accountId: other.id,
    requestId: randomUUID(),
    text: other.words,
    now,
  });
  if (own.kind !== 'kept' || theirs.kind !== 'kept') throw new Error('no ticket was opened');
  await addDeskMessage(database, {
    ticketId: own.ticket.id,
    authorId: other.id,
    requestId: randomUUID(),
    text: 'We are looking into it.',
    seen: 1,
    now,
  });
  await addPersonMessage(database, {
    ticketId: own.ticket.id,
    authorId: accountId,
    requestId: randomUUID(),
    text: words,
    now,
  });
  await addDeskMessage(database, {
    ticketId: theirs.ticket.id,
    authorId: accountId,
    requestId: randomUUID(),
    text: 'Please try again.',
    seen: 1,
    now,
  });
  await closeTicket(database, { ticketId: theirs.ticket.id, authorId: accountId, seen: 2, now });

  const audience = { kind: 'cohort', cohort: 'head' } as const;
  await createDraft(database, { authorId: accountId, text: words, audience, now });
  const notice = await createDraft(database, { authorId: accountId, text: 'For all heads', audience, now });
  await beginSending(database, { ...notice, version: 1, cardActivityId: `card-${accountId}`, now });

  const change = { what: 'paused', phaseId: 'head-online', why: words } as const;
  await keepDraft(database, { authorId: accountId, change, now });
  await addChange(database, {
    ...change,
    after: await newestRevision(database),
    why: 'Snow',
    byAccount: accountId,
    at: now,
  });

  await database.query(
    "insert into legacy_sign_ins (account_id, protocol, last_day) values ($1, 'POP3', '2018-11-01')",
    [accountId],
  );
  await database.query(
    `insert into reach_calls (account_id, phase_id, phase_date, called_by, called_at)
     values ($1, $4, '2018-11-19', $2, $3), ($2, $4, '2018-11-19', 'officer', $3)`,
    [other.id, accountId, now, randomUUID()],
  );

  const groupId = randomUUID();
  await database.query('insert into asked_groups (id, leader, last_asked_at) values ($1, $2, $3)', [
    groupId,
    'what is it',
    now,
  ]);
  await settleGroup(database, { groupId, by, how: 'dismissed', now });
  const text = { title: 'Scanners', phrasings: ['does it scan'], text: 'It does.', cohorts: [] };
  const draft = await saveDraft(database, { requestId: randomUUID(), text, by, now });
  if (draft.kind !== 'kept') throw new Error('no answer was kept');
  await publishAnswer(database, { answerId: draft.answer.id, seen: 1, by, now });
}

/** Every place, as table.column, where one of these texts stands in the database, whatever the table. */
export async function placesOf(database: Database, texts: string[]): Promise<string[]> {
  const columns = await database.query<{ table_name: string; column_name: string }>(
    `select table_name, column_name from information_schema.columns
      where table_schema = 'public' and table_name not in ('account_words') order by 1, 2`,
  );
  const places: string[] = [];
  for (const { table_name: table, column_name: column } of columns) {
    const rows = await database.query(
      `select from ${table}
        where exists (select from unnest($1::text[]) one where position(lower(one) in lower(${column}::text)) > 0)
        limit 1`,
      [texts],
    );
    if (rows.length > 0) places.push(`${table}.${column}`);
  }
  return places;
}
