import { randomUUID } from 'node:crypto';
import { keepQuestion } from '../../../services/learning/asked.ts';
import {
  type AnswerText,
  type DeskAnswer,
  type DraftToSave,
  discardDraft,
  findAnswer,
  listAnswers,
  publishAnswer,
  saveDraft,
  withdrawAnswer,
} from '../../../services/learning/desk-answers.ts';
import { askedInVain } from '../../../services/learning/groups.ts';
import { historyOf } from '../../../services/learning/history.ts';
import { publishedAnswers, revisionOf } from '../../../services/learning/published.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const now = new Date('2018-11-12T10:00:00Z');
const later = new Date('2018-11-13T11:00:00Z');
const one = { accountId: 'one', upn: 'one@norfolk.example' };
const two = { accountId: 'two', upn: 'two@norfolk.example' };
const words: AnswerText = {
  title: 'Scanners',
  phrasings: ['does the scanner work'],
  text: 'Yes.',
  cohorts: ['head'],
  validFrom: '2018-11-19',
};
const other: AnswerText = { ...words, text: 'No.', cohorts: [] };

describe('answers that the service desk writes', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.query('truncate desk_answers, asked_groups cascade'));

  const draft = (more: Partial<DraftToSave> = {}): DraftToSave => ({
    requestId: randomUUID(),
    text: words,
    by: one,
    now,
    ...more,
  });
  const save = (more: Partial<DraftToSave> = {}) => saveDraft(database, draft(more));
  const kept = (outcome: { kind: string; answer?: DeskAnswer }): DeskAnswer => {
    if (outcome.kind !== 'kept' || !outcome.answer) throw new Error(`it ended as ${outcome.kind}`);
    return outcome.answer;
  };
  const press = ({ id, version }: DeskAnswer, by = one) => ({ answerId: id, seen: version, by, now: later });
  const publish = async (answer: DeskAnswer) => kept(await publishAnswer(database, press(answer)));
  const happened = async ({ id }: DeskAnswer) =>
    (await historyOf(database, id)).map(({ what, version }) => `${version} ${what}`);

  it('keeps a draft that nobody gets yet', async () => {
    const groupId = randomUUID();
    const answer = kept(await save({ groupId }));
    expect(answer).toEqual({
      id: answer.id,
      number: answer.number,
      state: 'draft',
      version: 1,
      draft: words,
      groupId,
      changedAt: now,
      changedBy: one.upn,
    });
    expect(await findAnswer(database, answer.id)).toEqual(answer);
    expect(await publishedAnswers(database)).toEqual([]);
  });

  it('writes one answer for two presses of one form, also at the same moment', async () => {
    const form = draft();
    const outcomes = await Promise.all([saveDraft(database, form), saveDraft(database, form)]);
    outcomes.push(await saveDraft(database, { ...form, now: later }));
    expect(new Set(outcomes.map((outcome) => kept(outcome).id)).size).toBe(1);
    expect(outcomes.map((outcome) => kept(outcome).version)).toEqual([1, 1, 1]);
    expect((await listAnswers(database, { most: 9 })).answers).toHaveLength(1);
    expect(await happened(kept(outcomes[0] ?? { kind: 'none' }))).toEqual(['1 written']);
  });

  it('gives two members who press the same form an answer each', async () => {
    const requestId = randomUUID();
    const first = kept(await save({ requestId }));
    const second = kept(await save({ requestId, by: two }));
    expect(second.id).not.toBe(first.id);
  });

  it('takes other words of the form that began it, until somebody else has changed it', async () => {
    const requestId = randomUUID();
    const answer = kept(await save({ requestId }));
    const again = kept(await save({ requestId, text: other }));
    expect(again).toMatchObject({ id: answer.id, version: 2, draft: other });
    const edited = kept(await save({ answerId: answer.id, seen: 2, by: two, text: words }));
    expect(await save({ requestId, text: { ...words, title: 'Late' } })).toEqual({
      kind: 'changed',
      answer: edited,
    });
    expect(await save({ requestId, text: other })).toEqual({ kind: 'kept', answer: edited });
    expect(await happened(answer)).toEqual(['1 written', '2 edited', '3 edited']);
  });

  it('goes back to earlier words of the same form', async () => {
    const requestId = randomUUID();
    await save({ requestId });
    await save({ requestId, text: other });
    expect(kept(await save({ requestId }))).toMatchObject({ version: 3, draft: words });
  });

  it('keeps one of two edits at the same moment and tells the other', async () => {
    const answer = kept(await save());
    const outcomes = await Promise.all([
      save({ answerId: answer.id, seen: 1, by: one, text: { ...words, text: 'One.' } }),
      save({ answerId: answer.id, seen: 1, by: two, text: { ...words, text: 'Two.' } }),
    ]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['changed', 'kept']);
    const winner = outcomes.find(({ kind }) => kind === 'kept');
    expect(await findAnswer(database, answer.id)).toEqual(kept(winner ?? { kind: 'none' }));
    expect(await happened(answer)).toEqual(['1 written', '2 edited']);
  });

  it('counts an edit that comes twice once', async () => {
    const answer = kept(await save());
    const edit = draft({ answerId: answer.id, seen: 1, text: other });
    await Promise.all([saveDraft(database, edit), saveDraft(database, edit)]);
    expect(kept(await saveDraft(database, edit))).toMatchObject({ version: 2, draft: other });
  });

  it('is unknown where there is none', async () => {
    for (const answerId of [randomUUID(), 'no id']) {
      const nothing = { kind: 'unknown' };
      expect(await save({ answerId, seen: 1 })).toEqual(nothing);
      const wish = { answerId, seen: 1, by: one, now };
      expect(await publishAnswer(database, wish)).toEqual(nothing);
      expect(await withdrawAnswer(database, wish)).toEqual(nothing);
      expect(await discardDraft(database, wish)).toEqual(nothing);
      expect(await findAnswer(database, answerId)).toBeUndefined();
      expect(await historyOf(database, answerId)).toEqual([]);
    }
  });

  describe('published', () => {
    it('is what staff get, once however often it is pressed', async () => {
      const answer = kept(await save());
      const before = await revisionOf(database);
      const wish = press(answer);
      const outcomes = await Promise.all([publishAnswer(database, wish), publishAnswer(database, wish)]);
      expect(outcomes.map((outcome) => kept(outcome).version)).toEqual([2, 2]);
      expect(await revisionOf(database)).toBe(before + 1);
      expect(await publishedAnswers(database)).toEqual([
        { articleId: `desk-${answer.number}`, ...words, publishedOn: later },
      ]);
      expect(await happened(answer)).toEqual(['1 written', '2 published']);
      expect(await findAnswer(database, answer.id)).toMatchObject({ state: 'published', published: words });
      expect(await findAnswer(database, answer.id)).not.toHaveProperty('draft');
    });

    it('stays as it is while a draft is edited, then the draft takes its place', async () => {
      const answer = await publish(kept(await save()));
      const before = await revisionOf(database);
      const edited = kept(await save({ answerId: answer.id, seen: 2, text: other }));
      expect(edited).toMatchObject({ state: 'published', draft: other, published: words });
      expect(await publishedAnswers(database)).toMatchObject([{ text: 'Yes.' }]);
      expect(await revisionOf(database)).toBe(before);
      await publish(edited);
      expect(await publishedAnswers(database)).toMatchObject([{ text: 'No.', cohorts: [] }]);
      expect(await revisionOf(database)).toBe(before + 1);
    });

    it('is refused from a card that shows older words', async () => {
      const answer = kept(await save());
      const edited = kept(await save({ answerId: answer.id, seen: 1, by: two, text: other }));
      expect(await publishAnswer(database, press(answer))).toEqual({ kind: 'changed', answer: edited });
      expect(await publishedAnswers(database)).toEqual([]);
    });

    it('takes its group off the list', async () => {
      await keepQuestion(database, { id: randomUUID(), text: 'scanner?', outcome: 'none', now });
      const [group] = (await askedInVain(database, { most: 5 })).groups;
      const answer = kept(await save({ groupId: group?.id }));
      expect((await askedInVain(database, { most: 5 })).groups).toMatchObject([
        { answerNumber: answer.number },
      ]);
      await publish(answer);
      expect((await askedInVain(database, { most: 5 })).groups).toEqual([]);
      await keepQuestion(database, { id: randomUUID(), text: 'scanner?', outcome: 'none', now: later });
      expect((await askedInVain(database, { most: 5 })).groups).toMatchObject([
        { times: 1, answerNumber: answer.number },
      ]);
    });

    it('is published also when its group is gone or was never one', async () => {
      await publish(kept(await save({ groupId: randomUUID() })));
      await publish(kept(await save({ groupId: 'no id' })));
      expect(await publishedAnswers(database)).toHaveLength(2);
    });
  });

  describe('withdrawn', () => {
    it('is no longer given, and its words stay as the draft', async () => {
      const answer = await publish(kept(await save()));
      const before = await revisionOf(database);
      const wish = press(answer, two);
      await Promise.all([withdrawAnswer(database, wish), withdrawAnswer(database, wish)]);
      const withdrawn = kept(await withdrawAnswer(database, wish));
      expect(withdrawn).toMatchObject({ state: 'withdrawn', version: 3, draft: words, changedBy: two.upn });
      expect(withdrawn).not.toHaveProperty('published');
      expect(await publishedAnswers(database)).toEqual([]);
      expect(await revisionOf(database)).toBe(before + 1);
      expect((await publish(withdrawn)).state).toBe('published');
      expect(await happened(answer)).toEqual(['1 written', '2 published', '3 withdrawn', '4 published']);
    });

    it('keeps newer words that were not published yet', async () => {
      const answer = await publish(kept(await save()));
      const edited = kept(await save({ answerId: answer.id, seen: 2, text: other }));
      expect(kept(await withdrawAnswer(database, press(edited)))).toMatchObject({ draft: other });
    });

    it('is refused from a card that somebody else has outdated', async () => {
      const answer = await publish(kept(await save()));
      await save({ answerId: answer.id, seen: 2, by: two, text: other });
      expect((await withdrawAnswer(database, press(answer))).kind).toBe('changed');
      expect(await publishedAnswers(database)).toHaveLength(1);
    });

    it('changes nothing where it was never published', async () => {
      const answer = kept(await save());
      expect(await withdrawAnswer(database, press(answer))).toEqual({ kind: 'kept', answer });
    });
  });

  describe('a discarded draft', () => {
    it('goes with its history when it was never published', async () => {
      const answer = kept(await save());
      expect(await discardDraft(database, press(answer))).toEqual({ kind: 'discarded' });
      expect(await discardDraft(database, press(answer))).toEqual({ kind: 'unknown' });
      expect(await historyOf(database, answer.id)).toEqual([]);
    });

    it('leaves the published words', async () => {
      const answer = await publish(kept(await save()));
      const edited = kept(await save({ answerId: answer.id, seen: 2, text: other }));
      const left = kept(await discardDraft(database, press(edited)));
      expect(left).toMatchObject({ state: 'published', published: words, version: 4 });
      expect(left).not.toHaveProperty('draft');
      expect(await discardDraft(database, press(edited))).toEqual({ kind: 'kept', answer: left });
      expect(await publishedAnswers(database)).toMatchObject([{ text: 'Yes.', publishedOn: later }]);
    });

    it('leaves a withdrawn answer without words, and nothing to publish', async () => {
      const answer = await publish(kept(await save()));
      const withdrawn = kept(await withdrawAnswer(database, press(answer)));
      const empty = kept(await discardDraft(database, press(withdrawn)));
      expect(await publishAnswer(database, press(empty))).toEqual({
        kind: 'nothing-to-publish',
        answer: empty,
      });
      expect(kept(await save({ answerId: answer.id, seen: empty.version, text: other }))).toMatchObject({
        state: 'withdrawn',
        draft: other,
      });
    });

    it('stays when somebody else has changed it', async () => {
      const answer = kept(await save());
      await save({ answerId: answer.id, seen: 1, by: two, text: other });
      expect((await discardDraft(database, press(answer))).kind).toBe('changed');
    });
  });

  it('only ever adds to the history, with who, when and which words', async () => {
    const answer = kept(await save());
    const steps = [
      () => save({ answerId: answer.id, seen: 1, by: two, now: later, text: other }),
      () => publishAnswer(database, { answerId: answer.id, seen: 2, by: one, now: later }),
      () => save({ answerId: answer.id, seen: 3, text: words }),
      () => discardDraft(database, { answerId: answer.id, seen: 4, by: one, now: later }),
      () => withdrawAnswer(database, { answerId: answer.id, seen: 5, by: two, now: later }),
    ];
    let before = await historyOf(database, answer.id);
    for (const step of steps) {
      kept(await step());
      const after = await historyOf(database, answer.id);
      expect(after.slice(0, -1)).toEqual(before);
      before = after;
    }
    expect(before).toEqual([
      { at: now, by: one.upn, what: 'written', version: 1, text: words },
      { at: later, by: two.upn, what: 'edited', version: 2, text: other },
      { at: later, by: one.upn, what: 'published', version: 3, text: other },
      { at: now, by: one.upn, what: 'edited', version: 4, text: words },
      { at: later, by: one.upn, what: 'discarded', version: 5 },
      { at: later, by: two.upn, what: 'withdrawn', version: 6 },
    ]);
  });

  it('lists the answers page by page, newest number first', async () => {
    for (const title of ['a', 'b', 'c']) await save({ text: { ...words, title } });
    const first = await listAnswers(database, { most: 2 });
    expect(first.answers.map(({ draft }) => draft?.title)).toEqual(['c', 'b']);
    const second = await listAnswers(database, { most: 2, after: first.next });
    expect(second.answers.map(({ draft }) => draft?.title)).toEqual(['a']);
    expect(second.next).toBeUndefined();
  });
});
