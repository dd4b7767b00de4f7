import { execute } from './actions/action.ts';
import { guideWho } from './actions/guide.ts';
import type { AdaptiveCard } from './card.ts';
import {
  buttonRow,
  buttonRows,
  faultPanel,
  heading,
  note,
  paragraph,
  primary,
  title,
  withoutInputs,
} from './elements.ts';
import { type GuideSubject, guideCard, type KeeperName } from './guide-frame.ts';
import { joined } from './words-dates.ts';

/** A keeper who said before who they are, and how far they are in this guide. */
export interface KnownKeeper extends KeeperName {
  place: { kind: 'new' } | { kind: 'under-way'; number: number; of: number } | { kind: 'done' };
}

/** Asked before a guide in which each keeper of a shared account has a place of their own. */
export interface WhoAreYouView extends Omit<GuideSubject, 'keeper'> {
  guide: string;
  /** The step that the button led to. */
  step?: string;
  /** In the order of joining. */
  keepers: KnownKeeper[];
  /** What is wrong with the name that was typed, in one sentence. */
  fault?: string;
}

/** The longest first name, in characters; the same number as in services/people. */
const nameMax = 30;

/** How many keepers have a button; the others type their name, which finds the same place. */
const mostButtons = 8;

/** A button for everybody known, and a first name for everybody else. */
export function whoAreYouCard(view: WhoAreYouView): AdaptiveCard {
  const { who, guide, step, keepers } = view;
  return guideCard(view, {
    summary: whoAreYouSummary(view),
    body: [
      title('Who are you?'),
      paragraph([
        'Several people may share ',
        { strong: who.address },
        '. Each has their own place in this guide.',
      ]),
      ...faultPanel(view.fault),
      ...buttonRows(
        keepers
          .slice(0, mostButtons)
          .map((keeper) =>
            withoutInputs(execute(guideWho, keeperWords(keeper), { guide, step, keeper: keeper.id })),
          ),
      ),
      ...(keepers.length === 0
        ? buttonRow(withoutInputs(execute(guideWho, 'Only I use this mailbox', { guide, step, alone: true })))
        : []),
      heading(keepers.length === 0 ? 'Do several of you use it?' : 'Somebody else?'),
      ...(keepers.length > mostButtons ? [paragraph(rest(keepers.slice(mostButtons)))] : []),
      {
        type: 'Input.Text',
        id: 'firstName',
        label: 'Your first name',
        isRequired: true,
        maxLength: nameMax,
        errorMessage: `Type your first name, in at most ${nameMax} letters`,
        spacing: 'medium',
      },
      note(
        'A first name is enough. Everybody who uses this mailbox sees it here, and the service desk if you ask them for help.',
      ),
    ],
    actions: [primary(execute(guideWho, 'Continue', { guide, step }))],
  });
}

/** The same in plain words. */
export function whoAreYouSummary({ who }: WhoAreYouView): string {
  return `Who are you? Several people may share ${who.address}. Each has their own place in the guide.`;
}

function keeperWords({ firstName, place }: KnownKeeper): string {
  switch (place.kind) {
    case 'new':
      return firstName;
    case 'under-way':
      return `${firstName}, at step ${place.number} of ${place.of}`;
    case 'done':
      return `${firstName}, done`;
  }
}

function rest(keepers: KnownKeeper[]): string {
  return `Also on the list: ${joined(keepers.map(({ firstName }) => firstName))}. Type your name as it stands here.`;
}
