import { findPlace } from '../../bot/ticket-place.ts';
import { factsOfAnybody } from '../../services/guides/facts.ts';
import { setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import { loadGuides } from '../../services/guides/load-guide.ts';
import { openWalk, type StoredWalk } from '../../services/guides/walks.ts';
import { addKeeper } from '../../services/people/keepers.ts';
import type { Database } from '../../services/store/database.ts';
import { testDatabase } from '../support/database.ts';
import { norfolkPlan } from '../support/norfolk-plan.ts';

const plan = norfolkPlan();
const now = new Date('2018-11-05T09:00:00Z');
const guides = loadGuides(plan);
const guide = setUpMfaGuideId;

describe('where somebody is stuck', () => {
  let database: Database;
  let walk: StoredWalk;
  let keeperId: string;
  beforeAll(async () => {
    database = await testDatabase();
    const setUp = guides.get(guide);
    if (!setUp) throw new Error('the product ships with this guide');
    const added = await addKeeper(database, { accountId: 'head', firstName: 'Sam', now });
    if ('fault' in added) throw new Error(added.fault);
    keeperId = added.keeper.id;
    const of = { guide: setUp, facts: factsOfAnybody(plan, now), accountId: 'head', keeperId, now };
    walk = (await openWalk(database, of)).walk;
  });
  afterAll(() => database.close());

  const find = (accountId: string, claimed: Parameters<typeof findPlace>[2]) =>
    findPlace({ database, guides }, accountId, claimed);
  const here = () => walk.trail.at(-1) ?? '';

  it('is the step of the pressed card, with the keeper whose walk it is', async () => {
    expect(await find('head', { walk: walk.walkId, guide, step: here() })).toEqual({
      kind: 'step',
      guideId: guide,
      stepId: here(),
      keeperId,
    });
  });

  it.each(['a-step-that-is-gone', 'start', undefined])(
    'is where the walk is when the card names %s, which nobody is shown',
    async (step) => {
      const found = await find('head', { walk: walk.walkId, guide, step });
      expect(found).toMatchObject({ kind: 'step', stepId: here() });
    },
  );

  it('is foreign for every other account, and for a walk through another guide', async () => {
    expect(await find('office', { walk: walk.walkId, guide, step: here() })).toEqual({ kind: 'foreign' });
    expect(await find('head', { walk: 'nobody’s', guide, step: here() })).toEqual({ kind: 'foreign' });
    expect(await find('head', { walk: walk.walkId, guide: 'new-phone', step: 'x' })).toEqual({
      kind: 'foreign',
    });
  });

  it('needs no walk, but a step that there is', async () => {
    expect(await find('office', { guide, step: here() })).toEqual({
      kind: 'step',
      guideId: guide,
      stepId: here(),
    });
    expect(await find('office', { guide, step: 'gone' })).toEqual({ kind: 'none' });
    expect(await find('office', { guide: 'gone', step: here() })).toEqual({ kind: 'none' });
    expect(await find('office', {})).toEqual({ kind: 'none' });
  });
});
