import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createLexicalIndex } from '../services/knowledge/lexical.ts';
import { phrasingsOf, readArticles } from '../services/knowledge/library.ts';
import { partsOf } from '../services/knowledge/normalise.ts';
import { decide, type PartScores, rank, type Thresholds } from '../services/knowledge/ranking.ts';
import { bothThresholds, lexicalThresholds } from '../services/knowledge/retrieval.ts';
import { startSentenceModel } from '../services/knowledge/sentence-model.ts';

// Measures words alone, meaning alone and both, on the questions the thresholds were chosen on and on
// questions kept apart, and prints each miss with --misses.
interface Question {
  ask: string;
  accept: string[];
}

/** Chosen for meaning alone on the same questions, so that the comparison is fair to it. */
const meaningThresholds: Thresholds = {
  ...bothThresholds,
  lexicalWeight: 0,
  found: 0.3,
  margin: 0.04,
  close: 0.2,
};

const articles = readArticles();
const phrasings = phrasingsOf(articles);
const words = createLexicalIndex(phrasings);
const model = startSentenceModel(phrasings);
await model.ready;

interface Asked {
  question: Question;
  parts: PartScores[];
  ms: number;
}

console.log(`${articles.length} articles, ${phrasings.length} phrasings`);
await measure('answers-questions.yaml');
await measure('answers-held-out.yaml');
await model.close();

async function measure(file: string): Promise<void> {
  const text = readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');
  const { questions }: { questions: Question[] } = parse(text);
  const asked: Asked[] = [];
  for (const question of questions) asked.push(await ask(question));

  console.log(`\n${file}: ${questions.length} questions`);
  console.log(
    '| by | right at once | among those offered | wrong | not found | rightly refused | offered in vain | answered in vain |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  row(asked, { name: 'words alone', thresholds: lexicalThresholds, withMeaning: false });
  row(asked, { name: 'meaning alone', thresholds: meaningThresholds, withMeaning: true });
  row(asked, { name: 'both', thresholds: bothThresholds, withMeaning: true });
  const times = asked.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]?.toFixed(0);
  console.log(`time of a question: median ${at(0.5)} ms, 95% under ${at(0.95)} ms`);
}

async function ask(question: Question): Promise<Asked> {
  const startedAt = performance.now();
  const texts = partsOf(question.ask);
  const semantic = await model.compare(texts);
  const parts = texts.map((text, at) => ({ lexical: words.scores(text), semantic: semantic[at] }));
  rank(phrasings, parts, bothThresholds.lexicalWeight);
  return { question, parts, ms: performance.now() - startedAt };
}

interface Way {
  name: string;
  thresholds: Thresholds;
  withMeaning: boolean;
}

function row(asked: Asked[], { name, thresholds, withMeaning }: Way): void {
  const counts = { right: 0, offered: 0, wrong: 0, missed: 0, refused: 0, vainOffer: 0, vainAnswer: 0 };
  for (const { question, parts } of asked) {
    const used = withMeaning ? parts : parts.map(({ lexical }) => ({ lexical }));
    const ranked = rank(phrasings, used, thresholds.lexicalWeight);
    const kind = outcome(question, decide(ranked, thresholds));
    counts[kind] += 1;
    if (name === 'both' && !['right', 'refused'].includes(kind) && process.argv.includes('--misses')) {
      const best = ranked
        .slice(0, 3)
        .map(({ articleId, score }) => `${articleId ?? 'off topic'} ${score.toFixed(2)}`);
      console.log(`${kind}: ${question.ask} (${question.accept.join(', ')}): ${best.join(', ')}`);
    }
  }
  const answerable = asked.filter(({ question }) => question.accept.length > 0).length;
  const share = (count: number, of: number) => `${count} (${((100 * count) / of).toFixed(0)}%)`;
  const first = [counts.right, counts.offered, counts.wrong, counts.missed].map((count) =>
    share(count, answerable),
  );
  const second = [counts.refused, counts.vainOffer, counts.vainAnswer];
  const others = second.map((count) => share(count, asked.length - answerable));
  console.log(`| ${[name, ...first, ...others].join(' | ')} |`);
}

function outcome({ accept }: Question, decision: ReturnType<typeof decide>) {
  const ids =
    decision.kind === 'found' ? [decision.articleId] : decision.kind === 'close' ? decision.articleIds : [];
  if (accept.length === 0) {
    return decision.kind === 'none' ? 'refused' : decision.kind === 'close' ? 'vainOffer' : 'vainAnswer';
  }
  if (!ids.some((id) => accept.includes(id))) return decision.kind === 'found' ? 'wrong' : 'missed';
  return decision.kind === 'found' ? 'right' : 'offered';
}
