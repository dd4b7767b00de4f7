import type { Figure } from '../figures.ts';
import { type NoticeView, noticeCard, noticeSummary } from '../notice.ts';
import { type NoticePreviewView, noticePreviewCard, noticePreviewSummary } from '../notice-preview.ts';
import { type NoticeProgressView, noticeProgressCard, noticeProgressSummary } from '../notice-progress.ts';
import { type NoticeWriteView, noticeWriteCard, noticeWriteSummary } from '../notice-write.ts';
import { type ProgressView, progressCard, progressSummary } from '../progress.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact, organisation } from './samples.ts';

const notice: NoticeView = {
  organisation,
  from: 'Service Desk',
  text: 'Dear colleague,\n\nyour account is in the first group. Please set up MFA before Monday 19 November.\nIt takes about ten minutes.\n\nThank you\nThe Service Desk',
  date: 'Thursday 15 November 2018',
  contact,
};

const notices: Record<string, NoticeView> = {
  plain: notice,
  'typed Markdown and tags': {
    ...notice,
    text: '[Sign in here](http://evil.example) **now**\n# Not a heading\n<at>Everyone</at> <b>not bold</b>\n- not a list\n{{DATE(2018-11-19T00:00:00Z, SHORT)}}',
  },
  'a thousand short lines': { ...notice, text: 'x\n'.repeat(1000) },
  'very long': { ...notice, text: 'Please read this to the end. '.repeat(68).trim() },
};

const form: NoticeWriteView = {
  version: 0,
  text: '',
  audiences: [
    { id: 'cohort:head', title: "Head teachers' accounts" },
    { id: 'cohort:office', title: 'School office accounts' },
    { id: 'cohort:everyone', title: 'All other school accounts' },
    { id: 'not-ready:head-online', title: "Head teachers' accounts not ready for Outlook on the web" },
    { id: 'not-ready:head-client', title: "Head teachers' accounts not ready for installed Outlook" },
  ],
  organisation,
};

const forms: Record<string, NoticeWriteView> = {
  empty: form,
  'with a fault': {
    ...form,
    noticeId: '5f0c6f5e-2d0b-4f0a-9a36-0a8b6f5e2d0b',
    version: 2,
    text: notice.text,
    audience: 'not-ready:head-online',
    fault: 'the audience was changed by somebody else. Choose it again.',
  },
};

const preview: NoticePreviewView = {
  noticeId: '5f0c6f5e-2d0b-4f0a-9a36-0a8b6f5e2d0b',
  version: 3,
  audience: "Head teachers' accounts not ready for Outlook on the web",
  recipients: 22,
  names: [
    'ashcroft',
    'beechwood',
    'briar',
    'churchfield',
    'dovecote',
    'elmtree',
    'fenside',
    'greenway',
    'hillside',
    'lakeside',
  ].map((school) => `head@${school}.norfolk.sch.uk`),
  held: 1,
  leftOut: [{ why: 'app-not-installed', count: 3 }],
  notice,
  at: '10:15 today',
  reportAt: '10:02 today',
};

const previews: Record<string, NoticePreviewView> = {
  'to twenty-two': preview,
  'to one': { ...preview, recipients: 1, names: preview.names.slice(0, 1), leftOut: [] },
  'to thousands': {
    ...preview,
    recipients: 24812,
    audience: 'All other school accounts',
    reportAt: undefined,
  },
  'to some without the app': { ...preview, toInstall: 7, leftOut: [] },
  'to one without the app': {
    ...preview,
    recipients: 1,
    names: preview.names.slice(0, 1),
    toInstall: 1,
    leftOut: [],
  },
  'to nobody': { ...preview, recipients: 0, names: [] },
};

const progress: NoticeProgressView = {
  noticeId: preview.noticeId,
  audience: preview.audience,
  state: 'sending',
  counts: { sent: 14, waiting: 8, skipped: 0, failed: 0 },
  reasons: [],
  at: '10:16 today',
};

const progresses: Record<string, NoticeProgressView> = {
  sending: progress,
  done: { ...progress, state: 'done', counts: { sent: 22, waiting: 0, skipped: 0, failed: 0 } },
  'done with losses': {
    ...progress,
    state: 'done',
    counts: { sent: 1018, waiting: 0, skipped: 4, failed: 2 },
    reasons: [
      { outcome: 'skipped', why: 'already-ready', count: 3 },
      { outcome: 'skipped', why: 'too-late', count: 1 },
      { outcome: 'failed', why: 'app-not-installed', count: 2 },
    ],
  },
  'reached nobody': {
    ...progress,
    state: 'done',
    counts: { sent: 0, waiting: 0, skipped: 3, failed: 0 },
    reasons: [{ outcome: 'skipped', why: 'app-not-installed', count: 3 }],
  },
  'done where the app was installed first': {
    ...progress,
    state: 'done',
    counts: { sent: 160, waiting: 0, skipped: 19, failed: 21 },
    reasons: [
      { outcome: 'failed', why: 'app-blocked-by-policy', count: 10 },
      { outcome: 'failed', why: 'installation-refused', count: 6 },
      { outcome: 'failed', why: 'installation-failed', count: 5 },
      { outcome: 'skipped', why: 'no-teams-licence', count: 10 },
      { outcome: 'skipped', why: 'account-unknown', count: 5 },
      { outcome: 'skipped', why: 'removed-by-user', count: 2 },
      { outcome: 'skipped', why: 'blocked-by-user', count: 2 },
    ],
  },
  'the app cannot be installed': {
    ...progress,
    state: 'done',
    counts: { sent: 0, waiting: 0, skipped: 0, failed: 22 },
    reasons: [
      { outcome: 'failed', why: 'no-installation-permission', count: 14 },
      { outcome: 'failed', why: 'app-not-in-catalogue', count: 8 },
    ],
  },
  cancelled: { ...progress, state: 'cancelled', counts: { sent: 0, waiting: 0, skipped: 0, failed: 0 } },
};

