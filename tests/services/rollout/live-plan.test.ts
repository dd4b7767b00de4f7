import { effectOf, standingOf } from '../../../services/rollout/effect.ts';
import {
  newestChangeOf,
  type PlanChange,
  phasesAfter,
  takeChanges,
  toldDateOf,
} from '../../../services/rollout/live-plan.ts';
import type { MfaStatus } from '../../../services/rollout/mfa-status.ts';
import { datedFor, describeChange, describeDate, phasesOf } from '../../../services/rollout/phases.ts';
import { norfolk, phaseOf } from './norfolk.ts';

const at = new Date('2018-11-12T10:00:00Z');
const move = (id: number, more: Partial<PlanChange> = {}): PlanChange => ({
  id,
  what: 'moved',
  phaseId: 'office-online',
  date: '2018-12-10',
  why: 'Training week',
  at,
  ...more,
});
const hillside = 'hillside.norfolk.sch.uk';

/** The phases of the shipped plan after changes, by id. */
function changedBy(...changes: PlanChange[]) {
  const plan = norfolk();
  takeChanges(plan, changes);
  return (id: string) => phaseOf(plan, id);
}

describe('the phases after changes of the service desk', () => {
  it('have the new date, who says so and why, and no longer the words of the announcement alone', () => {
    const phase = changedBy(move(1))('office-online');
    expect(phase).toMatchObject({
      date: '2018-12-10',
      change: { id: 1, what: 'moved', on: '2018-11-12', why: 'Training week', by: 'Service Desk' },
    });
    expect(phase.statedAs).toBe('w/c 03/12/2018 (announced so, and changed since)');
    expect(describeDate(datedFor(phase))).toBe('the week of Monday 10 December 2018');
    expect(phase.change && describeChange(phase.change)).toBe(
      'moved on Monday 12 November 2018 by the Service Desk: Training week',
    );
  });

  it('leave every other phase as the file has it, and the file itself as it is', () => {
    const plan = norfolk();
    const announced = structuredClone(plan.phases);
    takeChanges(plan, [move(1)]);
    expect(plan.phases.filter(({ id }) => id !== 'office-online')).toEqual(
      announced.filter(({ id }) => id !== 'office-online'),
    );
    expect(plan.announced).toEqual(announced);
  });

  it('follow the newest of several changes, in the order of their numbers', () => {
    const phase = changedBy(move(1), move(2, { date: '2018-12-17', why: 'Snow' }))('office-online');
    expect(phase).toMatchObject({ date: '2018-12-17', change: { id: 2, why: 'Snow' } });
    expect(phase.statedAs).toBe('w/c 03/12/2018 (announced so, and changed since)');
  });

  it('give one school a date of its own, earlier or later, which stays when the others move', () => {
    const phase = changedBy(
      move(1, { school: hillside, date: '2018-11-26' }),
      move(2, { school: hillside, date: '2018-11-19' }),
      move(3),
    )('office-online');
    expect(phase.waves).toEqual([
      { date: '2018-11-19', schools: [hillside], change: expect.objectContaining({ id: 2 }) },
    ]);
    expect([toldDateOf(phase, hillside), toldDateOf(phase, 'oakwood.norfolk.sch.uk')]).toEqual([
      '2018-11-19',
      '2018-12-10',
    ]);
  });

  it('take a school out of a wave of the file without touching the others of that wave', () => {
    const plan = norfolk((draft) => {
      phaseOf(draft, 'office-online').waves = [
        { date: '2018-12-10', schools: ['Hillside.norfolk.sch.uk', 'oakwood.norfolk.sch.uk'] },
      ];
      phaseOf(draft, 'office-client').date = '2018-12-17';
    });
    takeChanges(plan, [move(1, { school: hillside, date: '2018-12-17' })]);
    expect(phaseOf(plan, 'office-online').waves.map(({ date, schools }) => [date, schools])).toEqual([
      ['2018-12-10', ['oakwood.norfolk.sch.uk']],
      ['2018-12-17', [hillside]],
    ]);
  });

  it('have no date while paused, for any school, and one again when resumed', () => {
    const own = move(1, { school: hillside, date: '2018-11-26' });
    const pause = move(2, { what: 'paused', date: undefined });
    const paused = changedBy(own, pause)('office-online');
    expect([toldDateOf(paused), toldDateOf(paused, hillside)]).toEqual(['paused', 'paused']);
    expect(describeDate(datedFor(paused, hillside))).toBe(
      'paused by the Service Desk; a new date will follow',
    );
    expect(datedFor(paused, hillside).change).toMatchObject({ id: 2 });
    const resumed = changedBy(own, pause, move(3, { what: 'resumed', date: '2019-01-07' }))('office-online');
    expect(resumed.paused).toBeUndefined();
    expect([toldDateOf(resumed), toldDateOf(resumed, hillside)]).toEqual(['2019-01-07', '2018-11-26']);
  });

  it('are as if a change that was taken back had never been', () => {
    const undo = move(3, { what: 'undone', undoes: 2, date: undefined });
    expect(changedBy(move(1), move(2, { date: '2018-12-17' }), undo)('office-online')).toMatchObject({
      date: '2018-12-10',
      change: { id: 1 },
    });
    const plan = norfolk();
    expect(changedBy(move(2), undo)('office-online')).toEqual(phaseOf(plan, 'office-online'));
  });

  it('ignore changes of a phase that the file no longer has', () => {
    const plan = norfolk();
    expect(phasesAfter(plan, plan.phases, [move(1, { phaseId: 'gone' })])).toEqual(plan.phases);
  });
});

