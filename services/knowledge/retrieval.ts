import type { Log } from '../telemetry/log.ts';
import { createLexicalIndex, type Phrasing } from './lexical.ts';
import { partsOf } from './normalise.ts';
import { type Decision, decide, rank, type Thresholds } from './ranking.ts';
import type { SentenceModel } from './sentence-model.ts';

/** Chosen on bench/answers-questions.yaml; docs/decisions/0003-retrieval.md has the figures. */
export const bothThresholds: Thresholds = {
  lexicalWeight: 0.4,
  found: 0.31,
  sure: 0.5,
  margin: 0.02,
  close: 0.25,
  offTopicMargin: 0.03,
};

/** For words alone, while the model is not there. Higher: words are more easily fooled. */
export const lexicalThresholds: Thresholds = {
  lexicalWeight: 1,
  found: 0.31,
  sure: 0.5,
  margin: 0.04,
  close: 0.28,
  offTopicMargin: 0.08,
};

/** How long a question waits for the model before words alone answer it: a person should not notice. */
const modelPatienceMs = 1_500;

export interface Retrieval {
  find(question: string): Promise<Decision>;
  ready: Promise<'both' | 'lexical'>;
  close(): Promise<void>;
}

export interface RetrievalOptions {
  phrasings: Phrasing[];
  log: Pick<Log, 'info' | 'warn'>;
  startModel: (phrasings: Phrasing[]) => SentenceModel;
}

/** Finds the article for a question, by words at once and by words and meaning as soon as the model is up. */
export function createRetrieval({ phrasings, log, startModel }: RetrievalOptions): Retrieval {
  const words = createLexicalIndex(phrasings);
  const model = startModel(phrasings);
  let isUp = false;
  let isClosed = false;
  const giveUp = (error: unknown) => {
    if (!isClosed)
      log.warn({ err: error }, 'The sentence model is not available; words alone find the answers');
    return undefined;
  };

  const ready = model.ready.then(
    () => {
      isUp = true;
      log.info({ phrasings: phrasings.length }, 'The sentence model is ready');
      return 'both' as const;
    },
    (error: unknown) => {
      giveUp(error);
      return 'lexical' as const;
    },
  );

  return {
    async find(question) {
      const parts = partsOf(question);
      const lexical = parts.map((part) => words.scores(part));
      const semantic = isUp ? await within(modelPatienceMs, model.compare(parts)).catch(giveUp) : undefined;
      const scores = lexical.map((one, at) => ({ lexical: one, semantic: semantic?.[at] }));
      const thresholds = semantic ? bothThresholds : lexicalThresholds;
      return decide(rank(phrasings, scores, thresholds.lexicalWeight), thresholds);
    },
    ready,
    async close() {
      isClosed = true;
      await model.close();
      await ready;
    },
  };
}

/** The value, or undefined once the time is over. The work itself goes on and its end is no longer looked at. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
