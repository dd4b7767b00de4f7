import type { Element } from './card.ts';
import { note, paragraph } from './elements.ts';
import type { DateWords } from './standing.ts';
import { sentence } from './words-dates.ts';

/** A change of the plan, as the service desk reads it. */
export interface PlanChangeView {
  id: number;
  what: 'moved' | 'paused' | 'resumed' | 'undone';
  /** "School office accounts, Outlook on the web" */
  phase: string;
  /** A school's domain, where it is for one. */
  school?: string;
  /** The date that it set. */
  to?: DateWords;
  /** The number of the change that it took back. */
  undoes?: number;
  /** It counts no more: another one took it back. */
  isUndone: boolean;
  /** As typed. */
  why: string;
  /** The sign-in name of who did it; absent where that is no longer kept. */
  by?: string;
  /** When, in words. */
  at: string;
}

/** 'Moved to Monday 10 December 2018', 'Paused', 'Change 3 taken back' */
export function changeWords({ what, to = 'another date', undoes }: PlanChangeView): string {
  switch (what) {
    case 'moved':
      return `Moved to ${to}`;
    case 'paused':
      return 'Paused';
    case 'resumed':
      return `Resumed with ${to}`;
    case 'undone':
      return `Change ${undoes} taken back`;
  }
}

/** A change as an entry of a list: what, of which date, why, who and when. */
export function changeEntry(change: PlanChangeView): Element {
  const { id, phase, school, why, by = 'somebody whose name is no longer kept', at, isUndone } = change;
  return {
    type: 'Container',
    spacing: 'medium',
    separator: true,
    items: [
      paragraph([{ strong: `${changeWords(change)}${isUndone ? ' (taken back)' : ''}` }], 'none'),
      paragraph(school === undefined ? phase : `${phase}, only ${school}`, 'none'),
      paragraph(sentence(why), 'none'),
      note(`Change ${id}, ${by}, ${at}`, 'none'),
    ],
  };
}
