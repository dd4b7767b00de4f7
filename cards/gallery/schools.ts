import { schoolCard, schoolReadyCard, schoolReadySummary, schoolSummary } from '../school.ts';
import { schoolListCard, schoolListSummary } from '../school-list.ts';
import { schoolRefusalCard, schoolRefusalSummary } from '../school-refusal.ts';
import type { NotReadyRow, SchoolCohort, SchoolView } from '../school-view.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact, effects, head, headPhases, office, statuses, teacher } from './samples.ts';

const since = 'Monday 5 November 2018';

const offices: SchoolCohort = {
  name: 'School office accounts',
  surfaces: ['online'],
  when: 'the week of Monday 3 December 2018',
  accounts: 1,
  ready: 0,
  unknown: 0,
  notReady: [{ address: 'office@hillside.norfolk.sch.uk', since: 'Thursday 8 November 2018' }],
};

const everyoneElse: SchoolCohort = {
  name: 'All other school accounts',
  surfaces: ['online', 'client'],
  when: 'from Thursday 13 December 2018',
  accounts: 6,
  ready: 3,
  unknown: 1,
  notReady: [
    { address: 'caretaker@hillside.norfolk.sch.uk', since },
    { address: 'year4@hillside.norfolk.sch.uk', since },
  ],
};

const ownToDo: SchoolView['own'] = {
  kind: 'to-do',
  phase: {
    surface: 'online',
    when: 'Monday 19 November 2018',
    standing: { kind: 'planned-future', days: 7 },
  },
  others: headPhases.slice(1),
  status: { ...statuses.offNotSetUp, state: { kind: 'not-asked' } },
  effect: effects.offNotSetUp,
  next: { kind: 'start-guide', guide: 'set-up-mfa' },
};

const school: SchoolView = {
  who: head,
  own: ownToDo,
  cohorts: [offices, everyoneElse],
  accounts: 8,
  ready: 3,
  toRemind: 3,
  source: { kind: 'report', at: '06:00 today' },
  at: '08:30 today',
  contact,
};

const ready: SchoolView = {
  ...school,
  own: { kind: 'ready' },
  ready: 4,
};

const allReady = (cohort: SchoolCohort): SchoolCohort => ({
  ...cohort,
  ready: cohort.accounts,
  unknown: 0,
  notReady: [],
});

const manyRows: NotReadyRow[] = Array.from({ length: 268 }, (_, index) => ({
  address: `${'abcdefghijklmnopqrst'[index % 20]}.teacher-of-year-${Math.floor(index / 20)}@st-withburga-and-all-saints-federation-of-primary-academies.norfolk.sch.uk`,
  since: index % 9 === 0 ? 'Wednesday 28 November 2018' : since,
}));

const large: SchoolView = {
  ...ready,
  who: { ...head, address: office.address.replace('office@', 'head@'), school: office.school },
  cohorts: [
    { ...offices, ready: 1, notReady: [] },
    { ...everyoneElse, accounts: 300, ready: 25, unknown: 7, notReady: manyRows },
  ],
  accounts: 302,
  ready: 27,
  toRemind: 268,
};

const views: Record<string, SchoolView> = {
  'own mailbox first': school,
  'own mailbox: some are missing': {
    ...school,
    own: {
      ...ownToDo,
      status: statuses.offSetUp,
      effect: effects.offSetUp,
      missing: ['Priya', 'Alex'],
      next: { kind: 'keepers', guide: 'set-up-mfa' },
    },
  },
  'own mailbox ready': ready,
  'just reminded': {
    ...ready,
    toRemind: 0,
    round: { made: 2, already: 1, unreachable: 1 },
  },
  'reminded at night': {
    ...ready,
    toRemind: 0,
    round: { made: 3, already: 0, unreachable: 0, at: '08:30 on Tuesday 13 November' },
  },
  'pressed twice': { ...ready, toRemind: 0, round: { made: 0, already: 3, unreachable: 0 } },
  'everybody ready': {
    ...ready,
    cohorts: [offices, everyoneElse].map(allReady),
    ready: 8,
    toRemind: 0,
  },
  'no report yet': {
    ...school,
    own: { kind: 'ready' },
    cohorts: [{ ...offices, unknown: 1, notReady: [] }],
    accounts: 2,
    ready: 0,
    toRemind: 0,
    source: undefined,
  },
  'no report to be had': { ...ready, source: { kind: 'answers', oldest: '07:12 today' } },
  'with the own reminder': { ...school, reminder: { id: '12', reference: 'KMPT-WX34' } },
  'with the own reminder, a large school': {
    ...large,
    own: ownToDo,
    reminder: { id: '12', reference: 'KMPT-WX34' },
  },
  'three hundred accounts': large,
};

/** A head teacher's school in every state, and who is not shown one. */
export const schoolEntries: GalleryEntry[] = [
  ...entries('School', schoolCard, schoolSummary, views),
  ...entries('School, all not ready', schoolListCard, schoolListSummary, {
    'first of many': { ...large, from: 0 },
    'in the middle': { ...large, from: 120 },
    'last of many': { ...large, from: 5000 },
    'nobody left': { ...large, cohorts: large.cohorts.map(allReady), from: 0 },
  }),
  ...entries('School is ready', schoolReadyCard, schoolReadySummary, {
    'good news': { ...ready, cohorts: [offices, everyoneElse].map(allReady), ready: 8, toRemind: 0 },
  }),
  ...entries('School refused', schoolRefusalCard, schoolRefusalSummary, {
    'to a teacher': { kind: 'not-a-head', who: teacher, contact },
    'without such a view': { kind: 'no-view', who: head, contact },
    'Microsoft did not answer': { kind: 'unanswered', who: head, contact },
  }),
];
