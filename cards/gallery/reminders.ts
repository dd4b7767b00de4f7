import { withIntroduction } from '../introduction.ts';
import { type ReminderView, reminderCard, reminderSummary } from '../reminder.ts';
import type { PhaseView } from '../standing.ts';
import { entries, type GalleryEntry } from './entry.ts';
import {
  contact,
  effects,
  head,
  headPhases,
  office,
  officePhases,
  organisation,
  source,
  statuses,
  teacher,
  teacherPhases,
} from './samples.ts';

const online: PhaseView = {
  surface: 'online',
  when: 'Monday 19 November 2018',
  standing: { kind: 'planned-future', days: 3 },
};

const reminder: ReminderView = {
  reminder: '4711',
  reference: 'KMPT-WX34',
  snooze: {
    kind: 'offered',
    options: [
      { choice: 'tomorrow' },
      { choice: 'three-days', on: 'Friday 16 November 2018' },
      { choice: 'week' },
    ],
    left: 3,
  },
  who: head,
  organisation,
  phase: online,
  others: headPhases.slice(1),
  status: statuses.offNotSetUp,
  effect: { ...effects.offNotSetUp, onlinePhase: { when: online.when, days: 3 } },
  next: { kind: 'start-guide', guide: 'set-up-mfa' },
  contact,
  source,
};

const views: Record<string, ReminderView> = {
  'three days before': reminder,
  'the day itself': {
    ...reminder,
    phase: { ...online, standing: { kind: 'planned-future', days: 0 } },
    snooze: { kind: 'none' },
    effect: { ...effects.offNotSetUp, onlinePhase: { when: online.when, days: 0 } },
  },
  'passed, not switched on': {
    ...reminder,
    phase: { ...online, standing: { kind: 'planned-past' } },
    effect: { ...effects.offNotSetUp, onlinePhase: { when: online.when, days: -7 } },
  },
  'switched on, not set up': {
    ...reminder,
    phase: { ...online, standing: { kind: 'in-force' } },
    snooze: { kind: 'none' },
    status: statuses.onNotSetUp,
    effect: effects.onNotSetUp,
  },
  'enforced, not set up': {
    ...reminder,
    phase: { ...online, standing: { kind: 'in-force' } },
    others: [{ surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'in-force' } }],
    status: statuses.enforcedNotSetUp,
    effect: effects.enforcedNotSetUp,
  },
  'three days before, some are missing': {
    ...reminder,
    status: statuses.offSetUp,
    effect: effects.offSetUp,
    missing: ['Priya', 'Alex'],
    finished: ['Sam'],
    next: { kind: 'keepers', guide: 'set-up-mfa' },
  },
  'enforced, Outlook does not work': {
    ...reminder,
    phase: { surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'in-force' } },
    others: [],
    status: statuses.enforcedSetUp,
    effect: effects.enforcedSetUp,
    outlook: 'not-working',
    next: { kind: 'app-password', guide: 'app-password' },
  },
  'passed, state not known': {
    ...reminder,
    phase: { ...online, standing: { kind: 'unknown-past' } },
    others: [],
    status: statuses.reported,
    effect: { ...effects.unknown, onlinePhase: { when: online.when, days: -7 } },
  },
  'Microsoft gave no answer, three days before': {
    ...reminder,
    status: statuses.unanswered,
    effect: { ...effects.unknown, onlinePhase: { when: online.when, days: 3 } },
  },
  'Microsoft gave no answer, switched on': {
    ...reminder,
    phase: { ...online, standing: { kind: 'in-force' } },
    others: [{ surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'in-force' } }],
    status: { ...statuses.unanswered, state: statuses.enforcedNotSetUp.state },
    effect: { ...effects.unknown, onlinePhase: { when: online.when, days: -3 } },
  },
  'office, long names, state not known': {
    ...reminder,
    who: office,
    phase: officePhases[0] ?? online,
    others: officePhases.slice(1),
    status: statuses.reported,
    effect: {
      ...effects.offNotSetUp,
      onlinePhase: { when: 'the week of Monday 3 December 2018', days: 7 },
      clientPhase: { when: 'the week of Monday 10 December 2018', days: 14 },
    },
    step: { number: 3, of: 9, title: 'Scan the code' },
    next: { kind: 'continue-guide', guide: 'set-up-mfa', step: 'scan-code' },
  },
  'everyone else, both tomorrow': {
    ...reminder,
    who: teacher,
    phase: teacherPhases[0] ?? online,
    others: teacherPhases.slice(1),
    effect: {
      ...effects.offNotSetUp,
      onlinePhase: { when: 'from Thursday 13 December 2018', days: 1 },
      clientPhase: { when: 'from Thursday 13 December 2018', days: 1 },
    },
  },
};

/** Reminders in every state of an account. */
export const reminderEntries: GalleryEntry[] = [
  ...entries('Reminder', reminderCard, reminderSummary, views),
  ...entries(
    'First reminder to somebody new',
    (view: ReminderView) =>
      withIntroduction(reminderCard(view), { organisation, serviceDesk: contact.serviceDesk }),
    reminderSummary,
    { 'three days before': reminder },
  ),
];
