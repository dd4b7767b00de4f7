import { gapsView } from '../../bot/gaps-view.ts';
import { progressCard } from '../../cards/progress.ts';
import { gapLines } from '../../cards/progress-gaps.ts';
import { noteGap } from '../../services/directory/graph-gaps.ts';
import { beginReading, endReading } from '../../services/directory/graph-readings.ts';
import { countLegacySignIns } from '../../services/directory/legacy-sign-ins.ts';
import { legacyProtocols } from '../../services/graph/sign-ins.ts';
import type { Database } from '../../services/store/database.ts';
import { testDatabase } from '../support/database.ts';
import { norfolkPlan } from '../support/norfolk-plan.ts';

const now = new Date('2018-11-05T09:00:00Z');
const plan = norfolkPlan();
let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.query('truncate graph_gaps'));
afterAll(() => database.close());

const lines = async () => {
  const view = await gapsView({ database, plan }, now);
  return view && gapLines(view);
};

it('says nothing where Microsoft gives everything, and nothing of the size of a page', async () => {
  expect(await lines()).toBeUndefined();
  await noteGap(database, 'report-page-size', 'refused', now);
  expect(await lines()).toBeUndefined();
});

it('names what a missing licence costs and what the bot does instead', async () => {
  for (const name of ['sign-ins', 'registration-report', 'sign-in-activity'] as const) {
    await noteGap(database, name, 'no-licence', now);
  }
  expect(await lines()).toEqual([
    'No registration report, no last sign-in of accounts and no list of who connects by POP3 or IMAP: the organisation has no Microsoft Entra ID P1 licence.',
    'Instead, each account is asked singly, up to 1,300 an hour.',
  ]);
});

it('tells a permission from a licence, and promises no single checks that it may not make', async () => {
  await noteGap(database, 'registration-report', 'no-permission', now);
  await noteGap(database, 'sign-ins', 'no-licence', now);
  await noteGap(database, 'person-checks', 'no-permission', now);
  expect(await lines()).toEqual([
    'No list of who connects by POP3 or IMAP: the organisation has no Microsoft Entra ID P1 licence.',
    'No registration report: the app lacks the permission AuditLog.Read.All.',
  ]);
});

const cardText = (view: Partial<Parameters<typeof progressCard>[0]>) =>
  JSON.stringify(
    progressCard({
      organisation: 'X',
      phases: [],
      messages: { sent: 0, waiting: 0, skipped: [], failed: [] },
      guides: [],
      at: '09:00 today',
      ...view,
    }),
  );

it('says on the card where readiness comes from', () => {
  const gaps = [{ what: 'report', why: 'no-licence' } as const];
  expect(cardText({})).toContain("Microsoft's report has not been read yet");
  expect(cardText({ missing: { gaps, checksAnHour: 1300, lookedAt: 'x' } })).toContain(
    'Who is ready: checks of single accounts.',
  );
  expect(cardText({ missing: { gaps, lookedAt: '09:00 today' } })).toContain(
    'Last asked for it at 09:00 today.',
  );
  expect(cardText({ missing: { gaps, lookedAt: 'x' } })).toContain(
    "Microsoft's report has not been read yet",
  );
});

it('shows how many connect the old way, and no small figure', () => {
  expect(cardText({ oldWay: { accounts: { kind: 'exact', count: 1204 }, at: '06:10 today' } })).toContain(
    '1,204 accounts still connect by POP3 or IMAP',
  );
  expect(cardText({ oldWay: { accounts: { kind: 'few' }, at: '06:10 today' } })).toContain(
    'Fewer than 5 accounts still connect',
  );
  expect(cardText({})).not.toContain('POP3');
});

it('counts them only when every protocol was read to its end', async () => {
  for (const [index, protocol] of legacyProtocols.entries()) {
    expect(await countLegacySignIns(database, plan, now)).toBeUndefined();
    await beginReading(database, `legacy-sign-ins ${protocol}`, new Date(now.getTime() - index * 60_000));
    await endReading(database, `legacy-sign-ins ${protocol}`, now);
  }
  expect(await countLegacySignIns(database, plan, now)).toEqual({
    accounts: 0,
    asOf: new Date(now.getTime() - (legacyProtocols.length - 1) * 60_000),
  });
});
