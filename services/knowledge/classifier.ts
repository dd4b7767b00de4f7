import { z } from 'zod';
import { featuresOf, type Rarity, traitCount } from './text-features.ts';

/**
 * Says which article a text asks for, by its words and pieces of words: for each label a yes or no whose weights were
 * learnt from all phrasings (`npm run train`). The label '' is what is not answered here.
 */
export interface Classifier {
  labels: string[];
  rarity: Rarity;
  bias: Float32Array;
  /** A row for each trait, a number for each label in it; one of them stands for `scale`. */
  weights: Int8Array;
  scale: number;
}

/** How likely each label is for a text as `modelText` makes it: 0..1, all together 1, in the order of `labels`. */
export function likelihoods(
  { labels, rarity, bias, weights, scale }: Classifier,
  text: string,
): Float32Array {
  const size = labels.length;
  const scores = Float32Array.from(bias);
  const { traits, weights: shares } = featuresOf(text, rarity);
  for (let k = 0; k < traits.length; k += 1) {
    const start = (traits[k] as number) * size;
    const share = (shares[k] as number) * scale;
    for (let label = 0; label < size; label += 1)
      scores[label] = (scores[label] as number) + share * (weights[start + label] as number);
  }
  let total = 0;
  for (let label = 0; label < size; label += 1) {
    const likely = 1 / (1 + Math.exp(-(scores[label] as number)));
    scores[label] = likely;
    total += likely;
  }
  return total === 0 ? scores : scores.map((likely) => likely / total);
}

/** The bytes of a classifier: a line of JSON with its labels and scale, then rarity, bias and weights. */
export function bytesOfClassifier({ labels, rarity, bias, weights, scale }: Classifier): Buffer {
  const numbers = Buffer.alloc(4 * (rarity.length + bias.length));
  for (const [at, value] of [...rarity, ...bias].entries()) numbers.writeFloatLE(value, 4 * at);
  const head = Buffer.from(`${JSON.stringify({ labels, scale })}\n`);
  return Buffer.concat([head, numbers, Buffer.from(weights.buffer, weights.byteOffset, weights.length)]);
}

/** Reads what {@link bytesOfClassifier} made; throws where the bytes are none. */
export function classifierOf(bytes: Buffer): Classifier {
  const end = bytes.indexOf('\n');
  const { labels, scale } = headSchema.parse(JSON.parse(bytes.toString('utf8', 0, end)));
  const numbers = traitCount + labels.length;
  const floats = Float32Array.from({ length: numbers }, (_, at) => bytes.readFloatLE(end + 1 + 4 * at));
  const start = end + 1 + 4 * numbers;
  const weights = new Int8Array(bytes.subarray(start));
  if (weights.length !== traitCount * labels.length) throw new Error('The classifier is not complete.');
  return {
    labels,
    scale,
    rarity: floats.subarray(0, traitCount),
    bias: floats.subarray(traitCount),
    weights,
  };
}

const headSchema = z.object({ labels: z.array(z.string()).min(1), scale: z.number().positive() }).strict();
