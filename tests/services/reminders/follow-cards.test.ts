import type { DeliveryKind } from '../../../services/deliveries/delivery.ts';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { recordOutlookWord } from '../../../services/people/outlook-words.ts';
import { type Followed, followCards } from '../../../services/reminders/follow-cards.ts';
import {
  findCard,
  findReference,
  keepCard,
  latestCard,
  noteForm,
} from '../../../services/reminders/sent-cards.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import type { Database } from '../../../services/store/database.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const norfolk = norfolkPlan();
const now = new Date('2018-11-12T09:00:00Z');

describe('the cards of reminders that were sent', () => {
  let database: Database;
  let plan: RolloutPlan;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    plan = { ...norfolk, phases: norfolk.phases.map((phase) => ({ ...phase })) };
    for (const table of [
      'reminder_cards',
      'deliveries',
      'statuses',
      'accounts',
      'conversations',
      'outlook_words',
    ]) {
      await database.query(`delete from ${table}`);
    }
    await storeAccounts(database, { plan, now }, [
      { id: 'a', upn: 'head@ash.norfolk.sch.uk', registered: false },
      { id: 'b', upn: 'head@elm.norfolk.sch.uk', registered: false },
    ]);
  });

  const follow = (after = '0', at = now): Promise<Followed> =>
    followCards({ database, plan, clock: { now: () => at } }, after);

  /** A reminder of an account that Teams has taken; gives its id. */
  async function sent(
    accountId: string,
    offset: number,
    more: { phaseId?: string; state?: string; kind?: DeliveryKind } = {},
  ) {
    const { phaseId = 'head-online', state = 'sent', kind = 'reminder' } = more;
    const phaseDate = phaseId === 'head-online' ? '2018-11-19' : '2018-11-26';
    const key = `${kind}:${phaseId}:${phaseDate}:${offset}:${accountId}`;
    await enqueue(database, [
      { key, kind, operation: 'send', target: { accountId }, subject: { phaseId, phaseDate } },
    ]);
    const [row] = await database.query<{ id: string }>(
      `update deliveries set state = $2, sent_activity_id = case when $2 = 'sent' then 'message-' || id end
        where key = $1 returning id::text as id`,
      [key, state],
    );
    const deliveryId = row?.id ?? '';
    await keepCard(database, { deliveryId, accountId, phaseId, phaseDate, now });
    return deliveryId;
  }

  const registers = (accountId: string) =>
    database.query('update statuses set registered = true where account_id = $1', [accountId]);
  const move = (change: Partial<RolloutPlan['phases'][number]>) => {
    for (const phase of plan.phases) if (phase.id === 'head-online') Object.assign(phase, change);
  };
  const edits = () =>
    database.query<{
      account_id: string;
      activity_id: string;
      operation: string;
      form: string;
      shown: string;
    }>(
      `select account_id, activity_id, operation, subject ->> 'form' as form, subject ->> 'shown' as shown
         from deliveries where kind = 'reminder-card' order by id`,
    );
  const form = async (accountId: string, deliveryId: string) =>
    (await findCard(database, { accountId, deliveryId }))?.form;

  it('change once when the account has registered, and only its own', async () => {
    const [id] = [await sent('a', 7), await sent('b', 7)];
    expect(await follow()).toEqual({ made: 0, after: '0' });
    await registers('a');
    expect(await follow()).toEqual({ made: 1, after: '0' });
    expect(await edits()).toEqual([
      { account_id: 'a', activity_id: `message-${id}`, operation: 'edit', form: 'done', shown: '' },
    ]);
    for (let times = 0; times < 3; times += 1) expect((await follow()).made).toBe(0);
  });

  it('are not changed again where a press has changed them, nor where Teams refused the edit', async () => {
    const id = await sent('a', 7);
    await registers('a');
    await noteForm(database, { deliveryId: id, form: 'done' });
    expect((await follow()).made).toBe(0);
    await sent('b', 7);
    await registers('b');
    await follow();
    await database.query(
      `update deliveries set state = 'failed', why = 'chat-or-message-gone' where kind = 'reminder-card'`,
    );
    expect((await follow()).made).toBe(0);
  });

  it('give way to a newer reminder, which alone says that all is done', async () => {
    const old = await sent('a', 7);
    const newer = await sent('a', 3);
    expect((await follow()).made).toBe(1);
    expect([await form('a', old), await form('a', newer)]).toEqual(['superseded', 'open']);
    await registers('a');
    expect((await follow()).made).toBe(1);
    expect([await form('a', old), await form('a', newer)]).toEqual(['superseded', 'done']);
  });

  it('do not give way to one that was skipped or is still on the road', async () => {
    const old = await sent('a', 7);
    await sent('a', 3, { state: 'skipped' });
    await sent('a', 1, { state: 'due' });
    expect((await follow()).made).toBe(0);
    expect(await form('a', old)).toBe('open');
  });

  it('say each new date once, and a pause, also the old date when it comes back', async () => {
    await sent('a', 7);
    const moves: Partial<RolloutPlan['phases'][number]>[] = [
      { date: '2018-11-26' },
      { paused: true },
      { date: '2018-11-28', paused: false },
      { date: '2018-11-19' },
    ];
    for (const change of moves) {
      move(change);
      expect((await follow()).made).toBe(1);
      expect((await follow()).made).toBe(0);
    }
    expect((await edits()).map(({ shown }) => shown)).toEqual([
      '2018-11-26',
      'paused',
      '2018-11-28',
      '2018-11-19',
    ]);
  });

  it('go by what people said of installed Outlook, for the phase that changes it', async () => {
    const id = await sent('a', 7, { phaseId: 'head-client' });
    await registers('a');
    await recordOutlookWord(database, { accountId: 'a', word: 'not-working', now });
    expect((await follow()).made).toBe(0);
    await recordOutlookWord(database, { accountId: 'a', word: 'works', now });
    expect((await follow()).made).toBe(1);
    expect(await form('a', id)).toBe('done');
  });

  it('leave school cards and messages that a date has moved as they are', async () => {
    await sent('a', 7, { kind: 'school' });
    const moved = await sent('b', 7, { kind: 'date-moved' });
    await registers('a');
    await registers('b');
    expect((await follow()).made).toBe(0);
    expect(await findCard(database, { accountId: 'b', deliveryId: moved })).toBeUndefined();
  });

  it('are superseded by the school card that holds the next one, not by a message that a date has moved', async () => {
    const id = await sent('a', 14);
    await sent('a', 10, { kind: 'date-moved' });
    expect((await follow()).made).toBe(0);
    const next = await sent('a', 7, { kind: 'school' });
    expect((await follow()).made).toBe(1);
    expect(await form('a', id)).toBe('superseded');
    expect(await latestCard(database, 'a')).toMatchObject({ deliveryId: next, kind: 'school' });
  });

  it('are left alone after 60 days', async () => {
    await sent('a', 7);
    await registers('a');
    expect((await follow('0', new Date('2019-01-12T09:00:00Z'))).made).toBe(0);
    expect((await follow('0', new Date('2019-01-11T09:00:00Z'))).made).toBe(1);
  });

  it('are looked at page by page, on from where the last look ended', async () => {
    await database.query(
      `insert into deliveries (key, kind, operation, account_id, subject, priority, state, sent_activity_id)
       select 'many:' || n, 'reminder', 'send', 'many-' || n, '{}', 5, 'sent', 'm-' || n
         from generate_series(1, 3100) n`,
    );
    await database.query(
      `insert into reminder_cards (delivery_id, account_id, reference, phase_id, phase_date, made_at)
       select id, account_id, key, 'head-online', '2018-11-19', $1 from deliveries where key like 'many:%'`,
      [now],
    );
    await database.query(
      `insert into accounts (id, upn, display_name, enabled, sweep, seen_at)
       select 'many-' || n, 'head@school-' || n || '.norfolk.sch.uk', '', true, 0, $1 from generate_series(1, 3100) n`,
      [now],
    );
    move({ date: '2018-11-26' });
    const first = await follow();
    expect(first.made).toBe(2500);
    expect(await follow(first.after)).toEqual({ made: 600, after: '0' });
    const again = await follow();
    expect([again.made, await follow(again.after)]).toEqual([0, { made: 0, after: '0' }]);
  });

  it('keep their reference when the message is made again, and confirm it once it is sent', async () => {
    const id = await sent('a', 7, { state: 'claimed' });
    const card = { deliveryId: id, accountId: 'a', phaseId: 'head-online', phaseDate: '2018-11-19' };
    const reference = await keepCard(database, { ...card, now });
    expect(await keepCard(database, { ...card, now })).toBe(reference);
    expect(await findReference(database, reference)).toBeUndefined();
    await database.query(`update deliveries set state = 'sent' where id = $1`, [id]);
    expect(await findReference(database, reference)).toMatchObject({
      phaseId: 'head-online',
      upn: 'head@ash.norfolk.sch.uk',
    });
    expect(await findReference(database, 'BBBBBBBB')).toBeUndefined();
  });

  it.each(['', 'x', '1; drop table deliveries', '9'.repeat(30)])(
    'are not found by %p',
    async (deliveryId) => {
      expect(await findCard(database, { accountId: 'a', deliveryId })).toBeUndefined();
    },
  );

  it('are found by their own account only', async () => {
    const id = await sent('a', 7);
    expect(await findCard(database, { accountId: 'b', deliveryId: id })).toBeUndefined();
  });
});
