import { startTrail } from '../../services/guides/engine.ts';
import { factsOf } from '../../services/guides/facts.ts';
import type { StoredWalk } from '../../services/guides/walks.ts';
import type { MethodKind, MfaStatus } from '../../services/rollout/mfa-status.ts';
import type { Walker } from './walker.ts';

/** What a choice of the guide adds, as Microsoft Graph may name it, and in words. */
const added: Record<string, { kinds: MethodKind[]; words: string }> = {
  authenticator: { kinds: ['authenticator', 'software-oath'], words: 'an authenticator app' },
  phone: { kinds: ['phone'], words: 'a phone number' },
  passkey: { kinds: ['fido2', 'windows-hello', 'platform-credential'], words: 'a passkey or security key' },
  'hardware-token': { kinds: ['hardware-oath'], words: 'a hardware token' },
};

/**
 * What somebody went to add to the second step that they had, in words, where Microsoft does not know it yet. Whoever
 * began with nothing is done with any second step, also with another one than they chose.
 */
export function missingChoice(
  { deps, guide, person }: Walker,
  { method, trail }: StoredWalk,
  found: MethodKind[],
): string | undefined {
  const chosen = method === undefined ? undefined : added[method];
  if (!chosen || chosen.kinds.some((kind) => found.includes(kind))) return undefined;
  const nothing = factsOf(deps.plan, person.account.upn, withoutMethods, deps.clock.now());
  return trail[0] === startTrail(guide, nothing)[0] ? undefined : chosen.words;
}

const withoutMethods: MfaStatus = {
  methods: { kind: 'known', methods: [], source: 'person-check', asOf: new Date(0) },
  state: { kind: 'unknown', why: 'not asked' },
};
