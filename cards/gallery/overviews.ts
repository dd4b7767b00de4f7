import { type DatesView, datesCard, datesSummary, type ScheduleRow } from '../dates.ts';
import { type HelpView, helpCard, helpSummary } from '../help.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact, head, officer, organisation, source, teacher } from './samples.ts';

const help: HelpView = {
  who: head,
  serviceDesk: false,
  guide: 'set-up-mfa',
  guides: {
    setUp: [
      { id: 'set-up-mfa', command: 'set up MFA', title: 'Set up MFA' },
      { id: 'shared-mailbox', command: 'shared mailbox', title: 'Several people, one mailbox' },
    ],
    appPassword: [{ id: 'app-password', command: 'app password', title: 'App password' }],
    trouble: [
      { id: 'new-phone', command: 'new phone', title: 'New phone' },
      { id: 'lost-phone', command: 'lost phone', title: 'Lost phone' },
      { id: 'locked-out', command: 'locked out', title: 'Locked out' },
      { id: 'code-not-accepted', command: 'code not accepted', title: 'Code not accepted' },
      { id: 'code-does-not-arrive', command: 'code does not arrive', title: 'Code does not arrive' },
      { id: 'unexpected-prompt', command: 'unexpected prompt', title: 'Unexpected prompt' },
      { id: 'no-signal', command: 'abroad', title: 'Abroad or without signal' },
    ],
  },
  contact,
};

const helps: Record<string, HelpView> = {
  'shared account': help,
  'one person': { ...help, who: teacher },
  'service desk': { ...help, who: officer, serviceDesk: true },
};

const rows: ScheduleRow[] = [
  { when: 'Monday 19 November 2018', cohort: "Head teachers' accounts", surfaces: ['online'] },
  { when: 'Monday 26 November 2018', cohort: "Head teachers' accounts", surfaces: ['client'] },
  { when: 'the week of Monday 3 December 2018', cohort: 'School office accounts', surfaces: ['online'] },
  { when: 'the week of Monday 10 December 2018', cohort: 'School office accounts', surfaces: ['client'] },
  {
    when: 'from Thursday 13 December 2018',
    cohort: 'All other school accounts',
    surfaces: ['online', 'client'],
  },
];

const schedule: DatesView = {
  who: head,
  organisation,
  rows: rows.map((row, index) =>
    index < 2 ? { ...row, yours: { kind: 'planned-future', days: index === 0 ? 14 : 21 } } : row,
  ),
  otherChanges: [
    {
      when: 'Friday 9 November 2018',
      title: 'POP3 and IMAP connections are turned off',
      text: 'These are old ways to connect to a mailbox. Few schools use them, and many attacks do.',
      passed: false,
    },
    {
      when: 'in the New Year',
      title: 'Unused accounts are deleted',
      text: 'Accounts that nobody has ever signed in to are deleted. They can be made again if they are needed.',
      passed: false,
    },
  ],
  source,
};

const schedules: Record<string, DatesView> = {
  head: schedule,
  'head, in force and unknown': {
    ...schedule,
    rows: rows.map((row, index) => {
      if (index === 0) return { ...row, yours: { kind: 'in-force' } };
      return index === 1 ? { ...row, yours: { kind: 'unknown-past' } } : row;
    }),
    otherChanges: schedule.otherChanges.map((change, index) => ({ ...change, passed: index === 0 })),
  },
  'one date moved, one paused': {
    ...schedule,
    rows: rows.map((row, index) => {
      if (index === 0) {
        return {
          ...row,
          yours: { kind: 'planned-future', days: 14 },
          change: 'moved on Monday 12 November 2018 by the Service Desk: many heads are away that week',
        };
      }
      if (index > 1) return row;
      return {
        ...row,
        when: 'paused by the Service Desk; a new date will follow',
        yours: { kind: 'paused' },
        change: 'paused on Monday 12 November 2018 by the Service Desk: we wait for the security keys',
      };
    }),
  },
  'not covered': { ...schedule, who: officer, rows },
  'many waves': {
    ...schedule,
    rows: Array.from({ length: 24 }, (_, index) => ({
      when: `from Thursday ${index + 1} January 2019`,
      cohort: 'All other school accounts of the schools in the long-named wave of the west of the county',
      surfaces: ['online', 'client'],
      ...(index % 8 === 0 ? { yours: { kind: 'planned-past' } } : {}),
    })),
  },
};

/** Cards that show what there is: help and the dates. */
export const overviewEntries: GalleryEntry[] = [
  ...entries('Help', helpCard, helpSummary, helps),
  ...entries('Dates', datesCard, datesSummary, schedules),
];
