import { randomUUID } from 'node:crypto';
import {
  markBlocked,
  markUninstalled,
  rememberConversation,
} from '../../../services/people/conversations.ts';
import type { Database } from '../../../services/store/database.ts';
import { announceTickets } from '../../../services/tickets/announce.ts';
import { countTickets } from '../../../services/tickets/list.ts';
import {
  addDeskMessage,
  addPersonMessage,
  closeTicket,
  openTicket,
} from '../../../services/tickets/tickets.ts';
import { testDatabase } from '../../support/database.ts';
import { type FakeGraph, startFakeGraph } from '../../support/fake-graph.ts';
import { failureOf, graphOn } from '../graph/graph-on.ts';

const now = new Date('2018-11-12T10:00:00Z');
const clock = { now: () => now };
const serviceDeskGroupId = 'desk-group';

describe('announceTickets', () => {
  let database: Database;
  let graph: FakeGraph;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('truncate tickets, ticket_messages, deliveries, conversations');
    await installs('desk-1');
    graph = await startFakeGraph();
    for (const id of ['desk-1', 'desk-2', 'desk-3', 'left', 'head']) {
      graph.people.push({ id, upn: `${id}@norfolk.gov.uk`, enabled: id !== 'left' });
    }
    graph.groups.set(serviceDeskGroupId, ['desk-1', 'desk-2', 'desk-3', 'left']);
  });
  afterEach(async () => {
    expect(graph.problems()).toEqual([]);
    await graph.stop();
  });

  const announce = async () => {
    const outcome = await announceTickets({
      database,
      graph: graphOn(graph.url).graph,
      clock,
      serviceDeskGroupId,
    });
    return outcome.kind === 'told' ? outcome.made : outcome.why;
  };
  const installs = (accountId: string) =>
    rememberConversation(database, {
      accountId,
      conversationId: `chat-${accountId}`,
      serviceUrl: 'https://smba.example/',
      botId: '28:bot',
      teamsUserId: `29:${accountId}`,
    });
  const aTicket = async (text = 'Help') => {
    const outcome = await openTicket(database, { accountId: 'head', requestId: randomUUID(), text, now });
    if (outcome.kind !== 'kept') throw new Error(`it ended as ${outcome.kind}`);
    return outcome.ticket;
  };
  const keys = async () =>
    (await database.query<{ key: string }>('select key from deliveries order by id')).map(({ key }) => key);

  it('asks Graph nothing where nobody waits', async () => {
    expect(await announce()).toBe(0);
    expect(graph.calls).toEqual([]);
  });

  it('asks for the app for the desk where nobody there has it, and announces once one of them does', async () => {
    await markUninstalled(database, 'desk-1');
    await aTicket();
    const asked: string[] = [];
    const deps = {
      database,
      graph: graphOn(graph.url).graph,
      clock,
      serviceDeskGroupId,
      askForApp: async (accountId: string) => {
        asked.push(accountId);
      },
    };
    expect(await announceTickets(deps)).toEqual({ kind: 'nobody', why: 'no-app' });
    expect(asked).toEqual(['desk-1', 'desk-2', 'desk-3']);
    await installs('desk-2');
    expect(await announceTickets(deps)).toEqual({ kind: 'told', made: 3 });
    expect(asked).toHaveLength(3);
  });

  it('tells every member of the desk once, however often it runs', async () => {
    const ticket = await aTicket();
    expect(await announce()).toBe(3);
    expect(await announce()).toBe(0);
    expect(await keys()).toEqual(
      ['desk-1', 'desk-2', 'desk-3'].map((member) => `ticket:${ticket.id}:1:${member}`),
    );
    expect(await database.query('select distinct kind, subject from deliveries')).toEqual([
      { kind: 'ticket', subject: { ticketId: ticket.id, to: 'desk', message: '1' } },
    ]);
  });

  it('tells of several in the order of their numbers, at whatever moment they came', async () => {
    graph.groups.set(serviceDeskGroupId, ['desk-1']);
    const tickets = [await aTicket(), await aTicket(), await aTicket()];
    await announce();
    expect(await keys()).toEqual(tickets.map(({ id }) => `ticket:${id}:1:desk-1`));
  });

  it('goes on after a crash between the deliveries and the note that they were made', async () => {
    await aTicket();
    await announce();
    await database.query('update ticket_messages set announced_at = null');
    expect(await announce()).toBe(0);
    expect(await keys()).toHaveLength(3);
  });

  it('tells of what the person adds, and not of what the desk itself wrote', async () => {
    const ticket = await aTicket();
    await announce();
    const message = { ticketId: ticket.id, requestId: randomUUID(), now };
    await addDeskMessage(database, { ...message, authorId: 'desk-1', seen: 1, text: 'Which phone?' });
    await addPersonMessage(database, { ...message, authorId: 'head', text: 'An old one.' });
    expect(await announce()).toBe(3);
    expect((await keys()).slice(3)).toEqual([
      `ticket:${ticket.id}:2:head`,
      ...['desk-1', 'desk-2', 'desk-3'].map((member) => `ticket:${ticket.id}:3:${member}`),
    ]);
  });

  it.each([
    ['Graph is down', { kind: 'status', status: 503, headers: { 'retry-after': '1' } }, 'unavailable'],
    ['the permission is missing', { kind: 'status', status: 403 }, 'forbidden'],
  ] as const)('tries again while %s, and loses nothing', async (_what, fault, code) => {
    await aTicket();
    graph.fail('members', fault, Infinity);
    expect(await failureOf(announce())).toMatchObject({ code });
    expect(await keys()).toEqual([]);
    graph.recover('members');
    expect(await announce()).toBe(3);
  });

  it('makes no delivery from half a list of members', async () => {
    await aTicket();
    graph.pageSize = 2;
    graph.fail('members', {
      kind: 'status',
      status: 200,
      body: '{"value": [], "@odata.nextLink": "https://evil.example/"}',
    });
    expect(await failureOf(announce())).toMatchObject({ code: 'bad-reply' });
    expect(await keys()).toEqual([]);
  });

  it('keeps a ticket unannounced while nobody is in the group, or nobody who is enabled', async () => {
    await aTicket();
    for (const members of [[], ['left']]) {
      graph.groups.set(serviceDeskGroupId, members);
      expect(await announce()).toBe('group-empty');
    }
    expect(await countTickets(database)).toEqual({ open: 1, answered: 0, unannounced: 1 });
    graph.groups.set(serviceDeskGroupId, ['desk-1']);
    expect(await announce()).toBe(1);
    expect(await countTickets(database)).toEqual({ open: 1, answered: 0, unannounced: 0 });
  });

  it('keeps a ticket unannounced until a member has the app', async () => {
    await aTicket();
    await markBlocked(database, 'desk-1', 'blocked-by-user', new Date('9999-01-01T00:00:00Z'));
    await installs('desk-2');
    await markUninstalled(database, 'desk-2');
    await installs('head');
    expect([await announce(), await announce()]).toEqual(['no-app', 'no-app']);
    expect(await keys()).toEqual([]);
    await installs('desk-3');
    expect(await announce()).toBe(3);
    expect(await announce()).toBe(0);
  });

  it('tells nobody of what was closed before anybody could be told', async () => {
    const ticket = await aTicket();
    await aTicket();
    await closeTicket(database, { ticketId: ticket.id, authorId: 'desk-1', seen: 1, now });
    expect(await countTickets(database)).toEqual({ open: 1, answered: 0, unannounced: 1 });
    expect(await announce()).toBe(3);
    expect((await keys()).some((key) => key === `ticket:${ticket.id}:1:desk-1`)).toBe(false);
  });
});
