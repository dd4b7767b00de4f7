import { isRegistered, type MfaStatus } from './mfa-status.ts';
import type { Phase } from './plan.ts';

/** Whether an account can take a phase; 'unknown' is no 'not-ready': it is held and asked again. */
export type Readiness =
  | { kind: 'ready' }
  | { kind: 'not-ready'; missing: 'registration' }
  | { kind: 'unknown'; why: string };

/**
 * Looks at the registered methods and never at the per-user state. Registered counts for both surfaces: nothing in
 * Graph says whether somebody has made an app password.
 */
export function readinessFor(_phase: Phase, status: MfaStatus): Readiness {
  if (status.methods.kind === 'unknown') return { kind: 'unknown', why: status.methods.why };
  return isRegistered(status.methods) ? { kind: 'ready' } : { kind: 'not-ready', missing: 'registration' };
}
