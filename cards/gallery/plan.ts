import { type DateMovedView, dateMovedCard, dateMovedSummary } from '../date-moved.ts';
import { type PlanView, planCard, planSummary } from '../plan.ts';
import { type PlanDoneView, planDoneCard, planDoneSummary } from '../plan-done.ts';
import { type PlanHistoryView, planHistoryCard, planHistorySummary } from '../plan-history.ts';
import { type PlanPreviewView, planPreviewCard, planPreviewSummary } from '../plan-preview.ts';
import { type PlanUndoView, planUndoCard, planUndoSummary } from '../plan-undo.ts';
import type { PlanChangeView } from '../plan-words.ts';
import { type PlanWriteView, planWriteCard, planWriteSummary } from '../plan-write.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact, head, office, organisation, teacher } from './samples.ts';

const serviceDesk = 'Service Desk';
const reason = 'Many offices are closed for training that week';

const moved: PlanChangeView = {
  id: 1,
  what: 'moved',
  phase: 'School office accounts, Outlook on the web',
  to: 'the week of Monday 10 December 2018',
  isUndone: false,
  why: reason,
  by: 'desk.one@norfolk.gov.uk',
  at: '10:15 today',
};
const forOneSchool: PlanChangeView = {
  ...moved,
  id: 2,
  phase: "Head teachers' accounts, installed Outlook",
  school: 'hillside.norfolk.sch.uk',
  to: 'Monday 3 December 2018',
  why: 'The school asked for a week more',
  isUndone: true,
};
const paused: PlanChangeView = {
  id: 3,
  what: 'paused',
  phase: 'All other school accounts, Outlook on the web',
  isUndone: false,
  why: 'We wait for the security keys',
  at: '09:02 on Friday 23 November',
};
const undone: PlanChangeView = {
  id: 4,
  what: 'undone',
  phase: forOneSchool.phase,
  school: 'hillside.norfolk.sch.uk',
  undoes: 2,
  isUndone: false,
  why: 'The training is in January after all',
  by: 'desk.one@norfolk.gov.uk',
  at: '10:20 today',
};

const day = { isPaused: false, own: [] };
const plan: PlanView = {
  serviceDesk,
  organisation,
  groups: [
    {
      cohort: "Head teachers' accounts",
      dates: [
        { ...day, surfaces: ['online'], when: 'Monday 19 November 2018' },
        { ...day, surfaces: ['client'], when: 'Monday 26 November 2018' },
      ],
    },
    {
      cohort: 'School office accounts',
      dates: [
        { ...day, surfaces: ['online'], when: 'the week of Monday 3 December 2018' },
        { ...day, surfaces: ['client'], when: 'the week of Monday 10 December 2018' },
      ],
    },
    {
      cohort: 'All other school accounts',
      dates: [{ ...day, surfaces: ['online', 'client'], when: 'from Thursday 13 December 2018' }],
    },
  ],
  changes: [],
  older: 0,
  at: '10:20 today',
};

const plans: Record<string, PlanView> = {
  'as announced': plan,
  'changed, one date paused, schools with dates of their own': {
    ...plan,
    groups: [
      {
        cohort: "Head teachers' accounts",
        dates: [
          {
            surfaces: ['online'],
            when: 'Monday 19 November 2018',
            isPaused: false,
            own: [
              { when: 'Monday 12 November 2018', schools: ['hillside.norfolk.sch.uk'], more: 0 },
              {
                when: 'Monday 3 December 2018',
                schools: ['oakwood.norfolk.sch.uk', 'millfield.norfolk.sch.uk', 'riverside.norfolk.sch.uk'],
                more: 9,
              },
            ],
          },
          { ...day, surfaces: ['client'], when: 'Monday 26 November 2018' },
        ],
      },
      {
        cohort: 'School office accounts',
        dates: [{ ...day, surfaces: ['online', 'client'], when: 'the week of Monday 10 December 2018' }],
      },
      {
        cohort: 'All other school accounts',
        dates: [
          {
            surfaces: ['online'],
            when: 'paused by the Service Desk; a new date will follow',
            isPaused: true,
            own: [],
          },
          { ...day, surfaces: ['client'], when: 'from Thursday 13 December 2018' },
        ],
      },
    ],
    changes: [undone, paused, forOneSchool],
    older: 1,
  },
};

const form: PlanWriteView = {
  what: 'moved',
  phases: [
    { id: 'head-online', title: "Head teachers' accounts, Outlook on the web: Monday 19 November 2018" },
    {
      id: 'office-online',
      title: 'School office accounts, Outlook on the web: the week of Monday 3 December 2018',
    },
  ],
  typed: { phase: '', date: '', school: '', why: '' },
  faults: [],
  serviceDesk,
};

const forms: Record<string, PlanWriteView> = {
  'to move a date': form,
  'with faults': {
    ...form,
    typed: { phase: 'head-online', date: '2018-11-25', school: 'nowhere.norfolk.sch.uk', why: '' },
    faults: [
      'I know no account of this group at nowhere.norfolk.sch.uk. Check the address after the @.',
      'Give a reason. People are shown it.',
      'Sunday 25 November 2018 is a day off. Choose a working day.',
    ],
  },
  'to pause a date': { ...form, what: 'paused' },
  'to resume a date': {
    ...form,
    what: 'resumed',
    phases: [
      {
        id: 'head-online',
        title: "Head teachers' accounts, Outlook on the web: paused, was Monday 19 November 2018",
      },
    ],
    typed: { phase: 'head-online', date: '2018-11-26', school: '', why: 'The keys have come' },
  },
};

