import { datedFor, describeChange, describeDate, describeDay, phasesOf } from '../rollout/phases.ts';
import type { Phase, RolloutPlan } from '../rollout/plan.ts';
import type { AnswerBlock } from './answer.ts';
import { surfaceNames } from './words.ts';

/**
 * Which of the dates that a text names the service desk has changed, a sentence each: 'Monday 26 November 2018 was moved on
 * … by the Service Desk: Snow.' The source of such a date is no longer the announcement alone.
 */
export function changesNamedIn(plan: RolloutPlan, upn: string | undefined, blocks: AnswerBlock[]): string[] {
  if (plan.revision === undefined) return [];
  const text = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : block.items)).join('\n');
  const cohortName = ({ cohort }: Phase) => plan.cohorts.find(({ id }) => id === cohort)?.name ?? cohort;
  const own = upn === undefined ? [] : phasesOf(plan, upn);
  const dates = [...own, ...plan.phases.map((phase) => datedFor(phase))];
  const named = dates.flatMap((dated) => {
    const { phase, date, change } = dated;
    if (change === undefined) return [];
    // All pauses read alike: a text for somebody who has dates of their own speaks of those.
    const isMeant =
      own.length === 0 || own.some((each) => each.phase === phase) || text.includes(cohortName(phase));
    if (phase.paused)
      return isMeant && text.includes(describeDate(dated))
        ? [`${surfaceNames[phase.surface]}: ${describeChange(change)}.`]
        : [];
    const day = describeDay(date);
    return text.includes(day) ? [`${day} was ${describeChange(change)}.`] : [];
  });
  return [...new Set(named)];
}
