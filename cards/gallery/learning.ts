import { type DeskAnswerView, deskAnswerCard, deskAnswerSummary } from '../desk-answer.ts';
import { type DeskAnswerGoneView, deskAnswerGoneCard, deskAnswerGoneSummary } from '../desk-answer-gone.ts';
import {
  type DeskAnswerHistoryView,
  deskAnswerHistoryCard,
  deskAnswerHistorySummary,
} from '../desk-answer-history.ts';
import { type DeskAnswerListView, deskAnswerListCard, deskAnswerListSummary } from '../desk-answer-list.ts';
import {
  type DeskAnswerMarkdownView,
  deskAnswerMarkdownCard,
  deskAnswerMarkdownSummary,
} from '../desk-answer-markdown.ts';
import {
  type DeskAnswerPreviewView,
  deskAnswerPreviewCard,
  deskAnswerPreviewSummary,
} from '../desk-answer-preview.ts';
import {
  type DeskAnswerWithdrawView,
  deskAnswerWithdrawCard,
  deskAnswerWithdrawSummary,
} from '../desk-answer-withdraw.ts';
import type { DeskAnswerWords } from '../desk-answer-words.ts';
import {
  type DeskAnswerWriteView,
  deskAnswerWriteCard,
  deskAnswerWriteSummary,
} from '../desk-answer-write.ts';
import { plainCard } from '../plain.ts';
import { type UnansweredRow, type UnansweredView, unansweredCard, unansweredSummary } from '../unanswered.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact } from './samples.ts';

const serviceDesk = contact.serviceDesk;
const group = '3c6f2f0e-6f5e-4d0b-8a36-5f0c6f5e2d0b';
const answerId = '4d6f2f0e-6f5e-4d0b-8a36-5f0c6f5e2d0b';
const requestId = '5f0c6f5e-2d0b-4f0a-9a36-0a8b6f5e2d0b';
const by = 'desk@norfolk.gov.uk';
const hostile =
  '[Sign in](http://evil.example) **now** <at>Everyone</at> # Not a heading {{DATE(2018-11-19T00:00:00Z, SHORT)}}';
const signs = '漢'.repeat(2000);

const row: UnansweredRow = {
  groupId: group,
  example: 'can i use the school ipad for the code',
  others: ['Does the authenticator work on a shared iPad?', 'school tablet instead of phone??'],
  times: 14,
  notHelped: 3,
  last: '08:52 today',
  shown: ['Do I have to use my own phone?'],
};

const vain: UnansweredView = {
  rows: [
    row,
    {
      ...row,
      groupId: group.replace('3', '4'),
      example: 'Who pays for the tokens?',
      others: [],
      times: 2,
      notHelped: 0,
      last: '16:05 on Friday 9 November',
      shown: [],
      answer: { id: answerId, number: 12, state: 'draft' },
    },
  ],
  groups: 2,
  questions: 16,
  disliked: [
    {
      title: 'What is an app password?',
      likes: 12,
      dislikes: 4,
      remark: 'It does not say where to find the page.',
    },
    { title: 'When is my turn?', likes: 0, dislikes: 1 },
  ],
  days: 90,
  at: '10:16 today',
  serviceDesk,
};

const full: UnansweredView = {
  ...vain,
  rows: Array.from({ length: 8 }, (_, index) => ({
    ...row,
    groupId: group.replace('3', String(index)),
    example: signs.slice(0, 500),
    others: [signs.slice(0, 500), hostile, signs.slice(0, 500)],
    times: 1400 - index,
    shown: [signs.slice(0, 100), hostile, 'When is my turn?'],
  })),
  groups: 63,
  questions: 4021,
  disliked: Array.from({ length: 3 }, () => ({
    title: signs.slice(0, 100),
    likes: 1,
    dislikes: 5,
    remark: signs.slice(0, 500),
  })),
  next: { times: 12, asked: '2018-11-09T16:05:00.000Z', id: group },
};

const unanswered: Record<string, UnansweredView> = {
  two: vain,
  none: { ...vain, rows: [], groups: 0, questions: 0, disliked: [] },
  'one just taken off': { ...vain, rows: [row], groups: 1, questions: 14, disliked: [], dismissed: hostile },
  'eight of many, long': full,
  'the last ones': { ...vain, from: full.next, disliked: [] },
  'no more': { ...vain, rows: [], from: full.next, disliked: [] },
};

