import type { SeasonAccount } from './season.ts';

/** Numbers in [0, 1) that are the same in every run: mulberry32. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A head, an office and teachers for each school. They register at random from October on, by day and night: half of
 * those left within two weeks each.
 */
export function madeUpAccounts(tenant: {
  schools: number;
  accounts: number;
  random(): number;
  halfWithinDays?: number;
}): SeasonAccount[] {
  const { schools, accounts, random, halfWithinDays = 14 } = tenant;
  return Array.from({ length: accounts }, (_, index) => {
    const school = `school-${index % schools}.norfolk.sch.uk`;
    const round = Math.floor(index / schools);
    const local = round === 0 ? 'head' : round === 1 ? 'office' : `teacher-${round}`;
    const cohort = round === 0 ? 'head' : round === 1 ? 'office' : 'everyone-else';
    const days = -Math.log2(1 - random()) * halfWithinDays;
    const registeredAt = new Date(Date.parse('2018-10-01T00:00:00Z') + days * 86_400_000);
    return { id: `${local}@${school}`, cohort, school, registeredAt };
  });
}
