import { readFileSync } from 'node:fs';
import { systemClock } from '../services/clock.ts';
import { readPlan } from '../services/rollout/plan.ts';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';
import { graphCredential } from './identity.ts';

/** Says why the bot does not start, one line a fault, and ends the process. */
function refuse(heading: string, faults: string[]): never {
  console.error([heading, ...faults.map((fault) => `  - ${fault}`)].join('\n'));
  process.exit(1);
}

function readPlanFile(path: string) {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return refuse(`The rollout plan cannot be read: ${path}. Check ROLLOUT_PLAN.`, []);
  }
  const parsed = readPlan(text);
  if (parsed.ok) return parsed.plan;
  return refuse(
    `The rollout plan ${path} has faults:`,
    parsed.faults.map(({ path: place, expected, found }) => `${place}: expected ${expected}, found ${found}`),
  );
}

const parsed = readConfig(process.env);
if (!parsed.ok) {
  refuse(
    'The bot cannot start. Mend these in the environment (README.md, "A real tenant"):',
    parsed.faults.map(({ variable, problem }) => `${variable} ${problem}`),
  );
}

try {
  const bot = await compose({
    config: parsed.config,
    plan: readPlanFile(parsed.config.rolloutPlanPath),
    authentication: { kind: 'microsoft', identity: parsed.identity },
    graphCredential: graphCredential(parsed.identity),
    clock: systemClock,
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void bot.stop().then(() => process.exit(0));
    });
  }
  await bot.listen();
} catch (error) {
  refuse('The bot cannot start.', [error instanceof Error ? error.message : String(error)]);
}
