import { mostIn, mostInOneSecond, watchStalls } from '../support/arrivals.ts';
import { json } from '../support/cloud/http.ts';
import { wordsOf } from '../support/cloud/person.ts';
import { type InstancesWorld, openInstancesWorld } from './worlds/instances-world.ts';

/** Enough for the notice to outlast the restarts, of which each takes some ten seconds and a busy machine twice that. */
const recipients = 3_000;
const reminded = 6;
/** Each head's card for their school, planned beside their reminder; a school of one mailbox gets none in the end. */
const schoolCards = reminded;
/** What Teams allows one app in one tenant; 45 is configured. */
const teamsLimit = 50;
/** Requests that one instance makes at once. */
const concurrency = 32;
const noticeText = 'The service desk is open until six this week.';

/** Played by `npm run test:instances`, which needs Debian's PostgreSQL. Later chapters go on where earlier ones ended. */
describe('several instances on one PostgreSQL', () => {
  let world: InstancesWorld;
  const stalls = watchStalls();

  beforeAll(async () => {
    world = await openInstancesWorld({ heads: reminded, staff: recipients });
  }, 120_000);

  afterAll(async () => {
    stalls.end();
    await world?.close();
  }, 60_000);

  const count = async (sql: string, parameters: unknown[] = []): Promise<number> => {
    const [row] = await world.database.query<{ n: number }>(sql, parameters);
    return row?.n ?? Number.NaN;
  };

  test('reads the directory and plans the reminders once, within Graph’s limit for all together', async () => {
    await Promise.all(world.heads.map((head) => head.sees(/19 November 2018/, { withinMs: 90_000 })));
    expect(plannedReminders()).toEqual([reminded + schoolCards]);
    expect(await count('select count(*)::integer as n from directory_sweeps')).toBe(1);
    expect(mostIn(identityCalls(), 10_000)).toBeLessThanOrEqual(5);
  }, 120_000);

  test('makes one step of two presses of a guide at the same moment', async () => {
    const [head] = world.heads;
    if (!head) throw new Error('There is no head.');
    const version = () =>
      count('select max(version)::integer as n from guide_walks where account_id = $1', [head.accountId]);
    await head.type('set up MFA');
    expect(await world.pressOnBoth(head, 'Only I use this mailbox')).toEqual([200, 200]);
    const before = await version();
    expect(await world.pressOnBoth(head, 'iPhone')).toEqual([200, 200]);
    expect(await version()).toBe(before + 1);
    expect(head.says()).toMatch(/Step 2 of \d/);
    expect(
      await count('select count(*)::integer as n from guide_walks where account_id = $1', [head.accountId]),
    ).toBe(1);
  });

  test('opens one ticket, and tells the service desk of it once', async () => {
    const [, head] = world.heads;
    if (!head) throw new Error('There is no second head.');
    await head.type('talk to a person');
    const text = 'The camera stays black.';
    expect(await world.pressOnBoth(head, 'Send to the Service Desk', { text })).toEqual([200, 200]);
    await world.desk.sees(/The camera stays black/);
    expect(await count('select count(*)::integer as n from tickets')).toBe(1);
    expect(await count('select count(*)::integer as n from ticket_messages')).toBe(1);
  });

  test('publishes one answer, which every instance gives at once', async () => {
    const { desk, staff } = world;
    await desk.type('answers');
    await desk.press('Write an answer');
    await desk.press('Preview', {
      title: 'Are trombones safe?',
      phrasings: 'are trombones allowed near the server',
      text: 'Yes, trombones are safe.',
      cohorts: '',
      validFrom: '',
      validUntil: '',
    });
    expect(await world.pressOnBoth(desk, 'Publish')).toEqual([200, 200]);
    expect(
      await count(`select count(*)::integer as n from desk_answer_history where what = 'published'`),
    ).toBe(1);
    expect(await count('select revision::integer as n from desk_answer_revision')).toBe(1);
    for (const person of staff.slice(0, 2)) {
      await person.type('are trombones allowed near the server?');
      expect(person.says()).toContain('Yes, trombones are safe.');
    }
  });

  test('sends a notice of two presses once, through a rolling restart and a kill -9', async () => {
    const { desk, instances, staff, cloud } = world;
    const from = performance.now();
    await desk.type('notice');
    await desk.press('Preview', { audience: 'cohort:everyone-else', text: noticeText });
    expect(desk.says()).toContain(`Send to ${recipients.toLocaleString('en-GB')} accounts?`);
    expect(await world.pressOnBoth(desk, /^Send to /)).toEqual([200, 200]);

    const chatter = keepTalking(world.heads.slice(2, 6));
    await untilTaken(100);
    for (const old of [...instances]) {
      await world.add();
      expect(await world.stop(old)).toBeLessThan(20_000);
    }
    const questions = await chatter.end();
    expect(questions.asked).toBeGreaterThan(20);
    expect(questions.answers).toBe(questions.asked);
    expect(world.output()).not.toMatch(/did not stop in|given back unfinished/);
    expect(await count('select coalesce(sum(possible_repeats), 0)::integer as n from deliveries')).toBe(0);
    const restartedAt = taken();
    expect(staff.filter((person) => copies(person.chat.id) > 1).map(({ upn }) => upn)).toEqual([]);
    expect(restartedAt).toBeLessThan(recipients * 0.9);

    // Teams is slow now, so that something is in flight on every instance at any moment.
    cloud.connector.fault = (call) =>
      call.operation === 'send'
        ? { reply: { ...json(201, { id: 'slow' }), delayMs: 400 }, isTaken: true }
        : undefined;
    await untilTaken(restartedAt + 50);
    const victim = instances[0];
    if (!victim) throw new Error('No instance runs.');
    await world.kill(victim);
    cloud.connector.fault = () => undefined;
    await world.add();
    const end = await desk.sees(/Sent to [\d,]+ accounts?/, { withinMs: 120_000 });

    look();
    expect(wordsOf(end)).toMatch(/Waiting:?\s+0/);
    expect(staff.filter((person) => copies(person.chat.id) === 0).map(({ upn }) => upn)).toEqual([]);
    const repeated = staff.filter((person) => copies(person.chat.id) > 1).map(({ accountId }) => accountId);
    const excused = await world.database.query<{ account_id: string }>(
      'select account_id from deliveries where possible_repeats > 0',
    );
    expect(excused.length).toBeGreaterThan(0);
    expect(excused.length).toBeLessThanOrEqual(concurrency);
    expect(excused.map((row) => row.account_id)).toEqual(expect.arrayContaining(repeated));
    const arrivals = cloud.connector.calls.map(({ at }) => at);
    const most = mostInOneSecond(arrivals.map((at) => ({ from: stalls.earliest(at), to: at })));
    expect(most).toBeLessThanOrEqual(teamsLimit);
    // Less would mean that this process slept too much to see anything.
    expect(most).toBeGreaterThan(teamsLimit / 2);
    const seconds = ((performance.now() - from) / 1000).toFixed(0);
    process.stdout.write(
      `${recipients} deliveries in ${seconds} s; at most ${most} requests in a second (${mostIn(arrivals, 1_000)} as this process saw them); ${repeated.length} seen twice of ${excused.length} counted; restart over at ${restartedAt}\n`,
    );
  }, 240_000);

  test('repeated nothing of what came before, and talked to Microsoft alone', async () => {
    expect(plannedReminders()).toEqual([reminded + schoolCards]);
    for (const head of world.heads) {
      const reminders = head.chat.messages.filter((message) => /in 7 days/.test(wordsOf(message)));
      expect(reminders).toHaveLength(1);
    }
    const told = world.desk.chat.messages.filter((message) => /camera stays black/.test(wordsOf(message)));
    expect(told).toHaveLength(1);
    expect(await world.cloud.strays()).toEqual([]);
  });

  test('stops within 20 seconds also while the database answers nothing', async () => {
    const [instance, other] = world.instances;
    if (!instance || !other) throw new Error('Two instances should run.');
    await world.stop(other);
    let tookMs = Number.NaN;
    await world.database.transaction(async (tx) => {
      await tx.query('lock table deliveries, leases, rate_limits in access exclusive mode');
      // So long that the claim of the next message hangs.
      let isWaiting = false;
      while (!isWaiting) {
        const waiting = await tx.query(
          "select from pg_locks where not granted and relation = 'deliveries'::regclass",
        );
        isWaiting = waiting.length > 0;
      }
      // Within the 30 s that a transaction may be idle for.
      tookMs = await world.stop(instance);
    });
    expect(tookMs).toBeLessThan(20_000);
    expect(instance.output()).toContain('did not stop in time');
  }, 60_000);

  /** Copies of the notice in each chat; each call is looked at once, or the looking would slow the cloud down. */
  const arrived = new Map<string, number>();
  let lookedAt = 0;
  function look(): void {
    const { calls } = world.cloud.connector;
    for (; lookedAt < calls.length; lookedAt += 1) {
      const call = calls[lookedAt];
      if (call?.operation !== 'send' || !call.isTaken || call.conversationId === world.desk.chat.id) continue;
      if (!JSON.stringify(call.activity?.attachments ?? []).includes(noticeText)) continue;
      arrived.set(call.conversationId, copies(call.conversationId) + 1);
    }
  }

  function taken(): number {
    look();
    return arrived.size;
  }

  function copies(conversationId: string): number {
    return arrived.get(conversationId) ?? 0;
  }

  async function untilTaken(goal: number): Promise<void> {
    const enough = () => (taken() >= goal ? true : undefined);
    await world.cloud.chats.until(enough, 60_000, `${goal} notices`);
  }

  /** How many reminders each planning made, as the logs of all instances say. */
  function plannedReminders(): number[] {
    return [...world.output().matchAll(/"made":(\d+)[^\n]*"reminders planned"/g)].map(([, made]) =>
      Number(made),
    );
  }

  function identityCalls(): number[] {
    return world.cloud.graph.calls
      .filter(({ resource }) => resource === 'methods' || resource === 'report')
      .map(({ at }) => at);
  }
});

/** So long people look at an answer, in milliseconds: Teams allows 60 messages in 30 s in one chat. */
const readingMs = 800;

/** People who go on asking, each when the answer to the last question is there, until the end. */
function keepTalking(people: InstancesWorld['heads']) {
  let isOver = false;
  let asked = 0;
  const before = people.map((person) => person.chat.messages.length);
  const talks = people.map(async (person) => {
    while (!isOver) {
      asked += 1;
      await Promise.all([person.type('dates'), new Promise((resolve) => setTimeout(resolve, readingMs))]);
    }
  });
  return {
    async end() {
      isOver = true;
      await Promise.all(talks);
      const answers = people.reduce(
        (sum, person, index) => sum + person.chat.messages.length - (before[index] ?? 0),
        0,
      );
      return { asked, answers };
    },
  };
}
