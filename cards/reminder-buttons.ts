import { execute, submit, toggle } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import {
  reminderDone,
  reminderGenuine,
  reminderHelp,
  reminderMore,
  reminderSnooze,
} from './actions/reminder.ts';
import { statusShow } from './actions/status.ts';
import { buttonLines } from './button-lines.ts';
import type { Action, Element, ExecuteAction, SubmitAction, ToggleAction } from './card.ts';
import { note, panel, panelHeading } from './elements.ts';
import { counted } from './words-dates.ts';

/** A day to which a reminder can be put off. */
export interface SnoozeOptionView {
  choice: 'tomorrow' | 'three-days' | 'week';
  /** The day itself in words, where the choice's own name would not say it: a day off lies there. */
  on?: string;
}

/** What can be chosen, and how often more; `none` where a reminder cannot be put off now. */
export type SnoozeView = { kind: 'offered'; options: SnoozeOptionView[]; left: number } | { kind: 'none' };

export function doneButton(reminder: string, title = "I've done it"): ExecuteAction {
  return execute(reminderDone, title, { reminder });
}

export function helpButton(reminder: string): SubmitAction {
  return submit(reminderHelp, 'I need help', { reminder });
}

/** The two buttons that open parts of the card, and those parts. */
export function snoozeToggle(reminder: string, title = 'Snooze'): ToggleAction {
  return toggle(reminderMore, { title, shows: snoozeId, hides: [moreId] }, { reminder, part: 'snooze' });
}

export function moreToggle(reminder: string, hides: string[] = [snoozeId]): ToggleAction {
  return toggle(reminderMore, { title: 'More', shows: moreId, hides }, { reminder, part: 'more' });
}

/** Hidden until "Snooze" is pressed. */
export function hiddenSnooze(reminder: string, offer: Extract<SnoozeView, { kind: 'offered' }>): Element {
  return {
    ...panel([
      panelHeading('Remind me again'),
      ...lines(snoozeButtons(reminder, offer.options)),
      note(leftWords(offer.left)),
    ]),
    id: snoozeId,
    isVisible: false,
  };
}

/** Hidden until "More" is pressed. `others` stand after the buttons that every reminder has there. */
export function hiddenMore(reminder: string, notes: Element[], others: Action[] = []): Element {
  return {
    ...panel([...lines([...moreButtons(reminder), ...others]), ...notes]),
    id: moreId,
    isVisible: false,
  };
}

export function snoozeButtons(reminder: string, options: SnoozeOptionView[]): ExecuteAction[] {
  return options.map(({ choice, on }) =>
    execute(reminderSnooze, on === undefined ? choiceWords[choice] : `On ${on}`, { reminder, until: choice }),
  );
}

export function moreButtons(reminder: string): SubmitAction[] {
  return [
    helpButton(reminder),
    submit(reminderGenuine, 'Is this real?', { reminder }),
    submit(statusShow, 'My status', {}),
    submit(datesShow, 'Dates', {}),
  ];
}

/** How often this reminder's phase can still be put off, the choice at hand included. */
export function leftWords(left: number): string {
  return `You can put this off ${left === 1 ? 'once more' : counted(left, 'time', 'times')}, never past the date itself.`;
}

const snoozeId = 'snooze';
const moreId = 'more';

const choiceWords = {
  tomorrow: 'Tomorrow',
  'three-days': 'In 3 days',
  week: 'In the week it changes',
};

function lines(actions: Action[]): Element[] {
  return buttonLines(actions).map((line, index) => ({
    type: 'ActionSet',
    spacing: index === 0 ? 'medium' : 'small',
    actions: line,
  }));
}
