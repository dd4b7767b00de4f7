import fc from 'fast-check';
import { addDays } from '../../../services/rollout/calendar.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { norfolk } from '../rollout/norfolk.ts';

/** Schools of which some have dates of their own. */
export const schools = ['ash', 'beech', 'cedar', 'fir', 'oak'].map((name) => `${name}.norfolk.sch.uk`);

/** Plans with any dates, waves by school, offsets, repeats, weekdays, days off and holidays, within some months of 2018/19. */
export const anyPlanWithWaves: fc.Arbitrary<RolloutPlan> = fc
  .record({
    phases: fc.array(
      fc.record({
        online: fc.nat(60),
        gap: fc.nat(21),
        waves: fc.array(fc.record({ later: fc.nat(30), school: fc.constantFrom(...schools) }), {
          maxLength: 4,
        }),
      }),
      { minLength: 3, maxLength: 3 },
    ),
    offsetsDaysBefore: fc.uniqueArray(fc.nat(21), { maxLength: 5 }),
    repeatEveryDays: fc.integer({ min: 1, max: 14 }),
    workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 2 }),
    extraDaysOff: fc.array(
      fc.nat(120).map((days) => addDays('2018-10-15', days)),
      { maxLength: 10 },
    ),
    daysOff: fc.array(
      fc.record({ from: fc.nat(110), days: fc.nat(12) }).map(({ from, days }) => ({
        from: addDays('2018-10-15', from),
        to: addDays('2018-10-15', from + days),
        name: 'Holiday',
      })),
      { maxLength: 3 },
    ),
  })
  .map(({ phases, ...rules }) =>
    norfolk((draft) => {
      Object.assign(draft.reminders, rules);
      phases.forEach(({ online, gap, waves }, index) => {
        // One school once: of a phase no two waves may name it.
        const own = [...new Map(waves.map(({ school, later }) => [school, later]))];
        for (const [offset, days] of [online, online + gap].entries()) {
          const phase = draft.phases[index * 2 + offset];
          if (phase === undefined) continue;
          phase.date = addDays('2018-10-25', days);
          phase.waves = own.map(([school, later]) => ({
            date: addDays(phase.date, later),
            schools: [school],
          }));
        }
      });
    }),
  );
