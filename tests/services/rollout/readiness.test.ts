import { describe, expect, test } from '@jest/globals';
import type { MfaStatus, PerUserState } from '../../../services/rollout/mfa-status.ts';
import { readinessFor } from '../../../services/rollout/readiness.ts';
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
const unregistered = { kind: 'known', methods: ['password'], source: 'registration-report', asOf } as const;

describe.each(norfolk().phases)('for the phase $id', (phase) => {
  test.each(['disabled', 'enabled', 'enforced'] as const)('methods decide, not the state %s', (state) => {
    expect(readinessFor(phase, status({ ...registered, methods: [...registered.methods] }, state))).toEqual({
      kind: 'ready',
    });
    expect(
      readinessFor(phase, status({ ...unregistered, methods: [...unregistered.methods] }, state)),
    ).toEqual({
      kind: 'not-ready',
      missing: 'registration',
    });
  });

  test('unknown methods are unknown, with the reason, and never not ready', () => {
    const unknown = status({ kind: 'unknown', why: 'Microsoft did not answer' });
    expect(readinessFor(phase, unknown)).toEqual({ kind: 'unknown', why: 'Microsoft did not answer' });
  });

  test('an unknown state does not matter', () => {
    const noState: MfaStatus = {
      methods: { ...registered, methods: [...registered.methods] },
      state: { kind: 'unknown', why: 'Microsoft did not answer' },
    };
    expect(readinessFor(phase, noState)).toEqual({ kind: 'ready' });
  });
});
