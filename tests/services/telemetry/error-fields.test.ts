import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { errorFields, masked } from '../../../services/telemetry/error-fields.ts';
import { createLog } from '../../../services/telemetry/log.ts';
import { testDatabase } from '../../support/database.ts';

const upn = 'head@hillside.norfolk.sch.uk';
const person = 'Jane Planted';
const objectId = '11111111-2222-4333-8444-555555555555';
const chat = '19:abcdefghijkl_mnop@unq.gbl.spaces';
const secret = 'sEcReT~planted';

test.each([
  `User ${upn} was not found`,
  `Chat ${chat} is gone`,
  `Chat a:1_planted-abcdefgh is gone`,
  `No account ${objectId}`,
  `GET https://graph.microsoft.com/v1.0/users/${upn} failed`,
  `postgres://bot:${secret}@db/mfa cannot be reached`,
  `Key (upn)=(${upn}) already exists`,
  `invalid input syntax for type integer: "${person}"`,
  `Expected 'head' but got '${person}'`,
  'Call 01603 222222 or +44 1603 222 222',
  `Bearer eyJhbGciOi.eyJhdWQi.c2ln`,
])('masks what names a person or a secret in: %s', (text) => {
  const said = errorFields(new Error(text)).message;
  for (const marker of [upn, person, objectId, chat, secret, 'planted', '222222', '222 222', 'eyJhbGciOi']) {
    expect(said).not.toContain(marker);
  }
});

test('keeps what tells an engineer where to look', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 10.0.0.4:5432'), { code: 'ECONNREFUSED' });
  const fields = errorFields(new Error('The pool gave no connection.', { cause }));
  expect(fields).toMatchObject({
    type: 'Error',
    message: 'The pool gave no connection.',
    cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 10.0.0.4:5432' },
  });
  expect(fields.stack).toMatch(/^ {4}at .*error-fields\.test\.ts/);
  expect(fields.stack).not.toContain('no connection');
});

test('leaves out the messages of classes that quote bodies, and keeps their codes', () => {
  class RestError extends Error {
    override name = 'RestError';
    statusCode = 403;
    code = 'ConversationBlockedByUser';
    request = { headers: { authorization: secret }, body: person };
  }
  const fields = errorFields(new RestError(`${person} has blocked this bot`));
  expect(JSON.stringify(fields)).not.toMatch(/planted/i);
  expect(fields).toMatchObject({ type: 'RestError', code: 'ConversationBlockedByUser', status: 403 });
  expect(JSON.stringify(errorFields(syntaxError()))).not.toMatch(/planted/i);
  expect(JSON.stringify(errorFields(new Error(`{"error":{"message":${person}}}`)))).not.toMatch(/planted/i);
});

test('names the place of a schema’s fault, never the value nor a key that is data', () => {
  const schema = z.object({ role: z.enum(['head']), by: z.record(z.string(), z.number()) });
  const parsed = schema.safeParse({ role: person, by: { [upn]: person } });
  const fields = errorFields(parsed.error);
  expect(JSON.stringify(fields)).not.toMatch(/planted|hillside/i);
  expect(fields.places).toEqual(['role: invalid_enum_value', 'by.*: invalid_type']);
});

test('says of a refusal by Entra its code alone', () => {
  const error = new Error(`AADSTS7000215: Invalid client secret '${secret}' for app ${objectId}.`);
  expect(errorFields(error).message).toBe('Microsoft Entra answered AADSTS7000215');
});

test('says of what was thrown and is no error only its type, and ends at a circle', () => {
  expect(errorFields(person)).toEqual({ type: 'string', message: '[left out]' });
  const circle = new Error('round');
  circle.cause = circle;
  expect(JSON.stringify(errorFields(circle)).length).toBeLessThan(50_000);
});

test('a database’s error in the log quotes neither row nor parameter', async () => {
  const database = await testDatabase();
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  try {
    await database.query('create table planted_rows (upn text primary key, n integer)');
    await database.query('insert into planted_rows values ($1, 1)', [upn]);
    for (const run of [
      () => database.query('insert into planted_rows values ($1, 2)', [upn]),
      () => database.query(`select '${person}'::integer`),
      () => database.query('select n from planted_rows where n = $1', [person]),
    ]) {
      await run().then(
        () => expect('a failure').toBe('none'),
        (error: unknown) => log.error({ error, upn, accountId: objectId }, 'a query failed'),
      );
    }
  } finally {
    await database.close();
  }
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toMatch(/hillside|Jane|11111111/);
  expect(lines[0]).toContain('23505');
});

test('masks in one pass what is long', () => {
  const before = performance.now();
  expect(masked(`${'"x '.repeat(20_000)}${'a@'.repeat(20_000)}`).length).toBeLessThanOrEqual(1_000);
  expect(performance.now() - before).toBeLessThan(1_000);
});

function syntaxError(): unknown {
  try {
    return JSON.parse(`{"name": ${person}}`);
  } catch (error) {
    return error;
  }
}
