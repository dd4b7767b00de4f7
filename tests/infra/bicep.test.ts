import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../bot/config.ts';
import { infraFolder, readBicep } from './bicep-file.ts';

/**
 * There is no Bicep compiler among the tools of this project, so what can be checked without one is: names that are
 * declared and used, modules that get what they ask for, and the values on which the bot depends.
 */
const files = ['main.bicep', ...readdirSync(join(infraFolder, 'modules')).map((file) => `modules/${file}`)];

/** Bicep's own words and the functions that these files use. */
const language = new Set(
  `param var resource module output existing if targetScope using string object bool int true false json concat empty
  uniqueString resourceGroup subscriptionResourceId guid uriComponent tenant environment description minLength maxLength
  minValue maxValue allowed secure`.split(/\s+/),
);

describe.each(files)('infra/%s', (path) => {
  const file = readBicep(path);

  it('closes what it opens', () => {
    for (const [open, close] of ['{}', '[]', '()']) {
      expect(file.code.split(open ?? '').length).toBe(file.code.split(close ?? '').length);
    }
  });

  it('uses every parameter and variable that it declares', () => {
    for (const name of [...file.parameters.map((one) => one.name), ...file.variables]) {
      // The declaration is one; a use is not the name of a property.
      const uses = [...file.code.matchAll(new RegExp(`(?<![.\\w])${name}\\b(?!: )`, 'g'))].length;
      expect({ name, isUsed: uses > 1 }).toEqual({ name, isUsed: true });
    }
  });

  it('names nothing that is not declared', () => {
    const declared = new Set([
      ...file.parameters.map(({ name }) => name),
      ...file.variables,
      ...file.resources.map(({ name }) => name),
      ...file.modules.map(({ name }) => name),
      ...file.outputs,
      ...language,
    ]);
    // Not after a dot (a property), not before a colon (a key), not inside a word.
    const used = [...file.code.matchAll(/(?<![.\w@:])([a-zA-Z]\w*)\b(?!\s*:(?!:))/g)].map(
      ([, name = '']) => name,
    );
    expect([...new Set(used)].filter((name) => !declared.has(name))).toEqual([]);
  });

  it('names each resource’s type with the day of a released version', () => {
    for (const { type } of file.resources.filter((one) => one.type.includes('.'))) {
      expect(type).toMatch(/^Microsoft\.\w+(\/\w+)+@\d{4}-\d{2}-\d{2}$/);
    }
  });
});

describe('the deployment as a whole', () => {
  const main = readBicep('main.bicep');

  it('gives each module what it asks for, and nothing else', () => {
    expect(main.modules.length).toBeGreaterThan(0);
    for (const module of main.modules) {
      const { parameters } = readBicep(module.path);
      const wanted = parameters.filter(({ hasDefault }) => !hasDefault).map(({ name }) => name);
      expect({ module: module.name, given: [...module.arguments].sort() }).toEqual({
        module: module.name,
        given: wanted.sort(),
      });
    }
    expect(main.modules.map(({ path }) => path).sort()).toEqual(files.slice(1).sort());
  });

  it('takes from a module only what that gives', () => {
    for (const [, name = '', output = ''] of main.code.matchAll(/\b(\w+)\.outputs\.(\w+)/g)) {
      const module = main.modules.find((one) => one.name === name);
      expect({ name, output, isThere: readBicep(module?.path ?? '').outputs.includes(output) }).toEqual({
        name,
        output,
        isThere: true,
      });
    }
  });

  it('has a parameters file that fills what has no default, with no secret in it', () => {
    const text = readFileSync(join(infraFolder, 'main.bicepparam'), 'utf8');
    const given = [...text.matchAll(/^param (\w+) = (.+)$/gm)].map(([, name = '', value = '']) => ({
      name,
      value,
    }));
    const known = main.parameters.map(({ name }) => name);
    for (const { name } of given) expect(known).toContain(name);
    for (const { name, hasDefault } of main.parameters) {
      if (!hasDefault) expect(given.map((one) => one.name)).toContain(name);
    }
    expect(given.find(({ name }) => name === 'databasePassword')?.value).toMatch(
      /^readEnvironmentVariable\('\w+'\)$/,
    );
  });
});

describe('what Azure is told of the bot', () => {
  const text = readFileSync(join(infraFolder, 'modules/app.bicep'), 'utf8');
  const variables = [
    ...text.matchAll(/name: '([A-Za-z_]*[A-Z_][A-Za-z_]*)'\n\s+(value|secretRef): (.+)/g),
  ].map(([, name = '', kind = '', value = '']) => ({ name, kind, value }));

  it('sets only variables that the bot reads, and all that it must have', () => {
    const read = readFileSync(join(infraFolder, '../bot/config.ts'), 'utf8');
    for (const { name } of variables)
      expect({ name, isRead: new RegExp(`\\b${name}\\b`).test(read) }).toEqual({ name, isRead: true });
    const id = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const samples: Record<string, string> = {
      DATABASE_URL: 'postgres://rollout:a%2Fb@server.example:5432/rollout?sslmode=verify-full',
      PUBLIC_URL: 'https://bot.example.org',
      ROLLOUT_PLAN: 'services/rollout/norfolk-2018.yaml',
      REGISTRATION_REPORT_DIR: '/reports',
    };
    const environment = Object.fromEntries(
      variables.map(({ name, value }) => [name, samples[name] ?? /^'([^'$]+)'$/.exec(value)?.[1] ?? id]),
    );
    const parsed = readConfig(environment);
    expect(parsed).toMatchObject({ ok: true, identity: { kind: 'managed-identity' } });
  });

  it('takes the database’s address, which holds a password, from the key vault', () => {
    expect(variables.find(({ name }) => name === 'DATABASE_URL')).toMatchObject({ kind: 'secretRef' });
    expect(text).toContain('keyVaultUrl: databaseUrlSecretUri');
  });

  it('always runs two instances, and asks the paths that the bot serves', () => {
    const main = readFileSync(join(infraFolder, 'main.bicep'), 'utf8');
    expect(main).toMatch(/@minValue\(2\)\n@maxValue\(10\)\nparam minReplicas int = 2/);
    const paths = [...text.matchAll(/type: '(\w+)'\n\s+httpGet: \{\n\s+path: '([^']+)'\n\s+port: (\d+)/g)];
    expect(paths.map(([, type, path, port]) => [type, path, port])).toEqual([
      ['Startup', '/health/live', '3978'],
      ['Liveness', '/health/live', '3978'],
      ['Readiness', '/health/ready', '3978'],
    ]);
    // Azure's bounds: learn.microsoft.com/azure/container-apps/health-probes.
    for (const [, failures] of text.matchAll(/failureThreshold: (\d+)/g))
      expect(Number(failures)).toBeLessThanOrEqual(10);
  });
});
