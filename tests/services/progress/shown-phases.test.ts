import type { PhaseCounts } from '../../../services/progress/phase-progress.ts';
import { shownPhases } from '../../../services/progress/shown-phases.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const phaseOf = (id: string) => {
  const phase = plan.phases.find((one) => one.id === id);
  if (!phase) throw new Error(id);
  return phase;
};
const counts = (
  id: string,
  [ready, notReady, unknown]: [number, number, number],
  confirmed?: number,
): PhaseCounts => ({
  phase: phaseOf(id),
  accounts: ready + notReady + unknown,
  ready,
  notReady,
  unknown,
  ...(confirmed !== undefined && { confirmed }),
});
const exact = (count: number) => ({ kind: 'exact', count });
const few = { kind: 'few' };

describe('the figures of the phases', () => {
  it('are shown as they are where all are large', () => {
    const [online, client] = shownPhases([
      counts('head-online', [200, 60, 40]),
      counts('head-client', [150, 110, 40], 100),
    ]);
    expect(online).toEqual({
      phase: phaseOf('head-online'),
      accounts: exact(300),
      ready: exact(200),
      notReady: exact(60),
      unknown: exact(40),
    });
    expect(client).toMatchObject({ ready: exact(150), notReady: exact(110), confirmed: exact(100) });
    expect(client).not.toHaveProperty('isLikeOnline');
  });

  it.each([0, 1, 4])('do not tell by two rows that %d have an Outlook that does not work', (broken) => {
    const [online, client] = shownPhases([
      counts('head-online', [200, 60, 40]),
      counts('head-client', [200 - broken, 60 + broken, 40], 50),
    ]);
    expect(client).toMatchObject({
      ready: online?.ready,
      notReady: online?.notReady,
      unknown: online?.unknown,
      isLikeOnline: true,
    });
  });

  it('hide who confirmed where they, or the others, are few', () => {
    const confirmed = (count: number) =>
      shownPhases([counts('head-client', [200, 60, 40], count)])[0]?.confirmed;
    expect(confirmed(4)).toEqual(few);
    expect(confirmed(298)).toEqual({ kind: 'at-least', count: 296 });
    expect(confirmed(295)).toEqual(exact(295));
  });

  it('say of a small cohort how many accounts it has at most, and no more', () => {
    const [online] = shownPhases([counts('head-online', [2, 2, 5])]);
    expect(online).toMatchObject({ accounts: exact(9), ready: { kind: 'withheld' } });
    expect(shownPhases([counts('head-online', [3, 0, 0])])[0]?.accounts).toEqual(few);
  });
});
