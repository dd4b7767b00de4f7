import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { personalRows } from '../../services/personal-data/tables.ts';
import { retentionDays } from '../../services/rollout/retention.ts';
import type { Database } from '../../services/store/database.ts';
import { testDatabase } from '../support/database.ts';

interface DocumentedColumn {
  column: string;
  purpose: string;
  kept: string;
  whoSees: string;
}

/** Columns under which a table may hold who somebody is. */
const whose =
  /^(account_id|author_id|by_account|by_upn|created_by|changed_by|closed_by|settled_by|upn|address|first_name|teams_user_id)$/;

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

describe('docs/data-protection.md', () => {
  let database: Database;
  let text: string;
  let documented: DocumentedColumn[];
  let stored: string[];
  beforeAll(async () => {
    database = await testDatabase();
    text = await readFile(join(import.meta.dirname, '../../docs/data-protection.md'), 'utf8');
    documented = text
      .split('\n')
      .filter((line) => /^\| `[a-z_]+\.[a-z_]+`/.test(line))
      .flatMap((line) => {
        const [columns = '', purpose = '', kept = '', whoSees = ''] = cellsOf(line);
        return [...columns.matchAll(/`([^`]+)`/g)].map(([, column = '']) => ({
          column,
          purpose,
          kept,
          whoSees,
        }));
      });
    const rows = await database.query<{ name: string }>(
      `select c.table_name || '.' || c.column_name as name
         from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1`,
    );
    stored = rows.map(({ name }) => name);
  });
  afterAll(() => database.close());

  it('lists every column that is stored, once, and none that is not', () => {
    expect(documented.map(({ column }) => column).toSorted()).toEqual(stored.toSorted());
  });

  it('says of each what it is for, how long it is kept and who sees it', () => {
    for (const { column, purpose, kept, whoSees } of documented) {
      expect({ column, isComplete: [purpose, kept, whoSees].every((cell) => cell.length > 3) }).toEqual({
        column,
        isComplete: true,
      });
      const classes = [...kept.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
      if (classes.length === 0)
        expect({ column, kept }).toEqual({ column, kept: expect.stringMatching(/^stays/) });
      for (const name of classes) expect(Object.keys(retentionDays)).toContain(name);
    }
  });

  it('names the days of every class as the plan has them', () => {
    const lines = text
      .split('\n')
      .map(cellsOf)
      .filter((cells) => cells.length === 5 && /^`[a-zA-Z]+`$/.test(cells[0] ?? ''));
    expect(
      Object.fromEntries(
        lines.map(([name = '', , usual, from, to]) => [
          name.replaceAll('`', ''),
          { usual: Number(usual), from: Number(from), to: Number(to) },
        ]),
      ),
    ).toEqual(retentionDays);
  });

  it('and the export and the erasure know every table that holds who somebody is', () => {
    const tables = stored
      .map((name) => name.split('.'))
      .filter(([, column = '']) => whose.test(column))
      .map(([table = '']) => table);
    const known = new Set(personalRows.map(({ table }) => table));
    for (const table of new Set(tables)) expect([...known]).toContain(table);
  });

  it('and every view is made of listed columns: it stores nothing itself', async () => {
    const views = await database.query<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'public' and table_type <> 'BASE TABLE'`,
    );
    for (const { table_name: name } of views)
      expect(documented.map(({ column }) => column.split('.')[0])).not.toContain(name);
  });

  it('follows the seven steps in their order', () => {
    const steps = [...text.matchAll(/^## Step (\d): /gm)].map(([, step]) => Number(step));
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
