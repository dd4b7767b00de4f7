import { setTimeout as sleep } from 'node:timers/promises';

/**
 * One line of the doctor.
 * - `ok`: well
 * - `wrong`: `todo` says what to do
 * - `left-out`: not looked at, or not asked for; `words` says why. Nothing to mend
 */
export type Finding = { check: string; words: string } & (
  | { kind: 'ok' }
  | { kind: 'wrong'; todo: string }
  | { kind: 'left-out' }
);

/** One thing to look at. It changes nothing. What it throws, and taking too long, becomes a finding. */
export interface Check {
  name: string;
  look(): Promise<Finding[]>;
}

/** How long one check may take, in milliseconds: the slowest makes a dozen calls to Graph. */
const checkWithinMs = 30_000;

/** Runs the checks side by side and gives what they found in their order. Never rejects. */
export async function runChecks(checks: Check[], withinMs = checkWithinMs): Promise<Finding[]> {
  const found = await Promise.all(checks.map((check) => lookAt(check, withinMs)));
  return found.flat();
}

/** One line: what stands before it says at a glance whether something is to do. */
export function lineOf(finding: Finding): string {
  const line = `${finding.check}: ${finding.words}`;
  switch (finding.kind) {
    case 'ok':
      return `ok  ${line}`;
    case 'wrong':
      return `!!  ${line} ${finding.todo}`;
    case 'left-out':
      return `--  ${line}`;
  }
}

async function lookAt(check: Check, withinMs: number): Promise<Finding[]> {
  const done = new AbortController();
  const tooLate = sleep(withinMs, undefined, { signal: done.signal }).then((): Finding[] => [
    {
      check: check.name,
      kind: 'wrong',
      words: `did not end within ${Math.round(withinMs / 1000)} seconds.`,
      todo: 'Check the network of this machine and run the doctor again.',
    },
  ]);
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([check.look(), tooLate]);
  } catch (error) {
    // Only the class: a message could quote whatever was looked at.
    const what = error instanceof Error ? error.name : typeof error;
    return [
      {
        check: check.name,
        kind: 'wrong',
        words: `could not be looked at (${what}).`,
        todo: 'Run the doctor again; if it stays so, report it with this line.',
      },
    ];
  } finally {
    done.abort();
  }
}
