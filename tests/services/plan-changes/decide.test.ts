import { allChanges, newestRevision, pageOfChanges } from '../../../services/plan-changes/changes.ts';
import type { WantedChange } from '../../../services/plan-changes/check-change.ts';
import { confirmChange, undoChange } from '../../../services/plan-changes/decide.ts';
import { findDraft, keepDraft } from '../../../services/plan-changes/drafts.ts';
import { createPlanFollower } from '../../../services/plan-changes/follow-plan.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const now = new Date('2018-11-14T10:00:00Z');
const move: WantedChange = { what: 'moved', phaseId: 'office-online', date: '2018-12-10', why: 'Training' };

describe('changes of the plan', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  beforeEach(() => database.query('truncate plan_changes, plan_change_drafts, plan_tellings'));
  afterAll(() => database.close());

  const draftOf = (change: WantedChange, authorId = 'desk-1') =>
    keepDraft(database, { authorId, change, now });

  async function confirm(change: WantedChange, seen: number, by = 'desk-1') {
    const draftId = await draftOf(change, by);
    return confirmChange(database, { draftId, change, seen, byAccount: by, now });
  }

  const undo = async (changeId: number, day = '2018-11-14', seen?: number) =>
    undoChange(database, norfolkPlan(), {
      changeId,
      why: 'No training after all',
      seen: seen ?? (await newestRevision(database)),
      byAccount: 'desk-2',
      now,
      today: day,
    });

  it('are made once, however often the button is pressed', async () => {
    const draftId = await draftOf(move);
    const press = () => confirmChange(database, { draftId, change: move, seen: 0, byAccount: 'desk-1', now });
    const [first, second] = [await press(), await press()];
    expect(first).toMatchObject({
      kind: 'changed',
      isNew: true,
      change: { id: 1, byAccount: 'desk-1', at: now },
    });
    expect(second).toMatchObject({ kind: 'changed', isNew: false, change: { id: 1 } });
    expect(await allChanges(database)).toHaveLength(1);
    expect(await database.query('select change_id::int as id from plan_tellings')).toEqual([{ id: 1 }]);
  });

  it('are made only of the plan that their author saw: of two at once one is told', async () => {
    const outcomes = await Promise.all([
      confirm(move, 0, 'desk-1'),
      confirm({ ...move, date: '2018-12-17' }, 0, 'desk-2'),
    ]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['changed', 'newer']);
    expect(await newestRevision(database)).toBe(1);
    expect(await confirm({ ...move, date: '2018-12-17' }, 1, 'desk-2')).toMatchObject({ kind: 'changed' });
  });

  it('are typed for their author alone', async () => {
    const id = await draftOf(move);
    expect(await findDraft(database, { id, authorId: 'desk-1' })).toEqual(move);
    expect(await findDraft(database, { id, authorId: 'desk-2' })).toBeUndefined();
    expect(await findDraft(database, { id: 'no id', authorId: 'desk-1' })).toBeUndefined();
  });

  it('are taken back by a change that says so, once', async () => {
    await confirm(move, 0);
    expect(await undo(1)).toMatchObject({
      kind: 'undone',
      isNew: true,
      change: { id: 2, what: 'undone', undoes: 1, why: 'No training after all' },
    });
    expect(await undo(1)).toMatchObject({ kind: 'undone', isNew: false, change: { id: 2 } });
    expect((await allChanges(database)).map(({ what }) => what)).toEqual(['moved', 'undone']);
  });

  it('are taken back only of the plan that was shown, and once of two presses at the same time', async () => {
    await confirm(move, 0);
    await confirm({ ...move, phaseId: 'head-online', date: '2018-11-20' }, 1);
    expect(await undo(1, '2018-11-14', 1)).toEqual({ kind: 'newer' });
    expect(await newestRevision(database)).toBe(2);
    const both = await Promise.all([undo(1, '2018-11-14', 2), undo(1, '2018-11-14', 2)]);
    expect(both).toMatchObject([{ kind: 'undone' }, { kind: 'undone' }]);
    expect(both.map((each) => each.kind === 'undone' && each.isNew).toSorted()).toEqual([false, true]);
    expect(await newestRevision(database)).toBe(3);
  });

  it('are not taken back where a later one of the same date stands on it, but where that was taken back too', async () => {
    await confirm(move, 0);
    await confirm({ ...move, phaseId: 'head-online', date: '2018-11-20' }, 1);
    await confirm({ ...move, date: '2018-12-17' }, 2);
    expect(await undo(1)).toEqual({ kind: 'stood-on' });
    expect(await undo(3)).toMatchObject({ kind: 'undone' });
    expect(await undo(1)).toMatchObject({ kind: 'undone', change: { id: 5 } });
  });

  it('are not taken back into the past, nor an undoing or what there never was', async () => {
    await confirm(move, 0);
    expect(await undo(1, '2018-12-04')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('Monday 3 December 2018 has passed'),
    });
    await undo(1);
    expect(await undo(2)).toEqual({ kind: 'unknown' });
    expect(await undo(99)).toEqual({ kind: 'unknown' });
    expect(await newestRevision(database)).toBe(2);
  });

  it('are read newest first, in pages', async () => {
    for (const seen of [0, 1, 2]) await confirm({ ...move, date: `2018-12-${10 + seen * 7}` }, seen);
    const first = await pageOfChanges(database, { most: 2 });
    expect([first.changes.map(({ id }) => id), first.older]).toEqual([[3, 2], 1]);
    const second = await pageOfChanges(database, { most: 2, before: 2 });
    expect([second.changes.map(({ id }) => id), second.older]).toEqual([[1], 0]);
    expect(await pageOfChanges(database, { most: 2, before: 1 })).toEqual({ changes: [], older: 0 });
  });

  it('reach every instance, which looks at most once a second where it looks often', async () => {
    let ms = 0;
    const [here, there] = [norfolkPlan(), norfolkPlan()];
    const follower = createPlanFollower({ database, plan: here }, () => ms);
    const other = createPlanFollower({ database, plan: there }, () => ms);
    await Promise.all([follower.now(), other.now()]);
    expect(here.revision).toBeUndefined();
    await confirm(move, 0);
    await other.withinASecond();
    expect(there.revision).toBeUndefined();
    ms = 1_000;
    await Promise.all([follower.now(), other.withinASecond()]);
    const dateOf = (plan: typeof here) => plan.phases.find(({ id }) => id === 'office-online')?.date;
    expect([here.revision, there.revision]).toEqual([1, 1]);
    expect([dateOf(here), dateOf(there)]).toEqual(['2018-12-10', '2018-12-10']);
  });

  it('ask one question where nothing has changed', async () => {
    const asked: string[] = [];
    const watched: Database = {
      ...database,
      query: (sql, parameters) => {
        asked.push(sql);
        return database.query(sql, parameters);
      },
    };
    await confirm(move, 0);
    const follower = createPlanFollower({ database: watched, plan: norfolkPlan() });
    await follower.now();
    expect(asked).toHaveLength(2);
    await follower.now();
    expect(asked).toHaveLength(3);
  });
});
