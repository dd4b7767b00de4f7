import { execute, submit } from './actions/action.ts';
import { reminderSuspicious } from './actions/reminder.ts';
import { schoolList, schoolRefresh, schoolRemind, schoolShow } from './actions/school.ts';
import { statusShow } from './actions/status.ts';
import { adviceText } from './advice.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { header, heading, note, panel, paragraph, primary, title } from './elements.ts';
import { nextButton } from './next-button.ts';
import { reminderWords } from './reminder.ts';
import { doneButton, hiddenMore, moreToggle } from './reminder-buttons.ts';
import type { NotReadyRow, SchoolCohort, SchoolView } from './school-view.ts';
import { helpLine } from './words-contact.ts';
import { counted, number } from './words-dates.ts';
import { missingLine } from './words-keepers.ts';
import { dateLine, notReadyRows, readyOf, roundLines } from './words-school.ts';
import { statusLine } from './words-status.ts';

/** So many addresses fit the card without hiding its buttons; the list has the others. */
const shownAtFirst = 12;

/** How a school stands, for its head: their own mailbox first, then each cohort with who is not ready. */
export function schoolCard(view: SchoolView): AdaptiveCard {
  return card(
    schoolSummary(view),
    [
      ...header(view.who.address, view.who.school),
      ...(view.round === undefined
        ? []
        : [
            panel(
              roundLines(view.round).map((line, index) => paragraph(line, index === 0 ? 'none' : 'small')),
              'good',
            ),
          ]),
      ...ownMailbox(view),
      ...cohorts(view),
      note(sourceLine(view)),
    ],
    buttons(view),
    hidden(view),
  );
}

/** The same in one or two plain sentences. */
export function schoolSummary(view: SchoolView): string {
  const { own, who } = view;
  const school = `${who.school ?? 'Your school'}: ${readyWords(view)}.`;
  return own.kind === 'ready' ? school : `${who.address}: ${reminderWords(own).title}. ${school}`;
}

/** Said once, when nobody is left to wait for. */
export function schoolReadyCard(view: SchoolView): AdaptiveCard {
  return card(
    schoolReadySummary(view),
    [
      ...header(view.who.address, view.who.school),
      title('Your school is ready'),
      paragraph(`All ${counted(view.accounts, 'account', 'accounts')} are ready. There is nothing to do.`),
      ...view.cohorts.map((cohort) => note(`${cohort.name}. ${dateLine(cohort)}`, 'small')),
      note(sourceLine(view)),
    ],
    [submit(schoolShow, 'My school', {}), submit(statusShow, 'My own account', {})],
  );
}

export function schoolReadySummary({ who, accounts }: SchoolView): string {
  return `${who.school ?? 'Your school'} is ready: all ${counted(accounts, 'account', 'accounts')}.`;
}

/** Where the figures are from and how old they are. */
export function sourceLine({ source, at }: SchoolView): string {
  return `${sourceWords(source)} Counted at ${at}.`;
}

function sourceWords(source: SchoolView['source']): string {
  switch (source?.kind) {
    case 'report':
      return `Who is ready: Microsoft's report of ${source.at}.`;
    case 'answers':
      return `Who is ready: Microsoft's answers, one account at a time; the oldest is of ${source.oldest}.`;
    default:
      return 'Microsoft has not said yet who is ready.';
  }
}

function readyWords({ ready, accounts }: SchoolView): string {
  return `${number(ready)} of ${counted(accounts, 'account is', 'accounts are')} ready`;
}

function ownMailbox(view: SchoolView): Element[] {
  const { own } = view;
  const spacing = view.round === undefined ? 'small' : 'medium';
  if (own.kind === 'ready') {
    return [title(readyWords(view), spacing), paragraph('Your own mailbox is ready.')];
  }
  const advice = reminderWords(own);
  return [
    title(advice.title, spacing),
    ...missingLine(own),
    ...adviceText(advice).map((line) => paragraph(line)),
    note(statusLine(own.status)),
    heading(`Your school: ${readyWords(view)}`, { separator: true }),
  ];
}

function cohorts(view: SchoolView): Element[] {
  let room = shownAtFirst;
  return view.cohorts.flatMap((cohort) => {
    const rows = cohort.notReady.slice(0, room);
    room -= rows.length;
    return [section(cohort, rows)];
  });
}

function section(cohort: SchoolCohort, rows: NotReadyRow[]): Element {
  const more = cohort.notReady.length - rows.length;
  return {
    type: 'Container',
    spacing: 'medium',
    items: [
      paragraph([{ strong: cohort.name }, `: ${readyOf(cohort)}`], 'none'),
      note(dateLine(cohort), 'none'),
      ...notReadyRows(rows),
      ...(more > 0
        ? [note(rows.length > 0 ? `and ${number(more)} more` : `${number(more)} not ready`, 'small')]
        : []),
    ],
  };
}

function buttons(view: SchoolView): Action[] {
  const { own, toRemind, reminder } = view;
  const first = own.kind === 'to-do' ? nextButton(own.next) : [];
  const remind = execute(schoolRemind, 'Remind those now', {});
  return [
    ...first,
    ...(reminder ? [doneButton(reminder.id)] : []),
    ...(toRemind > 0 ? [first.length > 0 ? remind : primary(remind)] : []),
    ...(reminder ? [moreToggle(reminder.id, [])] : lessUsed(view)),
  ];
}

/** All that does not fit beside the head's own reminder is behind its "More", with what every reminder has there. */
function hidden(view: SchoolView): Element[] {
  const { reminder, contact } = view;
  if (!reminder) return [];
  return [
    hiddenMore(
      reminder.id,
      [
        note(`Reference of this message: ${reminder.reference}`),
        note(`Need help? ${helpLine(contact)}`, 'small'),
      ],
      [submit(reminderSuspicious, 'Looks suspicious', { reminder: reminder.id }), ...listButtons(view)],
    ),
  ];
}

function lessUsed(view: SchoolView): Action[] {
  const { own } = view;
  return [
    ...listButtons(view),
    // Where that is the first button already, once is enough.
    ...(own.kind === 'to-do' && own.next.kind === 'check-status'
      ? []
      : [submit(statusShow, 'My own account', {})]),
  ];
}

function listButtons({ cohorts }: SchoolView): Action[] {
  const listed = cohorts.reduce((sum, { notReady }) => sum + notReady.length, 0);
  return [
    ...(listed > shownAtFirst ? [execute(schoolList, 'Show all', { from: 0 })] : []),
    execute(schoolRefresh, 'Refresh', {}),
  ];
}
