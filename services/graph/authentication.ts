import { z } from 'zod';
import { type MethodKind, methodKindOfGraphType, type PerUserState } from '../rollout/mfa-status.ts';
import type { Graph } from './client.ts';
import { eachPage } from './pages.ts';
import { interactive, type Patience } from './retry.ts';
import { pathSegment } from './users.ts';

/**
 * The sign-in methods of one account at this moment, in Graph's order, doubles included. Throws GraphFailure.
 * Throttled with the identity reports, 5 in 10 seconds for the app in the tenant (facts page, section 2): one account
 * at a time, never a sweep.
 */
export async function getMethods(graph: Graph, id: string, patience = interactive): Promise<MethodKind[]> {
  const methods: MethodKind[] = [];
  const pages = eachPage(graph, {
    resource: 'methods',
    permission: 'UserAuthenticationMethod.Read.All',
    path: `/users/${pathSegment(id)}/authentication/methods`,
    item: z.object({ '@odata.type': z.string() }),
    patience,
  });
  for await (const page of pages) {
    methods.push(...page.map((method) => methodKindOfGraphType(method['@odata.type'])));
  }
  return methods;
}

/**
 * The per-user MFA state of one account at this moment. Throws GraphFailure: 'bad-reply' where Graph names no state or
 * one that is not known, because no answer must not look like 'disabled'.
 * Only the beta version has this: learn.microsoft.com/graph/api/authentication-get (strongAuthenticationRequirements).
 */
export async function getPerUserState(graph: Graph, id: string, patience?: Patience): Promise<PerUserState> {
  const { perUserMfaState } = await graph.ask({
    resource: 'per-user-state',
    permission: 'Policy.Read.All',
    version: 'beta',
    path: `/users/${pathSegment(id)}/authentication/requirements`,
    reply: requirementsReply,
    patience,
  });
  return perUserMfaState;
}

/** Graph's answer about the per-user state of one account. */
export const requirementsReply = z.object({ perUserMfaState: z.enum(['disabled', 'enabled', 'enforced']) });
