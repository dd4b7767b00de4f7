import Holidays from 'date-holidays';
import type { z } from 'zod';
import { coversPattern, matchesPattern, parsePattern } from './address-pattern.ts';
import { describeFound, describePath, type PlanFault, type PlanPath } from './plan-faults.ts';
import { cohortSchema, headsSchema, phaseSchema, remindersSchema } from './plan-schema.ts';

type CohortPart = z.output<typeof cohortSchema>;
type PhasePart = z.output<typeof phaseSchema>;
type RemindersPart = z.output<typeof remindersSchema>;
type HeadsPart = z.output<typeof headsSchema>;

/** A part whose own shape is right, with its position in the plan. */
interface At<Part> {
  index: number;
  part: Part;
}

/**
 * The faults between the parts of a plan: ids, references, the order of dates, the rules of reminders. Takes the raw
 * value and looks at every part whose own shape is right, so that one slip in spelling does not hide the others.
 */
export function faultsOfWhole(value: unknown): PlanFault[] {
  const cohorts = partsOf(value, 'cohorts', cohortSchema);
  const phases = partsOf(value, 'phases', phaseSchema);
  const reminders = remindersSchema.safeParse(fieldOf(value, 'reminders'));
  const heads = headsSchema.safeParse(fieldOf(value, 'heads'));
  return [
    ...['cohorts', 'phases', 'otherChanges'].flatMap((field) => repeatedIds(value, field)),
    ...unreachableCohorts(cohorts),
    ...phasesWithoutCohort(phases, listOf(value, 'cohorts')),
    ...repeatedSurfaces(phases),
    ...clientsBeforeOnline(phases),
    ...phases.flatMap((phase) => faultsOfWaves(phase, cohorts)),
    ...(reminders.success ? faultsOfReminders(reminders.data) : []),
    ...(heads.success ? faultsOfHeads(heads.data, idsOf(listOf(value, 'cohorts'))) : []),
  ];
}

function repeatedIds(value: unknown, field: string): PlanFault[] {
  const ids = listOf(value, field).map((each) => fieldOf(each, 'id'));
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    if (typeof id !== 'string' || first === index) return [];
    return fault([field, index, 'id'], `an id of its own: ${describePath([field, first])} has this one`, id);
  });
}

function unreachableCohorts(cohorts: At<CohortPart>[]): PlanFault[] {
  return cohorts.flatMap(({ index, part }, position) => {
    const earlier = cohorts
      .slice(0, position)
      .find((other) => coversPattern(other.part.pattern, part.pattern));
    if (earlier === undefined) return [];
    const owner = `${describePath(['cohorts', earlier.index])} (${earlier.part.pattern})`;
    return fault(
      ['cohorts', index, 'pattern'],
      `a pattern with addresses that ${owner} does not take first`,
      part.pattern,
    );
  });
}

/** Ids are taken from cohorts with faults too: what is wrong with one is said once, at that cohort. */
function phasesWithoutCohort(phases: At<PhasePart>[], cohorts: unknown[]): PlanFault[] {
  const ids = idsOf(cohorts);
  return phases
    .filter(({ part }) => !ids.includes(part.cohort))
    .flatMap(({ index, part }) =>
      fault(
        ['phases', index, 'cohort'],
        `the id of a cohort: ${ids.join(', ') || 'none is given'}`,
        part.cohort,
      ),
    );
}

function repeatedSurfaces(phases: At<PhasePart>[]): PlanFault[] {
  return phases.flatMap(({ index, part }, position) => {
    const first = phases
      .slice(0, position)
      .find((other) => other.part.cohort === part.cohort && other.part.surface === part.surface);
    if (first === undefined) return [];
    return fault(
      ['phases', index, 'surface'],
      `one phase for each cohort and surface: ${describePath(['phases', first.index])} is for the same ones`,
      part.surface,
    );
  });
}

/** Enforcing comes after enabling, for the cohort and for each school that a wave gives a date of its own. */
function clientsBeforeOnline(phases: At<PhasePart>[]): PlanFault[] {
  return phases.flatMap(({ index, part: client }) => {
    const online = phases.find(
      ({ part }) => part.cohort === client.cohort && part.surface === 'online',
    )?.part;
    if (client.surface !== 'client' || online === undefined) return [];
    if (client.date < online.date) {
      return fault(
        ['phases', index, 'date'],
        `a date on or after the online phase's, ${online.date}`,
        client.date,
      );
    }
    const schools = new Set([online, client].flatMap((phase) => phase.waves.flatMap((wave) => wave.schools)));
    return [...schools].flatMap((school) => {
      const due = waveDate(online, school);
      const found = waveDate(client, school);
      if (found >= due) return [];
      return fault(
        ['phases', index, 'waves'],
        `a date on or after ${due} for ${school}, as it is online`,
        found,
      );
    });
  });
}

