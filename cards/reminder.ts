import { type Advice, adviceOf, adviceText } from './advice.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, header, note, panel, panelHeading, paragraph, title } from './elements.ts';
import { nextButton } from './next-button.ts';
import {
  doneButton,
  hiddenMore,
  hiddenSnooze,
  moreToggle,
  type SnoozeView,
  snoozeToggle,
} from './reminder-buttons.ts';
import type {
  Contact,
  EffectView,
  NextAction,
  PhaseView,
  SaidView,
  Source,
  StatusView,
  Who,
} from './standing.ts';
import { helpLine } from './words-contact.ts';
import { joined } from './words-dates.ts';
import { missingLine } from './words-keepers.ts';
import { claimlessAdvice, claimlessFoldedLine, foldedLine, reminderAdvice } from './words-reminder.ts';
import { statusLine } from './words-status.ts';

/** What an account is told about a phase. `phase` is the most urgent one, `others` are folded in below. */
export interface ReminderView extends SaidView {
  /** The id of the reminder, which its buttons carry. */
  reminder: string;
  /** By which others can confirm it: 'KMPT-WX34'. */
  reference: string;
  who: Who;
  organisation: string;
  phase: PhaseView;
  others: PhaseView[];
  status: StatusView;
  effect: EffectView;
  /** First names of those who share the account and said "mine works". */
  finished?: string[];
  /** Where the account is in the guide. */
  step?: { number: number; of: number; title: string };
  next: NextAction;
  snooze: SnoozeView;
  contact: Contact;
  source: Source;
}

/** What stops working for this account and when, with one thing to do. */
export function reminderCard(view: ReminderView): AdaptiveCard {
  const advice = reminderWords(view);
  const { reminder, snooze } = view;
  const isOffered = snooze.kind === 'offered';
  return card(
    reminderSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title(advice.title),
      ...missingLine(view),
      ...adviceText(advice).map((line) => paragraph(line)),
      ...doneAlready(view),
      ...others(view),
      // What Microsoft did not say stands above, as the reason why nothing is claimed.
      ...(view.status.methods.kind === 'known' ? [note(statusLine(view.status))] : []),
    ],
    [
      ...nextButton(view.next),
      doneButton(reminder),
      ...(isOffered ? [snoozeToggle(reminder)] : []),
      moreToggle(reminder, isOffered ? undefined : []),
    ],
    [...(isOffered ? [hiddenSnooze(reminder, snooze)] : []), hiddenMore(reminder, smallPrint(view))],
  );
}

/** What stops and when, in one or two plain sentences. */
export function reminderSummary(view: ReminderView): string {
  const advice = reminderWords(view);
  return `${view.who.address}: ${advice.title}. ${adviceText(advice)[0] ?? ''}`.trim();
}

/**
 * What a reminder says first, as a school card says it of its head's own mailbox: somebody who is set up is told what their
 * state says; everybody else what the phase does to them.
 */
export function reminderWords(
  view: Pick<ReminderView, 'phase' | 'others' | 'status' | 'effect' | 'missing' | 'outlook'>,
): Advice {
  const { methods } = view.status;
  const isSetUp = methods.kind === 'known' && methods.registered;
  if (isSetUp || view.effect.advice === 'help-now') return adviceOf(view.effect, view.status, view);
  if (methods.kind === 'unknown') return claimlessAdvice(view.phase, sameTime(view), methods);
  return reminderAdvice(view.phase, sameTime(view));
}

/** What has been done before the date: nobody is told to begin at the beginning. Nothing where nothing has. */
function doneAlready({ status: { methods }, finished = [], step }: ReminderView): Element[] {
  const items = [
    ...(methods.kind === 'known' && methods.methods.length > 0
      ? [`Second step: ${joined(methods.methods)}`]
      : []),
    ...(finished.length > 0 ? [`Theirs works: ${joined(finished)}`] : []),
    ...(step === undefined ? [] : [`In the guide: step ${step.number} of ${step.of}, ${step.title}`]),
  ];
  return items.length === 0 ? [] : [panel([panelHeading('Done already'), ...bullets(items)])];
}

/** Why they get it and how it can be known again. */
function smallPrint({ organisation, source, reference, contact }: ReminderView): Element[] {
  return [
    note(`You get this because ${organisation} announced it in ${source.name} of ${source.date}.`),
    note(`Reference of this message: ${reference}`, 'small'),
    note(`Need help? ${helpLine(contact)}`, 'small'),
  ];
}

function others(view: ReminderView): Element[] {
  const { methods } = view.status;
  const told = view.effect.advice === 'help-now' || (methods.kind === 'known' && methods.registered);
  const lines = told ? [] : view.others.filter((phase) => !sameTime(view).includes(phase));
  if (lines.length === 0) return [];
  const line = methods.kind === 'known' ? foldedLine : claimlessFoldedLine;
  return [panel([panelHeading('Also for this account'), ...bullets(lines.map(line))])];
}

/** The other phases that come on the same date and stand alike: one sentence tells them all. */
function sameTime({ phase, others: folded }: Pick<ReminderView, 'phase' | 'others'>): PhaseView[] {
  return folded.filter((other) => other.when === phase.when && other.standing.kind === phase.standing.kind);
}
