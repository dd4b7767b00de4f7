import { type AnswerView, answerCard, answerSummary } from '../answer.ts';
import { upsetCard, upsetSummary } from '../courtesy.ts';
import { type DontKnowView, dontKnowCard, dontKnowSummary } from '../dont-know.ts';
import { type RefusalView, refusalCard, refusalSummary } from '../refusal.ts';
import { type StrangerView, strangerCard, strangerSummary } from '../stranger.ts';
import { type TroubleView, troubleCard, troubleSummary } from '../trouble.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact, source } from './samples.ts';

const answer: AnswerView = {
  title: 'What is an app password?',
  blocks: [
    {
      kind: 'text',
      text: 'An app password is a long password that Microsoft makes for one program that cannot ask for a second step.',
    },
    {
      kind: 'bullets',
      items: [
        'You need one only for an older Outlook, such as Outlook 2010.',
        'Make one for each computer. You type it once.',
        'Outlook 2016 and later ask for your second step and need none.',
      ],
    },
    { kind: 'text', text: 'You can make one once MFA is switched on for your account.' },
  ],
  source,
  related: { kind: 'guide', guide: 'set-up-mfa' },
  serviceDesk: contact.serviceDesk,
};

const question = '4a4f7b8e-59a9-4a6c-9a8e-1f2d3c4b5a69';

const close = [
  { id: 'when-is-my-turn', title: 'When is my turn?' },
  { id: 'lost-phone', title: 'What if I lose my phone?' },
  { id: 'what-is-an-app-password', title: 'What is an app password, and do I need one for my Outlook?' },
];

const answers: Record<string, AnswerView> = {
  'with the guide that sets up': answer,
  'naming a date that was moved': {
    ...answer,
    blocks: [{ kind: 'text', text: 'MFA is planned for the week of Monday 10 December 2018.' }],
    changes: [
      'Monday 10 December 2018 was moved on Monday 26 November 2018 by the Service Desk: many offices are closed.',
    ],
  },
  'with a way on': {
    ...answer,
    title: 'Why are we doing this?',
    blocks: answer.blocks.slice(0, 1),
    related: undefined,
    helpful: { id: 'why-mfa', question, others: ['what-is-mfa'] },
  },
  'with others that may be meant': {
    ...answer,
    near: close,
    helpful: { id: 'what-is-an-app-password', question, others: close.map(({ id }) => id) },
  },
  'after one that did not help': {
    ...answer,
    lead: 'Sorry that the last answer did not help. Is this nearer?',
    related: { kind: 'command', command: 'person' },
    helpful: { id: 'what-is-an-app-password', question, others: [] },
  },
  'with a guide at its step': {
    ...answer,
    related: { kind: 'command', command: 'status' },
    guide: { id: 'app-password', step: 'where-mail', label: 'Do I need one?' },
  },
  'with dates': {
    ...answer,
    related: { kind: 'command', command: 'dates' },
    helpful: { id: 'dates', others: [] },
  },
};

const unknowns: Record<string, DontKnowView> = {
  'nothing close': { didYouMean: [], question, contact },
  'did you mean': { didYouMean: close, question, contact },
};

const refusals: Record<string, RefusalView> = {
  'not in the group': { kind: 'not-a-member', wanted: 'send a notice', contact },
  'could not be checked': { kind: 'unchecked', wanted: 'see the progress', contact },
  'may not be looked up': { kind: 'not-allowed', wanted: 'see the progress', contact },
};

const troubles: Record<string, TroubleView> = { 'our side': { reference: 'K7QF-2M9D', contact } };

const strangers: Record<string, StrangerView> = { 'account not found': { contact } };

/** Cards that answer what was typed. */
export const questionEntries: GalleryEntry[] = [
  ...entries('Answer', answerCard, answerSummary, answers),
  ...entries('Do not know', dontKnowCard, dontKnowSummary, unknowns),
  ...entries('Upset', upsetCard, upsetSummary, { 'nothing asked': { contact } }),
  ...entries('Refusal', refusalCard, refusalSummary, refusals),
  ...entries('Stranger', strangerCard, strangerSummary, strangers),
  ...entries('Trouble', troubleCard, troubleSummary, troubles),
];
