import { readConfig } from '../../bot/config.ts';
import { ownCredential } from '../../bot/identity.ts';
import { createGraph, GraphFailure } from '../../services/graph/client.ts';
import { accountsOfGraph } from '../../services/rehearsal/graph-accounts.ts';
import { type Tenant, tenantOf } from '../../services/rehearsal/tenant.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import type { Tx } from '../../services/store/database.ts';
import { createLog } from '../../services/telemetry/log.ts';
import { createMetrics } from '../../services/telemetry/metrics.ts';

/**
 * - `read`: the tenant as Microsoft has just named it
 * - `no-identity`: the environment has these faults
 * - `no-answer`: Microsoft gave none; why, as a sentence
 */
export type GraphTenant =
  | { kind: 'read'; tenant: Tenant }
  | { kind: 'no-identity'; faults: string[] }
  | { kind: 'no-answer'; why: string };

/** Reads the tenant through Graph with the bot's own identity, as the environment has it. Stores nothing. */
export async function graphTenant(plan: RolloutPlan, tx: Tx): Promise<GraphTenant> {
  const parsed = readConfig(process.env);
  if (!parsed.ok) {
    return {
      kind: 'no-identity',
      faults: parsed.faults.map(({ variable, problem }) => `${variable} ${problem}`),
    };
  }
  const graph = createGraph({
    credential: ownCredential(parsed.identity),
    baseUrl: parsed.config.graphUrl,
    log: createLog('silent'),
    metrics: createMetrics(),
  });
  try {
    return { kind: 'read', tenant: await tenantOf(plan, accountsOfGraph(graph, tx)) };
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    return { kind: 'no-answer', why: error.message };
  }
}
