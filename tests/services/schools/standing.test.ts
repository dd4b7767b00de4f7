import fc from 'fast-check';
import { storeCheckedMethods } from '../../../services/directory/status-rows.ts';
import { addKeeper, sayWorks } from '../../../services/people/keepers.ts';
import { recordOutlookWord } from '../../../services/people/outlook-words.ts';
import { readinessFor } from '../../../services/rollout/readiness.ts';
import { readSchoolAccounts, type SchoolAccount } from '../../../services/schools/school-accounts.ts';
import { isAllReady, readinessOf, schoolStanding } from '../../../services/schools/standing.ts';
import type { Database } from '../../../services/store/database.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolk, phaseOf } from '../rollout/norfolk.ts';

const plan = norfolk();
const domain = 'ash.norfolk.sch.uk';

function account(local: string, more: Partial<SchoolAccount> = {}): SchoolAccount {
  return {
    accountId: local,
    upn: `${local}@${domain}`,
    cohort: local === 'head' || local === 'office' ? local : 'everyone-else',
    registered: false,
    keepersWaiting: 0,
    outlook: undefined,
    since: {},
    hasApp: true,
    wasMet: true,
    ...more,
  };
}

const on = (day: string, accounts: SchoolAccount[]) => schoolStanding(plan, { domain, accounts }, day);
const cohortsOn = (day: string, accounts: SchoolAccount[]) =>
  on(day, accounts).cohorts.map(({ cohort, phases }) => [
    cohort.id,
    ...phases.map(({ phase }) => phase.surface),
  ]);

describe('how a school stands', () => {
  test('is said of each cohort that it has, by its next date, in the order of the dates', () => {
    const all = [account('year1'), account('office'), account('head')];
    expect(cohortsOn('2018-11-12', all)).toEqual([
      ['head', 'online'],
      ['office', 'online'],
      ['everyone-else', 'online', 'client'],
    ]);
    expect(cohortsOn('2018-11-20', all)[0]).toEqual(['head', 'client']);
    expect(cohortsOn('2018-12-05', [account('office')])).toEqual([['office', 'online']]);
    expect(cohortsOn('2018-12-10', [account('office')])).toEqual([['office', 'client']]);
    expect(cohortsOn('2019-01-10', [account('head')])).toEqual([['head', 'client']]);
    expect(cohortsOn('2018-11-12', [])).toEqual([]);
  });

  test('counts ready, not ready and not known apart, and never takes one for another', () => {
    const standing = on('2018-11-12', [
      account('head', { registered: true }),
      account('office', {
        registered: true,
        keepersWaiting: 2,
        since: { keepers: new Date('2018-11-07T09:00:00Z') },
      }),
      account('year1', { registered: 'unknown' }),
      account('year2', { since: { registration: new Date('2018-11-05T09:00:00Z') } }),
      account('year3', { registered: true, outlook: 'not-working' }),
    ]);
    expect(standing).toMatchObject({ accounts: 5, ready: 1, unknown: 1 });
    expect(isAllReady(standing)).toBe(false);
    expect(
      standing.cohorts.flatMap(({ notReady }) =>
        notReady.map(({ upn, since, dated }) => [upn, since?.toISOString(), dated.phase.id]),
      ),
    ).toEqual([
      [`office@${domain}`, '2018-11-07T09:00:00.000Z', 'office-online'],
      [`year2@${domain}`, '2018-11-05T09:00:00.000Z', 'everyone-else-online'],
      [`year3@${domain}`, undefined, 'everyone-else-client'],
    ]);
  });

  test('an account that is not known keeps a school from being ready', () => {
    const ready = [account('head', { registered: true }), account('year1', { registered: true })];
    expect(isAllReady(on('2018-11-12', ready))).toBe(true);
    expect(isAllReady(on('2018-11-12', [...ready, account('year2', { registered: 'unknown' })]))).toBe(false);
  });

  test('a cohort whose dates are paused is left out', () => {
    const paused = structuredClone(plan);
    phaseOf(paused, 'office-online').paused = true;
    phaseOf(paused, 'office-client').paused = true;
    const accounts = [account('office'), account('head')];
    expect(
      schoolStanding(paused, { domain, accounts }, '2018-11-12').cohorts.map(({ cohort }) => cohort.id),
    ).toEqual(['head']);
  });

  test('agrees with readinessFor, whatever is known', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<boolean | 'unknown'>(true, false, 'unknown'),
        fc.nat(3),
        fc.constantFrom('works' as const, 'not-needed' as const, 'not-working' as const, undefined),
        fc.constantFrom(...plan.phases),
        (registered, keepersWaiting, outlook, phase) => {
          const found = readinessOf(account('year1', { registered, keepersWaiting, outlook }), phase);
          const expected = readinessFor(
            phase,
            {
              methods:
                registered === 'unknown'
                  ? { kind: 'unknown', why: 'x' }
                  : {
                      kind: 'known',
                      methods: registered ? ['password', 'phone'] : ['password'],
                      source: 'person-check',
                      asOf: new Date(0),
                    },
              state: { kind: 'known', state: 'enforced', asOf: new Date(0) },
            },
            { waitingKeepers: Array.from({ length: keepersWaiting }, (_, index) => `k${index}`), outlook },
          );
          expect(found.kind).toBe(expected.kind);
          if (found.kind === 'not-ready') expect(found).toEqual(expected);
        },
      ),
    );
  });
});

