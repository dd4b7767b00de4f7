import type { MfaStatus } from '../rollout/mfa-status.ts';

/** A piece of an answer: a paragraph or a bulleted list, in plain text without any markup. */
export type AnswerBlock = { kind: 'text'; text: string } | { kind: 'bullets'; items: string[] };

/** Where an answer's button leads: a guide, at a step where one is named, or a command as a person would type it. */
export type Related =
  | { kind: 'guide'; guide: string; step?: string }
  | { kind: 'command'; command: RelatedCommand };

export type RelatedCommand = 'status' | 'dates' | 'help' | 'person' | 'my-data';

/** One answer, filled in for the person who asked. `source` says what it rests on; its date is in words. */
export interface Answer {
  articleId: string;
  title: string;
  blocks: AnswerBlock[];
  source: { name: string; date: string };
  /**
   * Where the service desk changed dates that the answer names, a sentence each, with a reason as it was typed: never
   * Markdown. Absent where there are none.
   */
  changes?: string[];
  related?: Related;
}

/**
 * Who asks and when. Leave `upn` out for somebody whose account is not known, and `status` out where nothing is
 * known of it: the answer then says that it does not know, and never guesses.
 */
export interface Situation {
  now: Date;
  upn?: string;
  status?: MfaStatus;
}
