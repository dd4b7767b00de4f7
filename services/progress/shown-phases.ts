import { alone, type Figure, partsOf, smallest } from './disclosure.ts';
import type { PhaseCounts } from './phase-progress.ts';

/** The counts of one phase as they may be shown. How many accounts there are is no secret: the school list tells it. */
export interface ShownPhase {
  phase: PhaseCounts['phase'];
  accounts: Figure;
  ready: Figure;
  notReady: Figure;
  unknown: Figure;
  /** For installed Outlook: whose people said that it works or needs no change. */
  confirmed?: Figure;
  /**
   * For installed Outlook: fewer than five accounts, perhaps none, are ready but for an Outlook that does not work. Their
   * phase then shows the figures of Outlook on the web, or the difference of the two rows would tell how many they are.
   */
  isLikeOnline?: true;
}

/** Every phase with figures from which no small one can be worked out, in the order given. */
export function shownPhases(counts: PhaseCounts[]): ShownPhase[] {
  return counts.map((one) => {
    const online = counts.find(
      ({ phase }) => phase.cohort === one.phase.cohort && phase.surface === 'online',
    );
    const isLikeOnline =
      one.phase.surface === 'client' && online !== undefined && online.ready - one.ready < smallest;
    const { ready, notReady, unknown } = isLikeOnline ? online : one;
    const [shownReady = none, shownNotReady = none, shownUnknown = none] = partsOf([
      ready,
      notReady,
      unknown,
    ]);
    return {
      phase: one.phase,
      accounts: alone(one.accounts),
      ready: shownReady,
      notReady: shownNotReady,
      unknown: shownUnknown,
      ...(one.confirmed !== undefined && {
        confirmed: partsOf([one.confirmed, one.accounts - one.confirmed])[0] ?? none,
      }),
      ...(isLikeOnline && { isLikeOnline }),
    };
  });
}

const none: Figure = { kind: 'withheld' };