describe('readSchoolAccounts', () => {
  let database: Database;
  const now = new Date('2018-11-05T09:00:00Z');
  beforeAll(async () => {
    database = await testDatabase();
    await storeAccounts(database, { plan, now }, [
      { upn: 'head@ash.norfolk.sch.uk', registered: false },
      { upn: 'office@ash.norfolk.sch.uk', registered: true },
      { upn: 'Year2@ash.norfolk.sch.uk', registered: false, hasApp: false },
      { upn: 'year1@ash.norfolk.sch.uk' },
      { upn: 'gone@ash.norfolk.sch.uk', registered: false, enabled: false },
      { upn: 'head@beech.norfolk.sch.uk', registered: false },
      { upn: 'year1@infants.ash.norfolk.sch.uk', registered: false },
    ]);
  });
  afterAll(() => database.close());

  const read = async (local: string) => {
    const found = (await readSchoolAccounts(database, domain)).find(({ upn }) => upn.startsWith(`${local}@`));
    if (!found) throw new Error(`no ${local}`);
    return found;
  };

  test('reads the enabled accounts of one school and of no other, in the order of their addresses', async () => {
    const found = await readSchoolAccounts(database, domain);
    expect(found.map(({ upn, registered, hasApp }) => [upn, registered, hasApp])).toEqual([
      ['head@ash.norfolk.sch.uk', false, true],
      ['office@ash.norfolk.sch.uk', true, true],
      ['year1@ash.norfolk.sch.uk', 'unknown', true],
      ['Year2@ash.norfolk.sch.uk', false, false],
    ]);
  });

  test('knows since when a second step is missing: from the first answer of a row that said so', async () => {
    const id = 'head@ash.norfolk.sch.uk';
    const at = (time: string) => new Date(time);
    const since = async () => (await read('head')).since.registration?.toISOString();
    expect(await since()).toBe('2018-11-05T09:00:00.000Z');
    await storeCheckedMethods(database, id, ['password'], at('2018-11-07T09:00:00Z'));
    expect(await since()).toBe('2018-11-05T09:00:00.000Z');
    await storeCheckedMethods(database, id, ['password', 'phone'], at('2018-11-08T09:00:00Z'));
    expect(await since()).toBeUndefined();
    await storeCheckedMethods(database, id, ['password'], at('2018-11-09T09:00:00Z'));
    expect(await since()).toBe('2018-11-09T09:00:00.000Z');
  });

  test('counts keepers who are missing and Outlook that does not work, each with its time', async () => {
    const accountId = 'office@ash.norfolk.sch.uk';
    const joined = new Date('2018-11-06T09:00:00Z');
    const added = await addKeeper(database, { accountId, firstName: 'Sam', now: joined });
    if ('fault' in added) throw new Error(added.fault);
    expect(await read('office')).toMatchObject({ keepersWaiting: 1, since: { keepers: joined } });
    await sayWorks(database, { accountId, keeperId: added.keeper.id, now: joined });
    const said = new Date('2018-11-07T10:00:00Z');
    await recordOutlookWord(database, { accountId, word: 'not-working', now: said });
    expect(await read('office')).toMatchObject({
      keepersWaiting: 0,
      outlook: 'not-working',
      since: { outlook: said },
    });
  });
});
