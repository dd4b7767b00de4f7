import { decideNotice } from '../../../services/notices/at-send.ts';
import { audienceOf } from '../../../services/notices/audience.ts';
import { followNotices } from '../../../services/notices/follow.ts';
import {
  beginSending,
  cancelDraft,
  createDraft,
  findNotice,
  type Notice,
  rewriteDraft,
} from '../../../services/notices/notices.ts';
import { previewAudience } from '../../../services/notices/preview.ts';
import { addKeeper, sayWorks } from '../../../services/people/keepers.ts';
import { recordOutlookWord } from '../../../services/people/outlook-words.ts';
import type { MfaStatus } from '../../../services/rollout/mfa-status.ts';
import type { Database } from '../../../services/store/database.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const now = new Date('2018-11-12T10:00:00Z');
const clock = { now: () => now };
const notReadyHeads = { kind: 'not-ready', phase: 'head-online' } as const;
const draft = { authorId: 'desk', text: 'Please set up MFA.', audience: notReadyHeads, now };

describe('notices', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
    await storeAccounts(database, { plan, now }, [
      { upn: 'head@ash.norfolk.sch.uk', registered: false },
      { upn: 'head@beech.norfolk.sch.uk', registered: true },
      { upn: 'head@cedar.norfolk.sch.uk' },
      { upn: 'head@elm.norfolk.sch.uk', registered: false, hasApp: false },
      { upn: 'head@fir.norfolk.sch.uk', registered: false, enabled: false },
      { upn: 'office@ash.norfolk.sch.uk', registered: false },
    ]);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('delete from notices');
    await database.query('delete from deliveries');
  });

  const sent = async (): Promise<Notice> => {
    const { id, version } = await createDraft(database, draft);
    const begun = await beginSending(database, {
      id,
      version,
      authorId: 'desk',
      cardActivityId: 'card-1',
      now,
    });
    if (!begun) throw new Error('the draft did not begin to be sent');
    return begun;
  };
  const deliveries = (kind: string) =>
    database.query<{ account_id: string; state: string; key: string }>(
      'select account_id, state, key from deliveries where kind = $1 order by id',
      [kind],
    );

  it('counts who gets it, who is left out and who is held, and writes nothing', async () => {
    const preview = await previewAudience(database, plan, { audience: notReadyHeads });
    expect(preview).toEqual({
      reachable: 1,
      toInstall: 0,
      withoutApp: 1,
      unknownStatus: 1,
      ready: 1,
      firstNames: ['head@ash.norfolk.sch.uk'],
    });
    expect(await deliveries('notice')).toEqual([]);
  });

  it('counts those without the app as recipients where it is installed for them', async () => {
    const audience = { kind: 'cohort', cohort: 'head' } as const;
    const preview = await previewAudience(database, plan, { audience, installsApp: true });
    expect(preview).toMatchObject({ reachable: 4, toInstall: 1, withoutApp: 0 });
    expect(preview.firstNames).toContain('head@elm.norfolk.sch.uk');
    // Somebody who was met and removed the app is left alone.
    await database.query(
      `update conversations set installed = false where account_id = 'head@ash.norfolk.sch.uk'`,
    );
    expect(await previewAudience(database, plan, { audience, installsApp: true })).toMatchObject({
      reachable: 3,
      withoutApp: 1,
    });
    await database.query('update conversations set installed = true');
  });

  it('takes a cohort whole, whatever the status of its accounts', async () => {
    const preview = await previewAudience(database, plan, { audience: { kind: 'cohort', cohort: 'head' } });
    expect(preview).toMatchObject({ reachable: 3, withoutApp: 1, unknownStatus: 0, ready: 0 });
  });

  it('counts a registered account whose keepers are missing or whose Outlook is broken as not ready', async () => {
    const beech = 'head@beech.norfolk.sch.uk';
    const ready = async (phase: string) =>
      (await previewAudience(database, plan, { audience: { kind: 'not-ready', phase } })).ready;
    const added = await addKeeper(database, { accountId: beech, firstName: 'Sam', now });
    expect(await ready('head-online')).toBe(0);
    if ('fault' in added) throw new Error(added.fault);
    await sayWorks(database, { accountId: beech, keeperId: added.keeper.id, now });
    expect(await ready('head-online')).toBe(1);
    await recordOutlookWord(database, { accountId: beech, word: 'not-working', now });
    expect(await ready('head-online')).toBe(1);
    expect(await ready('head-client')).toBe(0);
    await recordOutlookWord(database, { accountId: beech, word: 'works', now });
    expect(await ready('head-client')).toBe(1);
  });

  it('makes one delivery for each account that is meant, however often it is followed', async () => {
    await sent();
    await followNotices({ database, clock, plan });
    await followNotices({ database, clock, plan });
    const made = await deliveries('notice');
    expect(made.map(({ account_id }) => account_id)).toEqual([
      'head@ash.norfolk.sch.uk',
      'head@cedar.norfolk.sch.uk',
      'head@elm.norfolk.sch.uk',
    ]);
  });

  it('sends once for two presses, and nothing for a press on an older version', async () => {
    const { id } = await createDraft(database, draft);
    await rewriteDraft(database, { id, authorId: 'desk', text: 'Better words.', audience: notReadyHeads });
    const press = (version: number) => beginSending(database, { id, version, authorId: 'desk', now });
    expect(await press(1)).toBeUndefined();
    const presses = await Promise.all([press(2), press(2)]);
    expect(presses.filter(Boolean)).toHaveLength(1);
  });

  it('lets nobody but its author send, rewrite or cancel a draft', async () => {
    const { id, version } = await createDraft(database, draft);
    const other = 'someone else';
    expect(await beginSending(database, { id, version, authorId: other, now })).toBeUndefined();
    expect(
      await rewriteDraft(database, { id, authorId: other, text: 'x', audience: notReadyHeads }),
    ).toBeUndefined();
    expect(await cancelDraft(database, id, other)).toBeUndefined();
    expect(await findNotice(database, id)).toMatchObject({ state: 'draft', text: draft.text });
  });

  it('edits its card when the counts change and closes when every recipient has an outcome', async () => {
    const { id } = await sent();
    await followNotices({ database, clock, plan });
    expect(await deliveries('notice-progress')).toHaveLength(1);
    await database.query(`update deliveries set state = 'sent' where kind = 'notice-progress'`);
    await followNotices({ database, clock, plan });
    expect(await deliveries('notice-progress')).toHaveLength(1);
    await database.query(
      `update deliveries set state = 'sent', settled_at = clock_timestamp() where kind = 'notice'`,
    );
    await followNotices({ database, clock, plan });
    await followNotices({ database, clock, plan });
    expect((await deliveries('notice-progress')).map(({ key }) => key)).toEqual([
      `notice-progress:${id}:0`,
      `notice-progress:${id}:done`,
    ]);
    expect(await findNotice(database, id)).toMatchObject({ state: 'done' });
  });

  it('closes a notice that is meant for nobody', async () => {
    const audience = { kind: 'not-ready', phase: 'everyone-else-online' } as const;
    const { id, version } = await createDraft(database, { ...draft, audience });
    await beginSending(database, { id, version, authorId: 'desk', cardActivityId: 'card-1', now });
    await followNotices({ database, clock, plan });
    expect(await findNotice(database, id)).toMatchObject({ state: 'done', expanded: true });
  });

  it('finds nothing under an id that is no id', async () => {
    expect(await findNotice(database, "'; drop table notices; --")).toBeUndefined();
  });
});

