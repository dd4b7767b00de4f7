import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import type { ConnectorCall, Fault } from '../support/cloud/connector.ts';
import { json, type Reply } from '../support/cloud/http.ts';
import { type Person, wordsOf } from '../support/cloud/person.ts';

/** Enough for five kills in the middle of it; `NOTICE_RECIPIENTS=1000` plays it at the size of a large authority. */
const recipients = Number(process.env.NOTICE_RECIPIENTS ?? 300);
const kills = 5;
/** How many more have arrived when the next kill comes: at least this share of all, and up to three shares more. */
const goalStep = Math.floor(recipients / 25);
/** The most that Teams allows: the test is over sooner. */
const environment = { TEAMS_REQUESTS_PER_SECOND: '50' };
/** A repeat is excused when its first copy went out so shortly before a kill that its outcome was not yet kept. */
const inFlightMs = 2_000;

const reply = (status: number, code: string, headers?: Record<string, string>): Reply =>
  json(status, { error: { code, message: code } }, headers);
const cut = (fate: 'reset' | 'hang' | 'reset-in-body'): Reply => ({ ...json(201, { id: 'lost' }), fate });

/** Faults that stay, by the last digits of the school's number. Each has a reason of its own on the sender's card. */
const lasting: [from: number, to: number, reply: Reply][] = [
  [0, 10, reply(403, 'ConversationBlockedByUser')],
  [10, 20, reply(403, 'BotNotInConversationRoster')],
  [20, 25, reply(403, 'BotDisabledByAdmin')],
  [25, 30, reply(403, 'NotEnoughPermissions')],
  [30, 35, reply(400, 'BadSyntax')],
  [35, 40, reply(404, 'ConversationNotFound')],
  [40, 45, reply(413, 'MessageSizeTooBig')],
  [45, 50, reply(500, 'ServiceError')],
];

const refusedInAll = 50;

/** Faults that pass after one try; `isTaken` where the message had arrived all the same. */
const passing: { reply: Reply; isTaken?: boolean }[] = [
  { reply: reply(412, 'PreconditionFailed') },
  { reply: reply(429, 'Throttled', { 'retry-after': '1' }) },
  { reply: reply(502, 'BadGateway') },
  { reply: reply(503, 'ServiceUnavailable') },
  { reply: reply(504, 'GatewayTimeout') },
  { reply: cut('reset') },
  { reply: cut('hang') },
  { reply: cut('reset-in-body'), isTaken: true },
  { reply: reply(502, 'BadGateway'), isTaken: true },
  { reply: { ...json(201, { id: 'slow' }), delayMs: 1_500 }, isTaken: true },
];

