import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { rememberConversation } from '../../../services/people/conversations.ts';
import type { Database } from '../../../services/store/database.ts';
import { createTicketAnnouncer } from '../../../services/tickets/announcer.ts';
import type { TicketCounts } from '../../../services/tickets/list.ts';
import { openTicket } from '../../../services/tickets/tickets.ts';
import { testDatabase } from '../../support/database.ts';
import { type FakeGraph, startFakeGraph } from '../../support/fake-graph.ts';
import { graphOn } from '../graph/graph-on.ts';

const now = new Date('2018-11-12T10:00:00Z');
const serviceDeskGroupId = 'desk-group';

describe('the announcer of tickets', () => {
  let database: Database;
  let graph: FakeGraph;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('truncate tickets, ticket_messages, deliveries, conversations');
    graph = await startFakeGraph();
    graph.people.push({ id: 'desk', upn: 'desk@norfolk.gov.uk' });
    graph.groups.set(serviceDeskGroupId, ['desk']);
    await openTicket(database, { accountId: 'head', requestId: randomUUID(), text: 'Help', now });
  });
  afterEach(() => graph.stop());

  const installs = () =>
    rememberConversation(database, {
      accountId: 'desk',
      conversationId: 'chat-desk',
      serviceUrl: 'https://smba.example/',
      botId: '28:bot',
      teamsUserId: '29:desk',
    });

  /** Plays its runs, one every two seconds, for as long as is said. */
  const world = () => {
    const lines: string[] = [];
    const counts: TicketCounts[] = [];
    let atMs = 0;
    const run = createTicketAnnouncer({
      database,
      graph: graphOn(graph.url).graph,
      clock: { now: () => now },
      serviceDeskGroupId,
      log: pino(
        new Writable({
          write(chunk, _encoding, done) {
            lines.push(String(chunk));
            done();
          },
        }),
      ),
      monotonicMs: () => atMs,
      onCounts: (found) => counts.push(found),
    });
    const runFor = async (seconds: number) => {
      let made = 0;
      let failures = 0;
      for (const until = atMs + seconds * 1_000; atMs < until; atMs += 2_000) {
        made += await run().catch(() => {
          failures += 1;
          return 0;
        });
      }
      return { made, failures };
    };
    return { runFor, lines, unannounced: () => counts.at(-1)?.unannounced };
  };

  it('fails aloud once in five minutes while Graph refuses, and asks it ever less often', async () => {
    await installs();
    graph.fail('members', { kind: 'status', status: 403 }, Infinity);
    const { runFor, unannounced } = world();
    expect(await runFor(290)).toEqual({ made: 0, failures: 1 });
    expect(graph.calls.length).toBeLessThan(12);
    expect(unannounced()).toBe(1);
    expect(await runFor(300)).toEqual({ made: 0, failures: 1 });
    graph.recover('members');
    expect(await runFor(62)).toEqual({ made: 1, failures: 0 });
    expect(unannounced()).toBe(0);
  });

  it('throws what is no failure of Graph each time', async () => {
    const broken = { ...database, query: () => Promise.reject(new Error('the database is away')) };
    const run = createTicketAnnouncer({
      database: broken,
      graph: graphOn(graph.url).graph,
      clock: { now: () => now },
      serviceDeskGroupId,
      log: pino({ level: 'silent' }),
    });
    for (const _ of [1, 2]) await expect(run()).rejects.toThrow('the database is away');
  });

  it('says once an hour that nobody can be told, and tells whoever installs the app soon after', async () => {
    const { runFor, lines, unannounced } = world();
    expect(await runFor(600)).toEqual({ made: 0, failures: 0 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('no-app');
    expect(graph.calls.length).toBeLessThan(65);
    expect(unannounced()).toBe(1);
    await runFor(3_600);
    expect(lines).toHaveLength(2);
    await installs();
    expect(await runFor(12)).toEqual({ made: 1, failures: 0 });
    expect(unannounced()).toBe(0);
  });
});
