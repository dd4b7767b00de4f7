import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The product running as a process of its own. */
export interface BotProcess {
  port: number;
  /** `http://127.0.0.1:port` */
  url: string;
  /** Everything it wrote so far, both streams. */
  output(): string;
  isRunning(): boolean;
  /** Asks it to stop and waits; resolves with its exit code, null where npm was ended by the signal. */
  stop(): Promise<number | null>;
  /** kill -9: no farewell. */
  kill(): Promise<void>;
}

export interface BotProcessOptions {
  /** `npm start`, or an entry: killing that one leaves no npm in between. */
  command: 'npm start' | 'node bot/main.ts' | 'node demo/main.ts';
  arguments?: string[];
  /** Where the product lies; this project's own folder where not given. */
  folder?: string;
  /** The port to listen on; a free one where not given. */
  port?: number;
  /** The whole environment but PATH and PORT. */
  environment: Record<string, string>;
  /** How long it may take until /health/ready says so, in real milliseconds. A first start makes the database. */
  readyWithinMs?: number;
}

export const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));

/** Spawns the product and waits until it is ready. Throws with its output when it ends before. */
export async function startProcess(options: BotProcessOptions): Promise<BotProcess> {
  const port = options.port ?? (await freePort());
  const { child, output } = launch(options, port);
  const url = `http://127.0.0.1:${port}`;
  const bot: BotProcess = {
    port,
    url,
    output,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      if (bot.isRunning()) {
        signal(child, 'SIGTERM');
        await once(child, 'exit');
        // npm ends before what it started does; nobody may open the database again until that one is gone.
        await untilGone(child);
      }
      return child.exitCode;
    },
    async kill() {
      if (!bot.isRunning()) return;
      signal(child, 'SIGKILL');
      await once(child, 'exit');
      await untilGone(child);
    },
  };
  try {
    await untilReady(bot, options.readyWithinMs ?? 120_000);
  } catch (error) {
    await bot.kill();
    throw error;
  }
  return bot;
}

/** Runs the product to its own end, for starts that must be refused. */
export async function runToEnd(options: BotProcessOptions): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(options, await freePort());
  const deadline = setTimeout(() => signal(child, 'SIGKILL'), options.readyWithinMs ?? 30_000);
  await once(child, 'exit');
  clearTimeout(deadline);
  return { code: child.exitCode, output: output() };
}

/** A port that was free a moment ago: this one, or any. Rejects when this one is taken. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function launch(options: BotProcessOptions, port: number): { child: ChildProcess; output: () => string } {
  const [program, ...words] = options.command.split(' ');
  const file = program === 'node' ? process.execPath : 'npm';
  const child = spawn(file, [...words, ...(options.arguments ?? [])], {
    cwd: options.folder ?? projectFolder,
    // A process group of its own, so that a signal also reaches what npm started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.environment, PORT: String(port) },
  });
  const chunks: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return { child, output: () => chunks.join('') };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group is gone already: nothing is left to signal.
  }
}

/** Waits until the whole process group has ended. */
async function untilGone(child: ChildProcess): Promise<void> {
  const isThere = () => {
    try {
      return child.pid !== undefined && process.kill(-child.pid, 0);
    } catch {
      return false;
    }
  };
  while (isThere()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function untilReady(bot: BotProcess, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (!bot.isRunning()) throw new Error(`The bot ended before it was ready:\n${bot.output()}`);
    const status = await fetch(`${bot.url}/health/ready`).then(
      (response) => response.status,
      () => undefined,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The bot was not ready within ${withinMs} ms:\n${bot.output()}`);
}