const exact = (count: number): Figure => ({ kind: 'exact', count });
const few: Figure = { kind: 'few' };
const withheld: Figure = { kind: 'withheld' };

const rollout: ProgressView = {
  organisation,
  phases: [
    phase("Head teachers' accounts", 'online', 'Monday 19 November 2018', 412, 371, 36),
    phase("Head teachers' accounts", 'client', 'Monday 26 November 2018', 412, 371, 36),
    phase('School office accounts', 'online', 'the week of Monday 3 December 2018', 409, 118, 290),
    phase('School office accounts', 'client', 'the week of Monday 10 December 2018', 409, 118, 290),
    phase('All other school accounts', 'online', 'from Thursday 13 December 2018', 24179, 1204, 22975),
    phase('All other school accounts', 'client', 'from Thursday 13 December 2018', 24179, 1204, 22975),
  ],
  messages: {
    sent: 1622,
    waiting: 12,
    skipped: [{ why: 'already-ready', count: 41 }],
    failed: [
      { why: 'app-not-installed', count: 17 },
      { why: 'blocked-by-user', count: 2 },
    ],
  },
  guides: [
    {
      title: 'Set up MFA',
      opened: exact(1204),
      finished: exact(1091),
      usualTime: '9 min',
      stops: [
        { step: 'Scan the QR code', count: 41 },
        { step: 'Get the app on your phone', count: 22 },
        { step: 'What do you have?', count: 12 },
      ],
      methods: [
        { method: 'Authenticator app', count: { kind: 'at-least', count: 801 } },
        { method: 'text or call', count: exact(312) },
        { method: 'hardware token', count: exact(9) },
        { method: 'passkey or security key', count: few },
      ],
    },
    {
      title: 'Do I need an app password?',
      opened: exact(310),
      finished: exact(288),
      usualTime: '4 min',
      stops: [{ step: 'Copy the app password', count: 6 }],
      methods: [],
    },
    { title: 'Lost phone', opened: few, finished: few, stops: [], methods: [] },
    { title: 'Locked out', opened: few, finished: few, stops: [], methods: [] },
    { title: 'New phone', opened: few, finished: few, stops: [], methods: [] },
  ],
  reportAt: '10:02 today',
  at: '10:16 today',
};

const rollouts: Record<string, ProgressView> = {
  'under way': rollout,
  'before the first report': {
    ...rollout,
    phases: rollout.phases.map((row) => ({
      ...row,
      ready: few,
      notReady: few,
      unknown: { kind: 'at-least', count: 401 },
    })),
    messages: { sent: 0, waiting: 0, skipped: [], failed: [] },
    guides: rollout.guides.map((guide) => ({ ...guide, opened: few, finished: few, stops: [], methods: [] })),
    reportAt: undefined,
  },
  'without a licence': {
    ...rollout,
    missing: {
      gaps: [
        { what: 'report', why: 'no-licence' },
        { what: 'last-sign-in', why: 'no-licence' },
        { what: 'sign-in-log', why: 'no-licence' },
      ],
      checksAnHour: 1300,
      lookedAt: '09:02 today',
    },
    reportAt: undefined,
  },
  'without a permission': {
    ...rollout,
    missing: {
      gaps: [
        { what: 'report', why: 'no-permission' },
        { what: 'sign-in-log', why: 'no-licence' },
      ],
      lookedAt: '09:02 today',
    },
  },
  'with old connections': {
    ...rollout,
    oldWay: { accounts: exact(1204), at: '06:10 today' },
  },
  'nearly done, with small figures': {
    oldWay: { accounts: few, at: '06:10 today' },
    ...rollout,
    phases: [
      {
        ...phase("Head teachers' accounts", 'online', 'Monday 19 November 2018', 412, 0, 0),
        ready: { kind: 'at-least', count: 404 },
        notReady: few,
        unknown: few,
      },
      {
        ...phase("Head teachers' accounts", 'client', 'Monday 26 November 2018', 412, 0, 0),
        ready: { kind: 'at-least', count: 404 },
        notReady: few,
        unknown: few,
        confirmed: few,
        isLikeOnline: true,
      },
      {
        ...phase('School office accounts', 'online', 'the week of Monday 3 December 2018', 9, 0, 0),
        ready: withheld,
        notReady: withheld,
        unknown: withheld,
      },
      {
        ...phase('All other school accounts', 'client', 'from Thursday 13 December 2018', 24179, 23000, 1000),
        confirmed: { kind: 'at-least', count: 24175 },
      },
    ],
  },
};

function phase(
  cohort: string,
  surface: 'online' | 'client',
  when: string,
  accounts: number,
  ready: number,
  notReady: number,
): ProgressView['phases'][number] {
  const unknown = accounts - ready - notReady;
  const confirmed = surface === 'client' ? Math.floor(ready / 3) : undefined;
  return {
    cohort,
    surface,
    when,
    accounts: exact(accounts),
    ready: exact(ready),
    notReady: exact(notReady),
    unknown: exact(unknown),
    ...(confirmed !== undefined && { confirmed: exact(confirmed) }),
  };
}

/** Cards of and for the service desk. */
export const serviceDeskEntries: GalleryEntry[] = [
  ...entries('Notice', noticeCard, noticeSummary, notices),
  ...entries('Notice, writing', noticeWriteCard, noticeWriteSummary, forms),
  ...entries('Notice, preview', noticePreviewCard, noticePreviewSummary, previews),
  ...entries('Notice, progress', noticeProgressCard, noticeProgressSummary, progresses),
  ...entries('Progress', progressCard, progressSummary, rollouts),
];
