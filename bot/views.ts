import type {
  Contact,
  EffectView,
  PhaseView,
  PlannedDate,
  SaidView,
  Source,
  StatusView,
  Who,
} from '../cards/standing.ts';
import { notAllowed } from '../services/directory/why-unknown.ts';
import { describeTime } from '../services/rollout/calendar.ts';
import { cohortOf, schoolOf } from '../services/rollout/cohorts.ts';
import { type Effect, effectOf, standingOf } from '../services/rollout/effect.ts';
import {
  describeMethod,
  isRegistered,
  type MethodKind,
  type MfaStatus,
} from '../services/rollout/mfa-status.ts';
import {
  type DatedPhase,
  daysUntil,
  describeChange,
  describeDate,
  describeDay,
  phasesOf,
} from '../services/rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../services/rollout/plan.ts';
import type { SaidByKeepers } from '../services/rollout/readiness.ts';

/** An account as the head of a card names it; `address` is its sign-in name. */
export function whoView(plan: RolloutPlan, address: string): Who {
  const cohort = cohortOf(plan, address);
  return {
    address,
    school: schoolOf(plan, address)?.name,
    cohort: cohort?.name,
    shared: cohort?.shared ?? false,
  };
}

/** The account's phases in date order, each with where it stands on this day. */
export function phaseViews(plan: RolloutPlan, upn: string, status: MfaStatus, day: IsoDate): PhaseView[] {
  return phasesOf(plan, upn).map((dated) => phaseView(dated, status, day));
}

function phaseView(dated: DatedPhase, status: MfaStatus, day: IsoDate): PhaseView {
  return {
    surface: dated.phase.surface,
    when: describeDate(dated),
    standing: standingOf(dated, status, day),
    ...(dated.change && { change: describeChange(dated.change) }),
  };
}

/** What Microsoft said, with the time of each part in words. `now` is when the card is made. */
export function statusView(plan: RolloutPlan, status: MfaStatus, now: Date): StatusView {
  const { methods, state } = status;
  return {
    methods:
      methods.kind === 'known'
        ? {
            kind: 'known',
            registered: isRegistered(methods) === true,
            methods: secondSteps(methods.methods),
            // Graph's report and a download of it are one report to its readers.
            source: methods.source === 'person-check' ? 'person-check' : 'registration-report',
            at: describeTime(plan, methods.asOf, now),
          }
        : {
            kind: 'unknown',
            at: describeTime(plan, now, now),
            ...(methods.why === notAllowed && { isNotAllowed: true }),
          },
    state:
      state.kind === 'known'
        ? { kind: 'known', state: state.state, at: describeTime(plan, state.asOf, now) }
        : state.why === notAllowed
          ? { kind: 'not-asked' }
          : { kind: 'unknown', at: describeTime(plan, now, now) },
  };
}

/** The registered methods that count as a second step, in words, each once. */
export function secondSteps(methods: MethodKind[]): string[] {
  const counting = methods.filter(
    (kind) =>
      isRegistered({ kind: 'known', methods: [kind], source: 'person-check', asOf: new Date(0) }) === true,
  );
  return [...new Set(counting.map(describeMethod))];
}

/** The same with how many there are of a kind, as a person check counts them: 'Microsoft Authenticator (2)'. */
export function countedSecondSteps(methods: MethodKind[]): string[] {
  return secondSteps(methods).map((words) => {
    const count = methods.filter((kind) => describeMethod(kind) === words).length;
    return count > 1 ? `${words} (${count})` : words;
  });
}

/** What the switch does to this account, its dates in words and in days from today. */
export function effectView(plan: RolloutPlan, upn: string, status: MfaStatus, day: IsoDate): EffectView {
  return effectWords(plan, effectOf(plan, upn, status, day), day);
}

export function effectWords(plan: RolloutPlan, effect: Effect, day: IsoDate): EffectView {
  const planned = (dated: DatedPhase | undefined): PlannedDate | undefined =>
    dated && { when: describeDate(dated), days: daysUntil(day, dated.date) };
  return {
    online: effect.online,
    client: clientView(effect.client),
    advice: effect.advice,
    onlinePhase: planned(effect.onlinePhase),
    clientPhase: planned(effect.clientPhase),
    appPasswords: plan.appPasswords,
  };
}

/** The date is passed on only where the effect names it: with unknown methods the plan's own dates prove nothing. */
function clientView(client: Effect['client']): EffectView['client'] {
  switch (client.kind) {
    case 'works':
      return { kind: 'works', until: client.until && describeDate(client.until) };
    case 'works-until-enforced':
      return { kind: 'works-until-enforced', until: client.planned && describeDate(client.planned) };
    default:
      return { kind: client.kind };
  }
}

/** What the people of an account said themselves. */
export function saidView({ waitingKeepers, outlook }: SaidByKeepers): SaidView {
  return { missing: [...waitingKeepers], ...(outlook && { outlook }) };
}

/** Where help is, from the plan. */
export function contactView(plan: RolloutPlan): Contact {
  const { serviceDesk, namedContact } = plan;
  return {
    serviceDesk: serviceDesk.name,
    how: serviceDesk.contact,
    phone: serviceDesk.phone,
    email: serviceDesk.email,
    named: namedContact,
  };
}

/** The announcement that the dates come from. */
export function sourceView(plan: RolloutPlan): Source {
  return { name: `${plan.source.name} ${plan.source.reference}`, date: describeDay(plan.source.published) };
}

/** Where people find the help pages, without https://; undefined where nobody has set a public address. */
export function helpAddressOf(publicUrl: string | undefined): string | undefined {
  return publicUrl && `${publicUrl.replace(/^https?:\/\//, '')}/help`;
}

/** An account of which Microsoft was not asked, or did not answer. */
export function unknownStatus(why: string): MfaStatus {
  return { methods: { kind: 'unknown', why }, state: { kind: 'unknown', why } };
}
