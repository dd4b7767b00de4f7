import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/**
 * What an earlier run left in a JSON file; undefined where there is none.
 * Throws when the file is there but is not what this version writes: starting on half of it would look right.
 */
export function readSaved<T>(path: string, schema: z.ZodType<T, z.ZodTypeDef, unknown>): T | undefined {
  if (!existsSync(path)) return undefined;
  const parsed = schema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${path} cannot be read by this version. Begin anew with npm run demo -- --fresh.`);
}

/** Replaces the file as a whole: after a kill at any moment it holds either the old or the new value. */
export function writeSaved(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 1)}\n`);
  renameSync(draft, path);
}

/** Undefined where the text is no JSON; the schema then refuses it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
