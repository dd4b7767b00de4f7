import { isRegistered, type MfaStatus } from './mfa-status.ts';
import type { Phase } from './plan.ts';

/** What the people of an account said themselves. Microsoft Graph knows neither. */
export interface SaidByKeepers {
  /** First names of those on the account's open list who have not said that theirs works. */
  waitingKeepers: readonly string[];
  /** Their word about installed Outlook; undefined where nobody gave one. */
  outlook: 'works' | 'not-needed' | 'not-working' | undefined;
}

/** Whether an account can take a phase; 'unknown' is no 'not-ready': it is held and asked again. */
export type Readiness =
  | { kind: 'ready' }
  | { kind: 'not-ready'; missing: 'registration' | 'keepers' | 'outlook' }
  | { kind: 'unknown'; why: string };

/**
 * Looks at the registered methods and never at the per-user state. "Registered" in Graph means that a first device was
 * added: an account with a list of keepers waits for each of them, or for its owner to close the list. Nothing in Graph
 * says whether installed Outlook works: only somebody's own "it does not" counts against a client phase.
 */
export function readinessFor(phase: Phase, status: MfaStatus, said: SaidByKeepers): Readiness {
  if (status.methods.kind === 'unknown') return { kind: 'unknown', why: status.methods.why };
  if (!isRegistered(status.methods)) return { kind: 'not-ready', missing: 'registration' };
  if (said.waitingKeepers.length > 0) return { kind: 'not-ready', missing: 'keepers' };
  if (phase.surface === 'client' && said.outlook === 'not-working')
    return { kind: 'not-ready', missing: 'outlook' };
  return { kind: 'ready' };
}
