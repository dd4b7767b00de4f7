import type { Advice } from './advice.ts';
import type { PhaseView, StatusView, Surface } from './standing.ts';
import { inDays, isOnwards, isWeek, joined, onDate, plannedFor, sentence } from './words-dates.ts';

/**
 * What a reminder says of a phase to an account that is not set up. `together` are its other phases of the same
 * date and standing. A week or an "onwards" is named as such: the day within it is not known.
 */
export function reminderAdvice(phase: PhaseView, together: PhaseView[]): Advice {
  const surfaces = [phase, ...together].map(({ surface }) => surface);
  const both = surfaces.length > 1;
  const name = joined(surfaces.map(shortName));
  switch (phase.standing.kind) {
    case 'planned-future':
      return planned(phase.when, phase.standing.days, { name, both });
    case 'planned-past':
      return {
        title: `Set up MFA before ${name} ${both ? 'stop' : 'stops'}`,
        effect: [],
        follow: [
          `MFA for ${name} has been ${plannedFor(phase.when)} and is not switched on for this account yet, so ${both ? 'both still work' : 'it still works'}.`,
          `Once it is switched on, ${name} will not work until MFA is set up.`,
        ],
      };
    case 'unknown-past':
      return {
        title: 'Please set up MFA',
        effect: [],
        follow: [
          `MFA for ${name} has been ${plannedFor(phase.when)}. Microsoft has not said if it is switched on for this account.`,
          `If ${name} ${both ? 'do' : 'does'} not open, this is why. Setting up MFA is right either way.`,
        ],
      };
    case 'paused':
      return {
        title: `The date for ${name} is paused`,
        effect: [],
        follow: [`MFA for ${name} is ${phase.when}.`],
      };
    case 'in-force':
      return {
        title: `${sentence(name)} ${both ? 'are' : 'is'} stopped until you set up MFA`,
        effect: [],
        follow: [
          `MFA is switched on for this account and no second step is set up. It takes about ten minutes.`,
        ],
      };
  }
}

/**
 * The same where Microsoft gave no answer for so long that the reminder cannot wait any more. It claims nothing of the
 * account: it may be set up already. `at` is when Microsoft was asked last, such as '08:31 today'.
 */
export function claimlessAdvice(
  phase: PhaseView,
  together: PhaseView[],
  methods: Extract<StatusView['methods'], { kind: 'unknown' }>,
): Advice {
  const advice =
    phase.standing.kind === 'in-force' ? switchedOn([phase, ...together]) : reminderAdvice(phase, together);
  return { ...advice, follow: [...advice.follow, claimlessLine(methods)] };
}

/** Another phase of the account, in one line, where nothing is known of the account. */
export function claimlessFoldedLine(phase: PhaseView): string {
  return phase.standing.kind === 'in-force'
    ? `${sentence(shortName(phase.surface))}: MFA is switched on`
    : foldedLine(phase);
}

/** Another phase of the account, in one line. */
export function foldedLine({ surface, when, standing }: PhaseView): string {
  const name = shortName(surface);
  switch (standing.kind) {
    case 'planned-future':
      return `${sentence(name)}: ${plannedFor(when)}`;
    case 'planned-past':
      return `${sentence(name)}: ${plannedFor(when)}, not switched on for this account yet`;
    case 'unknown-past':
      return `${sentence(name)}: ${plannedFor(when)}. Microsoft has not said if it is switched on`;
    case 'paused':
      return `${sentence(name)}: ${when}`;
    case 'in-force':
      return `${sentence(name)}: stopped until MFA is set up`;
  }
}

function planned(when: string, days: number, { name, both }: { name: string; both: boolean }): Advice {
  const change = both ? 'change' : 'changes';
  const stops = `${name} will not work until MFA is set up.`;
  if (isWeek(when)) {
    return {
      title: `${sentence(name)} ${change} ${onDate(when)}`,
      effect: [],
      follow: [`That week begins ${inDays(days)}. Once MFA is switched on for this account, ${stops}`],
    };
  }
  if (isOnwards(when)) {
    return {
      title: `${sentence(name)} ${change} ${onDate(when)}`,
      effect: [],
      follow: [`That is ${inDays(days)}. Once MFA is switched on for this account, ${stops}`],
    };
  }
  return {
    title: `${sentence(name)} ${change} ${inDays(days)}`,
    effect: [],
    follow: [`${sentence(onDate(when))}, MFA is switched on for this account. From then on ${stops}`],
  };
}

function claimlessLine({ at, isNotAllowed }: Extract<StatusView['methods'], { kind: 'unknown' }>): string {
  const reason = isNotAllowed
    ? 'I may not ask Microsoft whether you have set up MFA.'
    : `Microsoft could not tell us at ${at} whether you have set up MFA.`;
  return `${reason} If you have, you need do nothing.`;
}

function switchedOn(phases: PhaseView[]): Advice {
  const name = joined(phases.map(({ surface }) => shortName(surface)));
  return {
    title: `MFA is switched on for ${name}`,
    effect: [],
    follow: [
      `If ${name} ${phases.length > 1 ? 'do' : 'does'} not open, this is why. Set up MFA and it will.`,
    ],
  };
}

function shortName(surface: Surface): string {
  return surface === 'online' ? 'Outlook on the web' : 'installed Outlook';
}
