import { planEntries } from '../../cards/gallery/plan.ts';
import { sourceWords } from '../../cards/words-unreached.ts';
import { actionsOf, wordsOf } from './card-walk.ts';

const entry = (name: string) => {
  const found = planEntries.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found.card;
};
const follows = 'Reminders, answers and the help pages follow at once.';

test('a change that was not taken back says of nothing that it follows', () => {
  expect(wordsOf(entry('Plan changed: not taken back'))).not.toContain(follows);
  for (const state of ['a move', 'taken back'])
    expect(wordsOf(entry(`Plan changed: ${state}`))).toContain(follows);
});

test('taking a change back shows what a change shows, and asks for a reason', () => {
  const words = wordsOf(entry('Plan, taking back: of a move'));
  for (const said of [
    'New: The week of Monday 3 December 2018',
    '412 accounts',
    '280 accounts',
    'Next reminder',
  ])
    expect(words).toContain(said);
  expect(JSON.stringify(entry('Plan, taking back: of a move'))).toContain('"id":"why"');
  expect(actionsOf(entry('Plan, taking back: of a move')).map(({ title }) => title)).toEqual([
    'Take it back',
    'Back to the plan',
  ]);
});

test('without a report the call list says where its figures are from, and not that nobody is ready', () => {
  const words = sourceWords({ at: '10:16 today' });
  expect(words).toContain("Microsoft's answers for one account at a time");
  expect(words).not.toMatch(/nobody|report has not/);
  expect(sourceWords({ reportAt: '10:02 today', at: '10:16 today' })).toContain(
    "Microsoft's report of 10:02 today",
  );
});
