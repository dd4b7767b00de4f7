import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import type { CloudAccount } from '../support/cloud/graph.ts';
import { json } from '../support/cloud/http.ts';
import { type Person, wordsOf } from '../support/cloud/person.ts';

/**
 * The phases that matter here: heads on Monday 19 and Monday 26 November, offices from Monday 3 December. Reminders at
 * 14, 7, 3 and 1 days before and on the day; Sunday the 18th moves to Friday the 16th.
 */
describe('reminders of npm start, with the process clock in November 2018', () => {
  let cloud: Cloud;
  const accounts: Record<string, CloudAccount> = {};
  const people: Record<string, Person> = {};
  /** What each person had in the chat before the first reminder was due. */
  const welcomed: Record<string, number> = {};

  const roles = {
    unregistered: 'head@hillside',
    registered: 'head@millfield',
    registeredSinceTheReport: 'head@oakwood',
    unknown: 'head@riverside',
    withoutApp: 'head@ashby',
    blocking: 'head@beeston',
    uninstalled: 'head@cromer',
    disabled: 'head@diss',
    throttled: 'head@elmham',
    onlyPasswordAndEmail: 'head@fakenham',
    office: 'office@hillside',
    teacher: 'teacher.oak@hillside',
  };

  const person = (role: keyof typeof roles): Person => {
    const found = people[role];
    if (!found) throw new Error(`Nobody plays ${role}.`);
    return found;
  };

  /** How many reminders each person has had so far; those who had none are left out. */
  function reminded(): Record<string, number> {
    const counts = Object.entries(people).map(([role, { chat }]): [string, number] => [
      role,
      chat.messages.length - (welcomed[role] ?? 0),
    ]);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  /** Waits until exactly these have been reminded so often, and until the bot has nothing more to send. */
  async function expectReminded(expected: Record<string, number>): Promise<void> {
    await cloud.chats
      .until(() => (sameCounts(reminded(), expected) ? true : undefined), 60_000, 'the reminders')
      .catch(() => undefined);
    await cloud.settled();
    expect(reminded()).toEqual(expected);
  }

  beforeAll(async () => {
    cloud = await createCloud();
    for (const [role, address] of Object.entries(roles)) {
      const account = cloud.graph.account(`${address}.norfolk.sch.uk`);
      accounts[role] = account;
      people[role] = cloud.person(account);
    }
    change('registered', (one) => cloud.graph.register(one));
    change('onlyPasswordAndEmail', (one) => one.methods.push('email'));
    change('disabled', (one) => {
      one.accountEnabled = false;
    });
    change('unknown', (one) => {
      one.isReported = false;
    });
    cloud.graph.rebuildReport();
    cloud.graph.fault = (resource, request) =>
      resource === 'methods' && request.url.pathname.includes(accounts.unknown?.id ?? '-')
        ? json(503, { error: { code: 'ServiceUnavailable', message: 'Busy.' } })
        : undefined;
    await cloud.start({ now: '2018-11-09T10:00:00Z' });
    for (const role of Object.keys(roles)) {
      if (role !== 'withoutApp') await people[role]?.install();
    }
    await person('uninstalled').uninstall();
    person('blocking').block();
    for (const [role, { chat }] of Object.entries(people)) welcomed[role] = chat.messages.length;
    // From here on the report is as stale as Microsoft's can be, and says that this head has not registered.
    change('registeredSinceTheReport', (one) => cloud.graph.register(one));
    // Five identity requests in ten seconds, as Microsoft allows: nobody may be reminded wrongly for that.
    cloud.graph.limits = true;
  }, 180_000);

  afterAll(() => cloud?.close());

  function change(role: keyof typeof roles, how: (account: CloudAccount) => void): void {
    const account = accounts[role];
    if (account) how(account);
  }

  async function restart(now: string, how: 'stop' | 'kill' = 'stop'): Promise<void> {
    await cloud.bot()[how]();
    await cloud.start({ now });
  }

  const onThe12th = { unregistered: 1, throttled: 1, onlyPasswordAndEmail: 1 };

  test('sends nothing on a day on which nothing is due', async () => {
    await expectReminded({});
  }, 180_000);

  test('sends a week before the date at 08:30 and not before, to the unregistered alone; nobody stops the others', async () => {
    let isThrottled = true;
    cloud.connector.fault = (call) => {
      if (call.conversationId !== person('throttled').chat.id || !isThrottled) return undefined;
      isThrottled = false;
      return {
        reply: json(429, { error: { code: 'Throttled', message: 'Slow down.' } }, { 'retry-after': '1' }),
      };
    };
    await restart('2018-11-12T08:29:45Z', 'kill');
    const first = await person('unregistered').sees(/19 November 2018/, { from: 1, withinMs: 40_000 });
    const sentAt = cloud.now();
    expect(new Date(sentAt).toISOString() >= '2018-11-12T08:30:00').toBe(true);
    expect(wordsOf(first)).toMatch(/in 7 days/);
    expect(wordsOf(first)).toContain(person('unregistered').upn);
    await expectReminded(onThe12th);
    expect(isThrottled).toBe(false);
  }, 180_000);

  test('repeats nothing after a kill and a restart on the same day', async () => {
    await restart('2018-11-12T10:00:00Z', 'kill');
    await expectReminded(onThe12th);
  }, 180_000);

  test('sends on the Friday what the weekend would have brought, once, also to those who were unknown or away', async () => {
    cloud.graph.fault = () => undefined;
    await restart('2018-11-16T08:31:00Z');
    await expectReminded({ unregistered: 2, throttled: 2, onlyPasswordAndEmail: 2, unknown: 1 });
    await person('blocking').install();
    welcomed.blocking = person('blocking').chat.messages.length;
    await restart('2018-11-18T10:00:00Z');
    await expectReminded({ unregistered: 2, throttled: 2, onlyPasswordAndEmail: 2, unknown: 1 });
  }, 180_000);

  test('sends one card on the day, although two phases ask for one, and none to who registered meanwhile', async () => {
    change('throttled', (one) => cloud.graph.register(one));
    for (const role of ['unregistered', 'onlyPasswordAndEmail', 'unknown', 'blocking'] as const) {
      change(role, (one) => cloud.graph.switchTo(one, 'enabled'));
    }
    await restart('2018-11-19T08:45:00Z');
    await expectReminded({
      ...{ unregistered: 3, throttled: 2, onlyPasswordAndEmail: 3, unknown: 2, blocking: 1 },
      // Two weeks before the office's week.
      office: 1,
    });
    const words = wordsOf(person('unregistered').last());
    expect(words).toMatch(/stopped until/);
    expect(words).toMatch(/26 November 2018/);
  }, 180_000);

  test('reminds the office a week before its week', async () => {
    await restart('2018-11-26T09:00:00Z');
    await person('office').sees(/3 December 2018/, { from: 2, withinMs: 60_000 });
    expect(reminded()).toMatchObject({ office: 2 });
    expect(reminded()).not.toHaveProperty('teacher');
    expect(reminded()).not.toHaveProperty('registered');
    expect(reminded()).not.toHaveProperty('registeredSinceTheReport');
    expect(await cloud.strays()).toEqual([]);
  }, 180_000);
});

function sameCounts(one: Record<string, number>, other: Record<string, number>): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}
