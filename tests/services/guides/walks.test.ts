import { readFile } from 'node:fs/promises';
import type { Press } from '../../../services/guides/engine.ts';
import {
  findWalk,
  finishWalk,
  forgetShown,
  latestWalk,
  markShown,
  openWalk,
  pressWalk,
  type StoredWalk,
  type WalkOf,
  walkIn,
  walkNumbers,
  walksOf,
} from '../../../services/guides/walks.ts';
import { addKeeper, removeKeeper } from '../../../services/people/keepers.ts';
import { outlookWordOf } from '../../../services/people/outlook-words.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { example, facts, soundGuide, step } from './example.ts';

const now = new Date('2018-11-12T09:00:00Z');
const later = new Date('2018-11-15T09:00:00Z');
const nobody = facts({ registered: 'no' });

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const of = (accountId: string, change: Partial<WalkOf> = {}): WalkOf => ({
  guide: example,
  facts: nobody,
  accountId,
  now,
  ...change,
});
const card = (walk: StoredWalk) => ({
  walkId: walk.walkId,
  fromStep: walk.trail.at(-1) ?? '',
  version: walk.version,
});
const pressed = (walk: StoredWalk, kind: 'next' | 'back' | 'restart'): Press => ({ kind, ...card(walk) });
const chosen = (walk: StoredWalk, choice: string): Press => ({ kind: 'choose', choice, ...card(walk) });

async function keeper(accountId: string, firstName: string): Promise<string> {
  const added = await addKeeper(db, { accountId, firstName, now });
  if ('fault' in added) throw new Error(added.fault);
  return added.keeper.id;
}

/** Opens the guide and presses one choice after the other. */
async function walked(whose: WalkOf, ...choices: string[]): Promise<StoredWalk> {
  let { walk } = await openWalk(db, whose);
  for (const choice of choices) {
    const press = choice === 'next' ? pressed(walk, 'next') : chosen(walk, choice);
    const result = await pressWalk(db, whose, press);
    if (!result.moved) throw new Error(`${choice} did not move`);
    walk = result.walk;
  }
  return walk;
}

