import { today } from '../../../services/rollout/calendar.ts';
import { nextSchoolCardAfter, schoolCardKey, schoolCardsBetween } from '../../../services/schools/due.ts';
import { norfolk, phaseOf } from '../rollout/norfolk.ts';

const plan = norfolk((draft) => {
  draft.heads = { cohort: 'head', daysBefore: [7, 1] };
});
const heads = [
  { id: 'ash', upn: 'head@ash.norfolk.sch.uk' },
  { id: 'beech', upn: 'Head@Beech.norfolk.sch.uk' },
];

const between = (after: string, until: string, changed = plan) =>
  schoolCardsBetween(changed, heads, { after: new Date(after), until: new Date(until) });
const named = (due: ReturnType<typeof between>) =>
  due.map(({ accountId, phaseId, offset }) => `${accountId} ${phaseId} ${offset}`);

describe('school cards are due', () => {
  test('on the working days that the plan names before each date of the school, one a day', () => {
    const days: string[] = [];
    for (
      let at = Date.parse('2018-11-01T00:00:00Z');
      at < Date.parse('2019-01-10T00:00:00Z');
      at += 86_400_000
    ) {
      const due = between(new Date(at).toISOString(), new Date(at + 86_399_000).toISOString());
      days.push(
        ...due
          .filter(({ accountId }) => accountId === 'ash')
          .map((one) => `${today(plan, one.dueAt)} ${one.phaseId} ${one.offset}`),
      );
    }
    expect(days).toEqual([
      '2018-11-12 head-online 7',
      '2018-11-16 head-online 1',
      '2018-11-19 head-client 7',
      '2018-11-23 head-client 1',
      '2018-11-26 office-online 7',
      '2018-11-30 office-online 1',
      '2018-12-03 office-client 7',
      '2018-12-06 everyone-else-online 7',
      '2018-12-07 office-client 1',
      '2018-12-12 everyone-else-online 1',
    ]);
  });

  test('at the plan’s reminder time and not a second before', () => {
    expect(between('2018-11-12T00:00:00Z', '2018-11-12T08:29:59Z')).toEqual([]);
    expect(named(between('2018-11-12T00:00:00Z', '2018-11-12T08:30:00Z'))).toEqual([
      'ash head-online 7',
      'beech head-online 7',
    ]);
    expect(between('2018-11-12T08:30:00Z', '2018-11-12T16:59:00Z')).toEqual([]);
  });

  test('once after an outage, for the nearest date that is still ahead, and as its newest card', () => {
    expect(named(between('2018-11-09T00:00:00Z', '2018-11-20T09:00:00Z'))[0]).toBe('ash head-client 7');
    expect(named(between('2018-11-09T00:00:00Z', '2018-11-16T09:00:00Z'))[0]).toBe('ash head-online 1');
    expect(named(between('2018-11-01T00:00:00Z', '2018-12-31T00:00:00Z'))).toEqual([]);
  });

  test('by the school’s own date, and not for a phase that is paused', () => {
    const moved = structuredClone(plan);
    phaseOf(moved, 'head-online').waves = [{ date: '2018-11-21', schools: ['ash.norfolk.sch.uk'] }];
    expect(named(between('2018-11-14T00:00:00Z', '2018-11-14T09:00:00Z', moved))).toEqual([
      'ash head-online 7',
    ]);
    expect(named(between('2018-11-12T00:00:00Z', '2018-11-12T09:00:00Z', moved))).toEqual([
      'beech head-online 7',
    ]);
    phaseOf(moved, 'head-online').paused = true;
    expect(between('2018-11-09T00:00:00Z', '2018-11-16T09:00:00Z', moved)).toEqual([]);
  });

  test('not at all where the plan names no heads', () => {
    const without = structuredClone(plan);
    delete without.heads;
    expect(between('2018-11-12T00:00:00Z', '2018-11-12T09:00:00Z', without)).toEqual([]);
    expect(nextSchoolCardAfter(without, new Date('2018-11-01T00:00:00Z'))).toBeUndefined();
  });

  test('and the next is found by distinct dates, however many schools have their own', () => {
    const many = structuredClone(plan);
    phaseOf(many, 'head-online').waves = Array.from({ length: 400 }, (_, index) => ({
      date: index % 2 === 0 ? '2018-11-21' : '2018-11-22',
      schools: [`s${index}.norfolk.sch.uk`],
    }));
    let looks = 0;
    many.heads = {
      cohort: 'head',
      get daysBefore() {
        looks += 1;
        return [7, 1];
      },
    };
    const next = nextSchoolCardAfter(many, new Date('2018-11-12T08:30:00Z'));
    expect(next?.toISOString()).toBe('2018-11-14T08:30:00.000Z');
    // 19, 21, 22 and 26 November, 3, 10 and 13 December.
    expect(looks).toBe(7);
  });

  test('never earlier than the plan alone says', () => {
    const moved = structuredClone(plan);
    phaseOf(moved, 'head-online').waves = [{ date: '2018-11-21', schools: ['ash.norfolk.sch.uk'] }];
    for (const changed of [plan, moved]) {
      let after = new Date('2018-11-01T00:00:00Z');
      for (;;) {
        const next = nextSchoolCardAfter(changed, after);
        if (next === undefined) break;
        const before = new Date(next.getTime() - 1);
        expect(schoolCardsBetween(changed, heads, { after, until: before })).toEqual([]);
        after = next;
      }
      expect(after.toISOString()).toBe('2018-12-12T08:30:00.000Z');
    }
  });
});

test('a card is the same by phase, date, offset and account', () => {
  const [due] = between('2018-11-12T00:00:00Z', '2018-11-12T08:30:00Z');
  expect(due && schoolCardKey(due)).toBe('school:head-online:2018-11-19:7:ash');
});
