import { isPlain, setPlain } from '../../../services/people/preferences.ts';
import { testDatabase } from '../../support/database.ts';

it('remembers plain mode, for this account alone', async () => {
  const db = await testDatabase();
  const now = new Date('2018-11-12T09:00:00Z');
  expect(await isPlain(db, 'one')).toBe(false);
  await setPlain(db, { accountId: 'one', plain: true, now });
  await setPlain(db, { accountId: 'one', plain: true, now });
  expect(await isPlain(db, 'one')).toBe(true);
  expect(await isPlain(db, 'two')).toBe(false);
  await setPlain(db, { accountId: 'one', plain: false, now });
  expect(await isPlain(db, 'one')).toBe(false);
  await db.close();
});
