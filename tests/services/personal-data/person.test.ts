import { keepersOf } from '../../../services/people/keepers.ts';
import { erasePerson } from '../../../services/personal-data/erase.ts';
import { exportPerson } from '../../../services/personal-data/export.ts';
import { personalRows } from '../../../services/personal-data/tables.ts';
import type { Database } from '../../../services/store/database.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';
import { leaveEverything, type Marked, now, placesOf } from './everything.ts';

let nth = 0;
function marked(): Marked {
  nth += 1;
  return {
    id: `account-${nth}-of-somebody`,
    upn: `Head@school-${nth}-here.norfolk.sch.uk`,
    firstName: `Zephyrine${'x'.repeat(nth)}y`,
    words: `zanzibar-${nth}-words`,
  };
}

describe('what is kept about one person', () => {
  let database: Database;
  let person: Marked;
  let other: Marked;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    person = marked();
    other = marked();
    await leaveEverything(database, other, marked());
    await leaveEverything(database, person, other);
  });

  const exported = async (who: string) => {
    const found = await exportPerson(database, who, now);
    if (found.kind !== 'exported') throw new Error(found.kind);
    return found.data;
  };
  const textsOf = ({ id, upn, firstName, words }: Marked) => [id, upn, firstName, words];

  it('is exported whole, by address in any letters or by object id, and nothing of others', async () => {
    const data = await exported(person.upn.toUpperCase());
    expect(Object.keys(data.held)).toEqual(personalRows.map(({ name }) => name));
    expect(data).toMatchObject({ about: { accountId: person.id, addresses: [person.upn.toLowerCase()] } });
    expect((await exported(person.id)).held).toEqual(data.held);
    const text = JSON.stringify(data);
    for (const own of [person.id, person.firstName, person.words]) expect(text).toContain(own);
    for (const foreign of textsOf(other)) expect(text).not.toContain(foreign);
    expect(data.notes.join(' ')).toContain('Several people use this account');
  });

  it('is erased from every column of every table, and nobody else’s is', async () => {
    const before = await exported(other.id);
    const outcome = await erasePerson(database, person.upn);
    expect(await placesOf(database, textsOf(person))).toEqual([]);
    expect(await exportPerson(database, person.id, now)).toEqual({ kind: 'nothing-held' });
    expect(await exportPerson(database, person.upn, now)).toEqual({ kind: 'nothing-held' });
    // The one who asked keeps the answer; only whose it is has gone.
    expect((await exported(other.id)).held).toEqual({
      ...before.held,
      // Their reply to this person stood in the ticket that has been erased.
      answersToTickets: before.held.answersToTickets?.filter(
        (row) => !JSON.stringify(row).includes('We are looking into it.'),
      ),
    });
    if (outcome.kind !== 'erased') throw new Error(outcome.kind);
    expect(Object.keys(outcome.deleted).length + Object.keys(outcome.pseudonymised).length).toBe(
      personalRows.length,
    );
    expect(await placesOf(database, [outcome.pseudonym])).toEqual([
      'asked_groups.settled_by',
      'deliveries.account_id',
      'deliveries.key',
      'desk_answer_history.by_account',
      'desk_answer_history.by_upn',
      'desk_answers.changed_by',
      'desk_answers.created_by',
      'erasures.pseudonym',
      'notices.author_id',
      'plan_changes.by_account',
      'reach_calls.called_by',
      'ticket_messages.author_id',
      'tickets.closed_by',
    ]);
  });

  it('leaves messages that waited with an outcome, and what was sent as it was', async () => {
    const outcome = await erasePerson(database, person.id);
    if (outcome.kind !== 'erased') throw new Error(outcome.kind);
    const rows = await database.query<{ key: string; state: string; why: string | null; settled: boolean }>(
      `select key, state, why, settled_at is not null as settled from deliveries
        where account_id = $1 and kind = 'reminder' order by key`,
      [outcome.pseudonym],
    );
    const key = (letter: string) => `reminder:head-online:2018-11-19:${letter}:${outcome.pseudonym}`;
    expect(rows).toEqual([
      { key: key('a'), state: 'sent', why: null, settled: true },
      { key: key('b'), state: 'skipped', why: 'person-erased', settled: true },
      { key: key('c'), state: 'skipped', why: 'person-erased', settled: true },
    ]);
    expect(
      await database.query('select from deliveries where claimed_by is not null and account_id = $1', [
        outcome.pseudonym,
      ]),
    ).toEqual([]);
  });

  it('goes under another made-up id each time, which nothing of the person makes', async () => {
    const first = await erasePerson(database, person.id);
    expect(await erasePerson(database, person.id)).toEqual({ kind: 'nothing-held' });
    await leaveEverything(database, person, other);
    const second = await erasePerson(database, person.id);
    if (first.kind !== 'erased' || second.kind !== 'erased') throw new Error('not erased');
    expect(second.pseudonym).not.toBe(first.pseudonym);
    expect([first.pseudonym, second.pseudonym]).toEqual([
      expect.stringMatching(/^erased-[0-9a-f]{16}$/),
      expect.stringMatching(/^erased-[0-9a-f]{16}$/),
    ]);
  });

  it('begins anew when they write again', async () => {
    await erasePerson(database, person.id);
    await leaveEverything(database, person, other);
    expect((await keepersOf(database, person.id)).keepers).toHaveLength(1);
    expect((await exported(person.id)).held.tickets).toHaveLength(1);
  });

  it('is not touched while an address has belonged to several accounts', async () => {
    await storeAccounts(database, { plan: norfolkPlan(), now }, [{ id: 'later-owner', upn: person.upn }]);
    const several = { kind: 'several', accountIds: [person.id, 'later-owner'].sort() };
    expect(await exportPerson(database, person.upn, now)).toEqual(several);
    expect(await erasePerson(database, person.upn)).toEqual(several);
    expect(await placesOf(database, [person.words])).not.toEqual([]);
    await database.query(`delete from accounts where id = 'later-owner'`);
    await database.query(`delete from conversations where account_id = 'later-owner'`);
  });

  it('is found in a report that was handed over before anybody heard of the account', async () => {
    await database.query(
      `insert into report_upload_rows (address, methods, registered, as_of, dated, upload)
       values ('nobody@yet.norfolk.sch.uk', '[]', true, $1, true, 'u')`,
      [now],
    );
    expect((await exported('Nobody@yet.norfolk.sch.uk')).held).toEqual({
      reportHandedOver: [expect.objectContaining({ address: 'nobody@yet.norfolk.sch.uk' })],
    });
    expect(await erasePerson(database, 'nobody@yet.norfolk.sch.uk')).toMatchObject({
      deleted: { reportHandedOver: 1 },
    });
    expect(await exportPerson(database, "' or 1=1 --", now)).toEqual({ kind: 'nothing-held' });
  });
});
