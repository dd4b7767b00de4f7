import type { Question } from './questions.ts';
import type { Said, Way } from './ways.ts';

/** What became of a question: an answerable one is right at once, offered, wrong or missed; any other is refused or not. */
export type Outcome = 'right' | 'offered' | 'wrong' | 'missed' | 'refused' | 'not-refused';

export interface Asked {
  question: Question;
  said: Said;
  ms: number;
}

/** Asks one question after the other. */
export async function askAll(way: Way, questions: Question[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const question of questions) {
    const startedAt = performance.now();
    const said = await way.ask(question);
    asked.push({ question, said, ms: performance.now() - startedAt });
  }
  return asked;
}

/** `threshold`: below this score the way is taken to say "I do not know". */
export function outcomeOf({ question, said }: Asked, threshold: number): Outcome {
  const { accept, second } = question;
  const ids = said.score < threshold ? [] : said.ids;
  if (accept.length === 0) return ids.length === 0 ? 'refused' : 'not-refused';
  const meets = (wanted: string[]) => ids.some((id) => wanted.includes(id));
  if (ids.length === 0) return 'missed';
  if (said.offered) return meets(accept) ? 'offered' : 'missed';
  const first = ids.length > 1 && !second ? accept.includes(ids[0] ?? '') : meets(accept);
  return first && (!second || meets(second)) ? 'right' : 'wrong';
}

/** The threshold at which most questions are right or refused: what each yardstick is given, to be fair to it. */
export function bestThreshold(asked: Asked[]): number {
  const candidates = [0, ...new Set(asked.map(({ said }) => said.score))].toSorted((a, b) => a - b);
  const step = Math.max(1, Math.floor(candidates.length / 200));
  const tried = candidates.filter((_, at) => at % step === 0);
  const good = (threshold: number) =>
    asked.filter((one) => ['right', 'refused'].includes(outcomeOf(one, threshold))).length;
  return tried.reduce((best, one) => (good(one) > good(best) ? one : best), 0);
}

/** One row of the table: shares among the answerable and among the others, and the time of a question. */
export function rowOf(name: string, asked: Asked[], threshold: number): string {
  const counts = new Map<Outcome, number>();
  for (const one of asked) {
    const outcome = outcomeOf(one, threshold);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const others = asked.filter(({ question }) => question.accept.length === 0).length;
  const cell = (outcome: Outcome, of: number) => {
    const count = counts.get(outcome) ?? 0;
    return `${count} (${((100 * count) / Math.max(1, of)).toFixed(1)}%)`;
  };
  const answerable = asked.length - others;
  const shares = (['right', 'offered', 'wrong', 'missed'] as const).map((one) => cell(one, answerable));
  return `| ${[
    name,
    ...shares,
    cell('refused', others),
    `${quantile(
      asked.map(({ ms }) => ms),
      0.5,
    ).toFixed(1)} ms`,
  ].join(' | ')} |`;
}

/** The value below which this share of the numbers lies. */
export function quantile(numbers: number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
