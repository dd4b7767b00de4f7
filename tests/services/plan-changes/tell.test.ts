import { enqueue, type NewDelivery } from '../../../services/deliveries/enqueue.ts';
import { decideDateMoved } from '../../../services/plan-changes/at-send.ts';
import { addChange, allChanges, newestRevision } from '../../../services/plan-changes/changes.ts';
import type { WantedChange } from '../../../services/plan-changes/check-change.ts';
import { confirmChange, undoChange } from '../../../services/plan-changes/decide.ts';
import { keepDraft } from '../../../services/plan-changes/drafts.ts';
import { createPlanFollower } from '../../../services/plan-changes/follow-plan.ts';
import { previewChange } from '../../../services/plan-changes/preview.ts';
import { tellOfChanges } from '../../../services/plan-changes/tell.ts';
import { messagesTold, noteTold } from '../../../services/plan-changes/told.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import type { Database } from '../../../services/store/database.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const morning = new Date('2018-11-28T10:00:00Z');
const office = (school: string) => `office@${school}.norfolk.sch.uk`;
const move: WantedChange = { what: 'moved', phaseId: 'office-online', date: '2018-12-10', why: 'Training' };

describe('those who were told another date', () => {
  let database: Database;
  let plan: RolloutPlan;
  let now = morning;
  const clock = { now: () => now };
  beforeAll(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    now = morning;
    await database.query(
      'truncate plan_changes, plan_change_drafts, plan_tellings, deliveries, accounts, statuses, conversations cascade',
    );
    plan = norfolkPlan();
  });
  afterAll(() => database.close());

  async function offices(...schools: string[]): Promise<void> {
    await storeAccounts(
      database,
      { plan, now },
      schools.map((school) => ({ upn: office(school), registered: school === 'ready' })),
    );
  }

  /** A message as it stands once it was sent. */
  async function sent(key: string, more: Partial<NewDelivery> & Pick<NewDelivery, 'target' | 'subject'>) {
    await enqueue(database, [{ key, kind: 'reminder', operation: 'send', ...more }]);
    await database.query(
      `update deliveries set state = 'sent', started_at = clock_timestamp(), settled_at = clock_timestamp() where key = $1`,
      [key],
    );
  }

  const reminded = (school: string, phaseId = 'office-online', phaseDate = '2018-12-03') =>
    sent(`reminder:${phaseId}:${phaseDate}:${office(school)}`, {
      target: { accountId: office(school) },
      subject: { phaseId, phaseDate },
    });

  async function change(wanted: WantedChange): Promise<void> {
    const draftId = await keepDraft(database, { authorId: 'desk', change: wanted, now });
    const seen = await newestRevision(database);
    await confirmChange(database, { draftId, change: wanted, seen, byAccount: 'desk', now });
    await createPlanFollower({ database, plan }).now();
  }

  const undo = async (changeId: number) =>
    undoChange(database, plan, {
      changeId,
      why: 'The snow has gone',
      seen: await newestRevision(database),
      byAccount: 'desk',
      now,
      today: '2018-11-28',
    });

  const tell = () => tellOfChanges({ database, clock, plan });

  async function made() {
    return database.query<{ key: string; subject: Record<string, string>; expires_at: Date }>(
      `select key, subject, expires_at from deliveries where kind = 'date-moved' order by id`,
    );
  }
  const keys = async () => (await made()).map(({ key }) => key);

  /** What would be sent to one of them now, for the newest message that was made for it. */
  async function decided(school: string, more: { wasToldToday?: boolean; changeId?: number } = {}) {
    const upn = office(school);
    return decideDateMoved({
      plan,
      changes: await allChanges(database),
      upn,
      domain: `${school}.norfolk.sch.uk`,
      isEnabled: true,
      messages: (await messagesTold(database, [upn])).get(upn) ?? [],
      wasToldToday: more.wasToldToday ?? false,
      subject: { phaseId: 'office-online', changeId: more.changeId ?? (await newestRevision(database)) },
      now,
    });
  }

  it('get one message each, also those who are ready; nobody else does, and twice makes it once', async () => {
    await offices('ash', 'ready', 'never-told');
    await reminded('ash');
    await reminded('ready');
    await change(move);
    expect(await tell()).toBe(2);
    expect(await tell()).toBe(0);
    expect(await keys()).toEqual(
      ['ash', 'ready'].map((school) => `date-moved:office-online:2018-12-10:1:${office(school)}`),
    );
    // Five working days: today, Thursday, Friday, Monday, Tuesday.
    expect((await made()).map(({ subject, expires_at: at }) => [subject.day, at.toISOString()])).toEqual([
      ['2018-11-28', '2018-12-04T17:00:00.000Z'],
      ['2018-11-28', '2018-12-04T17:00:00.000Z'],
    ]);
  });

  it('are written to in working hours only', async () => {
    await offices('ash');
    await reminded('ash');
    now = new Date('2018-11-28T20:00:00Z');
    await change(move);
    expect(await tell()).toBe(0);
    expect(await decided('ash')).toMatchObject({ kind: 'hold', why: 'outside-hours' });
    now = new Date('2018-11-29T09:00:00Z');
    expect(await tell()).toBe(1);
    expect(await decided('ash')).toMatchObject({ kind: 'send' });
  });

  it('count as told whatever a reminder of another date named besides', async () => {
    await offices('ash');
    await reminded('ash', 'office-client', '2018-12-10');
    await change(move);
    expect(await tell()).toBe(1);
  });

  it('are told both dates, the reason and the number', async () => {
    await offices('ash');
    await reminded('ash');
    await change(move);
    expect(await decided('ash')).toMatchObject({
      kind: 'send',
      content: {
        upn: office('ash'),
        moves: [{ from: '2018-12-03', dated: { date: '2018-12-10' }, why: 'Training', changeId: 1 }],
      },
    });
  });

  it('are told only the newest of quick changes, and nothing where it is again what they knew', async () => {
    await offices('ash');
    await reminded('ash');
    await change({ ...move, date: '2018-12-10' });
    await tell();
    await change({ ...move, phaseId: 'office-client', date: '2018-12-17' });
    await change({ ...move, date: '2018-12-17', why: 'Snow' });
    await tell();
    expect(await decided('ash', { changeId: 1 })).toEqual({ kind: 'skip', why: 'superseded' });
    const newest = await decided('ash');
    expect(newest).toMatchObject({ kind: 'send' });
    // The other date that changed goes into the same message.
    expect(
      newest.kind === 'send' &&
        newest.content.moves.map(({ dated, from, why }) => [dated.phase.id, from, dated.date, why]),
    ).toEqual([
      ['office-online', '2018-12-03', '2018-12-17', 'Snow'],
      ['office-client', '2018-12-10', '2018-12-17', 'Training'],
    ]);
    await undo(3);
    await undo(1);
    await createPlanFollower({ database, plan }).now();
    await tell();
    expect(await decided('ash', { changeId: 3 })).toEqual({ kind: 'skip', why: 'superseded' });
    expect(await decided('ash')).toEqual({ kind: 'skip', why: 'already-told' });
  });

  it('who were told the change are told when it is taken back', async () => {
    await offices('ash');
    await reminded('ash');
    await change(move);
    await tell();
    const [first] = await made();
    await database.query(
      `update deliveries set state = 'sent', started_at = clock_timestamp() where key = $1`,
      [first?.key],
    );
    await undo(1);
    await createPlanFollower({ database, plan }).now();
    expect(await tell()).toBe(1);
    expect(await decided('ash')).toMatchObject({
      kind: 'send',
      content: {
        moves: [{ from: '2018-12-10', dated: { date: '2018-12-03' }, why: 'The snow has gone' }],
      },
    });
  });

  it('who heard of a date in somebody else’s message are not told it again', async () => {
    await offices('ash');
    await reminded('ash');
    await change({ ...move, phaseId: 'office-client', date: '2018-12-17' });
    await change(move);
    await tell();
    const [both] = await database.query<{ id: string }>(
      `select id from deliveries where subject ->> 'phaseId' = 'office-client' and kind = 'date-moved'`,
    );
    await noteTold(database, both?.id ?? '', [
      { phaseId: 'office-client', date: '2018-12-17' },
      { phaseId: 'office-online', date: '2018-12-10' },
    ]);
    expect(await decided('ash')).toMatchObject({ kind: 'send' });
    await database.query(
      `update deliveries set state = 'sent', started_at = clock_timestamp() where id = $1`,
      [both?.id],
    );
    expect(await decided('ash')).toEqual({ kind: 'skip', why: 'already-told' });
  });

  it('wait a day after another message, unless the date that they know comes before', async () => {
    await offices('ash');
    await reminded('ash');
    await change(move);
    expect(await decided('ash', { wasToldToday: true })).toMatchObject({
      kind: 'hold',
      why: 'already-reminded-today',
    });
    // On Friday, the Monday that they were told is the next working day.
    now = new Date('2018-11-30T10:00:00Z');
    expect(await decided('ash', { wasToldToday: true })).toMatchObject({ kind: 'send' });
  });

  it('are told of a pause and of the date that follows it', async () => {
    await offices('ash');
    await reminded('ash');
    await change({ what: 'paused', phaseId: 'office-online', why: 'Keys are late' });
    await tell();
    expect(await keys()).toEqual([`date-moved:office-online:paused:1:${office('ash')}`]);
    expect(await decided('ash')).toMatchObject({
      kind: 'send',
      content: { moves: [{ from: '2018-12-03', dated: { phase: { paused: true } }, why: 'Keys are late' }] },
    });
    await database.query(
      `update deliveries set state = 'sent', started_at = clock_timestamp() where kind = 'date-moved'`,
    );
    await change({ what: 'resumed', phaseId: 'office-online', date: '2018-12-10', why: 'They are here' });
    await tell();
    expect(await decided('ash')).toMatchObject({
      kind: 'send',
      content: { moves: [{ from: 'paused', dated: { date: '2018-12-10' }, why: 'They are here' }] },
    });
  });

  it('are those of one school, where only its date moved; it keeps that when the others move', async () => {
    await offices('ash', 'elm');
    await reminded('ash');
    await reminded('elm');
    await change({ ...move, school: 'ash.norfolk.sch.uk' });
    expect(await tell()).toBe(1);
    expect(await keys()).toEqual([`date-moved:office-online:2018-12-10:1:${office('ash')}`]);
    await database.query(
      `update deliveries set state = 'sent', started_at = clock_timestamp() where kind = 'date-moved'`,
    );
    await change({ ...move, phaseId: 'office-client', date: '2018-12-17' });
    await change({ ...move, date: '2018-12-17' });
    await tell();
    expect(
      (await keys()).filter((key) => key.startsWith('date-moved:office-online:') && key.includes(':3:')),
    ).toEqual([`date-moved:office-online:2018-12-17:3:${office('elm')}`]);
  });

  it('are found page by page, and after a kill in the middle from where it stopped', async () => {
    const schools = Array.from({ length: 1_203 }, (_, index) => `s${index}`);
    await database.query(
      `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at)
       select 'office@' || s, 'office@' || s || '.norfolk.sch.uk', '', true, s || '.norfolk.sch.uk', 'office', 0, $2
       from unnest($1::text[]) s`,
      [schools, now],
    );
    await database.query(
      `insert into deliveries (key, kind, operation, account_id, subject, priority, state, started_at)
       select 'r:' || s, 'reminder', 'send', 'office@' || s, '{"phaseId":"office-online","phaseDate":"2018-12-03"}', 3, 'sent', clock_timestamp()
       from unnest($1::text[]) s`,
      [schools],
    );
    await change(move);
    let pages = 0;
    const dying: Database = {
      ...database,
      transaction: (work) => {
        pages += 1;
        if (pages === 2) throw new Error('killed');
        return database.transaction(work);
      },
    };
    await expect(tellOfChanges({ database: dying, clock, plan })).rejects.toThrow('killed');
    expect(await made()).toHaveLength(500);
    expect(await tell()).toBe(703);
    expect(new Set(await keys()).size).toBe(1_203);
    expect(
      await database.query('select after_account, done_at is not null as done from plan_tellings'),
    ).toEqual([{ after_account: '', done: true }]);
  });

  it('are counted before the change is made, with the accounts and schools that it concerns', async () => {
    await offices('ash', 'elm', 'fir');
    await reminded('ash');
    await reminded('elm', 'office-online', '2018-12-10');
    expect(await previewChange(database, plan, { wanted: move, now })).toEqual({
      accounts: 3,
      schools: 3,
      told: 1,
      keepOwn: 0,
    });
    await change({ ...move, school: 'fir.norfolk.sch.uk' });
    expect(
      await previewChange(database, plan, { wanted: { ...move, date: '2018-12-10' }, now }),
    ).toMatchObject({
      accounts: 2,
      schools: 2,
      keepOwn: 1,
    });
    expect(
      await previewChange(database, plan, { wanted: { ...move, school: 'ash.norfolk.sch.uk' }, now }),
    ).toEqual({ accounts: 1, schools: 1, told: 1, keepOwn: 0 });
    expect(await newestRevision(database)).toBe(1);
  });

  it('are not looked for in a phase that the file no longer has', async () => {
    await addChange(database, { ...move, phaseId: 'gone', after: 0, byAccount: 'desk', at: now });
    await database.query('insert into plan_tellings (change_id) values (1)');
    expect(await tell()).toBe(0);
    expect(await database.query('select 1 from plan_tellings where done_at is null')).toEqual([]);
  });
});
