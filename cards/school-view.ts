import type {
  Contact,
  DateWords,
  EffectView,
  NextAction,
  PhaseView,
  SaidView,
  StatusView,
  Surface,
  Who,
} from './standing.ts';

/** A head teacher's view of their school. Times and dates are in words. */
export interface SchoolView {
  who: Who;
  own: OwnMailbox;
  /** In the order of their next dates; only cohorts of which the school has accounts besides the head's own. */
  cohorts: SchoolCohort[];
  /** Of all cohorts together, the head's own mailbox among them. */
  accounts: number;
  ready: number;
  /** How many could be reminded now: not ready, with a chat, and without a message about it that day. */
  toRemind: number;
  /** What became of the press that this card answers. */
  round?: RemindedRound;
  /** Where the figures are from; absent where Microsoft has said nothing yet. */
  source?: FiguresSource;
  /** Where the card carries the head's own reminder of the day: its id, and the reference 'KMPT-WX34'. */
  reminder?: { id: string; reference: string };
  /** When this card was made. */
  at: string;
  contact: Contact;
}

/**
 * Microsoft's report of one time, or where none is to be had its answers about one account at a time, `oldest` being the
 * time of the first of them.
 */
export type FiguresSource = { kind: 'report'; at: string } | { kind: 'answers'; oldest: string };

/** The head's own mailbox, which comes first. */
export type OwnMailbox =
  | { kind: 'ready' }
  /** What its own reminder would say, and the one thing to do. */
  | ({
      kind: 'to-do';
      phase: PhaseView;
      others: PhaseView[];
      status: StatusView;
      effect: EffectView;
      next: NextAction;
    } & SaidView);

/** One cohort of the school and its next date. */
export interface SchoolCohort {
  /** 'School office accounts' */
  name: string;
  surfaces: Surface[];
  when: DateWords;
  accounts: number;
  ready: number;
  unknown: number;
  /** In the order of their addresses, without the head's own mailbox. */
  notReady: NotReadyRow[];
}

/** Not ready and since when: a head is shown no more of another account (docs/data-protection.md). */
export interface NotReadyRow {
  address: string;
  /** The day on which it became known: 'Monday 5 November 2018'. */
  since?: string;
}

export interface RemindedRound {
  /** Reminders that this press put on the road. */
  made: number;
  /** Accounts that had a message about it that day already, have one waiting, or for which one was asked and not needed. */
  already: number;
  /** Accounts without this app in Teams. */
  unreachable: number;
  /** When they go out, where that is not at once: '08:30 on Tuesday 13 November'. */
  at?: string;
}
