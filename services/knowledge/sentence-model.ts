import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Phrasing } from './lexical.ts';
import type { SentenceReply, SentenceRequest } from './sentence-worker.ts';

/** Says how alike texts are in meaning. */
export interface SentenceModel {
  /** Settles once the model has been loaded; rejects if it cannot be. */
  ready: Promise<void>;
  /** For each part a number for every phrasing, 1 for the same. Rejects once the model has failed or was closed. */
  compare(parts: string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/**
 * Starts the sentence model in a worker thread, so that neither loading it (about a second) nor a question (14 ms)
 * holds up a turn. Returns at once.
 */
export function startSentenceModel(phrasings: Phrasing[]): SentenceModel {
  const worker = new Worker(fileURLToPath(new URL('./sentence-worker.ts', import.meta.url)), {
    workerData: { phrasings },
  });
  const waiting = new Map<number, PromiseWithResolvers<Float32Array[]>>();
  const started = Promise.withResolvers<void>();
  let lastId = 0;
  let ended: Error | undefined;

  const end = (error: Error) => {
    ended ??= error;
    started.reject(ended);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (reply: SentenceReply) => {
    if (reply.kind === 'ready') return started.resolve();
    waiting.get(reply.id)?.resolve(reply.scores);
    waiting.delete(reply.id);
  });
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => end(new Error(`The sentence model's worker ended with code ${code}`)));

  return {
    ready: started.promise,
    compare(parts) {
      if (ended !== undefined) return Promise.reject(ended);
      lastId += 1;
      const reply = Promise.withResolvers<Float32Array[]>();
      waiting.set(lastId, reply);
      worker.postMessage({ id: lastId, parts } satisfies SentenceRequest);
      return reply.promise;
    },
    async close() {
      end(new Error('The sentence model was closed'));
      await worker.terminate();
    },
  };
}
