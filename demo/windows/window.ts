import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import { z } from 'zod';
import { contentPolicy, dressedPage, type WindowSurroundings } from './look.ts';

/**
 * The process of one Teams window: Microsoft's Playground inside a process of the demo's own, so that it ends with its
 * parent, listens on the loopback address only, reaches nothing beyond it, and shows the chat alone.
 * Started by windows.ts with its settings as JSON; its working directory holds the Playground's own file.
 */
function main(): void {
  const settings = settingsShape.parse(JSON.parse(process.argv[2] ?? '{}'));
  // The channel closes when the parent is gone, however it went.
  process.on('disconnect', () => process.exit(0));
  if (!process.connected) return;
  // The terminal sends Ctrl-C to the whole group; the parent stops its windows in its own order.
  process.on('SIGINT', () => {});
  stayOnThisMachine();
  dressEveryPage(settings);
  process.argv = [
    process.execPath,
    'agentsplayground',
    'start',
    ...['--app-endpoint', settings.botEndpoint],
    ...['--port', String(settings.port)],
    ...['--service-url', `http://127.0.0.1:${settings.port}/_connector`],
    ...['--channel-id', 'msteams'],
    '--disable-telemetry',
  ];
  createRequire(import.meta.url)('@microsoft/m365agentsplayground/cli.js');
}

const settingsShape = z.object({
  port: z.number(),
  botEndpoint: z.string(),
  securityInfoUrl: z.string(),
  upn: z.string(),
  pageOrigins: z.array(z.string()),
});

/** The Playground listens on every interface, and carries telemetry that a flag switches off: here neither can be. */
function stayOnThisMachine(): void {
  const listen = net.Server.prototype.listen;
  net.Server.prototype.listen = function listenLocally(this: net.Server, ...parts: unknown[]) {
    const [port, ...rest] = parts;
    const callback = rest.find((part) => typeof part === 'function');
    const local = typeof port === 'number' ? [{ port, host: '127.0.0.1' }, callback] : parts;
    // One of the documented forms, rebuilt from another one.
    return listen.apply(this, local as Parameters<typeof listen>);
  } as typeof listen;

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function connectLocally(this: net.Socket, ...parts: unknown[]) {
    const host = hostOf(parts);
    if (!loopback.has(host)) {
      console.error(`A Teams window tried to reach ${host}; the demo lets nothing leave this machine.`);
      // Later, as the network would: at once, nobody listens for the error yet.
      setImmediate(() => this.destroy(new Error('The demo lets nothing leave this machine.')));
      return this;
    }
    return connect.apply(this, parts as Parameters<typeof connect>); // as they came
  } as typeof connect;
}

const loopback = new Set(['localhost', '127.0.0.1', '::1']);

/** The host of a connection in any form of its parameters; 'localhost' where none is named, as Node has it. */
function hostOf(parts: unknown[]): string {
  const first: unknown = Array.isArray(parts[0]) ? parts[0][0] : parts[0];
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && first.path) return 'localhost';
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  return typeof parts[1] === 'string' ? parts[1] : 'localhost';
}

/** Puts itself in front of the Playground's server: a policy on every answer, and the start page in the demo's dress. */
function dressEveryPage(surroundings: WindowSurroundings): void {
  const createServer = http.createServer;
  const dressed = (...parts: unknown[]) => {
    const server = createServer(...(parts as Parameters<typeof createServer>)); // as they came
    server.prependListener('request', (request, response) => {
      response.setHeader('Content-Security-Policy', contentPolicy(surroundings));
      if (request.method === 'GET' && request.url === '/') dressPage(response, surroundings);
    });
    server.on('listening', () => process.send?.('listening'));
    return server;
  };
  Object.assign(http, { createServer: dressed });
}

/** Lets the Playground send its start page into a buffer, and sends that page, changed, in its place. */
function dressPage(response: http.ServerResponse, surroundings: WindowSurroundings): void {
  const chunks: Buffer[] = [];
  const end = response.end.bind(response);
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const writeHead = response.writeHead.bind(response);
  Object.assign(response, {
    writeHead: (status: number) => {
      response.statusCode = status;
      return response;
    },
    write: (chunk: unknown) => {
      keep(chunk);
      return true;
    },
    end: (chunk: unknown) => {
      keep(chunk);
      const html = dressedPage(Buffer.concat(chunks).toString('utf8'), surroundings);
      response.removeHeader('ETag');
      response.removeHeader('Last-Modified');
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Content-Length', Buffer.byteLength(html));
      Object.assign(response, { writeHead, end });
      return end(html);
    },
  });
}

main();
