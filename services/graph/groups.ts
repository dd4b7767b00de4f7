import { z } from 'zod';
import { type Graph, GraphFailure } from './client.ts';
import { eachPage } from './pages.ts';
import type { Patience } from './retry.ts';
import { type GraphUser, pathSegment, selected, userReply } from './users.ts';

/**
 * Whether an account is in a group, also through groups in groups. An account or group that the directory does not
 * have gives false. Throws GraphFailure where Graph did not say: whoever grants rights must then grant none.
 */
export async function isMemberOf(
  graph: Graph,
  userId: string,
  groupId: string,
  patience?: Patience,
): Promise<boolean> {
  try {
    const { value } = await graph.ask({
      resource: 'group-membership',
      permission: 'GroupMember.Read.All and User.Read.All',
      path: `/users/${pathSegment(userId)}/checkMemberGroups`,
      body: { groupIds: [groupId] },
      reply: z.object({ value: z.array(z.string()) }),
      patience,
    });
    return value.some((id) => id.toLowerCase() === groupId.toLowerCase());
  } catch (error) {
    if (error instanceof GraphFailure && error.code === 'not-found') return false;
    throw error;
  }
}

/** The accounts in a group, also through groups in groups; what is no account is left out. Throws GraphFailure. */
export async function* eachMemberPage(graph: Graph, groupId: string): AsyncGenerator<GraphUser[]> {
  const pages = eachPage(graph, {
    resource: 'group-members',
    permission: 'GroupMember.Read.All',
    path: `/groups/${pathSegment(groupId)}/transitiveMembers?$select=${selected}&$top=999`,
    item: z.union([userReply, somethingElse]),
  });
  for await (const page of pages) {
    const users = page.filter((member) => member !== undefined);
    if (users.length > 0) yield users;
  }
}

/** Devices, service principals and groups have no UPN. */
const somethingElse = z.object({ userPrincipalName: z.null().optional() }).transform(() => undefined);
