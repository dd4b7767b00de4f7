import type { GuidePlace } from '../guide-frame.ts';
import type { GuideStepView } from '../guide-step.ts';
import { head } from './samples.ts';

/** Views that several cards of the guides share. The first names are made up. */

/** The same views in plain mode. */
export function inPlainMode<View>(views: Record<string, View>): Record<string, View & { plain: true }> {
  return Object.fromEntries(
    Object.entries(views).map(([state, view]) => [state, { ...view, plain: true as const }]),
  );
}

export const place: GuidePlace = {
  walk: '0d6f5a52-6f0f-4a0e-8f8e-2b8f6b1f9c11',
  guide: 'set-up-mfa',
  step: 'what-do-you-have',
  version: 1,
};

export const sam = { id: '7c0a4b0e-1a54-4a3b-9a53-5f1d0f3c2a01', firstName: 'Sam' };
export const priya = { id: '7c0a4b0e-1a54-4a3b-9a53-5f1d0f3c2a02', firstName: 'Priya' };
export const alex = { id: '7c0a4b0e-1a54-4a3b-9a53-5f1d0f3c2a03', firstName: 'Alex' };

/** More people than a card has buttons for, some with the longest names that are taken. */
export const many = Array.from({ length: 40 }, (_, index) => ({
  id: `7c0a4b0e-1a54-4a3b-9a53-5f1d0f3c${1000 + index}`,
  firstName: index % 3 === 0 ? `Żółć Maximiliana Annabella ${'abcdefghijklmn'[index / 3]}` : `Sam ${index}`,
}));

export const first: GuideStepView = {
  who: head,
  keeper: sam,
  place,
  guideTitle: 'Set up MFA',
  number: 1,
  of: 7,
  title: 'What do you have?',
  text: [
    'MFA is a second step when you sign in. Nobody ever needs your password or a code: not me, not the service desk.',
    'Each of you adds your own device.',
  ],
  tip: 'You can use your own phone or one of the school. Nobody sees your number.',
  way: {
    kind: 'choices',
    choices: [
      { id: 'iphone', label: 'iPhone' },
      { id: 'android', label: 'Android phone' },
      { id: 'phone', label: 'Text message or phone call' },
      { id: 'passkey', label: 'Passkey or security key' },
      { id: 'token', label: 'Hardware token' },
      { id: 'none', label: 'None of these' },
    ],
  },
  serviceDesk: 'Service Desk',
};

export const middle: GuideStepView = {
  ...first,
  place: { ...place, step: 'scan-the-code', version: 4 },
  number: 4,
  title: 'Scan the QR code',
  text: ['The security info page shows a square code. Your phone reads it and knows the account.'],
  picture: {
    url: 'https://bot.example/pictures/scan-the-code.png',
    altText: 'A computer shows a square code. A phone points its camera at it.',
  },
  list: [
    'In the app, choose “Add account”, then “Work or school account”.',
    'Choose “Scan a QR code” and point the phone at the screen.',
    'On the computer, choose “Next”.',
  ],
  link: { title: 'Open security info', url: 'https://aka.ms/mysecurityinfo' },
  tip: 'If the camera does not open, allow the app to use it in the settings of the phone.',
  way: { kind: 'next' },
  plainLines: [
    'Can’t scan the picture? Choose “Can’t scan image?” on the computer. Type the code and the address that it shows into the app.',
  ],
};

export const last: GuideStepView = {
  ...first,
  place: { ...place, step: 'check', version: 7 },
  number: 7,
  title: 'Check that it worked',
  text: ['I ask Microsoft if it sees your second step. It can take a minute to show.'],
  tip: undefined,
  way: { kind: 'check' },
};

export const end: GuideStepView = {
  ...first,
  guideTitle: 'Do I need an app password?',
  place: { ...place, guide: 'app-password', step: 'browser', version: 2 },
  number: 2,
  of: 2,
  title: 'You need no app password',
  text: ['In the browser you sign in with your password and your second step. There is nothing to change.'],
  tip: undefined,
  way: { kind: 'end', end: 'not-needed' },
};
