import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeOwnCertificate } from '../support/cloud/certificate.ts';
import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import { json } from '../support/cloud/http.ts';
import type { Person } from '../support/cloud/person.ts';

const now = '2018-11-05T09:00:00Z';

/** Starts the bot with the given identity and plays with `count` people, who all begin at the same moment. */
async function start(cloud: Cloud, environment: Record<string, string>, count = 8): Promise<Person[]> {
  const people = Array.from({ length: count }, (_, index) =>
    cloud.person(cloud.graph.account(`office@school${index}.norfolk.sch.uk`)),
  );
  cloud.graph.rebuildReport();
  await cloud.start({ now, environment });
  await Promise.all(people.map((person) => person.install()));
  return people;
}

const metric = async (cloud: Cloud, name: string): Promise<number | undefined> => {
  const text = await (await fetch(`${cloud.bot().url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(name));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
};

const dayS = 24 * 60 * 60;

describe('how the bot proves to Microsoft who it is', () => {
  let cloud: Cloud;

  beforeEach(async () => {
    cloud = await createCloud();
  });
  afterEach(() => cloud?.close());

  /** One token each for the connector and for Graph, whoever asked for how many at once. */
  async function expectTwoTokens(proof: string) {
    expect(cloud.hosts.requests.map((one) => `${one.proof} ${one.outcome}`)).toEqual([
      `${proof} given`,
      `${proof} given`,
    ]);
    const scopes = cloud.hosts.requests.map(({ scope }) => scope);
    expect(scopes.filter((scope) => scope.includes('https://graph.microsoft.com'))).toHaveLength(1);
    expect(scopes.filter((scope) => scope.includes('https://api.botframework.com'))).toHaveLength(1);
    expect(await cloud.strays()).toEqual([]);
  }

  test('by a secret: two tokens for all calls, over few connections', async () => {
    const people = await start(cloud, {});
    await Promise.all(people.map((person) => person.type('status')));
    await expectTwoTokens('secret');

    const calls = () => cloud.graph.calls.length + cloud.connector.calls.length;
    const before = {
      calls: calls(),
      graph: cloud.connections('graph'),
      connector: cloud.connections('connector'),
    };
    const [first] = people;
    for (let turn = 0; turn < 30; turn += 1) await first?.type(turn % 2 === 0 ? 'status' : 'dates');
    expect(calls() - before.calls).toBeGreaterThan(50);
    expect(cloud.connections('graph') - before.graph).toBeLessThanOrEqual(1);
    expect(cloud.connections('connector') - before.connector).toBeLessThanOrEqual(1);
    await expectTwoTokens('secret');

    // The far end that the simulated app registration names.
    expect(await metric(cloud, 'identity_expires_seconds{source="graph"}')).toBeGreaterThan(7000 * dayS);
    expect(cloud.bot().output()).not.toContain(cloud.identity.secret);
  }, 180_000);

  test('by a certificate, whose own end is announced', async () => {
    const notAfterDate = new Date('2018-11-25T09:00:00Z');
    const pem = await makeOwnCertificate({ notBeforeDate: new Date('2018-01-01T00:00:00Z'), notAfterDate });
    cloud.hosts.registerCertificate(pem);
    const path = join(tmpdir(), `own-${cloud.identity.appId}.pem`);
    await writeFile(path, pem);
    const people = await start(cloud, { MicrosoftAppPassword: '', MicrosoftAppCertificatePath: path });
    await Promise.all(people.map((person) => person.type('status')));
    await expectTwoTokens('certificate');
    const left = await metric(cloud, 'identity_expires_seconds{source="certificate"}');
    expect(left).toBeGreaterThan(19 * dayS);
    expect(left).toBeLessThanOrEqual(20 * dayS);
    expect(cloud.bot().output()).toMatch(/certificate expires on 2018-11-25, in 20 days/);
    expect(cloud.bot().output()).not.toMatch(/PRIVATE KEY/);
  }, 180_000);

  test('by a managed identity, which does not expire', async () => {
    const people = await start(cloud, cloud.managedIdentityEnvironment());
    await Promise.all(people.map((person) => person.type('status')));
    await expectTwoTokens('managed-identity');
    expect(await metric(cloud, 'identity_expires_seconds{')).toBeUndefined();
    expect(cloud.graph.calls.map(({ resource }) => resource)).not.toContain('own-application');
  }, 180_000);

  test('renews tokens before their end, and lives through an outage of the token service meanwhile', async () => {
    // Renewed from four minutes before the end: these are due after two seconds and good for minutes more.
    cloud.hosts.lifetimeSeconds = 242;
    const [person] = await start(cloud, {}, 1);
    await person?.type('status');
    let asked = 0;
    const given = () => cloud.hosts.requests.filter(({ outcome }) => outcome === 'given').length;
    const before = given();
    cloud.hosts.fault = () => {
      asked += 1;
      return json(503, { error: 'temporarily_unavailable', error_description: 'AADSTS90033: Try again.' });
    };
    while (asked === 0) await person?.type('status');
    for (let turn = 0; turn < 5; turn += 1) await person?.type('dates');
    expect(given()).toBe(before);

    cloud.hosts.fault = () => undefined;
    while (given() < before + 2) {
      await person?.type('status');
      expect(person?.says()).not.toMatch(/did not answer/);
    }
    expect(cloud.connector.refused).toEqual([]);
    expect(cloud.graph.refused).toEqual([]);
  }, 180_000);

  test('gets a new token where the old one has ended, without a failed turn', async () => {
    // Shorter than the spare time: never used twice.
    cloud.hosts.lifetimeSeconds = 5;
    const [person] = await start(cloud, {}, 1);
    for (let turn = 0; turn < 3; turn += 1) {
      await person?.type('status');
      expect(person?.says()).not.toMatch(/did not answer/);
    }
    expect(cloud.hosts.requests.length).toBeGreaterThan(4);
    expect(cloud.hosts.requests.every(({ outcome }) => outcome === 'given')).toBe(true);
  }, 180_000);

  test('announces a secret that ends soon, found among others by how it begins', async () => {
    const hint = cloud.identity.secret.slice(0, 3);
    cloud.graph.secrets = [
      { hint: 'Zzz', endDateTime: '2018-11-06T00:00:00Z' },
      { hint, endDateTime: '2018-11-15T09:00:00Z' },
    ];
    await cloud.start({ now });
    while ((await metric(cloud, 'identity_expires_seconds{')) === undefined);
    const left = await metric(cloud, 'identity_expires_seconds{source="graph"}');
    expect(left).toBeGreaterThan(9 * dayS);
    expect(left).toBeLessThanOrEqual(10 * dayS);
    const line = cloud
      .bot()
      .output()
      .split('\n')
      .find((one) => one.includes('"standing":"soon"'));
    expect(line).toMatch(/"level":"warn".*secret expires on 2018-11-15, in 10 days/);
    expect(cloud.bot().output()).not.toContain(`"${hint}"`);
  }, 180_000);
});
