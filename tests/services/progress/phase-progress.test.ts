import { addKeeper, sayWorks } from '../../../services/people/keepers.ts';
import { recordOutlookWord } from '../../../services/people/outlook-words.ts';
import { phaseCounts } from '../../../services/progress/phase-progress.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const now = new Date('2018-11-12T09:00:00Z');

it('counts keepers who are missing, and what people say of Outlook', async () => {
  const db = await testDatabase();
  await storeAccounts(db, { plan, now }, [
    { upn: 'office@ash.norfolk.sch.uk', registered: true },
    { upn: 'office@beech.norfolk.sch.uk', registered: true },
    { upn: 'office@cedar.norfolk.sch.uk', registered: true },
    { upn: 'office@elm.norfolk.sch.uk', registered: false },
    { upn: 'office@fir.norfolk.sch.uk' },
    { upn: 'office@gorse.norfolk.sch.uk', registered: true, enabled: false },
  ]);
  const counts = async (phaseId: string) => {
    const found = (await phaseCounts(db, plan)).find(({ phase }) => phase.id === phaseId);
    return { ...found, phase: phaseId };
  };
  const before = { accounts: 5, ready: 3, notReady: 1, unknown: 1 };
  expect(await counts('office-online')).toEqual({ phase: 'office-online', ...before });
  expect(await counts('office-client')).toEqual({ phase: 'office-client', ...before, confirmed: 0 });

  const said = (upn: string, word: 'works' | 'not-needed' | 'not-working') =>
    recordOutlookWord(db, { accountId: upn, word, now });
  const added = await addKeeper(db, { accountId: 'office@ash.norfolk.sch.uk', firstName: 'Sam', now });
  await said('office@beech.norfolk.sch.uk', 'not-working');
  await said('office@cedar.norfolk.sch.uk', 'works');
  await said('office@elm.norfolk.sch.uk', 'not-needed');
  await said('office@gorse.norfolk.sch.uk', 'works');
  expect(await counts('office-online')).toMatchObject({ ready: 2, notReady: 2, unknown: 1 });
  expect(await counts('office-client')).toMatchObject({ ready: 1, notReady: 3, unknown: 1, confirmed: 2 });

  if ('fault' in added) throw new Error(added.fault);
  await sayWorks(db, { accountId: 'office@ash.norfolk.sch.uk', keeperId: added.keeper.id, now });
  expect(await counts('office-online')).toMatchObject({ ready: 3, notReady: 1 });
  expect(await counts('head-online')).toEqual({
    phase: 'head-online',
    accounts: 0,
    ready: 0,
    notReady: 0,
    unknown: 0,
  });
  await db.close();
});