describe('audienceOf', () => {
  it.each(['cohort:governors', 'not-ready:gone', 'everyone', '', 'cohort:'])('refuses %s', (id) => {
    expect(audienceOf(plan, id)).toBeUndefined();
  });
});

describe('decideNotice', () => {
  const status = (methods: MfaStatus['methods']): MfaStatus => ({
    methods,
    state: { kind: 'unknown', why: '' },
  });
  const known = (registered: boolean): MfaStatus =>
    status({ kind: 'known', methods: registered ? ['phone'] : [], source: 'registration-report', asOf: now });
  const notice: Notice = {
    id: 'n',
    authorId: 'desk',
    text: 'Words',
    audience: notReadyHeads,
    version: 1,
    state: 'sending',
    expanded: true,
    sentAt: now,
  };
  const said = { waitingKeepers: [], outlook: undefined };
  const facts = { plan, notice, status: known(false), said, isEnabled: true };

  it('sends to somebody who is still not ready', () => {
    expect(decideNotice(facts)).toEqual({ kind: 'send', content: { text: 'Words', sentAt: now } });
  });

  it.each([
    ['somebody who became ready', { status: known(true) }, 'already-ready'],
    ['a blocked account', { isEnabled: false }, 'account-disabled'],
    ['a cancelled notice', { notice: { ...notice, state: 'cancelled' as const } }, 'cancelled'],
    ['a notice that is gone', { notice: undefined }, 'cancelled'],
  ])('skips %s', (_who, change, why) => {
    expect(decideNotice({ ...facts, ...change })).toEqual({ kind: 'skip', why });
  });

  it('sends to a registered account while a keeper is missing or, for a client phase, Outlook is broken', () => {
    const registered = { ...facts, status: known(true) };
    const waiting = { waitingKeepers: ['Sam'], outlook: undefined };
    const broken = { waitingKeepers: [], outlook: 'not-working' as const };
    expect(decideNotice({ ...registered, said: waiting })).toMatchObject({ kind: 'send' });
    expect(decideNotice({ ...registered, said: broken })).toMatchObject({ kind: 'skip' });
    const client = { ...notice, audience: { kind: 'not-ready', phase: 'head-client' } as const };
    expect(decideNotice({ ...registered, notice: client, said: broken })).toMatchObject({ kind: 'send' });
  });

  it('holds an unknown status', () => {
    const decision = decideNotice({ ...facts, status: status({ kind: 'unknown', why: 'no answer' }) });
    expect(decision).toMatchObject({ kind: 'hold', why: 'status-unknown' });
  });

  it('asks for no status where a whole cohort is told', () => {
    const toAll = { ...notice, audience: { kind: 'cohort', cohort: 'head' } as const };
    expect(decideNotice({ ...facts, notice: toAll, status: undefined })).toMatchObject({ kind: 'send' });
  });
});
