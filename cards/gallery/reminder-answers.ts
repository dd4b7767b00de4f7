import { type ReminderCheckView, reminderCheckCard, reminderCheckSummary } from '../reminder-check.ts';
import { type ReminderDoneView, reminderDoneCard, reminderDoneSummary } from '../reminder-done.ts';
import { reminderForeignCard, reminderForeignSummary } from '../reminder-foreign.ts';
import {
  type ReminderGenuineView,
  reminderGenuineCard,
  reminderGenuineSummary,
} from '../reminder-genuine.ts';
import { reminderMoreCard, reminderMoreSummary } from '../reminder-more.ts';
import { type ReminderMovedView, reminderMovedCard, reminderMovedSummary } from '../reminder-moved.ts';
import {
  type ReminderReferenceView,
  reminderReferenceCard,
  reminderReferenceSummary,
} from '../reminder-reference.ts';
import {
  type ReminderReportedView,
  reminderReportedCard,
  reminderReportedSummary,
} from '../reminder-reported.ts';
import { type ReminderSnoozeView, reminderSnoozeCard, reminderSnoozeSummary } from '../reminder-snooze.ts';
import {
  type ReminderSupersededView,
  reminderSupersededCard,
  reminderSupersededSummary,
} from '../reminder-superseded.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact, effects, head, office, organisation, source, statuses, teacher } from './samples.ts';

const reminder = '4711';
const reference = 'KMPT-WX34';
const startGuide = { kind: 'start-guide', guide: 'set-up-mfa' } as const;
const link = { title: 'Open security info', url: 'https://mysignins.microsoft.com/security-info' };
const at = '09:41 today';

const checks: Record<string, ReminderCheckView> = {
  'not yet': { reminder, who: teacher, check: { kind: 'not-yet', at, link }, next: startGuide, contact },
  'some are missing': {
    reminder,
    who: head,
    check: { kind: 'keepers', at, methods: ['Microsoft Authenticator (2)'], missing: ['Priya', 'Alex'] },
    next: { kind: 'keepers', guide: 'set-up-mfa' },
    contact,
  },
  'Outlook does not work': {
    reminder,
    who: teacher,
    check: { kind: 'outlook', at, methods: ['a phone number'] },
    next: { kind: 'app-password', guide: 'app-password' },
    contact,
  },
  unanswered: {
    reminder,
    who: teacher,
    check: { kind: 'unanswered', at },
    next: { kind: 'none' },
    contact,
  },
  'this app may not ask': {
    reminder,
    who: teacher,
    check: { kind: 'cannot-look', link },
    next: startGuide,
    contact,
  },
};

const done: Record<string, ReminderDoneView> = {
  'before the date': { reminder, who: head, status: statuses.offSetUp, effect: effects.offSetUp },
  'by the report, state not asked for': {
    reminder,
    who: teacher,
    status: {
      methods: { ...statuses.methodsOnly.methods, source: 'registration-report' },
      state: { kind: 'not-asked' },
    },
    effect: { ...effects.unknown, onlinePhase: { when: 'from Thursday 13 December 2018', days: 3 } },
  },
  'MFA is on, nobody said': {
    reminder,
    who: head,
    status: statuses.enforcedSetUp,
    effect: effects.enforcedSetUp,
  },
  'MFA is on, Outlook works': {
    reminder,
    who: head,
    status: statuses.enforcedSetUp,
    effect: effects.enforcedSetUp,
    outlook: 'works',
  },
  'MFA is on, Outlook is not used': {
    reminder,
    who: office,
    status: statuses.enforcedSetUp,
    effect: effects.enforcedSetUp,
    outlook: 'not-needed',
  },
};

const moved: Record<string, ReminderMovedView> = {
  'to another day': {
    who: head,
    surface: 'online',
    before: 'Monday 19 November 2018',
    to: { kind: 'date', when: 'Monday 26 November 2018' },
    why: 'Snow: many schools are closed',
    next: startGuide,
  },
  'back to the day that it named': {
    who: head,
    surface: 'online',
    before: 'Monday 19 November 2018',
    to: { kind: 'as-before', when: 'Monday 19 November 2018' },
    next: startGuide,
  },
  paused: {
    who: office,
    surface: 'client',
    before: 'Monday 10 December 2018',
    to: { kind: 'paused', serviceDesk: 'Service Desk' },
    next: startGuide,
  },
  'out of the plan': {
    who: head,
    surface: 'client',
    before: 'Monday 26 November 2018',
    to: { kind: 'removed' },
    next: startGuide,
  },
};

