import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { pretendCredential } from '../../../demo/tenant/credential.ts';
import { serviceDeskGroup, teamsAppId } from '../../../demo/tenant/seed.ts';
import { startTenantServer } from '../../../demo/tenant/server.ts';
import { openTenant } from '../../../demo/tenant/tenant.ts';
import { getMethods, getPerUserState } from '../../../services/graph/authentication.ts';
import { createGraph, type Graph } from '../../../services/graph/client.ts';
import { eachMemberPage, isMemberOf } from '../../../services/graph/groups.ts';
import { eachReportPage } from '../../../services/graph/registration-report.ts';
import {
  findCatalogueId,
  findInstallation,
  getChatId,
  installApp,
} from '../../../services/graph/teams-apps.ts';
import { eachUserPage, getUser } from '../../../services/graph/users.ts';
import { createMetrics } from '../../../services/telemetry/metrics.ts';
import { norfolkPlan, standingClock, temporaryFolder } from '../support.ts';

const folder = temporaryFolder();
const head = 'head@hillside.norfolk.sch.uk';
const clock = standingClock('2018-11-05T09:00:00Z');
const tenant = openTenant({ path: join(folder, 'tenant.json'), plan: norfolkPlan(), clock });
/** Of whose installation the bot was told. */
const told: string[] = [];
let origin: string;
let server: { stop(): Promise<void> };
let graph: Graph;

beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  server = await startTenantServer({
    tenant,
    port,
    people: [{ upn: head, title: 'Head teacher' }],
    teams: {
      chatIdOf: ({ userPrincipalName }) => (userPrincipalName === head ? 'a:head' : undefined),
      tellBot: ({ userPrincipalName }) => told.push(userPrincipalName),
    },
  });
  const log = pino({ level: 'silent' });
  graph = createGraph({ credential: pretendCredential, baseUrl: origin, log, metrics: createMetrics() });
});

afterAll(() => server.stop());

describe('the pretend Graph, read by the product’s own client', () => {
  test('gives every account and the whole report over several pages', async () => {
    const users = await pagesOf(eachUserPage(graph));
    const report = await pagesOf(eachReportPage(graph));
    expect(users.length).toBeGreaterThan(1);
    expect(users.flat()).toHaveLength(tenant.accounts().length);
    expect(report.flat()).toHaveLength(tenant.report().length);
  });

  test('gives one person by address and by id, with methods and state', async () => {
    const user = await getUser(graph, head);
    expect(user).toMatchObject({ userPrincipalName: head, accountEnabled: true });
    expect(await getUser(graph, user?.id ?? '')).toEqual(user);
    expect(await getMethods(graph, user?.id ?? '')).toEqual(['password']);
    expect(await getPerUserState(graph, head)).toBe('disabled');
    expect(await getUser(graph, 'nobody@hillside.norfolk.sch.uk')).toBeUndefined();
  });

  test('knows the service desk, also through a group in its group', async () => {
    const officer = await getUser(graph, 'servicedesk@norfolk.gov.uk');
    const headUser = await getUser(graph, head);
    expect(await isMemberOf(graph, officer?.id ?? '', serviceDeskGroup.id)).toBe(true);
    expect(await isMemberOf(graph, headUser?.id ?? '', serviceDeskGroup.id)).toBe(false);
    const members = (await pagesOf(eachMemberPage(graph, serviceDeskGroup.id))).flat();
    expect(members.map((member) => member.userPrincipalName)).toContain('servicedesk@norfolk.gov.uk');
  });

  test('installs the app for the people of the windows, tells the bot once, and says why for others', async () => {
    expect(await findCatalogueId(graph, 'another app')).toBeUndefined();
    const catalogueId = (await findCatalogueId(graph, teamsAppId)) ?? '';
    const app = { accountId: head, catalogueId };
    expect(await findInstallation(graph, app)).toEqual({ kind: 'none' });
    expect(await installApp(graph, app)).toEqual({ kind: 'installed' });
    expect(await installApp(graph, app)).toEqual({ kind: 'already-installed' });
    expect(told).toEqual([head]);
    const found = await findInstallation(graph, app);
    const installationId = found.kind === 'found' ? found.installationId : '';
    expect(await getChatId(graph, { accountId: head, installationId })).toBe('a:head');
    expect(await installApp(graph, { ...app, accountId: 'office@hillside.norfolk.sch.uk' })).toEqual({
      kind: 'refused',
      why: 'no-teams-licence',
    });
    expect(await installApp(graph, { ...app, accountId: 'nobody@norfolk.gov.uk' })).toEqual({
      kind: 'not-found',
    });
  });

  test('wants a bearer token, and refuses a malformed group id', async () => {
    const withoutToken = await fetch(`${origin}/v1.0/users`);
    expect(withoutToken.status).toBe(401);
    const { token } = (await pretendCredential.getToken('')) ?? { token: '' };
    const malformed = await fetch(`${origin}/v1.0/users/${head}/checkMemberGroups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ groupIds: [serviceDeskGroup.id, 'no-id'] }),
    });
    expect(malformed.status).toBe(400);
  });
});

describe('the pretend page "Security info"', () => {
  test('says that it is pretend, and offers the people of the demo to whom it does not know', async () => {
    const page = await (await fetch(`${origin}/security-info`)).text();
    expect(page).toContain('Pretend page.');
    expect(page).toContain(`/security-info?account=${encodeURIComponent(head)}`);
  });

  test('adds and removes a method, which the next check sees', async () => {
    const post = (action: string, fields: Record<string, string>) =>
      fetch(`${origin}/security-info/${action}`, {
        method: 'POST',
        body: new URLSearchParams({ account: head, ...fields }),
      });
    const added = await post('add', { kind: 'authenticator' });
    expect(await added.text()).toContain('Microsoft Authenticator was added.');
    expect(await getMethods(graph, head)).toEqual(['password', 'authenticator']);
    const method = tenant.find(head)?.methods.at(-1)?.id ?? '';
    await post('remove', { method });
    expect(await getMethods(graph, head)).toEqual(['password']);
  });

  test('makes an app password, shown once, for an account that is enforced and for no other', async () => {
    const make = async (account: string) => {
      const body = new URLSearchParams({ account, kind: 'app-password' });
      return (await fetch(`${origin}/security-info/app-password`, { method: 'POST', body })).text();
    };
    expect(await make(head)).not.toContain('app password:');
    const enforced = tenant.accounts().find(({ state }) => state === 'enforced')?.userPrincipalName ?? '';
    const [one, other] = [await make(enforced), await make(enforced)];
    expect(one).toMatch(/Your pretend app password: <strong>[a-z]{16}</);
    expect(one).not.toBe(other);
  });

  test('adds nothing that is not in its list', async () => {
    await fetch(`${origin}/security-info/add`, {
      method: 'POST',
      body: new URLSearchParams({ account: head, kind: 'temporary-pass' }),
    });
    expect(await getMethods(graph, head)).toEqual(['password']);
  });
});

async function pagesOf<Item>(pages: AsyncIterable<Item[] | { items: Item[] }>): Promise<Item[][]> {
  const read: Item[][] = [];
  for await (const page of pages) read.push(Array.isArray(page) ? page : page.items);
  return read;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  probe.listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = probe.address() as AddressInfo; // a TCP server that listens has one
  const closed = Promise.withResolvers<void>();
  probe.close(() => closed.resolve());
  await closed.promise;
  return port;
}
