import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import type { Fault } from '../support/cloud/connector.ts';
import type { CloudAccount } from '../support/cloud/graph.ts';
import { json, type Reply } from '../support/cloud/http.ts';
import { type Person, wordsOf } from '../support/cloud/person.ts';
import { manifestId } from '../support/installations.ts';

/** Of whom none has the app, but for two who had it and removed it. */
const people = 200;

/** A repeat is excused when its first copy went out so shortly before the kill that its outcome was not yet kept. */
const inFlightMs = 2_000;

const environment = { TEAMS_APP_ID: manifestId, TEAMS_REQUESTS_PER_SECOND: '50' };
const started = '2018-11-06T09:00:00Z';
const text = 'The service desk is open until six this week.';

/** Who cannot be reached, by number, with the words on the sender's card. */
const groups = {
  policy: { from: 0, to: 10, words: '10 failed: a policy in Teams does not let them have this app' },
  licence: { from: 10, to: 20, words: '10 skipped: they have no licence for Teams' },
  unknown: { from: 20, to: 25, words: '5 skipped: Microsoft does not know the account' },
  blocking: { from: 25, to: 33, words: '8 skipped: they have blocked this app' },
  removed: { from: 33, to: 35, words: '2 skipped: they have removed this app' },
  noReason: {
    from: 35,
    to: 38,
    words: '3 failed: Microsoft did not install this app for them and gave no reason',
  },
} as const;
const reachable = people - 38;

const fault = (status: number, headers?: Record<string, string>): Reply =>
  json(status, { error: { code: 'Trouble', message: 'Trouble.' } }, headers);

/** What goes wrong once, with every fourth person's question to Graph in turn. */
const graphFaults: Reply[] = [
  fault(429, { 'retry-after': '1' }),
  fault(503),
  fault(500),
  { ...json(201, {}), fate: 'reset' },
  fault(504),
];

/** What goes wrong once with every sixth person's message. */
const connectorFaults: Reply[] = [fault(429, { 'retry-after': '1' }), fault(503), fault(412)];

