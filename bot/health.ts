import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenCredential } from '@azure/identity';
import type { Database } from '../services/store/database.ts';
import type { GraphStanding } from '../services/telemetry/graph-standing.ts';

/**
 * Whether this instance can do its work.
 * - `ready`: everything that is looked at is well
 * - `degraded`: it can, but not all of it. Still answered with 200: see `readinessOf`
 * - `not ready`: it cannot; answered with 503, so that requests go to another instance
 */
export interface Readiness {
  status: 'ready' | 'degraded' | 'not ready';
  /** What is wrong, in words; empty when nothing is. */
  missing: string[];
  /** What each part said. */
  parts?: { database: PartState; token: PartState | 'not needed'; graph: GraphState };
}

type PartState = 'ok' | 'wrong';

interface GraphState {
  state: GraphStanding['kind'];
  /** ISO times. */
  lastAnswerAt?: string;
  notAnsweringSince?: string;
}

export interface HealthFacts {
  isStopping: boolean;
  database: PartState;
  token: PartState | 'not needed';
  graph: GraphStanding;
}

/**
 * What the facts mean. Without the database nothing can be decided, and without a token no reply can leave: not ready.
 * An outage of Graph alone is no reason: guides, dates, answers, tickets and what was learnt earlier go on, it hits all
 * instances at once, and taking them all away would turn a part that is missing into a bot that is missing.
 */
export function readinessOf(facts: HealthFacts): Readiness {
  const faults = [
    ...(facts.isStopping ? ['stopping'] : []),
    ...(facts.database === 'wrong' ? ['the database does not answer'] : []),
    ...(facts.token === 'wrong' ? ['no access token can be had: run "npm run doctor"'] : []),
  ];
  const isGraphAway = facts.graph.kind === 'not-answering';
  const lacking = isGraphAway ? ['Microsoft Graph does not answer: what it said earlier is used'] : [];
  return {
    status: faults.length > 0 ? 'not ready' : isGraphAway ? 'degraded' : 'ready',
    missing: [...faults, ...lacking],
    parts: { database: facts.database, token: facts.token, graph: graphState(facts.graph) },
  };
}

export interface HealthDeps {
  database: Database;
  /** Undefined where the bot signs nothing (the demo). */
  credential: TokenCredential | undefined;
  graphStanding(): GraphStanding;
  isStopping(): boolean;
  /** How long one look may take, in milliseconds. */
  withinMs?: number;
}

/** Hosts look every five to ten seconds and wait for one to five. */
const defaultWithinMs = 2_500;

/** Where replies go: without this token the bot can answer nobody. */
const connectorScope = 'https://api.botframework.com/.default';

/**
 * Looks at the parts, side by side. Never rejects, and takes no longer than `withinMs`. Whoever asks while a look is under
 * way shares it: anybody may ask, and a flood must not fill the database's pool.
 */
export function createHealth(deps: HealthDeps): () => Promise<Readiness> {
  const { database, credential, withinMs = defaultWithinMs } = deps;
  let underWay: Promise<Readiness> | undefined;
  return () => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  async function look(): Promise<Readiness> {
    const [databaseState, token] = await Promise.all([
      stateOf(() => database.query('select 1'), withinMs),
      // Kept and renewed ahead of its end: this asks Entra at most as often as the bot's own work would.
      credential ? stateOf(() => credential.getToken(connectorScope), withinMs) : ('not needed' as const),
    ]);
    return readinessOf({
      isStopping: deps.isStopping(),
      database: databaseState,
      token,
      graph: deps.graphStanding(),
    });
  }
}

async function stateOf(look: () => Promise<unknown>, withinMs: number): Promise<PartState> {
  const done = new AbortController();
  const tooLate = sleep(withinMs, 'wrong' as const, { ref: false, signal: done.signal });
  tooLate.catch(() => undefined);
  const looked = look().then(
    () => 'ok' as const,
    () => 'wrong' as const,
  );
  try {
    return await Promise.race([looked, tooLate]);
  } finally {
    done.abort();
  }
}

function graphState(standing: GraphStanding): GraphState {
  const state: GraphState = { state: standing.kind };
  if (standing.kind === 'not-asked') return state;
  if (standing.lastAnswerAt) state.lastAnswerAt = standing.lastAnswerAt.toISOString();
  if (standing.kind === 'not-answering') state.notAnsweringSince = standing.since.toISOString();
  return state;
}
