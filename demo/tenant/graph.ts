import { z } from 'zod';
import { methodTypes, type TenantAccount } from './account.ts';
import { serviceDeskGroup, serviceDeskMembers } from './seed.ts';
import type { AppReply, PretendApps } from './teams-apps.ts';
import type { ReportRow, Tenant } from './tenant.ts';

/** One request to Microsoft Graph, as far as the answer depends on it. `path` begins with the version. */
export interface GraphRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  /** The parsed JSON of a POST. */
  body?: unknown;
}

/** Without a body where Graph answers with none. */
export type GraphReply = AppReply;

/** The only token that the pretend Graph accepts; its credential gives no other. */
export const pretendToken = 'token-of-the-pretend-tenant';

/**
 * Answers as Microsoft Graph does on the paths that the product asks (facts section 2), with Graph's own codes for
 * what it refuses. Everything else is a 404 that names the path.
 */
export function answerGraph(
  { tenant, apps, hasLicence = true }: { tenant: Tenant; apps: PretendApps; hasLicence?: boolean },
  request: GraphRequest,
): GraphReply {
  if (request.authorization !== `Bearer ${pretendToken}`) {
    return refusal(401, 'InvalidAuthenticationToken', 'Access token is empty or not valid.');
  }
  for (const route of routes) {
    const match = route.method === request.method ? route.path.exec(request.path) : null;
    if (match)
      return route.answer({
        tenant,
        apps,
        hasLicence,
        request,
        id: decodeURIComponent(match.groups?.id ?? ''),
      });
  }
  return refusal(404, 'UnknownPath', `The pretend tenant does not answer ${request.method} ${request.path}.`);
}

interface Asked {
  tenant: Tenant;
  apps: PretendApps;
  /** Whether the tenant has Microsoft Entra ID P1. */
  hasLicence: boolean;
  request: GraphRequest;
  id: string;
}

const routes: { method: string; path: RegExp; answer: (asked: Asked) => GraphReply }[] = [
  { method: 'GET', path: /^\/v1\.0\/users$/, answer: listUsers },
  { method: 'GET', path: /^\/v1\.0\/users\/(?<id>[^/]+)$/, answer: forAccount(userOf) },
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/(?<id>[^/]+)\/authentication\/methods$/,
    answer: forAccount(methodsOf),
  },
  {
    method: 'GET',
    path: /^\/beta\/users\/(?<id>[^/]+)\/authentication\/requirements$/,
    answer: forAccount(stateOf),
  },
  { method: 'POST', path: /^\/v1\.0\/users\/(?<id>[^/]+)\/checkMemberGroups$/, answer: forAccount(groupsOf) },
  { method: 'POST', path: /^\/beta\/\$batch$/, answer: batchOf },
  { method: 'GET', path: /^\/v1\.0\/auditLogs\/signIns$/, answer: listSignIns },
  { method: 'GET', path: /^\/v1\.0\/groups\/(?<id>[^/]+)\/transitiveMembers$/, answer: listMembers },
  {
    method: 'GET',
    path: /^\/v1\.0\/reports\/authenticationMethods\/userRegistrationDetails$/,
    answer: ({ tenant, hasLicence, request }) =>
      hasLicence ? page(request, tenant.report().map(reportItem)) : withoutLicence(),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/appCatalogs\/teamsApps$/,
    answer: ({ apps, request }) => apps.catalogue(request.query.get('$filter') ?? ''),
  },
  {
    method: 'POST',
    path: /^\/v1\.0\/users\/(?<id>[^/]+)\/teamwork\/installedApps$/,
    answer: (asked) => forAccount((account) => asked.apps.install(account))(asked),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/(?<id>[^/]+)\/teamwork\/installedApps$/,
    answer: (asked) => forAccount((account) => asked.apps.installed(account))(asked),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/(?<id>[^/]+)\/teamwork\/installedApps\/[^/]+\/chat$/,
    answer: (asked) => forAccount((account) => asked.apps.chat(account))(asked),
  },
];

/** Small, so that 200 accounts already take several pages, as thousands do in a real tenant. */
const largestPage = 80;

function listUsers({ tenant, hasLicence, request }: Asked): GraphReply {
  const withSignIns = request.query.get('$select')?.split(',').includes('signInActivity') === true;
  if (withSignIns && !hasLicence) return withoutLicence();
  if (Number(request.query.get('$top')) > (withSignIns ? 500 : 999)) {
    return refusal(400, 'Request_BadRequest', 'Invalid page size specified.');
  }
  return page(
    request,
    tenant.accounts().map((account) => selected(request, userItem(account))),
  );
}