const about = { surface: 'online', when: 'Monday 19 November 2018' } as const;

const snoozes: Record<string, ReminderSnoozeView> = {
  'no reminder': { kind: 'no-reminder', who: teacher },
  'days to choose from': {
    kind: 'offered',
    reminder,
    who: head,
    ...about,
    options: [{ choice: 'tomorrow' }, { choice: 'three-days' }, { choice: 'week' }],
    left: 3,
  },
  'a day off lies there, the last time': {
    kind: 'offered',
    reminder,
    who: office,
    ...about,
    options: [{ choice: 'three-days', on: 'Friday 16 November 2018' }],
    left: 1,
  },
  'put off': {
    kind: 'snoozed',
    reminder,
    who: head,
    ...about,
    day: 'Thursday 15 November 2018',
    time: '08:30',
    snooze: { kind: 'offered', options: [{ choice: 'tomorrow' }, { choice: 'week' }], left: 2 },
    next: startGuide,
  },
  'too near': { kind: 'refused', why: 'deadline', who: teacher, ...about, next: startGuide },
  'used up': { kind: 'refused', why: 'used-up', who: teacher, ...about, next: startGuide },
  'not that day': { kind: 'refused', why: 'not-that-day', who: teacher, ...about, next: startGuide },
};

const genuine: ReminderGenuineView = {
  reminder,
  who: head,
  organisation,
  reference,
  source,
  serviceDesk: contact.serviceDesk,
};

const reported: ReminderReportedView = { who: teacher, number: 1042, isKnown: false, contact };

const references: Record<string, ReminderReferenceView> = {
  genuine: {
    kind: 'genuine',
    serviceDesk: contact.serviceDesk,
    reference,
    at: '08:31 on Friday 16 November',
    ...about,
    school: 'Hillside',
  },
  'of a phase that is gone': {
    kind: 'genuine',
    serviceDesk: contact.serviceDesk,
    reference,
    at: '08:31 on Friday 16 November',
    when: about.when,
  },
  unknown: { kind: 'unknown', serviceDesk: contact.serviceDesk },
};

const confirmed: Record<string, ReminderReferenceView> = {
  confirmed: {
    kind: 'confirmed',
    sentOn: 'Friday 16 November 2018',
    about: 'Outlook on the web, planned for Monday 19 November 2018',
    helpAddress: 'mfa.example.org/help',
  },
  'not known': { kind: 'not-ours', contact },
};

/** What becomes of a reminder: answers to its buttons, and the forms that its card takes by itself. */
export const reminderAnswerEntries: GalleryEntry[] = [
  ...entries("Reminder, I've done it", reminderCheckCard, reminderCheckSummary, checks),
  ...entries('Reminder done', reminderDoneCard, reminderDoneSummary, done),
  ...entries('Reminder moved', reminderMovedCard, reminderMovedSummary, moved),
  ...entries(
    'Reminder superseded',
    reminderSupersededCard,
    (_view: ReminderSupersededView) => reminderSupersededSummary(),
    { 'a newer one stands below': { who: head } },
  ),
  ...entries('Reminder snooze', reminderSnoozeCard, reminderSnoozeSummary, snoozes),
  ...entries('Reminder more', reminderMoreCard, reminderMoreSummary, {
    'where nothing can be hidden': { reminder, who: head },
  }),
  ...entries('Reminder, is this real', reminderGenuineCard, reminderGenuineSummary, {
    'without a public address': genuine,
    'with the help page': { ...genuine, who: office, helpAddress: 'mfa.example.org/help' },
  }),
  ...entries('Reminder looks suspicious', reminderReportedCard, reminderReportedSummary, {
    reported,
    'reported before': { ...reported, isKnown: true },
  }),
  ...entries('Reminder of another account', reminderForeignCard, reminderForeignSummary, {
    'nothing was changed': { who: teacher },
  }),
  ...entries('Reference for the service desk', reminderReferenceCard, reminderReferenceSummary, references),
  ...entries('Reference for anybody', reminderReferenceCard, reminderReferenceSummary, confirmed),
];
