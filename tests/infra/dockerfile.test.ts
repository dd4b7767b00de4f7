import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { projectFolder } from '../support/cloud/bot-process.ts';
import { allowedInImage, only, readDockerfile, wordsOf } from './dockerfile.ts';

const instructions = readDockerfile();
const copied = instructions
  .filter(({ name }) => name === 'COPY')
  .flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1))
  .map((source) => source.replace(/\/$/, ''));

/** What `npm start` runs: the same as the image, with the same bounds of memory. */
const startScript: unknown = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).scripts
  .start;

/** Commands that people run inside the image; the other scripts are for those who develop. */
const commands = ['doctor', 'export-person', 'erase-person', 'import-report', 'export-answers'];

describe('the image', () => {
  it('runs Node 24 as somebody without rights, is stopped by SIGTERM and asked for its health', () => {
    expect(only(instructions, 'FROM')).toBe('node:24-slim');
    expect(only(instructions, 'USER')).toBe('node');
    expect(only(instructions, 'STOPSIGNAL')).toBe('SIGTERM');
    expect(only(instructions, 'HEALTHCHECK')).toContain('/health/live');
    expect(wordsOf(only(instructions, 'CMD')).join(' ')).toBe(startScript);
    const names = instructions.map(({ name }) => name);
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('RUN'));
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('COPY'));
  });

  it('installs production dependencies alone, by the lock file', () => {
    const installs = instructions.filter(
      ({ name, rest }) => name === 'RUN' && /npm (ci|install|i) /.test(rest),
    );
    expect(installs).toHaveLength(1);
    expect(installs[0]?.rest).toMatch(/^npm ci --omit=dev --ignore-scripts/);
  });

  it('copies what is there and may enter', () => {
    const allowed = allowedInImage();
    for (const source of copied) {
      expect({ source, isThere: existsSync(join(projectFolder, source)) }).toEqual({ source, isThere: true });
      expect(allowed).toContain(source);
    }
    expect([...allowed].sort()).toEqual([...copied].sort());
  });

  const entries = ['bot/main.ts', ...commands.map((name) => `scripts/${name}.ts`)].filter((file) =>
    existsSync(join(projectFolder, file)),
  );

  it.each(entries)('has all that %s imports', (entry) => {
    const { dependencies } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
    const { files, packages } = importsOf(entry);
    expect([...packages].filter((name) => !(name in dependencies))).toEqual([]);
    expect([...files].filter((file) => !copied.includes(file.split('/')[0] ?? ''))).toEqual([]);
    expect(files.size).toBeGreaterThan(3);
  });

  it('has what is started beside the main thread, too', () => {
    const { dependencies } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
    for (const file of sourcesIn('services').filter((one) => one.endsWith('-worker.ts'))) {
      expect([...importsOf(file).packages].filter((name) => !(name in dependencies))).toEqual([]);
    }
  });
});

function sourcesIn(folder: string): string[] {
  return readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => statSync(join(projectFolder, file)).isFile());
}

/** `import { x } from '…'`, `export * from '…'`, `import '…'`, but not `import type`. */
const importing =
  /^(?:import|export)\s+(?:(?:\{[^}]*\}|\*(?: as \w+)?|(?!type\b)\w+(?:,\s*\{[^}]*\})?)\s+from\s+)?'([^']+)'/gm;

/** Every file and package that a file needs when it runs, however deep; types are gone by then. */
function importsOf(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(projectFolder, file), 'utf8');
    for (const [, name = ''] of text.matchAll(importing)) {
      if (name.startsWith('.'))
        waiting.push(relative(projectFolder, join(projectFolder, dirname(file), name)));
      else if (!name.startsWith('node:') && !builtinModules.includes(name)) packages.add(packageOf(name));
    }
    for (const [, name = ''] of text.matchAll(
      /(?:\bawait import|\brequire\.resolve|= require)\('([^'.][^']*)'\)/g,
    )) {
      if (!name.startsWith('node:')) packages.add(packageOf(name));
    }
  }
  return { files, packages };
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
