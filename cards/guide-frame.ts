import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { header, note } from './elements.ts';
import { plainCard } from './plain.ts';
import type { Who } from './standing.ts';

/** Where a walk through a guide stands; every button that moves it carries all of this. */
export interface GuidePlace {
  /** The walk's id: a card that was forwarded names somebody else's. */
  walk: string;
  guide: string;
  step: string;
  version: number;
}

/** One of the people who share an account. The first name is as they typed it. */
export interface KeeperName {
  id: string;
  firstName: string;
}

/** Whose guide a card shows, and how. */
export interface GuideSubject {
  who: Who;
  /** Present where several people share the account and this one has said who they are. */
  keeper?: KeeperName;
  guideTitle: string;
  /** Plain mode: a short text in one order, without pictures, panels and columns; answers come as new messages. */
  plain?: boolean;
}

/** What a button into a guide carries of its reader, so that they are not asked again who they are. */
export function readerOf(keeperId: string | undefined): { keeper: string } | { alone: true } {
  return keeperId === undefined ? { alone: true } : { keeper: keeperId };
}

interface GuideCard {
  summary: string;
  body: Element[];
  actions: Action[];
  /** In plain mode the last line: what can be typed. */
  typed?: string;
}

/**
 * A card of a guide: on top whose it is. In plain mode that comes below, so that every message begins with what is
 * new, and the last line says what can be typed.
 */
export function guideCard(subject: GuideSubject, { summary, body, actions, typed }: GuideCard): AdaptiveCard {
  const { who, keeper, guideTitle } = subject;
  if (!subject.plain) {
    return card(summary, [...header(guideTitle, who.address, keeper?.firstName), ...body], actions);
  }
  const whose = [who.address, keeper?.firstName].filter((part) => part !== undefined).join(', ');
  return plainCard(
    card(
      summary,
      [
        ...body,
        note(`Guide: ${sentenceOf(guideTitle)} For ${whose}.`),
        ...(typed === undefined ? [] : [note(typed)]),
      ],
      actions,
    ),
  );
}

/** A title as a sentence: with a full stop unless it ends in a mark of its own. */
export function sentenceOf(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
