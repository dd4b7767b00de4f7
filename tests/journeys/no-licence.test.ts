import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectFolder } from '../support/cloud/bot-process.ts';
import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import { isIdentityReport } from '../support/cloud/graph-paths.ts';
import { type Person, wordsOf } from '../support/cloud/person.ts';

const run = promisify(execFile);

/**
 * The product under `npm start` in a tenant without Microsoft Entra ID P1: no registration report, no last sign-ins and
 * no sign-in log. On Monday 12 November 2018 the heads are to be reminded of the 19th.
 */
describe('the bot in a tenant without the licence', () => {
  let cloud: Cloud;
  let desk: Person;
  const heads: Person[] = [];
  const ready: Person[] = [];
  const welcomed = new Map<Person, number>();

  beforeAll(async () => {
    cloud = await createCloud();
    cloud.graph.hasLicence = false;
    for (const school of ['hillside', 'millfield', 'oakwood', 'riverside', 'ashby']) {
      const account = cloud.graph.account(`head@${school}.norfolk.sch.uk`);
      const person = cloud.person(account);
      heads.push(person);
      if (school !== 'ashby') continue;
      cloud.graph.register(account);
      ready.push(person);
    }
    const deskAccount = cloud.graph.account('servicedesk@norfolk.gov.uk');
    cloud.graph.group(cloud.serviceDeskGroupId, [deskAccount]);
    desk = cloud.person(deskAccount);
    // Before the wave of half past eight: nothing is due yet.
    await cloud.start({ now: '2018-11-12T08:00:00Z', command: 'npm start' });
    for (const person of [...heads, desk]) await person.install();
    for (const person of heads) welcomed.set(person, person.chat.messages.length);
    // From here on as Microsoft does: what people pressed for at their installation is not what is looked at.
    cloud.graph.limits = true;
    cloud.graph.calls.length = 0;
    await cloud.moveTo('2018-11-12T08:30:00Z');
  }, 120_000);

  afterAll(() => cloud?.close());

  test('reminds by single checks whoever has no second step, and nobody else', async () => {
    for (const person of heads.filter((one) => !ready.includes(one))) {
      const from = welcomed.get(person) ?? 0;
      expect(wordsOf(await person.sees(/19 November 2018/, { from, withinMs: 60_000 }))).toMatch(/in 7 days/);
    }
    await cloud.settled();
    for (const person of heads) {
      const reminders = person.chat.messages.length - (welcomed.get(person) ?? 0);
      expect(reminders).toBe(ready.includes(person) ? 0 : 1);
    }
  }, 120_000);

  test('stayed within the five questions in ten seconds, and asked for no report again', () => {
    const asked = cloud.graph.calls.filter(({ resource }) => isIdentityReport(resource));
    expect(asked.length).toBeGreaterThanOrEqual(4);
    for (const { at } of asked) {
      const soon = asked.filter((other) => other.at >= at && other.at < at + 10_000);
      expect(soon.length).toBeLessThanOrEqual(5);
    }
    expect(asked.filter(({ resource }) => resource === 'report').length).toBeLessThanOrEqual(1);
  });

  test('tells the service desk what is missing and what it does instead', async () => {
    await desk.type('progress');
    expect(desk.says()).toMatch(/No registration report[^.]*no Microsoft Entra ID P1 licence/);
    expect(desk.says()).toMatch(/asked singly, up to 1,300 an hour/);
  });

  test('tells an operator who runs doctor', async () => {
    const said = await run(process.execPath, ['scripts/doctor.ts'], {
      cwd: projectFolder,
      env: { PATH: process.env.PATH, ...cloud.environment(), PUBLIC_URL: '' },
    }).catch((error: { stdout: string }) => error);
    expect(said.stdout).toMatch(/AuditLog\.Read\.All: the tenant has no Microsoft Entra ID P1/);
  }, 30_000);

  test('wrote nothing personal and reached nobody else', async () => {
    expect(await cloud.strays()).toEqual([]);
    for (const { upn } of heads) expect(cloud.bot().output()).not.toContain(upn);
  });
});
