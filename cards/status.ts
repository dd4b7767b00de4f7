import { execute, submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import { guideStart } from './actions/guide.ts';
import { keepersShow } from './actions/keepers.ts';
import { statusCheck } from './actions/status.ts';
import { adviceOf } from './advice.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { fact, header, heading, note, panel, paragraph, primary, title } from './elements.ts';
import { getOutlookWorking } from './next-button.ts';
import type { Contact, EffectView, SaidView, StatusView, Who } from './standing.ts';
import { contactLines, helpLine } from './words-contact.ts';
import { joined, sentence } from './words-dates.ts';
import { clientWords, onlineWords } from './words-effect.ts';
import { missingLine } from './words-keepers.ts';
import { mayNotAsk } from './words-status.ts';

/**
 * How an account stands, as Microsoft answered at that moment. `guide` is the one that sets up MFA. Where both
 * parts of the status are unknown the card says that nothing is known and offers to try again.
 */
export interface AccountStatusView extends SaidView {
  who: Who;
  status: StatusView;
  effect: EffectView;
  guide: string;
  /** The guide that gets installed Outlook working; offered where it was said not to work. */
  outlookGuide?: string;
  contact: Contact;
}

/** The status card; it updates in place. */
export function statusCard(view: AccountStatusView): AdaptiveCard {
  return card(
    statusSummary(view),
    [
      ...header(view.who.address, view.who.school),
      ...(isUnanswered(view) ? unanswered(view) : answered(view)),
    ],
    buttons(view),
  );
}

/** The same in plain words. */
export function statusSummary(view: AccountStatusView): string {
  if (isNotAllowed(view)) return `${view.who.address}: ${mayNotAsk}`;
  if (isUnanswered(view)) return `Microsoft did not answer at ${view.status.methods.at}. Please try again.`;
  return `${view.who.address}: ${statusTitle(view)}.`;
}

function answered(view: AccountStatusView): Element[] {
  const advice = adviceOf(view.effect, view.status, view);
  return [
    title(statusTitle(view)),
    ...(isPartial(view) ? [paragraph('Microsoft answered only in part, so some of this is not known.')] : []),
    panel([
      fact('Second step', methodWords(view.status), undefined, 'none'),
      fact('MFA', stateWords(view.status)),
      fact('Outlook on the web', onlineWords(view.effect)),
      fact('Installed Outlook', clientWords(view.effect, view)),
    ]),
    heading(advice.title),
    ...missingLine(view),
    ...advice.follow.map((line) => paragraph(line, 'small')),
    ...(view.effect.advice === 'help-now'
      ? contactLines(view.contact).map((line) => paragraph(line, 'small'))
      : []),
    note(sourceNote(view.status)),
  ];
}

function unanswered(view: AccountStatusView): Element[] {
  if (isNotAllowed(view)) return notAllowed(view);
  return [
    title('Microsoft did not answer'),
    paragraph(`I asked at ${view.status.methods.at} and got no answer.`),
    paragraph(
      'Nothing is known about this account right now, so I am not guessing. Please try again in a minute.',
    ),
    note(`If you cannot sign in now: ${helpLine(view.contact)}`),
  ];
}

function notAllowed({ contact }: AccountStatusView): Element[] {
  return [
    title('I cannot look up your status'),
    paragraph(mayNotAsk),
    paragraph('You can see it yourself: the security info page lists what you have set up.'),
    paragraph('Press "Set up MFA". I lead you there step by step, also if you only want to look.'),
    note(`If you cannot sign in now: ${helpLine(contact)}`),
  ];
}

function statusTitle({ status, missing = [] }: AccountStatusView): string {
  if (status.methods.kind === 'unknown') return 'Your status is known only in part';
  if (!status.methods.registered) return 'MFA is not set up yet';
  return missing.length > 0 ? 'MFA is set up, but not for everybody yet' : 'MFA is set up';
}

function methodWords({ methods }: StatusView): string {
  if (methods.kind === 'unknown') return 'Not known right now';
  return methods.registered ? sentence(joined(methods.methods)) : 'None set up yet';
}

function stateWords({ state }: StatusView): string {
  if (state.kind !== 'known') return 'Not known right now';
  switch (state.state) {
    case 'disabled':
      return 'Not switched on for this account yet';
    case 'enabled':
      return 'Switched on for Outlook on the web';
    case 'enforced':
      return 'Switched on for Outlook on the web and installed Outlook';
  }
}

function sourceNote({ methods }: StatusView): string {
  if (methods.kind === 'unknown') return `Microsoft said this at ${methods.at}.`;
  return methods.source === 'person-check'
    ? `Microsoft said this at ${methods.at}.`
    : `This is from Microsoft's report of ${methods.at}.`;
}

function isUnanswered({ status }: AccountStatusView): boolean {
  return status.methods.kind === 'unknown' && status.state.kind !== 'known';
}

function isNotAllowed({ status: { methods, state } }: AccountStatusView): boolean {
  return methods.kind === 'unknown' && methods.isNotAllowed === true && state.kind !== 'known';
}

/** What nobody asked for is no part of an answer. */
function isPartial({ status }: AccountStatusView): boolean {
  return status.methods.kind === 'unknown' || status.state.kind === 'unknown';
}

function buttons(view: AccountStatusView): Action[] {
  const { methods } = view.status;
  if (isNotAllowed(view)) {
    return [primary(submit(guideStart, 'Set up MFA', { guide: view.guide })), submit(datesShow, 'Dates', {})];
  }
  if (methods.kind === 'known' && !methods.registered) {
    return [
      primary(submit(guideStart, 'Set up MFA', { guide: view.guide })),
      execute(statusCheck, 'Check again', {}),
    ];
  }
  const check = execute(statusCheck, methods.kind === 'known' ? 'Check again' : 'Try again', {});
  const outlook =
    view.outlook === 'not-working' && view.outlookGuide !== undefined
      ? [submit(guideStart, getOutlookWorking, { guide: view.outlookGuide })]
      : [];
  const keepers =
    view.missing !== undefined && view.missing.length > 0
      ? [submit(keepersShow, 'Who uses this mailbox', {})]
      : [];
  const [main = check, ...rest] = [...outlook, check, ...keepers, submit(datesShow, 'Dates', {})];
  return [primary(main), ...rest];
}
