import { randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { methodKind } from './account.ts';
import { answerGraph } from './graph.ts';
import { addable, securityInfoPage } from './security-info.ts';
import { createPretendApps, nobodyHasTeams, type PretendApps, type PretendTeams } from './teams-apps.ts';
import type { Tenant } from './tenant.ts';

export interface TenantServerParts {
  tenant: Tenant;
  port: number;
  /** Whom the page offers when it cannot know who looks at it: address and title. */
  people: { upn: string; title: string }[];
  /** Who has Teams; nobody where it is not given. */
  teams?: PretendTeams;
}

/** The pretend Microsoft on the loopback address: Graph's paths, and the page "Security info". Resolves once it listens. */
export async function startTenantServer(parts: TenantServerParts): Promise<{ stop(): Promise<void> }> {
  const apps = createPretendApps(parts.teams ?? nobodyHasTeams);
  const server = createServer((request, response) => {
    respond({ ...parts, apps }, request, response).catch((error: unknown) => {
      console.error('The pretend Microsoft could not answer.', error);
      response.writeHead(500);
      response.end();
    });
  });
  await listen(server, parts.port);
  return {
    stop: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

async function respond(
  parts: TenantServerParts & { apps: PretendApps },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const text = await readBody(request);
  if (url.pathname === '/security-info' && request.method === 'GET') {
    return sendHtml(response, showPage(parts, url.searchParams));
  }
  if (url.pathname === '/security-info/app-password' && request.method === 'POST') {
    return sendHtml(response, showAppPassword(parts, new URLSearchParams(text)));
  }
  if (url.pathname.startsWith('/security-info/') && request.method === 'POST') {
    const location = changeMethods(parts, url.pathname, new URLSearchParams(text));
    response.writeHead(303, { Location: location });
    response.end();
    return;
  }
  const reply = answerGraph(parts, {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    authorization: request.headers.authorization,
    body: parseJson(text),
  });
  const head = { 'Content-Type': 'application/json;odata.metadata=minimal;charset=utf-8' };
  // Not chained: restify, which the bot loads, changes writeHead of every Node response to return nothing.
  response.writeHead(reply.status, head);
  response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
}

function showPage({ tenant, people }: TenantServerParts, query: URLSearchParams): string {
  const account = tenant.find(query.get('account') ?? '');
  const justAdded = methodKind.safeParse(query.get('added'));
  if (account) {
    return securityInfoPage({
      kind: 'person',
      account,
      ...(justAdded.success && { justAdded: justAdded.data }),
    });
  }
  return securityInfoPage({
    kind: 'choose',
    people: people.flatMap(({ upn, title }) => {
      const found = tenant.find(upn);
      return found ? [{ account: found, title }] : [];
    }),
  });
}

/** Made up at this moment and kept nowhere: in Graph nothing shows that somebody made one. */
function showAppPassword(parts: TenantServerParts, form: URLSearchParams): string {
  const account = parts.tenant.find(form.get('account') ?? '');
  if (account?.state !== 'enforced') return showPage(parts, form);
  const letters = Array.from({ length: 16 }, () => String.fromCharCode(97 + randomInt(26)));
  return securityInfoPage({ kind: 'person', account, appPassword: letters.join('') });
}

/** Does what a form of the page asks and says where the browser goes next. */
function changeMethods({ tenant }: TenantServerParts, path: string, form: URLSearchParams): string {
  const account = tenant.find(form.get('account') ?? '');
  if (!account) return '/security-info';
  const back = `/security-info?account=${encodeURIComponent(account.userPrincipalName)}`;
  const chosen = addable.find(({ kind }) => kind === form.get('kind'));
  if (path.endsWith('/add') && chosen) {
    tenant.addMethod(account, chosen.kind);
    return `${back}&added=${chosen.kind}`;
  }
  if (path.endsWith('/remove')) tenant.removeMethod(account, form.get('method') ?? '');
  return back;
}

function sendHtml(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(html);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A GET has no body, and a body that is no JSON is refused by the path that wanted one.
    return undefined;
  }
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
}
