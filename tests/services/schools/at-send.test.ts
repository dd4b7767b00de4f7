import { decideSchoolCard, type SchoolCardFacts } from '../../../services/schools/at-send.ts';
import type { SchoolAccount } from '../../../services/schools/school-accounts.ts';
import { schoolStanding } from '../../../services/schools/standing.ts';
import { norfolk, phaseOf } from '../rollout/norfolk.ts';

const plan = norfolk();
const domain = 'ash.norfolk.sch.uk';
const day = '2018-11-12';

const account = (local: string, registered: boolean | 'unknown'): SchoolAccount => ({
  accountId: local,
  upn: `${local}@${domain}`,
  cohort: local === 'head' || local === 'office' ? local : 'everyone-else',
  registered,
  keepersWaiting: 0,
  outlook: undefined,
  since: {},
  hasApp: true,
  wasMet: true,
});

const standingOf = (...accounts: SchoolAccount[]) => schoolStanding(plan, { domain, accounts }, day);
const someNotReady = standingOf(account('head', true), account('office', false));
const allReady = standingOf(account('head', true), account('office', true));

const facts: SchoolCardFacts = {
  plan,
  domain,
  isEnabled: true,
  own: { kind: 'ready' },
  standing: someNotReady,
  toldToday: false,
  subject: { phaseId: 'head-online', phaseDate: '2018-11-19', offset: 7, day },
  plannedAt: new Date('2018-11-12T08:30:00Z'),
  now: new Date('2018-11-12T08:30:05Z'),
};

const paused = structuredClone(plan);
phaseOf(paused, 'head-online').paused = true;

describe('a school card', () => {
  test.each<[string, Partial<SchoolCardFacts>, object]>([
    ['goes to a head whose school is not ready', {}, { kind: 'send', content: 'school' }],
    [
      'goes to a head whose own mailbox is all that is left',
      { own: { kind: 'not-ready', missing: 'registration' }, standing: allReady },
      { kind: 'send', content: 'school' },
    ],
    ['is not sent to a blocked account', { isEnabled: false }, { kind: 'skip', why: 'account-disabled' }],
    ['is shown to no one else than a head', { domain: undefined }, { kind: 'skip', why: 'not-a-head' }],
    [
      'is too late on another day',
      { now: new Date('2018-11-13T08:31:00Z') },
      { kind: 'skip', why: 'too-late' },
    ],
    [
      'waits for working hours',
      { now: new Date('2018-11-12T08:18:00Z') },
      { kind: 'hold', why: 'outside-hours', retryAfterMs: 720_000 },
    ],
    [
      'does not leave after working hours',
      { now: new Date('2018-11-12T17:00:00Z') },
      { kind: 'hold', why: 'outside-hours', retryAfterMs: 3_600_000 },
    ],
    [
      'waits for its day where it was planned by a clock that was ahead',
      { now: new Date('2018-11-09T10:00:00Z') },
      { kind: 'hold', why: 'not-yet-due', retryAfterMs: 3_600_000 },
    ],
    [
      'ends with its phase',
      { subject: { ...facts.subject, phaseId: 'gone' } },
      { kind: 'skip', why: 'phase-removed' },
    ],
    ['ends with a pause', { plan: paused }, { kind: 'skip', why: 'phase-paused' }],
    [
      'ends with a date that moved',
      { subject: { ...facts.subject, phaseDate: '2018-11-20' } },
      { kind: 'skip', why: 'date-moved' },
    ],
    ['is not the day’s second message', { toldToday: true }, { kind: 'skip', why: 'already-reminded-today' }],
    [
      'leaves it to the reminder where the school has no other account',
      { standing: standingOf(account('head', false)), own: { kind: 'not-ready', missing: 'registration' } },
      { kind: 'skip', why: 'only-own-mailbox' },
    ],
    [
      'does not tell of a date that concerns nobody there',
      { subject: { phaseId: 'everyone-else-online', phaseDate: '2018-12-13', offset: 7, day } },
      { kind: 'skip', why: 'nobody-concerned' },
    ],
    [
      'waits for Microsoft’s word on the head’s own mailbox',
      { own: { kind: 'unknown', why: 'x' } },
      { kind: 'hold', why: 'status-unknown', retryAfterMs: 60_000 },
    ],
    [
      'but not for ever',
      { own: { kind: 'unknown', why: 'x' }, now: new Date('2018-11-12T08:45:00Z') },
      { kind: 'send', content: 'school' },
    ],
    ['is not sent while everybody is ready', { standing: allReady }, { kind: 'skip', why: 'school-ready' }],
    [
      'brings the good news on the last of its days',
      { standing: allReady, subject: { ...facts.subject, offset: 1 } },
      { kind: 'send', content: 'good-news' },
    ],
    [
      'brings no good news that the head knows',
      { standing: allReady, subject: { ...facts.subject, offset: 1 }, knowsReady: true },
      { kind: 'skip', why: 'school-ready' },
    ],
    [
      'says that somebody is not ready to a head who was told that all were',
      { subject: { ...facts.subject, offset: 1 }, knowsReady: true },
      { kind: 'send', content: 'school' },
    ],
    [
      'brings no good news while somebody is not known',
      {
        standing: standingOf(account('head', true), account('office', 'unknown')),
        subject: { ...facts.subject, offset: 1 },
      },
      { kind: 'send', content: 'school' },
    ],
  ])('%s', (_, change, expected) => {
    expect(decideSchoolCard({ ...facts, ...change })).toEqual(expected);
  });
});