describe('opening', () => {
  it('begins at the start, and the second time goes on there', async () => {
    const first = await openWalk(db, of('fresh'));
    expect(first).toMatchObject({
      resumed: false,
      walk: { accountId: 'fresh', trail: ['question'], version: 1, state: 'under-way', openedAt: now },
    });
    const second = await openWalk(db, of('fresh', { now: later }));
    expect(second).toEqual({ resumed: true, walk: { ...first.walk } });
    expect(await findWalk(db, { accountId: 'fresh', walkId: first.walk.walkId })).toEqual(second.walk);
  });

  it('goes on days later where it was left', async () => {
    const left = await walked(of('slow'), 'app');
    const { walk, resumed } = await openWalk(db, of('slow', { now: later }));
    expect({ walk, resumed }).toEqual({ walk: left, resumed: true });
  });

  it('makes one walk when it is opened at the same time', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => openWalk(db, of('rush'))));
    expect(opened.filter(({ resumed }) => !resumed)).toHaveLength(1);
    expect(new Set(opened.map(({ walk }) => walk.walkId)).size).toBe(1);
    expect(new Set(opened.map(({ walk }) => walk.version))).toEqual(new Set([1]));
  });

  it('keeps a place for each keeper, and one for each account', async () => {
    const [sam, priya] = [await keeper('office', 'Sam'), await keeper('office', 'Priya')];
    await walked(of('office', { keeperId: sam }), 'app');
    const opened = await openWalk(db, of('office', { keeperId: priya }));
    expect(opened).toMatchObject({ resumed: false, walk: { keeperId: priya, trail: ['question'] } });
    const found = await walkIn(db, { accountId: 'office', keeperId: sam, guideId: 'example' });
    expect(found).toMatchObject({ keeperId: sam, trail: ['question', 'app'] });
    expect(await walkIn(db, { accountId: 'office', guideId: 'example' })).toBeUndefined();
    expect(await walkIn(db, { accountId: 'head', keeperId: sam, guideId: 'example' })).toBeUndefined();
  });

  it('finds the places of all keepers at once', async () => {
    const [sam, priya] = [await keeper('all', 'Sam'), await keeper('all', 'Priya')];
    const key = { accountId: 'all', guideId: 'example' };
    expect(await walksOf(db, key)).toEqual(new Map());
    const ofSam = await walked(of('all', { keeperId: sam }), 'app');
    const { walk: ofPriya } = await openWalk(db, of('all', { keeperId: priya }));
    const { walk: alone } = await openWalk(db, of('all'));
    await openWalk(db, of('all', { guide: { ...example, id: 'other' } }));
    expect(await walksOf(db, key)).toEqual(
      new Map([
        [sam, ofSam],
        [priya, ofPriya],
        [undefined, alone],
      ]),
    );
  });

  it('does not resume a step that has ended since, but the one before it', async () => {
    const left = await walked(of('lapsed'), 'text');
    const dayAfter = of('lapsed', { facts: facts({ registered: 'no', today: '2027-02-02' }), now: later });
    const { walk, resumed } = await openWalk(db, dayAfter);
    expect({ resumed, walk }).toMatchObject({ resumed: true, walk: { trail: ['question'], version: 3 } });
    expect(await pressWalk(db, dayAfter, pressed(left, 'next'))).toEqual({
      isForeign: false,
      moved: false,
      walk,
    });
    expect(await openWalk(db, dayAfter)).toEqual({ resumed: true, walk });
  });

  it('looks again at where the guide begins while nothing was walked', async () => {
    await openWalk(db, of('changed'));
    const { walk } = await openWalk(db, of('changed', { facts: facts({ registered: 'yes' }) }));
    expect(walk).toMatchObject({ trail: ['have-one'], version: 2 });
  });

  it('starts over when asked, one version on, with no method chosen', async () => {
    const left = await walked(of('again'), 'app');
    expect(left.method).toBe('authenticator');
    const { walk, resumed } = await openWalk(db, of('again', { now: later }), { again: true });
    expect(resumed).toBe(false);
    expect(walk).toEqual({
      ...left,
      trail: ['question'],
      version: 3,
      method: undefined,
      updatedAt: later,
      end: undefined,
      finishedAt: undefined,
    });
  });

  describe('at a step', () => {
    it('goes there, with a way back', async () => {
      const { walk } = await openWalk(db, of('button'), { atStep: 'scan' });
      expect(walk.trail).toEqual(['question', 'app', 'scan']);
    });

    it('goes there from the start', async () => {
      await openWalk(db, of('button-later'));
      const { walk, resumed } = await openWalk(db, of('button-later'), { atStep: 'app' });
      expect({ trail: walk.trail, version: walk.version, resumed }).toEqual({
        trail: ['question', 'app'],
        version: 2,
        resumed: false,
      });
    });

    it('resumes further on where the way went through it, pressed twice or not', async () => {
      const left = await walked(of('beyond'), 'app', 'next');
      expect(await openWalk(db, of('beyond'), { atStep: 'app' })).toEqual({ walk: left, resumed: true });
    });

    it('jumps where the way did not go through it, once', async () => {
      await walked(of('elsewhere'), 'app');
      const { walk } = await openWalk(db, of('elsewhere'), { atStep: 'text' });
      expect(walk).toMatchObject({ trail: ['question', 'text'], version: 3, method: 'authenticator' });
      expect(await openWalk(db, of('elsewhere'), { atStep: 'text' })).toEqual({ walk, resumed: true });
    });

    it('stays where somebody is when the step is unknown or no longer offered', async () => {
      const left = await walked(of('stays'), 'app');
      expect((await openWalk(db, of('stays'), { atStep: 'gone' })).walk).toEqual(left);
      const day = facts({ registered: 'no', today: '2027-02-02' });
      expect((await openWalk(db, of('stays', { facts: day }), { atStep: 'text' })).walk).toEqual(left);
    });
  });
});

