import type { Guide } from '../../../services/guides/guide.ts';
import { finishPlace, loadPlace, openPlace, pressPlace } from '../../../services/guides/places.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const step = (id: string, next?: string) => ({
  id,
  title: id,
  text: [id],
  ...(next === undefined ? { check: 'registration' as const } : { next }),
});
const guide: Guide = { id: 'example', title: 'Example', steps: [step('a', 'b'), step('b', 'c'), step('c')] };
const now = new Date('2018-11-12T09:00:00Z');
const later = new Date('2018-11-15T09:00:00Z');

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const walk = (accountId: string, at = now) => ({ guide, accountId, now: at });

describe('the place in a guide', () => {
  it('is nothing before the guide is opened, then its first step', async () => {
    expect(await loadPlace(db, guide, 'fresh')).toBeUndefined();
    const opened = await openPlace(db, walk('fresh'));
    expect(opened).toMatchObject({ resumed: false, place: { stepId: 'a', version: 1, state: 'under-way' } });
    expect(await loadPlace(db, guide, 'fresh')).toEqual({ ...opened.place, updatedAt: now });
  });

  it('is kept for days', async () => {
    await openPlace(db, walk('slow'));
    await pressPlace(db, walk('slow'), { kind: 'next', fromStep: 'a', version: 1 });
    const opened = await openPlace(db, walk('slow', later));
    expect(opened).toMatchObject({ resumed: true, place: { stepId: 'b', version: 2, updatedAt: now } });
  });

  it('moves once when the same press arrives twice', async () => {
    await openPlace(db, walk('twice'));
    const press = { kind: 'next', fromStep: 'a', version: 1 } as const;
    expect(await pressPlace(db, walk('twice'), press)).toMatchObject({ moved: true, place: { stepId: 'b' } });
    expect(await pressPlace(db, walk('twice'), press)).toMatchObject({
      moved: false,
      place: { stepId: 'b' },
    });
  });

  it('moves once when the same press arrives at the same time', async () => {
    await openPlace(db, walk('both'));
    const press = { kind: 'next', fromStep: 'a', version: 1 } as const;
    const pressed = await Promise.all(Array.from({ length: 5 }, () => pressPlace(db, walk('both'), press)));
    expect(pressed.filter(({ moved }) => moved)).toHaveLength(1);
    expect(new Set(pressed.map(({ place }) => place.stepId))).toEqual(new Set(['b']));
  });

  it('is made once when the guide is opened at the same time', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => openPlace(db, walk('rush'))));
    expect(opened.filter(({ resumed }) => !resumed)).toHaveLength(1);
    expect(new Set(opened.map(({ place }) => place.version))).toEqual(new Set([1]));
  });

  it('is done once, however often it is finished, and begins again when opened', async () => {
    await openPlace(db, walk('done'));
    const first = await finishPlace(db, walk('done'));
    expect(await finishPlace(db, walk('done', later))).toEqual(first);
    expect(first).toMatchObject({ state: 'done', version: 2 });
    const opened = await openPlace(db, walk('done', later));
    expect(opened).toMatchObject({ resumed: false, place: { state: 'under-way', stepId: 'a', version: 3 } });
  });

  it('goes to the start when its step is no longer in the guide', async () => {
    await openPlace(db, walk('edited'));
    await pressPlace(db, walk('edited'), { kind: 'next', fromStep: 'a', version: 1 });
    const shorter: Guide = { ...guide, steps: [step('a', 'c'), step('c')] };
    const place = await loadPlace(db, shorter, 'edited');
    expect(place).toMatchObject({ stepId: 'a', version: 3, state: 'under-way' });
    const pressed = await pressPlace(
      db,
      { ...walk('edited'), guide: shorter },
      { kind: 'next', fromStep: 'a', version: 3 },
    );
    expect(pressed).toMatchObject({ moved: true, place: { stepId: 'c', version: 4 } });
  });

  it('belongs to one account alone', async () => {
    await openPlace(db, walk('one'));
    await pressPlace(db, walk('one'), { kind: 'next', fromStep: 'a', version: 1 });
    expect(await loadPlace(db, guide, 'other')).toBeUndefined();
  });
});
