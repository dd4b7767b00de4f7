import { createGuessLimit } from '../../../bot/limits/guess-limit.ts';

describe('the limit on checking references', () => {
  it('lets one caller ask ten times, then once every ten seconds', () => {
    let now = 0;
    const limit = createGuessLimit({ now: () => now });
    for (let times = 0; times < 10; times += 1) expect(limit.ask('a').kind).toBe('taken');
    expect(limit.ask('a')).toEqual({ kind: 'refused', retryAfterMs: 10_000 });
    expect(limit.ask('b').kind).toBe('taken');
    now = 10_000;
    expect(limit.ask('a').kind).toBe('taken');
    expect(limit.ask('a').kind).toBe('refused');
  });

  it('lets all callers together ask 200 times, then once a second, and takes nothing from who is refused so', () => {
    let now = 0;
    const limit = createGuessLimit({ now: () => now });
    for (let times = 0; times < 200; times += 1) expect(limit.ask(`caller-${times}`).kind).toBe('taken');
    for (let times = 0; times < 50; times += 1) expect(limit.ask('late').kind).toBe('refused');
    now = 10_000;
    for (let times = 0; times < 10; times += 1) expect(limit.ask('late').kind).toBe('taken');
    expect(limit.ask('later')).toEqual({ kind: 'refused', retryAfterMs: 1_000 });
  });
});
