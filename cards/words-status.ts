import type { StatusView } from './standing.ts';
import { joined } from './words-dates.ts';

/** What Microsoft said of the account and when, in one or two sentences. Never says more than was answered. */
export function statusLine(status: StatusView): string {
  const { methods, state } = status;
  if (methods.kind === 'unknown' && methods.isNotAllowed && state.kind !== 'known') return mayNotAsk;
  if (methods.kind === 'unknown' && state.kind === 'unknown') {
    return `Microsoft did not answer at ${methods.at}. Nothing is known about this account right now.`;
  }
  // The report never tells the state: that it is missing there is no news.
  const isReport = methods.kind === 'known' && methods.source === 'registration-report';
  if (state.kind === 'not-asked' || (isReport && state.kind === 'unknown')) return methodsLine(status);
  return [methodsLine(status), stateLine(status)].join(' ');
}

/** Where this app lacks the permission: nothing was asked, so nothing failed. */
export const mayNotAsk = 'I may not ask Microsoft about this account, so I do not know if MFA is set up.';

/** The second steps that Microsoft knows of, with the source and its time. */
function methodsLine({ methods }: StatusView): string {
  if (methods.kind === 'unknown') {
    return `Microsoft did not say at ${methods.at} if a second step is set up.`;
  }
  const said = methods.registered
    ? `set up with ${joined(methods.methods)}`
    : 'no second step is set up for this account yet';
  return `${sourceWords(methods.source, methods.at)}: ${said}.`;
}

/** Whether MFA is switched on, as Microsoft names it. */
function stateLine({ state }: StatusView): string {
  if (state.kind === 'not-asked') return '';
  if (state.kind === 'unknown') return 'Microsoft did not say if MFA is switched on.';
  switch (state.state) {
    case 'disabled':
      return 'MFA is not switched on for this account yet.';
    case 'enabled':
      return 'MFA is switched on for Outlook on the web.';
    case 'enforced':
      return 'MFA is switched on for Outlook on the web and installed Outlook.';
  }
}

/** 'Microsoft said at 09:02 today', 'Microsoft’s report of 06:00 today said' */
function sourceWords(source: 'person-check' | 'registration-report', at: string): string {
  return source === 'person-check' ? `Microsoft said at ${at}` : `Microsoft's report of ${at} said`;
}
