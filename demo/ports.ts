import { createServer } from 'node:net';

/** The ports of one demo, in a row from the first one. */
export interface Ports {
  /** The bot and the page. */
  bot: number;
  tenant: number;
  /** One for each Teams window, in the order of the personas. */
  windows: [number, number, number];
}

/** The five ports that follow from the first one. */
export function portsFrom(first: number): Ports {
  return { bot: first, tenant: first + 1, windows: [first + 2, first + 3, first + 4] };
}

/** A sentence for the terminal that names the first busy port and what to do; undefined when all are free. */
export async function busyPort(ports: Ports): Promise<string | undefined> {
  const parts: [number, string][] = [
    [ports.bot, 'the bot and the page'],
    [ports.tenant, 'the pretend Microsoft'],
    ...ports.windows.map((port): [number, string] => [port, 'a Teams window']),
  ];
  for (const [port, purpose] of parts) {
    if (await isFree(port)) continue;
    return `Port ${port}, which the demo needs for ${purpose}, is in use: stop the program that has it, or start the demo on other ports with npm run demo -- --port ${otherPort(ports.bot)}.`;
  }
  return undefined;
}

function otherPort(first: number): number {
  return first < 60_000 ? first + 1000 : first - 1000;
}

/** Both families are tried: a program that listens on every interface holds the port for the loopback too. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, undefined));
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = createServer();
  probe.once('error', () => resolve(false));
  probe.listen({ port, host }, () => probe.close(() => resolve(true)));
  return promise;
}