const preview: PlanPreviewView = {
  draft: '5f0c6f5e-2d0b-4f0a-9a36-0a8b6f5e2d0b',
  seen: 0,
  what: 'moved',
  phase: moved.phase,
  from: 'the week of Monday 3 December 2018',
  to: 'the week of Monday 10 December 2018',
  why: reason,
  accounts: 412,
  schools: 397,
  told: 280,
  keepOwn: 2,
  fallAway: ['Friday 30 November 2018', 'Monday 3 December 2018'],
  next: 'Monday 3 December 2018, 08:30',
  isAnew: false,
  serviceDesk,
};

const previews: Record<string, PlanPreviewView> = {
  'of a move': preview,
  'of a move, after somebody else changed the plan': { ...preview, seen: 4, isAnew: true },
  'of a move for one school': {
    ...preview,
    school: 'hillside.norfolk.sch.uk',
    accounts: 1,
    schools: 1,
    told: 0,
    keepOwn: 0,
    fallAway: [],
  },
  'of a pause': { ...preview, what: 'paused', to: undefined, next: undefined, keepOwn: 0 },
  'of a resumption': {
    ...preview,
    what: 'resumed',
    from: 'paused by the Service Desk; a new date will follow',
    fallAway: [],
  },
};

const undoing: PlanUndoView = {
  change: moved,
  seen: 1,
  phase: moved.phase,
  from: 'the week of Monday 10 December 2018',
  to: 'the week of Monday 3 December 2018',
  why: '',
  faults: [],
  accounts: 412,
  schools: 397,
  told: 280,
  keepOwn: 2,
  fallAway: ['Monday 3 December 2018', 'Friday 7 December 2018'],
  next: 'Friday 30 November 2018, 08:30',
  isAnew: false,
  serviceDesk,
};

const undoings: Record<string, PlanUndoView> = {
  'of a move': undoing,
  'without a reason, after somebody else changed the plan': {
    ...undoing,
    seen: 4,
    isAnew: true,
    faults: ['Give a reason. People are shown it.'],
  },
  'of a resumption': {
    ...undoing,
    change: { ...moved, what: 'resumed' },
    to: undefined,
    next: undefined,
    why: 'The keys have not come after all',
  },
};

const doneViews: Record<string, PlanDoneView> = {
  'a move': { done: { kind: 'done' }, change: moved, serviceDesk },
  'a move for one school': {
    done: { kind: 'done' },
    change: { ...forOneSchool, isUndone: false },
    serviceDesk,
  },
  'a pause': { done: { kind: 'done' }, change: paused, serviceDesk },
  'taken back': { done: { kind: 'done' }, change: undone, serviceDesk },
  'not taken back': {
    done: {
      kind: 'not-undone',
      why: 'Monday 3 December 2018 has passed, so it cannot be the date again. Choose a new date instead.',
    },
    change: moved,
    serviceDesk,
  },
};

const histories: Record<string, PlanHistoryView> = {
  none: { changes: [], older: 0, serviceDesk },
  'a page': { changes: [undone, paused, forOneSchool, moved], older: 0, serviceDesk },
  'a full page of the longest': {
    changes: Array.from({ length: 8 }, (_, index) => ({
      ...forOneSchool,
      id: 30 - index,
      why: 'Because of the weather, '.repeat(9).slice(0, 200),
    })),
    older: 22,
    serviceDesk,
  },
};

const told: DateMovedView = {
  who: office,
  organisation,
  reference: 'KMPT-WX34',
  moves: [
    {
      surface: 'online',
      from: 'the week of Monday 3 December 2018',
      to: { kind: 'date', when: 'the week of Monday 10 December 2018' },
      why: reason,
    },
  ],
  contact,
};

const tolds: Record<string, DateMovedView> = {
  'one date': told,
  'both dates at once': {
    ...told,
    who: teacher,
    moves: (['online', 'client'] as const).map((surface) => ({
      surface,
      from: 'from Thursday 13 December 2018',
      to: { kind: 'date', when: 'from Thursday 10 January 2019' },
      why: 'The new phones come in January',
    })),
  },
  paused: {
    ...told,
    who: head,
    moves: [{ ...told.moves[0], surface: 'online', to: { kind: 'paused' }, why: reason }],
  },
  'resumed, told that it was paused': {
    ...told,
    moves: [
      {
        surface: 'client',
        to: { kind: 'date', when: 'the week of Monday 7 January 2019' },
        why: 'The keys have come',
      },
    ],
  },
  'a reason with Markdown and tags': {
    ...told,
    moves: [
      {
        surface: 'online',
        from: 'Monday 19 November 2018',
        to: { kind: 'date', when: 'Monday 26 November 2018' },
        why: '[Sign in](http://evil.example) **now** <at>Everyone</at> {{DATE(2018-11-19, SHORT)}}',
      },
    ],
  },
};

/** The plan for the service desk, and what those hear who were told another date. */
export const planEntries: GalleryEntry[] = [
  ...entries('Plan', planCard, planSummary, plans),
  ...entries('Plan form', planWriteCard, planWriteSummary, forms),
  ...entries('Plan preview', planPreviewCard, planPreviewSummary, previews),
  ...entries('Plan, taking back', planUndoCard, planUndoSummary, undoings),
  ...entries('Plan changed', planDoneCard, planDoneSummary, doneViews),
  ...entries('Plan history', planHistoryCard, planHistorySummary, histories),
  ...entries('The date has changed', dateMovedCard, dateMovedSummary, tolds),
];
