import { normalise, stemsOf } from './normalise.ts';

/** Puts the slips of a fast typist right, as far as the words that articles are asked with are meant. */
export interface Spelling {
  /** The text as `normalise` makes it, with each unknown word that is near a known one replaced by it. */
  correct(text: string): string;
}

/** A word is only corrected into one that at least this many phrasings use; one that as many use is no slip. */
const leastUse = 6;

/** Words that people mean beside those of the phrasings: no date stands in an article. */
const furtherWords =
  'january february march april september october november december monday tuesday wednesday thursday friday losing'.split(
    ' ',
  );

/** Makes a spelling from normalised phrasings: what many of them say is what a slip is likely to mean. */
export function createSpelling(normalised: readonly string[]): Spelling {
  const uses = new Map<string, number>(furtherWords.map((word) => [word, leastUse]));
  const stemUses = new Map<string, number>();
  for (const phrasing of normalised) {
    for (const word of new Set(phrasing.split(' '))) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  for (const [word, count] of uses)
    for (const stem of stemsOf(word)) stemUses.set(stem, (stemUses.get(stem) ?? 0) + count);
  const common = [...uses].filter(([word, count]) => count >= leastUse && word.length >= 4);
  const isKnown = (word: string) => stemsOf(word).every((stem) => (stemUses.get(stem) ?? 0) >= leastUse);
  const known = new Map<string, string>();

  function nearest(word: string): string {
    const most = word.length >= 8 ? 2 : 1;
    let best: { word: string; distance: number; count: number } | undefined;
    for (const [candidate, count] of common) {
      if (Math.abs(candidate.length - word.length) > most) continue;
      // Few slip at the first letter, and many words differ in it alone.
      if (candidate[0] !== word[0]) continue;
      const distance = slipsBetween(word, candidate, most);
      if (distance > most) continue;
      if (!best || distance < best.distance || (distance === best.distance && count > best.count))
        best = { word: candidate, distance, count };
    }
    return best?.word ?? word;
  }

  return {
    correct(text) {
      return normalise(text)
        .split(' ')
        .map((word) => {
          if (word.length < 4 || !/^\p{L}+$/u.test(word) || isKnown(word)) return word;
          const kept = known.get(word) ?? nearest(word);
          if (known.size < 5_000) known.set(word, kept);
          return kept;
        })
        .join(' ');
    },
  };
}

/**
 * How many slips (a letter missing, too many, wrong, or two exchanged) lie between two words; anything above `most` is
 * as good as `most + 1`. The optimal string alignment distance.
 */
function slipsBetween(a: string, b: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let at = 1; at <= b.length; at += 1) {
      const isSame = a[row - 1] === b[at - 1];
      let least = Math.min(
        (last[at] ?? 0) + 1,
        (now[at - 1] ?? 0) + 1,
        (last[at - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (row > 1 && at > 1 && a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1])
        least = Math.min(least, (beforeLast[at - 2] ?? 0) + 1);
      now.push(least);
    }
    if (Math.min(...now) > most) return most + 1;
    [beforeLast, last] = [last, now];
  }
  return last[b.length] ?? most + 1;
}
