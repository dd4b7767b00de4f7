import { headRights } from '../../bot/head.ts';
import type { Person } from '../../bot/person.ts';
import { cohortOf, schoolOf } from '../../services/rollout/cohorts.ts';
import { norfolkPlan } from '../support/norfolk-plan.ts';

const plan = norfolkPlan();
const now = new Date('2018-11-12T10:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

const person = (upn: string, known: Person['known'], enabled = true): Person => ({
  accountId: 'a',
  account: { id: 'a', upn, displayName: '', enabled },
  cohort: cohortOf(plan, upn),
  school: schoolOf(plan, upn),
  known,
});
const head = (known: Person['known']) => person('head@ash.norfolk.sch.uk', known);
const kindOf = (one: Person) => headRights(plan, one, now).kind;

describe('a head is shown a school', () => {
  test.each<[string, Person['known'], string]>([
    ['on Graph’s word of now', { by: 'graph-now' }, 'head'],
    [
      'on what the last reading of the directory said',
      { by: 'graph-before', seenAt: minutesAgo(90) },
      'head',
    ],
    ['not on what it said before that', { by: 'graph-before', seenAt: minutesAgo(91) }, 'unknown'],
    ['not on a time that is still to come', { by: 'graph-before', seenAt: minutesAgo(-5) }, 'unknown'],
    ['on the word of Teams of this day', { by: 'teams', seenAt: minutesAgo(24 * 60) }, 'head'],
    ['not on that of the day before', { by: 'teams', seenAt: minutesAgo(24 * 60 + 1) }, 'unknown'],
    ['on nobody’s word', undefined, 'unknown'],
  ])('%s', (_what, known, kind) => {
    const rights = headRights(plan, head(known), now);
    expect(rights.kind).toBe(kind);
    if (rights.kind === 'unknown') expect(rights.account?.upn).toBe('head@ash.norfolk.sch.uk');
  });
});

test('a no needs no answer of this hour', () => {
  const old = { by: 'graph-before', seenAt: minutesAgo(10_000) } as const;
  expect(kindOf(person('office@ash.norfolk.sch.uk', old))).toBe('not-a-head');
  expect(kindOf(person('head@ash.norfolk.sch.uk', old, false))).toBe('not-a-head');
});

test('an account that Graph no longer has is gone; one that nobody names is not known', () => {
  expect(kindOf({ accountId: 'a', known: { by: 'graph-now' } })).toBe('gone');
  expect(kindOf({ accountId: 'a' })).toBe('unknown');
});
