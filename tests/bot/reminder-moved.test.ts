import { movedView } from '../../bot/reminder-views.ts';
import { reminderMovedCard, reminderMovedSummary } from '../../cards/reminder-moved.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import { wordsOf } from '../cards/card-walk.ts';
import { norfolkPlan } from '../support/norfolk-plan.ts';

const upn = 'head@hillside.norfolk.sch.uk';
const card = { phaseId: 'head-online', phaseDate: '2018-11-19' };

function shown(change: Partial<RolloutPlan['phases'][number]>) {
  const plan = norfolkPlan();
  plan.phases = plan.phases.map((phase) => (phase.id === 'head-online' ? { ...phase, ...change } : phase));
  return movedView(plan, { upn }, { card, next: { kind: 'start-guide', guide: 'set-up-mfa' } });
}

test('a reminder whose date went and came back says so, and contradicts nothing', () => {
  const view = shown({});
  const words = wordsOf(reminderMovedCard(view));
  expect(words).toContain('The date is as before');
  expect(words).toContain(
    'Outlook on the web changes on Monday 19 November 2018 again, as this message said.',
  );
  expect(words).not.toContain('now changes');
  expect(reminderMovedSummary(view)).toMatch(/^The date is as before: /);
});

test('a reminder whose date went to another day, or to none, says that', () => {
  const words = wordsOf(reminderMovedCard(shown({ date: '2018-11-26' })));
  expect(words).toContain(
    'now changes on Monday 26 November 2018. This message said: Monday 19 November 2018.',
  );
  expect(reminderMovedSummary(shown({ paused: true }))).toMatch(/^The date is paused: /);
});
