import {
  type CallFigures,
  type CallNewsView,
  type CallSchool,
  callNewsCard,
  callNewsSummary,
  type UnreachedView,
  unreachedCard,
  unreachedSummary,
} from '../unreached.ts';
import {
  type CallAccount,
  type UnreachedSchoolView,
  unreachedSchoolCard,
  unreachedSchoolSummary,
} from '../unreached-school.ts';
import type { CallDate } from '../words-unreached.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { office } from './samples.ts';

const known = { reportAt: '10:02 today', at: '10:16 today', serviceDesk: 'Service Desk' };

const came: CallDate = { when: 'Monday 19 November 2018', hasCome: true, schoolDays: 0 };
const near: CallDate = { when: 'Monday 26 November 2018', hasCome: false, schoolDays: 5 };
const tomorrow: CallDate = { when: 'Tuesday 20 November 2018', hasCome: false, schoolDays: 1 };
const week: CallDate = { when: 'the week of Monday 3 December 2018', hasCome: false, schoolDays: 10 };
const onwards: CallDate = { when: 'from Thursday 13 December 2018', hasCome: false, schoolDays: 18 };

const heads: CallFigures = {
  cohort: "Head teachers' accounts",
  surface: 'online',
  date: came,
  notReady: 41,
  notReached: 17,
  called: 0,
};

const figures: CallFigures[] = [
  heads,
  { ...heads, surface: 'client', date: near },
  {
    cohort: 'School office accounts',
    surface: 'online',
    date: week,
    notReady: 290,
    notReached: 116,
    called: 12,
  },
  {
    cohort: 'All other school accounts',
    surface: 'online',
    date: onwards,
    notReady: 22975,
    notReached: 9190,
    called: 0,
  },
  {
    cohort: 'All other school accounts',
    surface: 'client',
    date: onwards,
    notReady: 22975,
    notReached: 9190,
    called: 0,
  },
];

const rows: CallSchool[] = [
  row('Ashcroft', came, 1, ['head']),
  row('Beechwood', came, 1, ['head']),
  row('Hillside', near, 14, ['head', 'office']),
  row('Infants Hillside', near, 2, ['head', 'office']),
  row('Oakfield', week, 1, ['office']),
  {
    school: office.address.split('@')[1] ?? '',
    name: office.school ?? '',
    date: onwards,
    accounts: 1204,
    first: [`year4.class.teacher.of.the.oldest.children@${office.address.split('@')[1]}`, 'year5@x'],
  },
];

const list: UnreachedView = {
  which: 'open',
  figures,
  rows,
  totalSchools: 160,
  totalAccounts: 9323,
  totalNow: 17,
  isFirst: true,
  next: { date: '2018-12-13', school: 'oakfield.norfolk.sch.uk' },
  ...known,
};

const lists: Record<string, UnreachedView> = {
  'with thousands': list,
  'a later page': { ...list, figures: [], isFirst: false, rows: rows.slice(2) },
  'past the end': { ...list, figures: [], isFirst: false, rows: [], next: undefined },
  'one account': {
    ...list,
    figures: [{ ...heads, date: tomorrow, notReached: 1, notReady: 1 }],
    rows: [row('Ashcroft', tomorrow, 1, ['head'])],
    totalSchools: 1,
    totalAccounts: 1,
    totalNow: 1,
    next: undefined,
  },
  'nobody, before the first report': {
    ...list,
    figures: [],
    rows: [],
    totalSchools: 0,
    totalAccounts: 0,
    totalNow: 0,
    next: undefined,
    reportAt: undefined,
  },
  'those called': {
    ...list,
    which: 'called',
    figures: [],
    rows: rows.slice(0, 2),
    totalAccounts: 2,
    totalSchools: 2,
    next: undefined,
  },
  'nobody called': {
    ...list,
    which: 'called',
    figures: [],
    rows: [],
    totalAccounts: 0,
    totalSchools: 0,
    next: undefined,
  },
  'schools found': {
    ...list,
    which: 'found',
    search: 'hillside',
    figures: [],
    rows: rows.slice(2, 4),
    totalAccounts: 16,
    totalSchools: 2,
    next: undefined,
  },
  'more schools found than shown': {
    ...list,
    which: 'found',
    search: 'field',
    figures: [],
    rows: rows.slice(0, 5),
    totalAccounts: 31,
    totalSchools: 12,
    next: undefined,
    isCut: true,
  },
  'no school found': {
    ...list,
    which: 'found',
    search: 'hilside',
    figures: [],
    rows: [],
    totalAccounts: 0,
    totalSchools: 0,
    next: undefined,
  },
};

