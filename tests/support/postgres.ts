import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './cloud/bot-process.ts';

/** A PostgreSQL server of the test's own, on loopback, in a temporary folder. */
export interface PostgresServer {
  /** A connection string of its first database, which is empty. */
  url: string;
  /** Stops it and removes its folder. */
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** Where Debian and its descendants put the programs of each version. */
const programsFolder = '/usr/lib/postgresql';

/** Starts a new, empty server. Throws, with what to do, where this machine has no PostgreSQL. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = await newestPrograms();
  const owner = serverOwner();
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  if (owner) await chown(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync'], {
    ...owner,
    cwd: folder,
  });
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    // Each instance of the bot opens up to ten.
    'max_connections=100',
  ];
  const child = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url, child, said);
  return {
    url,
    async stop() {
      if (child.exitCode === null) {
        // The immediate shutdown: nothing here is worth a checkpoint.
        child.kill('SIGQUIT');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function newestPrograms(): Promise<string> {
  const versions = await readdir(programsFolder).catch(() => []);
  const found = versions
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => join(programsFolder, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
  if (found) return found;
  throw new Error(
    `This test needs a PostgreSQL server, and there is none under ${programsFolder}. Install one: apt-get install -y postgresql`,
  );
}

/** PostgreSQL refuses to run as root: then Debian's own account for it is used. */
function serverOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function untilItAnswers(url: string, child: ChildProcess, said: string[]): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (child.exitCode === null && performance.now() < deadline) {
    const client = new pg.Client({ connectionString: url });
    const isUp = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGQUIT');
  throw new Error(`PostgreSQL did not start:\n${said.join('')}`);
}
