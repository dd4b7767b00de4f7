import { type KeepersView, keepersCard, keepersSummary } from '../keepers.ts';
import { type WhoAreYouView, whoAreYouCard, whoAreYouSummary } from '../who-are-you.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { alex, many, priya, sam } from './guide-samples.ts';
import { contact, head, office } from './samples.ts';

const asked: WhoAreYouView = {
  who: head,
  guideTitle: 'Set up MFA',
  guide: 'set-up-mfa',
  keepers: [
    { ...sam, place: { kind: 'under-way', number: 3, of: 7 } },
    { ...priya, place: { kind: 'done' } },
    { ...alex, place: { kind: 'new' } },
  ],
};

const questions: Record<string, WhoAreYouView> = {
  'nobody yet': { ...asked, keepers: [], who: office },
  'three people': asked,
  'a faulty name': { ...asked, fault: 'A first name has letters only, such as Anne-Marie.' },
  'more people than buttons': {
    ...asked,
    keepers: many.map((keeper, index) => ({
      ...keeper,
      place: index % 2 === 0 ? { kind: 'done' } : { kind: 'under-way', number: 3, of: 7 },
    })),
  },
  'in plain mode': { ...asked, plain: true },
};

const list: KeepersView = {
  who: head,
  guide: 'set-up-mfa',
  keepers: [
    { ...sam, isOwner: true, works: true, saidAt: 'Monday 12 November 2018' },
    { ...priya, isOwner: false, works: false },
    { ...alex, isOwner: false, works: false },
  ],
  contact,
};

const lists: Record<string, KeepersView> = {
  'nobody yet': { ...list, keepers: [] },
  'two are missing': list,
  'everybody is done': { ...list, keepers: list.keepers.map((keeper) => ({ ...keeper, works: true })) },
  closed: { ...list, closedAt: 'Friday 16 November 2018' },
  'forty people': {
    ...list,
    who: office,
    keepers: many.map((keeper, index) => ({ ...keeper, isOwner: index === 0, works: index % 4 !== 0 })),
  },
  'in plain mode': { ...list, plain: true },
};

/** Cards about the people who share an account. */
export const keeperEntries: GalleryEntry[] = [
  ...entries('Who are you', whoAreYouCard, whoAreYouSummary, questions),
  ...entries('Who uses this mailbox', keepersCard, keepersSummary, lists),
];
