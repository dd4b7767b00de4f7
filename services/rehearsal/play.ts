import { dueFor } from '../reminders/due.ts';
import { addDays, instantAt, isWorkingDay, today } from '../rollout/calendar.ts';
import { daysUntil } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import { schoolCardsBetween } from '../schools/due.ts';
import type { Group, Tenant } from './tenant.ts';

/** What is assumed of the time to come. */
export interface Assumptions {
  /** Nothing before it is played. */
  from: Date;
  /** The last day that is played. */
  until: IsoDate;
  /** Of those who are not ready, how many in a hundred become so each week; 0 is the worst case. */
  registeringPercentAWeek: number;
  /** The bot brings the app to whoever lacks it: then they get messages too. */
  installsApp: boolean;
}

/** What leaves on one working day, from the plan's reminder time on. */
export interface DayLoad {
  day: IsoDate;
  reminders: number;
  schoolCards: number;
  /** Both together: nobody gets two on one day. */
  messages: number;
  /** Accounts to whom the app has to be brought first; each is counted on its first day only. */
  installations: number;
  /** Which phases are spoken of, by id. */
  phaseIds: string[];
}

/** The most messages that one account gets, whose people never set anything up. */
export interface BusiestAccount {
  cohort: string;
  /** In any 30 days. */
  most: number;
  /** The first of those days. */
  from: IsoDate;
  accounts: number;
}

export interface Played {
  /** Working days with messages, in order. */
  days: DayLoad[];
  /** One for each group of accounts that gets any. */
  busiest: BusiestAccount[];
}

/** How many days the most messages of one account are counted over. */
export const busyDays = 30;

/**
 * Plays every working day until the end with the planner that the product itself uses: what falls due between the reminder
 * times of one working day and the next. Pure; its work grows with the days and the number of different dates, not with the
 * number of accounts.
 */
export function play(plan: RolloutPlan, tenant: Tenant, assumed: Assumptions): Played {
  const first = today(plan, assumed.from);
  const days: DayLoad[] = [];
  const daysOf = new Map<Group, IsoDate[]>();
  let after = assumed.from;
  for (let day = first; day <= assumed.until; day = addDays(day, 1)) {
    const until = instantAt(plan, day, plan.reminders.time);
    if (!isWorkingDay(plan.reminders, day) || until <= after) continue;
    const share = (1 - assumed.registeringPercentAWeek / 100) ** (daysUntil(first, day) / 7);
    const load = emptyLoad(day);
    for (const group of tenant.groups) {
      const got = messagesOf(plan, group, { after, until }, { share, installsApp: assumed.installsApp });
      if (got.phaseIds.length === 0) continue;
      const earlier = daysOf.get(group) ?? [];
      if (earlier.length === 0 && assumed.installsApp) load.installations += got.toInstall;
      daysOf.set(group, [...earlier, day]);
      load.reminders += got.reminders;
      load.schoolCards += got.schoolCards;
      load.phaseIds = [...new Set([...load.phaseIds, ...got.phaseIds])];
    }
    load.messages = load.reminders + load.schoolCards;
    if (load.messages > 0) days.push(load);
    after = until;
  }
  return { days, busiest: [...daysOf].map(([group, got]) => busiestOf(group, got, assumed)) };
}

interface Got {
  reminders: number;
  schoolCards: number;
  toInstall: number;
  /** Empty where the group gets nothing. */
  phaseIds: string[];
}

/** Of a reminder and a school card on one day a head gets one: whichever goes first keeps the other back. */
function messagesOf(
  plan: RolloutPlan,
  group: Group,
  window: { after: Date; until: Date },
  { share, installsApp }: { share: number; installsApp: boolean },
): Got {
  const due = dueFor(plan, group.phases, window);
  const [card] = group.areHeads ? schoolCardsBetween(plan, [{ id: '', upn: group.upn }], window) : [];
  const heads = installsApp ? group.accounts : group.reached;
  const reminded = Math.round((installsApp ? group.notReady : group.notReadyReached) * share);
  return {
    reminders: due && !card ? reminded : 0,
    schoolCards: card ? heads : 0,
    toInstall: card
      ? group.accounts - group.reached
      : due
        ? Math.round((group.notReady - group.notReadyReached) * share)
        : 0,
    phaseIds: [
      ...(due ? [due.phaseId, ...due.folded.map(({ phaseId }) => phaseId)] : []),
      ...(card ? [card.phaseId] : []),
    ],
  };
}

function busiestOf(group: Group, days: IsoDate[], { installsApp }: Assumptions): BusiestAccount {
  let best = { most: 0, from: days[0] ?? '' };
  for (const [index, from] of days.entries()) {
    const end = addDays(from, busyDays);
    const most = days.slice(index).filter((day) => day < end).length;
    if (most > best.most) best = { most, from };
  }
  const accounts = installsApp ? group.notReady : group.notReadyReached;
  return { cohort: group.cohort, ...best, accounts };
}

function emptyLoad(day: IsoDate): DayLoad {
  return { day, reminders: 0, schoolCards: 0, messages: 0, installations: 0, phaseIds: [] };
}