describe(`a notice to ${recipients} accounts, killed ${kills} times`, () => {
  let cloud: Cloud;
  let desk: Person;
  let heads: Person[];
  const numberOf = new Map<string, number>();
  const text = 'The service desk is open until six this week.';

  beforeAll(async () => {
    cloud = await createCloud();
    const deskAccount = cloud.graph.account('servicedesk@norfolk.gov.uk');
    desk = cloud.person(deskAccount);
    cloud.graph.group(cloud.serviceDeskGroupId, [deskAccount]);
    heads = Array.from({ length: recipients }, (_, index) => {
      const head = cloud.person(cloud.graph.account(`head@school${index}.norfolk.sch.uk`));
      numberOf.set(head.chat.id, index);
      return head;
    });
    cloud.graph.rebuildReport();
    await cloud.start({ now: '2018-11-06T09:00:00Z', environment });
    await desk.install();
    for (let from = 0; from < heads.length; from += 50) {
      await Promise.all(heads.slice(from, from + 50).map(installQuietly));
    }
    const welcomed = () => (heads.every((head) => head.chat.messages.length > 0) ? true : undefined);
    await cloud.chats.until(welcomed, 120_000, 'the last welcome');
  }, 240_000);

  afterAll(() => cloud?.close());

  /** One event instead of Teams' two, and nobody waits for the card: this story is not about installations. */
  async function installQuietly(head: Person): Promise<void> {
    head.chat.standing = 'installed';
    await cloud.post(head.activity('installationUpdate', { action: 'add' }));
  }

  /** A seeded choice of moments: the same run can be played again. */
  let seed = 20181105;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };

  test('ends with a named outcome for each, none lost, none repeated but what was in flight', async () => {
    const hadFault = new Set<string>();
    const excused = new Set<string>();
    cloud.connector.fault = (call) => faultOf(call, hadFault, excused);
    await desk.type('notice');
    await desk.press('Preview', { audience: 'cohort:head', text });
    expect(desk.says()).toContain(`Send to ${recipients.toLocaleString('en-GB')} accounts?`);
    await desk.press(/^Send to /);
    const killedAt: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const goal = taken().length + goalStep + Math.floor(random() * 3 * goalStep);
      await cloud.chats.until(() => (taken().length >= goal ? true : undefined), 60_000, `${goal} notices`);
      await cloud.bot().kill();
      killedAt.push(performance.now());
      await cloud.start({ now: new Date(cloud.now()).toISOString(), environment });
    }
    const end = await desk.sees(/Sent to [\d,]+ accounts?/, { withinMs: 90_000 });

    const counts = countsOf(wordsOf(end));
    expect(counts.waiting).toBe(0);
    expect(counts.sent + counts.skipped + counts.failed).toBe(recipients);
    const lost = heads.filter((head) => !isRefused(head.chat.id) && copies(head).length === 0);
    expect(lost.map((head) => head.upn)).toEqual([]);
    expect(heads.filter((head) => isRefused(head.chat.id) && copies(head).length > 0)).toEqual([]);
    expect(counts.failed + counts.skipped).toBe(refusedInAll);
    expect(reasonsOf(wordsOf(end))).toEqual(lasting.map(([from, to]) => to - from).sort());

    for (const head of heads) {
      const [first, ...more] = copies(head);
      if (!first || more.length === 0 || excused.has(head.chat.id)) continue;
      expect(more).toHaveLength(1);
      expect(killedAt.some((at) => at >= first.at && at - first.at < inFlightMs)).toBe(true);
    }
    expect(await cloud.strays()).toEqual([]);
  }, 300_000);

  /** The notices that arrived. */
  function taken(): ConnectorCall[] {
    return cloud.connector.calls.filter((call) => isNotice(call) && call.isTaken);
  }

  function copies(head: Person): ConnectorCall[] {
    return taken().filter((call) => call.conversationId === head.chat.id);
  }

  function isNotice(call: ConnectorCall): boolean {
    return call.operation === 'send' && JSON.stringify(call.activity?.attachments ?? []).includes(text);
  }

  function isRefused(conversationId: string): boolean {
    return lastingFault(conversationId) !== undefined;
  }

  function lastingFault(conversationId: string): Reply | undefined {
    const number = numberOf.get(conversationId) ?? Number.POSITIVE_INFINITY;
    return lasting.find(([from, to]) => number >= from && number < to)?.[2];
  }

  function faultOf(call: ConnectorCall, hadFault: Set<string>, excused: Set<string>): Fault {
    if (!isNotice(call) || call.conversationId === desk.chat.id) return undefined;
    const lastingReply = lastingFault(call.conversationId);
    if (lastingReply) return { reply: lastingReply };
    const number = numberOf.get(call.conversationId) ?? 0;
    if (number % 10 !== 0 || hadFault.has(call.conversationId)) return undefined;
    hadFault.add(call.conversationId);
    const fault = passing[(number / 10) % passing.length];
    if (fault?.isTaken) excused.add(call.conversationId);
    return fault;
  }
});

/** The numbers of accounts behind the reasons on the card, sorted. */
function reasonsOf(words: string): number[] {
  return [...words.matchAll(/^(\d+) (?:skipped|failed): .+$/gm)].map(([, count]) => Number(count)).sort();
}

function countsOf(words: string): { sent: number; waiting: number; skipped: number; failed: number } {
  const count = (name: string) =>
    Number(new RegExp(`${name}:?\\s+([\\d,]+)`).exec(words)?.[1]?.replaceAll(',', ''));
  return {
    sent: count('Sent'),
    waiting: count('Waiting'),
    skipped: count('Skipped'),
    failed: count('Failed'),
  };
}
