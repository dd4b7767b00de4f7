import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file of the folder as one look found it. */
export interface FoundFile {
  path: string;
  /** Its name alone, for logs. */
  name: string;
  size: number;
  modifiedAt: Date;
}

/** The newest *.csv of a folder, by the time of its modification, then by name; undefined where there is none. */
export async function newestReport(folder: string): Promise<FoundFile | undefined> {
  const names = (await readdir(folder)).filter((name) => /\.csv$/i.test(name) && !name.startsWith('.'));
  const files: FoundFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    // A file may go between the listing and the look.
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) files.push({ path, name, size: found.size, modifiedAt: found.mtime });
  }
  return files.toSorted(
    (a, b) => b.modifiedAt.getTime() - a.modifiedAt.getTime() || (a.name < b.name ? 1 : -1),
  )[0];
}

/** Whether two looks found the same file, unchanged. */
export function isSame(a: FoundFile, b: FoundFile): boolean {
  return a.path === b.path && a.size === b.size && a.modifiedAt.getTime() === b.modifiedAt.getTime();
}

/**
 * Copies a report into the folder, which is made where it is missing. The copy comes into being under its name in one
 * step, keeps the time of its modification, and carries the beginning of its hash in the name: the bot then need not
 * wait to see that it is whole. Gives its path.
 */
export async function placeReport(source: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const name = `registration-report-${(await hashOf(source)).slice(0, hashInName)}.csv`;
  const partial = join(folder, `.${name}.${process.pid}.partial`);
  try {
    await copyFile(source, partial);
    const { atime, mtime } = await stat(source);
    await utimes(partial, atime, mtime);
    await rename(partial, join(folder, name));
  } finally {
    await rm(partial, { force: true });
  }
  return join(folder, name);
}

/** Whether the name itself proves that nothing of the file is missing. */
export async function isProvenWhole({ path, name }: FoundFile): Promise<boolean> {
  const told = /^registration-report-([0-9a-f]{16})\.csv$/.exec(basename(name))?.[1];
  return told !== undefined && (await hashOf(path)).startsWith(told);
}

const hashInName = 16;

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
