import { type Classifier, likelihoods } from './classifier.ts';
import { modelText, speaksOfMfa } from './normalise.ts';
import type { PartScores } from './ranking.ts';
import type { Comparison } from './sentence-model.ts';

/** What texts are measured with: each of these reads a text whose slips have been put right. */
export interface Measures {
  correct(text: string): string;
  /** How alike a text and each phrasing are by their words. */
  words(text: string): Float32Array;
  classifier: Classifier | undefined;
  /** By their meaning; undefined where the model is not up. */
  compare(texts: string[]): Promise<Comparison | undefined>;
}

/** Everything that a message may mean, measured in one go: the scores of each text, and what the model said of all. */
export async function measureTexts(
  texts: string[],
  { correct, words, classifier, compare }: Measures,
): Promise<{ scores: ReadonlyMap<string, PartScores>; compared: Comparison | undefined }> {
  const read = texts.map(correct);
  const lexical = read.map(words);
  const compared = await compare(read);
  const scores = read.map(
    (text, at): PartScores => ({
      lexical: lexical[at] ?? [],
      semantic: compared?.scores[at],
      likelihoods: classifier && likelihoods(classifier, modelText(text)),
      isOurs: speaksOfMfa(text),
    }),
  );
  return { scores: new Map(texts.map((text, at) => [text, scores[at] ?? { lexical: [] }])), compared };
}
