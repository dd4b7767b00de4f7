import type { AccessToken, TokenCredential } from '@azure/identity';
import { steadyCredential } from '../../../services/graph/steady-credential.ts';

const scope = 'https://graph.microsoft.com/.default';
const minute = 60_000;

/** A credential whose answers the test gives, one after the other. */
function scripted() {
  const open: { resolve(token: AccessToken | null): void; reject(error: Error): void }[] = [];
  const asked: (string | string[])[] = [];
  const inner: TokenCredential = {
    getToken(scopes) {
      asked.push(scopes);
      return new Promise((resolve, reject) => open.push({ resolve, reject }));
    },
  };
  let at = 0;
  const credential = steadyCredential(inner, { now: () => at });
  const token = (name: string, lifeMs: number) => ({ token: name, expiresOnTimestamp: at + lifeMs });
  return {
    credential,
    asked,
    pass: (ms: number) => (at += ms),
    give: (name: string, lifeMs: number) => open.shift()?.resolve(token(name, lifeMs)),
    giveNone: () => open.shift()?.resolve(null),
    fail: (words: string) => open.shift()?.reject(new Error(words)),
    get: async () => (await credential.getToken(scope))?.token,
  };
}

/** Lets everything that is already decided happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('steadyCredential', () => {
  it('asks once for all who want the first token at the same moment', async () => {
    const one = scripted();
    const all = Array.from({ length: 20 }, one.get);
    one.give('first', 60 * minute);
    expect(new Set(await Promise.all(all))).toEqual(new Set(['first']));
    expect(one.asked).toEqual([scope]);
  });

  it('keeps a token for its life, and another one for each scope', async () => {
    const one = scripted();
    const first = one.get();
    one.give('first', 60 * minute);
    await first;
    one.pass(55 * minute);
    expect(await one.get()).toBe('first');
    const other = one.credential.getToken('https://api.botframework.com/.default');
    one.give('other', 60 * minute);
    expect((await other)?.token).toBe('other');
    expect(one.asked).toHaveLength(2);
  });

  it('renews ahead of the end while the old token is still given out', async () => {
    const one = scripted();
    const first = one.get();
    one.give('first', 60 * minute);
    await first;
    one.pass(57 * minute);
    expect(await one.get()).toBe('first');
    expect(await one.get()).toBe('first');
    expect(one.asked).toHaveLength(2);
    one.give('second', 60 * minute);
    await settle();
    expect(await one.get()).toBe('second');
  });

  it('lives on with the old token when a renewal fails, and tries again after a rest', async () => {
    const one = scripted();
    const first = one.get();
    one.give('first', 60 * minute);
    await first;
    one.pass(57 * minute);
    await one.get();
    one.fail('AADSTS90033');
    await settle();
    expect(await one.get()).toBe('first');
    expect(one.asked).toHaveLength(2);
    one.pass(11_000);
    expect(await one.get()).toBe('first');
    expect(one.asked).toHaveLength(3);
  });

  it('waits for a new one when the old has ended, and says why when there is none', async () => {
    const one = scripted();
    const first = one.get();
    one.give('first', minute);
    await first;
    one.pass(minute);
    const second = one.get();
    one.fail('AADSTS7000222: the secret has expired');
    await expect(second).rejects.toThrow('AADSTS7000222');
    const third = one.get();
    one.give('third', 60 * minute);
    expect(await third).toBe('third');
  });

  it('counts no token as a failure', async () => {
    const one = scripted();
    const first = one.get();
    one.giveNone();
    await expect(first).rejects.toThrow('no token');
  });

  it('does not wait for ever', async () => {
    const inner: TokenCredential = { getToken: () => new Promise(() => undefined) };
    await expect(steadyCredential(inner, { withinMs: 10 }).getToken(scope)).rejects.toThrow('in time');
  });
});
