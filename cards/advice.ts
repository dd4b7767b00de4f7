import type { EffectView, PlannedDate, StatusView } from './standing.ts';
import {
  beforeDate,
  hasBegun,
  isOnwards,
  isOver,
  isWeek,
  joined,
  onDate,
  plannedFor,
} from './words-dates.ts';
import { clientWords } from './words-effect.ts';

/** What to do first: a title for the card and the sentences below it. */
export interface Advice {
  title: string;
  /** What Outlook does now; the status card says the same in its facts. */
  effect: string[];
  /** What follows from it. */
  follow: string[];
}

/** All sentences of an advice, in order. */
export function adviceText({ effect, follow }: Advice): string[] {
  return [...effect, ...follow];
}

/**
 * The advice that follows from the state that Microsoft gives and the plan's dates, never from a date alone.
 * `status` tells what is known where Microsoft answered only in part.
 */
export function adviceOf(effect: EffectView, status: StatusView): Advice {
  switch (effect.advice) {
    case 'set-up-before':
      return setUpBefore(effect.onlinePhase);
    case 'outlook-will-ask-on-online-date':
      return outlookWillAsk(effect);
    case 'set-up-now':
      return {
        title: 'Set up MFA now',
        effect: [
          'Outlook on the web is stopped for this account until MFA is set up.',
          `Installed Outlook: ${lowerFirst(clientWords(effect))}.`,
        ],
        follow: [
          effect.appPasswords === 'accepted'
            ? 'Setting up MFA switches it on for installed Outlook at once, so allow time for an app password too.'
            : 'Once MFA is set up, installed Outlook asks you to sign in again with your second step.',
        ],
      };
    case 'is-outlook-working':
      return {
        title: 'MFA is on. Is Outlook working?',
        effect: [
          'Outlook on the web asks for your second step.',
          `Installed Outlook: ${lowerFirst(clientWords(effect))}.`,
        ],
        follow: ['If Outlook does not work, type what you see and I will try to help.'],
      };
    case 'help-now':
      return {
        title: 'Get help now',
        effect: [
          'MFA is switched on and no second step is set up. Outlook on the web and installed Outlook are both stopped.',
        ],
        follow: ['Set up MFA now. If you cannot sign in to do it, contact the service desk.'],
      };
    case 'ask-again':
      return askAgain(effect, status);
    case 'not-affected':
      return {
        title: 'Nothing to do',
        effect: [],
        follow: ['The rollout plan does not cover this account. Nothing changes for it.'],
      };
  }
}

function setUpBefore(online: PlannedDate | undefined): Advice {
  if (online === undefined) {
    return {
      title: 'Set up MFA',
      effect: [],
      follow: ['Outlook works as before. Set up MFA before it is switched on.'],
    };
  }
  if (hasBegun(online)) {
    return {
      title: 'Set up MFA now',
      effect: [],
      follow: [
        `${notYetOn(online)}, so Outlook still works.`,
        'Once it is switched on, Outlook on the web will not open until MFA is set up.',
      ],
    };
  }
  const { when, days } = online;
  const moment = isOnwards(when)
    ? 'Once MFA is switched on'
    : isWeek(when)
      ? 'Once MFA is switched on that week'
      : 'From that day on';
  return {
    title: days === 0 && !isWeek(when) ? 'Set up MFA today' : `Set up MFA ${beforeDate(when)}`,
    effect: [],
    follow: [`${moment}, Outlook on the web will not open until MFA is set up.`],
  };
}

function outlookWillAsk(effect: EffectView): Advice {
  const online = effect.onlinePhase;
  const both = 'Outlook on the web and installed Outlook';
  const fromThen =
    effect.appPasswords === 'accepted'
      ? 'If your Outlook needs an app password, you can make it from then on, not before.'
      : 'Installed Outlook will ask you to sign in again with your second step.';
  if (online === undefined || hasBegun(online)) {
    return {
      title: 'You are set up',
      effect: [],
      follow: [
        `${online === undefined ? 'MFA is not switched on for this account yet' : notYetOn(online)}.`,
        `When it is, ${both} will ask for it on the same day.`,
        fromThen,
      ],
    };
  }
  const samePlan = effect.clientPhase === undefined || effect.clientPhase.when === online.when;
  return {
    title: `You are set up. Your Outlook will ask ${online.days === 0 ? 'today' : onDate(online.when)}`,
    effect: [],
    follow: [
      samePlan
        ? `Until then nothing changes. Then ${both} both ask for your second step.`
        : `Until then nothing changes. Because you are set up already, ${both} both change on that date.`,
      fromThen,
    ],
  };
}

function askAgain(effect: EffectView, { methods }: StatusView): Advice {
  if (methods.kind === 'unknown') {
    return {
      title: 'Please check your status again',
      effect: [],
      follow: ['Microsoft has not said how this account stands, so I am not guessing.'],
    };
  }
  const { onlinePhase } = effect;
  const planned = onlinePhase ? `MFA is ${plannedFor(onlinePhase.when)}. ` : '';
  const unsaid = `${planned}Microsoft has not said if it is switched on for this account.`;
  return methods.registered
    ? {
        title: 'You are set up',
        effect: [],
        follow: [`Your second step: ${joined(methods.methods)}.`, unsaid],
      }
    : { title: 'Set up MFA', effect: [], follow: [unsaid, 'Setting it up is right either way.'] };
}

function notYetOn(online: PlannedDate): string {
  const tense = isOver(online) ? 'was' : 'is';
  return `MFA ${tense} ${plannedFor(online.when)} and is not switched on for this account yet`;
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
