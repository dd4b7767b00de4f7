import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { Metrics } from '../../services/telemetry/metrics.ts';
import type { HandleTurn } from '../application.ts';
import { answerPress } from '../router.ts';
import { plainActivity } from '../turn.ts';
import { createTokenBuckets } from './token-buckets.ts';

export interface PersonLimitOptions {
  metrics: Pick<Metrics, 'turns'>;
  /** Turns in a minute, all at once or spread. */
  perMinute?: number;
  /** Monotonic, in milliseconds. */
  now?: () => number;
}

/** Two a second for a whole minute: more than anybody types or presses, and a few seconds of work for this process. */
const defaultPerMinute = 120;

const slowDown = 'You have sent me a lot in a short time. Please wait two minutes, then try again.';

/**
 * Keeps one person's flood from the others. Who goes over the limit is told so once, and then not answered until they
 * have been quiet for a while: what comes in between counts as well. Installing and removing always pass, because
 * Teams tells of them once.
 */
export function limitPerson(handle: HandleTurn, options: PersonLimitOptions): HandleTurn {
  const { metrics, perMinute = defaultPerMinute, now } = options;
  const buckets = createTokenBuckets({ capacity: perMinute, perSecond: perMinute / 60, ...(now && { now }) });
  const told = new Set<string>();

  return async (context) => {
    const { activity } = context;
    const person = activity.from.aadObjectId ?? activity.from.id;
    if (isInstallation(context) || buckets.take(person, 1).kind === 'taken') {
      if (told.size > 0 && buckets.level(person) >= perMinute / 2) told.delete(person);
      return handle(context);
    }
    buckets.charge(person, 1);
    metrics.turns.inc({ route: 'limited', outcome: 'refused' });
    const isFirst = !told.has(person);
    told.add(person);
    // No more than the buckets remember: a forgotten person may be told once more.
    const [oldest] = told;
    if (told.size > mostTold && oldest !== undefined) told.delete(oldest);
    await refuse(context, isFirst);
  };
}

const mostTold = 10_000;

async function refuse(context: TurnContext, isFirst: boolean): Promise<void> {
  const { type } = context.activity;
  if (type === ActivityTypes.Message && isFirst) await context.sendActivity(plainActivity(slowDown));
  if (type !== ActivityTypes.Invoke) return;
  if (isFirst) return answerPress(context, slowDown);
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 429 } });
}

function isInstallation({ activity }: TurnContext): boolean {
  return (
    activity.type === ActivityTypes.InstallationUpdate || activity.type === ActivityTypes.ConversationUpdate
  );
}
