import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A demo in a process of its own, as `npm run demo` starts it, with a folder and ports that nothing else uses. */
export interface RunningDemo {
  url: string;
  /** As Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** As a power cut does. */
  kill(): Promise<void>;
  /** Ids of the Teams windows' processes. */
  windowPids(): number[];
}

/** A folder for the data of one demo, for as long as the journey runs it and starts it again. */
export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'demo-journey-'));
}

/** Starts the demo and resolves when it says that it is ready. Its output goes to the journey's own. */
export async function startDemoProcess(options: { dataDir: string; port: number }): Promise<RunningDemo> {
  const { dataDir, port } = options;
  const child = spawn(process.execPath, ['demo/main.ts', '--data', dataDir, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await urlOf(child);
  return {
    url,
    windowPids: () => childrenOf(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function urlOf(child: ChildProcess): Promise<string> {
  let output = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('exit', (code) =>
    reject(new Error(`The demo ended with code ${code} before it was ready.\n${output}`)),
  );
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stderr.write(chunk);
    const found = /open (http:\/\/\S+) in a browser/.exec(output)?.[1];
    if (found) resolve(found);
  });
  return promise;
}

/** From /proc: the journey runs on Linux. */
function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

/** Whether a process is still there. */
export function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
