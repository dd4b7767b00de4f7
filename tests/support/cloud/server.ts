import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createPlainServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificates } from './certificate.ts';
import type { Answer, CloudRequest, Reply } from './http.ts';

/** A loopback server that plays hosts of Microsoft. */
export interface CloudServer {
  port: number;
  /** How many connections carried a request for this host. */
  connections(host: string): number;
  close(): Promise<void>;
}

export interface Hosts {
  /** What stands behind a host name; undefined where nobody plays it. */
  of(host: string): ((request: CloudRequest) => Answer) | undefined;
  /** Hears of every request that no host answers. */
  unplanned(what: string): void;
}

/** Serves the hosts over TLS, told apart by the request's Host header; without certificates over plain HTTP. */
export async function serveHosts(hosts: Hosts, certificates?: Certificates): Promise<CloudServer> {
  const server: Server = certificates
    ? createTlsServer({ cert: certificates.certificate, key: certificates.key })
    : createPlainServer();
  const sockets = new Map<string, Set<unknown>>();
  server.on('request', (incoming, response) => {
    const host = hostOf(incoming);
    sockets.set(host, (sockets.get(host) ?? new Set()).add(incoming.socket));
    void answer(hosts, incoming, response).catch((error: unknown) => {
      hosts.unplanned(`the simulated cloud failed at ${incoming.method} ${incoming.url}: ${String(error)}`);
      response.destroy();
    });
  });
  // A killed bot leaves half-open connections behind; that is no fault of the cloud.
  server.on('clientError', (_error, socket) => socket.destroy());
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: (host) => sockets.get(host)?.size ?? 0,
    close: () => close(server),
  };
}

function hostOf(incoming: IncomingMessage): string {
  return (incoming.headers.host ?? '').replace(/:443$/, '');
}

async function answer(hosts: Hosts, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = performance.now();
  const host = hostOf(incoming);
  const request: CloudRequest = {
    at,
    host,
    method: incoming.method ?? '',
    url: new URL(incoming.url ?? '/', `https://${host}`),
    headers: incoming.headers,
    body: await readBody(incoming),
  };
  const reply = await hosts.of(host)?.(request);
  if (!reply) {
    hosts.unplanned(`${request.method} https://${host}${request.url.pathname}${request.url.search}`);
    response.writeHead(404).end();
    return;
  }
  if (reply.delayMs) await new Promise((resolve) => setTimeout(resolve, reply.delayMs));
  write(reply, incoming, response);
}

function write(reply: Reply, incoming: IncomingMessage, response: ServerResponse): void {
  if (reply.fate === 'hang') return;
  if (reply.fate === 'reset') {
    incoming.socket.destroy();
    return;
  }
  const length = Buffer.byteLength(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(length) });
  if (reply.fate === 'reset-in-body') {
    response.write(reply.body.slice(0, Math.floor(reply.body.length / 2)), () => incoming.socket.destroy());
    return;
  }
  response.end(reply.body);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
