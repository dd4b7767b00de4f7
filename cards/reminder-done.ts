import { execute, submit } from './actions/action.ts';
import { reminderOutlook } from './actions/reminder.ts';
import { statusShow } from './actions/status.ts';
import { type Action, type AdaptiveCard, card } from './card.ts';
import { header, note, paragraph, primary, title } from './elements.ts';
import type { EffectView, SaidView, StatusView, Who } from './standing.ts';
import { outlookAfterSetUp } from './words-after-set-up.ts';
import { isOnwards, isPaused, isWeek, joined, onDate } from './words-dates.ts';
import { statusLine } from './words-status.ts';

/** A reminder whose account is done. */
export interface ReminderDoneView extends Pick<SaidView, 'outlook'> {
  reminder: string;
  who: Who;
  status: StatusView;
  effect: EffectView;
}

/** Takes the reminder's place: "You're done", what happens to Outlook, and, once MFA is on, whether it works. */
export function reminderDoneCard(view: ReminderDoneView): AdaptiveCard {
  const { who, status, reminder } = view;
  const { methods } = status;
  return card(
    reminderDoneSummary(view),
    [
      ...header(who.address, who.school),
      title(titleOf(view)),
      ...(methods.kind === 'known' && methods.methods.length > 0
        ? [paragraph(['Microsoft knows ', { strong: joined(methods.methods) }, ' for this account.'])]
        : []),
      ...next(view).map((line) => paragraph(line)),
      note(statusLine(status)),
    ],
    asks(view) ? outlookButtons(reminder) : [submit(statusShow, 'My status', {})],
  );
}

/** The same in plain words. */
export function reminderDoneSummary(view: ReminderDoneView): string {
  return `${view.who.address}: ${titleOf(view)}. ${next(view)[0] ?? ''}`.trim().replace('?.', '?');
}

function titleOf(view: ReminderDoneView): string {
  return asks(view) ? "You're done. Is Outlook working?" : "You're done";
}

/** Only where MFA is on can Outlook have stopped, and nobody is asked twice. */
function asks({ effect, outlook }: ReminderDoneView): boolean {
  return effect.advice === 'is-outlook-working' && outlook === undefined;
}

function next(view: ReminderDoneView): string[] {
  const { effect, outlook } = view;
  const { onlinePhase } = effect;
  if (outlook === 'works') return ['I was told that Outlook works. There is nothing more to do.'];
  if (outlook === 'not-needed') {
    return ['I was told that installed Outlook is not used or needs no change. There is nothing more to do.'];
  }
  if (effect.online !== 'unknown' || onlinePhase === undefined || onlinePhase.days < 0) {
    return outlookAfterSetUp(effect);
  }
  // Microsoft was asked for the methods only: what is planned is said as planned.
  if (isPaused(onlinePhase.when)) return [`MFA is ${onlinePhase.when}. Until then nothing changes.`];
  const { when, days } = onlinePhase;
  const day = days === 0 && !isWeek(when) && !isOnwards(when) ? 'today' : onDate(when);
  return [
    `Your Outlook will ask for it ${day}: MFA is planned to be switched on then.`,
    'Outlook on the web and installed Outlook both change on the same day, because you are set up already.',
  ];
}

function outlookButtons(reminder: string): Action[] {
  return [
    primary(execute(reminderOutlook, 'Outlook works', { reminder, word: 'works' })),
    execute(reminderOutlook, 'It does not work', { reminder, word: 'not-working' }),
  ];
}
