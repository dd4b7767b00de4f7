import { Resvg } from '@resvg/resvg-js';
import { wavesOf } from '../../../services/rehearsal/judge.ts';
import { madeUpAccounts } from '../../../services/rehearsal/made-up-accounts.ts';
import { type RehearsalInput, rehearse } from '../../../services/rehearsal/rehearse.ts';
import { tenantOf } from '../../../services/rehearsal/tenant.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan: RolloutPlan = { ...norfolkPlan(), heads: undefined };

async function run(size: { accounts: number; schools: number }, more: Partial<RehearsalInput> = {}) {
  const of = more.plan ?? plan;
  return rehearse({
    plan: of,
    tenant: await tenantOf(of, madeUpAccounts(of, size)),
    source: 'The tenant is made up.',
    from: new Date('2018-10-29T00:00:00Z'),
    registeringPercentAWeek: 0,
    installsApp: false,
    pace: { teamsPerSecond: 45, mostIn30Days: 10 },
    ...more,
  });
}
const small = { accounts: 25_000, schools: 400 };

it('finds that the plan that ships with the product fits 25,000 accounts, and says when what goes out', async () => {
  const { text, isSound } = await run(small);
  expect(isSound).toBe(true);
  expect(text).toMatch(/Thu 13 Dec 2018 +24,200 +0 +24,200 +10 min +in hours/);
  expect(text).toContain('No limit is broken.');
  expect(text).toContain('reminders on days off move from Sunday 18 November to Friday 16 November');
  expect(text).toContain('everyone-else-online and everyone-else-client fall on one day');
});

it('says what to change where a wave does not fit into the working hours', async () => {
  const { text, svg, isSound } = await run(small, { pace: { teamsPerSecond: 0.5, mostIn30Days: 10 } });
  expect(isSound).toBe(false);
  expect(text).toMatch(
    /TO CHANGE {2}\w+ \d+ December 2018: 2\d,\d{3} messages take 1\d h \d+ min, and the day ends at 17:00/,
  );
  expect(text).toContain('TOO LATE');
  expect(text).toContain('waves of');
  expect(svg).toContain('One working day holds');
  expect(svg).toContain('#d4351c"><title>');
});

it('says what to change where somebody gets too many messages', async () => {
  const { text, isSound } = await run(small, { pace: { teamsPerSecond: 45, mostIn30Days: 5 } });
  expect(isSound).toBe(false);
  expect(text).toContain('would get more than 5 messages in 30 days, at most 7');
  expect(text).toContain('reminders.offsetsDaysBefore');
});

it('says when the report is too large to be fresh', async () => {
  const large = await run({ accounts: 500_000, schools: 8_000 });
  expect(large.text).not.toContain("Microsoft's registration report of");
  const { text, isSound } = await run({ accounts: 1_500_000, schools: 8_000 });
  expect(isSound).toBe(false);
  expect(text).toMatch(/Microsoft's registration report of 1,500,000 accounts takes 5\d min to read/);
});

it('spreads a wave over the hours at the pace of the rate limiter', () => {
  const load = {
    day: '2018-12-13',
    reminders: 200_000,
    schoolCards: 0,
    messages: 200_000,
    installations: 0,
    phaseIds: [],
  };
  const [wave] = wavesOf(plan, [load], { teamsPerSecond: 45, mostIn30Days: 10 });
  // 45 a second become 41.67: 150,000 an hour.
  expect(wave?.hours).toEqual([150_000, 50_000]);
  expect(wave?.endsAt).toEqual(new Date('2018-12-13T09:50:00Z'));
  expect(wave?.reportReadings).toBe(6);
  expect(wave?.askedSingly).toBe(1 + Math.floor((4_800 * 4) / 11));
  const [slow] = wavesOf(plan, [{ ...load, messages: 24, installations: 2_400 }], {
    teamsPerSecond: 45,
    mostIn30Days: 10,
  });
  expect(slow?.takesMs).toBe(100_000);
});

it('draws a picture with scale, limit and dates that is readable alone, whatever the plan is called', async () => {
  const named: RolloutPlan = { ...plan, organisation: 'A & B <Council>' };
  const { svg } = await run(small, { plan: named });
  expect(svg).toContain('A &amp; B &lt;Council&gt;: messages of the rollout');
  expect(svg).toContain('One working day holds 1,275,000: far above this scale');
  expect(svg).toContain('13 Dec 2018: everyone else (web), everyone else (installed)');
  expect(svg.match(/<rect [^>]*fill="#1d70b8"/g)?.length).toBeGreaterThan(10);
  const { width, height } = new Resvg(svg).render();
  expect([width, height]).toEqual([1100, 520]);
});

it('says so where nothing is left to send', async () => {
  const paused = { ...plan, phases: plan.phases.map((phase) => ({ ...phase, paused: true })) };
  const { text, isSound } = await run(small, { plan: paused });
  expect(text).toContain('Nothing would be sent.');
  expect(isSound).toBe(true);
});
