import { containsSecret } from '../../services/knowledge/secrets.ts';
import { keptText, longestMessage } from '../../services/tickets/ticket.ts';
import type { Unsent } from '../ticket-views.ts';

/** What somebody typed for a ticket: good to keep, or what is to be changed and what of it may be shown again. */
export type CheckedText = { kind: 'good'; text: string } | { kind: 'faulty'; change: Unsent };

/** It repeats nothing of what was typed. */
const secretFault =
  'that looks like a password or a code. It was not kept and not sent. Write it again without it, and change that ' +
  'password. Nobody needs it from you.';

/** `empty` says what is wrong with no words at all; without it none are needed. */
export function checkText(typed: string, { empty }: { empty?: string } = {}): CheckedText {
  if (containsSecret(typed)) return { kind: 'faulty', change: { fault: secretFault } };
  const text = keptText(typed);
  if (text === '' && empty !== undefined) return { kind: 'faulty', change: { fault: empty } };
  if (text.length > longestMessage) {
    const most = longestMessage.toLocaleString('en-GB');
    const fault = `your text is too long. At most ${most} characters can be sent, so only the first ${most} are left below.`;
    return { kind: 'faulty', change: { fault, unsent: text.slice(0, longestMessage).toWellFormed() } };
  }
  return { kind: 'good', text };
}