describe('a press', () => {
  it('moves once when it arrives twice', async () => {
    const { walk } = await openWalk(db, of('twice'));
    const press = chosen(walk, 'app');
    expect(await pressWalk(db, of('twice', { now: later }), press)).toMatchObject({
      isForeign: false,
      moved: true,
      choice: { id: 'app' },
      walk: { trail: ['question', 'app'], version: 2, method: 'authenticator', updatedAt: later },
    });
    const second = await pressWalk(db, of('twice'), press);
    expect(second).toMatchObject({ isForeign: false, moved: false, walk: { version: 2 } });
    expect(second.choice).toBeUndefined();
  });

  it('moves once when it arrives at the same time', async () => {
    const { walk } = await openWalk(db, of('both'));
    const presses = await Promise.all(
      Array.from({ length: 5 }, () => pressWalk(db, of('both'), chosen(walk, 'app'))),
    );
    expect(presses.filter(({ moved }) => moved)).toHaveLength(1);
    expect(new Set(presses.map((one) => one.walk?.trail.at(-1)))).toEqual(new Set(['app']));
  });

  it('finds its keeper by the walk', async () => {
    const sam = await keeper('shared', 'Sam');
    const { walk } = await openWalk(db, of('shared', { keeperId: sam }));
    const { keeperId: _none, ...account } = of('shared');
    expect(await pressWalk(db, account, chosen(walk, 'app'))).toMatchObject({
      moved: true,
      walk: { keeperId: sam },
    });
  });

  describe('of a keeper who has left', () => {
    const say = soundGuide(
      step('works', { choices: [{ id: 'no', label: 'No', to: 'ask', word: 'not-working' }] }),
      step('ask', { end: { kind: 'ask-desk' } }),
    );

    it('is foreign, moves nothing and records nothing', async () => {
      const sam = await keeper('left', 'Sam');
      const whose = of('left', { guide: say, keeperId: sam });
      const { walk } = await openWalk(db, whose);
      await removeKeeper(db, { accountId: 'left', keeperId: sam });
      expect(await pressWalk(db, whose, chosen(walk, 'no'))).toEqual({ isForeign: true, moved: false });
      expect(await outlookWordOf(db, 'left')).toBeUndefined();
      expect(await findWalk(db, { accountId: 'left', walkId: walk.walkId })).toBeUndefined();
      expect(await latestWalk(db, 'left')).toBeUndefined();
    });

    it('leaves nothing behind when it comes at the same moment', async () => {
      const sam = await keeper('leaving', 'Sam');
      const whose = of('leaving', { guide: say, keeperId: sam });
      const { walk } = await openWalk(db, whose);
      await Promise.all([
        pressWalk(db, whose, chosen(walk, 'no')),
        removeKeeper(db, { accountId: 'leaving', keeperId: sam }),
        openWalk(db, { ...whose, guide: { ...say, id: 'other' } }),
        pressWalk(db, whose, chosen(walk, 'no')),
      ]);
      expect(await outlookWordOf(db, 'leaving')).toBeUndefined();
      expect(await db.query(`select 1 from guide_walks where account_id = 'leaving'`)).toEqual([]);
    });

    it('opens nothing either: the walk that comes back is not stored', async () => {
      const opened = await openWalk(db, of('closed', { keeperId: 'gone' }));
      expect(opened).toMatchObject({ hasLeft: true, resumed: false, walk: { trail: ['question'] } });
      expect(await walksOf(db, { accountId: 'closed', guideId: 'example' })).toEqual(new Map());
    });

    it('is not what is typed in, also where its row is still there', async () => {
      const sam = await keeper('stale', 'Sam');
      const { walk: alone } = await openWalk(db, of('stale'));
      await openWalk(db, of('stale', { keeperId: sam }));
      await db.query(`delete from keepers where account_id = 'stale'`);
      expect(await latestWalk(db, 'stale')).toEqual(alone);
    });
  });

  it('of another account changes nothing and makes nothing', async () => {
    const { walk } = await openWalk(db, of('owner'));
    expect(await pressWalk(db, of('stranger'), chosen(walk, 'app'))).toEqual({
      isForeign: true,
      moved: false,
    });
    expect(await findWalk(db, { accountId: 'owner', walkId: walk.walkId })).toEqual(walk);
    expect(await findWalk(db, { accountId: 'stranger', walkId: walk.walkId })).toBeUndefined();
    const made = await db.query(`select 1 from guide_walks where account_id = 'stranger'`);
    expect(made).toEqual([]);
  });

  it.each(['', 'no-id', "'; drop table guide_walks; --"])('on the walk %j is foreign', async (walkId) => {
    const press: Press = { kind: 'next', walkId, fromStep: 'question', version: 1 };
    expect(await pressWalk(db, of('owner'), press)).toEqual({ isForeign: true, moved: false });
  });

  it('on a walk through another guide is foreign', async () => {
    const { walk } = await openWalk(db, of('mixed'));
    const other = { ...example, id: 'other' };
    expect(await pressWalk(db, of('mixed', { guide: other }), chosen(walk, 'app'))).toMatchObject({
      isForeign: true,
    });
  });

  it('to an end finishes the guide; Back takes it up again; opening it anew begins again', async () => {
    const registered = facts({ registered: 'yes' });
    const whose = of('ends', { facts: registered });
    const ended = await walked(whose, 'fine');
    expect(ended).toMatchObject({ state: 'done', end: 'fine', finishedAt: now, version: 2 });
    expect(await finishWalk(db, { ...whose, walkId: ended.walkId, now: later })).toEqual(ended);
    const back = await pressWalk(db, { ...whose, now: later }, pressed(ended, 'back'));
    expect(back.walk).toMatchObject({ state: 'under-way', trail: ['have-one'], version: 3 });
    expect(back.walk?.finishedAt).toBeUndefined();
    if (!back.walk) throw new Error('the press was foreign');
    const { walk: endedAgain } = await pressWalk(db, { ...whose, now: later }, chosen(back.walk, 'fine'));
    expect(endedAgain).toMatchObject({ state: 'done', version: 4 });
    const { walk, resumed } = await openWalk(db, whose);
    expect({ resumed, walk }).toMatchObject({
      resumed: false,
      walk: { state: 'under-way', trail: ['have-one'], version: 5 },
    });
  });

  it('finds its step in a guide that was edited, or what is left of the way', async () => {
    const left = await walked(of('edited'), 'app', 'next');
    const shorter = soundGuide(
      step('question', { choices: [{ id: 'app', label: 'The app', to: 'app' }] }),
      step('app', { next: 'check' }),
      step('check', { check: 'registration' }),
    );
    const whose = of('edited', { guide: shorter });
    const first = await pressWalk(db, whose, pressed(left, 'next'));
    expect(first).toMatchObject({ moved: false, walk: { trail: ['question', 'app'], version: 4 } });
    expect((await openWalk(db, whose)).walk).toEqual(first.walk);
    if (!first.walk) throw new Error('the press was foreign');
    expect(await pressWalk(db, whose, pressed(first.walk, 'next'))).toMatchObject({
      moved: true,
      walk: { trail: ['question', 'app', 'check'], version: 5 },
    });
  });
});

