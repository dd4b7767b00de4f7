import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WindowSurroundings } from './look.ts';
import { windowConfigName } from './window-config.ts';

/** One Teams window to open. `config` is the text of the Playground's own file. */
export interface WindowToOpen extends WindowSurroundings {
  key: string;
  port: number;
  botEndpoint: string;
  config: string;
}

export interface Windows {
  stop(): Promise<void>;
}

/**
 * Starts one process a window and resolves when all of them listen. A window that ends by itself is started again.
 * Throws when one does not come up in time.
 */
export async function openWindows(windows: WindowToOpen[], dataDir: string): Promise<Windows> {
  let isStopping = false;
  const children = new Map<string, ChildProcess>();

  async function open(window: WindowToOpen): Promise<void> {
    const child = startProcess(window, dataDir);
    children.set(window.key, child);
    const listening = Promise.withResolvers<void>();
    const patience = setTimeout(
      () =>
        listening.reject(
          new Error(`The window of ${window.upn} did not open within ${patienceMs / 1000} s.`),
        ),
      patienceMs,
    );
    child.once('message', () => listening.resolve());
    child.once('exit', (code) => {
      listening.reject(new Error(`The window of ${window.upn} ended with code ${code}.`));
    });
    try {
      await listening.promise;
    } finally {
      clearTimeout(patience);
    }
    child.once('exit', () => {
      if (isStopping) return;
      console.error(`The window of ${window.upn} ended; it is opened again.`);
      open(window).catch((error: unknown) => console.error(error));
    });
  }

  const stop = async () => {
    isStopping = true;
    await Promise.all([...children.values()].map(end));
  };
  try {
    await Promise.all(windows.map(open));
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** Three windows come up in 5 s on two idle cores, and took 40 s on busy ones; after this they will not come. */
const patienceMs = 120_000;

const entry = fileURLToPath(new URL('./window.ts', import.meta.url));

function startProcess(window: WindowToOpen, dataDir: string): ChildProcess {
  const { key, config, ...settings } = window;
  const cwd = join(dataDir, 'windows', key);
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, windowConfigName), config);
  // Its standard output tells developers where it listens; the demo says that in its own words.
  const stdio: ('ignore' | 'inherit' | 'ipc')[] = ['ignore', 'ignore', 'inherit', 'ipc'];
  return fork(entry, [JSON.stringify(settings)], { cwd, env: environment(), stdio });
}

/**
 * Without a proxy, which the loopback address needs none of, and without the statistics that the Playground's telemetry
 * library gathers about itself even where telemetry is switched off (seen: it asks for the cloud machine it runs on).
 */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^https?_proxy$/i.test(name));
  return { ...Object.fromEntries(kept), APPLICATION_INSIGHTS_NO_STATSBEAT: 'true' };
}

/** Closing the channel is the sign to end; a process that does not heed it is killed. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = Promise.withResolvers<void>();
  child.once('exit', () => ended.resolve());
  if (child.connected) child.disconnect();
  const patience = setTimeout(() => child.kill('SIGKILL'), 2_000);
  await ended.promise;
  clearTimeout(patience);
}
