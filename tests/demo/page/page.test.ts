import { describe, expect, test } from '@jest/globals';
import type { Move } from '../../../demo/moves.ts';
import { answerPage, type PageParts, pagePaths } from '../../../demo/page/page.ts';

function recording(): PageParts & { moves: Move[] } {
  const moves: Move[] = [];
  return {
    moves,
    move: async (move) => {
      moves.push(move);
    },
    state: async () => ({
      runId: '1',
      day: 'Monday 5 November 2018',
      time: '09:00',
      earliest: '2018-11-06',
      phaseAhead: null,
      isMoving: false,
      happened: [],
      windows: [],
    }),
  };
}

const get = (path: string) => ({ method: 'GET', path, contentType: '', body: '' });
const post = (body: string, contentType = 'application/json') => ({
  method: 'POST',
  path: '/demo/move',
  contentType,
  body,
});

describe('the page of the demo', () => {
  test('answers on every address that it asks the bot’s server for', async () => {
    for (const path of pagePaths.get) expect((await answerPage(recording(), get(path))).status).toBe(200);
    expect((await answerPage(recording(), get('/demo/other'))).status).toBe(404);
  });

  test('moves the clock when told so in JSON, and answers with the new state', async () => {
    const parts = recording();
    const reply = await answerPage(parts, post('{"kind":"go-to","date":"2018-11-26"}'));
    expect(parts.moves).toEqual([{ kind: 'go-to', date: '2018-11-26' }]);
    expect(JSON.parse(reply.body)).toMatchObject({ runId: '1' });
  });

  test.each([
    ['{"kind":"yesterday"}', 'application/json'],
    ['{"kind":', 'application/json'],
    ['{"kind":"next-day"}', 'text/plain'],
  ])('refuses %s as %s', async (body, contentType) => {
    const parts = recording();
    expect((await answerPage(parts, post(body, contentType))).status).toBe(400);
    expect(parts.moves).toEqual([]);
  });
});
