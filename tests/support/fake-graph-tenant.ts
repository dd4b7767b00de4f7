export type FakeResource =
  | 'users'
  | 'user'
  | 'methods'
  | 'requirements'
  | 'check-groups'
  | 'members'
  | 'report'
  | 'sign-ins'
  | 'batch';

/** An account as the test wants it; `methods` are Graph types without '#microsoft.graph.' and 'AuthenticationMethod'. */
interface FakePerson {
  id: string;
  upn: string;
  name?: string | null;
  enabled?: boolean;
  methods?: string[];
  state?: string | null;
  /** Not in GET /users, as an account that was just deleted. */
  unlisted?: boolean;
  /** Its row of the registration report, over { id, userPrincipalName, methodsRegistered: [] }; absent: no row. */
  report?: Record<string, unknown>;
  /** Its last sign-ins as Graph names them; absent: Graph knows of none. */
  signInActivity?: Record<string, unknown>;
}

/** One line of the sign-in log. */
interface FakeSignIn {
  userId: string;
  clientAppUsed: string;
  at: string;
  errorCode?: number;
}

export interface Tenant {
  people: FakePerson[];
  /** Object ids of members, by the group's id. */
  groups: Map<string, string[]>;
  pageSize: number;
  /** Whether the tenant has Microsoft Entra ID P1; without it the report, the last sign-ins and the log are refused. */
  hasLicence: boolean;
  /** Whether the report takes $top at all: Microsoft documents none. */
  reportTakesTop: boolean;
  signIns: FakeSignIn[];
  /** What becomes of the next item of a batch that is about this account, by its id: in their order. */
  itemFaults: Map<string, { status: number; headers?: Record<string, string> }[]>;
}

/** The resource of a call; undefined for one that Graph would not answer as asked, its query included. */
export function resourceOf(method: string, path: string): FakeResource | undefined {
  const address = new URL(path, 'http://graph');
  const query = [...address.searchParams.keys()].filter((key) => key !== '$skiptoken').join(' ');
  const call = `${method} ${address.pathname} ${query}`.trim();
  return patterns.find(([pattern]) => pattern.test(call))?.[1];
}

/** What Graph says when nothing goes wrong. */
export function answerAs(
  tenant: Tenant,
  resource: FakeResource,
  path: string,
  body: string,
): { status: number; body: unknown } {
  const address = new URL(path, 'http://graph');
  const named = decodeURIComponent(address.pathname.split('/')[3] ?? '');
  const isPremium =
    resource === 'report' ||
    resource === 'sign-ins' ||
    (resource === 'users' && address.searchParams.get('$select')?.includes('signInActivity'));
  if (isPremium && !tenant.hasLicence) return withoutLicence;
  if (resource === 'users') {
    const withSignIns = isPremium === true;
    if (Number(address.searchParams.get('$top')) > (withSignIns ? 500 : 999)) return badRequest;
    const people = tenant.people.filter((person) => !person.unlisted);
    return page(
      tenant,
      address,
      people.map((person) => ({
        ...userBody(person),
        ...(withSignIns && person.signInActivity && { signInActivity: person.signInActivity }),
      })),
    );
  }
  if (resource === 'sign-ins') return page(tenant, address, signInsIn(tenant, address));
  if (resource === 'batch') return batchOf(tenant, body);
  if (resource === 'report') {
    if (address.searchParams.has('$top') && !tenant.reportTakesTop) return badRequest;
    return page(
      tenant,
      address,
      tenant.people.flatMap((person) => (person.report ? [reportBody(person, person.report)] : [])),
    );
  }
  if (resource === 'members') {
    const members = tenant.groups.get(named);
    if (!members) return missing;
    const people = tenant.people.filter((person) => members.includes(person.id)).map(userBody);
    return page(tenant, address, [{ '@odata.type': '#microsoft.graph.group', id: 'nested' }, ...people]);
  }
  const person = tenant.people.find(
    (one) => one.id === named || one.upn.toLowerCase() === named.toLowerCase(),
  );
  if (!person) return missing;
  switch (resource) {
    case 'user':
      return { status: 200, body: userBody(person) };
    case 'methods':
      return { status: 200, body: { value: (person.methods ?? ['password']).map(methodBody) } };
    case 'requirements':
      return {
        status: 200,
        body: { perUserMfaState: person.state === undefined ? 'disabled' : person.state },
      };
    case 'check-groups': {
      const { groupIds } = JSON.parse(body) as { groupIds: string[] };
      return {
        status: 200,
        body: { value: groupIds.filter((id) => tenant.groups.get(id)?.includes(person.id)) },
      };
    }
  }
}

