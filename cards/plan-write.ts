import { execute } from './actions/action.ts';
import { planPreview, planReasonMax, planRefresh } from './actions/plan.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { faultPanel, header, note, paragraph, primary, title, withoutInputs } from './elements.ts';

/** What is to be done with a date. */
export type PlanWhat = 'moved' | 'paused' | 'resumed';

/** The form for a change of the plan. */
export interface PlanWriteView {
  what: PlanWhat;
  /** The dates that it can be done with: "Head teachers' accounts, installed Outlook: Monday 26 November 2018". */
  phases: { id: string; title: string }[];
  /** What was typed so far; empty where nothing was. */
  typed: { phase: string; date: string; school: string; why: string };
  /** What has to be put right, a sentence each. */
  faults: string[];
  /** 'Service Desk' */
  serviceDesk: string;
}

/** Which date, to which day, for whom, and why. */
export function planWriteCard(view: PlanWriteView): AdaptiveCard {
  const { what, typed } = view;
  return card(
    planWriteSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`),
      title(titles[what]),
      ...view.faults.flatMap((each) => faultPanel(each)),
      ...effect(what),
      {
        type: 'Input.ChoiceSet',
        id: 'phase',
        label: 'Which date',
        style: 'compact',
        wrap: true,
        placeholder: 'Choose one',
        isRequired: true,
        errorMessage: 'Choose which date you want to change.',
        choices: view.phases.map(({ id, title: name }) => ({ title: name, value: id })),
        ...(typed.phase === '' ? {} : { value: typed.phase }),
        spacing: 'medium',
      },
      ...(what === 'paused' ? [] : [dateInput(typed.date)]),
      ...(what === 'moved' ? [schoolInput(typed.school)] : []),
      {
        type: 'Input.Text',
        id: 'why',
        label: `Why, in at most ${planReasonMax} characters`,
        isMultiline: true,
        isRequired: true,
        maxLength: planReasonMax,
        errorMessage: 'Give a reason. People are shown it.',
        ...(typed.why === '' ? {} : { value: typed.why }),
        spacing: 'medium',
      },
      note('Everybody can read the reason, also on the help pages. Plain text: write no names of people.'),
    ],
    [
      primary(execute(planPreview, 'Preview', { what })),
      withoutInputs(execute(planRefresh, 'Back to the plan', {})),
    ],
  );
}

/** The same in plain words. */
export function planWriteSummary({ what, faults: [first] }: PlanWriteView): string {
  return first === undefined
    ? `${titles[what]}. This needs a client that shows cards.`
    : `${titles[what]}. Please check: ${first}`;
}

const titles: Record<PlanWhat, string> = {
  moved: 'Change a date',
  paused: 'Pause a date',
  resumed: 'Resume with a date',
};

function effect(what: PlanWhat): Element[] {
  if (what !== 'paused') return [];
  return [
    paragraph('While it is paused nobody is reminded of it. Everything says that a new date will follow.'),
  ];
}

function dateInput(value: string): Element {
  return {
    type: 'Input.Date',
    id: 'date',
    label: 'New date',
    ...(value === '' ? {} : { value }),
    spacing: 'medium',
  };
}

function schoolInput(value: string): Element {
  return {
    type: 'Input.Text',
    id: 'school',
    label: 'Only one school? The part of its addresses after the @',
    placeholder: 'Leave empty for all schools',
    maxLength: 200,
    errorMessage: 'Type the part of the addresses after the @, or nothing.',
    ...(value === '' ? {} : { value }),
    spacing: 'medium',
  };
}
