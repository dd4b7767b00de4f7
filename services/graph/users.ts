import { z } from 'zod';
import { type Graph, GraphFailure } from './client.ts';
import { eachLinkedPage, type Page } from './pages.ts';
import type { Patience } from './retry.ts';

/** An account of the tenant. `id` is its Entra object id. */
export interface GraphUser {
  id: string;
  userPrincipalName: string;
  displayName: string;
  accountEnabled: boolean;
}

/** An account with its last sign-in; `lastSignIn` is absent where Graph knows of none, as before April 2020. */
export interface ListedUser extends GraphUser {
  /** `attempt` where Graph names no successful one: failed attempts count in it. Up to a day late. */
  lastSignIn?: { at: Date; kind: 'successful' | 'attempt' };
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

/** How a listing of all accounts is to be read. */
export interface UserListing {
  /** Reads each account's last sign-in along: needs AuditLog.Read.All and Microsoft Entra ID P1. */
  withSignIns?: boolean;
  /** The link of a page that an earlier reading came to, instead of the first page. */
  from?: string | undefined;
}

/**
 * Every account of the tenant, 999 a page, or 500 with the last sign-in: Graph's most
 * (learn.microsoft.com/graph/api/user-list, optional query parameters). Throws GraphFailure.
 */
export function eachUserPage(graph: Graph, listing: UserListing = {}): AsyncGenerator<Page<ListedUser>> {
  const { withSignIns = false, from } = listing;
  const first = withSignIns
    ? `/users?$select=${selected},signInActivity&$top=500`
    : `/users?$select=${selected}&$top=999`;
  return eachLinkedPage(graph, {
    resource: 'users',
    permission: withSignIns ? 'User.Read.All and AuditLog.Read.All' : 'User.Read.All',
    path: from ?? first,
    item: listedReply,
  });
}

export const selected = 'id,userPrincipalName,displayName,accountEnabled';

/**
 * Null fields are tolerated where they carry no decision: an account without a display name goes by its UPN, and one
 * that is not said to be disabled counts as enabled, as Entra has it by default.
 */
const userFields = z.object({
  id: z.string().min(1),
  userPrincipalName: z.string().min(1),
  displayName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
});

export const userReply = userFields.transform(userOf);

function userOf(user: z.output<typeof userFields>): GraphUser {
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: storableText(user.displayName || user.userPrincipalName),
    accountEnabled: user.accountEnabled ?? true,
  };
}

/** A date that cannot be read, or Graph's 0001-01-01 for none, is no sign-in. */
const instant = z
  .unknown()
  .transform((value) => (typeof value === 'string' ? new Date(value) : undefined))
  .transform((at) => (at !== undefined && at.getTime() > Date.UTC(2000) ? at : undefined));

const signInActivity = z
  .object({ lastSuccessfulSignInDateTime: instant, lastSignInDateTime: instant })
  .nullish()
  .catch(undefined);

const listedReply = userFields.extend({ signInActivity }).transform((found): ListedUser => {
  const user = userOf(found);
  const successful = found.signInActivity?.lastSuccessfulSignInDateTime;
  const attempt = found.signInActivity?.lastSignInDateTime;
  if (successful) return { ...user, lastSignIn: { at: successful, kind: 'successful' } };
  return attempt ? { ...user, lastSignIn: { at: attempt, kind: 'attempt' } } : user;
});

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
