import { describe, expect, test } from '@jest/globals';
import { GraphFailure, type GraphFailureCode } from '../../../services/graph/failure.ts';
import { refusalIn } from '../../../services/graph/teams-apps.ts';
import { type NotReached, outcomeOf } from '../../../services/installations/outcome.ts';
import { afterFailure } from '../../../services/installations/patience.ts';
import { whyNotToInstall } from '../../../services/installations/reach-account.ts';

test.each([
  ['App is blocked by app permission policy. TenantId: t, UserObjectId: u', 'app-blocked-by-policy'],
  [
    'Failed to get license information for the user. Ensure user has a valid Office365 license',
    'no-teams-licence',
  ],
  [
    "Missing role permissions on the request. API requires one of 'TeamsAppInstallation'",
    'no-installation-permission',
  ],
  ['{"error":{"code":"Authorization_RequestDenied"}}', 'no-installation-permission'],
  ['', 'installation-refused'],
  ['{"error":{"code":"UnknownError","message":""}}', 'installation-refused'],
])('%s is %s', (text, why) => {
  expect(refusalIn(text)).toBe(why);
});

describe('after a failed question', () => {
  const failure = (code: GraphFailureCode, retryAfterMs?: number) =>
    new GraphFailure(code, 'x', retryAfterMs === undefined ? {} : { retryAfterMs });

  test.each<[GraphFailureCode, number, ReturnType<typeof afterFailure>]>([
    ['unavailable', 0, { kind: 'wait', afterMs: 500, counts: true }],
    ['unavailable', 18, { kind: 'wait', afterMs: 150_000, counts: true }],
    ['unavailable', 19, { kind: 'refused', why: 'installation-failed' }],
    ['bad-reply', 3, { kind: 'wait', afterMs: 4_000, counts: true }],
    ['not-found', 19, { kind: 'refused', why: 'installation-failed' }],
    ['refused', 3, { kind: 'wait', afterMs: 4_000, counts: true }],
    ['refused', 4, { kind: 'refused', why: 'installation-refused' }],
    ['forbidden', 0, { kind: 'refused', why: 'no-installation-permission' }],
    ['no-token', 500, { kind: 'wait', afterMs: 60_000, counts: false }],
    ['unauthorised', 500, { kind: 'wait', afterMs: 60_000, counts: false }],
    ['throttled', 500, { kind: 'wait', afterMs: 300_000, counts: false }],
  ])('%s at try %p', (code, attempts, next) => {
    expect(afterFailure(failure(code), attempts, 0)).toEqual(next);
  });

  test('a Retry-After is never cut short, but for one of hours', () => {
    expect(afterFailure(failure('throttled', 7_000), 0, 0)).toMatchObject({ afterMs: 7_000 });
    expect(afterFailure(failure('throttled', 7_000), 0, 0.5)).toMatchObject({ afterMs: 8_000 });
    expect(afterFailure(failure('throttled', 7_200_000), 0, 0)).toMatchObject({ afterMs: 900_000 });
  });
});

describe('whether the app is installed where Graph says that it is not there', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 9, minute));
  test.each([
    ['never-met', undefined, undefined, undefined],
    ['chat-or-message-gone', undefined, undefined, undefined],
    ['blocked-by-user', undefined, undefined, 'blocked-by-user'],
    ['removed', at(1), undefined, 'removed-by-user'],
    ['removed', at(1), at(0), 'removed-by-user'],
    ['removed', at(1), at(2), undefined],
  ] as const)('%s, removed at %s, another app since %s', (cause, removedAt, appChangedAt, why) => {
    expect(whyNotToInstall(cause, { removedAt, appChangedAt })).toBe(why);
  });
});

test('what an administrator can mend counts as failed, what is the person’s own as skipped', () => {
  const failed: NotReached[] = [
    'app-not-in-catalogue',
    'app-blocked-by-policy',
    'no-installation-permission',
  ];
  const skipped: NotReached[] = ['removed-by-user', 'blocked-by-user', 'account-unknown', 'no-teams-licence'];
  expect(failed.map(outcomeOf)).toEqual(['failed', 'failed', 'failed']);
  expect(new Set(skipped.map(outcomeOf))).toEqual(new Set(['skipped']));
});
