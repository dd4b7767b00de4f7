import type { PhaseStanding } from '../rollout/effect.ts';
import { describeMethod, isRegistered, type MethodKind, type MfaStatus } from '../rollout/mfa-status.ts';
import type { DatedPhase } from '../rollout/phases.ts';
import { daysUntil, describeDate } from '../rollout/phases.ts';
import type { IsoDate, Surface } from '../rollout/plan.ts';

/** A surface as staff call it. */
export const surfaceNames: Record<Surface, string> = {
  online: 'Outlook on the web',
  client: 'Outlook installed on a computer',
};

/** 'today', 'tomorrow', 'in 12 days'; 'yesterday', '3 days ago' for days that have passed. */
export function describeDays(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/**
 * One phase and where it stands, as a sentence. A phase is called in force only where its standing says so: a date
 * that has passed proves nothing.
 */
export function describePhase(dated: DatedPhase, standing: PhaseStanding, today: IsoDate): string {
  const what = surfaceNames[dated.phase.surface];
  const planned = `${what}: planned for ${plannedDate(dated)}`;
  switch (standing.kind) {
    case 'in-force':
      return `${what}: MFA is in force for your account now.`;
    case 'paused':
      return `${what}: ${describeDate(dated)}.`;
    case 'planned-future':
      return `${planned}, ${dated.phase.precision === 'day' ? '' : 'which starts '}${describeDays(standing.days)}.`;
    case 'planned-past':
      return `${planned}. ${timeSince(dated, today)}, but MFA is not switched on for you yet.`;
    case 'unknown-past':
      return `${planned}. ${timeSince(dated, today)}. I do not know yet whether MFA is switched on for you.`;
  }
}

/** What Microsoft said of the account's second step and when, as a sentence. `at` is that time in words. */
export function describeStatus(status: MfaStatus, at: string | undefined): string {
  const { methods } = status;
  if (methods.kind === 'unknown' || at === undefined) {
    return 'Microsoft has not told me how your account stands, so I do not know if you have set MFA up. Type "status" to ask again.';
  }
  const steps = methods.methods.filter((kind) => isSecondStep(kind, methods.asOf));
  if (steps.length === 0) return `Microsoft said at ${at}: MFA is not set up for your account yet.`;
  return `Microsoft said at ${at}: MFA is set up for your account (${[...new Set(steps.map(describeMethod))].join(', ')}).`;
}

/** 'Monday 19 November 2018', 'the week of …', or 'Thursday 13 December 2018 onwards': follows 'planned for'. */
export function plannedDate(dated: DatedPhase): string {
  const words = describeDate(dated);
  return words.startsWith('from ') ? `${words.slice('from '.length)} onwards` : words;
}

/** Whether a phase's planned time is wholly over: the day, or the whole week where only a week was announced. */
export function isOver(dated: DatedPhase, today: IsoDate): boolean {
  return daysUntil(today, dated.date) < (dated.phase.precision === 'week' ? -6 : 0);
}

function isSecondStep(kind: MethodKind, asOf: Date): boolean {
  return isRegistered({ kind: 'known', methods: [kind], source: 'person-check', asOf }) === true;
}

function timeSince(dated: DatedPhase, today: IsoDate): string {
  if (!isOver(dated, today)) return dated.phase.precision === 'week' ? 'That is this week' : 'That is today';
  return dated.phase.precision === 'onwards' ? 'That time has begun' : 'That date has passed';
}
