import {
  addKeeper,
  closeList,
  type Keeper,
  keepersOf,
  makeOwner,
  removeKeeper,
  sayWorks,
} from '../../../services/people/keepers.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const now = new Date('2018-11-12T09:00:00Z');
const later = new Date('2018-11-15T09:00:00Z');

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

async function add(accountId: string, firstName: string): Promise<Keeper> {
  const added = await addKeeper(db, { accountId, firstName, now });
  if ('fault' in added) throw new Error(added.fault);
  return added.keeper;
}
const namesOf = async (accountId: string) =>
  (await keepersOf(db, accountId)).keepers.map(
    ({ firstName, isOwner, works }) => `${firstName}${isOwner ? ' owner' : ''}${works ? ' works' : ''}`,
  );

describe('the keepers of an account', () => {
  it('are nobody at first', async () => {
    expect(await keepersOf(db, 'nobody')).toEqual({ keepers: [] });
  });

  it('join in order, and the first one owns the list', async () => {
    await add('joined', 'Sam');
    await add('joined', 'Priya');
    await add('joined', 'Alex');
    expect(await namesOf('joined')).toEqual(['Sam owner', 'Priya', 'Alex']);
  });

  it('are the same by the same name, in whatever letters', async () => {
    const first = await add('same', 'Zoë');
    expect(await addKeeper(db, { accountId: 'same', firstName: 'ZOË', now: later })).toEqual({
      keeper: first,
      isNew: false,
    });
    expect(await addKeeper(db, { accountId: 'elsewhere', firstName: 'Zoë', now })).toMatchObject({
      isNew: true,
    });
  });

  it('are one, and one owner, when they join at the same moment', async () => {
    await Promise.all(['Sam', 'SAM', 'Priya', 'Alex'].map((name) => add('rush', name)));
    const { keepers } = await keepersOf(db, 'rush');
    expect(keepers).toHaveLength(3);
    expect(keepers.filter(({ isOwner }) => isOwner)).toHaveLength(1);
  });

  it('are at most forty', async () => {
    const letters = 'abcdefghij';
    for (let index = 0; index < 40; index += 1) {
      await add('crowd', `K${letters[Math.floor(index / 10)]}${letters[index % 10]}`);
    }
    expect(await addKeeper(db, { accountId: 'crowd', firstName: 'Sam', now })).toEqual({
      fault: 'At most 40 people can be listed for one mailbox. Take off who has left.',
    });
    expect(await addKeeper(db, { accountId: 'crowd', firstName: 'kaa', now })).toMatchObject({
      isNew: false,
    });
  });
});

describe('"mine works"', () => {
  it('is kept from the first time on', async () => {
    const sam = await add('works', 'Sam');
    await add('works', 'Priya');
    const said = { accountId: 'works', keeperId: sam.id };
    const first = await sayWorks(db, { ...said, now });
    expect(first.keepers[0]).toEqual({ ...sam, works: true, saidAt: now });
    expect(await sayWorks(db, { ...said, now: later })).toEqual(first);
    expect(await namesOf('works')).toEqual(['Sam owner works', 'Priya']);
  });

  it('from somebody who is not on this list changes nothing', async () => {
    const sam = await add('mine', 'Sam');
    await add('yours', 'Priya');
    await sayWorks(db, { accountId: 'yours', keeperId: sam.id, now });
    await sayWorks(db, { accountId: 'mine', keeperId: 'nobody', now });
    expect(await namesOf('mine')).toEqual(['Sam owner']);
    expect(await namesOf('yours')).toEqual(['Priya owner']);
  });
});