describe('finishing after the check', () => {
  it('is done once, however often it is asked for', async () => {
    const walk = await walked(of('checked'), 'text', 'next');
    const whose = { ...of('checked', { now: later }), walkId: walk.walkId };
    const first = await finishWalk(db, whose);
    expect(first).toMatchObject({
      state: 'done',
      end: 'check',
      endKind: 'done',
      version: 4,
      finishedAt: later,
    });
    expect(await finishWalk(db, { ...whose, now: new Date('2018-12-01T09:00:00Z') })).toEqual(first);
    expect(await findWalk(db, { accountId: 'checked', walkId: walk.walkId })).toEqual(first);
  });

  it('does not finish a walk that has moved since it was checked', async () => {
    const checked = await walked(of('moved'), 'text', 'next');
    const whose = { ...of('moved', { now: later }), walkId: checked.walkId, version: checked.version };
    const { walk: restarted } = await pressWalk(db, of('moved'), pressed(checked, 'restart'));
    expect(await finishWalk(db, whose)).toEqual(restarted);
    expect(await findWalk(db, { accountId: 'moved', walkId: checked.walkId })).toEqual(restarted);
  });

  it('of that very version is done once, and stays so', async () => {
    const checked = await walked(of('same'), 'text', 'next');
    const whose = { ...of('same', { now: later }), walkId: checked.walkId, version: checked.version };
    const first = await finishWalk(db, whose);
    expect(first).toMatchObject({ state: 'done', version: checked.version + 1 });
    expect(await finishWalk(db, whose)).toEqual(first);
  });

  it('counts although the way there has ended since', async () => {
    const checked = await walked(of('ended'), 'text', 'next');
    const dayAfter = of('ended', { facts: facts({ registered: 'yes', today: '2027-02-02' }) });
    expect(await finishWalk(db, { ...dayAfter, walkId: checked.walkId })).toMatchObject({ end: 'check' });
  });

  it('leaves a foreign walk alone', async () => {
    const { walk } = await openWalk(db, of('kept'));
    expect(await finishWalk(db, { ...of('other'), walkId: walk.walkId })).toBeUndefined();
  });
});

