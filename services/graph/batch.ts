import { z } from 'zod';
import type { PerUserState } from '../rollout/mfa-status.ts';
import { requirementsReply } from './authentication.ts';
import type { Graph } from './client.ts';
import { background } from './retry.ts';
import { pathSegment } from './users.ts';

/** At most so many requests a batch: learn.microsoft.com/graph/json-batching. */
export const itemsABatch = 20;

/**
 * What Graph says of one account's per-user state in a batch.
 * - `throttled`: this one alone is to be asked again, after so many milliseconds
 * - `gone`: Graph knows no such account
 * - `no-answer`: a fault on the other side, or no answer to this item at all
 * - `refused`: not allowed, or a state that this code does not know
 */
export type StateAnswer =
  | { kind: 'known'; state: PerUserState }
  | { kind: 'throttled'; retryAfterMs: number }
  | { kind: 'gone' }
  | { kind: 'no-answer' }
  | { kind: 'refused' };

/**
 * The per-user states of at most `itemsABatch` accounts in one request, by id; each of them has an answer of its own. An
 * id given twice is asked once. Throws GraphFailure where the batch as a whole failed.
 *
 * The body is made by hand, as the SDK's own content class retries nothing and hides the items' headers. The outer
 * answer is 200 though items fail, and each is throttled alone (learn.microsoft.com/graph/throttling, "Throttling and
 * batching").
 */
export async function getPerUserStates(graph: Graph, ids: string[]): Promise<Map<string, StateAnswer>> {
  const asked = [...new Set(ids)].slice(0, itemsABatch);
  if (asked.length === 0) return new Map();
  const { responses } = await graph.ask({
    resource: 'per-user-states',
    permission: 'Policy.Read.All',
    version: 'beta',
    path: '/$batch',
    body: {
      requests: asked.map((id, index) => ({
        id: String(index),
        method: 'GET',
        url: `/users/${pathSegment(id)}/authentication/requirements`,
      })),
    },
    reply: batchReply,
    patience: background,
  });
  // Answers come in any order.
  const byIndex = new Map(responses.map((one) => [one.id, one]));
  return new Map(asked.map((id, index) => [id, answerIn(byIndex.get(String(index)))]));
}

/** Where Graph throttles an item without saying for how long, in milliseconds. */
const usualWaitMs = 10_000;

const itemReply = z.object({
  id: z.string(),
  status: z.number(),
  headers: z.record(z.unknown()).nullish(),
  body: z.unknown(),
});

const batchReply = z.object({ responses: z.array(itemReply) });

function answerIn(item: z.output<typeof itemReply> | undefined): StateAnswer {
  if (item === undefined || item.status === 408 || item.status >= 500) return { kind: 'no-answer' };
  if (item.status === 429) return { kind: 'throttled', retryAfterMs: waitIn(item.headers ?? {}) };
  if (item.status === 404) return { kind: 'gone' };
  const parsed = item.status === 200 ? requirementsReply.safeParse(item.body) : undefined;
  return parsed?.success ? { kind: 'known', state: parsed.data.perUserMfaState } : { kind: 'refused' };
}

/** Header names of items come in whatever case; the value is in seconds. */
function waitIn(headers: Record<string, unknown>): number {
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after') ?? [];
  const seconds = Number(value);
  return value !== undefined && Number.isFinite(seconds) && seconds >= 0
    ? Math.ceil(seconds * 1000)
    : usualWaitMs;
}
