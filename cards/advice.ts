import type { EffectView, PlannedDate, SaidView, StatusView } from './standing.ts';
import {
  beforeDate,
  hasBegun,
  inDays,
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
 * `status` tells what is known where Microsoft answered only in part, `said` what the people said themselves.
 */
export function adviceOf(effect: EffectView, status: StatusView, said: SaidView): Advice {
  switch (effect.advice) {
    case 'set-up-before':
      return setUpBefore(effect.onlinePhase);
    case 'outlook-will-ask-on-online-date':
      return outlookWillAsk(effect, said);
    case 'set-up-now':
      return {
        title: 'Set up MFA now',
        effect: [
          'Outlook on the web is stopped for this account until MFA is set up.',
          `Installed Outlook: ${lowerFirst(clientWords(effect, said))}.`,
        ],
        follow: [
          effect.appPasswords === 'accepted'
            ? 'Setting up MFA switches it on for installed Outlook at once, so allow time for an app password too.'
            : 'Once MFA is set up, installed Outlook asks you to sign in again with your second step.',
        ],
      };
    case 'is-outlook-working':
      return isOutlookWorking(effect, said);
    case 'help-now':
      return {
        title: 'Get help now',
        effect: [
          'MFA is switched on and no second step is set up. Outlook on the web and installed Outlook are both stopped.',
        ],
        follow: ['Set up MFA now. If you cannot sign in to do it, contact the service desk.'],
      };
    case 'ask-again':
      return askAgain(effect, { status, said });
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

/** 'That is in 3 days.', 'That week begins in 7 days.'; nothing on the day itself, which is named as today. */
function whenItBegins({ when, days }: PlannedDate): string {
  if (days === 0) return '';
  return `${isWeek(when) ? 'That week begins' : 'That is'} ${inDays(days)}.`;
}

function outlookWillAsk(effect: EffectView, said: SaidView): Advice {
  const online = effect.onlinePhase;
  const both = 'Outlook on the web and installed Outlook';
  const fromThen =
    effect.appPasswords === 'accepted'
      ? 'If your Outlook needs an app password, you can make it from then on, not before.'
      : 'Installed Outlook will ask you to sign in again with your second step.';
  if (online === undefined || hasBegun(online)) {
    return {
      title: isMissing(said) ? notEveryone : 'You are set up',
      effect: [],
      follow: [
        `${online === undefined ? 'MFA is not switched on for this account yet' : notYetOn(online)}.`,
        `When it is, ${both} will ask for it on the same day.`,
        fromThen,
      ],
    };
  }
  const samePlan = effect.clientPhase === undefined || effect.clientPhase.when === online.when;
  const willAsk = `Outlook will ask ${online.days === 0 ? 'today' : onDate(online.when)}`;
  return {
    title: isMissing(said) ? notEveryone : `You are set up. Your ${willAsk}`,
    effect: [],
    follow: [
      ...(isMissing(said) ? [`This account is set up, so ${willAsk}. ${whenItBegins(online)}`.trim()] : []),
      samePlan
        ? `Until then nothing changes. Then ${both} both ask for your second step.`
        : `Until then nothing changes. Because you are set up already, ${both} both change on that date.`,
      fromThen,
    ],
  };
}

function isOutlookWorking(effect: EffectView, said: SaidView): Advice {
  const { title, follow } = outlookWords(said.outlook);
  return {
    title: isMissing(said) ? `MFA is on. ${notEveryone}` : title,
    effect: [
      'Outlook on the web asks for your second step.',
      `Installed Outlook: ${lowerFirst(clientWords(effect, said))}.`,
    ],
    follow: [follow],
  };
}

/** Microsoft cannot see whether installed Outlook works: only what was said of it is known. */
function outlookWords(outlook: SaidView['outlook']): { title: string; follow: string } {
  switch (outlook) {
    case undefined:
      return {
        title: 'MFA is on. Is Outlook working?',
        follow: 'If Outlook does not work, type what you see and I will try to help.',
      };
    case 'not-working':
      return {
        title: 'MFA is on. Outlook does not work yet',
        follow: 'I was told that installed Outlook does not work. My guide goes through what helps.',
      };
    case 'works':
      return {
        title: 'MFA is on and Outlook works',
        follow: 'I was told that Outlook works. If that changes, type what you see and I will try to help.',
      };
    case 'not-needed':
      return {
        title: 'MFA is on. Nothing more to do',
        follow: 'I was told that installed Outlook is not used or needs no change.',
      };
  }
}

function askAgain(effect: EffectView, { status, said }: { status: StatusView; said: SaidView }): Advice {
  const { methods } = status;
  if (methods.kind === 'unknown' && methods.isNotAllowed) {
    return {
      title: 'Set up MFA',
      effect: [],
      follow: [
        ...plannedWords(effect.onlinePhase, status),
        `${effect.onlinePhase && !hasBegun(effect.onlinePhase) ? 'Set it up before then' : 'Set it up now'}. If you have done so already, there is nothing more to do.`,
      ],
    };
  }
  if (methods.kind === 'unknown') {
    return {
      title: 'Please check your status again',
      effect: [],
      follow: ['Microsoft has not said how this account stands, so I am not guessing.'],
    };
  }
  const unsaid = [
    ...plannedWords(effect.onlinePhase, status),
    // Where nobody asked, that there is no answer is no news.
    ...(status.state.kind === 'not-asked'
      ? []
      : ['Microsoft has not said if it is switched on for this account.']),
  ].join(' ');
  return methods.registered
    ? {
        title: isMissing(said) ? notEveryone : 'You are set up',
        effect: [],
        follow: [`This account has ${joined(methods.methods)}.`, unsaid],
      }
    : { title: 'Set up MFA', effect: [], follow: [unsaid, 'Setting it up is right either way.'] };
}

function plannedWords(online: PlannedDate | undefined, { state }: StatusView): string[] {
  if (online === undefined) return [];
  const { when, days } = online;
  const planned = `MFA is ${plannedFor(when)}.`;
  if (state.kind !== 'not-asked' || days < 0) return [planned];
  return [planned, `${isWeek(when) ? 'That week begins' : 'That is'} ${inDays(days)}.`];
}

const notEveryone = 'Not everybody is set up yet';

function isMissing({ missing = [] }: SaidView): boolean {
  return missing.length > 0;
}

function notYetOn(online: PlannedDate): string {
  const tense = isOver(online) ? 'was' : 'is';
  return `MFA ${tense} ${plannedFor(online.when)} and is not switched on for this account yet`;
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
