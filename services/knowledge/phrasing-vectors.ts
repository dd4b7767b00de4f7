import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The model's vectors of the product's own phrasings, worked out beforehand (bench/phrasing-vectors.ts writes them):
 * reading them takes milliseconds where the model would be busy for six seconds at every start. A phrasing that is not
 * among them is simply read by the model, so a file that is old costs time and never an answer.
 */
export const vectorsFile = fileURLToPath(new URL('./phrasing-vectors.bin', import.meta.url));

/** Numbers in a vector of the model, and bytes of a record: 8 of the text's hash, 4 of the scale, 1 a number. */
const size = 512;
const recordBytes = 8 + 4 + size;

/** Reads a file of vectors by the hash of their text; empty where there is none. */
export function readVectors(file: string = vectorsFile): Map<string, Float32Array> {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const vectors = new Map<string, Float32Array>();
  for (let at = 0; at + recordBytes <= bytes.length; at += recordBytes) {
    const scale = bytes.readFloatLE(at + 8);
    const vector = Float32Array.from({ length: size }, (_, index) => bytes.readInt8(at + 12 + index) * scale);
    vectors.set(bytes.toString('hex', at, at + 8), vector);
  }
  return vectors;
}

/** The bytes of a file of vectors, in the order of their hashes: the same phrasings give the same file. */
export function bytesOfVectors(vectors: ReadonlyMap<string, Float32Array>): Buffer {
  const records = [...vectors]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([hash, vector]) => {
      const bytes = Buffer.alloc(recordBytes);
      const scale = Math.max(...vector.map(Math.abs)) / 127;
      bytes.write(hash, 'hex');
      bytes.writeFloatLE(scale, 8);
      vector.forEach((value, index) => {
        bytes.writeInt8(Math.round(value / scale), 12 + index);
      });
      return bytes;
    });
  return Buffer.concat(records);
}

/** What a vector is kept under: the first 8 bytes of the SHA-256 of the text as the model reads it. */
export function hashOf(modelText: string): string {
  return createHash('sha256').update(modelText).digest('hex').slice(0, 16);
}
