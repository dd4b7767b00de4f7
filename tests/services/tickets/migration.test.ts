import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { deliveryKinds, priorityOf } from '../../../services/deliveries/delivery.ts';
import { type MigrationConnection, migrate } from '../../../services/store/migrate.ts';

const folder = join(import.meta.dirname, '../../../services/store/migrations');
const cut = '0009-tickets.sql';

it('gives what waits its place among the new kinds, and leaves what has ended alone', async () => {
  const before = await mkdtemp(join(tmpdir(), 'before-tickets-'));
  const until = async (isWanted: (name: string) => boolean) => {
    for (const name of (await readdir(folder)).filter(isWanted)) {
      await copyFile(join(folder, name), join(before, name));
    }
  };
  const pglite = await PGlite.create();
  const connection: MigrationConnection = {
    script: async (sql) => {
      await pglite.exec(sql);
    },
    query: async <Row>(sql: string, parameters?: unknown[]) =>
      (await pglite.query<Row>(sql, parameters)).rows,
  };
  await until((name) => name < cut);
  await migrate(connection, before);
  const old = ['installation', 'notice-progress', 'reminder', 'notice'];
  for (const state of ['due', 'claimed', 'sent']) {
    await pglite.query(
      `insert into deliveries (key, kind, operation, account_id, subject, priority, state)
       select $2 || kind, kind, 'send', $2 || kind, '{}', place - 1, $2
         from unnest($1::text[]) with ordinality as one (kind, place)`,
      [old, state],
    );
  }

  await until((name) => name >= cut);
  expect(await migrate(connection, before)).toContain(cut);
  const { rows } = await pglite.query<{ kind: string; priority: number; state: string }>(
    'select kind, priority, state from deliveries order by id',
  );
  const places = (state: string) =>
    rows.filter((row) => row.state === state).map(({ kind, priority }) => [kind, priority]);
  const today = deliveryKinds.filter((kind) => old.includes(kind)).map((kind) => [kind, priorityOf(kind)]);
  expect(places('due')).toEqual(today);
  expect(places('claimed')).toEqual(today);
  expect(places('sent')).toEqual(old.map((kind, place) => [kind, place]));
  await pglite.close();
  await rm(before, { recursive: true });
});