/** An error in Graph's shape, with a message that names somebody as Graph's do. */
export function graphFault(code: string): unknown {
  return {
    error: { code, message: "Resource 'head@hillside.norfolk.sch.uk' is not to be logged", innerError: {} },
  };
}

const withoutLicence = {
  status: 403,
  body: graphFault('Authentication_RequestFromNonPremiumTenantOrB2CTenant'),
};
const badRequest = { status: 400, body: graphFault('Request_BadRequest') };

/** Understands the one kind of filter that the product sends. */
function signInsIn(tenant: Tenant, address: URL): unknown[] {
  const filter = address.searchParams.get('$filter') ?? '';
  const [, protocol, since] =
    /^clientAppUsed eq '([^']+)' and createdDateTime ge (\S+) and status\/errorCode eq 0$/.exec(filter) ?? [];
  return tenant.signIns
    .filter(({ clientAppUsed, at }) => clientAppUsed === protocol && at >= (since ?? ''))
    .sort((one, other) => (one.at < other.at ? 1 : -1))
    .map(({ userId, clientAppUsed, at, errorCode = 0 }) => ({
      userId,
      clientAppUsed,
      createdDateTime: at,
      status: { errorCode },
    }));
}

/** Every item has an answer of its own, here in the opposite order; the outer one is 200 all the same. */
function batchOf(tenant: Tenant, body: string): { status: number; body: unknown } {
  const { requests } = JSON.parse(body) as { requests: { id: string; method: string; url: string }[] };
  if (requests.length > 20) return badRequest;
  const responses = requests.map(({ id, method, url }) => {
    const named = decodeURIComponent(url.split('/')[2] ?? '');
    const fault = tenant.itemFaults.get(named)?.shift();
    if (fault) return { id, ...fault, body: graphFault('TooManyRequests') };
    const resource = resourceOf(method, `/beta${url}`);
    return { id, ...(resource ? answerAs(tenant, resource, `/beta${url}`, '') : badRequest) };
  });
  return { status: 200, body: { responses: responses.toReversed() } };
}

const missing = { status: 404, body: graphFault('Request_ResourceNotFound') };

const one = '[^/ ]+';
const patterns: [RegExp, FakeResource][] = [
  [/^GET \/v1\.0\/users \$select \$top$/, 'users'],
  [new RegExp(`^GET /v1\\.0/users/${one} \\$select$`), 'user'],
  [new RegExp(`^GET /v1\\.0/users/${one}/authentication/methods$`), 'methods'],
  [new RegExp(`^GET /beta/users/${one}/authentication/requirements$`), 'requirements'],
  [new RegExp(`^POST /v1\\.0/users/${one}/checkMemberGroups$`), 'check-groups'],
  [new RegExp(`^GET /v1\\.0/groups/${one}/transitiveMembers \\$select \\$top$`), 'members'],
  [/^GET \/v1\.0\/reports\/authenticationMethods\/userRegistrationDetails(?: \$top)?$/, 'report'],
  [/^GET \/v1\.0\/auditLogs\/signIns \$filter \$top$/, 'sign-ins'],
  [/^POST \/beta\/\$batch$/, 'batch'],
];

/** nextLinks name Graph's real host, wherever the call came in. */
function page(tenant: Tenant, address: URL, items: unknown[]): { status: number; body: unknown } {
  const from = Number(address.searchParams.get('$skiptoken') ?? 0);
  const asked = Number(address.searchParams.get('$top') ?? tenant.pageSize);
  const until = from + Math.min(asked, tenant.pageSize);
  const next = new URL(`${address.pathname}${address.search}`, 'https://graph.microsoft.com');
  next.searchParams.set('$skiptoken', String(until));
  const link = until < items.length ? { '@odata.nextLink': next.toString() } : {};
  return { status: 200, body: { '@odata.context': 'x', value: items.slice(from, until), ...link } };
}

function userBody(person: FakePerson): Record<string, unknown> {
  return {
    id: person.id,
    userPrincipalName: person.upn,
    displayName: person.name === undefined ? person.upn : person.name,
    accountEnabled: person.enabled ?? true,
  };
}

function reportBody(person: FakePerson, report: Record<string, unknown>): Record<string, unknown> {
  return {
    id: person.id,
    userPrincipalName: person.upn,
    methodsRegistered: [],
    isMfaRegistered: false,
    ...report,
  };
}

function methodBody(name: string): Record<string, unknown> {
  return { '@odata.type': `#microsoft.graph.${name}AuthenticationMethod`, id: name, displayName: null };
}
