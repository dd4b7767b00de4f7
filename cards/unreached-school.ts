import { execute } from './actions/action.ts';
import { unreachedCalled, unreachedPage, unreachedSchool, unreachedTakeBack } from './actions/unreached.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { buttonRow, header, note, panel, paragraph, primary, title } from './elements.ts';
import type { Surface } from './standing.ts';
import { counted, sentence } from './words-dates.ts';
import { reasonWords } from './words-reasons.ts';
import { type CallDate, callDateWords, sourceWords, surfacesWords } from './words-unreached.ts';

/** An account of the school that Teams does not reach. Times are in words. */
export interface CallAccount {
  id: string;
  address: string;
  /** Microsoft has not said whether it is ready. */
  isUnknown: boolean;
  /** A code of words-reasons. */
  why: string;
  since?: string;
  /** In the order of dates; those of one date together. */
  phases: { surfaces: Surface[]; date: CallDate }[];
  called?: { at: string; by?: string };
}

/** One school of the call list, some accounts a card. */
export interface UnreachedSchoolView {
  /** Its domain. */
  school: string;
  name: string;
  accounts: CallAccount[];
  total: number;
  /** Not called yet. */
  open: number;
  /** Tells these open accounts from any others. */
  openMark: string;
  /** The whole school was ticked off on a card with other open accounts: nobody was noted. */
  isOther?: boolean;
  /** The account after which this card begins, and the next one. */
  after?: string;
  next?: string;
  /** What was just ticked off for the whole school; `at` is ISO text. */
  done?: { count: number; at: string };
  reportAt?: string;
  at: string;
  serviceDesk: string;
}

/** The school with what to tell each account's people, and a tick for each. */
export function unreachedSchoolCard(view: UnreachedSchoolView): AdaptiveCard {
  return card(
    unreachedSchoolSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, view.school),
      title(view.name),
      paragraph(countWords(view)),
      ...donePanel(view),
      ...otherPanel(view),
      ...view.accounts.map((account, index) => accountRow(view, account, index + 1)),
      note(sourceWords(view)),
    ],
    buttons(view),
  );
}

/** The counts in plain words. */
export function unreachedSchoolSummary(view: UnreachedSchoolView): string {
  return `${view.name}: ${countWords(view)}`;
}

function countWords({ total, open }: UnreachedSchoolView): string {
  if (total === 0) return 'Nobody of this school is on the call list any more.';
  if (open === 0) return `${allOf(total)} on the list ${total === 1 ? 'has' : 'have'} been called.`;
  const called = total - open;
  return `${counted(open, 'account', 'accounts')} to call${called > 0 ? `, ${called} called already` : ''}.`;
}

function allOf(total: number): string {
  return total === 1 ? 'The one account' : `All ${total} accounts`;
}

function donePanel({ school, done }: UnreachedSchoolView): Element[] {
  if (done === undefined) return [];
  return [
    panel(
      [
        paragraph(`${counted(done.count, 'account', 'accounts')} ticked off as called.`, 'none'),
        ...buttonRow(execute(unreachedTakeBack, 'Take back', { school, at: done.at }), 'small'),
      ],
      'good',
    ),
  ];
}

function otherPanel({ isOther, open }: UnreachedSchoolView): Element[] {
  if (!isOther || open === 0) return [];
  return [
    panel(
      [
        paragraph(
          'The list has changed since, so nobody was ticked off. Please look again who was called.',
          'none',
        ),
      ],
      'warning',
    ),
  ];
}

function accountRow({ school, after }: UnreachedSchoolView, account: CallAccount, place: number): Element {
  const { id, address, called } = account;
  const press = { school, account: id, ...(after && { after }) };
  return {
    type: 'Container',
    spacing: 'large',
    separator: true,
    items: [
      paragraph([{ strong: `${place}.  ${address}` }], 'none'),
      ...account.phases.map(({ surfaces, date }) =>
        paragraph(`${sentence(surfacesWords(surfaces))}: ${callDateWords(date)}`, 'small'),
      ),
      note(`${whyWords(account)} ${account.isUnknown ? notKnown : 'MFA is not ready.'}`, 'small'),
      ...(called === undefined
        ? buttonRow(execute(unreachedCalled, `Called ${place}`, press), 'small')
        : [
            paragraph([{ strong: 'Called' }, calledWords(called)], 'small'),
            ...buttonRow(execute(unreachedTakeBack, `Take back ${place}`, press), 'small'),
          ]),
    ],
  };
}

const notKnown = 'Microsoft has not said if MFA is ready.';

function whyWords({ why, since }: CallAccount): string {
  return `${sentence(reasonWords(why))}${since === undefined ? '' : `, since ${since}`}.`;
}

function calledWords({ at, by }: NonNullable<CallAccount['called']>): string {
  return by === undefined ? ` at ${at}` : ` by ${by} at ${at}`;
}

function buttons({ school, open, openMark, total, next }: UnreachedSchoolView): Action[] {
  return [
    ...(open > 1
      ? [
          primary(
            execute(unreachedCalled, open === total ? `All ${open} called` : 'The rest called', {
              school,
              open: openMark,
            }),
          ),
        ]
      : []),
    ...(next === undefined ? [] : [execute(unreachedSchool, 'More accounts', { school, after: next })]),
    execute(unreachedPage, 'Back to the list', { which: 'open' }),
  ];
}
