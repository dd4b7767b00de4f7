/**
 * The traits of a text that the classifier weighs: its words, its pairs of words and the pieces of its words (three to
 * five letters, so that "authentcator" still has most of "authenticator"). Each trait has a number below `traitCount`, by
 * its hash: no list of traits has to be kept, and two that meet in one number harm little.
 */
export interface TextFeatures {
  traits: Int32Array;
  /** How much of the text each trait is: the words together, and the pieces together, have length 1. */
  weights: Float32Array;
}

/** Numbers for traits: twice as many changed nothing that could be measured. */
export const traitCount = 1 << 15;

/** How rare each trait is; the rarer, the more it tells. Indexed by the trait's number. */
export type Rarity = Float32Array;

/** The traits of a text as `modelText` makes it. */
export function featuresOf(text: string, rarity: Rarity): TextFeatures {
  const words = [...weighed(countsOf(wordTraits(text)), rarity)];
  const pieces = [...weighed(countsOf(pieceTraits(text)), rarity)];
  const all = [...words, ...pieces];
  return {
    traits: Int32Array.from(all, ([trait]) => trait),
    weights: Float32Array.from(all, ([, weight]) => weight),
  };
}

/** The rarity of every trait among these texts. */
export function rarityOf(texts: string[]): Rarity {
  const holders = new Float32Array(traitCount);
  for (const text of texts)
    for (const trait of new Set([...wordTraits(text), ...pieceTraits(text)]))
      holders[trait] = (holders[trait] ?? 0) + 1;
  return holders.map((count) => Math.log((texts.length + 1) / (count + 1)) + 1);
}

function* wordTraits(text: string): Generator<number> {
  const words = text.split(' ').filter(Boolean);
  for (const [at, word] of words.entries()) {
    yield hashOf(`w ${word}`);
    const next = words[at + 1];
    if (next !== undefined) yield hashOf(`p ${word} ${next}`);
  }
}

function* pieceTraits(text: string): Generator<number> {
  for (const word of text.split(' ').filter(Boolean)) {
    const letters = ` ${word} `;
    for (const length of [3, 4, 5])
      for (let at = 0; at + length <= letters.length; at += 1)
        yield hashOf(`c ${letters.slice(at, at + length)}`);
  }
}

function countsOf(traits: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const trait of traits) counts.set(trait, (counts.get(trait) ?? 0) + 1);
  return counts;
}

function weighed(counts: ReadonlyMap<number, number>, rarity: Rarity): [number, number][] {
  const raw = [...counts].map(([trait, count]): [number, number] => [
    trait,
    (1 + Math.log(count)) * (rarity[trait] ?? 0),
  ]);
  const length = Math.sqrt(raw.reduce((total, [, weight]) => total + weight * weight, 0)) || 1;
  return raw.map(([trait, weight]) => [trait, weight / length]);
}

/** FNV-1a over the characters (isthe.com/chongo/tech/comp/fnv), folded to the numbers there are. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 15) ^ hash) & (traitCount - 1);
}
