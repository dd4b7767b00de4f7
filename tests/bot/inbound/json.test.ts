import fc from 'fast-check';
import { parseJson } from '../../../bot/inbound/json.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('parseJson', () => {
  it.each([
    ['nothing', '', 'not-json'],
    ['half an object', '{"a":', 'not-json'],
    ['60 lists in each other', nested(60), 'parsed'],
    ['70 lists in each other', nested(70), 'too-deep'],
    ['100,000 lists in each other', nested(100_000), 'too-deep'],
    ['4,000 numbers', `[${'0,'.repeat(4_000)}0]`, 'parsed'],
    ['6,000 numbers', `[${'0,'.repeat(6_000)}0]`, 'too-many'],
    ['brackets in a text', JSON.stringify(`${'[,{'.repeat(50_000)}"\\`), 'parsed'],
    ['a __proto__', '{"a":[{"__proto__":{}}]}', 'forbidden-key'],
    ['a __proto__ in other letters', '{"\\u005f_proto__":{}}', 'forbidden-key'],
    ['a constructor', '{"a":{"constructor":{"prototype":1}}}', 'parsed'],
  ])('takes %s as it is', (_what, text, kind) => {
    expect(parseJson(text).kind).toBe(kind);
  });

  it('gives every value as JSON has it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        fc.pre(!text.includes('__proto__') && !text.includes('\\u0000'));
        expect(parseJson(text)).toEqual({ kind: 'parsed', value: JSON.parse(text) });
      }),
    );
  });

  it('takes NUL characters out of texts wherever they stand', () => {
    expect(parseJson('{"a":["x\\u0000y"],"b":1}')).toEqual({ kind: 'parsed', value: { a: ['xy'], b: 1 } });
  });
});
