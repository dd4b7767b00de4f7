import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** A picture as a page names it, so that its place is kept before it has arrived. Sizes in CSS pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

/** The PNG files of a folder and their sizes. */
export function pictureSizes(folder: string = ownPictures): ReadonlyMap<string, PictureSize> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.png'));
  return new Map(files.map((file) => [file, sizeOf(join(folder, file))]));
}

const ownPictures = join(import.meta.dirname, '../../pictures');

/**
 * The size that stands in a PNG's first chunk: two numbers of four bytes, after 8 bytes of signature and 8 of the
 * chunk's head (w3.org/TR/png, 11.2.2).
 */
function sizeOf(path: string): PictureSize {
  const head = Buffer.alloc(24);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}
