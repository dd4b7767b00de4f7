import { unreachedOfSchool } from '../../../services/reach/school.ts';
import { type UnreachedPlace, unreached } from '../../../services/reach/unreached.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const schools = 400;
const accounts = 25_000;

/** Of ten accounts the first four were never seen; every school has both kinds. */
const isNeverSeen = (number: number) => number % 10 < 4;

interface Made {
  id: string;
  cohort: string;
  school: string;
  upn: string;
}

function made(number: number): Made {
  const place = Math.floor(number / schools);
  const school = `school-${number % schools}.norfolk.sch.uk`;
  const cohort = place === 0 ? 'head' : place === 1 ? 'office' : 'everyone-else';
  return { id: `id-${number}`, cohort, school, upn: `${place < 2 ? cohort : `person-${place}`}@${school}` };
}

/** Worked out by hand from the announced dates: five school days earlier, there being no day off but weekends. */
const fiveSchoolDaysBefore = [
  ['head', 'online', '2018-11-19', '2018-11-12'],
  ['head', 'client', '2018-11-26', '2018-11-19'],
  ['office', 'online', '2018-12-03', '2018-11-26'],
  ['office', 'client', '2018-12-10', '2018-12-03'],
  ['everyone-else', 'online', '2018-12-13', '2018-12-06'],
  ['everyone-else', 'client', '2018-12-13', '2018-12-06'],
] as const;

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

it('names each of 10,000 accounts that Teams never saw, with school and phase, five school days before its date', async () => {
  const all = Array.from({ length: accounts }, (_, number) => made(number));
  for (let from = 0; from < accounts; from += 1_000) {
    const some = JSON.stringify(all.slice(from, from + 1_000));
    await db.query(
      `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at)
       select id, upn, upn, true, school, cohort, 0, now()
         from jsonb_to_recordset($1::jsonb) as r(id text, upn text, school text, cohort text)`,
      [some],
    );
  }
  await db.query(
    `insert into statuses (account_id, methods, registered, methods_source, methods_as_of)
     select id, '["password"]', false, 'registration-report', now() from accounts`,
  );
  const seen = all.filter((_, number) => !isNeverSeen(number)).map(({ id }) => id);
  await db.query(
    `insert into conversations (account_id, conversation_id, service_url, bot_id, teams_user_id, installed)
     select id, id, 'https://smba.example', '28:bot', '29:x', true from unnest($1::text[]) as id`,
    [seen],
  );

  for (const [cohort, surface, date, day] of fiveSchoolDaysBefore) {
    const now = new Date(`${day}T08:30:00Z`);
    const found = new Set<string>();
    const listed = new Set<string>();
    for (let after: UnreachedPlace | undefined, isLast = false; !isLast; ) {
      const page = await unreached(db, { plan, now, which: 'open', most: 200, after });
      for (const { school } of page.schools) listed.add(school);
      after = page.next;
      isLast = after === undefined;
    }
    for (const school of listed) {
      const page = await unreachedOfSchool(db, { plan, now, school, most: 1_000 });
      for (const { id, phases } of page.accounts) {
        if (phases.some((phase) => phase.phaseId === `${cohort}-${surface}` && phase.date === date))
          found.add(id);
      }
    }
    const expected = all.filter((account, number) => account.cohort === cohort && isNeverSeen(number));
    expect(found.size).toBe(expected.length);
    expect(expected.every(({ id }) => found.has(id))).toBe(true);
  }
}, 240_000);
