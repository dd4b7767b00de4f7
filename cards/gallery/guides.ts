import { type GuideLaterView, guideLaterCard, guideLaterSummary } from '../guide-later.ts';
import { type GuideResultView, guideResultCard, guideResultSummary } from '../guide-result.ts';
import { type GuideStepView, guideStepCard, guideStepSummary } from '../guide-step.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact, effects, head } from './samples.ts';

const first: GuideStepView = {
  who: head,
  place: { guide: 'set-up-mfa', step: 'before-you-start', version: 1 },
  guideTitle: 'Set up MFA with the Microsoft Authenticator app',
  number: 1,
  of: 7,
  title: 'Before you start',
  text: [
    'You need about ten minutes, this computer and your phone.',
    'At the end, your account asks for a second step when you sign in. Nobody can then get in with your password alone.',
  ],
  list: ['Have your phone at hand, connected to the internet.', 'Know the password of this account.'],
  end: 'next',
};

const middle: GuideStepView = {
  ...first,
  place: { guide: 'set-up-mfa', step: 'scan-code', version: 4 },
  number: 4,
  title: 'Scan the code with your phone',
  text: ['The security info page shows a square code. Your phone reads it and knows the account.'],
  list: [
    'On this computer, choose Next until you see the square code.',
    'In the app, choose Add account, then Work or school account, then Scan a QR code.',
    'Point the phone at the screen.',
  ],
  link: { title: 'Open security info', url: 'https://aka.ms/mysecurityinfo' },
  tip: 'If the camera does not open, allow the app to use it in the phone’s settings, then try again.',
};

const steps: Record<string, GuideStepView> = {
  'first step': first,
  'middle step': middle,
  'with a picture': {
    ...middle,
    picture: {
      url: 'https://bot.example/pictures/square-code.png',
      altText: 'The security info page with a square code',
    },
  },
  'last step': {
    ...middle,
    place: { guide: 'set-up-mfa', step: 'check', version: 7 },
    number: 7,
    title: 'Check that it worked',
    text: ['I ask Microsoft if it sees your second step. It can take a minute to show.'],
    list: undefined,
    link: undefined,
    tip: undefined,
    end: 'check',
  },
  'pressed on an older card': { ...middle, note: 'That was an older card. This is the step you are at.' },
};

const result: GuideResultView = {
  who: head,
  place: { guide: 'set-up-mfa', step: 'check', version: 7 },
  guideTitle: 'Set up MFA with the Microsoft Authenticator app',
  result: {
    kind: 'done',
    methods: ['Microsoft Authenticator'],
    at: '09:41 today',
    effect: effects.offSetUp,
    appPasswordArticle: 'what-is-an-app-password',
  },
  contact,
};

const results: Record<string, GuideResultView> = {
  'done before the date': result,
  'done after it, two methods': {
    ...result,
    result: {
      kind: 'done',
      methods: ['Microsoft Authenticator', 'a phone number'],
      at: '09:41 today',
      effect: { ...effects.enforcedSetUp, appPasswords: 'not-accepted' },
    },
  },
  'not yet': {
    ...result,
    result: {
      kind: 'not-yet',
      at: '09:40 today',
      link: { title: 'Open security info', url: 'https://aka.ms/mysecurityinfo' },
    },
  },
  unanswered: { ...result, result: { kind: 'unanswered', at: '09:40 today' } },
};

const laters: Record<string, GuideLaterView> = {
  'put away': {
    who: head,
    place: first.place,
    guideTitle: 'Set up MFA with the Microsoft Authenticator app',
    by: 'Monday 19 November 2018',
  },
  'put away, no date': {
    who: head,
    place: first.place,
    guideTitle: 'Set up MFA with the Microsoft Authenticator app',
  },
};

/** Cards of the guides. */
export const guideEntries: GalleryEntry[] = [
  ...entries('Guide step', guideStepCard, guideStepSummary, steps),
  ...entries('Guide result', guideResultCard, guideResultSummary, results),
  ...entries('Guide later', guideLaterCard, guideLaterSummary, laters),
];
