import { createKnowledge, type Knowledge } from '../../../services/knowledge/knowledge.ts';
import type { WrittenAnswer } from '../../../services/knowledge/written-articles.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const now = new Date('2018-11-12T09:00:00Z');
const head = 'head@hillside.norfolk.sch.uk';
const office = 'office@hillside.norfolk.sch.uk';
const parking: WrittenAnswer = {
  articleId: 'desk-1',
  title: 'Parking at the drop-in session',
  phrasings: ['where do I park for the MFA drop-in session'],
  text: 'Use the east car park.\n\n- {{ plan.secret }}\n- **not bold**',
  reach: { cohorts: [], until: '2018-11-16' },
  publishedOn: now,
};

describe('answers that people write while the bot runs', () => {
  let published: WrittenAnswer[] = [];
  let revision = 0;
  let isBroken = false;
  const warnings: string[] = [];
  let knowledge: Knowledge;
  const publish = (...answers: WrittenAnswer[]) => {
    published = answers;
    revision += 1;
  };
  const ask = async (question: string, asking: { upn?: string; now?: Date } = {}) => {
    const found = await knowledge.find(question, { now, ...asking });
    return found.kind === 'found' ? found.articleIds : found.kind;
  };

  beforeAll(async () => {
    knowledge = await createKnowledge({
      plan,
      log: { info() {}, warn: (_fields: unknown, message?: string) => void warnings.push(message ?? '') },
      written: {
        async revision() {
          if (isBroken) throw new Error('no database');
          return revision;
        },
        published: async () => published,
      },
    });
    await knowledge.ready;
  });
  afterAll(() => knowledge.close());
  beforeEach(() => publish());

  it('are in use at the next question, and gone at the next after they are withdrawn', async () => {
    const question = 'where do we park the minibus?';
    expect(await ask(question)).toBe('none');
    publish({ ...parking, title: 'Where to park', phrasings: ['where can I park the minibus'] });
    expect(await ask(question)).toEqual(['desk-1']);
    publish();
    expect(await ask(question)).toBe('none');
    expect(knowledge.answer('desk-1', { now })).toBeUndefined();
  });

  it('are shown as they stand: no template and no markup', async () => {
    publish(parking);
    await knowledge.refresh();
    expect(knowledge.answer('desk-1', { now })).toMatchObject({
      title: 'Parking at the drop-in session',
      blocks: [
        { kind: 'text', text: 'Use the east car park.' },
        { kind: 'bullets', items: ['{{ plan.secret }}', '**not bold**'] },
      ],
      source: { name: 'Service Desk', date: 'Monday 12 November 2018' },
    });
    expect(knowledge.forEverybody().map(({ id }) => id)).not.toContain('desk-1');
  });

  it('reach only whom they are for, on the days they are for', async () => {
    const until = 'where do I park for the MFA drop-in session';
    publish({ ...parking, reach: { cohorts: ['office'], from: '2018-11-12', until: '2018-11-16' } });
    expect(await ask(until, { upn: office })).toEqual(['desk-1']);
    expect(await ask(until, { upn: head })).not.toEqual(['desk-1']);
    expect(await ask(until)).not.toEqual(['desk-1']);
    for (const [day, isAnswered] of [
      ['2018-11-11T22:00:00Z', false],
      ['2018-11-12T00:00:00Z', true],
      ['2018-11-16T23:30:00Z', true],
      ['2018-11-17T00:00:00Z', false],
    ] as const) {
      const found = await ask(until, { upn: office, now: new Date(day) });
      expect([day, found]).toEqual([day, isAnswered ? ['desk-1'] : expect.not.arrayContaining(['desk-1'])]);
    }
  });

  it('stay as they were while the database does not answer', async () => {
    publish(parking);
    await knowledge.refresh();
    isBroken = true;
    expect(await ask('where do I park for the MFA drop-in session')).toEqual(['desk-1']);
    expect(warnings.at(-1)).toMatch(/could not be read/);
    isBroken = false;
  });
});
