import { readFileSync } from 'node:fs';
import type { Answer } from '../../services/knowledge/answer.ts';
import { courtesyOf } from '../../services/knowledge/courtesies.ts';
import { createKnowledge, type Knowledge } from '../../services/knowledge/knowledge.ts';
import { containsSecret } from '../../services/knowledge/secrets.ts';
import { cohortOf } from '../../services/rollout/cohorts.ts';
import { type RolloutPlan, readPlan } from '../../services/rollout/plan.ts';
import { askers, type Question, readQuestions, sets } from './askers.ts';
import { dangersIn } from './danger.ts';

// Two sets of 240 questions that no phrasing was written after, judged by the facts in the answers' text. Run it to
// judge, not to tune. `--misses` prints each miss with what was found and which pattern failed.
const parsed = readPlan(
  readFileSync(new URL('../../services/rollout/norfolk-2018.yaml', import.meta.url), 'utf8'),
);
if (!parsed.ok) throw new Error(`The plan is faulty: ${JSON.stringify(parsed.faults)}`);
const { plan } = parsed;
const knowledge = await createKnowledge({ plan, log: { info() {}, warn() {} } });
console.log(`Answered by ${(await knowledge.ready) === 'both' ? 'words and meaning' : 'words alone'}`);
for (const set of sets) {
  const judged: Judged[] = [];
  for (const question of readQuestions(set))
    judged.push(judge(question, await replyTo(knowledge, plan, question)));
  console.log(`\n${set}`);
  tell(judged);
  if (process.argv.includes('--misses')) for (const one of judged) tellMiss(one);
}
await knowledge.close();

interface Reply {
  kind: 'answered' | 'offered' | 'none' | 'courtesy' | 'secret';
  articleIds: string[];
  text: string;
}

/** What the bot would say. The one place that knows the interface: follow it here when bot/conversations/questions.ts changes. */
async function replyTo(
  { find, answer, isSituational }: Knowledge,
  of: RolloutPlan,
  { ask, after, situation }: Question,
): Promise<Reply> {
  if (containsSecret(ask)) return { kind: 'secret', articleIds: [], text: '' };
  if (courtesyOf(ask)) return { kind: 'courtesy', articleIds: [], text: '' };
  const { upn, now } = situation;
  const before = after === undefined ? undefined : await find(after, { upn, now });
  const topic = before?.kind === 'found' ? before.articleIds.at(-1) : undefined;
  const found = await find(ask, { upn, now, after: topic });
  if (found.kind !== 'found') {
    const articleIds = found.kind === 'close' ? found.articleIds : [];
    return { kind: found.kind === 'close' ? 'offered' : 'none', articleIds, text: '' };
  }
  const isCovered = upn !== undefined && cohortOf(of, upn) !== undefined;
  const answers = found.articleIds.flatMap(
    (id) => answer(id, isCovered && isSituational(id) ? situation : { upn, now }) ?? [],
  );
  return { kind: 'answered', articleIds: found.articleIds, text: answers.map(textOf).join('\n') };
}

/** What a person reads on the card, without the source below it. */
function textOf({ title, blocks, related }: Answer): string {
  const button = related && (related.kind === 'guide' ? `guide: ${related.guide}` : related.command);
  return [
    title,
    ...blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : block.items)),
    ...(button ? [`[button ${button}]`] : []),
  ].join('\n');
}

interface Judged {
  question: Question;
  reply: Reply;
  isRight: boolean;
  missing: RegExp[];
  dangers: string[];
}

function judge(question: Question, reply: Reply): Judged {
  const missing = question.says.filter((pattern) => !pattern.test(reply.text));
  const dangers = dangersIn(reply.text, question);
  const isRight =
    question.kind === 'outside'
      ? reply.kind === 'none' || reply.kind === 'courtesy'
      : reply.kind === 'answered' && missing.length === 0 && dangers.length === 0;
  return { question, reply, isRight, missing, dangers };
}

function tell(all: Judged[]): void {
  const outside = all.filter(({ question }) => question.kind === 'outside');
  const answerable = all.filter(({ question }) => question.kind !== 'outside');
  const offered = (some: Judged[]) => some.filter(({ reply }) => reply.kind === 'offered').length;
  console.log(`answerable, right: ${share(answerable)}, offered instead: ${offered(answerable)}`);
  console.log(`outside, refused: ${share(outside)}, offered instead: ${offered(outside)}`);
  console.log(
    `with a sentence to be read as dangerous: ${all.filter(({ dangers }) => dangers.length > 0).length}`,
  );
  const twice = answerable.filter(
    ({ question, reply }) => question.kind !== 'two' && reply.articleIds.length > 1,
  );
  const spare = twice.filter(({ reply }) => reply.kind === 'answered').length;
  console.log(`one thing asked, several answers given: ${spare}`);
  for (const asker of askers) {
    const own = (some: Judged[]) => some.filter(({ question }) => question.asker === asker);
    console.log(`${asker}: right ${share(own(answerable))}, refused ${share(own(outside))}`);
  }
  for (const kind of ['single', 'two', 'follow-up'] as const)
    console.log(`${kind}: right ${share(answerable.filter(({ question }) => question.kind === kind))}`);
}

function share(some: Judged[]): string {
  const right = some.filter(({ isRight }) => isRight).length;
  return `${right} of ${some.length} (${((100 * right) / some.length).toFixed(1)} %)`;
}

function tellMiss({ question, reply, isRight, missing, dangers }: Judged): void {
  if (isRight && dangers.length === 0) return;
  const { asker, ask, after, situation } = question;
  console.log(
    `\n${asker} ${situation.now.toISOString().slice(0, 10)}${after ? ` (after "${after}")` : ''}: ${ask}`,
  );
  console.log(`  ${reply.kind}: ${reply.articleIds.join(', ')}`);
  if (reply.kind === 'answered') for (const pattern of missing) console.log(`  lacks /${pattern.source}/`);
  for (const danger of dangers) console.log(`  DANGER ${danger}`);
}
