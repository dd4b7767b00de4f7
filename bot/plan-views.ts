import type { PlanView } from '../cards/plan.ts';
import type { PlanPreviewView } from '../cards/plan-preview.ts';
import type { PlanChangeView } from '../cards/plan-words.ts';
import type { PlanWriteView } from '../cards/plan-write.ts';
import { surfaceName } from '../cards/words-surface.ts';
import { knownAccount } from '../services/directory/accounts.ts';
import type { RecordedChange } from '../services/plan-changes/changes.ts';
import type { WantedChange } from '../services/plan-changes/check-change.ts';
import { phaseWith } from '../services/plan-changes/preview.ts';
import { nextDueAfter } from '../services/reminders/due.ts';
import { instantAt, today } from '../services/rollout/calendar.ts';
import { datedFor, describeDate, describeDay } from '../services/rollout/phases.ts';
import type { IsoDate, Phase, RolloutPlan } from '../services/rollout/plan.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import { timeWords } from './ticket-views.ts';

/** "School office accounts, Outlook on the web" */
function phaseTitle(plan: RolloutPlan, phaseId: string): string {
  const phase = plan.phases.find(({ id }) => id === phaseId);
  if (phase === undefined) return 'A date that the plan no longer has';
  return `${plan.cohorts.find(({ id }) => id === phase.cohort)?.name ?? phase.cohort}, ${surfaceName(phase.surface)}`;
}

/** Every date by group; surfaces that change alike, for every school, share one. */
export function planGroups(plan: RolloutPlan): PlanView['groups'] {
  return plan.cohorts.map(({ id, name }) => {
    const dates: PlanView['groups'][number]['dates'] = [];
    for (const phase of plan.phases.filter(({ cohort }) => cohort === id)) {
      const date = {
        when: describeDate(datedFor(phase)),
        isPaused: phase.paused === true,
        own: ownDates(phase),
      };
      const same = dates.find((each) => each.when === date.when && sameOwn(each.own, date.own));
      if (same) same.surfaces.push(phase.surface);
      else dates.push({ surfaces: [phase.surface], ...date });
    }
    return { cohort: name, dates };
  });
}

/** A date as a choice of the form: what can be paused or moved runs, what can be resumed is paused. */
export function phaseChoices(plan: RolloutPlan, what: PlanWriteView['what']): PlanWriteView['phases'] {
  return plan.phases
    .filter(({ paused }) => (what === 'resumed') === (paused === true))
    .map((phase) => ({
      id: phase.id,
      title: `${phaseTitle(plan, phase.id)}: ${phase.paused ? `paused, was ${describeDay(phase.date)}` : describeDate(datedFor(phase))}`,
    }));
}

/** Changes as the service desk reads them; `all` tells which were taken back. */
export async function changeViews(
  deps: Pick<ConversationDeps, 'plan' | 'database' | 'clock'>,
  changes: readonly RecordedChange[],
  all: readonly RecordedChange[],
): Promise<PlanChangeView[]> {
  const { plan, database } = deps;
  return Promise.all(
    changes.map(async (change) => {
      const account = change.byAccount === '' ? undefined : await knownAccount(database, change.byAccount);
      return {
        id: change.id,
        what: change.what,
        phase: phaseTitle(plan, change.phaseId),
        ...(change.school !== undefined && { school: change.school }),
        ...(change.date !== undefined && { to: dateWords(plan, change) }),
        ...(change.undoes !== undefined && { undoes: change.undoes }),
        isUndone: all.some(({ undoes }) => undoes === change.id),
        why: change.why,
        ...(account && { by: account.upn }),
        at: timeWords(deps, change.at),
      };
    }),
  );
}

/** What a change that was checked would do, but for the counts. */
export function previewWords(
  plan: RolloutPlan,
  wanted: WantedChange,
  now: Date,
): Pick<PlanPreviewView, 'what' | 'phase' | 'school' | 'from' | 'to' | 'why' | 'fallAway' | 'next'> {
  const { what, why } = wanted;
  return { what, why, ...effectWords(plan, wanted, { after: phaseWith(plan, wanted, now), now }) };
}

/** What becomes of a phase, and of its reminders, for one school or all. `after` is how it would be then. */
export function effectWords(
  plan: RolloutPlan,
  { phaseId, school }: Pick<WantedChange, 'phaseId' | 'school'>,
  { after, now }: { after: Phase | undefined; now: Date },
): Pick<PlanPreviewView, 'phase' | 'school' | 'from' | 'to' | 'fallAway' | 'next'> {
  const before = plan.phases.find(({ id }) => id === phaseId);
  const next = after && !after.paused ? nextReminder(plan, after, school, now) : undefined;
  return {
    phase: phaseTitle(plan, phaseId),
    ...(school !== undefined && { school }),
    from: before === undefined ? '' : describeDate(datedFor(before, school)),
    ...(after && !after.paused && { to: describeDate(datedFor(after, school)) }),
    fallAway: before && !before.paused ? remindersAhead(plan, before, school, now) : [],
    ...(next && { next: reminderWords(plan, next) }),
  };
}

/** The days of the reminders that are still to come up to a phase's date, in words. */
function remindersAhead(plan: RolloutPlan, phase: Phase, school: string | undefined, now: Date): string[] {
  const { date } = datedFor(phase, school);
  const end = instantAt(plan, date, '23:59');
  const days: string[] = [];
  for (let after = now; ; ) {
    const next = nextReminder(plan, phase, school, after);
    if (next === undefined || next > end) return days;
    days.push(describeDay(today(plan, next)));
    after = next;
  }
}

function nextReminder(plan: RolloutPlan, phase: Phase, school: string | undefined, after: Date) {
  return nextDueAfter(
    { ...plan, phases: [{ ...phase, date: datedFor(phase, school).date, waves: [] }] },
    after,
  );
}

function reminderWords(plan: RolloutPlan, at: Date): string {
  return `${describeDay(today(plan, at))}, ${plan.reminders.time}`;
}

/** A date that a change set, as exact as its phase states dates. */
function dateWords(plan: RolloutPlan, { phaseId, school, date = '' }: RecordedChange): string {
  const phase = plan.phases.find(({ id }) => id === phaseId);
  if (phase === undefined) return describeDay(date);
  const own: IsoDate = school === undefined ? date : '';
  return describeDate({ phase: { ...phase, paused: false, date: own }, date });
}

type Own = PlanView['groups'][number]['dates'][number]['own'];

/** How many schools a card names for a date. */
const schoolsNamed = 3;

function ownDates(phase: Phase): Own {
  if (phase.paused) return [];
  const byDate = Map.groupBy(phase.waves, ({ date }) => date);
  return [...byDate]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([date, waves]) => {
      const schools = waves.flatMap((wave) => wave.schools);
      return {
        when: describeDate({ phase, date }),
        schools: schools.slice(0, schoolsNamed),
        more: Math.max(0, schools.length - schoolsNamed),
      };
    });
}

function sameOwn(one: Own, other: Own): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
