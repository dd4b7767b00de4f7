/**
 * Preloaded into a process to move its clock: `Date` is ahead or behind by CLOCK_OFFSET_MS and runs on from there.
 * `performance.now()` and timers stay as they are, as they do when an operating system's clock is set.
 */
const offsetMs = Number(process.env.CLOCK_OFFSET_MS ?? 0);

if (offsetMs !== 0) {
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
