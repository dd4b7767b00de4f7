import { submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import { helpShow } from './actions/help.ts';
import { adviceOf, adviceText } from './advice.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { fact, header, note, panel, panelHeading, paragraph, primary, title } from './elements.ts';
import { deskCommands } from './help.ts';
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
import { joined, sentence, standingWords } from './words-dates.ts';
import { missingLine } from './words-keepers.ts';
import { statusLine } from './words-status.ts';
import { surfaceName, surfaceWords } from './words-surface.ts';

/** Another change that is still ahead: 'POP3 and IMAP are turned off', 'Friday 9 November 2018'. */
interface ComingChange {
  title: string;
  when: string;
}

/** What is known of an account that the plan covers. */
interface Covered extends SaidView {
  kind: 'covered';
  /** In date order. */
  phases: PhaseView[];
  status: StatusView;
  effect: EffectView;
  next: NextAction;
}

/** What the card of every installation tells: who this is, what comes when, what to do first. */
export interface WhereYouStandView {
  who: Who;
  organisation: string;
  /** The first time says who the bot is. */
  firstTime: boolean;
  /** Members of the service desk see their commands. */
  serviceDesk: boolean;
  standing: Covered | { kind: 'not-covered' };
  /** Only what is still ahead. */
  comingChanges: ComingChange[];
  contact: Contact;
  source: Source;
}

/** The welcome card. */
export function whereYouStandCard(view: WhereYouStandView): AdaptiveCard {
  const { who, standing } = view;
  return card(
    whereYouStandSummary(view),
    [
      ...header(who.address, who.school, who.cohort),
      ...(standing.kind === 'covered' ? covered(view, standing) : notCovered(view)),
    ],
    buttons(view),
  );
}

/** The same in one or two plain sentences. */
export function whereYouStandSummary({ who, standing }: WhereYouStandView): string {
  if (standing.kind === 'not-covered') {
    return `The MFA rollout plan does not cover ${who.address}. You can still ask questions.`;
  }
  const advice = adviceOf(standing.effect, standing.status, standing);
  return `${who.address}: ${advice.title}. ${adviceText(advice)[0] ?? ''}`.trim();
}

function covered(view: WhereYouStandView, standing: Covered): Element[] {
  const advice = adviceOf(standing.effect, standing.status, standing);
  return [
    ...introduction(view),
    title(advice.title, view.firstTime ? 'medium' : 'small'),
    ...missingLine(standing),
    ...adviceText(advice).map((line) => paragraph(line)),
    ...(standing.effect.advice === 'help-now' ? [paragraph(helpLine(view.contact))] : []),
    panel([panelHeading('Dates for this account'), ...dates(standing)]),
    ...sharedHint(view.who, standing),
    ...coming(view.comingChanges),
    ...deskLines(view),
    note(statusLine(standing.status)),
    note(`Dates: ${view.source.name}, ${view.source.date}.`, 'small'),
    ...changedDates(standing.phases),
  ];
}

function notCovered(view: WhereYouStandView): Element[] {
  return [
    ...introduction(view),
    title('You can ask me about MFA', view.firstTime ? 'medium' : 'small'),
    paragraph('The rollout plan does not cover this account: it has no dates, and nothing changes for it.'),
    paragraph('You can still ask me anything about MFA and see the dates for everyone.'),
    ...coming(view.comingChanges),
    ...deskLines(view),
    note(`Should this account have dates? ${helpLine(view.contact)}`),
  ];
}

/**
 * A line a phase; phases of one date that stand alike share it. On an account that is set up, installed Outlook
 * changes with Outlook on the web, whatever its own date: Microsoft enforces such an account at once.
 */
function dates({ phases, effect }: Covered): Element[] {
  const comesEarly = effect.advice === 'outlook-will-ask-on-online-date';
  const [first, ...rest] = phases;
  const isShared = rest.every(
    (phase) => phase.when === first?.when && phase.standing.kind === first.standing.kind,
  );
  if (first && rest.length > 0 && isShared) {
    const label = 'Outlook on the web and installed Outlook';
    return [fact(label, sentence(first.when), standingWords(first.standing, first.when))];
  }
  return phases.map((phase) =>
    fact(
      surfaceWords(phase.surface),
      sentence(phase.when),
      comesEarly && phase.surface === 'client' && phase.standing.kind === 'planned-future'
        ? 'Comes with Outlook on the web, because you are set up'
        : standingWords(phase.standing, phase.when),
    ),
  );
}

/** Where a date is no longer the announcement's: a line a change. */
function changedDates(phases: PhaseView[]): Element[] {
  const changes = new Set(phases.flatMap(({ change }) => change ?? []));
  return [...changes].map((change) => {
    const surfaces = phases
      .filter((phase) => phase.change === change)
      .map(({ surface }) => surfaceName(surface));
    return note(`${sentence(joined(surfaces))}: ${change}.`, 'small');
  });
}

/** Where nobody is known to be missing: that somebody may be. */
function sharedHint({ shared }: Who, { missing = [] }: SaidView): Element[] {
  if (!shared || missing.length > 0) return [];
  return [
    paragraph(
      'Several people may use this account. If they do, each of them needs a second step of their own. Type "who ' +
        'uses this mailbox" to see who is done.',
    ),
  ];
}

function introduction({ firstTime, organisation }: WhereYouStandView): Element[] {
  if (!firstTime) return [];
  return [
    paragraph(
      `I am the MFA assistant of ${organisation}. MFA (multi-factor authentication) is a second step when you ` +
        'sign in, besides your password. I never ask for a password or a code.',
    ),
  ];
}

function coming(changes: ComingChange[]): Element[] {
  return changes.map((change) => paragraph([{ strong: `${sentence(change.when)}: ` }, `${change.title}.`]));
}

function deskLines({ serviceDesk }: WhereYouStandView): Element[] {
  return serviceDesk ? deskCommands() : [];
}

function buttons({ standing }: WhereYouStandView): Action[] {
  const first = standing.kind === 'covered' ? nextButton(standing.next) : [];
  const dates = submit(datesShow, 'Dates', {});
  return [...first, first.length > 0 ? dates : primary(dates), submit(helpShow, 'Help', {})];
}
