import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Classifier, classifierOf } from './classifier.ts';

/** What was learnt from the product's own phrasings; `npm run train` writes it. */
export const classifierFile = fileURLToPath(new URL('./classifier.bin', import.meta.url));

/** The classifier of a file; undefined where there is none. Throws where the file is none. */
export function readClassifier(file: string = classifierFile): Classifier | undefined {
  return existsSync(file) ? classifierOf(readFileSync(file)) : undefined;
}
