import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { addDays, today } from '../services/rollout/calendar.ts';
import { describeDay } from '../services/rollout/phases.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import type { DemoClock } from './clock.ts';
import { decideMove, type Move, nextPhase } from './moves.ts';
import { describeMove, type Settled } from './page/happened.ts';
import type { PageParts, PageState } from './page/page.ts';
import type { Switched, Tenant } from './tenant/tenant.ts';

export interface BarParts {
  plan: RolloutPlan;
  clock: DemoClock;
  tenant: Pick<Tenant, 'catchUp'>;
  /** Lets the bot plan what the new time asks for. */
  tick(): Promise<void>;
  /** What the bot has sent, skipped and failed since it started. */
  settled(): Promise<Settled>;
  windows: PageState['windows'];
}

/** What stands behind the bar of the page: it moves the clock, then the authority acts, then the bot plans. */
export function createBar(parts: BarParts): PageParts {
  const { plan, clock } = parts;
  const runId = randomUUID();
  let isMoving = false;
  let last: { kind: 'none' } | { kind: 'refused'; why: string } | Moved = { kind: 'none' };

  async function happened(): Promise<string[]> {
    switch (last.kind) {
      case 'none':
        return ['Type in a window, or move the clock: reminders come by themselves on the plan’s dates.'];
      case 'refused':
        return [last.why];
      case 'moved':
        return describeMove({ ...last, now: await parts.settled() });
    }
  }

  return {
    async state() {
      const now = clock.now();
      const date = today(plan, now);
      return {
        runId,
        day: describeDay(date),
        time: DateTime.fromJSDate(now, { zone: plan.timeZone }).toFormat('HH:mm'),
        earliest: addDays(date, 1),
        phaseAhead: nextPhase(plan, now) ?? null,
        isMoving,
        happened: await happened(),
        windows: parts.windows,
      };
    },
    async move(move: Move) {
      if (isMoving) return;
      isMoving = true;
      try {
        const decision = decideMove(plan, clock.now(), move);
        if (decision.kind === 'refused') {
          last = decision;
          return;
        }
        const before = await parts.settled();
        clock.moveTo(decision.to);
        last = { kind: 'moved', day: describeDay(decision.date), switched: parts.tenant.catchUp(), before };
        await parts.tick();
      } finally {
        isMoving = false;
      }
    },
  };
}

interface Moved {
  kind: 'moved';
  day: string;
  switched: Switched;
  before: Settled;
}
