import { type AccountStatusView, statusCard, statusSummary } from '../status.ts';
import { type WhereYouStandView, whereYouStandCard, whereYouStandSummary } from '../where-you-stand.ts';
import { entries, type GalleryEntry } from './entry.ts';
import {
  contact,
  effects,
  head,
  headPhases,
  office,
  officePhases,
  officer,
  organisation,
  source,
  statuses,
  teacher,
  teacherPhases,
} from './samples.ts';

const welcome: WhereYouStandView = {
  who: head,
  organisation,
  firstTime: true,
  serviceDesk: false,
  standing: {
    kind: 'covered',
    phases: headPhases,
    status: statuses.offNotSetUp,
    effect: effects.offNotSetUp,
    next: { kind: 'start-guide', guide: 'set-up-mfa' },
  },
  comingChanges: [
    { title: 'POP3 and IMAP connections are turned off', when: 'Friday 9 November 2018' },
    { title: 'Accounts that were never used are deleted', when: 'in the New Year' },
  ],
  contact,
  source,
};

const again: WhereYouStandView = { ...welcome, firstTime: false, comingChanges: [] };

const welcomes: Record<string, WhereYouStandView> = {
  'first time, not set up': welcome,
  'set up before the date': {
    ...again,
    standing: {
      kind: 'covered',
      phases: headPhases,
      status: statuses.offSetUp,
      effect: effects.offSetUp,
      next: { kind: 'app-password', guide: 'app-password' },
    },
  },
  'date passed, not switched on': {
    ...again,
    standing: {
      kind: 'covered',
      phases: [
        {
          surface: 'online',
          when: 'Monday 19 November 2018',
          standing: { kind: 'planned-past' },
        },
        { surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'planned-future', days: 6 } },
      ],
      status: statuses.offNotSetUp,
      effect: {
        ...effects.offNotSetUp,
        onlinePhase: { when: 'Monday 19 November 2018', days: -1 },
        clientPhase: { when: 'Monday 26 November 2018', days: 6 },
      },
      next: { kind: 'continue-guide', guide: 'set-up-mfa', step: 'scan-code' },
    },
  },
  'switched on, not set up': {
    ...again,
    standing: {
      kind: 'covered',
      phases: [
        { surface: 'online', when: 'Monday 19 November 2018', standing: { kind: 'in-force' } },
        { surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'planned-future', days: 6 } },
      ],
      status: statuses.onNotSetUp,
      effect: effects.onNotSetUp,
      next: { kind: 'start-guide', guide: 'set-up-mfa' },
    },
  },
  'enforced and set up': {
    ...again,
    standing: {
      kind: 'covered',
      phases: [
        { surface: 'online', when: 'Monday 19 November 2018', standing: { kind: 'in-force' } },
        { surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'in-force' } },
      ],
      status: statuses.enforcedSetUp,
      effect: effects.enforcedSetUp,
      next: { kind: 'app-password', guide: 'app-password' },
    },
  },
  'set up before the date, some are missing': {
    ...again,
    standing: {
      kind: 'covered',
      phases: headPhases,
      status: statuses.offSetUp,
      effect: effects.offSetUp,
      missing: ['Priya', 'Alex'],
      next: { kind: 'keepers', guide: 'set-up-mfa' },
    },
  },
  'enforced, some are missing, Outlook does not work': {
    ...again,
    standing: {
      kind: 'covered',
      phases: [
        { surface: 'online', when: 'Monday 19 November 2018', standing: { kind: 'in-force' } },
        { surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'in-force' } },
      ],
      status: statuses.enforcedSetUp,
      effect: effects.enforcedSetUp,
      missing: ['Priya'],
      outlook: 'not-working',
      next: { kind: 'keepers', guide: 'set-up-mfa' },
    },
  },
  'enforced, Outlook does not work': {
    ...again,
    standing: {
      kind: 'covered',
      phases: [
        { surface: 'online', when: 'Monday 19 November 2018', standing: { kind: 'in-force' } },
        { surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'in-force' } },
      ],
      status: statuses.enforcedSetUp,
      effect: effects.enforcedSetUp,
      outlook: 'not-working',
      next: { kind: 'app-password', guide: 'app-password' },
    },
  },
  'enforced, not set up': {
    ...again,
    standing: {
      kind: 'covered',
      phases: [
        { surface: 'online', when: 'Monday 19 November 2018', standing: { kind: 'in-force' } },
        { surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'in-force' } },
      ],
      status: statuses.enforcedNotSetUp,
      effect: effects.enforcedNotSetUp,
      next: { kind: 'start-guide', guide: 'set-up-mfa' },
    },
  },
  'Microsoft did not answer, date passed': {
    ...again,
    standing: {
      kind: 'covered',
      phases: [
        { surface: 'online', when: 'Monday 19 November 2018', standing: { kind: 'unknown-past' } },
        { surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'planned-future', days: 6 } },
      ],
      status: statuses.unanswered,
      effect: effects.unknown,
      next: { kind: 'check-status' },
    },
  },
  'may not be looked up': {
    ...welcome,
    standing: {
      kind: 'covered',
      phases: officePhases,
      status: statuses.notAllowed,
      effect: { ...effects.unknown, onlinePhase: { when: 'Monday 19 November 2018', days: 14 } },
      next: { kind: 'start-guide', guide: 'set-up-mfa' },
    },
  },
  'office, long names': {
    ...welcome,
    who: office,
    standing: {
      kind: 'covered',
      phases: officePhases,
      status: statuses.reported,
      effect: {
        ...effects.offNotSetUp,
        onlinePhase: { when: 'the week of Monday 3 December 2018', days: 7 },
        clientPhase: { when: 'the week of Monday 10 December 2018', days: 14 },
      },
      next: { kind: 'start-guide', guide: 'set-up-mfa' },
    },
  },
  'everyone else, both on one day': {
    ...again,
    who: teacher,
    standing: {
      kind: 'covered',
      phases: teacherPhases,
      status: statuses.offSetUp,
      effect: {
        ...effects.offSetUp,
        onlinePhase: { when: 'from Thursday 13 December 2018', days: 1 },
        clientPhase: { when: 'from Thursday 13 December 2018', days: 1 },
        appPasswords: 'not-accepted',
      },
      next: { kind: 'none' },
    },
  },
  'service desk, not covered': {
    ...welcome,
    who: officer,
    serviceDesk: true,
    standing: { kind: 'not-covered' },
  },
};

