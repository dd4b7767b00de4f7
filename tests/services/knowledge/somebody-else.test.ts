import { developmentQuestions } from '../../../bench/answers/questions.ts';
import { normalise } from '../../../services/knowledge/normalise.ts';
import { asksAboutSomebodyElse } from '../../../services/knowledge/somebody-else.ts';

const asks = (text: string) => asksAboutSomebodyElse(normalise(text));

test.each([
  'Has Mrs B in year 4 been switched over yet?',
  'is my deputy set up',
  'Can you tell me whether our bursar is registered?',
  'My mate is off sick. Has her account been enforced?',
  'has head@hillside got it switched on',
])('%j asks about somebody else', (text) => {
  expect(asks(text)).toBe(true);
});

test.each([
  'Am I done?',
  'has my account been switched on',
  'my deputy has set hers up, do I need to',
  'if my colleague is done, am I as well',
  'is the office set up on the same day',
])('%j does not', (text) => {
  expect(asks(text)).toBe(false);
});

test('no question of the development set is taken for one that should be answered otherwise', () => {
  const wrong = developmentQuestions().filter(
    ({ ask, accept }) => asks(ask) && !accept.includes('someone-elses-status'),
  );
  expect(wrong).toEqual([]);
});
