import { type AdaptiveCard, barId } from './card.ts';
import { note } from './elements.ts';

/**
 * The card with a last quiet line above its buttons that says where help is without Teams, in a form that is short
 * to type. `address` is the full address of the help pages; without one the card stays as it is.
 */
export function withHelpAddress(card: AdaptiveCard, address: string | undefined): AdaptiveCard {
  if (address === undefined) return card;
  const short = address.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  const bar = card.body.findIndex(({ id }) => id === barId);
  const end = bar === -1 ? card.body.length : bar;
  const line = note(`Locked out of Teams? ${short}`);
  return { ...card, body: [...card.body.slice(0, end), line, ...card.body.slice(end)] };
}
