import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runToEnd } from '../../support/cloud/bot-process.ts';
import { type Cloud, createCloud } from '../../support/cloud/cloud.ts';

/** The doctor as somebody runs it: real tokens of the simulated Entra, real host names, the real exit code. */
describe('npm run doctor', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await createCloud();
    const desk = cloud.graph.account('desk@norfolk.gov.uk', { displayName: 'Planted' });
    cloud.graph.group(cloud.serviceDeskGroupId, [desk]);
    cloud.graph.rebuildReport();
  });
  afterAll(() => cloud.close());

  async function run(words: string[], changes: Record<string, string> = {}) {
    const child = spawn(process.execPath, ['scripts/doctor.ts', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own public address leads nowhere in the simulation.
      env: { PATH: process.env.PATH, ...cloud.environment(), PUBLIC_URL: '', ...changes },
    });
    let output = '';
    child.stdout.on('data', (part: Buffer) => {
      output += String(part);
    });
    await once(child, 'close');
    return { code: child.exitCode, output };
  }

  it('ends with 0 where nothing is to do', async () => {
    const { code, output } = await run([]);
    expect(output.split('\n').filter((line) => line.startsWith('!!'))).toEqual([]);
    expect(output).toMatch(/^ok {2}Token for Teams: given\.$/m);
    expect(output).toMatch(/^ok {2}Service-desk group: 1 member/m);
    expect(output).not.toMatch(/Planted|desk@/);
    expect(code).toBe(0);
    expect(await cloud.strays()).toEqual([]);
  });

  it.each([
    ['a wrong secret', { MicrosoftAppPassword: 'pLanted~wrong' }, 'AADSTS7000215'],
    ['a wrong tenant', { MicrosoftAppTenantId: randomUUID() }, 'MicrosoftAppTenantId'],
    ['a wrong application', { MicrosoftAppId: randomUUID() }, 'AADSTS700016'],
    ['an unknown group', { SERVICE_DESK_GROUP_ID: randomUUID() }, 'no group with this id'],
    [
      'no environment at all',
      { MicrosoftAppId: '', SERVICE_DESK_GROUP_ID: '' },
      'SERVICE_DESK_GROUP_ID is missing',
    ],
  ])('ends with 1 and names %s, also for machines', async (_name, changes, words) => {
    const { code, output } = await run(['--json'], changes);
    const findings = JSON.parse(output) as { kind: string; words: string; todo?: string }[];
    const wrong = findings.filter(({ kind }) => kind === 'wrong').map((one) => `${one.words} ${one.todo}`);
    expect(wrong).toEqual(expect.arrayContaining([expect.stringContaining(words)]));
    expect(output).not.toContain('pLanted');
    expect(output).not.toContain(cloud.identity.secret);
    expect(code).toBe(1);
  });

  it('prints the page for a change board with nothing configured, and its usage for a wrong word', async () => {
    const page = await run(['--consent'], { MicrosoftAppId: '' });
    expect(page).toMatchObject({ code: 0, output: expect.stringContaining('| `Policy.Read.All` |') });
    expect((await run(['--consent', '--tier', '1'])).output).not.toContain('Policy.Read.All');
    expect((await run(['--tier', '7'])).code).toBe(2);
  });

  it('npm start refuses with the faults of the environment and of the plan together', async () => {
    const { code, output } = await runToEnd({
      command: 'node bot/main.ts',
      environment: { ...cloud.environment(), MicrosoftAppId: '', ROLLOUT_PLAN: 'package.json' },
    });
    expect(code).toBe(1);
    expect(output).toContain('MicrosoftAppId is missing');
    expect(output).toContain('The rollout plan package.json has faults:');
    expect(output).toMatch(/ {2}- cohorts: expected/);
  });
});
