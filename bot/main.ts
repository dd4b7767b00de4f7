import { systemClock } from '../services/clock.ts';
import { readPlanFile } from '../services/doctor/plan-file.ts';
import { createLog } from '../services/telemetry/log.ts';
import { type Bot, compose } from './compose.ts';
import { planPathOf, readConfig } from './config.ts';
import { ownCredential } from './identity.ts';

/** Says why the bot does not start, one line a fault, and ends the process. */
function refuse(heading: string, faults: string[]): never {
  console.error([heading, ...faults.map((fault) => `  - ${fault}`)].join('\n'));
  process.exit(1);
}

/**
 * How long the end may take in all, in milliseconds: hosts kill after 30 s, and whoever waits for a rolling restart was
 * promised 20, of which the process itself takes one or two to go. What is cut off by it, such as a database that does not answer, is taken over when its lease runs out.
 */
const stopWithinMs = 17_000;

/** How long Microsoft's front ends are given to send requests elsewhere. At a terminal there is none to wait for. */
const drainMs = { SIGTERM: 5_000, SIGINT: 0 };

/** A second signal changes nothing: npm passes on what the whole group has got already. */
function stopOnSignal(bot: Bot): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      setTimeout(() => {
        console.error('The bot did not stop in time and ends at once.');
        process.exit(1);
      }, stopWithinMs).unref();
      bot.stop({ drainMs: drainMs[signal] }).then(
        () => process.exit(0),
        (error: unknown) => refuse('The bot did not stop in order.', [String(error)]),
      );
    });
  }
}

// Node's own last words would print an error whole: rows of the database, addresses of people, the bearer token.
process.on('uncaughtException', (error) => {
  createLog('fatal').fatal({ error }, 'the process ends: an error was caught by nobody');
  process.exit(1);
});

const parsed = readConfig(process.env);
const planFile = readPlanFile(planPathOf(process.env));
if (!parsed.ok || planFile.kind === 'faulty') {
  const ofPlan = planFile.kind === 'faulty' ? [planFile.heading, ...planFile.faults] : [];
  const ofEnvironment = parsed.ok
    ? []
    : parsed.faults.map(({ variable, problem }) => `${variable} ${problem}`);
  refuse('The bot cannot start. Mend these in the environment and the plan (README.md, "A real tenant"):', [
    ...ofEnvironment,
    ...ofPlan,
  ]);
}

try {
  const bot = await compose({
    config: parsed.config,
    plan: planFile.plan,
    authentication: { kind: 'microsoft', identity: parsed.identity },
    graphCredential: ownCredential(parsed.identity),
    clock: systemClock,
  });
  stopOnSignal(bot);
  await bot.listen();
} catch (error) {
  refuse('The bot cannot start.', [error instanceof Error ? error.message : String(error)]);
}
