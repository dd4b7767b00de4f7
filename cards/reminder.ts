import { submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import { statusShow } from './actions/status.ts';
import { type Advice, adviceOf, adviceText } from './advice.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, header, note, panel, panelHeading, paragraph, title } from './elements.ts';
import { nextButton } from './next-button.ts';
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
import { missingLine } from './words-keepers.ts';
import { foldedLine, reminderAdvice } from './words-reminder.ts';
import { statusLine } from './words-status.ts';

/** What an account is told about a phase. `phase` is the most urgent one, `others` are folded in below. */
export interface ReminderView extends SaidView {
  who: Who;
  organisation: string;
  phase: PhaseView;
  others: PhaseView[];
  status: StatusView;
  effect: EffectView;
  next: NextAction;
  contact: Contact;
  source: Source;
}

/** What stops working for this account and when, with one thing to do. */
export function reminderCard(view: ReminderView): AdaptiveCard {
  const advice = adviceFor(view);
  return card(
    reminderSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title(advice.title),
      ...missingLine(view),
      ...adviceText(advice).map((line) => paragraph(line)),
      ...others(view),
      note(statusLine(view.status)),
      note(
        `You get this because ${view.organisation} announced it in ${view.source.name} of ${view.source.date}.`,
        'small',
      ),
      note(`Need help? ${helpLine(view.contact)}`, 'small'),
    ],
    [...nextButton(view.next), submit(statusShow, 'My status', {}), submit(datesShow, 'Dates', {})],
  );
}

/** What stops and when, in one or two plain sentences. */
export function reminderSummary(view: ReminderView): string {
  const advice = adviceFor(view);
  return `${view.who.address}: ${advice.title}. ${adviceText(advice)[0] ?? ''}`.trim();
}

/** Somebody who is set up is told what their state says; everybody else what the phase does to them. */
function adviceFor(view: ReminderView): Advice {
  const { methods } = view.status;
  const isSetUp = methods.kind === 'known' && methods.registered;
  if (isSetUp || view.effect.advice === 'help-now') return adviceOf(view.effect, view.status, view);
  return reminderAdvice(view.phase, sameTime(view));
}

function others(view: ReminderView): Element[] {
  const { methods } = view.status;
  const told = view.effect.advice === 'help-now' || (methods.kind === 'known' && methods.registered);
  const lines = told ? [] : view.others.filter((phase) => !sameTime(view).includes(phase));
  if (lines.length === 0) return [];
  return [panel([panelHeading('Also for this account'), ...bullets(lines.map(foldedLine))])];
}

/** The other phases that come on the same date and stand alike: one sentence tells them all. */
function sameTime({ phase, others: folded }: ReminderView): PhaseView[] {
  return folded.filter((other) => other.when === phase.when && other.standing.kind === phase.standing.kind);
}
