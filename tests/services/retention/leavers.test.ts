import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { addKeeper } from '../../../services/people/keepers.ts';
import { recordOutlookWord } from '../../../services/people/outlook-words.ts';
import { setPlain } from '../../../services/people/preferences.ts';
import { deleteLeavers } from '../../../services/retention/leavers.ts';
import type { Database } from '../../../services/store/database.ts';
import { openTicket } from '../../../services/tickets/tickets.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const now = new Date('2018-11-05T09:00:00Z');
const minuteMs = 60_000;
const ago = (days: number, moreMs = 0) => new Date(now.getTime() - days * 86_400_000 - moreMs);
const head = (school: string) => `head@${school}.norfolk.sch.uk`;

describe('what is kept of accounts that are gone', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
    await database.query(
      `insert into directory_sweeps (started_at, listed_at, cohorts) values ($1, $1, 'old'), ($1, $1, 'new')`,
      [now],
    );
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of ['accounts', 'statuses', 'conversations', 'deliveries', 'tickets'])
      await database.query(`delete from ${table}`);
  });

  const run = () => deleteLeavers(database, plan.retention, now);
  const accounts = async () => {
    const rows = await database.query<{ id: string }>('select id from accounts order by id');
    return rows.map(({ id }) => id);
  };
  /** An account that the newest listing did not name, last seen at a moment. */
  async function leaver(upn: string, seenAt: Date, set = 'sweep = 1'): Promise<void> {
    await storeAccounts(database, { plan, now: seenAt }, [{ upn, enabled: false, registered: true }]);
    await database.query(`update accounts set ${set} where id = $1`, [upn]);
  }

  it('is deleted from every table, to the minute, once', async () => {
    await leaver(head('ash'), ago(30, minuteMs));
    await leaver(head('beech'), ago(30, -minuteMs));
    for (const school of ['ash', 'beech']) {
      const accountId = head(school);
      const added = await addKeeper(database, { accountId, firstName: 'Sam', now });
      if ('fault' in added) throw new Error(added.fault);
      await recordOutlookWord(database, { accountId, keeperId: added.keeper.id, word: 'works', now });
      await setPlain(database, { accountId, plain: true, now });
      await database.query(
        `insert into guide_walks (account_id, guide_id, trail, version, state, opened_at, updated_at)
         values ($1, 'g', '["one"]', 1, 'under-way', $2, $2)`,
        [accountId, now],
      );
      await database.query('insert into installations (account_id, cause) values ($1, $2)', [
        accountId,
        'never-met',
      ]);
      await database.query('insert into last_topics (account_id, article_id, at) values ($1, $2, $3)', [
        accountId,
        'x',
        now,
      ]);
      await database.query(
        `insert into reach_calls (account_id, phase_id, phase_date, called_by, called_at)
         values ($1, 'head-online', '2018-11-19', 'officer', $2)`,
        [accountId, now],
      );
      await database.query(
        `insert into legacy_sign_ins (account_id, protocol, last_day) values ($1, 'POP3', '2018-11-01')`,
        [accountId],
      );
      await database.query(
        `insert into reminder_cards (delivery_id, account_id, reference, phase_id, phase_date, made_at)
         values ((select count(*) from reminder_cards), $1, $1, 'head-online', '2018-11-19', $2)`,
        [accountId, now],
      );
      await database.query(
        `insert into snoozes (account_id, phase_id, phase_date, until_day, used, delivery_id, snoozed_at)
         values ($1, 'head-online', '2018-11-19', '2018-11-15', 1, 1, $2)`,
        [accountId, now],
      );
      await database.query(
        `insert into report_upload_rows (address, methods, registered, as_of, dated, upload)
         values ($1, '[]', false, $2, true, 'u')`,
        [accountId, now],
      );
    }
    expect(await run()).toBe(1);
    const tables = await database.query<{ table_name: string; column_name: string }>(
      `select table_name, column_name from information_schema.columns
        where table_schema = 'public' and (column_name = 'account_id' or table_name in ('accounts', 'report_upload_rows'))
          and column_name in ('account_id', 'id', 'address')
          and table_name not in ('account_words')`,
    );
    const held: Record<string, string[]> = {};
    for (const { table_name: table, column_name: column } of tables) {
      const rows = await database.query<{ whose: string }>(
        `select distinct ${column} as whose from ${table} where ${column} is not null order by 1`,
      );
      held[table] = rows.map(({ whose }) => whose);
    }
    const one = [head('beech')];
    expect(held).toEqual({
      accounts: one,
      statuses: one,
      conversations: one,
      installations: one,
      guide_walks: one,
      outlook_words: one,
      keepers: one,
      keeper_lists: one,
      preferences: one,
      last_topics: one,
      legacy_sign_ins: one,
      reach_calls: one,
      reminder_cards: one,
      snoozes: one,
      report_upload_rows: one,
      deliveries: [],
      tickets: [],
    });
    expect(await run()).toBe(0);
  });

  it('stays while the account is blocked but listed, or Graph has listed nobody since', async () => {
    await leaver('blocked', ago(400), 'sweep = 2');
    await leaver('enabled', ago(400), 'sweep = 1, enabled = true');
    await leaver('gone', ago(400));
    await database.query('update directory_sweeps set listed_at = null where id = 2');
    expect(await run()).toBe(0);
    await database.query('update directory_sweeps set listed_at = started_at where id = 2');
    expect(await run()).toBe(1);
    expect(await accounts()).toEqual(['blocked', 'enabled']);
  });

  it('stays while a ticket is not closed or a message is on the road', async () => {
    await leaver('asks', ago(400));
    await leaver('waits', ago(400));
    const requestId = '00000000-0000-4000-8000-000000000001';
    await openTicket(database, { accountId: 'asks', requestId, text: 'Help', now });
    await enqueue(database, [
      { key: 'w', kind: 'notice', operation: 'send', target: { accountId: 'waits' }, subject: {} },
    ]);
    expect(await run()).toBe(0);
    await database.query(`update tickets set state = 'closed', closed_at = opened_at`);
    await database.query(`update deliveries set state = 'skipped', settled_at = clock_timestamp()`);
    expect(await run()).toBe(2);
    expect(await database.query('select from tickets')).toHaveLength(1);
  });

  it('is deleted of accounts that only Teams named once nothing was heard of them for long', async () => {
    await leaver('older', ago(365, minuteMs), `source = 'teams', enabled = true`);
    await leaver('younger', ago(365, -minuteMs), `source = 'teams', enabled = true`);
    expect(await run()).toBe(1);
    expect(await accounts()).toEqual(['younger']);
  });

  it('is deleted however many they are', async () => {
    await database.query(
      `insert into accounts (id, upn, display_name, enabled, sweep, seen_at)
       select n::text, n::text, n::text, false, 1, '2017-01-01' from generate_series(1, 230) as n`,
    );
    expect(await run()).toBe(230);
    expect(await accounts()).toEqual([]);
  });
});
