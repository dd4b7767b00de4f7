import { z } from 'zod';
import type { Check, Finding } from './check.ts';

const name = 'PUBLIC_URL';

/** Whether the bot answers under its public address, as Teams and browsers reach it. */
export function publicUrlCheck(publicUrl: string | undefined, withinMs = 10_000): Check {
  return {
    name,
    look: async () => {
      if (publicUrl === undefined) {
        const words =
          'not set: cards show no pictures, and there are no help pages for people without Teams.';
        return [{ check: name, kind: 'left-out', words }];
      }
      return [await lookAt(publicUrl, withinMs)];
    },
  };
}

async function lookAt(publicUrl: string, withinMs: number): Promise<Finding> {
  const wrong = (words: string, todo: string): Finding => ({ check: name, kind: 'wrong', words, todo });
  let response: Response;
  try {
    response = await fetch(`${publicUrl}/health/live`, { signal: AbortSignal.timeout(withinMs) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code =
      typeof cause === 'object' && cause !== null && 'code' in cause ? ` (${String(cause.code)})` : '';
    return wrong(
      `${publicUrl} does not answer${code}.`,
      'Check the host name, its certificate, and that the bot runs; try it from outside your network too.',
    );
  }
  const parsed = z
    .object({ status: z.literal('live') })
    .safeParse(await response.json().catch(() => undefined));
  if (response.ok && parsed.success) return { check: name, kind: 'ok', words: `${publicUrl} is this bot.` };
  return wrong(
    `${publicUrl} is answered by something else (${response.status}).`,
    'Check where the host name leads and which port the gateway passes on to.',
  );
}
