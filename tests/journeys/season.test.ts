import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import type { CloudAccount } from '../support/cloud/graph.ts';
import { json } from '../support/cloud/http.ts';
import type { Person } from '../support/cloud/person.ts';

/*
 * A season of reminders under a moved process clock, held against a list that is made here, from the sheet's dates alone.
 * People register at random times; the process is killed at random; Microsoft Graph is down for two days; the clock
 * jumps back an hour. Days on which nothing is due are looked at as well.
 */

interface Member {
  account: CloudAccount;
  person: Person;
  cohort: keyof typeof phaseDates;
  /** ISO; undefined for who never does. */
  registersAt: string | undefined;
}

const phaseDates = {
  head: ['2018-11-19', '2018-11-26'],
  office: ['2018-12-03', '2018-12-10'],
  staff: ['2018-12-13'],
};
const offsets = [14, 7, 3, 1, 0];
const repeatDays = 7;
const bankHolidays = ['2018-12-25', '2018-12-26', '2019-01-01'];
const seasonEnds = '2018-12-21';
const schools = Array.from({ length: 8 }, (_, index) => `school${index}.norfolk.sch.uk`);
const graphIsDown = ['2018-11-26', '2018-11-27'];
const killedOn = ['2018-11-12', '2018-11-19', '2018-12-03', '2018-12-12', '2018-12-17'];

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const isWorked = (day: string) => {
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !bankHolidays.includes(day);
};
function workedOnOrBefore(day: string): string {
  return isWorked(day) ? day : workedOnOrBefore(dayAfter(day, -1));
}

/** The days on which somebody of a cohort who is not ready is told. */
function dueDays(dates: string[]): Set<string> {
  const days = new Set<string>();
  for (const date of dates) {
    for (const offset of offsets) days.add(workedOnOrBefore(dayAfter(date, -offset)));
    for (let day = dayAfter(date, repeatDays); day <= seasonEnds; day = dayAfter(day, repeatDays)) {
      if (workedOnOrBefore(day) > date) days.add(workedOnOrBefore(day));
    }
  }
  return days;
}

