import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { toMarkdown } from '../services/learning/markdown.ts';
import { publishedAnswers } from '../services/learning/published.ts';
import { today } from '../services/rollout/calendar.ts';
import { describeDay } from '../services/rollout/phases.ts';
import { type RolloutPlan, readPlan } from '../services/rollout/plan.ts';
import { type Database, openDatabase } from '../services/store/database.ts';
import { StoreFailure } from '../services/store/failure.ts';

/**
 * Writes every published answer of the service desk as an article, one Markdown file each:
 *
 *     node scripts/export-answers.ts <folder>
 *
 * Reads DATABASE_URL, or DATA_DIR, and ROLLOUT_PLAN as the bot does; needs no identity.
 */
async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) return refuse('Say where the files go: node scripts/export-answers.ts <folder>');
  const plan = planOf(process.env.ROLLOUT_PLAN?.trim() || 'services/rollout/norfolk-2018.yaml');
  if (plan === undefined) return;
  const database = await open();
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

async function open(): Promise<Database | undefined> {
  const databaseUrl = process.env.DATABASE_URL?.trim() || undefined;
  const dataDir = process.env.DATA_DIR?.trim() || 'data';
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'database')))
    return refuse(
      `There is no database in ${resolve(dataDir)}. Set DATA_DIR or DATABASE_URL as for the bot.`,
    );
  try {
    return await openDatabase({ databaseUrl, dataDir });
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    if (error.code !== 'in-use') return refuse(error.message);
    return refuse(
      `${error.message} If that is the bot: the embedded database serves one program at a time, so stop the bot, export, and start it again. In Teams an answer can be copied as Markdown while the bot runs.`,
    );
  }
}

function planOf(path: string): RolloutPlan | undefined {
  if (!existsSync(path)) return refuse(`The rollout plan cannot be read: ${path}. Check ROLLOUT_PLAN.`);
  const parsed = readPlan(readFileSync(path, 'utf8'));
  if (parsed.ok) return parsed.plan;
  const faults = parsed.faults.map(
    ({ path: place, expected, found }) => `  - ${place}: expected ${expected}, found ${found}`,
  );
  return refuse([`The rollout plan ${path} has faults:`, ...faults].join('\n'));
}

function refuse(why: string): undefined {
  console.error(why);
  process.exitCode = 1;
  return undefined;
}

await main(process.argv[2]);
