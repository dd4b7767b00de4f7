import { randomUUID } from 'node:crypto';
import type { CloudAccount, PerUserState } from './account.ts';
import { isAppResource, isIdentityReport, planOf, type Resource } from './graph-paths.ts';
import { type Answer, type CloudRequest, json, type Reply } from './http.ts';
import { createTeamsApps, type TeamsApps } from './teams-apps.ts';

export type { CloudAccount, PerUserState } from './account.ts';

/** graph.microsoft.com with one tenant, whose state a test changes as the authority and its people would. */
export interface Graph {
  answer(request: CloudRequest): Answer;
  account(upn: string, options?: Partial<CloudAccount>): CloudAccount;
  /** A person registers the Authenticator. An account that is `enabled` becomes `enforced` at once, as Microsoft does. */
  register(account: CloudAccount): void;
  /** The authority switches MFA on. `enabled` on a registered account becomes `enforced` at once. */
  switchTo(account: CloudAccount, state: PerUserState): void;
  /** Makes the registration report anew from the accounts; until then the report stays as stale as it is. */
  rebuildReport(): void;
  group(id: string, members: CloudAccount[]): void;
  /** The secrets in the bot's own app registration, as Graph lists them: never with their value. */
  secrets: { hint: string | null; endDateTime: string | null }[];
  /** Asked before every answer, with the resource's name; undefined lets the call go its normal way. */
  fault: (resource: Resource, request: CloudRequest) => Reply | undefined;
  /** Identity reports and per-person methods answered with 429 beyond 5 requests in 10 seconds, as Microsoft does. */
  limits: boolean;
  /** Whether the tenant has Microsoft Entra ID P1; without it the report, last sign-ins and the log are refused. */
  hasLicence: boolean;
  /** The sign-in log: who connected in which way. */
  signIns: { accountId: string; clientAppUsed: string; at: string }[];
  /** The catalogue, and the app in people's Teams. */
  apps: TeamsApps;
  /** Every call: resource, account id where one is named, monotonic milliseconds. */
  calls: { resource: Resource; id?: string; at: number }[];
  /** Bearer faults seen; empty as long as every call was signed for Graph. */
  refused: string[];
}

interface ReportRow {
  id: string;
  userPrincipalName: string;
  userDisplayName: string;
  userType: 'member';
  isMfaRegistered: boolean;
  methodsRegistered: string[];
  lastUpdatedDateTime: string;
}

// Small enough that every journey follows at least one nextLink.
const pageSize = 100;

const defaultFields = ['id', 'userPrincipalName', 'displayName'];

const reportNames: Record<string, string> = {
  microsoftAuthenticator: 'microsoftAuthenticatorPush',
  phone: 'mobilePhone',
  email: 'email',
  fido2: 'passKeyDeviceBound',
  softwareOath: 'softwareOneTimePasscode',
  windowsHelloForBusiness: 'windowsHelloForBusiness',
};

