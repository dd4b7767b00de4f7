/**
 * The shapes of what is known of an account, in words and enum-like data, as several cards show it. `bot/` fills
 * them from `services/`; times and dates arrive as words, wording of sentences is made here.
 */

/** Whose card this is. `school` and `cohort` as the plan names them; absent where no cohort covers the account. */
export interface Who {
  address: string;
  school?: string;
  /** "Head teachers' accounts" */
  cohort?: string;
  /** Several people use this account. */
  shared?: boolean;
}

/**
 * A date as the announcement gives it: 'Monday 19 November 2018', 'the week of Monday 3 December 2018' or
 * 'from Thursday 13 December 2018' (the words of `describeDate`). Of a paused phase, that it is paused.
 */
export type DateWords = string;

/** How a phase stands for this account. `in-force` only where Microsoft said so. */
export type Standing =
  | { kind: 'in-force' }
  /** The service desk has paused it; it has no date. */
  | { kind: 'paused' }
  | { kind: 'planned-future'; days: number }
  | { kind: 'planned-past' }
  | { kind: 'unknown-past' };

export type Surface = 'online' | 'client';

/** One phase of this account. */
export interface PhaseView {
  surface: Surface;
  when: DateWords;
  standing: Standing;
  /** Where a changed date comes from, as typed: 'moved on Monday 26 November 2018 by the Service Desk: Snow'. */
  change?: string;
}

/**
 * What Microsoft said of an account. `at` is the time of that answer in words ('09:02 today'), `methods` what is
 * registered in words ('Microsoft Authenticator'), only those that count as a second step.
 */
export interface StatusView {
  methods:
    | {
        kind: 'known';
        registered: boolean;
        methods: string[];
        source: 'person-check' | 'registration-report';
        at: string;
      }
    /** `isNotAllowed`: this app may not ask, which no second try changes. */
    | { kind: 'unknown'; at: string; isNotAllowed?: boolean };
  state:
    | { kind: 'known'; state: 'disabled' | 'enabled' | 'enforced'; at: string }
    | { kind: 'unknown'; at: string }
    /** Nobody asked for it: that it is missing there is no news. */
    | { kind: 'not-asked' };
}

/** What the switch does to this account: the plan's Effect with its dates in words. */
export interface EffectView {
  online: 'works' | 'stopped-until-registered' | 'asks-second-step' | 'unknown';
  client: /** `until` is the date on which it changes, where the plan and what is known of the account tell one. */
    | { kind: 'works'; until?: DateWords }
    | { kind: 'works-until-enforced'; until?: DateWords }
    | { kind: 'needs-app-password' }
    | { kind: 'stopped' }
    | { kind: 'unknown' };
  advice:
    | 'set-up-before'
    | 'outlook-will-ask-on-online-date'
    | 'set-up-now'
    | 'is-outlook-working'
    | 'help-now'
    | 'ask-again'
    | 'not-affected';
  /** This account's phase for Outlook on the web; absent where no cohort covers the account. */
  onlinePhase?: PlannedDate;
  /** This account's phase for installed Outlook. */
  clientPhase?: PlannedDate;
  appPasswords: 'accepted' | 'not-accepted';
}

/** A planned date and the calendar days until it (0 today, negative when it has passed). */
export interface PlannedDate {
  when: DateWords;
  days: number;
}

/** Where help is: the service desk and the person whom the announcement names. */
export interface Contact {
  serviceDesk: string;
  /** How to reach it, in words. */
  how: string;
  phone?: string;
  email?: string;
  named?: { name: string; phone: string };
}

/** Where the announcement stands: 'MI Sheet 148/18', '2 November 2018'. */
export interface Source {
  name: string;
  date: string;
}

/** What the people who use an account said themselves: neither of it can Microsoft see. */
export interface SaidView {
  /** First names of the keepers of a shared account who have not said "mine works" yet. */
  missing?: string[];
  /** What was last said of installed Outlook. */
  outlook?: 'works' | 'not-needed' | 'not-working';
}

/** The one main button of a card. A `guide` is the one that the button opens. */
export type NextAction =
  | { kind: 'start-guide'; guide: string }
  | { kind: 'continue-guide'; guide: string; step: string }
  /** The account is set up, and not everybody who shares it has said that theirs works. */
  | { kind: 'keepers'; guide: string }
  | { kind: 'check-status' }
  | { kind: 'app-password'; guide: string }
  | { kind: 'none' };
