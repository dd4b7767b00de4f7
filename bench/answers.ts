import { readFileSync } from 'node:fs';
import { createKnowledge } from '../services/knowledge/knowledge.ts';
import { phrasingsOf, readArticles } from '../services/knowledge/library.ts';
import { readPlan } from '../services/rollout/plan.ts';
import { type Asked, askAll, bestThreshold, outcomeOf, quantile, rowOf } from './answers/outcomes.ts';
import { developmentQuestions, heldOutQuestions, type Question } from './answers/questions.ts';
import { measureSpeed } from './answers/speed.ts';
import { miniSearchWay, nlpjsWay, ownWays, type Way } from './answers/ways.ts';

// Measures how questions find their article: our words alone, meaning alone and both, beside MiniSearch alone and
// @nlpjs/basic trained on the same phrasings. The yardsticks get the threshold that serves them best on the development
// set. `--misses` prints what "both" gets wrong, `--quality` leaves the speed out.
const parsed = readPlan(
  readFileSync(new URL('../services/rollout/norfolk-2018.yaml', import.meta.url), 'utf8'),
);
if (!parsed.ok) throw new Error(`The plan is faulty: ${JSON.stringify(parsed.faults)}`);
const { plan } = parsed;
const articles = readArticles();
const phrasings = phrasingsOf(articles);
const development = developmentQuestions();
const heldOut = heldOutQuestions();
console.log(`${articles.length} articles, ${phrasings.length} phrasings`);

const own = await ownWays(articles);
const yardsticks = [miniSearchWay(articles, await bodies()), await nlpjsWay(phrasings)];
const measured = new Map<string, number>();
const thresholds = new Map<Way, number>(own.map((way) => [way, 0]));

await table('development set', development);
await table('held-out set', heldOut);
for (const way of own) await way.close?.();

const ofBoth = measured.get('both') ?? 0;
for (const { name } of yardsticks) {
  const ratio = ofBoth / (measured.get(name) ?? 1);
  console.log(`time of a question, both against ${name}: ${ratio.toFixed(1)} times`);
}
if (!process.argv.includes('--quality')) {
  console.log(`\nThe product's knowledge, in this process`);
  for (const line of await measureSpeed(
    plan,
    development.map(({ ask }) => ask),
  ))
    console.log(line);
}

async function table(title: string, questions: Question[]): Promise<void> {
  const outside = questions.filter(({ accept }) => accept.length === 0).length;
  console.log(`\n${title}: ${questions.length} questions, ${outside} of them not for this bot`);
  console.log('| by | right at once | among those offered | wrong | not found | rightly refused | p50 |');
  console.log('|---|---|---|---|---|---|---|');
  for (const way of [...own, ...yardsticks]) {
    const asked = await askAll(way, questions);
    const threshold = thresholds.get(way) ?? bestThreshold(asked);
    thresholds.set(way, threshold);
    measured.set(
      way.name,
      quantile(
        asked.map(({ ms }) => ms),
        0.5,
      ),
    );
    console.log(rowOf(way.name, asked, threshold));
    if (way.name === 'both' && process.argv.includes('--misses')) tellMisses(asked);
  }
}

function tellMisses(asked: Asked[]): void {
  for (const one of asked) {
    const outcome = outcomeOf(one, 0);
    if (outcome === 'right' || outcome === 'refused') continue;
    const { question, said } = one;
    console.log(
      `  ${outcome}: ${question.ask} (${question.accept.join(', ') || 'nothing'}): ${said.ids.join(', ')}`,
    );
  }
}

async function bodies(): Promise<Map<string, string>> {
  const knowledge = await createKnowledge({ plan, log: { info() {}, warn() {} } });
  const now = new Date(`${plan.source.published}T12:00:00Z`);
  const found = articles.map(({ id }): [string, string] => [
    id,
    (knowledge.answer(id, { now })?.blocks ?? [])
      .flatMap((block) => (block.kind === 'text' ? [block.text] : block.items))
      .join('\n'),
  ]);
  await knowledge.close();
  return new Map(found);
}
