import { z } from 'zod';
import { type MethodKind, methodKindOfReport } from '../rollout/mfa-status.ts';
import type { Graph } from './client.ts';
import { eachLinkedPage, type Page } from './pages.ts';
import { storableText } from './users.ts';

/** What the report says of one account. */
export interface ReportRow {
  id: string;
  userPrincipalName: string;
  displayName: string;
  methods: MethodKind[];
  /** Microsoft's own word, which knows methods that this code does not; absent where the row does not say. */
  isMfaRegistered?: boolean;
  /** The report's own time; it lags by up to a few hours. Undefined where the row names none that can be read. */
  lastUpdatedAt?: Date;
}

/** How the report is to be read. */
export interface ReportListing {
  /** Asks for 999 rows a page; false leaves the size to Graph. */
  isLargePage: boolean;
  /** The link of a page that an earlier reading came to, instead of the first page. */
  from?: string | undefined;
}

/**
 * The registration report of the whole tenant, page by page, without guests. A row that does not list its methods
 * says nothing and is left out. Disabled accounts are missing from it.
 * `$top` is not documented here (learn.microsoft.com/graph/api/authenticationmethodsroot-list-userregistrationdetails);
 * 999 was seen in public code (facts page, section 2). A Graph that does not know it answers 400: a GraphFailure
 * 'refused'. Throws GraphFailure, 'no-licence' where the tenant has no Entra ID P1.
 */
export async function* eachReportPage(
  graph: Graph,
  { isLargePage, from }: ReportListing = { isLargePage: true },
): AsyncGenerator<Page<ReportRow>> {
  const path = '/reports/authenticationMethods/userRegistrationDetails';
  const pages = eachLinkedPage(graph, {
    resource: 'registration-report',
    permission: 'AuditLog.Read.All',
    path: from ?? (isLargePage ? `${path}?$top=999` : path),
    item: reportItem,
  });
  for await (const { items, next } of pages) yield { items: items.splice(0).flatMap(toRow), next };
}

const reportItem = z.object({
  id: z.string().min(1),
  userPrincipalName: z.string().min(1),
  userDisplayName: z.string().nullish(),
  userType: z.string().nullish(),
  methodsRegistered: z.array(z.string()).nullish(),
  isMfaRegistered: z.boolean().nullish(),
  lastUpdatedDateTime: z.unknown(),
});

function toRow(item: z.output<typeof reportItem>): ReportRow[] {
  if (item.userType === 'guest' || !item.methodsRegistered) return [];
  const lastUpdatedAt = instantOf(item.lastUpdatedDateTime);
  return [
    {
      id: item.id,
      userPrincipalName: item.userPrincipalName,
      displayName: storableText(item.userDisplayName || item.userPrincipalName),
      methods: item.methodsRegistered.map(methodKindOfReport),
      ...(typeof item.isMfaRegistered === 'boolean' && { isMfaRegistered: item.isMfaRegistered }),
      ...(lastUpdatedAt && { lastUpdatedAt }),
    },
  ];
}

/** Graph writes 0001-01-01T00:00:00Z for "no time": everything before Entra had such reports is none. */
function instantOf(value: unknown): Date | undefined {
  const instant = new Date(typeof value === 'string' ? value : Number.NaN);
  return instant.getTime() > Date.UTC(2010) ? instant : undefined;
}
