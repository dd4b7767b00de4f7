import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MeaningSpace, Point } from './meaning-space.ts';

/**
 * The space of the product's own phrasings and where each of them lies in it, worked out beforehand
 * (`npm run train` writes it): reading it takes milliseconds where the model would be busy for a minute at every
 * start. A phrasing that is not among them is simply read by the model, so a file that is old costs time and a little
 * sharpness, and never an answer.
 */
export const spaceFile = fileURLToPath(new URL('./meaning-space.bin', import.meta.url));

/** What the file holds. `name` tells one space from another: points of the same name can be compared. */
export interface KnownSpace {
  name: string;
  space: MeaningSpace;
  /** By the hash of the text as the model reads it. */
  points: Map<string, Point>;
}

/** Numbers in a vector of the model, and in a point. */
const vectorSize = 512;
const pointSize = 128;
const headBytes = 4 * (vectorSize + vectorSize * pointSize);
/** Bytes of a record: 8 of the text's hash, 4 of the scale, 1 a number. */
const recordBytes = 8 + 4 + pointSize;

/** Reads a file of the space; undefined where there is none. */
export function readSpace(file: string = spaceFile): KnownSpace | undefined {
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  const head = Float32Array.from({ length: headBytes / 4 }, (_, at) => bytes.readFloatLE(4 * at));
  const points = new Map<string, Point>();
  for (let at = headBytes; at + recordBytes <= bytes.length; at += recordBytes) {
    const scale = bytes.readFloatLE(at + 8);
    const numbers = new Int8Array(bytes.buffer, bytes.byteOffset + at + 12, pointSize);
    points.set(
      bytes.toString('hex', at, at + 8),
      Float32Array.from(numbers, (number) => number * scale),
    );
  }
  return {
    name: createHash('sha256').update(bytes.subarray(0, headBytes)).digest('hex').slice(0, 16),
    space: { size: pointSize, mean: head.subarray(0, vectorSize), axes: head.subarray(vectorSize) },
    points,
  };
}

/** The bytes of a file, in the order of the hashes: the same phrasings give the same file. */
export function bytesOfSpace({ mean, axes }: MeaningSpace, points: ReadonlyMap<string, Point>): Buffer {
  const head = Buffer.alloc(headBytes);
  for (const [at, value] of [...mean, ...axes].entries()) head.writeFloatLE(value, 4 * at);
  const records = [...points]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([hash, point]) => {
      const bytes = Buffer.alloc(recordBytes);
      const scale = Math.max(...point.map(Math.abs)) / 127;
      bytes.write(hash, 'hex');
      bytes.writeFloatLE(scale, 8);
      point.forEach((value, index) => {
        bytes.writeInt8(Math.round(value / scale), 12 + index);
      });
      return bytes;
    });
  return Buffer.concat([head, ...records]);
}

/** What a point is kept under: the first 8 bytes of the SHA-256 of the text as the model reads it. */
export function hashOf(modelText: string): string {
  return createHash('sha256').update(modelText).digest('hex').slice(0, 16);
}