/** Nobody in the pretend tenant connects by POP3 or IMAP. */
function listSignIns({ hasLicence, request }: Asked): GraphReply {
  return hasLicence ? page(request, []) : withoutLicence();
}

const batchShape = z.object({
  requests: z.array(z.object({ id: z.string(), method: z.string(), url: z.string() })).max(20),
});

/** Every item is answered as a request of its own. */
function batchOf(asked: Asked): GraphReply {
  const parsed = batchShape.safeParse(asked.request.body);
  if (!parsed.success) return refusal(400, 'BadRequest', 'Invalid batch payload format.');
  const responses = parsed.data.requests.map(({ id, method, url }) => {
    const item = new URL(`/beta${url}`, 'http://localhost');
    const { authorization } = asked.request;
    const request = { method, path: item.pathname, query: item.searchParams, authorization };
    return { id, ...answerGraph(asked, request) };
  });
  return { status: 200, body: { responses } };
}

function withoutLicence(): GraphReply {
  return refusal(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    'Neither tenant is B2C or tenant does not have premium license.',
  );
}

function listMembers({ tenant, request, id }: Asked): GraphReply {
  if (id !== serviceDeskGroup.id)
    return refusal(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
  const people = serviceDeskMembers.flatMap((upn) => tenant.find(upn) ?? []);
  return page(request, [
    { '@odata.type': '#microsoft.graph.group', ...selected(request, { id: serviceDeskGroup.innerId }) },
    ...people.map((account) => ({
      '@odata.type': '#microsoft.graph.user',
      ...selected(request, userItem(account)),
    })),
  ]);
}

function forAccount(answer: (account: TenantAccount, request: GraphRequest) => GraphReply) {
  return ({ tenant, request, id }: Asked): GraphReply => {
    const account = tenant.find(id);
    if (account) return answer(account, request);
    return refusal(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
  };
}

function userOf(account: TenantAccount, request: GraphRequest): GraphReply {
  return { status: 200, body: selected(request, userItem(account)) };
}

function methodsOf(account: TenantAccount): GraphReply {
  const value = account.methods.map(({ id, kind }) => ({
    '@odata.type': `#microsoft.graph.${methodTypes[kind].graphType}AuthenticationMethod`,
    id,
  }));
  return { status: 200, body: { value } };
}

function stateOf(account: TenantAccount): GraphReply {
  return { status: 200, body: { perUserMfaState: account.state } };
}

const groupIdsShape = z.object({ groupIds: z.array(z.string().uuid()).min(1).max(20) });

function groupsOf(account: TenantAccount, request: GraphRequest): GraphReply {
  const parsed = groupIdsShape.safeParse(request.body);
  if (!parsed.success) return refusal(400, 'Request_BadRequest', 'Invalid object identifier.');
  const isOfficer = serviceDeskMembers.includes(account.userPrincipalName);
  const mine: string[] = isOfficer ? [serviceDeskGroup.id, serviceDeskGroup.innerId] : [];
  return {
    status: 200,
    body: { value: parsed.data.groupIds.filter((id) => mine.includes(id.toLowerCase())) },
  };
}

function userItem(account: TenantAccount): Record<string, unknown> {
  const { id, userPrincipalName, displayName, accountEnabled } = account;
  return { id, userPrincipalName, displayName, mail: userPrincipalName, accountEnabled };
}

function reportItem(row: ReportRow): Record<string, unknown> {
  return { ...row, userType: 'member', isAdmin: false, isMfaCapable: row.isMfaRegistered };
}

/** Graph gives a few fields where nothing is selected, and `accountEnabled` only to those who ask. */
function selected(request: GraphRequest, item: Record<string, unknown>): Record<string, unknown> {
  const asked = request.query.get('$select')?.split(',') ?? [
    'id',
    'userPrincipalName',
    'displayName',
    'mail',
  ];
  return Object.fromEntries(Object.entries(item).filter(([name]) => asked.includes(name)));
}

function page(request: GraphRequest, items: Record<string, unknown>[]): GraphReply {
  const size = Math.min(Number(request.query.get('$top') ?? largestPage) || largestPage, largestPage);
  const start = Number(request.query.get('$skiptoken') ?? 0);
  const body: Record<string, unknown> = { value: items.slice(start, start + size) };
  if (start + size < items.length) {
    const query = new URLSearchParams(request.query);
    query.set('$skiptoken', String(start + size));
    body['@odata.nextLink'] = `https://graph.microsoft.com${request.path}?${query}`;
  }
  return { status: 200, body };
}

function refusal(status: number, code: string, message: string): GraphReply {
  return { status, body: { error: { code, message } } };
}