/** The same season each time: mulberry32, a generator of 32 bits. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('a season of reminders of npm start', () => {
  let cloud: Cloud;
  let members: Member[] = [];
  let now = '2018-11-02T10:00:00Z';
  const random = randomFrom(148);
  const planFile = join(tmpdir(), `season-${process.pid}.yaml`);

  beforeAll(async () => {
    // Heads' school cards are messages of their own; this list is of reminders.
    const { heads: _, ...plan } = parse(await readFile('services/rollout/norfolk-2018.yaml', 'utf8'));
    await writeFile(planFile, stringify(plan));
    cloud = await createCloud();
    for (const school of schools) {
      for (const [name, cohort] of [
        ['head', 'head'],
        ['office', 'office'],
        ['oak', 'staff'],
        ['elm', 'staff'],
      ] as const) {
        const account = cloud.graph.account(`${name}@${school}`);
        const at = Date.parse('2018-11-05T00:00:00Z') + random() * 50 * 86_400_000;
        members.push({
          account,
          person: cloud.person(account),
          cohort,
          registersAt: random() < 0.6 ? new Date(at).toISOString() : undefined,
        });
      }
    }
    cloud.graph.rebuildReport();
    await cloud.start({ now, environment: { ROLLOUT_PLAN: planFile } });
    for (const { person } of members) await person.install();
    await cloud.settled();
    cloud.graph.limits = true;
  }, 240_000);
  afterAll(() => cloud?.close());

  /** Goes to a time: who has registered by then has, and the report knows it. */
  async function goTo(time: string, options: { restart?: 'kill' | 'stop' } = {}): Promise<void> {
    now = time;
    for (const { account, registersAt } of members) {
      const isRegistered = account.methods.includes('microsoftAuthenticator');
      if (registersAt !== undefined && registersAt <= time && !isRegistered) cloud.graph.register(account);
    }
    if (options.restart) {
      await cloud.bot()[options.restart]();
      await cloud.start({ now: time, environment: { ROLLOUT_PLAN: planFile } });
    } else {
      await cloud.moveTo(time);
    }
    cloud.graph.rebuildReport();
  }

  const isRegistered = ({ registersAt }: Member, time: string) =>
    registersAt !== undefined && registersAt <= time;
  /** What each person has been sent since `from` (ISO), as times. */
  const sentSince = ({ person }: Member, from: string) =>
    person.chat.messages
      .filter(({ at }) => at >= Date.parse(from))
      .map(({ at }) => new Date(at).toISOString());

  test('tells everybody who is not ready on each of their days, in hours, and nobody else', async () => {
    const daysOf = Object.fromEntries(
      Object.entries(phaseDates).map(([cohort, dates]) => [cohort, dueDays(dates)]),
    );
    const days: string[] = [];
    for (let day = '2018-11-05'; day <= seasonEnds; day = dayAfter(day, 1)) days.push(day);
    let repeats = 0;

    for (const day of days) {
      const isDueOn = (one: Member) => daysOf[one.cohort]?.has(day) ?? false;
      const isDown = graphIsDown.includes(day);
      if (!members.some(isDueOn) && !isDown) {
        // Nothing may go out: the clock stands in the middle of the day for as long as a planning takes.
        await goTo(`${day}T11:00:00Z`);
        continue;
      }
      cloud.graph.fault = () =>
        isDown ? json(503, { error: { code: 'ServiceUnavailable', message: 'Down.' } }) : undefined;
      const begins = `${day}T08:29:58Z`;
      await goTo(begins);
      // Nobody registers during this minute, so that this list knows who is ready.
      if (killedOn.includes(day)) {
        await cloud.chats
          .until(
            () => (members.some((one) => sentSince(one, begins).length > 0) ? true : undefined),
            60_000,
            'a reminder',
          )
          .catch(() => undefined);
        await goTo(new Date(cloud.now()).toISOString(), { restart: 'kill' });
      }
      // A wave waits up to half a minute for Graph's budget.
      await cloud.chats
        .until(
          () =>
            members.every(
              (one) =>
                isDown || !isDueOn(one) || isRegistered(one, begins) || sentSince(one, begins).length > 0,
            )
              ? true
              : undefined,
          120_000,
          `the reminders of ${day}`,
        )
        .catch(() => undefined);
      await cloud.settled();

      const wrong = members.flatMap((one) => {
        const sent = sentSince(one, begins);
        const expected = isDueOn(one) && !isRegistered(one, begins) && !isDown ? 1 : 0;
        const isInHours = sent.every((at) => at >= `${day}T08:30:00` && at < `${day}T17:00:00`);
        // After an outage the day before, what was held goes out with what this day brings.
        const isCarried = day === '2018-11-27' || day === '2018-11-28';
        const isRight = sent.length === expected || (isCarried && sent.length <= 1);
        if (killedOn.includes(day) && sent.length === expected + 1) {
          repeats += 1;
          return [];
        }
        return isRight && isInHours ? [] : [{ day, upn: one.person.upn, expected, sent }];
      });
      expect(wrong).toEqual([]);

      if (day === '2018-11-27') {
        // Graph is down for the second day: everybody held back yesterday has been told this morning, once.
        const held = members.filter(
          (one) => daysOf[one.cohort]?.has('2018-11-26') && !isRegistered(one, '2018-11-26T08:29:58Z'),
        );
        expect(held.filter((one) => sentSince(one, '2018-11-26T00:00:00Z').length !== 1)).toEqual([]);
        expect(held.length).toBeGreaterThan(3);
      }
      if (day === '2018-12-10') {
        // The clock jumps back an hour: nothing is told again.
        await goTo(`${day}T07:45:00Z`);
        await cloud.settled();
        await goTo(`${day}T08:31:00Z`);
        await cloud.settled();
        const again = members.filter((one) => sentSince(one, begins).length > 1);
        expect(again).toEqual([]);
      }
    }
    // Each kill may repeat what was in flight, and that is counted.
    expect(repeats).toBeLessThanOrEqual(killedOn.length * 10);
  }, 1_800_000);

  test('leaves alone whoever registered in time, for the whole season', () => {
    const early = members.filter(
      ({ cohort, registersAt }) =>
        registersAt !== undefined &&
        registersAt < `${workedOnOrBefore(dayAfter(phaseDates[cohort][0] ?? '', -14))}`,
    );
    members = members.filter((one) => early.includes(one));
    for (const one of members) expect(sentSince(one, '2018-11-05T00:00:00Z')).toEqual([]);
  });
});