describe('leaving', () => {
  it('of the owner gives the list to whoever joined first of the others', async () => {
    const sam = await add('leaving', 'Sam');
    const priya = await add('leaving', 'Priya');
    await add('leaving', 'Alex');
    await removeKeeper(db, { accountId: 'leaving', keeperId: sam.id });
    await removeKeeper(db, { accountId: 'leaving', keeperId: sam.id });
    expect(await namesOf('leaving')).toEqual(['Priya owner', 'Alex']);
    await makeOwner(db, { accountId: 'leaving', keeperId: priya.id });
    await removeKeeper(db, { accountId: 'leaving', keeperId: priya.id });
    expect(await namesOf('leaving')).toEqual(['Alex owner']);
  });

  it('of the last one leaves a list that somebody new owns', async () => {
    const sam = await add('empty', 'Sam');
    await removeKeeper(db, { accountId: 'empty', keeperId: sam.id });
    expect(await namesOf('empty')).toEqual([]);
    const again = await add('empty', 'Sam');
    expect(again.id).not.toBe(sam.id);
    expect(again.isOwner).toBe(true);
  });

  it('takes their places in guides along, and nobody else’s', async () => {
    const sam = await add('walking', 'Sam');
    const priya = await add('walking', 'Priya');
    for (const keeperId of [sam.id, priya.id, '']) {
      await db.query(
        `insert into guide_walks (account_id, keeper_id, guide_id, trail, version, state, opened_at, updated_at)
         values ('walking', $1, 'example', '["one"]', 1, 'under-way', $2, $2)`,
        [keeperId, now],
      );
    }
    await removeKeeper(db, { accountId: 'walking', keeperId: sam.id });
    await removeKeeper(db, { accountId: 'walking', keeperId: '' });
    const left = await db.query(
      `select keeper_id from guide_walks where account_id = 'walking' order by keeper_id`,
    );
    expect(left).toEqual([{ keeper_id: '' }, { keeper_id: priya.id }]);
  });

  it('is only of this account', async () => {
    const sam = await add('stay', 'Sam');
    await removeKeeper(db, { accountId: 'other', keeperId: sam.id });
    expect(await namesOf('stay')).toEqual(['Sam owner']);
  });
});

describe('the owner', () => {
  it('can be another keeper, and is always one', async () => {
    await add('owned', 'Sam');
    const priya = await add('owned', 'Priya');
    await makeOwner(db, { accountId: 'owned', keeperId: priya.id });
    await makeOwner(db, { accountId: 'owned', keeperId: priya.id });
    expect(await namesOf('owned')).toEqual(['Sam', 'Priya owner']);
    await makeOwner(db, { accountId: 'owned', keeperId: 'nobody' });
    expect(await namesOf('owned')).toEqual(['Sam', 'Priya owner']);
  });

  it('closes the list, once; nobody else can', async () => {
    const sam = await add('closing', 'Sam');
    const priya = await add('closing', 'Priya');
    const close = (keeperId: string, at = now) => closeList(db, { accountId: 'closing', keeperId, now: at });
    expect((await close(priya.id)).closedAt).toBeUndefined();
    expect((await close('nobody')).closedAt).toBeUndefined();
    expect((await close(sam.id)).closedAt).toEqual(now);
    expect((await close(sam.id, later)).closedAt).toEqual(now);
    expect((await keepersOf(db, 'closing')).closedAt).toEqual(now);
  });

  it('does not close a list that has changed since it was shown', async () => {
    const sam = await add('seen', 'Sam');
    await add('seen', 'Priya');
    const close = (seen: number | undefined) =>
      closeList(db, { accountId: 'seen', keeperId: sam.id, now, seen });
    expect((await close(1)).closedAt).toBeUndefined();
    expect((await close(3)).keepers).toHaveLength(2);
    expect((await keepersOf(db, 'seen')).closedAt).toBeUndefined();
    expect((await close(2)).closedAt).toEqual(now);
  });

  it('has it open again when somebody new joins, not when somebody known comes back', async () => {
    const sam = await add('reopened', 'Sam');
    await closeList(db, { accountId: 'reopened', keeperId: sam.id, now });
    await add('reopened', 'sam');
    expect((await keepersOf(db, 'reopened')).closedAt).toEqual(now);
    await add('reopened', 'Priya');
    expect((await keepersOf(db, 'reopened')).closedAt).toBeUndefined();
  });
});