const head: CallAccount = {
  id: '11111111-0000-4000-8000-000000000001',
  address: 'head@hillside.norfolk.sch.uk',
  isUnknown: false,
  why: 'removed-by-user',
  since: '08:31 on Monday 12 November',
  phases: [
    { surfaces: ['online'], date: came },
    { surfaces: ['client'], date: near },
  ],
};

const school: UnreachedSchoolView = {
  school: 'hillside.norfolk.sch.uk',
  name: 'Hillside',
  accounts: [
    head,
    {
      ...head,
      id: '11111111-0000-4000-8000-000000000002',
      address: 'office@hillside.norfolk.sch.uk',
      isUnknown: true,
      why: 'app-not-installed',
      since: undefined,
      phases: [{ surfaces: ['online'], date: week }],
      called: { at: '09:41 today', by: 'officer@servicedesk.example' },
    },
    {
      ...head,
      id: '11111111-0000-4000-8000-000000000003',
      address: 'year4@hillside.norfolk.sch.uk',
      why: 'no-teams-licence',
      phases: [{ surfaces: ['online', 'client'], date: onwards }],
    },
  ],
  total: 14,
  open: 13,
  openMark: 'b5bb9d8014a0f9b1d61e21e796d78dcc',
  next: '11111111-0000-4000-8000-000000000003',
  ...known,
};

const called = { at: '10:16 today' };

const schools: Record<string, UnreachedSchoolView> = {
  'fourteen accounts, one called': school,
  'one account': { ...school, accounts: [head], total: 1, open: 1, next: undefined },
  'just called': {
    ...school,
    accounts: school.accounts.map((account) => ({ ...account, called })),
    total: 3,
    open: 0,
    next: undefined,
    done: { count: 3, at: '2018-11-19T10:16:00.000Z' },
  },
  'ticked off whole after the list changed': { ...school, isOther: true },
  'nobody left': { ...school, accounts: [], total: 0, open: 0, next: undefined },
  'with a long name': {
    ...school,
    school: rows[5]?.school ?? '',
    name: rows[5]?.name ?? '',
    accounts: school.accounts.map((account) => ({ ...account, address: office.address })),
  },
};

const news: Record<string, CallNewsView> = {
  several: { figures: figures.slice(0, 2), totalNow: 17, ...known },
  'one of a single phase': {
    figures: [{ ...heads, date: tomorrow, notReady: 3, notReached: 1 }],
    totalNow: 1,
    ...known,
    reportAt: undefined,
  },
};

function row(name: string, date: CallDate, accounts: number, locals: string[]): CallSchool {
  const domain = `${name.toLowerCase().split(' ').join('.')}.norfolk.sch.uk`;
  return { school: domain, name, date, accounts, first: locals.map((local) => `${local}@${domain}`) };
}

/** Whom Teams does not reach, for the service desk. */
export const unreachedEntries: GalleryEntry[] = [
  ...entries('Call list', unreachedCard, unreachedSummary, lists),
  ...entries('Call list, a school', unreachedSchoolCard, unreachedSchoolSummary, schools),
  ...entries('Call list, news', callNewsCard, callNewsSummary, news),
];
