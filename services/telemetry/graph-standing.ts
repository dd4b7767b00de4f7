import { Gauge, type Registry } from 'prom-client';
import { type Graph, GraphFailure } from '../graph/client.ts';
import type { GraphFailureCode } from '../graph/failure.ts';

/**
 * How Graph stands with this instance, by the calls that its work makes: nothing is asked to find out.
 * - `not-asked`: no call was answered or failed yet
 * - `answering`: the last call brought an answer, be it a refusal
 * - `not-answering`: the last call brought none; `failure` says how
 */
export type GraphStanding =
  | { kind: 'not-asked' }
  | { kind: 'answering'; lastAnswerAt: Date }
  | { kind: 'not-answering'; lastAnswerAt?: Date; since: Date; failure: GraphFailureCode };

/** Graph as it was, and what its answers say of it. */
export interface WatchedGraph extends Graph {
  standing(): GraphStanding;
}

/** These mean that Graph did not serve us; all others are an answer, and "forbidden" or "not found" a good one. */
const outages: readonly GraphFailureCode[] = ['no-token', 'unauthorised', 'throttled', 'unavailable'];

/**
 * Watches the calls that pass through. Times are real ones. Sets `graph_last_answer_timestamp_seconds`, which has no value
 * before the first answer.
 */
export function watchGraph(
  graph: Graph,
  { registry, now }: { registry: Registry; now: () => Date },
): WatchedGraph {
  let lastAnswerAt: Date | undefined;
  let outage: { since: Date; failure: GraphFailureCode } | undefined;
  new Gauge({
    name: 'graph_last_answer_timestamp_seconds',
    help: 'Unix time of the last answer of Microsoft Graph to this instance',
    registers: [registry],
    collect() {
      this.reset();
      if (lastAnswerAt) this.set(lastAnswerAt.getTime() / 1000);
      else this.remove();
    },
  });
  const answered = () => {
    lastAnswerAt = now();
    outage = undefined;
  };

  return {
    origins: graph.origins,
    async ask(call) {
      try {
        const reply = await graph.ask(call);
        answered();
        return reply;
      } catch (error) {
        if (error instanceof GraphFailure && outages.includes(error.code)) {
          outage = { since: outage?.since ?? now(), failure: error.code };
        } else if (error instanceof GraphFailure) answered();
        throw error;
      }
    },
    standing() {
      if (outage) return { kind: 'not-answering', ...(lastAnswerAt && { lastAnswerAt }), ...outage };
      return lastAnswerAt ? { kind: 'answering', lastAnswerAt } : { kind: 'not-asked' };
    },
  };
}
