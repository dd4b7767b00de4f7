import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one request. `taken` faults happen after the message is in the chat. */
export type Trouble =
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string>; taken?: boolean }
  | { kind: 'reset'; taken?: boolean }
  /** 201 and half an id, then the connection breaks. */
  | { kind: 'broken-body' }
  /** 201, and the body never ends. */
  | { kind: 'endless-body' }
  | { kind: 'empty' }
  | { kind: 'malformed' }
  /** No answer until the connector closes. */
  | { kind: 'hang'; taken?: boolean };

export interface SeenRequest {
  method: string;
  conversationId: string;
  /** Of the message that is edited or removed. */
  activityId: string | undefined;
  body: Record<string, unknown>;
  /** On this process's steady clock, when the whole request was there. */
  atMs: number;
  /** How many requests for this conversation came before it. */
  nth: number;
}

/** A connector on loopback: Teams as far as the road out can tell. */
export interface FakeConnector {
  url: string;
  /** Every request, in order of arrival. */
  requests: SeenRequest[];
  /** The messages that reached each conversation, in order. */
  messages: Map<string, Record<string, unknown>[]>;
  /** Decides each request's trouble; none by default. */
  trouble: (request: SeenRequest) => Trouble | undefined;
  /** How long every answer takes, in milliseconds. */
  latencyMs: number;
  /** Resolves when this many requests have arrived in all. */
  seen(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startFakeConnector(): Promise<FakeConnector> {
  const counts = new Map<string, number>();
  const watchers = new Set<() => void>();
  const server = createServer((request, response) => {
    void receive(request).then((seen) => {
      if (seen === undefined) return void plain(response, 404);
      fake.requests.push(seen);
      for (const watcher of watchers) watcher();
      const answer = () => respond(fake, seen, response);
      if (fake.latencyMs === 0) answer();
      else setTimeout(answer, fake.latencyMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function receive(request: IncomingMessage): Promise<SeenRequest | undefined> {
    const path = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(request.url ?? '');
    let text = '';
    for await (const part of request) text += String(part);
    if (!path) return undefined;
    const conversationId = decodeURIComponent(path[1] ?? '');
    const nth = counts.get(conversationId) ?? 0;
    counts.set(conversationId, nth + 1);
    return {
      method: request.method ?? '',
      conversationId,
      activityId: path[2] === undefined ? undefined : decodeURIComponent(path[2]),
      body: text === '' ? {} : JSON.parse(text),
      atMs: performance.now(),
      nth,
    };
  }

  const fake: FakeConnector = {
    // The server listens on a port, so its address is no string.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests: [],
    messages: new Map(),
    trouble: () => undefined,
    latencyMs: 0,
    seen: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (fake.requests.length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

function respond(fake: FakeConnector, seen: SeenRequest, response: ServerResponse): void {
  const trouble = fake.trouble(seen);
  if (trouble === undefined) return void json(response, 201, { id: take(fake, seen) });
  switch (trouble.kind) {
    case 'status':
      if (trouble.taken) take(fake, seen);
      plain(response, trouble.status, trouble);
      return;
    case 'reset':
      if (trouble.taken) take(fake, seen);
      response.socket?.resetAndDestroy();
      return;
    case 'broken-body':
      take(fake, seen);
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"id": "hal', () => response.socket?.resetAndDestroy());
      return;
    case 'endless-body':
      take(fake, seen);
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"id": "hal');
      return;
    case 'empty':
      take(fake, seen);
      plain(response, 200);
      return;
    case 'malformed':
      take(fake, seen);
      plain(response, 200, { headers: { 'content-type': 'application/json' }, body: '{"id": oh no' });
      return;
    case 'hang':
      if (trouble.taken) take(fake, seen);
      return;
  }
}

/** Puts the message into the chat and gives its id. */
function take(fake: FakeConnector, seen: SeenRequest): string {
  if (seen.method !== 'POST') return seen.activityId ?? '';
  const messages = fake.messages.get(seen.conversationId) ?? [];
  messages.push(seen.body);
  fake.messages.set(seen.conversationId, messages);
  return `${seen.conversationId}:${messages.length}`;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  plain(response, status, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** Not chained: restify, where a test loads it, changes writeHead of every response to return nothing. */
function plain(
  response: ServerResponse,
  status: number,
  more: { headers?: Record<string, string>; body?: string } = {},
): void {
  response.writeHead(status, more.headers);
  response.end(more.body);
}
