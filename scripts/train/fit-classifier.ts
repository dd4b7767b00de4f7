import type { Classifier } from '../../services/knowledge/classifier.ts';
import { featuresOf, rarityOf, traitCount } from '../../services/knowledge/text-features.ts';

/** A text as `modelText` makes it, and the name of what it asks for. */
export interface Example {
  text: string;
  label: string;
}

/** Holds the weights back, so that no trait of few phrasings decides alone; a third or three times as much measures alike. */
const penalty = 3e-6;

/** Times that every example is seen. */
const rounds = 12;

/** Below this the answer is as good as right, and changing weights for it would only cost time. */
const rightEnough = 1e-3;

/**
 * Fits one yes-or-no logistic regression a label, all together, by stochastic gradient descent with a step that falls
 * with time (leon.bottou.org/publications/pdf/tricks-2012.pdf). The same examples give the same classifier. About half a minute for twenty
 * thousand examples.
 */
export function fitClassifier(examples: Example[]): Classifier {
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted();
  const rarity = rarityOf(examples.map(({ text }) => text));
  const features = examples.map(({ text }) => featuresOf(text, rarity));
  const owners = examples.map(({ label }) => labels.indexOf(label));
  const size = labels.length;
  const weights = new Float32Array(traitCount * size);
  const bias = new Float32Array(size);
  const scores = new Float64Array(size);
  const first = firstStep(penalty);
  const random = seeded(1);
  const order = examples.map((_, at) => at);
  let seen = 0;
  // What all weights are multiplied by: the penalty draws every one of them towards 0 at every step.
  let scale = 1;
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, random);
    for (const at of order) {
      const { traits, weights: shares } = features[at] ?? { traits: [], weights: [] };
      const step = 1 / (penalty * (1 / (penalty * first) + seen));
      seen += 1;
      scores.fill(0);
      for (let k = 0; k < traits.length; k += 1) {
        const start = (traits[k] ?? 0) * size;
        const share = shares[k] ?? 0;
        for (let label = 0; label < size; label += 1)
          scores[label] = (scores[label] as number) + share * (weights[start + label] as number);
      }
      const held = scale * (1 - step * penalty);
      for (let label = 0; label < size; label += 1) {
        const error =
          sigmoid(scale * (scores[label] as number) + (bias[label] as number)) -
          (label === owners[at] ? 1 : 0);
        if (Math.abs(error) < rightEnough) continue;
        const change = step * error;
        bias[label] = (bias[label] as number) - 0.01 * change;
        for (let k = 0; k < traits.length; k += 1) {
          const place = (traits[k] ?? 0) * size + label;
          weights[place] = (weights[place] as number) - (change / held) * (shares[k] ?? 0);
        }
      }
      scale = held;
    }
  }
  return { labels, rarity, bias, ...rounded(weights.map((weight) => scale * weight)) };
}

/**
 * Weights as whole numbers: a quarter of the bytes, and no difference that could be measured. The few that are more than half
 * the largest are cut to it, so that the many small ones keep their differences.
 */
function rounded(weights: Float32Array): { weights: Int8Array; scale: number } {
  const most = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
  const scale = most / 2 / 127 || 1;
  return {
    scale,
    weights: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))),
  };
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** The first step's length, so that it fits the size that weights come to have under this penalty (Bottou, section 5.2). */
function firstStep(held: number): number {
  return Math.sqrt(1 / Math.sqrt(held));
}

/** Numbers from 0 to 1 in an order that is always the same (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle(items: number[], random: () => number): void {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [items[at], items[other]] = [items[other] as number, items[at] as number];
  }
}
