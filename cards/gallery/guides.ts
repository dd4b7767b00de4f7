import { type GuideForeignView, guideForeignCard, guideForeignSummary } from '../guide-foreign.ts';
import { type GuideLaterView, guideLaterCard, guideLaterSummary } from '../guide-later.ts';
import { type GuideResultView, guideResultCard, guideResultSummary } from '../guide-result.ts';
import { type GuideStuckView, guideStuckCard, guideStuckSummary } from '../guide-stuck.ts';
import { type PersonalChatView, personalChatCard, personalChatSummary } from '../personal-chat.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { inPlainMode, last, middle, place, sam } from './guide-samples.ts';
import { guideStepEntries } from './guide-steps.ts';
import { contact, effects, head, teacher } from './samples.ts';

const result: GuideResultView = {
  who: teacher,
  place: last.place,
  guideTitle: 'Set up MFA',
  result: {
    kind: 'done',
    methods: ['Microsoft Authenticator'],
    at: '09:41 today',
    effect: effects.offSetUp,
  },
  contact,
};

const shared: GuideResultView = {
  ...result,
  who: head,
  keeper: sam,
  result: {
    kind: 'done',
    methods: ['Microsoft Authenticator', 'a phone number'],
    at: '09:41 today',
    effect: effects.enforcedSetUp,
    outlookGuide: 'app-password',
    keepers: { done: ['Priya'], waiting: ['Sam', 'Alex'] },
  },
};

const results: Record<string, GuideResultView> = {
  'done before the date': result,
  'done after it, two methods, no app passwords': {
    ...result,
    result: {
      kind: 'done',
      methods: ['Microsoft Authenticator', 'a phone number'],
      at: '09:41 today',
      effect: { ...effects.enforcedSetUp, appPasswords: 'not-accepted' },
    },
  },
  'done, Outlook is affected': {
    ...result,
    result: {
      kind: 'done',
      methods: ['Microsoft Authenticator'],
      at: '09:41 today',
      effect: effects.enforcedSetUp,
      outlookGuide: 'app-password',
    },
  },
  'done, shared': shared,
  'done, shared, nobody has said so yet': {
    ...shared,
    result: {
      kind: 'done',
      methods: ['Microsoft Authenticator'],
      at: '09:41 today',
      effect: effects.offSetUp,
      keepers: { done: [], waiting: ['Sam'] },
    },
  },
  'mine works, others are missing': {
    ...shared,
    result: {
      kind: 'works',
      keepers: { done: ['Sam', 'Priya'], waiting: ['Alex'] },
      outlookGuide: 'app-password',
    },
  },
  'mine works, nobody is missing': {
    ...shared,
    result: { kind: 'works', keepers: { done: ['Sam', 'Priya', 'Alex'], waiting: [] } },
  },
  'still asking': { ...shared, result: { kind: 'still-asking', comesAs: 'edit' } },
  'not yet': {
    ...result,
    result: {
      kind: 'not-yet',
      at: '09:40 today',
      link: { title: 'Open security info', url: 'https://aka.ms/mysecurityinfo' },
    },
  },
  'another one is not there yet': {
    ...result,
    result: {
      kind: 'not-added',
      chosen: 'an authenticator app',
      methods: ['a phone number'],
      at: '09:40 today',
      link: { title: 'Open security info', url: 'https://aka.ms/mysecurityinfo' },
    },
  },
  unanswered: { ...result, result: { kind: 'unanswered', at: '09:40 today' } },
  'may not be looked up': {
    ...result,
    result: {
      kind: 'cannot-look',
      link: { title: 'Open security info', url: 'https://aka.ms/mysecurityinfo' },
    },
  },
  'done by their own word': { ...result, result: { kind: 'said' } },
};

/** In plain mode no card changes: a late answer is a message of its own. */
const stillAskingInPlainMode: GuideResultView = {
  ...shared,
  result: { kind: 'still-asking', comesAs: 'message' },
};

const stuck: GuideStuckView = {
  who: head,
  keeper: sam,
  place: middle.place,
  guideTitle: 'Set up MFA',
  stepTitle: middle.title,
  helps: [
    'Make the window on the computer larger until you see the whole code.',
    'Wipe the camera of the phone and hold it a hand’s width away.',
    'Choose “Can’t scan image?” on the computer and type what it shows.',
  ],
  requestId: '5f0c6f5e-2d0b-4f0a-9a36-0a8b6f5e2d0b',
  contact,
};

const stucks: Record<string, GuideStuckView> = {
  'at a step': stuck,
  'at an end that needs a person': { ...stuck, keeper: undefined, helps: [] },
};

const later: GuideLaterView = {
  who: head,
  keeper: sam,
  place,
  guideTitle: 'Set up MFA',
  command: 'set up MFA',
  by: 'Monday 19 November 2018',
};

const laters: Record<string, GuideLaterView> = {
  'put away': later,
  'put away, no date, one person': { ...later, who: teacher, keeper: undefined, by: undefined },
};

const foreign: GuideForeignView = { who: head, guide: 'set-up-mfa', guideTitle: 'Set up MFA' };

const chats: Record<string, PersonalChatView> = {
  'in a group chat': { link: 'https://teams.microsoft.com/l/chat/0/0?users=28:00000000-0000-0000-0000-0000' },
};

/** Cards of the guides. */
export const guideEntries: GalleryEntry[] = [
  ...guideStepEntries,
  ...entries('Guide stuck', guideStuckCard, guideStuckSummary, stucks),
  ...entries('Guide stuck in plain mode', guideStuckCard, guideStuckSummary, inPlainMode(stucks)),
  ...entries('Guide result', guideResultCard, guideResultSummary, results),
  ...entries(
    'Guide result in plain mode',
    guideResultCard,
    guideResultSummary,
    inPlainMode({ ...results, 'still asking': stillAskingInPlainMode }),
  ),
  ...entries('Guide later', guideLaterCard, guideLaterSummary, laters),
  ...entries('Guide of another account', guideForeignCard, guideForeignSummary, { pressed: foreign }),
  ...entries('Personal chat', personalChatCard, personalChatSummary, chats),
];
