import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { type Purged, purge } from '../../../services/retention/purge.ts';
import { rowsAStatement } from '../../../services/retention/rules.ts';
import { parsePlan } from '../../../services/rollout/plan.ts';
import type { Database } from '../../../services/store/database.ts';
import { createLog } from '../../../services/telemetry/log.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const now = new Date('2018-11-05T09:00:00Z');
const minuteMs = 60_000;
const id = (tail: string) => `00000000-0000-4000-8000-${tail.padStart(12, '0')}`;
/** A minute more, or less, than so many days ago, by the rollout's clock. */
const ago = (days: number, moreMs = 0) => new Date(now.getTime() - days * 86_400_000 - moreMs);

describe('the purge', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of [
      'deliveries',
      'notices',
      'tickets',
      'guide_walks',
      'desk_answers',
      'report_upload_rows',
      'report_uploads',
      'directory_sweeps',
      'report_runs',
      'conversations',
      'asked_questions',
      'answer_messages',
    ])
      await database.query(`delete from ${table}`);
  });

  const run = (on: Database = database): Promise<Purged> =>
    purge({ database: on, clock: { now: () => now }, plan, log: createLog('silent') });
  const left = async (table: string, column: string) => {
    const rows = await database.query<{ what: string }>(
      `select ${column}::text as what from ${table} order by 1`,
    );
    return rows.map(({ what }) => what);
  };

  /** A delivery that ended so many days ago by the database's clock, give or take a minute. */
  async function delivery(key: string, more: { days: number; minutes: number; sql?: string }): Promise<void> {
    await enqueue(database, [
      { key, kind: 'reminder', operation: 'send', target: { accountId: 'a' }, subject: {} },
    ]);
    await database.query(
      `update deliveries set state = 'sent',
         settled_at = clock_timestamp() - make_interval(days => $2, mins => $3) where key = $1`,
      [key, more.days, more.minutes],
    );
    if (more.sql) await database.query(`update deliveries set ${more.sql} where key = $1`, [key]);
  }

  async function notice(tail: string, set: string, at: Date): Promise<void> {
    await database.query(
      `insert into notices (id, author_id, text, audience, version, state, created_at) values ($1, 'a', '', '{}', 1, 'draft', $2)`,
      [id(tail), at],
    );
    await database.query(`update notices set ${set} where id = $1`, [id(tail)]);
  }

  async function ticket(tail: string, closedAt: Date | undefined): Promise<void> {
    await database.query(
      `insert into tickets (id, request_id, account_id, state, opened_at, closed_at) values ($1, $1, 'a', $2, $3, $4)`,
      [id(tail), closedAt ? 'closed' : 'open', ago(900), closedAt],
    );
    await database.query(
      `insert into ticket_messages (ticket_id, seq, sender, author_id, request_id, text, at)
       select $1, seq, 'person', 'a', $1, seq::text, $2 from generate_series(1, 3) as seq`,
      [id(tail), ago(900)],
    );
  }

  it('deletes messages that ended before the plan’s days, to the minute, and nothing the second time', async () => {
    await delivery('older', { days: 90, minutes: 1 });
    await delivery('younger', { days: 90, minutes: -1 });
    await delivery('failed', { days: 90, minutes: 1, sql: `state = 'failed', why = 'timed-out'` });
    expect(await run()).toEqual({ deliveries: 2 });
    expect(await left('deliveries', 'key')).toEqual(['younger']);
    expect(await run()).toEqual({});
    expect(await left('deliveries', 'key')).toEqual(['younger']);
  });

  it('keeps messages that wait, and the keys of reminders whose phase is ahead', async () => {
    const old = { days: 400, minutes: 0 };
    await delivery('due', { ...old, sql: `state = 'due', settled_at = null, created_at = '2017-01-01'` });
    await delivery('claimed', { ...old, sql: `state = 'claimed'` });
    await delivery('ahead', { ...old, sql: `subject = '{"phaseDate": "2018-11-19"}'` });
    await delivery('today', { ...old, sql: `subject = '{"phaseDate": "2018-11-05"}'` });
    await delivery('past', { ...old, sql: `subject = '{"phaseDate": "2018-11-03"}'` });
    await run();
    expect(await left('deliveries', 'key')).toEqual(['ahead', 'claimed', 'due', 'today']);
  });

  it('keeps what a notice under way and an open ticket are counted and followed by', async () => {
    await notice('1', `state = 'sending'`, ago(900));
    await notice('2', `state = 'done', done_at = '2018-11-01'`, ago(900));
    await ticket('3', undefined);
    await ticket('4', ago(10));
    await ticket('5', ago(10));
    await database.query(`update ticket_messages set sender = 'desk' where ticket_id = $1 and seq = 2`, [
      id('5'),
    ]);
    const old = { days: 400, minutes: 0 };
    const of = (kind: string, field: string, tail: string) =>
      `kind = '${kind}', subject = '{"${field}": "${id(tail)}"}'`;
    await delivery('sending', { ...old, sql: of('notice', 'noticeId', '1') });
    await delivery('done', { ...old, sql: of('notice', 'noticeId', '2') });
    await delivery('open', { ...old, sql: of('ticket', 'ticketId', '3') });
    await delivery('closed', { ...old, sql: of('ticket', 'ticketId', '4') });
    await delivery('end not noted', { ...old, sql: of('ticket', 'ticketId', '5') });
    await run();
    expect(await left('deliveries', 'key')).toEqual(['end not noted', 'open', 'sending']);
  });

  it('deletes notices that are over, never one that is being sent or has a message on the road', async () => {
    await notice('1', `state = 'done', done_at = '${ago(365, minuteMs).toISOString()}'`, ago(900));
    await notice('2', `state = 'done', done_at = '${ago(365, -minuteMs).toISOString()}'`, ago(900));
    await notice('3', `state = 'sending', sent_at = created_at`, ago(900));
    await notice('4', `state = 'draft'`, ago(365, minuteMs));
    await notice('5', `state = 'cancelled'`, ago(365, -minuteMs));
    await notice('6', `state = 'done', done_at = created_at`, ago(900));
    await enqueue(database, [
      {
        key: 'last edit',
        kind: 'notice-progress',
        operation: 'edit',
        target: { accountId: 'a' },
        subject: { noticeId: id('6') },
      },
    ]);
    expect(await run()).toEqual({ notices: 2 });
    expect(await left('notices', 'id')).toEqual([id('2'), id('3'), id('5'), id('6')]);
    expect(await run()).toEqual({});
  });

  it('deletes closed tickets with their messages, never one that is not closed', async () => {
    await ticket('1', ago(365, minuteMs));
    await ticket('2', ago(365, -minuteMs));
    await ticket('3', undefined);
    await ticket('4', ago(800));
    await enqueue(database, [
      {
        key: 'closing',
        kind: 'ticket',
        operation: 'send',
        target: { accountId: 'a' },
        subject: { ticketId: id('4') },
      },
    ]);
    expect(await run()).toEqual({ tickets: 4 });
    expect(await left('tickets', 'id')).toEqual([id('2'), id('3'), id('4')]);
    expect(await left('ticket_messages', `distinct ticket_id`)).toEqual([id('2'), id('3'), id('4')]);
    expect(await run()).toEqual({});
  });

  it('deletes places in guides that nobody has moved for the plan’s days', async () => {
    for (const [account, at] of [
      ['older', ago(365, minuteMs)],
      ['younger', ago(365, -minuteMs)],
    ])
      await database.query(
        `insert into guide_walks (account_id, guide_id, trail, version, state, opened_at, updated_at)
         values ($1, 'g', '["one"]', 1, 'under-way', '2017-01-01', $2)`,
        [account, at],
      );
    expect(await run()).toEqual({ walks: 1 });
    expect(await left('guide_walks', 'account_id')).toEqual(['younger']);
    expect(await run()).toEqual({});
  });

  it('deletes old changes of an answer, but its last one and its last words', async () => {
    await database.query(
      `insert into desk_answers (id, created_by, request_id, state, version, changed_at, changed_by)
       values ($1, 'a', $1, 'withdrawn', 4, now(), 'a')`,
      [id('1')],
    );
    for (const [version, at, words] of [
      [1, ago(730, minuteMs), '{}'],
      [2, ago(730, minuteMs), '{}'],
      [3, ago(730, minuteMs), null],
      [4, ago(730, minuteMs), null],
    ])
      await database.query(
        `insert into desk_answer_history (answer_id, version, what, at, by_account, by_upn, words)
         values ($1, $2, 'edited', $3, 'a', 'a', $4::jsonb)`,
        [id('1'), version, at, words],
      );
    await database.query(`update desk_answer_history set at = $1 where version = 1`, [ago(730, -minuteMs)]);
    expect(await run()).toEqual({ answerHistory: 1 });
    expect(await left('desk_answer_history', 'version')).toEqual(['1', '2', '4']);
    await database.query(`update desk_answer_history set at = $1 where version = 1`, [ago(730, minuteMs)]);
    expect(await run()).toEqual({ answerHistory: 1 });
    expect(await left('desk_answer_history', 'version')).toEqual(['2', '4']);
    expect(await run()).toEqual({});
  });

  it('deletes reports that were handed over long ago, with their rows', async () => {
    for (const [hash, at] of [
      ['older', ago(180, minuteMs)],
      ['younger', ago(180, -minuteMs)],
    ]) {
      await database.query(
        `insert into report_uploads (hash, as_of, rows, finished_at) values ($1, '2017-01-01', 1, $2)`,
        [hash, at],
      );
      await database.query(
        `insert into report_upload_rows (address, methods, registered, as_of, dated, upload)
         values ($1, '[]', false, '2017-01-01', true, $1)`,
        [hash],
      );
    }
    expect(await run()).toEqual({ uploads: 2 });
    expect(await left('report_uploads', 'hash')).toEqual(['younger']);
    expect(await left('report_upload_rows', 'upload')).toEqual(['younger']);
    expect(await run()).toEqual({});
  });

  it('deletes old readings, but the newest that the age of what is known is told by', async () => {
    for (const [at, isComplete] of [
      [ago(200), true],
      [ago(150), true],
      [ago(90, minuteMs), false],
      [ago(89), false],
    ] as const) {
      const end = isComplete ? at : null;
      await database.query(
        `insert into directory_sweeps (started_at, listed_at, finished_at, cohorts) values ($1, $2, $2, '')`,
        [at, end],
      );
      await database.query('insert into report_runs (started_at, finished_at) values ($1, $2)', [at, end]);
    }
    expect(await run()).toEqual({ readings: 4 });
    const kept = [ago(150), ago(89)].map((at) => at.toISOString());
    for (const table of ['directory_sweeps', 'report_runs']) {
      const rows = await database.query<{ started_at: Date }>(
        `select started_at from ${table} order by started_at`,
      );
      expect(rows.map(({ started_at: at }) => at.toISOString())).toEqual(kept);
    }
    expect(await run()).toEqual({});
  });

  it('forgets who has not connected the old way for so long', async () => {
    await database.query(
      `insert into legacy_sign_ins (account_id, protocol, last_day)
       values ('old', 'POP3', $1::timestamptz::date - 1), ('new', 'POP3', $1::timestamptz::date)`,
      [ago(90)],
    );
    expect(await run()).toEqual({ readings: 1 });
    expect(await left('legacy_sign_ins', 'account_id')).toEqual(['new']);
  });

  it('deletes chats of accounts that nobody knows and nobody has written in for long', async () => {
    for (const [account, minutes] of [
      ['older', 1],
      ['younger', -1],
    ])
      await database.query(
        `insert into conversations (account_id, conversation_id, service_url, bot_id, installed, updated_at)
         values ($1, 'c', 'u', 'b', true, clock_timestamp() - make_interval(days => 365, mins => $2))`,
        [account, minutes],
      );
    expect(await run()).toEqual({ unlisted: 1 });
    expect(await left('conversations', 'account_id')).toEqual(['younger']);
    expect(await run()).toEqual({});
  });

  it('deletes questions and thumbs by the plan’s days', async () => {
    const shorter = parsePlan({ ...structuredClone(plan), retention: { questions: 7, feedback: 8 } });
    if (!shorter.ok) throw new Error('a faulty plan');
    const groupId = id('9');
    await database.query(
      `insert into asked_groups (id, leader, last_asked_at) values ($1, 'older', '2018-11-01')`,
      [groupId],
    );
    for (const [text, at] of [
      ['older', ago(7, minuteMs)],
      ['younger', ago(7, -minuteMs)],
    ] as const)
      await database.query(
        `insert into asked_questions (id, text, outcome, article_ids, asked_at, group_id)
         values (gen_random_uuid(), $1, 'none', '{}', $2, $3)`,
        [text, at, groupId],
      );
    for (const [key, at] of [
      ['older', ago(8, minuteMs)],
      ['younger', ago(8, -minuteMs)],
    ])
      await database.query(
        `insert into answer_messages (message_key, article_id, sent_at) values ($1, 'x', $2)`,
        [key, at],
      );
    const purged = await purge({
      database,
      clock: { now: () => now },
      plan: shorter.plan,
      log: createLog('silent'),
    });
    expect(purged).toEqual({ questions: 1, feedback: 1 });
    expect(await left('asked_questions', 'text')).toEqual(['younger']);
    expect(await left('asked_groups', 'leader')).toEqual(['younger']);
    expect(await left('answer_messages', 'message_key')).toEqual(['younger']);
  });

  it('deletes at most 500 rows a statement, and goes on where a run was cut short', async () => {
    const count = rowsAStatement * 2 + 17;
    await database.query(
      `insert into deliveries (key, kind, operation, account_id, subject, priority, state, settled_at)
       select n::text, 'notice', 'send', 'a', '{}', 5, 'sent', '2017-01-01' from generate_series(1, $1) as n`,
      [count],
    );
    const deletedEach: number[] = [];
    let statements = 0;
    const cutShort: Database = {
      ...database,
      async query<Row>(sql: string, parameters?: unknown[]) {
        statements += 1;
        if (statements === 3) throw new Error('the process ended');
        const rows = await database.query<Row>(sql, parameters);
        deletedEach.push(rows.length);
        return rows;
      },
    };
    await expect(run(cutShort)).rejects.toThrow('the process ended');
    expect(deletedEach).toEqual([rowsAStatement, rowsAStatement]);
    expect(await left('deliveries', 'count(*)')).toEqual(['17']);
    expect(await run()).toEqual({ deliveries: 17 });
    expect(await left('deliveries', 'count(*)')).toEqual(['0']);
  });
});
