import fc from 'fast-check';
import { answerLimits, checkAnswer, type TypedAnswer } from '../../../services/learning/check-answer.ts';
import { norfolk } from '../rollout/norfolk.ts';

const plan = norfolk();
const good: TypedAnswer = {
  title: 'Scanners that send e-mail',
  phrasings: 'does the scanner still work\nwill our copier send mail',
  text: 'Yes.\n\n- Ask us first.',
  cohorts: [],
};
const check = (more: Partial<TypedAnswer>) => checkAnswer({ ...good, ...more }, plan);
const faultsOf = (more: Partial<TypedAnswer>) => {
  const checked = check(more);
  return checked.kind === 'faulty' ? checked.faults.map(({ field }) => field) : [];
};

describe('checking an answer of the service desk', () => {
  it('gives the words as they are kept', () => {
    const cohort = plan.cohorts[0]?.id ?? '';
    expect(
      check({
        title: '  Scanners \n that\tsend\u202e e-mail ',
        phrasings: ' Does the scanner work?\r\n\r\ndoes the scanner work\rwill the copier  send mail\u0007\n',
        text: '\r\nYes.\u2028No.\r\n\r\n- Ask.\u0000 \n',
        cohorts: [cohort, cohort],
        validFrom: '2018-11-19',
        validUntil: ' 2018-11-19 ',
      }),
    ).toEqual({
      kind: 'good',
      text: {
        title: 'Scanners that send e-mail',
        phrasings: ['Does the scanner work?', 'will the copier send mail'],
        text: 'Yes.\nNo.\n\n- Ask.',
        cohorts: [cohort],
        validFrom: '2018-11-19',
        validUntil: '2018-11-19',
      },
    });
  });

  it('leaves days that were not chosen out', () => {
    expect(check({ validFrom: '', validUntil: ' ' })).toMatchObject({
      kind: 'good',
      text: expect.not.objectContaining({ validFrom: expect.anything(), validUntil: expect.anything() }),
    });
  });

  it('takes what is just long enough or short enough', () => {
    expect(faultsOf({ title: 'MFA' })).toEqual([]);
    expect(faultsOf({ title: 'x'.repeat(answerLimits.title.most) })).toEqual([]);
    expect(faultsOf({ text: 'x '.repeat(answerLimits.text / 2) })).toEqual([]);
    const questions = Array.from({ length: answerLimits.phrasings }, (_, at) => `is number w${at}x right`);
    expect(faultsOf({ phrasings: questions.join('\n') })).toEqual([]);
    expect(faultsOf({ phrasings: [...questions, 'one more'].join('\n') })).toEqual(['phrasings']);
  });

  it.each<[string, Partial<TypedAnswer>, string[]]>([
    ['a short title', { title: ' ab ' }, ['title']],
    ['a long title', { title: 'x'.repeat(answerLimits.title.most + 1) }, ['title']],
    ['no question', { phrasings: ' \n\u200b\n' }, ['phrasings']],
    ['a question without words', { phrasings: 'what is it\n???' }, ['phrasings']],
    ['a long question', { phrasings: 'x'.repeat(answerLimits.phrasing + 1) }, ['phrasings']],
    ['no text', { text: ' \n ' }, ['text']],
    ['a long text', { text: 'x'.repeat(answerLimits.text + 1) }, ['text']],
    ['a group that the plan does not have', { cohorts: ['governors'] }, ['cohorts']],
    ['a day that is none', { validFrom: '2018-02-30' }, ['validFrom']],
    ['a day in another form', { validUntil: '19/11/2018' }, ['validUntil']],
    ['days the wrong way round', { validFrom: '2018-11-20', validUntil: '2018-11-19' }, ['validUntil']],
    ['everything at once', { title: '', phrasings: '', text: '' }, ['title', 'phrasings', 'text']],
  ])('refuses %s', (_, more, fields) => {
    expect(faultsOf(more)).toEqual(fields);
  });

  it.each<[keyof TypedAnswer, string]>([
    ['title', 'The password is Summer2018!'],
    ['phrasings', 'is this it\nmy password is Summer2018!'],
    ['text', 'Use this.\n\n- code: 493021'],
    ['text', 'Sign in with\nSummer2018!'],
  ])('refuses a secret in the %s without repeating it', (field, typed) => {
    const checked = check({ [field]: typed });
    expect(checked).toMatchObject({ kind: 'faulty', faults: [{ field }] });
    expect(JSON.stringify(checked)).toMatch(/seems to hold a password or a code\. Take it out/);
    expect(JSON.stringify(checked)).not.toMatch(/Summer2018|493021/);
  });

  it('takes any text, and what it has taken once it takes again as it is', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(text, text, text, (title, phrasings, body) => {
        const checked = checkAnswer({ title, phrasings, text: body, cohorts: [] }, plan);
        if (checked.kind === 'faulty') return;
        const again = { ...checked.text, phrasings: checked.text.phrasings.join('\n') };
        expect(checkAnswer(again, plan)).toEqual(checked);
      }),
    );
  });
});