/** `now` is the bot's clock: the report's rows carry it. */
export function createGraph(options: {
  now: () => number;
  faultOfBearer: (header: string | undefined) => Promise<string | undefined>;
}): Graph {
  const accounts = new Map<string, CloudAccount>();
  const upns = new Map<string, CloudAccount>();
  const groups = new Map<string, Set<string>>();
  let report: ReportRow[] = [];
  /** Monotonic times of the calls that count towards the limit of the identity reports. */
  let identityCalls: number[] = [];

  const graph: Graph = {
    apps: createTeamsApps(),
    calls: [],
    refused: [],
    limits: false,
    hasLicence: true,
    signIns: [],
    secrets: [],
    fault: () => undefined,

    account(upn, changes = {}) {
      const account: CloudAccount = {
        id: randomUUID(),
        userPrincipalName: upn,
        displayName: upn.split('@')[0] ?? upn,
        accountEnabled: true,
        methods: ['password'],
        state: 'disabled',
        isReported: true,
        ...changes,
      };
      accounts.set(account.id, account);
      upns.set(upn.toLowerCase(), account);
      return account;
    },

    register(account) {
      account.methods.push('microsoftAuthenticator');
      if (account.state === 'enabled') account.state = 'enforced';
    },

    switchTo(account, state) {
      account.state = state === 'enabled' && isRegistered(account) ? 'enforced' : state;
    },

    rebuildReport() {
      const lastUpdatedDateTime = new Date(options.now()).toISOString();
      report = [...accounts.values()]
        .filter((one) => one.accountEnabled && one.isReported)
        .map((one) => ({
          id: one.id,
          userPrincipalName: one.userPrincipalName,
          userDisplayName: one.displayName,
          userType: 'member',
          isMfaRegistered: isRegistered(one),
          methodsRegistered: one.methods.flatMap((name) => reportNames[name] ?? []),
          lastUpdatedDateTime,
        }));
    },

    group(id, members) {
      groups.set(id, new Set(members.map((one) => one.id)));
    },

    async answer(request) {
      const bearerFault = await options.faultOfBearer(request.headers.authorization);
      if (bearerFault) {
        graph.refused.push(`${request.method} ${request.url.pathname}: ${bearerFault}`);
        return graphError(401, 'InvalidAuthenticationToken', 'Access token is empty or not valid.');
      }
      const planned = planOf(request);
      if (!planned) return undefined;
      const [resource, id] = planned;
      const account = id === undefined ? undefined : (accounts.get(id) ?? upns.get(id.toLowerCase()));
      graph.calls.push({ resource, id: account?.id, at: performance.now() });
      const isThrottled = graph.limits && isIdentityReport(resource) && isOverLimit();
      return (
        graph.fault(resource, request) ??
        (isThrottled ? tooManyRequests() : answerTo(resource, account, id, request))
      );
    },
  };

  function isOverLimit(): boolean {
    const at = performance.now();
    const recent = identityCalls.filter((earlier) => at - earlier < 10_000);
    const isOver = recent.length >= 5;
    if (!isOver) recent.push(at);
    identityCalls = recent;
    return isOver;
  }

  function answerTo(
    resource: Resource,
    account: CloudAccount | undefined,
    id: string | undefined,
    request: CloudRequest,
  ): Reply {
    const asksForSignIns = request.url.searchParams.get('$select')?.includes('signInActivity') === true;
    const isPremium =
      resource === 'report' || resource === 'sign-ins' || (resource === 'users' && asksForSignIns);
    if (isPremium && !graph.hasLicence) return withoutLicence();
    if (resource === 'users' && Number(request.url.searchParams.get('$top')) > (asksForSignIns ? 500 : 999))
      return graphError(400, 'Request_BadRequest', 'Invalid page size specified.');
    if (resource === 'sign-ins') return page(request, signInsIn(graph.signIns, request));
    if (resource === 'batch') return batchOf(request);
    if (resource === 'users')
      return page(
        request,
        [...accounts.values()].map((one) => select(request, one)),
      );
    if (resource === 'report') return page(request, report);
    if (resource === 'members') {
      const members = groups.get(id ?? '');
      if (!members) return missing(id);
      const rows = [...accounts.values()].filter((one) => members.has(one.id));
      return page(
        request,
        rows.map((one) => ({ '@odata.type': '#microsoft.graph.user', ...select(request, one) })),
      );
    }
    if (resource === 'own-application') return json(200, { passwordCredentials: graph.secrets });
    if (isAppResource(resource)) return graph.apps.answer(resource, account, request);
    if (!account) return missing(id);
    if (resource === 'user') return json(200, select(request, account));
    if (resource === 'requirements') return json(200, { perUserMfaState: account.state });
    if (resource === 'methods') {
      return json(200, {
        value: account.methods.map((name) => ({ '@odata.type': odataType(name), id: randomUUID() })),
      });
    }
    const asked = (JSON.parse(request.body) as { groupIds: string[] }).groupIds;
    return json(200, { value: asked.filter((group) => groups.get(group)?.has(account.id)) });
  }

  /** Every item is answered as a request of its own, on the same limits. */
  function batchOf(request: CloudRequest): Reply {
    const { requests } = JSON.parse(request.body) as {
      requests: { id: string; method: string; url: string }[];
    };
    if (requests.length > 20) return graphError(400, 'BadRequest', 'At most 20 requests.');
    const responses = requests.map(({ id, method, url }) => {
      const item = { ...request, method, url: new URL(`/beta${url}`, request.url), body: '' };
      const [resource, accountId] = planOf(item) ?? [];
      if (resource === undefined) return { id, status: 404, body: {} };
      const account = accountId === undefined ? undefined : accounts.get(accountId);
      const reply = graph.fault(resource, item) ?? answerTo(resource, account, accountId, item);
      return { id, status: reply.status, headers: reply.headers, body: JSON.parse(reply.body) };
    });
    return json(200, { responses });
  }

  return graph;
}

/** Understands the one kind of filter that the product sends. */
function signInsIn(signIns: Graph['signIns'], request: CloudRequest): unknown[] {
  const filter = request.url.searchParams.get('$filter') ?? '';
  const [, protocol, since = ''] =
    /^clientAppUsed eq '([^']+)' and createdDateTime ge (\S+) and /.exec(filter) ?? [];
  return signIns
    .filter(({ clientAppUsed, at }) => clientAppUsed === protocol && at >= since)
    .map(({ accountId, clientAppUsed, at }) => ({
      userId: accountId,
      clientAppUsed,
      createdDateTime: at,
      status: { errorCode: 0 },
    }));
}

function withoutLicence(): Reply {
  return graphError(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    'Neither tenant is B2C or tenant does not have premium license.',
  );
}

function tooManyRequests(): Reply {
  return graphError(429, 'TooManyRequests', 'Too many requests.', { 'retry-after': '10' });
}

/** Authenticator, phone, keys and tokens count; a password, e-mail or Temporary Access Pass does not. */
function isRegistered(account: CloudAccount): boolean {
  return account.methods.some((name) => !['password', 'email', 'temporaryAccessPass'].includes(name));
}

/** Absolute nextLinks on the real host, as Graph gives them. */
function page(request: CloudRequest, rows: unknown[]): Reply {
  const from = Number(request.url.searchParams.get('$skiptoken') ?? 0);
  const body: Record<string, unknown> = { value: rows.slice(from, from + pageSize) };
  if (from + pageSize < rows.length) {
    const next = new URL(request.url);
    next.searchParams.set('$skiptoken', String(from + pageSize));
    body['@odata.nextLink'] = next.toString();
  }
  return json(200, body);
}

function select(request: CloudRequest, account: CloudAccount): Record<string, unknown> {
  const fields = request.url.searchParams.get('$select')?.split(',') ?? defaultFields;
  return Object.fromEntries(Object.entries(account).filter(([key]) => key === 'id' || fields.includes(key)));
}

function odataType(name: string): string {
  return `#microsoft.graph.${name}AuthenticationMethod`;
}

function missing(id: string | undefined): Reply {
  return graphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its references is not present.`,
  );
}

/** An error in Graph's own shape. */
function graphError(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  return json(
    status,
    { error: { code, message, innerError: { date: '2018-11-05T09:00:00', 'request-id': randomUUID() } } },
    headers,
  );
}
