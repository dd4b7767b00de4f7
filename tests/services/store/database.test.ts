import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { Database } from '../../../services/store/database.ts';
import { openDatabase } from '../../../services/store/database.ts';
import { type MigrationConnection, migrate } from '../../../services/store/migrate.ts';
import { testDatabase } from '../../support/database.ts';

const database: Database = await testDatabase();
afterAll(() => database.close());

test('both engines give the same values for the same types', async () => {
  const [row] = await database.query(
    `select count(*) as count, 9007199254740993::bigint as big, 1.50::numeric as exact, date '2018-03-25' as day,
       timestamptz '2018-11-05 09:00+00' as moment, '{"a": [1]}'::jsonb as data, true as yes, 2 as small,
       array['x','y'] as words, array[1,2]::bigint[] as ids, array[date '2018-03-25'] as days, 0.5::float8 as half,
       null::text as nothing`,
  );
  expect(row).toEqual({
    count: '1',
    big: '9007199254740993',
    exact: '1.50',
    day: '2018-03-25',
    moment: new Date('2018-11-05T09:00:00Z'),
    data: { a: [1] },
    yes: true,
    small: 2,
    words: ['x', 'y'],
    ids: ['1', '2'],
    days: ['2018-03-25'],
    half: 0.5,
    nothing: null,
  });
});

test('both engines take the same parameters', async () => {
  const moment = new Date('2018-11-05T09:00:00Z');
  const [row] = await database.query(
    `select $1::text[] as words, $2::jsonb as data, $3::timestamptz as moment, $4::bigint as big, $5::text as nothing`,
    [['a,b', 'c"d', ''], JSON.stringify([1, { x: 'y' }]), moment, '9007199254740993', undefined],
  );
  expect(row).toEqual({
    words: ['a,b', 'c"d', ''],
    data: [1, { x: 'y' }],
    moment,
    big: '9007199254740993',
    nothing: null,
  });
});

test('a transaction that throws leaves nothing behind and the database usable', async () => {
  await database.query('create table kept (word text)');
  await database.transaction((tx) => tx.query(`insert into kept values ('committed')`));
  const failing = database.transaction(async (tx) => {
    await tx.query(`insert into kept values ('lost')`);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(await database.query('select word from kept')).toEqual([{ word: 'committed' }]);
});

test('migrations are applied in order, once, and a fault leaves the database at the one before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  const write = (name: string, sql: string) => writeFile(join(folder, name), sql);
  await write('0002-second.sql', 'alter table migrated add column second text');
  await write('0001-first.sql', 'create table migrated (first text)');
  await migrating(async (connection) => {
    expect(await migrate(connection, folder)).toEqual(['0001-first.sql', '0002-second.sql']);
    expect(await migrate(connection, folder)).toEqual([]);
    await write('0003-broken.sql', 'alter table migrated add column third text; select nonsense');
    await expect(migrate(connection, folder)).rejects.toMatchObject({ code: 'bad-migration' });
    const rows = await connection.query(
      `select column_name from information_schema.columns where table_name = 'migrated' and table_schema = current_schema()`,
    );
    expect(rows).toHaveLength(2);
  });
  await rm(folder, { recursive: true });
});

test('a database that a newer version has used is refused by name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await migrating(async (connection) => {
    await migrate(connection, folder);
    await connection.query(`insert into migrations (name) values ('9999-from-the-future.sql')`);
    await expect(migrate(connection, folder)).rejects.toThrow(/newer version.*9999-from-the-future\.sql/);
  });
  await rm(folder, { recursive: true });
});

test('a server that cannot be reached is named, without its password', async () => {
  const opening = openDatabase({ databaseUrl: 'postgres://bot:secret@127.0.0.1:1/mfa' });
  await expect(opening).rejects.toMatchObject({ code: 'unreachable' });
  const message = await opening.catch((error: Error) => error.message);
  expect(message).toMatch(/127\.0\.0\.1:1\/mfa.*DATABASE_URL/);
  expect(message).not.toContain('secret');
});

/** Runs `work` on one connection to a fresh, empty schema. */
async function migrating(work: (connection: MigrationConnection) => Promise<void>): Promise<void> {
  const schema = `s${randomUUID().replaceAll('-', '')}`;
  const { native } = database;
  if (native instanceof PGlite) {
    await native.exec(`create schema ${schema}; set search_path to ${schema}`);
    await work({
      script: async (sql) => {
        await native.exec(sql);
      },
      query: (sql, parameters) => database.query(sql, parameters),
    });
    await native.exec('reset search_path');
    return;
  }
  // The other engine's own handle: see Database.native.
  const client = await (native as pg.Pool).connect();
  await client.query(`create schema ${schema}; set search_path to ${schema}`);
  await work({
    script: async (sql) => {
      await client.query(sql);
    },
    query: async <Row>(sql: string, parameters?: unknown[]) =>
      (await client.query(sql, parameters)).rows as Row[],
  });
  client.release(true);
}
