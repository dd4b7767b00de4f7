import { readFileSync } from 'node:fs';

/**
 * Preloaded into a process to move its clock: `Date` is ahead or behind by CLOCK_OFFSET_MS and runs on from there. With
 * CLOCK_FILE, a file with such an offset, the clock can be moved on or back while the process runs.
 * `performance.now()` and timers stay as they are, as they do when an operating system's clock is set.
 */
let offsetMs = Number(process.env.CLOCK_OFFSET_MS ?? 0);
const file = process.env.CLOCK_FILE;

/** How often the file is looked at, in milliseconds. */
const lookMs = 100;

if (offsetMs !== 0 || file) {
  const RealDate = globalThis.Date;
  const now = () => RealDate.now() + offsetMs;
  const MovedDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(
        target,
        args.length === 0 ? [now()] : args,
        newTarget === MovedDate ? target : newTarget,
      ),
    apply: () => new RealDate(now()).toString(),
    get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
  });
  RealDate.prototype.constructor = MovedDate;
  globalThis.Date = MovedDate;
}

if (file) {
  const look = () => {
    const text = readFileSync(file, 'utf8');
    // It may be empty while it is written.
    if (text !== '') offsetMs = Number(text);
  };
  look();
  setInterval(look, lookMs).unref();
}
