import { z } from 'zod';
import type { Clock } from '../services/clock.ts';
import { readSaved, writeSaved } from './saved.ts';

/** The time of the demo. It runs at the speed of the machine's clock, stands still while the demo is stopped, and never goes back. */
export interface DemoClock extends Clock {
  /** Goes on from `instant`. Throws RangeError for one that is not ahead of now. */
  moveTo(instant: Date): void;
  /** Keeps the time for the next start. Called every few seconds by itself. */
  save(): void;
  /** Saves once more and ends the saving. */
  stop(): void;
}

export interface ClockOptions {
  path: string;
  /** The time of a first start. */
  startsAt: Date;
  /** Milliseconds that have passed since any fixed moment; the machine's own where not given. */
  elapsedMs?: () => number;
}

/** Opens the clock where an earlier run left it, or at `startsAt`. */
export function openClock({ path, startsAt, elapsedMs = () => performance.now() }: ClockOptions): DemoClock {
  const saved = readSaved(path, savedShape);
  // A killed process may have shown times that were not saved yet: go on after the last of them.
  let base =
    saved === undefined ? startsAt.getTime() : Date.parse(saved.now) + (saved.stopped ? 0 : savedEveryMs);
  let since = elapsedMs();

  const now = () => new Date(base + (elapsedMs() - since));
  const save = (stopped: boolean) => writeSaved(path, { now: now().toISOString(), stopped });
  save(false);
  const timer = setInterval(() => save(false), savedEveryMs);
  timer.unref();

  return {
    now,
    moveTo(instant) {
      if (instant <= now()) throw new RangeError('The clock of the demo only goes forward.');
      base = instant.getTime();
      since = elapsedMs();
      save(false);
    },
    save: () => save(false),
    stop() {
      clearInterval(timer);
      save(true);
    },
  };
}

const savedShape = z.object({ now: z.string().datetime(), stopped: z.boolean() });

/** Also the most by which a start after a kill is ahead of where the demo was. */
const savedEveryMs = 5_000;
