import { type GuideStepView, guideStepCard, guideStepSummary } from '../guide-step.ts';
import { withHelpAddress } from '../help-address.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { end, first, inPlainMode, last, middle } from './guide-samples.ts';
import { office } from './samples.ts';

const steps: Record<string, GuideStepView> = {
  'first, with choices': first,
  'first, without': {
    ...first,
    keeper: undefined,
    title: 'Before you start',
    text: ['You need about ten minutes, this computer and your phone.'],
    list: ['Have your phone at hand, connected to the internet.', 'Know the password of this account.'],
    way: { kind: 'next' },
  },
  'middle, with a picture': middle,
  'middle, where no address serves pictures': { ...middle, picture: undefined, who: office },
  'middle, with long answers': {
    ...middle,
    title: 'Where do you read mail?',
    text: ['Open Outlook, choose File, then Office Account. It stands under “About Outlook”.'],
    list: undefined,
    link: undefined,
    way: {
      kind: 'choices',
      choices: [
        { id: '2010', label: 'Outlook 2010, or older than that one' },
        { id: '2013', label: 'Outlook 2013' },
        { id: '2016', label: 'The Outlook app on a phone or tablet' },
        { id: 'unknown', label: 'I do not know' },
      ],
    },
  },
  last,
  'an older card was pressed': { ...middle, note: 'That was an older card. This is where you are now.' },
};

const ends: Record<string, GuideStepView> = {
  'not needed': end,
  'not needed, with something to do': {
    ...end,
    title: 'Add the account again, with no app password',
    list: ['Open Settings, then Mail.', 'Remove the account.', 'Add it again as “Microsoft Exchange”.'],
  },
  done: {
    ...end,
    title: 'Outlook is working again',
    text: ['Thank you. I have noted it. Make one more app password for each other device.'],
    way: { kind: 'end', end: 'done' },
  },
  wait: {
    ...end,
    title: 'You can make one later',
    text: [
      'An app password can be made from the morning of Monday 19 November 2018. Set up MFA before that day.',
    ],
    way: { kind: 'end', end: 'wait', leads: { title: 'Set up MFA first', guide: 'set-up-mfa' } },
  },
  'ask the desk': {
    ...end,
    title: 'Leave the copier as it is',
    text: ['A copier that sends mail needs a change that only the service desk can make.'],
    way: { kind: 'end', end: 'ask-desk' },
  },
  'ask the desk, or another guide': {
    ...end,
    title: 'You are locked out',
    text: ['Somebody has to let you in again. If you still have a number, try that first.'],
    way: {
      kind: 'end',
      end: 'ask-desk',
      leads: { title: 'My code is not accepted', guide: 'code-not-accepted' },
    },
  },
  'other guide': {
    ...end,
    title: 'Add the new phone first',
    text: ['Keep the old phone until the new one works.'],
    way: {
      kind: 'end',
      end: 'other-guide',
      leads: { title: 'Go to: new phone', guide: 'new-phone', step: 'start' },
    },
  },
  'reached at once': { ...end, number: 1, of: 1 },
};

/** Every kind of step and of end, as cards and in plain mode. */
export const guideStepEntries: GalleryEntry[] = [
  ...entries('Guide step', guideStepCard, guideStepSummary, steps),
  ...entries('Guide end', guideStepCard, guideStepSummary, ends),
  ...entries('Guide step in plain mode', guideStepCard, guideStepSummary, inPlainMode(steps)),
  ...entries('Guide end in plain mode', guideStepCard, guideStepSummary, inPlainMode(ends)),
  ...entries(
    'Guide step with the help address',
    (view: GuideStepView) => withHelpAddress(guideStepCard(view), 'https://mfa.norfolk.example/help'),
    guideStepSummary,
    { 'as a card': middle, ...inPlainMode({ 'in plain mode': middle }) },
  ),
];
