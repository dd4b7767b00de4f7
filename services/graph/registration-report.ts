import { z } from 'zod';
import { type MethodKind, methodKindOfReport } from '../rollout/mfa-status.ts';
import type { Graph } from './client.ts';
import { eachPage } from './pages.ts';
import { storableText } from './users.ts';

/** What the report says of one account. */
export interface ReportRow {
  id: string;
  userPrincipalName: string;
  displayName: string;
  methods: MethodKind[];
  /** Microsoft's own word, which knows methods that this code does not. */
  isMfaRegistered: boolean;
  /** The report's own time; it lags by up to a few hours. Undefined where the row names none that can be read. */
  lastUpdatedAt?: Date;
}

/**
 * The registration report of the whole tenant, page by page, without guests. A row that does not list its methods
 * says nothing and is left out. Disabled accounts are missing from it.
 * No `$top` is sent: none is documented here (learn.microsoft.com/graph/api/authenticationmethodsroot-list-userregistrationdetails).
 * Throws GraphFailure, 'forbidden' also where the tenant has no Entra ID P1.
 */
export async function* eachReportPage(graph: Graph): AsyncGenerator<ReportRow[]> {
  const pages = eachPage(graph, {
    resource: 'registration-report',
    permission: 'AuditLog.Read.All',
    path: '/reports/authenticationMethods/userRegistrationDetails',
    item: reportItem,
  });
  for await (const page of pages) {
    const rows = page.flatMap(toRow);
    if (rows.length > 0) yield rows;
  }
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
      isMfaRegistered: item.isMfaRegistered ?? false,
      ...(lastUpdatedAt && { lastUpdatedAt }),
    },
  ];
}

/** Graph writes 0001-01-01T00:00:00Z for "no time": everything before Entra had such reports is none. */
function instantOf(value: unknown): Date | undefined {
  const instant = new Date(typeof value === 'string' ? value : Number.NaN);
  return instant.getTime() > Date.UTC(2010) ? instant : undefined;
}