describe('the latest walk', () => {
  it('is the one that was shown last, whether it moved or not, by the clock of the database', async () => {
    const other = { ...example, id: 'other' };
    const left = await walked(of('shown', { now: later }), 'app');
    await openWalk(db, of('shown', { guide: other, now: later }));
    expect(await latestWalk(db, 'shown')).toMatchObject({ guideId: 'other' });
    const { walk } = await openWalk(db, of('shown'));
    expect(walk.updatedAt).toEqual(later);
    expect(await latestWalk(db, 'shown')).toEqual(left);

    const second = await openWalk(db, of('shown', { guide: other }));
    await pressWalk(db, of('shown'), { ...pressed(walk, 'next'), version: walk.version - 1 });
    expect(await latestWalk(db, 'shown')).toEqual(walk);
    await markShown(db, second.walk.walkId);
    expect(await latestWalk(db, 'shown')).toEqual(second.walk);
  });

  it('is the one of the keeper to whom it was shown last', async () => {
    const [sam, priya] = [await keeper('turns', 'Sam'), await keeper('turns', 'Priya')];
    await walked(of('turns', { keeperId: sam }), 'app');
    await walked(of('turns', { keeperId: priya }), 'app', 'next');
    await openWalk(db, of('turns', { keeperId: sam }));
    expect(await latestWalk(db, 'turns')).toMatchObject({ keeperId: sam });
  });

  it('is none once something else was shown, until a walk is again', async () => {
    const { walk } = await openWalk(db, of('who'));
    await openWalk(db, of('somebody-else'));
    await forgetShown(db, 'who');
    expect(await latestWalk(db, 'who')).toBeUndefined();
    expect(await latestWalk(db, 'somebody-else')).toBeDefined();
    await openWalk(db, of('who'));
    expect(await latestWalk(db, 'who')).toEqual(walk);
  });

  it('is also one that has ended', async () => {
    expect(await latestWalk(db, 'typing')).toBeUndefined();
    const other = { ...example, id: 'other' };
    await openWalk(db, of('typing', { now: later }));
    const { walk } = await openWalk(
      db,
      of('typing', { guide: other, now: new Date('2018-11-16T09:00:00Z') }),
    );
    expect(await latestWalk(db, 'typing')).toEqual(walk);
    const finished = new Date('2018-11-17T09:00:00Z');
    await finishWalk(db, { ...of('typing', { guide: other, now: finished }), walkId: walk.walkId });
    expect(await latestWalk(db, 'typing')).toMatchObject({ guideId: 'other', state: 'done' });
  });
});

describe('a word about installed Outlook', () => {
  const asking = {
    ...soundGuide(
      step('works', {
        choices: [
          { id: 'yes', label: 'Yes', to: 'fine', word: 'works' },
          { id: 'no', label: 'No', to: 'ask', word: 'not-working' },
          { id: 'browser', label: 'I read mail in the browser', to: 'nothing' },
        ],
      }),
      step('fine', { end: { kind: 'done' } }),
      step('ask', { end: { kind: 'ask-desk' } }),
      step('nothing', { end: { kind: 'not-needed', word: 'not-needed' } }),
    ),
    id: 'asking',
  };

  it.each([
    ['yes', 'works'],
    ['no', 'not-working'],
    ['browser', 'not-needed'],
  ])(
    'is recorded with the press: %s says %s, and a second press on the old card says nothing',
    async (choice, word) => {
      const whose = of(`word-${choice}`, { guide: asking });
      const { walk } = await openWalk(db, whose);
      await pressWalk(db, whose, chosen(walk, choice));
      expect(await outlookWordOf(db, whose.accountId)).toBe(word);
      await pressWalk(db, whose, chosen(walk, choice === 'no' ? 'yes' : 'no'));
      expect(await outlookWordOf(db, whose.accountId)).toBe(word);
    },
  );

  it('stays when its press is taken back, until another answer is given', async () => {
    const whose = of('word-back', { guide: asking });
    const ended = await walked(whose, 'no');
    const { walk } = await pressWalk(db, whose, pressed(ended, 'back'));
    expect(await outlookWordOf(db, whose.accountId)).toBe('not-working');
    if (walk) await pressWalk(db, whose, chosen(walk, 'yes'));
    expect(await outlookWordOf(db, whose.accountId)).toBe('works');
  });
});

