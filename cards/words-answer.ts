import { joined } from './words-dates.ts';

/** An answer of the service desk as people say it: 'Answer 12'. */
export function answerName(number: number): string {
  return `Answer ${number}`;
}

/** Where an answer stands. `changed`: people get it, and words beside it are not published yet. */
export type AnswerState = 'draft' | 'published' | 'changed' | 'withdrawn';

/** The same as a line of a list. */
export function stateWords(state: AnswerState): string {
  switch (state) {
    case 'draft':
      return 'a draft, nobody gets it yet';
    case 'published':
      return 'people get it';
    case 'changed':
      return 'people get it, changes wait to be published';
    case 'withdrawn':
      return 'withdrawn, nobody gets it';
  }
}

/** Who gets an answer, and when. Days are in words. */
export interface AnswerReach {
  /** Names of groups of accounts; empty for everybody. */
  cohorts: string[];
  from?: string;
  until?: string;
  /** Its last day has gone by. */
  isOver: boolean;
}

/** 'Everybody', "Head teachers' accounts and School office accounts" */
export function reachWords({ cohorts }: AnswerReach): string {
  return cohorts.length === 0 ? 'Everybody' : joined(cohorts);
}

/** 'At any time', 'From Monday 19 November 2018', 'Until …', 'From … until …' */
export function spanWords({ from, until, isOver }: AnswerReach): string {
  if (isOver) return `Until ${until}. That day has gone by, so nobody gets it`;
  if (from === undefined) return until === undefined ? 'At any time' : `Until the end of ${until}`;
  return until === undefined ? `From ${from}` : `From ${from} until the end of ${until}`;
}
