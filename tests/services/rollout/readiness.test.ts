import { describe, expect, test } from '@jest/globals';
import type { MfaStatus, PerUserState } from '../../../services/rollout/mfa-status.ts';
import { readinessFor, type SaidByKeepers } from '../../../services/rollout/readiness.ts';
import { norfolk } from './norfolk.ts';

const asOf = new Date('2018-11-12T09:00:00Z');
const status = (methods: MfaStatus['methods'], state: PerUserState = 'disabled'): MfaStatus => ({
  methods,
  state: { kind: 'known', state, asOf },
});
const registered = {
  kind: 'known',
  methods: ['password', 'phone'],
  source: 'registration-report',
  asOf,
} as const;
const nothing: SaidByKeepers = { waitingKeepers: [], outlook: undefined };
const unregistered = { kind: 'known', methods: ['password'], source: 'registration-report', asOf } as const;

describe.each(norfolk().phases)('for the phase $id', (phase) => {
  test.each(['disabled', 'enabled', 'enforced'] as const)('methods decide, not the state %s', (state) => {
    expect(
      readinessFor(phase, status({ ...registered, methods: [...registered.methods] }, state), nothing),
    ).toEqual({
      kind: 'ready',
    });
    expect(
      readinessFor(phase, status({ ...unregistered, methods: [...unregistered.methods] }, state), nothing),
    ).toEqual({
      kind: 'not-ready',
      missing: 'registration',
    });
  });

  test('unknown methods are unknown, with the reason, and never not ready', () => {
    const unknown = status({ kind: 'unknown', why: 'Microsoft did not answer' });
    expect(readinessFor(phase, unknown, { waitingKeepers: ['Sam'], outlook: 'not-working' })).toEqual({
      kind: 'unknown',
      why: 'Microsoft did not answer',
    });
  });

  test('an unknown state does not matter', () => {
    const noState: MfaStatus = {
      methods: { ...registered, methods: [...registered.methods] },
      state: { kind: 'unknown', why: 'Microsoft did not answer' },
    };
    expect(readinessFor(phase, noState, nothing)).toEqual({ kind: 'ready' });
  });

  const ready = status({ ...registered, methods: [...registered.methods] });
  const bare = status({ ...unregistered, methods: [...unregistered.methods] });

  test('a keeper who is missing counts, once the account is registered', () => {
    const said: SaidByKeepers = { waitingKeepers: ['Sam'], outlook: 'not-working' };
    expect(readinessFor(phase, ready, said)).toEqual({ kind: 'not-ready', missing: 'keepers' });
    expect(readinessFor(phase, bare, said)).toEqual({ kind: 'not-ready', missing: 'registration' });
  });

  test('"Outlook does not work" counts for installed Outlook only', () => {
    const expected =
      phase.surface === 'client' ? { kind: 'not-ready', missing: 'outlook' } : { kind: 'ready' };
    expect(readinessFor(phase, ready, { waitingKeepers: [], outlook: 'not-working' })).toEqual(expected);
  });

  test.each(['works', 'not-needed', undefined] as const)('the word %s leaves an account ready', (outlook) => {
    expect(readinessFor(phase, ready, { waitingKeepers: [], outlook })).toEqual({ kind: 'ready' });
  });
});
