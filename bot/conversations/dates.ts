import { datesShow } from '../../cards/actions/dates.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { datesCard, type OtherChangeRow, type ScheduleRow } from '../../cards/dates.ts';
import { freshStatus } from '../../services/directory/fresh-status.ts';
import { today } from '../../services/rollout/calendar.ts';
import { standingOf } from '../../services/rollout/effect.ts';
import type { MfaStatus } from '../../services/rollout/mfa-status.ts';
import {
  type DatedPhase,
  datedFor,
  describeChange,
  describeDate,
  describeDay,
  phasesOf,
} from '../../services/rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../../services/rollout/plan.ts';
import { answerWithinMs } from '../person.ts';
import type { Router } from '../router.ts';
import type { Turn } from '../turn.ts';
import { sourceView, unknownStatus, whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

/** `dates`: the whole schedule with this account's own rows marked; in force only where Graph says so now. */
export function registerDates(router: Router, deps: ConversationDeps): void {
  const show = (turn: Turn) => schedule(deps, turn);
  router.typed('dates', /^((all|my|the) )?(dates|schedule)$/i, async (turn) => {
    await turn.send(await show(turn));
  });
  router.pressed(datesShow, 'new-message', show);
}

async function schedule(deps: ConversationDeps, { person }: Turn): Promise<AdaptiveCard> {
  const { plan } = deps;
  const day = today(plan, deps.clock.now());
  const { account } = person;
  const own = account && person.cohort ? phasesOf(plan, account.upn) : [];
  // Early adopters are switched on before their date, so the state is asked for whatever the day.
  const status =
    account && person.cohort
      ? await freshStatus(deps, account, answerWithinMs)
      : unknownStatus('not covered by the plan');
  return datesCard({
    who: account ? whoView(plan, account.upn) : { address: '' },
    organisation: plan.organisation,
    rows: scheduleRows(plan, own, status, day),
    otherChanges: otherChangeRows(plan, day),
    source: sourceView(plan),
  });
}

/** One row a cohort and date; a cohort whose surfaces share a date has them in one row. */
function scheduleRows(plan: RolloutPlan, own: DatedPhase[], status: MfaStatus, day: IsoDate): ScheduleRow[] {
  const rows: (ScheduleRow & { date: IsoDate; cohortId: string })[] = [];
  for (const phase of plan.phases) {
    const mine = own.find((dated) => dated.phase.id === phase.id);
    const dated = mine ?? datedFor(phase);
    const change = dated.change && describeChange(dated.change);
    const yours = mine && standingOf(mine, status, day);
    const same = rows.find(
      (row) =>
        row.cohortId === phase.cohort &&
        row.when === describeDate(dated) &&
        row.change === change &&
        row.yours?.kind === yours?.kind,
    );
    if (same) {
      same.surfaces.push(phase.surface);
      continue;
    }
    const cohort = plan.cohorts.find(({ id }) => id === phase.cohort)?.name ?? phase.cohort;
    rows.push({
      when: describeDate(dated),
      cohort,
      surfaces: [phase.surface],
      yours,
      change,
      date: phase.paused ? '9999' : dated.date,
      cohortId: phase.cohort,
    });
  }
  return rows
    .sort((one, other) => one.date.localeCompare(other.date))
    .map(({ when, cohort, surfaces, yours, change }) => ({ when, cohort, surfaces, yours, change }));
}

function otherChangeRows(plan: RolloutPlan, day: IsoDate): OtherChangeRow[] {
  const order = (date: IsoDate | undefined) => date ?? '9999';
  return [...plan.otherChanges]
    .sort((one, other) => order(one.date).localeCompare(order(other.date)))
    .map((change) => ({
      when: change.date ? describeDay(change.date) : change.when,
      title: change.title,
      text: change.text,
      passed: change.date !== undefined && change.date < day,
    }));
}
