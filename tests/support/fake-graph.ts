import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAs, type FakeResource, graphFault, resourceOf, type Tenant } from './fake-graph-tenant.ts';

/** What goes wrong instead of an answer. `reset-mid-answer` sends the head and half a body first. */
export type Fault =
  | { kind: 'status'; status: number; code?: string; headers?: Record<string, string>; body?: string }
  | { kind: 'reply'; body: unknown }
  | { kind: 'garbage' }
  | { kind: 'reset' }
  | { kind: 'reset-mid-answer' }
  | { kind: 'hang' };

interface FakeCall {
  resource: FakeResource;
  method: string;
  /** Path and query as they arrived. */
  path: string;
  authorization: string | undefined;
  body: string;
}

/** Microsoft Graph on loopback: a tenant that the test changes, faults in the order in which they are planned. */
export interface FakeGraph extends Tenant {
  url: string;
  calls: FakeCall[];
  /** The next `times` calls of a resource go wrong like this; Infinity until `recover`. */
  fail(resource: FakeResource, fault: Fault, times?: number): void;
  recover(resource: FakeResource): void;
  /** Calls nobody planned, calls without a bearer token, faults that were planned and never met. Expect []. */
  problems(): string[];
  stop(): Promise<void>;
}

export async function startFakeGraph(): Promise<FakeGraph> {
  const faults = new Map<FakeResource, { fault: Fault; left: number }[]>();
  const problems: string[] = [];
  const fake: FakeGraph = {
    url: '',
    people: [],
    groups: new Map(),
    pageSize: 2,
    hasLicence: true,
    reportTakesTop: true,
    signIns: [],
    itemFaults: new Map(),
    calls: [],
    fail(resource, fault, times = 1) {
      faults.set(resource, [...(faults.get(resource) ?? []), { fault, left: times }]);
    },
    recover(resource) {
      faults.delete(resource);
    },
    problems() {
      const unmet = [...faults].flatMap(([resource, planned]) =>
        planned.filter(({ left }) => left > 0 && left !== Infinity).map(() => `fault never met: ${resource}`),
      );
      return [...problems, ...unmet];
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };

  function nextFault(resource: FakeResource): Fault | undefined {
    const planned = faults.get(resource)?.find(({ left }) => left > 0);
    if (!planned) return undefined;
    planned.left -= 1;
    return planned.fault;
  }

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = request.url ?? '/';
    const resource = resourceOf(request.method ?? 'GET', path);
    if (!resource) {
      problems.push(`nobody planned ${request.method} ${path}`);
      return send(response, 400, graphFault('BadRequest'));
    }
    const { authorization } = request.headers;
    fake.calls.push({ resource, method: request.method ?? '', path, authorization, body });
    if (!/^Bearer [\w.-]+$/.test(authorization ?? '')) {
      problems.push(`no single bearer token on ${resource}`);
      return send(response, 401, graphFault('InvalidAuthenticationToken'));
    }
    const fault = nextFault(resource);
    if (fault) return goWrong(response, fault);
    const answer = answerAs(fake, resource, path, body);
    return send(response, answer.status, answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

function goWrong(response: ServerResponse, fault: Fault): void {
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      response.end(fault.body ?? JSON.stringify(graphFault(fault.code ?? 'generalException')));
      return;
    case 'reply':
      send(response, 200, fault.body);
      return;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('<html>{"value": [');
      return;
    case 'reset':
      response.destroy();
      return;
    case 'reset-mid-answer':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"value": [', () => response.destroy());
      return;
    case 'hang':
      return;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; odata.metadata=minimal' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
