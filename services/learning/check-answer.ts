import { DateTime } from 'luxon';
import { normalise } from '../knowledge/normalise.ts';
import { containsSecret } from '../knowledge/secrets.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { AnswerText } from './desk-answer.ts';
import { plainLine, plainText } from './plain-text.ts';

/** What must be mended before an answer can be kept, in words for whoever wrote it; never what they typed. */
export interface AnswerFault {
  field: 'title' | 'phrasings' | 'text' | 'validFrom' | 'validUntil' | 'cohorts';
  message: string;
}

/** An answer as it comes from a form: phrasings one a line, days as YYYY-MM-DD or empty. */
export interface TypedAnswer {
  title: string;
  phrasings: string;
  text: string;
  cohorts: string[];
  validFrom?: string;
  validUntil?: string;
}

/** Lengths in UTF-16 units, as a form counts them. The phrasings of one answer must not drown those of the others. */
export const answerLimits = {
  title: { least: 3, most: 100 },
  phrasing: 200,
  phrasings: 60,
  text: 2000,
} as const;

/**
 * Checks what was typed and gives the words as they are kept: without characters that no screen shows, without
 * phrasings that retrieval reads as the same, with every fault at once. Never throws. Pure.
 */
export function checkAnswer(
  typed: TypedAnswer,
  plan: Pick<RolloutPlan, 'cohorts'>,
): { kind: 'good'; text: AnswerText } | { kind: 'faulty'; faults: AnswerFault[] } {
  const title = plainLine(typed.title);
  const lines = plainText(typed.phrasings).split('\n').map(plainLine).filter(Boolean);
  const text = plainText(typed.text);
  const cohorts = [...new Set(typed.cohorts)];
  const validFrom = typed.validFrom?.trim() || undefined;
  const validUntil = typed.validUntil?.trim() || undefined;
  const phrasings = distinct(lines);
  const faults = [
    ...faultsOfTitle(title),
    ...faultsOfPhrasings(lines, phrasings),
    ...faultsOfText(text),
    ...faultsOfCohorts(cohorts, plan),
    ...faultsOfDays(validFrom, validUntil),
  ];
  if (faults.length > 0) return { kind: 'faulty', faults };
  return {
    kind: 'good',
    text: {
      title,
      phrasings,
      text,
      cohorts,
      ...(validFrom && { validFrom }),
      ...(validUntil && { validUntil }),
    },
  };
}

function faultsOfTitle(title: string): AnswerFault[] {
  const { least, most } = answerLimits.title;
  if (title.length < least) return fault('title', `Write a title of at least ${least} characters.`);
  if (title.length > most) return fault('title', `Shorten the title to ${most} characters.`);
  return containsSecret(title) ? fault('title', secretWords('The title')) : [];
}

function faultsOfPhrasings(lines: string[], phrasings: string[]): AnswerFault[] {
  const at = (isFaulty: (line: string) => boolean) => lines.findIndex(isFaulty) + 1;
  const wordless = at((line) => normalise(line) === '');
  const long = at((line) => line.length > answerLimits.phrasing);
  const secret = at(containsSecret);
  if (lines.length === 0)
    return fault('phrasings', 'Write at least one question as staff would ask it, one on each line.');
  if (wordless > 0)
    return fault('phrasings', `Question ${wordless} has no words. Write it in words or take it out.`);
  if (long > 0) return fault('phrasings', `Shorten question ${long} to ${answerLimits.phrasing} characters.`);
  if (phrasings.length > answerLimits.phrasings)
    return fault(
      'phrasings',
      `Keep at most ${answerLimits.phrasings} questions. There are ${phrasings.length}.`,
    );
  return secret > 0 ? fault('phrasings', secretWords(`Question ${secret}`)) : [];
}

function faultsOfText(text: string): AnswerFault[] {
  if (text === '') return fault('text', 'Write the answer.');
  if (text.length > answerLimits.text)
    return fault('text', `Shorten the answer to ${answerLimits.text} characters. It has ${text.length}.`);
  return [text, ...text.split('\n')].some(containsSecret) ? fault('text', secretWords('The answer')) : [];
}

function faultsOfCohorts(cohorts: string[], plan: Pick<RolloutPlan, 'cohorts'>): AnswerFault[] {
  const known = new Set(plan.cohorts.map(({ id }) => id));
  return cohorts.every((id) => known.has(id))
    ? []
    : fault('cohorts', 'Choose again who it is for. The rollout plan has no such group.');
}

function faultsOfDays(from: string | undefined, until: string | undefined): AnswerFault[] {
  const faults = [
    ...(isDay(from)
      ? []
      : fault('validFrom', 'Choose the first day again, or leave it empty. There is no such day.')),
    ...(isDay(until)
      ? []
      : fault('validUntil', 'Choose the last day again, or leave it empty. There is no such day.')),
  ];
  if (faults.length > 0 || from === undefined || until === undefined || from <= until) return faults;
  return fault('validUntil', 'Choose a last day that is not before the first day.');
}

/** A real day of this century as YYYY-MM-DD, or none at all. */
function isDay(typed: string | undefined): boolean {
  if (typed === undefined) return true;
  return /^20\d\d-\d\d-\d\d$/.test(typed) && DateTime.fromISO(typed, { zone: 'utc' }).isValid;
}

/** The first of those that retrieval reads as the same. */
function distinct(lines: string[]): string[] {
  return [...new Map(lines.toReversed().map((line) => [normalise(line), line])).values()].toReversed();
}

function secretWords(what: string): string {
  return `${what} seems to hold a password or a code. Take it out. Many people will read this answer.`;
}

function fault(field: AnswerFault['field'], message: string): AnswerFault[] {
  return [{ field, message }];
}