describe('the numbers', () => {
  it('count what was opened, finished, chosen and left, without names', async () => {
    await db.query('delete from guide_walks');
    const minutes = (after: number) => new Date(now.getTime() + after * 60_000);
    for (const [account, took] of [
      ['a', 4],
      ['b', 6],
      ['c', 20],
    ] as const) {
      const walk = await walked(of(account), 'app', 'next', 'next');
      await finishWalk(db, { ...of(account, { now: minutes(took) }), walkId: walk.walkId });
    }
    await walked(of('d'), 'text');
    await walked(of('e'), 'app');
    await walked(of('f'), 'app');
    await walked(of('g', { now: later }), 'app');
    // Whoever reads it again after the end has not stopped.
    await openWalk(db, of('a', { now: minutes(30) }));
    await openWalk(db, of('a', { guide: { ...example, id: 'another' } }));
    // Asked for help: not done. One of them is back at it and has stopped again; the other ended well in the end.
    await walked(of('h'), 'other', 'ask');
    const asked = await walked(of('i'), 'other', 'ask');
    await pressWalk(db, of('i'), pressed(asked, 'back'));
    await walked(of('j'), 'other', 'ask');
    await walked(of('j', { facts: facts({ registered: 'yes' }), now: minutes(6) }), 'fine');

    expect(await walkNumbers(db, { stoppedBefore: later })).toEqual([
      {
        guideId: 'another',
        opened: 1,
        done: 0,
        medianSeconds: undefined,
        stopped: [{ stepId: 'question', count: 1 }],
        ends: [],
        methods: [],
      },
      {
        guideId: 'example',
        opened: 10,
        done: 4,
        medianSeconds: 300,
        stopped: [
          { stepId: 'app', count: 2 },
          { stepId: 'other', count: 1 },
          { stepId: 'text', count: 1 },
        ],
        ends: [{ stepId: 'ask', kind: 'ask-desk', count: 1 }],
        methods: [
          { method: 'authenticator', count: 5 },
          { method: 'phone', count: 1 },
        ],
      },
    ]);
  });
});

it('carries over where accounts were before keepers had places of their own', async () => {
  const before = await testDatabase();
  const run = async (name: string) => {
    const sql = await readFile(
      new URL(`../../../services/store/migrations/${name}`, import.meta.url),
      'utf8',
    );
    for (const statement of sql.replace(/^\s*--.*$/gm, '').split(/;\s*$/m)) {
      if (statement.trim() !== '') await before.query(statement);
    }
  };
  await before.query('drop view account_words');
  await before.query('drop table guide_walks, keepers, keeper_lists, outlook_words, preferences');
  await run('0003-guides.sql');
  await before.query(
    `insert into guide_places values ('one', 'example', 'app', 3, 'under-way', $1), ('two', 'example', 'check', 9, 'done', $1)`,
    [now],
  );
  await run('0008-guides.sql');
  expect(await walkIn(before, { accountId: 'one', guideId: 'example' })).toMatchObject({
    trail: ['app'],
    version: 3,
    state: 'under-way',
    updatedAt: now,
  });
  expect(await walkIn(before, { accountId: 'two', guideId: 'example' })).toMatchObject({
    state: 'done',
    end: 'check',
    endKind: 'done',
    finishedAt: now,
  });
  expect(await latestWalk(before, 'one')).toMatchObject({ trail: ['app'] });
  const gone = await before.query(`select to_regclass('guide_places')::text as name`);
  expect(gone).toEqual([{ name: null }]);
  await before.close();
});
