import type { EffectView, SaidView } from './standing.ts';
import { plannedFor } from './words-dates.ts';

/** What Outlook on the web does now for this account. */
export function onlineWords(effect: EffectView): string {
  switch (effect.online) {
    case 'works':
      return 'Works as before';
    case 'stopped-until-registered':
      return 'Stopped until MFA is set up';
    case 'asks-second-step':
      return 'Asks for your second step';
    case 'unknown':
      return 'Not known right now';
  }
}

/**
 * What installed Outlook does now for this account, and until when as far as the plan says. On an account that is
 * set up it changes on the date of Outlook on the web: Microsoft enforces such an account at once. Where people said
 * that it works or is not needed, nobody is told again that it needs something.
 */
export function clientWords(effect: EffectView, { outlook }: SaidView = {}): string {
  switch (effect.client.kind) {
    case 'works':
    case 'works-until-enforced': {
      const { until: date } = effect.client;
      const until = date === undefined ? '' : `, ${plannedFor(date)}`;
      return `Works as before until MFA is switched on${effect.client.kind === 'works' ? '' : ' for it too'}${until}`;
    }
    case 'needs-app-password':
      if (outlook === 'works') return 'Works, as I was told';
      if (outlook === 'not-needed') return 'Needs nothing, as I was told';
      return effect.appPasswords === 'accepted'
        ? 'Needs an app password, unless it asks for your second step by itself'
        : 'Asks you to sign in with your second step';
    case 'stopped':
      return 'Stopped until MFA is set up';
    case 'unknown':
      return 'Not known right now';
  }
}
