import { randomUUID } from 'node:crypto';
import type { Mark } from '../../../services/knowledge/retrieval.ts';
import {
  keepQuestion,
  markChosen,
  markNotHelped,
  type NewQuestion,
  questionText,
} from '../../../services/learning/asked.ts';
import { askedInVain, settleGroup, textsOf } from '../../../services/learning/groups.ts';
import { alike, keptDays } from '../../../services/learning/likest-group.ts';
import { vacuumLearning } from '../../../services/learning/vacuum.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const now = new Date('2018-11-12T10:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const desk = { accountId: 'desk', upn: 'desk@norfolk.example' };

/** A direction in a plane: two of them are as alike as the cosine of the angle between them. */
const at = (degrees: number, space = 'one'): Mark => {
  const angle = (degrees * Math.PI) / 180;
  return { space, point: Float32Array.from([Math.cos(angle), Math.sin(angle)]) };
};

describe('what was asked in vain', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.query('truncate asked_groups, asked_questions, desk_answers cascade'));

  const ask = async (text: string, more: Partial<NewQuestion> = {}) => {
    const id = more.id ?? randomUUID();
    await keepQuestion(database, { text, outcome: 'none', now, ...more, id });
    return id;
  };
  const listed = async () => {
    const { groups } = await askedInVain(database, { most: 50 });
    return groups.map(({ example, others, times }) => [example, ...others, times]);
  };
  const onlyGroup = async () => {
    const [group] = (await askedInVain(database, { most: 2 })).groups;
    if (!group) throw new Error('no group is listed');
    return group;
  };

  it('keeps the masked text and nothing of whoever asked', async () => {
    const id = await ask('Does head@hillside.norfolk.sch.uk need a fax?', { mark: at(0) });
    expect(await questionText(database, id)).toBe('Does (address) need a fax?');
    const [row] = await database.query<object>('select * from asked_questions');
    expect(Object.keys(row ?? {}).toSorted()).toEqual(
      [
        'article_ids',
        'asked_at',
        'group_id',
        'id',
        'outcome',
        'point',
        'settled',
        'space',
        'text',
      ].toSorted(),
    );
  });

  it('knows no text of what is no id or unknown', async () => {
    expect(await questionText(database, 'no id')).toBeUndefined();
    expect(await questionText(database, randomUUID())).toBeUndefined();
  });

  it('keeps a question once when it comes twice, also at the same moment', async () => {
    const id = randomUUID();
    await Promise.all([ask('fax?', { id }), ask('fax?', { id })]);
    await ask('fax?', { id, now: inDays(1) });
    expect(await listed()).toEqual([['fax?', 1]]);
  });

  it('lists what found nothing or several, not what was answered', async () => {
    await ask('a', { mark: at(0), outcome: 'answered', articleId: 'contact' });
    await ask('b', { mark: at(90), outcome: 'close', articleId: 'contact' });
    await ask('c', { mark: at(180) });
    expect((await listed()).toSorted()).toEqual([
      ['b', 1],
      ['c', 1],
    ]);
  });

  describe('by marks', () => {
    const limit = (Math.acos(alike) * 180) / Math.PI;

    it('puts together what is alike enough to the first of a group', async () => {
      await ask('first', { mark: at(0) });
      await ask('near', { mark: at(limit - 1) });
      await ask('far', { mark: at(limit + 1) });
      expect((await listed()).toSorted((a, b) => Number(b.at(-1)) - Number(a.at(-1)))).toEqual([
        ['first', 'near', 2],
        ['far', 1],
      ]);
    });

    it('takes the most alike of two groups', async () => {
      await ask('left', { mark: at(0) });
      await ask('right', { mark: at(80) });
      await ask('rightish', { mark: at(45) });
      expect(await listed()).toEqual([
        ['right', 'rightish', 2],
        ['left', 1],
      ]);
    });

    it('compares questions of two spaces, and those without a mark, by their words', async () => {
      await ask('fax', { mark: at(0) });
      await ask('fax', { mark: at(0, 'another') });
      await ask('fax');
      await ask('scanner', { mark: at(0, 'a third') });
      expect(await listed()).toEqual([
        ['fax', 3],
        ['scanner', 1],
      ]);
    });

    it('does not compare points of different lengths', async () => {
      await ask('fax', { mark: at(0) });
      await ask('fax', { mark: { space: 'one', point: Float32Array.from([1]) } });
      expect(await listed()).toHaveLength(2);
    });

    it('makes one group of many that ask the same at the same moment', async () => {
      await Promise.all(Array.from({ length: 8 }, () => ask('fax', { mark: at(10) })));
      expect(await listed()).toEqual([['fax', 8]]);
    });

    it('begins anew when nobody has asked for long', async () => {
      await ask('old', { mark: at(0) });
      await ask('new', { mark: at(0), now: inDays(keptDays + 1) });
      expect(await listed()).toEqual([
        ['new', 1],
        ['old', 1],
      ]);
    });
  });

  describe('by words, while there are no marks', () => {
    it('puts together spellings and orders of the same words, whatever the space', async () => {
      await ask('Can I use a fax machine?', { mark: at(0) });
      await ask('can i use a fax machine', { now: inDays(1) });
      await ask('a fax machine can I use it', { now: inDays(2) });
      expect(await listed()).toEqual([['a fax machine can I use it', 'can i use a fax machine', 3]]);
    });

    it('keeps other words apart', async () => {
      await ask('Can I use a fax machine?');
      await ask('what is for lunch');
      await ask('???');
      await ask('…');
      expect(await listed()).toHaveLength(3);
    });
  });

  it('shows each wording once, those used most first, up to four', async () => {
    for (const [day, text] of ['d', 'e', 'c', 'b', 'a', 'a', 'A?', 'b', 'a'].entries())
      await ask(text, { mark: at(0), now: inDays(day) });
    expect(await listed()).toEqual([['a', 'b', 'c', 'e', 9]]);
    const group = await onlyGroup();
    expect(await textsOf(database, group.id, 2)).toEqual(['a', 'b']);
    expect(await textsOf(database, group.id, 60)).toEqual(['a', 'b', 'c', 'e', 'd']);
    expect(await textsOf(database, 'no id', 60)).toEqual([]);
    expect(await textsOf(database, randomUUID(), 60)).toEqual([]);
  });

  it('pages through the groups, most asked first, then newest', async () => {
    for (const [place, times] of [1, 3, 2, 1, 1].entries()) {
      for (let time = 0; time < times; time += 1)
        await ask(`q${place}`, { mark: at(0, `space ${place}`), now: inDays(place) });
    }
    const whole = await askedInVain(database, { most: 50 });
    expect(whole.groups.map(({ example }) => example)).toEqual(['q1', 'q2', 'q4', 'q3', 'q0']);
    expect(whole).toMatchObject({ totalGroups: 5, totalQuestions: 8 });
    expect(whole.next).toBeUndefined();
    const paged: string[] = [];
    let page = await askedInVain(database, { most: 2 });
    paged.push(...page.groups.map(({ example }) => example));
    while (page.next) {
      page = await askedInVain(database, { most: 2, from: page.next });
      expect(page).toMatchObject({ totalGroups: 5, totalQuestions: 8 });
      paged.push(...page.groups.map(({ example }) => example));
    }
    expect(paged).toEqual(['q1', 'q2', 'q4', 'q3', 'q0']);
  });

  describe('an answer that did not help', () => {
    it('counts its question as asked in vain, once', async () => {
      const id = await ask('fax', { mark: at(0), outcome: 'answered', articleId: 'contact' });
      await ask('faxes', { mark: at(5) });
      const press = { id, articleId: 'contact', now };
      expect(await Promise.all([markNotHelped(database, press), markNotHelped(database, press)])).toEqual([
        true,
        true,
      ]);
      expect(await onlyGroup()).toMatchObject({ times: 2, notHelped: 1, articleIds: ['contact'] });
    });

    it('remembers each article that did not help', async () => {
      const id = await ask('fax', { outcome: 'answered', articleId: 'contact' });
      await markNotHelped(database, { id, articleId: 'contact', now });
      await markNotHelped(database, { id, articleId: 'all-dates', now });
      expect(await onlyGroup()).toMatchObject({
        times: 1,
        notHelped: 1,
        articleIds: ['all-dates', 'contact'],
      });
    });

    it('is told when the question is not known', async () => {
      expect(await markNotHelped(database, { id: randomUUID(), articleId: 'contact', now })).toBe(false);
      expect(await markNotHelped(database, { id: 'no id', articleId: 'contact', now })).toBe(false);
    });
  });

  describe('an offered article that was chosen', () => {
    it('takes the question out of its group, and an empty group off the list', async () => {
      const id = await ask('fax', { mark: at(0), outcome: 'close' });
      const press = { id, articleId: 'contact', now };
      expect(await markChosen(database, press)).toBe(true);
      expect(await markChosen(database, press)).toBe(true);
      expect(await listed()).toEqual([]);
      expect(await database.query('select from asked_groups')).toEqual([]);
    });

    it('leaves the others of the group', async () => {
      const id = await ask('fax', { mark: at(0), outcome: 'close' });
      await ask('faxes', { mark: at(5) });
      await markChosen(database, { id, articleId: 'contact', now });
      expect(await listed()).toEqual([['faxes', 1]]);
    });

    it('may still not have helped', async () => {
      const id = await ask('fax', { mark: at(0), outcome: 'close' });
      await markChosen(database, { id, articleId: 'contact', now });
      await markNotHelped(database, { id, articleId: 'contact', now });
      expect(await onlyGroup()).toMatchObject({ times: 1, notHelped: 1, articleIds: ['contact'] });
      await markChosen(database, { id, articleId: 'contact', now });
      expect(await listed()).toEqual([['fax', 1]]);
    });

    it('is told when the question is not known', async () => {
      expect(await markChosen(database, { id: randomUUID(), articleId: 'contact', now })).toBe(false);
    });
  });

  describe('a group that the desk has settled', () => {
    it('is off the list until it is asked again, and then counts anew', async () => {
      await ask('fax', { mark: at(0) });
      await ask('faxes', { mark: at(1) });
      const settling = { groupId: (await onlyGroup()).id, by: desk, how: 'dismissed', now } as const;
      expect(await settleGroup(database, settling)).toBe('settled');
      expect(await settleGroup(database, settling)).toBe('settled');
      expect(await askedInVain(database, { most: 5 })).toEqual({
        groups: [],
        totalGroups: 0,
        totalQuestions: 0,
      });
      await ask('fax machines', { mark: at(2) });
      expect(await listed()).toEqual([['fax machines', 1]]);
      expect((await onlyGroup()).id).toBe(settling.groupId);
      expect(await textsOf(database, settling.groupId, 2)).toHaveLength(2);
      expect((await textsOf(database, settling.groupId, 9))[0]).toBe('fax machines');
    });

    it('is unknown where there is none', async () => {
      const settling = { by: desk, how: 'dismissed', now } as const;
      expect(await settleGroup(database, { ...settling, groupId: 'no id' })).toBe('unknown');
      expect(await settleGroup(database, { ...settling, groupId: randomUUID() })).toBe('unknown');
    });
  });

  it('forgets answered questions after a day and the others after ninety, with their groups', async () => {
    const answered = await ask('answered', { outcome: 'answered', articleId: 'contact' });
    const inVain = await ask('in vain', { mark: at(0) });
    await vacuumLearning(database, inDays(0.9));
    expect(await questionText(database, answered)).toBe('answered');
    await vacuumLearning(database, inDays(1.1));
    expect(await questionText(database, answered)).toBeUndefined();
    expect(await markNotHelped(database, { id: answered, articleId: 'contact', now })).toBe(false);
    await vacuumLearning(database, inDays(keptDays - 0.1));
    expect(await questionText(database, inVain)).toBe('in vain');
    await vacuumLearning(database, inDays(keptDays + 0.1));
    await vacuumLearning(database, inDays(keptDays + 0.1));
    expect(await questionText(database, inVain)).toBeUndefined();
    expect(await listed()).toEqual([]);
    expect(await database.query('select from asked_groups')).toEqual([]);
  });

  it('forgets the words of a group’s first question with that question', async () => {
    await ask('has our bursar got a fax', { mark: at(0) });
    await ask('who has a fax', { mark: at(2), now: inDays(80) });
    await vacuumLearning(database, inDays(keptDays + 1));
    expect(await listed()).toEqual([['who has a fax', 1]]);
    expect(await database.query('select leader from asked_groups')).toEqual([{ leader: 'who has a fax' }]);
  });
});
