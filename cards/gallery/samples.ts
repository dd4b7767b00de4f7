import type { Contact, EffectView, PhaseView, Source, StatusView, Who } from '../standing.ts';

/** Realistic views that several cards share. The schools are made up. */

export const organisation = 'Norfolk County Council';

export const head: Who = {
  address: 'head@hillside.norfolk.sch.uk',
  school: 'Hillside',
  cohort: "Head teachers' accounts",
  shared: true,
};

export const office: Who = {
  address: 'office@st-withburga-and-all-saints-federation-of-primary-academies.norfolk.sch.uk',
  school: 'St Withburga and All Saints Federation of Primary Academies',
  cohort: 'School office accounts',
  shared: true,
};

export const teacher: Who = {
  address: 'year4@oakfield.norfolk.sch.uk',
  school: 'Oakfield',
  cohort: 'All other school accounts',
};

export const officer: Who = { address: 'officer@servicedesk.example' };

export const contact: Contact = {
  serviceDesk: 'Service Desk',
  how: 'Contact the Service Desk in the way your school usually does.',
  named: { name: 'Richard Cornelius', phone: '0845 303 3003' },
};

export const source: Source = { name: 'Management Information Sheet 148/18', date: 'Friday 2 November 2018' };

export const headPhases: PhaseView[] = [
  { surface: 'online', when: 'Monday 19 November 2018', standing: { kind: 'planned-future', days: 14 } },
  { surface: 'client', when: 'Monday 26 November 2018', standing: { kind: 'planned-future', days: 21 } },
];

export const officePhases: PhaseView[] = [
  {
    surface: 'online',
    when: 'the week of Monday 3 December 2018',
    standing: { kind: 'planned-future', days: 7 },
  },
  {
    surface: 'client',
    when: 'the week of Monday 10 December 2018',
    standing: { kind: 'planned-future', days: 14 },
  },
];

export const teacherPhases: PhaseView[] = [
  {
    surface: 'online',
    when: 'from Thursday 13 December 2018',
    standing: { kind: 'planned-future', days: 1 },
  },
  {
    surface: 'client',
    when: 'from Thursday 13 December 2018',
    standing: { kind: 'planned-future', days: 1 },
  },
];

const online = { when: 'Monday 19 November 2018', days: 14 };
const client = { when: 'Monday 26 November 2018', days: 21 };

/** A head's effect in every row of the table "what the switch does to an account". */
export const effects = {
  offNotSetUp: {
    online: 'works',
    client: { kind: 'works', until: client.when },
    advice: 'set-up-before',
    onlinePhase: online,
    clientPhase: client,
    appPasswords: 'accepted',
  },
  offSetUp: {
    online: 'works',
    client: { kind: 'works', until: online.when },
    advice: 'outlook-will-ask-on-online-date',
    onlinePhase: online,
    clientPhase: client,
    appPasswords: 'accepted',
  },
  onNotSetUp: {
    online: 'stopped-until-registered',
    client: { kind: 'works-until-enforced', until: client.when },
    advice: 'set-up-now',
    onlinePhase: { ...online, days: -1 },
    clientPhase: { ...client, days: 6 },
    appPasswords: 'accepted',
  },
  enforcedSetUp: {
    online: 'asks-second-step',
    client: { kind: 'needs-app-password' },
    advice: 'is-outlook-working',
    onlinePhase: { ...online, days: -8 },
    clientPhase: { ...client, days: -1 },
    appPasswords: 'accepted',
  },
  enforcedNotSetUp: {
    online: 'stopped-until-registered',
    client: { kind: 'stopped' },
    advice: 'help-now',
    onlinePhase: { ...online, days: -8 },
    clientPhase: { ...client, days: -1 },
    appPasswords: 'accepted',
  },
  unknown: {
    online: 'unknown',
    client: { kind: 'unknown' },
    advice: 'ask-again',
    onlinePhase: online,
    clientPhase: client,
    appPasswords: 'accepted',
  },
  notAffected: {
    online: 'works',
    client: { kind: 'works' },
    advice: 'not-affected',
    appPasswords: 'accepted',
  },
} satisfies Record<string, EffectView>;

export const statuses = {
  offNotSetUp: status([], 'disabled'),
  offSetUp: status(['Microsoft Authenticator'], 'disabled'),
  onNotSetUp: status([], 'enabled'),
  enforcedSetUp: status(
    ['Microsoft Authenticator', 'a phone number', 'a passkey or security key'],
    'enforced',
  ),
  enforcedNotSetUp: status([], 'enforced'),
  reported: {
    methods: {
      kind: 'known',
      registered: false,
      methods: [],
      source: 'registration-report',
      at: '06:00 on Friday 9 November',
    },
    state: { kind: 'unknown', at: '08:30 today' },
  },
  methodsOnly: {
    methods: {
      kind: 'known',
      registered: true,
      methods: ['Microsoft Authenticator'],
      source: 'person-check',
      at: '09:02 today',
    },
    state: { kind: 'unknown', at: '09:02 today' },
  },
  stateOnly: {
    methods: { kind: 'unknown', at: '09:02 today' },
    state: { kind: 'known', state: 'enabled', at: '09:02 today' },
  },
  unanswered: {
    methods: { kind: 'unknown', at: '09:02 today' },
    state: { kind: 'unknown', at: '09:02 today' },
  },
  /** This app may not ask. */
  notAllowed: {
    methods: { kind: 'unknown', at: '09:02 today', isNotAllowed: true },
    state: { kind: 'not-asked' },
  },
  /** The same with a report that was handed over. */
  handedOver: {
    methods: {
      kind: 'known',
      registered: true,
      methods: ['Microsoft Authenticator'],
      source: 'registration-report',
      at: '09:00 on Monday 5 November 2018',
    },
    state: { kind: 'not-asked' },
  },
} satisfies Record<string, StatusView>;

function status(methods: string[], state: 'disabled' | 'enabled' | 'enforced'): StatusView {
  const at = '09:02 today';
  return {
    methods: { kind: 'known', registered: methods.length > 0, methods, source: 'person-check', at },
    state: { kind: 'known', state, at },
  };
}
