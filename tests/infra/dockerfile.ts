import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../support/cloud/bot-process.ts';

/** One instruction of a Dockerfile, with its continued lines joined: `RUN`, `npm ci …`. */
export interface Instruction {
  name: string;
  rest: string;
}

/** The instructions of infra/Dockerfile in order. It keeps to forms that need no shell of Docker's own to understand. */
export function readDockerfile(): Instruction[] {
  const text = readFileSync(join(projectFolder, 'infra/Dockerfile'), 'utf8');
  return text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      return { name, rest };
    });
}

export function only(instructions: Instruction[], name: string): string {
  const found = instructions.filter((one) => one.name === name);
  if (found.length !== 1) throw new Error(`Expected one ${name}, found ${found.length}`);
  return found[0]?.rest ?? '';
}

/** The words of an instruction in JSON form: `CMD ["node", "bot/main.ts"]`. */
export function wordsOf(json: string): string[] {
  return JSON.parse(json.slice(json.indexOf('['))) as string[]; // a list of words: Docker takes nothing else here
}

/** What a build may copy: the lines of .dockerignore after the star, which takes everything away. */
export function allowedInImage(): string[] {
  const lines = readFileSync(join(projectFolder, '.dockerignore'), 'utf8').split('\n');
  if (lines.find((line) => line !== '' && !line.startsWith('#')) !== '*')
    throw new Error('.dockerignore must begin with *');
  return lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
}
