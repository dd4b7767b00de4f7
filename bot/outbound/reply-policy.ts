import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorPolicy, ConnectorResponse } from './connector-pipeline.ts';

export interface ReplyPolicyOptions {
  /** Waits for a place in the shared limit of requests to Teams. */
  takePlace(): Promise<void>;
  wait?: (delayMs: number) => Promise<unknown>;
}

/** How long a single reply may take: a hung connector call was seen to hang for more than 150 s otherwise. */
const replyTimeoutMs = 15_000;

/**
 * What Teams asks to be tried again (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit). A 502 or 504
 * may follow a message that was taken; for a reply that somebody waits for, seeing it twice is the lesser harm.
 */
const tryAgain = new Set([412, 429, 502, 503, 504]);

/** Three tries within a few seconds: a person waits, and Teams gives up on the turn after 15 s. */
const tries = 3;
const firstPauseMs = 500;
const longestPauseMs = 3_000;

/**
 * Replies inside a turn take a place in the shared limit for every try, and are tried again only briefly: what
 * must arrive whatever happens is a delivery, not a reply.
 */
export function replyPolicy({ takePlace, wait = sleep }: ReplyPolicyOptions): ConnectorPolicy {
  return {
    name: 'pacedReply',
    async sendRequest(request, next) {
      request.timeout = replyTimeoutMs;
      for (let attempt = 1; ; attempt += 1) {
        await takePlace();
        const response = await next(request);
        const pauseMs = pauseAfter(response, attempt);
        if (pauseMs === undefined) return response;
        await wait(pauseMs);
      }
    },
  };
}

/** Undefined where the answer stands: it is good, it is final, or Teams asks for more patience than a person has. */
function pauseAfter(response: ConnectorResponse, attempt: number): number | undefined {
  if (attempt >= tries || !tryAgain.has(response.status)) return undefined;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const pauseMs = Number.isFinite(seconds) ? seconds * 1000 : firstPauseMs * 2 ** (attempt - 1);
  return pauseMs >= 0 && pauseMs <= longestPauseMs ? pauseMs : undefined;
}
