import { describeTime, today } from '../rollout/calendar.ts';
import { cohortOf, schoolOf } from '../rollout/cohorts.ts';
import { effectOf, standingOf } from '../rollout/effect.ts';
import { isRegistered, type MfaStatus } from '../rollout/mfa-status.ts';
import { type DatedPhase, daysUntil, describeDate, describeDay, phasesOf } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Situation } from './answer.ts';
import { describeAdvice, describeClient, describeOnline } from './outlook-words.ts';
import { describeDays, describePhase, describeStatus, surfaceNames } from './words.ts';

/**
 * From this day on Microsoft sends no codes by text message or call
 * (learn.microsoft.com/entra/identity/authentication/concept-sms-voice-retirement).
 */
export const phoneCodesEnd: IsoDate = '2027-02-01';

/** The variables of every article: what the announcement states, the same for everybody, dates as words. Pure. */
export function planContext(plan: RolloutPlan) {
  return {
    title: plan.title,
    organisation: plan.organisation,
    source: {
      name: plan.source.name,
      reference: plan.source.reference,
      published: describeDay(plan.source.published),
    },
    serviceDesk: serviceDeskWords(plan),
    contact: plan.namedContact,
    earlyAdopters: plan.earlyAdopters,
    guides: { text: plan.guides.text, url: plan.guides.url ?? '' },
    appPasswordsWork: plan.appPasswords === 'accepted',
    securityInfoUrl: plan.securityInfoUrl,
    cohorts: plan.cohorts.map((cohort) => cohortContext(plan, cohort.id)),
    changes: plan.otherChanges.map((change) => ({
      id: change.id,
      title: change.title,
      when: change.date === undefined ? change.when : `on ${describeDay(change.date)}`,
      text: change.text,
    })),
  };
}

/** What every article has besides, by the day on which it is read. Pure. */
export function dayContext(plan: RolloutPlan, now: Date) {
  return { phoneCodesWork: today(plan, now) < phoneCodesEnd, phoneCodesEnd: describeDay(phoneCodesEnd) };
}

/** What a situational article has besides: today, and the asker's cohort, dates, MFA status and its effect, in words. Pure. */
export function askerContext(plan: RolloutPlan, situation: Situation) {
  const day = today(plan, situation.now);
  const upn = situation.upn;
  const cohort = upn === undefined ? undefined : cohortOf(plan, upn);
  const status = situation.status ?? unknownStatus;
  const effect = effectOf(plan, upn ?? '', status, day);
  const phases = upn === undefined ? [] : phasesOf(plan, upn);
  const circumstances = { today: day, appPasswordsWork: plan.appPasswords === 'accepted' };
  const registered = isRegistered(status.methods);
  return {
    today: describeDay(day),
    asker: {
      known: upn !== undefined,
      covered: cohort !== undefined,
      cohort: cohort?.name ?? '',
      shared: cohort?.shared ?? false,
      school: (upn !== undefined && schoolOf(plan, upn)?.name) || '',
      registered: registered === 'unknown' ? 'unknown' : registered ? 'yes' : 'no',
      state: status.state.kind === 'known' ? status.state.state : 'unknown',
      status: describeStatus(status, timeOf(plan, situation, status)),
      online: describeOnline(effect, circumstances),
      client: describeClient(effect, circumstances),
      advice: describeAdvice(effect, circumstances),
      phases: phases.map((dated) => {
        const standing = standingOf(dated, status, day);
        // A paused phase has no date to count the days to.
        const days = standing.kind === 'paused' ? null : daysUntil(day, dated.date);
        return {
          surface: surfaceNames[dated.phase.surface],
          date: describeDate(dated),
          standing: standing.kind,
          days,
          daysWords: days === null ? '' : describeDays(days),
          line: describePhase(dated, standing, day),
        };
      }),
    },
  };
}

const unknownStatus: MfaStatus = {
  methods: { kind: 'unknown', why: 'not asked' },
  state: { kind: 'unknown', why: 'not asked' },
};

/** When Microsoft said what it said of the methods, in words. */
function timeOf(plan: RolloutPlan, situation: Situation, { methods }: MfaStatus): string | undefined {
  return methods.kind === 'known' ? describeTime(plan, methods.asOf, situation.now) : undefined;
}

function serviceDeskWords(plan: RolloutPlan) {
  const { name, contact, phone, email, url } = plan.serviceDesk;
  return { name, contact, phone: phone ?? '', email: email ?? '', url: url ?? '' };
}

function cohortContext(plan: RolloutPlan, cohortId: string) {
  const cohort = plan.cohorts.find((one) => one.id === cohortId);
  const phases = plan.phases
    .filter((phase) => phase.cohort === cohortId)
    .toSorted((a, b) => compareDates(a.date, b.date));
  return {
    id: cohortId,
    name: cohort?.name ?? cohortId,
    shared: cohort?.shared ?? false,
    phases: phases.map((phase) => ({
      surface: surfaceNames[phase.surface],
      client: phase.surface === 'client',
      date: describeDate({ phase, date: phase.date }),
      when: whenOf({ phase, date: phase.date }),
    })),
  };
}

/** The date with the word that leads up to it: 'on Monday …', 'in the week of Monday …', 'from Thursday …'. */
function whenOf(dated: DatedPhase): string {
  const words = describeDate(dated);
  if (dated.phase.paused) return `(${words})`;
  if (words.startsWith('from ')) return words;
  return dated.phase.precision === 'week' ? `in ${words}` : `on ${words}`;
}

function compareDates(a: IsoDate, b: IsoDate): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