const phrasings = [row.example, ...row.others];
const text =
  'Yes, if the iPad stays at school and only you know its code.\n\nWhat you need:\n- the app Microsoft Authenticator\n- ten minutes';

const form: DeskAnswerWriteView = {
  group,
  requestId,
  typed: {
    title: '',
    phrasings: phrasings.join('\n'),
    text: '',
    cohorts: '',
    validFrom: '',
    validUntil: '',
  },
  cohorts: [
    { id: 'head', name: "Head teachers' accounts" },
    { id: 'office', name: 'School office accounts' },
    { id: 'everyone', name: 'All other school accounts' },
  ],
  faults: [],
  serviceDesk,
};

const written: DeskAnswerWriteView = {
  ...form,
  answer: { id: answerId, number: 12, seen: 3 },
  typed: {
    title: 'Can I use a school iPad?',
    phrasings: phrasings.join('\n'),
    text,
    cohorts: 'head,office',
    validFrom: '2018-11-19',
    validUntil: '2018-12-21',
  },
};

const forms: Record<string, DeskAnswerWriteView> = {
  'from a group': form,
  'with faults': {
    ...form,
    faults: [
      { field: 'title', message: 'Write a title of at least 3 characters.' },
      {
        field: 'text',
        message:
          'The answer seems to hold a password or a code. Take it out. Many people will read this answer. It is left out below.',
      },
    ],
  },
  'of a published answer': written,
  'somebody else was faster': { ...written, news: { kind: 'changed', by, at: '10:15 today' } },
  'gone meanwhile': { ...written, answer: undefined, news: { kind: 'gone' } },
  'as long as it can be': {
    ...written,
    typed: {
      ...written.typed,
      title: signs.slice(0, 100),
      phrasings: signs.repeat(3).slice(0, 5000),
      text: signs,
    },
    news: { kind: 'changed', by, at: '10:15 today' },
  },
};

const words: DeskAnswerWords = {
  reach: { cohorts: [], isOver: false },
  phrasings,
  answer: {
    title: 'Can I use a school iPad?',
    blocks: [
      { kind: 'text', text: 'Yes, if the iPad stays at school and only you know its code.' },
      { kind: 'text', text: 'What you need:' },
      { kind: 'bullets', items: ['the app Microsoft Authenticator', 'ten minutes'] },
    ],
    source: { name: serviceDesk, date: 'Monday 12 November 2018' },
    serviceDesk,
  },
};

const reached: DeskAnswerWords = {
  ...words,
  reach: {
    cohorts: ["Head teachers' accounts", 'School office accounts'],
    from: 'Monday 19 November 2018',
    until: 'Friday 21 December 2018',
    isOver: false,
  },
};

const longWords: DeskAnswerWords = {
  ...words,
  phrasings: Array.from({ length: 60 }, () => signs.slice(0, 200)),
  answer: {
    ...words.answer,
    blocks: [{ kind: 'bullets', items: Array.from({ length: 40 }, () => '漢'.repeat(48)) }],
  },
};

const preview: DeskAnswerPreviewView = { answerId, seen: 3, number: 12, now: 'new', words, serviceDesk };

const previews: Record<string, DeskAnswerPreviewView> = {
  'for everybody': preview,
  'for some, for a time': { ...preview, words: reached },
  'changes of a published one': { ...preview, now: 'published' },
  'of a withdrawn one, its last day gone by': {
    ...preview,
    now: 'withdrawn',
    words: { ...reached, reach: { cohorts: [], until: 'Friday 9 November 2018', isOver: true } },
  },
  'changed by somebody else': { ...preview, isChanged: true },
  'long, with typed Markdown': { ...preview, words: longWords },
};

const answer: DeskAnswerView = {
  answerId,
  number: 12,
  state: 'published',
  words,
  changed: { by, at: '10:15 today' },
  serviceDesk,
};

const answers: Record<string, DeskAnswerView> = {
  'just published': { ...answer, note: 'People get this answer from now on.' },
  'with changes': { ...answer, state: 'changed', words: reached },
  'out of date': {
    ...answer,
    words: { ...words, reach: { cohorts: [], until: 'Friday 9 November 2018', isOver: true } },
  },
  'a draft': { ...answer, state: 'draft' },
  withdrawn: { ...answer, state: 'withdrawn', note: 'Nobody gets this answer any more.' },
};

