import type { Graph } from '../../../services/graph/client.ts';
import { GraphFailure } from '../../../services/graph/failure.ts';
import {
  announceDays,
  askExpiry,
  type Expiry,
  expiryOf,
  type OwnCredential,
  type RegisteredSecret,
  wordsOfExpiry,
} from '../../../services/graph/own-credentials.ts';
import { makeOwnCertificate } from '../../support/cloud/certificate.ts';

const now = new Date('2026-11-24T09:00:00Z');
const secret: OwnCredential = { kind: 'secret', appId: 'app', secret: 'abc~the-rest-of-it' };
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const one = (hint: string | null, endsOn: string | null): RegisteredSecret => ({
  hint,
  endsAt: endsOn === null ? null : day(endsOn),
});

describe('expiryOf', () => {
  it.each<[string, RegisteredSecret[], Date | undefined, Expiry]>([
    ['the one secret', [one('abc', '2027-01-01')], undefined, ends('2027-01-01')],
    [
      'its own among others',
      [one('xyz', '2026-12-01'), one('abc', '2027-01-01')],
      undefined,
      ends('2027-01-01'),
    ],
    [
      'the first of two that begin alike',
      [one('abc', '2027-05-01'), one('abc', '2027-01-01')],
      undefined,
      ends('2027-01-01'),
    ],
    [
      'no ended one while another is good',
      [one('abc', '2026-11-01'), one('abc', '2027-01-01')],
      undefined,
      ends('2027-01-01'),
    ],
    [
      'the last of those that have all ended',
      [one('abc', '2026-10-01'), one('abc', '2026-11-01')],
      undefined,
      ends('2026-11-01'),
    ],
    ['hints with their case', [one('ABC', '2027-01-01')], undefined, { kind: 'unknown', why: 'not-listed' }],
    [
      'no secret without a hint',
      [one(null, '2027-01-01')],
      undefined,
      { kind: 'unknown', why: 'not-listed' },
    ],
    [
      'the environment where Graph lists none',
      [],
      day('2027-03-03'),
      { kind: 'expires', at: day('2027-03-03'), source: 'environment' },
    ],
    ['Graph more than the environment', [one('abc', '2027-01-01')], day('2028-01-01'), ends('2027-01-01')],
    ['a secret without an end', [one('abc', null)], day('2027-03-03'), { kind: 'does-not-expire' }],
  ])('takes %s', (_what, secrets, said, expected) => {
    expect(expiryOf({ credential: secret, registered: { kind: 'listed', secrets }, said, now })).toEqual(
      expected,
    );
  });

  function ends(on: string): Expiry {
    return { kind: 'expires', at: day(on), source: 'graph' };
  }

  it('reads a certificate’s own end', async () => {
    const notAfterDate = day('2027-02-02');
    const pem = await makeOwnCertificate({ notBeforeDate: day('2026-01-01'), notAfterDate });
    const facts = { registered: { kind: 'not-permitted' }, said: day('2030-01-01'), now } as const;
    expect(expiryOf({ ...facts, credential: { kind: 'certificate', pem } })).toEqual({
      kind: 'expires',
      at: notAfterDate,
      source: 'certificate',
    });
  });

  it('knows that a managed identity does not end', () => {
    const facts = { registered: { kind: 'no-answer' }, said: undefined, now } as const;
    expect(expiryOf({ ...facts, credential: { kind: 'managed-identity' } })).toEqual({
      kind: 'does-not-expire',
    });
  });
});

describe('wordsOfExpiry', () => {
  it.each([
    [announceDays + 1, 'fine'],
    [announceDays, 'soon'],
    [1, 'soon'],
    [0, 'expired'],
    [-1, 'expired'],
  ])('with %i days left it is %s', (days, kind) => {
    const at = new Date(now.getTime() + days * 24 * 60 * 60 * 1000);
    const said = wordsOfExpiry({ kind: 'expires', at, source: 'graph' }, secret, now);
    expect(said.kind).toBe(kind);
    expect(said.words).toContain(at.toISOString().slice(0, 10));
    expect(said.words).not.toContain('abc');
  });

  it.each(['not-permitted', 'not-listed', 'no-answer'] as const)('says what to do when %s', (why) => {
    const said = wordsOfExpiry({ kind: 'unknown', why }, secret, now);
    expect(said.kind).toBe('unknown');
    expect(said.words).toMatch(/MicrosoftAppPassword|asked again/);
  });
});

describe('askExpiry', () => {
  const paths: string[] = [];
  const graphThat = (answer: () => unknown): Graph => ({
    origins: [],
    async ask(call) {
      paths.push(call.path);
      return call.reply.parse(answer());
    },
  });
  const asked = (graph: Graph, credential: OwnCredential = secret, said?: Date) =>
    askExpiry({ graph, now: () => now }, { credential, said });

  it('asks Graph for the secrets of its own registration alone', async () => {
    const graph = graphThat(() => ({
      passwordCredentials: [{ hint: 'abc', endDateTime: '2027-01-01T00:00:00Z', displayName: 'x' }],
    }));
    expect(await asked(graph)).toEqual({ kind: 'expires', at: day('2027-01-01'), source: 'graph' });
    expect(paths).toEqual(["/applications(appId='app')?$select=passwordCredentials"]);
  });

  it.each([
    ['forbidden', 'not-permitted'],
    ['not-found', 'not-permitted'],
    ['unavailable', 'no-answer'],
    ['no-token', 'no-answer'],
  ] as const)('takes %s for %s, and the day of the environment instead', async (code, why) => {
    const graph = graphThat(() => {
      throw new GraphFailure(code, 'no');
    });
    expect(await asked(graph)).toEqual({ kind: 'unknown', why });
    expect(await asked(graph, secret, day('2027-03-03'))).toMatchObject({ source: 'environment' });
  });

  it('asks nothing where there is no secret', async () => {
    const graph = graphThat(() => {
      throw new Error('Nobody should ask.');
    });
    expect(await asked(graph, { kind: 'managed-identity' })).toEqual({ kind: 'does-not-expire' });
  });
});
