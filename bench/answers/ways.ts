import MiniSearch from 'minisearch';
import type { Article } from '../../services/knowledge/article.ts';
import { readClassifier } from '../../services/knowledge/classifier-file.ts';
import { createLexicalIndex, type Phrasing } from '../../services/knowledge/lexical.ts';
import { phrasingsOf } from '../../services/knowledge/library.ts';
import { measureTexts } from '../../services/knowledge/measure.ts';
import { decideMessage, readMessage } from '../../services/knowledge/message-decision.ts';
import { catalogueOf, type Thresholds } from '../../services/knowledge/ranking.ts';
import { bothThresholds, lexicalThresholds } from '../../services/knowledge/retrieval.ts';
import { startSentenceModel } from '../../services/knowledge/sentence-model.ts';
import { createSpelling } from '../../services/knowledge/spelling.ts';
import type { Question } from './questions.ts';

/** What a way of finding answers to a question says: articles (none: "I do not know"), at once or to choose from. */
export interface Said {
  ids: string[];
  offered: boolean;
  /** How sure it is, for ways whose threshold is chosen here. */
  score: number;
}

/** A way to find the article. `close` where it keeps a thread. */
export interface Way {
  name: string;
  ask(question: Question): Promise<Said>;
  close?(): Promise<void>;
}

/** Chosen for meaning alone on the development set, so that the comparison is fair to it. */
const meaningThresholds: Thresholds = {
  ...bothThresholds,
  lexicalWeight: 0,
  found: 0.3,
  margin: 0.04,
  close: 0.2,
};

/** The product's own: words alone, meaning alone, and both joined. They share one index and one model. */
export async function ownWays(articles: Article[]): Promise<Way[]> {
  const phrasings = phrasingsOf(articles);
  const words = createLexicalIndex(phrasings);
  const classifier = readClassifier();
  const catalogue = catalogueOf(phrasings, classifier?.labels);
  const spelling = createSpelling(
    phrasings.flatMap(({ articleId, normal }) => (articleId === undefined ? [] : normal)),
  );
  const model = startSentenceModel(phrasings);
  await model.ready;
  const firstPhrasing = new Map(articles.map(({ id, phrasings: [first] }) => [id, first]));

  const way = (name: string, thresholds: Thresholds, uses: { meaning: boolean }): Way => ({
    name,
    async ask({ ask, after }) {
      const reading = readMessage(ask, after && firstPhrasing.get(after));
      const { scores } = await measureTexts(reading.texts, {
        correct: spelling.correct,
        words: words.scores,
        classifier,
        compare: async (read) => (uses.meaning ? model.compare(read) : undefined),
      });
      const decision = decideMessage(reading, { catalogue, scores, thresholds }, { after });
      const ids = decision.kind === 'none' ? [] : decision.articleIds;
      return { ids, offered: decision.kind === 'close', score: 1 };
    },
  });
  return [
    way('words alone', lexicalThresholds, { meaning: false }),
    way('meaning alone', meaningThresholds, { meaning: true }),
    { ...way('both', bothThresholds, { meaning: true }), close: () => model.close() },
  ];
}

/** MiniSearch as its own page suggests it, over everything that an article says. */
export function miniSearchWay(articles: Article[], bodies: ReadonlyMap<string, string>): Way {
  const index = new MiniSearch({
    fields: ['title', 'phrasings', 'body'],
    searchOptions: { boost: { title: 2 }, fuzzy: 0.2, prefix: true },
  });
  index.addAll(
    articles.map(({ id, title, phrasings }) => ({
      id,
      title,
      phrasings: phrasings.join('\n'),
      body: bodies.get(id) ?? '',
    })),
  );
  return {
    name: 'MiniSearch alone',
    async ask({ ask }) {
      const [best] = index.search(ask);
      return { ids: best ? [String(best.id)] : [], offered: false, score: best?.score ?? 0 };
    },
  };
}

/** @nlpjs/basic, trained on the same phrasings; what is not answered here is trained as its own "None". */
export async function nlpjsWay(phrasings: Phrasing[]): Promise<Way> {
  const { dockStart } = await import('@nlpjs/basic');
  const dock = await dockStart({ use: ['Basic'] });
  const nlp = dock.get('nlp');
  nlp.settings.log = false;
  nlp.settings.autoSave = false;
  nlp.addLanguage('en');
  for (const { text, articleId } of phrasings) nlp.addDocument('en', text, articleId ?? 'None');
  await nlp.train();
  return {
    name: '@nlpjs/basic',
    async ask({ ask }) {
      const { intent, score } = await nlp.process('en', ask);
      return { ids: intent === 'None' ? [] : [intent], offered: false, score };
    },
  };
}
