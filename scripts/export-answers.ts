import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { planPathOf } from '../bot/config.ts';
import { readPlanFile } from '../services/doctor/plan-file.ts';
import { toMarkdown } from '../services/learning/markdown.ts';
import { publishedAnswers } from '../services/learning/published.ts';
import { today } from '../services/rollout/calendar.ts';
import { describeDay } from '../services/rollout/phases.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import { openBotDatabase, refuse } from './bot-database.ts';

/**
 * Writes every published answer of the service desk as an article, one Markdown file each:
 *
 *     node scripts/export-answers.ts <folder>
 *
 * Reads DATABASE_URL, or DATA_DIR, and ROLLOUT_PLAN as the bot does; needs no identity.
 */
async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) return refuse('Say where the files go: node scripts/export-answers.ts <folder>');
  const plan = planOf(planPathOf(process.env));
  if (plan === undefined) return;
  const database = await openBotDatabase(
    ', so stop the bot, export, and start it again. In Teams an answer can be copied as Markdown while the bot runs.',
  );
  if (database === undefined) return;
  try {
    const answers = await publishedAnswers(database);
    mkdirSync(resolve(folder), { recursive: true });
    for (const answer of answers) {
      const publishedOnWords = describeDay(today(plan, answer.publishedOn));
      const text = toMarkdown(answer, { serviceDesk: plan.serviceDesk.name, publishedOnWords });
      writeFileSync(join(resolve(folder), `${answer.articleId}.md`), text);
    }
    console.info(`${answers.length} ${answers.length === 1 ? 'answer' : 'answers'}: ${resolve(folder)}`);
  } finally {
    await database.close();
  }
}

function planOf(path: string): RolloutPlan | undefined {
  const read = readPlanFile(path);
  if (read.kind === 'read') return read.plan;
  return refuse([read.heading, ...read.faults.map((fault) => `  - ${fault}`)].join('\n'));
}

await main(process.argv[2]);
