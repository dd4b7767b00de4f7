import { type MyDataView, myDataCard, myDataSummary } from '../my-data.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact, office, officer, organisation, statuses, teacher } from './samples.ts';

const days = { leavers: 30, deliveries: 90, tickets: 365, walks: 365, questions: 90 };

const nothing: MyDataView = {
  who: teacher,
  organisation,
  status: statuses.unanswered,
  keepers: [],
  outlook: [],
  guides: [],
  messages: { reminders: 0, notices: 0 },
  tickets: [],
  plain: false,
  days,
  contact,
};

const own: MyDataView = {
  ...nothing,
  status: statuses.enforcedSetUp,
  outlook: [{ word: 'works', on: 'Monday 26 November 2018' }],
  guides: [
    { title: 'Set up MFA', isDone: true, on: 'Monday 12 November 2018' },
    { title: 'Do I need an app password?', isDone: false, on: 'Monday 26 November 2018' },
  ],
  messages: { reminders: 3, lastReminderOn: 'Friday 16 November 2018', notices: 1 },
  tickets: [{ name: 'T-1042', state: 'answered', on: 'Monday 19 November 2018' }],
  chatSince: 'Monday 5 November 2018',
};

const names = [
  'Sam',
  'Priya',
  'Alex',
  'Zoë',
  'Anne-Marie',
  'Mary Lou',
  'Ægir',
  'Bartholomew-Christopher',
  'Kim',
];

const states: Record<string, MyDataView> = {
  'nothing but the account': nothing,
  'one person': own,
  'wants plain mode': { ...own, plain: true },
  'no cohort': { ...nothing, who: officer, chatSince: own.chatSince },
  'a shared mailbox': {
    ...own,
    who: office,
    status: statuses.offSetUp,
    keepers: [
      { firstName: 'Sam', since: 'Monday 5 November 2018', saidAt: 'Monday 12 November 2018' },
      { firstName: 'Priya', since: 'Tuesday 6 November 2018' },
    ],
    outlook: [
      { by: 'Sam', word: 'not-working', on: 'Monday 12 November 2018' },
      { by: 'Priya', word: 'not-needed', on: 'Monday 12 November 2018' },
    ],
    guides: [
      { title: 'Set up MFA', by: 'Sam', isDone: true, on: 'Monday 12 November 2018' },
      { title: 'Set up MFA', by: 'Priya', isDone: false, on: 'Monday 12 November 2018' },
    ],
  },
  'more than fits': {
    ...own,
    who: office,
    status: statuses.offSetUp,
    keepers: names.map((firstName) => ({ firstName, since: 'Wednesday 21 November 2018' })),
    outlook: names.map((by) => ({ by, word: 'not-working', on: 'Wednesday 21 November 2018' })),
    guides: names.map((by) => ({
      title: 'A code is not accepted',
      by,
      isDone: false,
      on: 'Wednesday 21 November 2018',
    })),
    tickets: Array.from({ length: 12 }, (_, index) => ({
      name: `T-${1001 + index}`,
      state: 'closed',
      on: 'Wednesday 21 November 2018',
    })),
  },
};

/** What is kept about an account. */
export const myDataEntries: GalleryEntry[] = entries('My data', myDataCard, myDataSummary, states);