describe(`a notice to ${people} people without the app`, () => {
  let cloud: Cloud;
  let desk: Person;
  let heads: { account: CloudAccount; person: Person; number: number }[];
  let killedAt = Number.POSITIVE_INFINITY;

  const isIn = (number: number, group: keyof typeof groups) =>
    number >= groups[group].from && number < groups[group].to;
  const numberOf = (accountId: string) => heads.findIndex(({ account }) => account.id === accountId);

  beforeAll(async () => {
    cloud = await createCloud();
    const deskAccount = cloud.graph.account('servicedesk@norfolk.gov.uk');
    desk = cloud.person(deskAccount);
    cloud.graph.group(cloud.serviceDeskGroupId, [deskAccount]);
    heads = Array.from({ length: people }, (_, number) => {
      const account = cloud.graph.account(`head@school${number}.norfolk.sch.uk`);
      const person = cloud.person(account);
      cloud.chats.alias(chatIdIn(account), person.chat);
      return { account, person, number };
    });
    for (const cohort of ['office', 'teacher.oak']) {
      for (let number = 0; number < 3; number += 1) {
        cloud.graph.account(`${cohort}@school${number}.norfolk.sch.uk`);
      }
    }
    cloud.graph.rebuildReport();
    cloud.graph.apps.chatIdOf = chatIdIn;
    cloud.graph.apps.installed = (account) => void open(account);
    cloud.graph.apps.refuses = ({ id }) => {
      const number = numberOf(id);
      if (isIn(number, 'policy')) return 'policy';
      if (isIn(number, 'licence')) return 'licence';
      return isIn(number, 'noReason') ? 'no-reason' : undefined;
    };
    await cloud.start({ now: started, environment });
    await desk.install();
    for (const { person, number } of heads) {
      if (isIn(number, 'removed')) {
        await person.install();
        await person.uninstall();
      }
      if (isIn(number, 'blocking')) person.block();
    }
    cloud.graph.apps.publish(manifestId);
  }, 240_000);

  afterAll(() => cloud?.close());

  function chatIdIn({ id }: CloudAccount): string {
    return `19:${id}_${cloud.identity.appId}@unq.gbl.spaces`;
  }

  /** Teams opens the chat, and tells the bot of every other installation; the others' events are lost. */
  async function open(account: CloudAccount): Promise<void> {
    const head = heads[numberOf(account.id)];
    if (!head || isIn(head.number, 'blocking')) return;
    head.person.chat.standing = 'installed';
    if (head.number % 2 === 1) return;
    const { person } = head;
    const bot = { id: `28:${cloud.identity.appId}` };
    // The bot may be dead or not yet listening at this moment; then Teams' event is lost as well.
    await Promise.allSettled([
      cloud.post(person.activity('installationUpdate', { action: 'add' })),
      cloud.post(person.activity('conversationUpdate', { membersAdded: [bot] })),
    ]);
  }

  test('reaches all that can be reached exactly once and names each other one, through faults and a kill', async () => {
    const hadGraphFault = new Set<string>();
    const hadConnectorFault = new Set<string>();
    let hasHung = false;
    cloud.graph.fault = (resource, request) => {
      const id = /\/users\/([^/]+)/.exec(request.url.pathname)?.[1] ?? '';
      const number = numberOf(id);
      if (isIn(number, 'unknown'))
        return json(404, { error: { code: 'NotFound', message: 'No such user.' } });
      const isOfApp = ['install', 'installed-apps', 'app-chat'].includes(resource);
      if (!isOfApp || number % 4 !== 3 || hadGraphFault.has(`${resource} ${id}`)) return undefined;
      hadGraphFault.add(`${resource} ${id}`);
      if (resource === 'install' && !hasHung) {
        hasHung = true;
        return { ...json(201, {}), fate: 'hang' };
      }
      return graphFaults[number % graphFaults.length];
    };
    cloud.connector.fault = ({ conversationId, operation }): Fault => {
      const number = heads.findIndex(({ person, account }) =>
        [person.chat.id, chatIdIn(account)].includes(conversationId),
      );
      if (operation !== 'send' || number < 38 || number % 6 !== 0 || hadConnectorFault.has(conversationId)) {
        return undefined;
      }
      hadConnectorFault.add(conversationId);
      const reply = connectorFaults[number % connectorFaults.length];
      return reply && { reply };
    };

    await desk.type('notice');
    await desk.press('Preview', { audience: 'cohort:head', text });
    expect(desk.says()).toContain(`Send to ${people - 2} accounts?`);
    expect(desk.says()).toContain('do not have this app yet');
    await desk.press(/^Send to /);
    await cloud.chats.until(
      () => (heads.filter(({ person }) => copies(person) > 0).length >= 60 ? true : undefined),
      120_000,
      'sixty notices',
    );
    killedAt = performance.now();
    await cloud.bot().kill();
    await cloud.start({ now: new Date(cloud.now()).toISOString(), environment });
    const end = await desk.sees(/Sent to [\d,]+ accounts?/, { withinMs: 300_000 });

    const words = wordsOf(end);
    for (const group of Object.values(groups)) expect(words).toContain(group.words);
    expect(words).toContain(`Sent to ${reachable} accounts`);
    for (const { person, number } of heads) {
      if (number < 38) expect([number, copies(person)]).toEqual([number, 0]);
      else if (copies(person) !== 1) expectInFlight(person);
    }
    expect(hadConnectorFault.size).toBeGreaterThan(20);
    expect(hadGraphFault.size).toBeGreaterThan(40);
    expect(hasHung).toBe(true);
  }, 500_000);

  test('gives each of them one message that introduces itself, and no welcome beside it', async () => {
    await cloud.settled();
    const withMore = heads
      .filter(({ number }) => number >= 38)
      .filter(({ person }) => texts(person).length > 1);
    for (const { person } of withMore) expectInFlight(person);
    const [first] = texts(heads[60]?.person);
    expect(first).toContain('Norfolk County Council has added this app to your Teams');
    expect(first).toContain(text);
  }, 60_000);

  test('installs the app for nobody twice, and stays under 25 requests in any second', () => {
    const { installs } = cloud.graph.apps;
    expect(new Set(installs).size).toBe(installs.length);
    expect(installs.some((id) => isIn(numberOf(id), 'removed'))).toBe(false);
    const times = cloud.graph.calls
      .filter(({ resource }) => ['catalogue', 'install', 'installed-apps', 'app-chat'].includes(resource))
      .map(({ at }) => at)
      .sort((one, other) => one - other);
    const most = Math.max(...times.map((at) => times.filter((t) => t >= at && t < at + 1_000).length));
    expect(most).toBeLessThanOrEqual(25);
  });

  test('bows out plainly without the permission, and where the app is not in the catalogue', async () => {
    cloud.graph.fault = () => undefined;
    cloud.graph.apps.refuses = () => 'permission';
    await sendTo('cohort:office');
    await desk.sees(
      /3 failed: this app may not install itself; an administrator has to give it that permission/,
      {
        withinMs: 60_000,
      },
    );
    await cloud.bot().stop();
    await cloud.start({ now: new Date(cloud.now()).toISOString(), environment });
    cloud.graph.apps.refuses = () => undefined;
    cloud.graph.apps.withdraw(manifestId);
    await sendTo('cohort:everyone-else');
    await desk.sees(/3 failed: this app is not in the app catalogue of Teams/, { withinMs: 60_000 });
    expect(await cloud.strays()).toEqual([]);
  }, 180_000);

  async function sendTo(audience: string): Promise<void> {
    await desk.type('notice');
    await desk.press('Preview', { audience, text });
    await desk.press(/^Send to /);
  }

  function copies(person: Person): number {
    return texts(person).filter((words) => words.includes(text)).length;
  }

  function texts(person: Person | undefined): string[] {
    // Those who removed the app had a welcome before.
    return (person?.chat.messages ?? []).map(wordsOf);
  }

  /** More than one only where the first went out so shortly before the kill that nobody could write that down. */
  function expectInFlight(person: Person): void {
    const sends = cloud.connector.calls.filter(
      (call) =>
        cloud.chats.find(call.conversationId) === person.chat && call.isTaken && call.operation === 'send',
    );
    expect([person.upn, sends.length]).toEqual([person.upn, 2]);
    const first = sends[0]?.at ?? 0;
    expect(killedAt - first).toBeLessThan(inFlightMs);
    expect(killedAt - first).toBeGreaterThanOrEqual(-100);
  }
});
