import type { EffectView } from './standing.ts';
import { isOver, joined, onDate, plannedFor } from './words-dates.ts';

/**
 * What happens to Outlook on an account that has just been set up: it is enforced at once where MFA is switched on,
 * and else on the date of Outlook on the web, for installed Outlook too.
 */
export function outlookAfterSetUp(effect: EffectView): string[] {
  if (effect.online === 'unknown') {
    return [
      'Microsoft has not said if MFA is switched on for this account, so I do not know if Outlook asks for it yet.',
    ];
  }
  if (effect.online === 'asks-second-step') {
    return ['Outlook on the web asks for your second step from now on.', installed(effect, 'now')];
  }
  const { onlinePhase } = effect;
  const both = joined(['Outlook on the web', 'installed Outlook']);
  if (onlinePhase === undefined) return [`${both} work as before until MFA is switched on.`];
  if (onlinePhase.days < 0) {
    const tense = isOver(onlinePhase) ? 'was' : 'is';
    return [
      `MFA ${tense} ${plannedFor(onlinePhase.when)} and is not switched on for this account yet.`,
      `When it is, ${both} change on the same day.`,
      installed(effect, 'then'),
    ];
  }
  const date = onlinePhase.days === 0 ? 'today' : onDate(onlinePhase.when);
  return [
    `Nothing changes yet. ${both} both change ${date}: MFA is switched on for this account then.`,
    installed(effect, 'then'),
  ];
}

function installed(effect: EffectView, from: 'now' | 'then'): string {
  if (effect.appPasswords === 'not-accepted') {
    return `Installed Outlook ${from === 'now' ? 'asks' : 'will ask'} you to sign in again with your second step.`;
  }
  return from === 'now'
    ? 'Installed Outlook needs an app password, unless it asks for your second step by itself. You can make one now.'
    : 'If your installed Outlook needs an app password, you can make it from then on, not before.';
}