const withdrawals: Record<string, DeskAnswerWithdrawView> = {
  asked: { answerId, seen: 4, number: 12, title: hostile.slice(0, 100), serviceDesk },
};

const gone: Record<string, DeskAnswerGoneView> = {
  discarded: { kind: 'discarded', serviceDesk },
  unknown: { kind: 'unknown', serviceDesk },
};

const history: DeskAnswerHistoryView = {
  answerId,
  number: 12,
  changes: [
    { what: 'withdrawn', by, at: '10:20 today', version: 4 },
    {
      what: 'published',
      by,
      at: '10:15 today',
      version: 3,
      words: { title: 'Can I use a school iPad?', text },
    },
    {
      what: 'edited',
      by: 'desk.second.line@norfolk.gov.uk',
      at: '10:02 today',
      version: 2,
      words: { title: 'Can I use a school iPad?', text: hostile },
    },
    { what: 'written', by, at: '16:05 on Friday 9 November', version: 1, words: { title: 'iPad', text } },
  ],
  earlier: 0,
  serviceDesk,
};

const histories: Record<string, DeskAnswerHistoryView> = {
  four: history,
  'twelve of many': {
    ...history,
    changes: Array.from({ length: 12 }, (_, index) => ({
      what: 'edited',
      by,
      at: '10:02 today',
      version: 40 - index,
      words: { title: signs.slice(0, 100), text: signs },
    })),
    earlier: 28,
  },
};

const markdown: DeskAnswerMarkdownView = {
  answerId,
  number: 12,
  file: 'desk-12.md',
  markdown: `---\nid: desk-12\ntitle: Can I use a school iPad?\nphrasings:\n${phrasings.map((one) => `  - ${one}\n`).join('')}source:\n  name: Service Desk\n  date: Monday 12 November 2018\n---\n${text}\n`,
  serviceDesk,
};

const files: Record<string, DeskAnswerMarkdownView> = {
  short: markdown,
  'too long for a message': { ...markdown, markdown: signs.repeat(5) },
};

const list: DeskAnswerListView = {
  rows: [
    { answerId, number: 12, title: 'Can I use a school iPad?', state: 'changed', changed: answer.changed },
    { answerId: group, number: 11, title: hostile, state: 'withdrawn', changed: answer.changed },
  ],
  isFirst: true,
  serviceDesk,
};

const lists: Record<string, DeskAnswerListView> = {
  two: list,
  none: { ...list, rows: [] },
  'ten of many': {
    ...list,
    rows: Array.from({ length: 10 }, (_, index) => ({
      answerId: answerId.replace('4', String(index)),
      number: 1042 - index,
      title: signs.slice(0, 100),
      state: 'published',
      changed: answer.changed,
    })),
    next: 1033,
  },
  'no more': { ...list, rows: [], isFirst: false },
};

/** What people asked in vain, and the answers that the service desk writes. */
export const learningEntries: GalleryEntry[] = [
  ...entries('Asked in vain', unansweredCard, unansweredSummary, unanswered),
  ...entries('Desk answer, writing', deskAnswerWriteCard, deskAnswerWriteSummary, forms),
  ...entries(
    'Desk answer, writing in plain mode',
    (view: DeskAnswerWriteView) => plainCard(deskAnswerWriteCard(view)),
    deskAnswerWriteSummary,
    { 'with what was typed': written },
  ),
  ...entries('Desk answer, preview', deskAnswerPreviewCard, deskAnswerPreviewSummary, previews),
  ...entries('Desk answer', deskAnswerCard, deskAnswerSummary, answers),
  ...entries('Desk answer, withdrawing', deskAnswerWithdrawCard, deskAnswerWithdrawSummary, withdrawals),
  ...entries('Desk answer, gone', deskAnswerGoneCard, deskAnswerGoneSummary, gone),
  ...entries('Desk answer, history', deskAnswerHistoryCard, deskAnswerHistorySummary, histories),
  ...entries('Desk answer, as Markdown', deskAnswerMarkdownCard, deskAnswerMarkdownSummary, files),
  ...entries('Desk answers', deskAnswerListCard, deskAnswerListSummary, lists),
];