const asked: AccountStatusView = {
  who: head,
  status: statuses.offNotSetUp,
  effect: effects.offNotSetUp,
  guide: 'set-up-mfa',
  contact,
};

const statusViews: Record<string, AccountStatusView> = {
  'off, not set up': asked,
  'off, set up': { ...asked, status: statuses.offSetUp, effect: effects.offSetUp },
  'on, not set up': { ...asked, status: statuses.onNotSetUp, effect: effects.onNotSetUp },
  'enforced, set up': { ...asked, status: statuses.enforcedSetUp, effect: effects.enforcedSetUp },
  'enforced, set up, no app passwords': {
    ...asked,
    status: statuses.enforcedSetUp,
    effect: { ...effects.enforcedSetUp, appPasswords: 'not-accepted' },
  },
  'enforced, not set up': {
    ...asked,
    status: statuses.enforcedNotSetUp,
    effect: effects.enforcedNotSetUp,
  },
  'off, set up, some are missing': {
    ...asked,
    status: statuses.offSetUp,
    effect: effects.offSetUp,
    missing: ['Priya', 'Alex'],
  },
  'enforced, Outlook does not work': {
    ...asked,
    status: statuses.enforcedSetUp,
    effect: effects.enforcedSetUp,
    outlook: 'not-working',
    outlookGuide: 'app-password',
  },
  'enforced, Outlook works': {
    ...asked,
    status: statuses.enforcedSetUp,
    effect: effects.enforcedSetUp,
    outlook: 'works',
  },
  'enforced, Outlook needs no change': {
    ...asked,
    status: statuses.enforcedSetUp,
    effect: effects.enforcedSetUp,
    outlook: 'not-needed',
  },
  'methods known, state not': { ...asked, status: statuses.methodsOnly, effect: effects.unknown },
  'state known, methods not': { ...asked, status: statuses.stateOnly, effect: effects.unknown },
  unanswered: { ...asked, status: statuses.unanswered, effect: effects.unknown },
  'may not be looked up': { ...asked, status: statuses.notAllowed, effect: effects.unknown },
  'from a report that was handed over': { ...asked, status: statuses.handedOver, effect: effects.unknown },
  'not covered': { ...asked, who: officer, status: statuses.offSetUp, effect: effects.notAffected },
};

/** Cards about one account: the welcome and its status. */
export const standingEntries: GalleryEntry[] = [
  ...entries('Where you stand', whereYouStandCard, whereYouStandSummary, welcomes),
  ...entries('Status', statusCard, statusSummary, statusViews),
];
