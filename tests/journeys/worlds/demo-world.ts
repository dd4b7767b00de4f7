import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotProcess, freePort, startProcess } from '../../support/cloud/bot-process.ts';
import { createChats } from '../../support/cloud/chats.ts';
import { createConnector } from '../../support/cloud/connector.ts';
import { createPerson, type Person } from '../../support/cloud/person.ts';
import { serveHosts } from '../../support/cloud/server.ts';
import type { World } from './world.ts';

/** What the demo's pretend Graph says of an account. */
interface PretendAccount {
  id: string;
  userPrincipalName: string;
  displayName: string;
}

/** The demo as `npm run demo` starts it. Its windows are open as well, but the people here have a Teams of their own. */
export async function openDemoWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-world-'));
  const port = await freeRow(5);
  const graph = `http://127.0.0.1:${port + 1}`;
  const chats = createChats();
  const connector = createConnector({ chats, faultOfBearer: async () => undefined });
  const teams = await serveHosts({ of: () => connector.answer, unplanned: () => undefined });
  let demo = await start('--fresh').catch(async (error: unknown) => {
    // Its open port would keep the test run from ending.
    await teams.close();
    throw error;
  });

  function start(...more: string[]): Promise<BotProcess> {
    return startProcess({
      command: 'node demo/main.ts',
      arguments: ['--port', String(port), '--data', join(folder, 'data'), ...more],
      port,
      environment: {},
    });
  }

  const transport = {
    appId: '00000000-0000-4000-8000-00000000b070',
    tenantId: '00000000-0000-4000-8000-0000000000de',
    serviceUrl: `http://127.0.0.1:${teams.port}/`,
    now: () => Date.now(),
    async post(activity: unknown) {
      const response = await fetch(`${demo.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(activity),
      });
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
    },
  };

  const person = async (upn: string): Promise<Person> =>
    createPerson(transport, chats, await ask<PretendAccount>(graph, `/v1.0/users/${upn}`));

  const [first, second, third, fourth] = await headsWithoutSecondStep(graph);
  if (!first || !second || !third || !fourth)
    throw new Error('The pretend tenant has too few heads to tell the story.');

  return {
    heads: [await person(first), await person(second), await person(third), await person(fourth)],
    office: await person('office@hillside.norfolk.sch.uk'),
    desk: await person('servicedesk@norfolk.gov.uk'),

    async moveTo(date) {
      const response = await fetch(`${demo.url}/demo/move`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'go-to', date }),
      });
      if (!response.ok) throw new Error(`The demo did not move to ${date}: ${await response.text()}`);
    },

    async register(who) {
      const form = new URLSearchParams({ account: who.upn, kind: 'authenticator' });
      await fetch(`${graph}/security-info/add`, { method: 'POST', body: form, redirect: 'manual' });
    },

    async killAndRestart() {
      await demo.kill();
      demo = await start();
    },

    async close() {
      await demo.stop();
      await teams.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** The head of the first window, then others who have nothing but a password. */
async function headsWithoutSecondStep(graph: string): Promise<string[]> {
  const hillside = 'head@hillside.norfolk.sch.uk';
  const found = [hillside];
  const schools = [
    'riverside',
    'oakmeadow',
    'harbour',
    'heathfield',
    'northgate',
    'sandringfield',
    'broadwater',
    'fenland',
    'windmill',
  ];
  for (const school of schools) {
    const { value } = await ask<{ value: { '@odata.type': string }[] }>(
      graph,
      `/v1.0/users/head@${school}.norfolk.sch.uk/authentication/methods`,
    );
    const isWithout = value.every((method) =>
      /password|email|temporaryAccessPass/i.test(method['@odata.type']),
    );
    if (isWithout) found.push(`head@${school}.norfolk.sch.uk`);
  }
  return found;
}

/** Asks the pretend Graph as the bot does. */
async function ask<T>(graph: string, path: string): Promise<T> {
  const response = await fetch(graph + path, {
    headers: { authorization: 'Bearer token-of-the-pretend-tenant' },
  });
  if (!response.ok) throw new Error(`The pretend Graph answered ${response.status} to ${path}.`);
  return (await response.json()) as T;
}

/** The first of `count` ports in a row that were free a moment ago, below those that the system gives out. */
async function freeRow(count: number): Promise<number> {
  for (let first = 20_000 + (process.pid % 1_000) * 10; ; first += 10) {
    const row = await Promise.all(
      Array.from({ length: count }, (_, index) => freePort(first + index).catch(() => undefined)),
    );
    if (row.every((port) => port !== undefined)) return first;
  }
}
