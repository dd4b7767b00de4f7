import { submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import { statusShow } from './actions/status.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { header, note, panel, paragraph, primary, title } from './elements.ts';
import type { Contact, DateWords, Surface, Who } from './standing.ts';
import { helpLine } from './words-contact.ts';
import { joined, sentence } from './words-dates.ts';
import { surfaceName } from './words-surface.ts';

/** A date that changed after somebody was told it. */
export interface DateMove {
  surface: Surface;
  /** What they were told; absent where they were told that it is paused. */
  from?: DateWords;
  to: { kind: 'date'; when: DateWords } | { kind: 'paused' };
  /** The reason as the service desk typed it. */
  why: string;
}

/** What somebody who was told a date hears when it changes. */
export interface DateMovedView {
  who: Who;
  organisation: string;
  /** By which others can confirm it: 'KMPT-WX34'. */
  reference: string;
  /** At least one. */
  moves: DateMove[];
  contact: Contact;
}

/** The old date, the new one, why, and that nothing else changes. */
export function dateMovedCard(view: DateMovedView): AdaptiveCard {
  const groups = alike(view.moves);
  return card(
    dateMovedSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title(titleOf(view.moves)),
      ...groups.map(moved),
      ...[...new Set(view.moves.map(({ why }) => why))].map((why) => paragraph([{ strong: 'Why: ' }, why])),
      paragraph('Nothing else changes. What you have set up stays as it is.'),
      note(
        `From the ${view.contact.serviceDesk} of ${view.organisation}. Reference of this message: ${view.reference}`,
      ),
      note(`Need help? ${helpLine(view.contact)}`, 'small'),
    ],
    [primary(submit(datesShow, 'See all dates', {})), submit(statusShow, 'My status', {})],
  );
}

/** The new dates in plain words. */
export function dateMovedSummary({ who, moves }: DateMovedView): string {
  const parts = alike(moves).map(([first, ...rest]) => `${names([first, ...rest])}: ${newWords(first)}`);
  return `${who.address}: ${titleOf(moves)}. ${parts.join('; ')}.`;
}

function titleOf(moves: DateMove[]): string {
  return moves.every(({ to }) => to.kind === 'paused') ? 'Your date is paused' : 'Your date has changed';
}

type Alike = [DateMove, ...DateMove[]];

/** Surfaces that moved together are told together. */
function alike(moves: DateMove[]): Alike[] {
  const groups: Alike[] = [];
  for (const move of moves) {
    const same = groups.find(([first]) => first.from === move.from && newWords(first) === newWords(move));
    if (same) same.push(move);
    else groups.push([move]);
  }
  return groups;
}

function moved(group: Alike): Element {
  const [{ from, to }] = group;
  return panel([
    paragraph(names(group), 'none'),
    paragraph(
      [{ strong: to.kind === 'paused' ? 'No date at present' : `Now: ${sentence(to.when)}` }],
      'none',
    ),
    ...(to.kind === 'paused' ? [paragraph('A new date will follow.', 'none')] : []),
    note(from === undefined ? 'It was paused before.' : `Before: ${sentence(from)}`, 'none'),
  ]);
}

function names(group: Alike): string {
  return sentence(joined(group.map(({ surface }) => surfaceName(surface))));
}

function newWords({ to }: DateMove): string {
  return to.kind === 'paused' ? 'paused, a new date will follow' : to.when;
}
