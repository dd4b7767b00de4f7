import { setImmediate } from 'node:timers/promises';
import type { Log } from '../telemetry/log.ts';
import { readClassifier } from './classifier-file.ts';
import { createLexicalIndex, type Phrasing } from './lexical.ts';
import { measureTexts } from './measure.ts';
import { decideMessage, type MeasuredMessage, readMessage } from './message-decision.ts';
import { catalogueOf, type Thresholds } from './ranking.ts';
import type { SentenceModel } from './sentence-model.ts';
import { createSpelling } from './spelling.ts';

/** Chosen on bench/questions; docs/decisions/0003-retrieval.md has the figures. */
export const bothThresholds: Thresholds = {
  lexicalWeight: 0.4,
  learnedWeight: 0.55,
  found: 0.4,
  sure: 0.8,
  margin: 0.02,
  close: 0.3,
  offTopicMargin: 0.13,
};

/** For words alone, while the model is not there. Higher: words are more easily fooled. */
export const lexicalThresholds: Thresholds = {
  lexicalWeight: 1,
  learnedWeight: 0.55,
  found: 0.5,
  sure: 0.9,
  margin: 0.04,
  close: 0.4,
  offTopicMargin: 0.1,
};

/** How long a question waits for the model before words alone answer it: a person should not notice. */
const modelPatienceMs = 1_500;

export interface Retrieval {
  find(question: string, context?: FindContext): Promise<Found>;
  /** A message with its slips put right, as it is compared. */
  correct(message: string): string;
  /** Further phrasings beside those it was made with, in the place of the former further ones. */
  takeFurther(phrasings: Phrasing[]): void;
  ready: Promise<'both' | 'lexical'>;
  close(): Promise<void>;
}

/** `isOffered` leaves out articles that are not for whoever asks; `after` is a phrasing of the article answered just before. */
export interface FindContext {
  isOffered?: (articleId: string) => boolean;
  after?: { articleId: string; phrasing: string };
}

/** Where a question lies: its point, of length 1, in the space of that name. Points of one space can be compared. */
export interface Mark {
  space: string;
  point: Float32Array;
}

/**
 * - `found`: an article, or several where the message asks several things; `others` may be meant if the first is not,
 *   and those that are `near` as well as it
 * - `close`: up to three articles, best first, to offer as "did you mean"
 * - `none`: nothing here answers it
 * `mark` is missing while the model is not up.
 */
export type Found = (
  | { kind: 'found'; articleIds: string[]; others: string[]; near: string[] }
  | { kind: 'close'; articleIds: string[] }
  | { kind: 'none' }
) & { mark?: Mark };

export interface RetrievalOptions {
  phrasings: Phrasing[];
  log: Pick<Log, 'info' | 'warn'>;
  startModel: (phrasings: Phrasing[]) => SentenceModel;
}

/** Finds the article for a question, by words at once and by words and meaning as soon as the model is up. */
export function createRetrieval({ phrasings: own, log, startModel }: RetrievalOptions): Retrieval {
  const ownWords = createLexicalIndex(own);
  const spelling = createSpelling(
    own.flatMap(({ articleId, normal }) => (articleId === undefined ? [] : normal)),
  );
  const classifier = readClassifier();
  const model = startModel(own);
  let further = furtherOf([]);
  let space: string | undefined;
  let isClosed = false;
  let lastTurn: Promise<void> = Promise.resolve();
  /** One message at a time on the main thread, with a round of the event loop between two: sixteen at once hold it 50 ms. */
  const ownTurn = () => {
    lastTurn = lastTurn.then(() => setImmediate());
    return lastTurn;
  };
  const giveUp = (error: unknown) => {
    if (!isClosed)
      log.warn({ err: error }, 'The sentence model is not available; words alone find the answers');
    return undefined;
  };

  const ready = model.ready.then(
    (name) => {
      space = name;
      log.info({ phrasings: own.length }, 'The sentence model is ready');
      return 'both' as const;
    },
    (error: unknown) => {
      giveUp(error);
      return 'lexical' as const;
    },
  );

  function furtherOf(phrasings: Phrasing[]) {
    return {
      words: createLexicalIndex(phrasings, ownWords),
      catalogue: catalogueOf([...own, ...phrasings], classifier?.labels),
      written: new Set(phrasings.flatMap(({ articleId }) => articleId ?? [])),
    };
  }

  /** Everything that a message may mean, measured in one go. */
  async function measure(texts: string[]): Promise<Measured> {
    const { catalogue, words, written } = further;
    const { scores, compared } = await measureTexts(texts, {
      correct: spelling.correct,
      words: (text) => together(ownWords.scores(text), words.scores(text)),
      classifier,
      compare: async (read) =>
        space ? within(modelPatienceMs, model.compare(read)).catch(giveUp) : undefined,
    });
    return {
      catalogue,
      written,
      scores,
      thresholds: compared ? bothThresholds : lexicalThresholds,
      ...(compared && space && { mark: { space, point: compared.point } }),
    };
  }

  return {
    async find(message, { isOffered, after } = {}) {
      await ownTurn();
      const reading = readMessage(message, after?.phrasing);
      const measured = await measure(reading.texts);
      await ownTurn();
      const found = decideMessage(reading, measured, { isOffered, after: after?.articleId });
      return { ...found, ...(measured.mark && { mark: measured.mark }) };
    },
    correct: (message) => spelling.correct(message),
    takeFurther(phrasings) {
      further = furtherOf(phrasings);
      model.takeFurther(phrasings.map(({ text }) => text));
    },
    ready,
    async close() {
      isClosed = true;
      await model.close();
      await ready;
    },
  };
}

interface Measured extends MeasuredMessage {
  mark?: Mark;
}

/** The scores of two indexes, one after the other. */
function together(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
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
