import { z } from 'zod';
import type { Graph } from './client.ts';
import { eachLinkedPage, type Page } from './pages.ts';

/**
 * Ways to connect that cannot ask for a second step, as the sign-in log names them. Microsoft publishes no list of the
 * values; these were seen (facts page, section 2). Old rows say 'Other clients; IMAP'.
 */
export const legacyProtocols = [
  'IMAP4',
  'POP3',
  'Authenticated SMTP',
  'Other clients',
  'Other clients; IMAP',
  'Other clients; POP',
] as const;

export type LegacyProtocol = (typeof legacyProtocols)[number];

/** One successful sign-in: whose and when. */
export interface SignIn {
  accountId: string;
  at: Date;
}

export interface SignInListing {
  protocol: LegacyProtocol;
  /** The log keeps 30 days. */
  since: Date;
  /** The link of a page that an earlier reading came to, instead of the first page. */
  from?: string | undefined;
}

/**
 * Successful sign-ins by one such way since then, newest first, 500 a page: Graph allows 1,000, but a row takes some
 * 3 KB and few of them are needed at once. Attempts that failed are left out: somebody who guesses passwords is no
 * person who still connects. The log's v1.0 has interactive sign-ins only, and these are counted among them.
 * Source: learn.microsoft.com/graph/api/signin-list. Shares the limit of the identity reports, 5 in 10 seconds. Throws
 * GraphFailure, 'no-licence' where the tenant has no Entra ID P1.
 */
export async function* eachLegacySignInPage(
  graph: Graph,
  { protocol, since, from }: SignInListing,
): AsyncGenerator<Page<SignIn>> {
  const filter = `clientAppUsed eq '${protocol}' and createdDateTime ge ${toSeconds(since)} and status/errorCode eq 0`;
  const pages = eachLinkedPage(graph, {
    resource: 'sign-ins',
    permission: 'AuditLog.Read.All',
    path: from ?? `/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=500`,
    item: signInItem,
  });
  for await (const { items, next } of pages) yield { items: items.flatMap(toSignIn), next };
}

/** Without fractions of a second, as Microsoft's examples have it. */
function toSeconds(instant: Date): string {
  return instant.toISOString().replace(/\.\d+Z$/, 'Z');
}

const signInItem = z.object({
  userId: z.string().nullish(),
  createdDateTime: z.string(),
  status: z.object({ errorCode: z.number().nullish() }).nullish(),
});

function toSignIn(item: z.output<typeof signInItem>): SignIn[] {
  const at = new Date(item.createdDateTime);
  const isUsable = item.userId && !Number.isNaN(at.getTime()) && (item.status?.errorCode ?? 0) === 0;
  return isUsable && item.userId ? [{ accountId: item.userId, at }] : [];
}
