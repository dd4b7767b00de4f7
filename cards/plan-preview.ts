import { execute } from './actions/action.ts';
import { planConfirm, planEdit, planRefresh } from './actions/plan.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { fact, header, note, panel, paragraph, primary, title } from './elements.ts';
import type { PlanWhat } from './plan-write.ts';
import type { DateWords } from './standing.ts';
import { counted, sentence } from './words-dates.ts';

/** What a change of the plan would do, and to whom. */
export interface PlanEffectView {
  /** The revision of the plan that this was worked out from. */
  seen: number;
  /** "School office accounts, Outlook on the web" */
  phase: string;
  /** A school's domain, where it is for one. */
  school?: string;
  /** The date as it is, or that it is paused. */
  from: DateWords;
  /** The new date; absent for a pause. */
  to?: DateWords;
  accounts: number;
  schools: number;
  /** How many accounts get "the date has changed", because they were told another date. */
  told: number;
  /** How many schools have a date of their own and keep it. */
  keepOwn: number;
  /** Days before the date on which reminders were to come and now do not, in words. */
  fallAway: string[];
  /** When the next reminder of the new date is due, in words; absent where none is. */
  next?: string;
  /** Somebody else changed the plan since the last preview. */
  isAnew: boolean;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** A change of the plan before it is made. */
export interface PlanPreviewView extends PlanEffectView {
  draft: string;
  what: PlanWhat;
  why: string;
}

/** What would change and for whom. Nothing is changed before the button is pressed. */
export function planPreviewCard(view: PlanPreviewView): AdaptiveCard {
  return card(
    planPreviewSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, view.phase),
      title(titleOf(view)),
      ...effectOf(view),
      fact('Why', view.why),
    ],
    [
      primary(execute(planConfirm, confirmLabels[view.what], { draft: view.draft, seen: view.seen })),
      execute(planEdit, 'Edit', { draft: view.draft }),
      execute(planRefresh, 'Back to the plan', {}),
    ],
  );
}

/** What would be, for whom, who is written to, and the reminders. */
export function effectOf(view: PlanEffectView): Element[] {
  return [
    ...(view.isAnew
      ? [
          panel(
            [paragraph('The plan was changed by somebody else meanwhile. Please look again.', 'none')],
            'warning',
          ),
        ]
      : []),
    panel([
      paragraph(
        [{ strong: view.to === undefined ? 'No date at present' : `New: ${sentence(view.to)}` }],
        'none',
      ),
      note(`Now: ${sentence(view.from)}`, 'none'),
    ]),
    fact('For', affected(view)),
    fact(
      'Already told another date',
      view.told === 0
        ? 'Nobody'
        : `${counted(view.told, 'account', 'accounts')}. I write to them in working hours.`,
    ),
    ...reminders(view),
  ];
}

/** The same in plain words. */
export function planPreviewSummary(view: PlanPreviewView): string {
  return `${titleOf(view)} ${view.phase}: ${view.to === undefined ? 'no date at present' : view.to}. Nothing is changed yet.`;
}

function titleOf({ what }: PlanPreviewView): string {
  return { moved: 'Change this date?', paused: 'Pause this date?', resumed: 'Resume with this date?' }[what];
}

const confirmLabels: Record<PlanWhat, string> = {
  moved: 'Change it',
  paused: 'Pause it',
  resumed: 'Resume it',
};

function affected({ school, accounts, schools, keepOwn }: PlanEffectView): string {
  if (school !== undefined) return `${counted(accounts, 'account', 'accounts')} at ${school}`;
  const all = `${counted(accounts, 'account', 'accounts')} at ${counted(schools, 'school', 'schools')}`;
  if (keepOwn === 0) return all;
  return `${all}. ${counted(keepOwn, 'school keeps its', 'schools keep their')} own date.`;
}

function reminders({ fallAway, next }: PlanEffectView): Element[] {
  return [
    ...(fallAway.length > 0 ? [fact('Reminders that fall away', fallAway.join(', '))] : []),
    fact('Next reminder', next ?? 'None'),
  ];
}
