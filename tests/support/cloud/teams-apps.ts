import { randomUUID } from 'node:crypto';
import type { CloudAccount } from './account.ts';
import type { AppResource } from './graph-paths.ts';
import { type CloudRequest, empty, json, type Reply } from './http.ts';

/** Why Teams does not let the app into somebody's Teams. */
export type AppRefusal = 'policy' | 'licence' | 'permission' | 'no-reason';

/** The tenant's app catalogue and the installations in people's Teams, as Graph shows and changes them. */
export interface TeamsApps {
  answer(resource: AppResource, account: CloudAccount | undefined, request: CloudRequest): Reply;
  /** An administrator uploads the app with this manifest id; gives its id in the catalogue, a new one each time. */
  publish(manifestId: string): string;
  /** The administrator deletes it: it goes from everybody's Teams as well. */
  withdraw(manifestId: string): void;
  /** The person, or a policy, has the app without Graph's doing. */
  add(account: CloudAccount): void;
  remove(account: CloudAccount): void;
  has(account: CloudAccount): boolean;
  /** Asked at every installation. */
  refuses: (account: CloudAccount) => AppRefusal | undefined;
  /** What Teams does after the app was installed: opens the chat and, sooner or later, tells the bot. */
  installed: (account: CloudAccount) => void;
  /** The chat's id as Graph gives it; undefined while Teams has not made it. */
  chatIdOf: (account: CloudAccount) => string | undefined;
  /** Accounts for which an installation was asked, one entry each time it was done anew. */
  installs: string[];
}

/** 30 requests a second for one app in one tenant (learn.microsoft.com/graph/throttling-limits, Microsoft Teams). */
const mostASecond = 30;

/**
 * Statuses and bodies as public reports show them: OfficeDev/microsoft-teams-apps-company-communicator, issues 1537
 * (policy) and 1145 (permission); microsoft-teams-apps-requestateam, issue 355 (licence).
 */
const refusals: Record<AppRefusal, { message: string; inner?: string }> = {
  policy: {
    message:
      'App is blocked by app permission policy. TenantId: t, UserObjectId: u, AppId: a, AppType: Private',
    inner: 'AccessDenied',
  },
  licence: {
    message:
      'Failed to get license information for the user. Ensure user has a valid Office365 license assigned to them.',
  },
  permission: {
    message:
      "Missing role permissions on the request. API requires one of 'TeamsAppInstallation.ReadWriteSelfForUser.All'. Roles on the request 'User.Read.All'.",
  },
  'no-reason': { message: '' },
};

export function createTeamsApps(): TeamsApps {
  const catalogue = new Map<string, string>();
  /** By account, the id of its installation and the catalogue's id of the app. */
  const installations = new Map<string, { id: string; catalogueId: string }>();
  let recent: number[] = [];

  const apps: TeamsApps = {
    installs: [],
    refuses: () => undefined,
    installed: () => undefined,
    chatIdOf: (account) => `19:${account.id}_bot@unq.gbl.spaces`,
    publish(manifestId) {
      const id = randomUUID();
      catalogue.set(manifestId, id);
      return id;
    },
    withdraw(manifestId) {
      catalogue.delete(manifestId);
      installations.clear();
    },
    add(account) {
      const [catalogueId = ''] = catalogue.values();
      installations.set(account.id, { id: randomUUID(), catalogueId });
    },
    remove: (account) => void installations.delete(account.id),
    has: (account) => installations.has(account.id),

    answer(resource, account, request) {
      if (isOverLimit()) return fault(429, 'TooManyRequests', 'Too many requests.', { 'retry-after': '1' });
      if (resource === 'catalogue') return listCatalogue(request);
      // As Teams' own service says it, not the directory.
      if (!account) return fault(404, 'NotFound', 'The user was not found.');
      if (resource === 'install') return install(account, request);
      const found = installations.get(account.id);
      if (resource === 'installed-apps') return listInstalled(found, request);
      if (found?.id !== request.url.pathname.split('/').at(-2)) return fault(404, 'NotFound', 'Not found.');
      const id = apps.chatIdOf(account);
      return id === undefined
        ? fault(404, 'NotFound', 'Chat not found.')
        : json(200, { id, chatType: 'oneOnOne', topic: null });
    },
  };

  function listCatalogue(request: CloudRequest): Reply {
    const asked = /^externalId eq '([^']*)'$/.exec(request.url.searchParams.get('$filter') ?? '')?.[1];
    const id = catalogue.get(asked ?? '');
    const entry = { id, externalId: asked, displayName: 'MFA helper', distributionMethod: 'organization' };
    return json(200, { value: id === undefined ? [] : [entry] });
  }

  function install(account: CloudAccount, request: CloudRequest): Reply {
    const bound: unknown = JSON.parse(request.body)['teamsApp@odata.bind'];
    const catalogueId = String(bound).split('/').at(-1) ?? '';
    const refusal = apps.refuses(account);
    if (refusal) {
      const { message, inner } = refusals[refusal];
      return fault(403, 'Forbidden', message, {}, inner);
    }
    if (![...catalogue.values()].includes(catalogueId)) {
      return fault(404, 'NotFound', 'No app was found with this id.');
    }
    if (installations.get(account.id)?.catalogueId === catalogueId) {
      return fault(409, 'Conflict', 'The app is already installed.');
    }
    installations.set(account.id, { id: Buffer.from(account.id).toString('base64url'), catalogueId });
    apps.installs.push(account.id);
    apps.installed(account);
    return empty(201);
  }

  function listInstalled(
    found: { id: string; catalogueId: string } | undefined,
    request: CloudRequest,
  ): Reply {
    const asked = /^teamsApp\/id eq '([^']*)'$/.exec(request.url.searchParams.get('$filter') ?? '')?.[1];
    const isAsked = found !== undefined && found.catalogueId === asked;
    return json(200, { value: isAsked ? [{ id: found.id, teamsApp: { id: found.catalogueId } }] : [] });
  }

  function isOverLimit(): boolean {
    const at = performance.now();
    recent = recent.filter((earlier) => at - earlier < 1_000);
    if (recent.length >= mostASecond) return true;
    recent.push(at);
    return false;
  }

  return apps;
}

/** An error in the shape of Graph's Teams endpoints. */
function fault(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
  inner?: string,
): Reply {
  const innerError = {
    ...(inner && { code: inner, message }),
    date: '2018-11-05T09:00:00',
    'request-id': randomUUID(),
  };
  return json(status, { error: { code, message, innerError } }, headers);
}
