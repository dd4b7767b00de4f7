import type { Advice } from './advice.ts';
import type { PhaseView, Surface } from './standing.ts';
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

function shortName(surface: Surface): string {
  return surface === 'online' ? 'Outlook on the web' : 'installed Outlook';
}
