import type { Gap, GapsView } from '../cards/progress-gaps.ts';
import { type GapName, readGaps } from '../services/directory/graph-gaps.ts';
import { personChecksAnHour } from '../services/directory/person-checks.ts';
import { describeTime } from '../services/rollout/calendar.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import type { Tx } from '../services/store/database.ts';

/** What Microsoft does not give the bot, for the service desk; undefined where it gives everything that was asked for. */
export async function gapsView(
  { database, plan }: { database: Tx; plan: RolloutPlan },
  now: Date,
): Promise<GapsView | undefined> {
  const found = await readGaps(database);
  const gaps = [...found].flatMap(([name, { why }]): Gap[] => {
    const what = shown[name];
    return what === undefined ? [] : [{ what, why }];
  });
  if (gaps.length === 0) return undefined;
  const lookedAt = [...found.values()].map((gap) => gap.lookedAt).sort((a, b) => a.getTime() - b.getTime());
  return {
    gaps: gaps.sort((one, other) => order.indexOf(one.what) - order.indexOf(other.what)),
    ...(!found.has('person-checks') && { checksAnHour: personChecksAnHour }),
    lookedAt: describeTime(plan, lookedAt.at(-1) ?? now, now),
  };
}

const order: Gap['what'][] = ['report', 'last-sign-in', 'sign-in-log'];

/** The size of a page makes no difference to anybody, and single checks are what is done instead. */
const shown: Record<GapName, Gap['what'] | undefined> = {
  'registration-report': 'report',
  'report-page-size': undefined,
  'sign-in-activity': 'last-sign-in',
  'sign-ins': 'sign-in-log',
  'person-checks': undefined,
};
