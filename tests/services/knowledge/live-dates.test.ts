import type { Answer } from '../../../services/knowledge/answer.ts';
import { createKnowledge, type Knowledge } from '../../../services/knowledge/knowledge.ts';
import { readArticles } from '../../../services/knowledge/library.ts';
import { type PlanChange, takeChanges } from '../../../services/rollout/live-plan.ts';
import type { MfaStatus } from '../../../services/rollout/mfa-status.ts';
import { describeDay } from '../../../services/rollout/phases.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const now = new Date('2018-11-14T10:00:00Z');
const office = 'office@hillside.norfolk.sch.uk';
const status: MfaStatus = {
  methods: { kind: 'known', methods: [], source: 'person-check', asOf: now },
  state: { kind: 'known', state: 'disabled', asOf: now },
};
const noModel = () => ({
  ready: Promise.resolve('none'),
  compare: async () => ({ scores: [], point: new Float32Array() }),
  takeFurther() {},
  close: async () => {},
});
const wordsOf = (answer: Answer | undefined) =>
  (answer?.blocks ?? []).flatMap((block) => (block.kind === 'text' ? [block.text] : block.items)).join('\n');

const change = (id: number, more: Partial<PlanChange>): PlanChange => ({
  id,
  what: 'moved',
  phaseId: 'office-online',
  why: 'Training week',
  at: now,
  ...more,
});

describe('answers after the service desk changed a date', () => {
  let plan: RolloutPlan;
  let knowledge: Knowledge;
  beforeAll(async () => {
    plan = norfolkPlan();
    knowledge = await createKnowledge({ plan, log: { info() {}, warn() {} }, startModel: noModel });
  });
  afterAll(() => knowledge.close());

  const asked = (id: string) => knowledge.answer(id, { now, upn: office, status });
  const moves = [
    change(1, { date: '2018-12-17' }),
    change(2, { phaseId: 'office-client', date: '2019-01-14', why: 'Then the keys are here' }),
  ];

  it('name the announcement alone as long as there is no change', () => {
    expect(wordsOf(asked('when-is-my-turn'))).toContain('Monday 3 December 2018');
    expect(asked('when-is-my-turn')?.changes).toBeUndefined();
  });

  it('all name the new dates at once, and none of them the former one', () => {
    takeChanges(plan, moves);
    const named = new Set<string>();
    for (const { id } of readArticles()) {
      const words = wordsOf(asked(id));
      expect([
        id,
        words.includes('Monday 3 December 2018'),
        words.includes('Monday 10 December 2018'),
      ]).toEqual([id, false, false]);
      if (words.includes(describeDay('2018-12-17'))) named.add(id);
    }
    for (const id of ['when-is-my-turn', 'all-dates', 'what-is-next', 'how-many-days'])
      expect(named).toContain(id);
  });

  it('say beside their source which date the service desk moved, when and why', () => {
    expect(asked('when-is-my-turn')?.changes).toEqual([
      'Monday 17 December 2018 was moved on Wednesday 14 November 2018 by the Service Desk: Training week.',
      'Monday 14 January 2019 was moved on Wednesday 14 November 2018 by the Service Desk: Then the keys are here.',
    ]);
    expect(asked('lost-phone')?.changes).toBeUndefined();
    expect(knowledge.answer('all-dates', { now })?.changes).toHaveLength(2);
  });

  it('name no date of a paused phase, claim nothing of it, and say that it is paused', () => {
    takeChanges(plan, [
      ...moves,
      change(3, { what: 'paused', why: 'Keys are late' }),
      change(4, { what: 'paused', phaseId: 'office-client', why: 'Keys are late' }),
    ]);
    for (const { id } of readArticles()) {
      const words = wordsOf(asked(id));
      expect([id, /17 December 2018|14 January 2019|undefined|null|NaN/.exec(words)?.[0]]).toEqual([
        id,
        undefined,
      ]);
    }
    const turn = wordsOf(asked('when-is-my-turn'));
    expect(turn).toContain('Outlook on the web: paused by the Service Desk; a new date will follow.');
    expect(asked('when-is-my-turn')?.changes).toEqual([
      'Outlook on the web: paused on Wednesday 14 November 2018 by the Service Desk: Keys are late.',
      'Outlook installed on a computer: paused on Wednesday 14 November 2018 by the Service Desk: Keys are late.',
    ]);
    const next = wordsOf(asked('what-is-next'));
    expect(next).toContain('No date is planned for your account at present.');
    expect(next).toContain('a new date will follow');
    expect(next).not.toContain('in force');
    expect(wordsOf(asked('what-happens-today'))).toContain('No date of your account falls on today');
    expect(wordsOf(asked('all-dates'))).toContain(
      'School office accounts: Outlook on the web (paused by the Service Desk; a new date will follow)',
    );
  });

  it('name a school’s own date to its accounts only', () => {
    takeChanges(plan, [
      ...moves,
      change(3, { what: 'paused' }),
      change(4, { what: 'paused', phaseId: 'office-client' }),
      change(5, { what: 'undone', undoes: 3 }),
      change(6, { school: 'hillside.norfolk.sch.uk', date: '2018-11-26', why: 'Early adopter' }),
    ]);
    expect(wordsOf(asked('when-is-my-turn'))).toContain('Monday 26 November 2018');
    const other = knowledge.answer('when-is-my-turn', { now, upn: 'office@oakwood.norfolk.sch.uk', status });
    expect(wordsOf(other)).toContain('Monday 17 December 2018');
    expect(wordsOf(other)).not.toContain('26 November');
  });
});
