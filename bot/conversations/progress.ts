import { progressRefresh, progressShow } from '../../cards/actions/progress.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { progressCard } from '../../cards/progress.ts';
import { countsFor } from '../../services/deliveries/counts.ts';
import { countLegacySignIns } from '../../services/directory/legacy-sign-ins.ts';
import { reportAge } from '../../services/directory/sweep.ts';
import { sumOf } from '../../services/notices/follow.ts';
import { alone } from '../../services/progress/disclosure.ts';
import { phaseCounts } from '../../services/progress/phase-progress.ts';
import { shownPhases } from '../../services/progress/shown-phases.ts';
import { describeTime } from '../../services/rollout/calendar.ts';
import { describeDate } from '../../services/rollout/phases.ts';
import { gapsView } from '../gaps-view.ts';
import { guideNumbers } from '../guides/numbers.ts';
import { reasonsOf } from '../notice-views.ts';
import type { Router } from '../router.ts';
import { onlyServiceDesk } from '../service-desk.ts';
import type { ConversationDeps } from './deps.ts';

/** `progress`, for members of the service desk: who is ready by phase, and what became of the messages. */
export function registerProgress(router: Router, deps: ConversationDeps): void {
  const show = onlyServiceDesk(deps, 'see the progress', () => progress(deps));
  router.typed('progress', /^(the |rollout |show )?progress$/i, async (turn) => {
    await turn.send(await show(turn));
  });
  router.pressed(progressShow, 'new-message', show);
  router.pressed(progressRefresh, 'replace', show);
}

async function progress(deps: ConversationDeps): Promise<AdaptiveCard> {
  const { database, plan, clock } = deps;
  const now = clock.now();
  const [phases, reminders, notices, guides, ageMs, missing, oldWay] = await Promise.all([
    phaseCounts(database, plan),
    countsFor(database, { kind: 'reminder', subject: {} }),
    countsFor(database, { kind: 'notice', subject: {} }),
    guideNumbers(deps, now),
    reportAge(database, now),
    gapsView(deps, now),
    countLegacySignIns(database, plan, now),
  ]);
  const counts = sumOf([...reminders, ...notices]);
  const reasons = (outcome: 'skipped' | 'failed') => {
    const byWhy = new Map<string, number>();
    for (const reason of reasonsOf([...reminders, ...notices])) {
      if (reason.outcome === outcome) byWhy.set(reason.why, (byWhy.get(reason.why) ?? 0) + reason.count);
    }
    return [...byWhy].map(([why, count]) => ({ why, count }));
  };
  return progressCard({
    organisation: plan.organisation,
    phases: shownPhases(phases).map(({ phase, ...figures }) => ({
      cohort: plan.cohorts.find(({ id }) => id === phase.cohort)?.name ?? phase.cohort,
      surface: phase.surface,
      when: describeDate({ phase, date: phase.date }),
      ...figures,
    })),
    guides,
    messages: {
      sent: counts.sent,
      waiting: counts.waiting,
      skipped: reasons('skipped'),
      failed: reasons('failed'),
    },
    ...(missing && { missing }),
    ...(oldWay && {
      oldWay: { accounts: alone(oldWay.accounts), at: describeTime(plan, oldWay.asOf, now) },
    }),
    reportAt: ageMs === undefined ? undefined : describeTime(plan, new Date(now.getTime() - ageMs), now),
    at: describeTime(plan, now, now),
  });
}
