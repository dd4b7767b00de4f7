import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../support/cloud/bot-process.ts';
import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import { json } from '../support/cloud/http.ts';
import { type Person, wordsOf } from '../support/cloud/person.ts';
import { beginAlone, checkButton, walkToTheCheck } from './guide-walk.ts';

const run = promisify(execFile);

/** The product under `npm start` in a tenant that gave it no Graph permission at all: every call is answered 403. */
describe('the bot without any Graph permission', () => {
  let cloud: Cloud;
  let folder: string;
  let head: Person;
  let other: Person;
  let desk: Person;

  beforeAll(async () => {
    cloud = await createCloud();
    folder = await mkdtemp(join(tmpdir(), 'no-permission-'));
    cloud.graph.fault = () =>
      json(403, { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } });
    head = cloud.person(cloud.graph.account('head@hillside.norfolk.sch.uk'));
    other = cloud.person(cloud.graph.account('head@millfield.norfolk.sch.uk'));
    desk = cloud.person(cloud.graph.account('servicedesk@norfolk.gov.uk'));
    await start('2018-11-06T11:00:00Z', 'npm start');
  }, 180_000);

  afterAll(async () => {
    await cloud?.close();
    await rm(folder, { recursive: true, force: true });
  });

  function start(now: string, command: 'npm start' | 'node bot/main.ts' = 'node bot/main.ts') {
    return cloud.start({ now, command, environment: { REGISTRATION_REPORT_DIR: folder } });
  }

  async function looks(): Promise<number> {
    const text = await (await fetch(`${cloud.bot().url}/metrics`)).text();
    return Number(/^periodic_runs_total\{work="report-upload",outcome="ok"\} (\d+)/m.exec(text)?.[1] ?? 0);
  }

  /** Resolves when the bot has looked into the folder once more. */
  async function hasLooked(): Promise<void> {
    const before = await looks();
    while ((await looks()) === before) await new Promise((resolve) => setTimeout(resolve, 250));
  }

  test('greets a head with their own dates, and says that it may not ask about them', async () => {
    await head.install();
    expect(head.says()).toContain(head.upn);
    expect(head.says()).toMatch(/Hillside/);
    expect(head.says()).toMatch(/Monday 19 November 2018/);
    expect(head.says()).toMatch(/I may not ask Microsoft about this account/);
    expect(head.buttons()[0]?.title).toBe('Set up MFA');
  });

  test('asks Teams at the installation who they are, and not again that day', async () => {
    const asked = () => cloud.connector.calls.filter(({ operation }) => operation === 'members').length;
    const before = asked();
    // An installation is two events at the same moment.
    expect([1, 2]).toContain(before);
    await head.type('dates');
    expect(head.says()).toMatch(/19 November/);
    expect(asked()).toBe(before);
  });

  test('answers questions', async () => {
    await head.type('when is my turn?');
    expect(head.says()).toMatch(/19 November/);
    await head.type('what is an app password?');
    expect(head.says()).toMatch(/app password/i);
  });

  test('says of the status that it cannot look it up', async () => {
    await head.type('status');
    expect(head.says()).toMatch(/I cannot look up your status/);
    expect(head.says()).not.toMatch(/did not answer|try again/i);
  });

  test('walks a guide to its end and takes the word of whoever walks', async () => {
    await beginAlone(head);
    await walkToTheCheck(head);
    await head.press(checkButton);
    expect(head.says()).toMatch(/Please look yourself/);
    expect(head.link(/Open security info/i)).toMatch(/^https:/);
    await head.press('Yes, it is there');
    expect(head.says()).toMatch(/You are done[\s\S]*I could not check it with Microsoft/);
    await head.type('status');
    expect(head.says()).toMatch(/I cannot look up your status/);
  });

  test('keeps a ticket and names the contact', async () => {
    await head.type('talk to a person');
    await head.press(/^Send to the /, { text: 'My phone is too old.' });
    expect(head.says()).toMatch(/Your question waits for the Service Desk: T-\d+/);
    expect(head.says()).toMatch(/0845 303 3003/);
  });

  test('tells the service desk which permission is missing, not that they are strangers', async () => {
    await desk.install();
    for (const command of ['progress', 'notice', 'tickets', 'unanswered']) {
      await desk.type(command);
      expect(desk.says()).toMatch(/I may not look up that group[\s\S]*GroupMember\.Read\.All/);
      expect(desk.says()).not.toMatch(/This account is not/);
    }
  });

  test('refuses a faulty report with its place and takes nothing of it', async () => {
    const file = join(folder, 'download.txt');
    await writeFile(file, 'userPrincipalName,methodsRegistered\nJo 07700 900123,[]\n');
    const refused = await importReport(file).catch((error: { code: number; stderr: string }) => error);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/row 2, column userPrincipalName[\s\S]*Nothing was taken/),
    });
    expect(refused.stderr).not.toContain('900123');
  });

  test('says what the report said, and of when, as soon as an administrator hands one over', async () => {
    await other.install();
    const file = join(folder, 'download.txt');
    const time = '2018-11-06T10:00:00.1234567Z';
    await writeFile(
      file,
      [
        '\ufeffuserPrincipalName,userDisplayName,isMfaCapable,isPasswordlessCapable,isSsprCapable,defaultMfaMethod,methodsRegistered,lastUpdatedDateTime',
        `Head@hillside.norfolk.sch.uk,"Head, Hillside",True,False,True,x,"[""microsoftAuthenticatorPush"",""mobilePhone""]",${time}`,
        `head@millfield.norfolk.sch.uk,Head,False,False,False,none,[],${time}`,
        `somebody@elsewhere.example.org,Somebody,False,False,False,none,[],${time}`,
        '',
      ].join('\r\n'),
    );
    const said = await importReport(file);
    expect(said.stdout).toMatch(/Accounts: 3/);
    expect(said.stdout).toMatch(/Head[^\n]*: 2, of them with a second step: 1/);
    expect(said.stdout).toMatch(/Outside the plan: 1 \(elsewhere\.example\.org 1\)/);
    await hasLooked();
    await head.type('status');
    expect(head.says()).toMatch(/MFA is set up/);
    expect(head.says()).toMatch(/Microsoft Authenticator and a phone number/i);
    expect(head.says()).toMatch(/from Microsoft's report of 10:00 today/);
    await other.type('status');
    expect(other.says()).toMatch(/MFA is not set up yet[\s\S]*from Microsoft's report of 10:00 today/);
  }, 120_000);

  test('reminds whom the report calls not set up, with its time, and leaves the others alone', async () => {
    const headBefore = head.chat.messages.length;
    const otherBefore = other.chat.messages.length;
    await cloud.bot().stop();
    await start('2018-11-12T09:00:00Z');
    const reminder = await other.sees(/19 November 2018/, { from: otherBefore, withinMs: 60_000 });
    expect(wordsOf(reminder)).toMatch(/in 7 days/);
    expect(wordsOf(reminder)).toMatch(/Microsoft's report of [^.]*6 November[^.]* said: no second step/);
    await cloud.settled();
    expect(head.chat.messages).toHaveLength(headBefore);
  }, 120_000);

  test('put nothing personal into its log', () => {
    const output = cloud.bot().output();
    for (const word of [head.upn, other.upn, head.accountId, 'mobilePhone'])
      expect(output).not.toContain(word);
  });

  function importReport(file: string) {
    return run(process.execPath, ['scripts/import-report.ts', file], {
      cwd: projectFolder,
      env: { PATH: process.env.PATH, REGISTRATION_REPORT_DIR: folder },
    });
  }
});
