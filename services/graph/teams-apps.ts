import { z } from 'zod';
import { type Graph, GraphFailure } from './client.ts';
import type { Patience } from './retry.ts';
import { pathSegment } from './users.ts';

/** Why Teams does not let this app into somebody's Teams, as its answer says. */
export type TeamsRefusal =
  | 'app-blocked-by-policy'
  | 'no-teams-licence'
  | 'no-installation-permission'
  /** A reason that is not known here. */
  | 'installation-refused';

/** An account's Teams and the app's id in the tenant's catalogue. */
export interface AppForAccount {
  accountId: string;
  catalogueId: string;
}

export type Installing =
  | { kind: 'installed' }
  | { kind: 'already-installed' }
  /** 404: Graph does not know the account or no longer has the app under this id; it does not say which. */
  | { kind: 'not-found' }
  | { kind: 'refused'; why: TeamsRefusal };

export type Looking =
  | { kind: 'found'; installationId: string }
  | { kind: 'none' }
  | { kind: 'not-found' }
  | { kind: 'refused'; why: TeamsRefusal };

/**
 * One try and no more: every request takes a place in the shared pace, and the installer waits by itself. Ten
 * seconds: installing was seen to take two to four.
 */
const oneTry: Patience = { tries: 1, totalMs: 10_000 };

/**
 * The catalogue's own id of the app with this id in its manifest; undefined where the tenant's catalogue has none.
 * Throws GraphFailure. Source: learn.microsoft.com/graph/api/appcatalogs-list-teamsapps.
 */
export async function findCatalogueId(graph: Graph, manifestId: string): Promise<string | undefined> {
  const { value } = await graph.ask({
    resource: 'teams-app',
    permission: 'AppCatalog.Read.All',
    path: `/appCatalogs/teamsApps?$filter=${filter('externalId', manifestId)}`,
    reply: z.object({
      value: z.array(z.object({ id: z.string().min(1), distributionMethod: z.string().nullish() })),
    }),
    patience: oneTry,
  });
  // The store may hold an app of the same manifest id; the organisation's own is the one that people have.
  return (value.find(({ distributionMethod }) => distributionMethod === 'organization') ?? value[0])?.id;
}

/**
 * Installs the app in the personal scope of an account: 201 without a body, 409 where it is there already, so that
 * asking twice does it once. Throws GraphFailure where Graph did not say.
 * Source: learn.microsoft.com/graph/api/userteamwork-post-installedapps.
 */
export async function installApp(
  graph: Graph,
  { accountId, catalogueId }: AppForAccount,
): Promise<Installing> {
  return graph.ask<Installing>({
    resource: 'app-install',
    permission: installationPermission,
    path: installedAppsOf(accountId),
    body: {
      'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${pathSegment(catalogueId)}`,
    },
    reply: z.unknown().transform(() => ({ kind: 'installed' as const })),
    expected(status, text) {
      if (status === 409) return { kind: 'already-installed' };
      if (status === 404) return { kind: 'not-found' };
      return status === 403 ? { kind: 'refused', why: refusalIn(text) } : undefined;
    },
    patience: oneTry,
  });
}

/**
 * Whether the app is in an account's Teams, and under which id. Throws GraphFailure where Graph did not say.
 * Source: learn.microsoft.com/graph/api/userteamwork-list-installedapps.
 */
export async function findInstallation(
  graph: Graph,
  { accountId, catalogueId }: AppForAccount,
): Promise<Looking> {
  return graph.ask<Looking>({
    resource: 'installed-apps',
    permission: installationPermission,
    path: `${installedAppsOf(accountId)}?$expand=teamsApp&$filter=${filter('teamsApp/id', catalogueId)}`,
    reply: z
      .object({ value: z.array(z.object({ id: z.string().min(1) })) })
      .transform(({ value: [first] }) =>
        first ? { kind: 'found' as const, installationId: first.id } : { kind: 'none' as const },
      ),
    expected(status, text) {
      if (status === 404) return { kind: 'not-found' };
      return status === 403 ? { kind: 'refused', why: refusalIn(text) } : undefined;
    },
    patience: oneTry,
  });
}

/**
 * The id of the chat between an account and the app; undefined while Teams has not made it yet (404). Throws
 * GraphFailure. Source: learn.microsoft.com/graph/api/userscopeteamsappinstallation-get-chat.
 */
export async function getChatId(
  graph: Graph,
  { accountId, installationId }: { accountId: string; installationId: string },
): Promise<string | undefined> {
  try {
    const { id } = await graph.ask({
      resource: 'app-chat',
      permission: installationPermission,
      path: `${installedAppsOf(accountId)}/${pathSegment(installationId)}/chat`,
      reply: z.object({ id: z.string().min(1) }),
      patience: oneTry,
    });
    return id;
  } catch (error) {
    if (error instanceof GraphFailure && error.code === 'not-found') return undefined;
    throw error;
  }
}

/**
 * Reads the reason of a 403 from its words: the code is "Forbidden" for all of them. As seen in public reports:
 * "App is blocked by app permission policy." (OfficeDev/microsoft-teams-apps-company-communicator, issue 1537),
 * "Missing role permissions on the request. …" (the same, issue 1145), "Failed to get license information for the user.
 * Ensure user has a valid Office365 license assigned to them." (microsoft-teams-apps-requestateam, issue 355).
 */
export function refusalIn(text: string): TeamsRefusal {
  if (/permission policy|blocked by [\w ]*policy/i.test(text)) return 'app-blocked-by-policy';
  if (/licen[cs]e/i.test(text)) return 'no-teams-licence';
  if (/missing role permissions|insufficient privileges|Authorization_RequestDenied/i.test(text)) {
    return 'no-installation-permission';
  }
  return 'installation-refused';
}

const installationPermission = 'TeamsAppInstallation.ReadWriteSelfForUser.All';

function installedAppsOf(accountId: string): string {
  return `/users/${pathSegment(accountId)}/teamwork/installedApps`;
}

/** OData doubles a quote inside a string. */
function filter(field: string, value: string): string {
  return encodeURIComponent(`${field} eq '${value.replaceAll("'", "''")}'`);
}
