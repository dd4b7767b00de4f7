import { z } from 'zod';
import { type Graph, GraphFailure } from './client.ts';
import { eachPage } from './pages.ts';
import type { Patience } from './retry.ts';

/** An account of the tenant. `id` is its Entra object id. */
export interface GraphUser {
  id: string;
  userPrincipalName: string;
  displayName: string;
  accountEnabled: boolean;
}

/** The account with this object id or UPN; undefined where the directory has none. Throws GraphFailure. */
export async function getUser(
  graph: Graph,
  idOrUpn: string,
  patience?: Patience,
): Promise<GraphUser | undefined> {
  try {
    return await graph.ask({
      resource: 'user',
      permission: 'User.Read.All',
      path: `/users/${pathSegment(idOrUpn)}?$select=${selected}`,
      reply: userReply,
      patience,
    });
  } catch (error) {
    if (error instanceof GraphFailure && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** Every account of the tenant, 999 a page (Graph's most). Throws GraphFailure. */
export function eachUserPage(graph: Graph): AsyncGenerator<GraphUser[]> {
  return eachPage(graph, {
    resource: 'users',
    permission: 'User.Read.All',
    path: `/users?$select=${selected}&$top=999`,
    item: userReply,
  });
}

export const selected = 'id,userPrincipalName,displayName,accountEnabled';

/**
 * Null fields are tolerated where they carry no decision: an account without a display name goes by its UPN, and one
 * that is not said to be disabled counts as enabled, as Entra has it by default.
 */
export const userReply = z
  .object({
    id: z.string().min(1),
    userPrincipalName: z.string().min(1),
    displayName: z.string().nullish(),
    accountEnabled: z.boolean().nullish(),
  })
  .transform(
    (user): GraphUser => ({
      id: user.id,
      userPrincipalName: user.userPrincipalName,
      displayName: storableText(user.displayName || user.userPrincipalName),
      accountEnabled: user.accountEnabled ?? true,
    }),
  );

/** Text without the two things that PostgreSQL cannot keep: NUL and halves of surrogate pairs. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/**
 * An id or UPN as one segment of a path. Throws GraphFailure 'refused' for one that would make another path: with
 * nothing in it, `/users/` lists the whole tenant, and dots climb.
 */
export function pathSegment(idOrUpn: string): string {
  if (/^[.\s]*$/.test(idOrUpn)) {
    throw new GraphFailure('refused', 'Microsoft Graph was not asked: the id is empty or only dots.');
  }
  return encodeURIComponent(idOrUpn.toWellFormed());
}
