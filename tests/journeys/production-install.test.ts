import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { only, readDockerfile, wordsOf } from '../infra/dockerfile.ts';
import { projectFolder } from '../support/cloud/bot-process.ts';
import { type Cloud, createCloud } from '../support/cloud/cloud.ts';

const run = promisify(execFile);

/** npm fetches some hundred packages; a slow registry must not look like a fault. */
const installWithinMs = 280_000;

describe('the image’s build steps, performed without Docker', () => {
  const instructions = readDockerfile();
  /** Stands for the root of the image's file system. */
  const image = mkdtempSync(join(tmpdir(), 'image-'));
  const workdir = join(image, only(instructions, 'WORKDIR'));
  let cloud: Cloud;

  beforeAll(async () => {
    cloud = await createCloud();
  });

  afterAll(async () => {
    await cloud?.close();
    rmSync(image, { recursive: true, force: true });
  });

  /** The environment of the build: nothing of this project's own run, as little as an image has. */
  const environment = () => {
    const set = instructions.filter(({ name }) => name === 'ENV').map(({ rest }) => rest.split('=', 2));
    return { PATH: process.env.PATH, HOME: process.env.HOME, ...Object.fromEntries(set) };
  };

  test(
    'each COPY finds its sources and each RUN ends well',
    async () => {
      cpSync(join(projectFolder, 'package.json'), join(workdir, 'package.json'));
      for (const { name, rest } of instructions) {
        if (name === 'COPY') {
          const sources = rest.split(/\s+/);
          const target = join(workdir, sources.pop() ?? '');
          const into = sources.length > 1 || target.endsWith('.');
          for (const source of sources) {
            cpSync(join(projectFolder, source), into ? join(target, source) : target, { recursive: true });
          }
        }
        if (name === 'RUN') await run('sh', ['-c', rest], { cwd: workdir, env: environment() });
      }
      expect(existsSync(join(workdir, 'node_modules/botbuilder'))).toBe(true);
      for (const name of ['jest', 'typescript', '@biomejs', 'fflate', 'adaptivecards']) {
        expect({ name, isThere: existsSync(join(workdir, 'node_modules', name)) }).toEqual({
          name,
          isThere: false,
        });
      }
      expect(readdirSync(dirname(workdir))).toEqual([only(instructions, 'WORKDIR').slice(1)]);
    },
    installWithinMs,
  );

  test('the server starts from production dependencies alone, is ready, and answers', async () => {
    const head = cloud.person(cloud.graph.account('head@hillside.norfolk.sch.uk'));
    cloud.graph.rebuildReport();
    const command = wordsOf(only(instructions, 'CMD'));
    expect([command.at(0), command.at(-1)]).toEqual(['node', 'bot/main.ts']);
    const bot = await cloud.start({
      command: 'node bot/main.ts',
      folder: workdir,
      now: '2018-11-06T09:00:00Z',
      environment: { NODE_ENV: 'production' },
    });
    expect((await fetch(`${bot.url}/health/ready`)).status).toBe(200);
    await head.install();
    await head.type('what is an app password?');
    expect(head.says()).toMatch(/app password/i);
    expect((await fetch(`${bot.url}/pictures/security-info.png`)).status).toBe(200);
    expect((await fetch(`${bot.url}/help`)).status).toBe(200);
    expect(await cloud.strays()).toEqual([]);
  }, 180_000);

  test('its health check says yes while it lives, and no afterwards', async () => {
    const [program = '', ...words] = wordsOf(only(instructions, 'HEALTHCHECK'));
    expect(program).toBe('node');
    const check = () =>
      run(process.execPath, words, { env: { PORT: String(cloud.bot().port) } }).then(
        () => 0,
        (error: { code: number }) => error.code,
      );
    expect(await check()).toBe(0);
    expect(await cloud.bot().stop()).toBe(0);
    expect(await check()).toBe(1);
  }, 60_000);
});
