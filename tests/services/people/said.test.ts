import { addKeeper, closeList, removeKeeper, sayWorks } from '../../../services/people/keepers.ts';
import {
  type OutlookWord,
  outlookWordOf,
  recordOutlookWord,
} from '../../../services/people/outlook-words.ts';
import { saidOf } from '../../../services/people/said.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const now = new Date('2018-11-12T09:00:00Z');

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

async function add(accountId: string, firstName: string): Promise<string> {
  const added = await addKeeper(db, { accountId, firstName, now });
  if ('fault' in added) throw new Error(added.fault);
  return added.keeper.id;
}
const say = (accountId: string, word: OutlookWord, keeperId?: string) =>
  recordOutlookWord(db, { accountId, keeperId, word, now });
/** What the view says of the account, which must agree with saidOf. */
const viewed = async (accountId: string) =>
  (
    await db.query('select keepers_waiting, outlook from account_words where account_id = $1', [accountId])
  )[0];

describe('what the people of an account said', () => {
  it('is nothing at first', async () => {
    expect(await saidOf(db, 'nobody')).toEqual({ waitingKeepers: [], outlook: undefined });
    expect(await viewed('nobody')).toBeUndefined();
  });

  it('names who has not said that theirs works, until the owner closes the list', async () => {
    const sam = await add('office', 'Sam');
    const priya = await add('office', 'Priya');
    await add('office', 'Alex');
    await sayWorks(db, { accountId: 'office', keeperId: priya, now });
    expect(await saidOf(db, 'office')).toEqual({ waitingKeepers: ['Sam', 'Alex'], outlook: undefined });
    expect(await viewed('office')).toEqual({ keepers_waiting: 2, outlook: null });
    await closeList(db, { accountId: 'office', keeperId: sam, now });
    expect(await saidOf(db, 'office')).toEqual({ waitingKeepers: [], outlook: undefined });
    expect(await viewed('office')).toEqual({ keepers_waiting: 0, outlook: null });
    await add('office', 'Jo');
    expect((await saidOf(db, 'office')).waitingKeepers).toEqual(['Sam', 'Alex', 'Jo']);
  });

  it.each<[OutlookWord[], OutlookWord]>([
    [['works'], 'works'],
    [['not-needed'], 'not-needed'],
    [['not-needed', 'works'], 'works'],
    [['works', 'not-working', 'not-needed'], 'not-working'],
  ])('of Outlook %j together mean %s', async (words, expected) => {
    const account = `words-${words.join('-')}`;
    for (const [index, word] of words.entries()) await say(account, word, `keeper-${index}`);
    expect(await outlookWordOf(db, account)).toBe(expected);
    expect(await viewed(account)).toEqual({ keepers_waiting: 0, outlook: expected });
  });

  it('takes the newest word of each', async () => {
    await say('mended', 'not-working', 'sam');
    await say('mended', 'works', 'priya');
    await say('mended', 'works', 'sam');
    await say('mended', 'works', 'sam');
    expect(await outlookWordOf(db, 'mended')).toBe('works');
    await say('mended', 'not-working', 'priya');
    expect(await outlookWordOf(db, 'mended')).toBe('not-working');
  });

  it.each(['sam', undefined])(
    'takes "it does not work" back by "works" alone (keeper: %s)',
    async (keeper) => {
      const account = `broken-${keeper}`;
      await say(account, 'not-working', keeper);
      await say(account, 'not-needed', keeper);
      expect(await outlookWordOf(db, account)).toBe('not-working');
      await say(account, 'not-needed', 'priya');
      expect(await outlookWordOf(db, account)).toBe('not-working');
      await say(account, 'works', keeper ?? 'priya');
      expect(await outlookWordOf(db, account)).toBe('works');
      await say(account, 'not-needed', keeper ?? 'priya');
      expect(await outlookWordOf(db, account)).toBe('not-needed');
    },
  );

  it('lets the word of a keeper by name stand in place of one of nobody in particular', async () => {
    await say('named', 'not-working');
    expect(await outlookWordOf(db, 'named')).toBe('not-working');
    await say('named', 'works', 'sam');
    expect(await outlookWordOf(db, 'named')).toBe('works');
  });

  it('forgets the word of somebody who left', async () => {
    const sam = await add('left', 'Sam');
    await say('left', 'not-working', sam);
    await say('left', 'works', await add('left', 'Priya'));
    await removeKeeper(db, { accountId: 'left', keeperId: sam });
    expect(await saidOf(db, 'left')).toEqual({ waitingKeepers: ['Priya'], outlook: 'works' });
    expect(await viewed('left')).toEqual({ keepers_waiting: 1, outlook: 'works' });
  });
});