describe('the one plan that everything holds', () => {
  it('changes in place, counts its revisions, and starts from the file each time', () => {
    const plan = norfolk();
    const held = { plan };
    takeChanges(plan, [move(1)]);
    takeChanges(plan, [move(1), move(2, { what: 'undone', undoes: 1, date: undefined })]);
    expect(held.plan.revision).toBe(2);
    expect(phaseOf(held.plan, 'office-online').date).toBe('2018-12-03');
  });

  it('does not go back to an older state that arrives late', () => {
    const plan = norfolk();
    takeChanges(plan, [move(1), move(2, { date: '2018-12-17' })]);
    takeChanges(plan, [move(1)]);
    expect(plan.revision).toBe(2);
    expect(phaseOf(plan, 'office-online').date).toBe('2018-12-17');
  });
});

it('the newest change of a date is the one for all or for that very school', () => {
  const changes = [move(1), move(2, { school: hillside }), move(3, { phaseId: 'head-online' })];
  expect(newestChangeOf(changes, 'office-online', hillside)?.id).toBe(2);
  expect(newestChangeOf(changes, 'office-online', 'oakwood.norfolk.sch.uk')?.id).toBe(1);
  expect(newestChangeOf(changes, 'office-client', hillside)).toBeUndefined();
});

describe('an account of a paused phase', () => {
  const status = (state: 'disabled' | 'enabled' | undefined): MfaStatus => ({
    methods: { kind: 'known', methods: [], source: 'person-check', asOf: at },
    state: state ? { kind: 'known', state, asOf: at } : { kind: 'unknown', why: 'not asked' },
  });
  const plan = norfolk();
  takeChanges(plan, [move(1, { what: 'paused', date: undefined })]);
  const upn = `office@${hillside}`;
  const online = phasesOf(plan, upn).find(({ phase }) => phase.surface === 'online');

  it.each([
    ['before its former date', 'disabled', '2018-11-12', 'paused'],
    ['after its former date', 'disabled', '2019-02-01', 'paused'],
    ['where Microsoft gave no answer', undefined, '2019-02-01', 'paused'],
    ['where it is switched on all the same', 'enabled', '2018-11-12', 'in-force'],
  ] as const)('stands as it is %s', (_, state, day, kind) => {
    expect(online && standingOf(online, status(state), day).kind).toBe(kind);
  });

  it('is told nothing from the former date, in what works and until when', () => {
    const effect = effectOf(plan, upn, status('disabled'), '2018-11-12');
    expect(effect.onlinePhase).toBeUndefined();
    expect(effect.clientPhase?.date).toBe('2018-12-10');
    expect(effect.advice).toBe('set-up-before');
  });
});
