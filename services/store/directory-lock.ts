import { createHash, randomUUID } from 'node:crypto';
import { realpath, rename, unlink } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreFailure } from './failure.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Holds `directory` for this process until `release` or its end, however it ends. The embedded database has no
 * lock of its own and two processes would destroy it.
 *
 * The lock is a listening socket (a named pipe on Windows), not a file with a process number: the system takes a
 * socket away with its process, also after kill -9, and a number that another program got meanwhile, or one of
 * another container, cannot be mistaken for the owner.
 * Throws StoreFailure `in-use` when another process answers.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const [inside, outside] = addressesFor(await realpath(directory));
  const held = inside === undefined ? undefined : await hold(inside, directory);
  const server = held ?? (await hold(outside, directory));
  if (server === undefined) {
    throw new StoreFailure(
      'in-use',
      `Cannot tell whether ${directory} is in use: no lock can be made for it.`,
    );
  }
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** In the directory itself where the system allows it, else in the temporary folder under the directory's hash. */
function addressesFor(directory: string): [string | undefined, string] {
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return [undefined, `\\\\.\\pipe\\mfa-rollout-bot-${hash}`];
  const inside = join(directory, 'lock');
  const fits = Buffer.byteLength(inside) < longestSocketPath;
  return [fits ? inside : undefined, join(tmpdir(), `mfa-rollout-bot-${hash}.lock`)];
}

/** macOS allows 104 bytes with the closing zero, Linux 108; the room left is for the name of a moved socket. */
const longestSocketPath = 90;

/** Undefined when this place cannot hold a socket at all, as on some shared folders of a virtual machine. */
async function hold(address: string, directory: string): Promise<Server | undefined> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const listening = await listen(address);
    if (typeof listening !== 'string') return listening;
    if (listening !== 'EADDRINUSE') return undefined;
    await refuseLiving(address, directory);
    await clearDead(address, directory);
  }
  throw inUse(directory, undefined);
}

function listen(address: string): Promise<Server | string> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.on('error', () => undefined).end(String(process.pid)));
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

async function refuseLiving(address: string, directory: string): Promise<void> {
  const owner = await askOwner(address);
  if (owner !== undefined) throw inUse(directory, owner);
}

/**
 * Moves the dead socket aside and looks again before it goes: another process may have cleared it and taken the
 * lock in between, and then what was moved is alive and is put back.
 */
async function clearDead(address: string, directory: string): Promise<void> {
  const aside = `${address}.${randomUUID().slice(0, 8)}`;
  try {
    await rename(address, aside);
  } catch {
    return; // Somebody else cleared it; the next attempt to listen decides.
  }
  const owner = await askOwner(aside);
  if (owner === undefined) return unlink(aside);
  await rename(aside, address);
  throw inUse(directory, owner);
}

/** The number of the process that listens, an empty string when it is too busy to say, undefined when nobody does. */
function askOwner(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const socket = createConnection(address);
    const patience = setTimeout(() => socket.destroy(), 1_000);
    let connected = false;
    socket.on('connect', () => {
      connected = true;
    });
    socket.on('data', (data) => {
      said += data.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(patience);
      resolve(connected ? said : undefined);
    });
  });
}

function inUse(directory: string, owner: string | undefined): StoreFailure {
  const who = owner ? `process ${owner}` : 'another process';
  return new StoreFailure(
    'in-use',
    `The data in ${directory} is in use by ${who}. Stop that one first, or set DATA_DIR to another folder.`,
  );
}