function faultsOfWaves({ index, part: phase }: At<PhasePart>, cohorts: At<CohortPart>[]): PlanFault[] {
  const pattern = cohorts.find(({ part }) => part.id === phase.cohort)?.part.pattern;
  const seen = new Set<string>();
  return phase.waves.flatMap((wave, number) => {
    const place: PlanPath = ['phases', index, 'waves', number];
    const early =
      wave.date < phase.date
        ? fault([...place, 'date'], `a date on or after the phase's, ${phase.date}`, wave.date)
        : [];
    const schools = wave.schools.flatMap((school, position) => {
      const at = [...place, 'schools', position];
      if (seen.has(school)) return fault(at, 'a school that no other wave of this phase names', school);
      seen.add(school);
      if (pattern === undefined || coversSchool(pattern, school)) return [];
      return fault(at, `a school domain that the pattern ${pattern} covers`, school);
    });
    return [...early, ...schools];
  });
}

function faultsOfReminders(rules: RemindersPart): PlanFault[] {
  const { from, to } = rules.workingHours;
  const hours = from < to ? [] : fault(['reminders', 'workingHours', 'to'], `a time after ${from}`, to);
  const outside = hours.length === 0 && (rules.time < from || rules.time >= to);
  return [
    ...repeatedNumbers('offsetsDaysBefore', rules.offsetsDaysBefore),
    ...repeatedNumbers('workingDays', rules.workingDays),
    ...hours,
    ...(outside
      ? fault(['reminders', 'time'], `a time within working hours, ${from} to ${to}`, rules.time)
      : []),
    ...faultsOfHolidays(rules.holidays),
    ...faultsOfDaysOff(rules.daysOff),
  ];
}

/** A school is never closed for longer: a wrong year would silence every reminder until then. */
const longestHolidayDays = 100;

function faultsOfDaysOff(daysOff: RemindersPart['daysOff']): PlanFault[] {
  return daysOff.flatMap(({ from, to }, index) => {
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
    if (days >= 1 && days <= longestHolidayDays) return [];
    const expected = `a date on or after ${from}, with at most ${longestHolidayDays} days off`;
    return fault(['reminders', 'daysOff', index, 'to'], expected, to);
  });
}

function repeatedNumbers(field: string, numbers: number[]): PlanFault[] {
  return numbers.flatMap((each, index) =>
    numbers.indexOf(each) === index ? [] : fault(['reminders', field, index], 'each number only once', each),
  );
}

function faultsOfHeads({ cohort, daysBefore }: HeadsPart, cohorts: string[]): PlanFault[] {
  return [
    ...(cohorts.includes(cohort)
      ? []
      : fault(['heads', 'cohort'], `the id of a cohort: ${cohorts.join(', ') || 'none is given'}`, cohort)),
    ...daysBefore.flatMap((each, index) =>
      daysBefore.indexOf(each) === index
        ? []
        : fault(['heads', 'daysBefore', index], 'each number only once', each),
    ),
  ];
}

function idsOf(list: unknown[]): string[] {
  return list.map((each) => fieldOf(each, 'id')).filter((id) => typeof id === 'string');
}

function faultsOfHolidays({ country, region }: RemindersPart['holidays']): PlanFault[] {
  const known = new Holidays();
  if (!Object.hasOwn(known.getCountries(), country)) {
    return fault(
      ['reminders', 'holidays', 'country'],
      'a country that date-holidays knows, such as GB',
      country,
    );
  }
  if (region === undefined || Object.hasOwn(known.getStates(country) ?? {}, region)) return [];
  return fault(
    ['reminders', 'holidays', 'region'],
    `a region of ${country} that date-holidays knows, such as ENG of GB`,
    region,
  );
}

function waveDate(phase: PhasePart, school: string): string {
  return phase.waves.find(({ schools }) => schools.includes(school))?.date ?? phase.date;
}

function coversSchool(pattern: string, school: string): boolean {
  return matchesPattern(pattern, `${parsePattern(pattern)?.local ?? 'anyone'}@${school}`);
}

function fault(path: PlanPath, expected: string, found: unknown): PlanFault[] {
  return [{ path: describePath(path), expected, found: describeFound(found) }];
}

function partsOf<Schema extends z.ZodTypeAny>(
  value: unknown,
  field: string,
  schema: Schema,
): At<z.output<Schema>>[] {
  return listOf(value, field).flatMap((raw, index) => {
    const parsed = schema.safeParse(raw);
    return parsed.success ? [{ index, part: parsed.data }] : [];
  });
}

function listOf(value: unknown, field: string): unknown[] {
  const list = fieldOf(value, field);
  return Array.isArray(list) ? list : [];
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined;
  return Reflect.get(value, field);
}
