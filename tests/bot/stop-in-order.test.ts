import restify from 'restify';
import { stopInOrder } from '../../bot/stop-in-order.ts';

/** A server whose only route is a turn that ends when the test lets it. */
async function openServer() {
  const server = restify.createServer();
  const turns = new Set<Promise<unknown>>();
  const turn = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  server.get('/turn', async (_request, response) => {
    turns.add(turn.promise);
    begun.resolve();
    await turn.promise.finally(() => turns.delete(turn.promise));
    response.send(200, 'done');
  });
  server.get('/quick', async (_request, response) => {
    response.send(200, 'done');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const order: string[] = [];
  const noting = (name: string) => async () => {
    order.push(name);
  };
  const parts = {
    server,
    turns,
    works: [{ stop: noting('work') }],
    outbound: [{ stop: noting('outbound') }],
    floor: [{ close: noting('knowledge') }, { close: noting('database') }],
  };
  const { port } = server.address();
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  return { parts, order, get, letGo: turn.resolve, begun: begun.promise };
}

it('takes requests for a while, on connections that it does not keep, and begins no work of its own', async () => {
  const { parts, order, get } = await openServer();
  const stopped = stopInOrder(parts, { drainMs: 300 });
  const answer = await get('/quick');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('connection')).toBe('close');
  expect(order).toEqual(['work', 'outbound']);
  await stopped;
  expect(order).toEqual(['work', 'outbound', 'knowledge', 'database']);
  await expect(get('/quick')).rejects.toThrow();
});

it('waits for the turn that is under way before it closes what the turn needs', async () => {
  const { parts, order, get, letGo, begun } = await openServer();
  const answer = get('/turn');
  await begun;
  const stopped = stopInOrder(parts);
  // A whole round of the event loop with its timers: whatever would close too early has closed by then.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(order).toEqual(['work', 'outbound']);
  letGo();
  expect((await answer).status).toBe(200);
  await stopped;
  expect(order.slice(2)).toEqual(['knowledge', 'database']);
});

it('closes the rest although a work failed to end', async () => {
  const { parts, order } = await openServer();
  const works = [{ stop: () => Promise.reject(new Error('broken')) }];
  await stopInOrder({ ...parts, works });
  expect(order).toEqual(['outbound', 'knowledge', 'database']);
});
