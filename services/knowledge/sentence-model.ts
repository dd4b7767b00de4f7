import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Phrasing } from './lexical.ts';
import type { SentenceReply, SentenceRequest } from './sentence-worker.ts';

/** Says how alike texts are in meaning. */
export interface SentenceModel {
  /** Settles once the model has been loaded, with the name of the space that its points lie in; rejects if it cannot be. */
  ready: Promise<string>;
  /** Rejects once the model has failed or was closed. */
  compare(parts: string[]): Promise<Comparison>;
  /** What every later comparison looks at besides, after the phrasings it was started with; the former ones are gone. */
  takeFurther(texts: string[]): void;
  close(): Promise<void>;
}

/** For each part a number for every phrasing, 1 for the same, and where the first part lies in the space. */
export interface Comparison {
  scores: Float32Array[];
  point: Float32Array;
}

/**
 * Starts the sentence model in a worker thread, so that neither loading it (about a second) nor a question (14 ms)
 * holds up a turn. Returns at once.
 */
export function startSentenceModel(phrasings: Phrasing[]): SentenceModel {
  const worker = new Worker(fileURLToPath(new URL('./sentence-worker.ts', import.meta.url)), {
    workerData: { phrasings },
  });
  const waiting = new Map<number, PromiseWithResolvers<Comparison>>();
  const started = Promise.withResolvers<string>();
  let lastId = 0;
  let ended: Error | undefined;
  const post = (request: SentenceRequest) => worker.postMessage(request);

  const end = (error: Error) => {
    ended ??= error;
    started.reject(ended);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (reply: SentenceReply) => {
    if (reply.kind === 'ready') return started.resolve(reply.space);
    if (reply.kind === 'failed')
      waiting.get(reply.id)?.reject(new Error(`The sentence model did not take a text: ${reply.why}`));
    else waiting.get(reply.id)?.resolve(reply);
    waiting.delete(reply.id);
  });
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => end(new Error(`The sentence model's worker ended with code ${code}`)));

  return {
    ready: started.promise,
    compare(parts) {
      if (ended !== undefined) return Promise.reject(ended);
      lastId += 1;
      const reply = Promise.withResolvers<Comparison>();
      waiting.set(lastId, reply);
      post({ kind: 'compare', id: lastId, parts });
      return reply.promise;
    },
    takeFurther(texts) {
      if (ended === undefined) post({ kind: 'further', texts });
    },
    async close() {
      end(new Error('The sentence model was closed'));
      await worker.terminate();
    },
  };
}
