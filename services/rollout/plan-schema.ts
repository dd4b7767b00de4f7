import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { parsePattern } from './address-pattern.ts';
import { type RetentionClass, retentionDays } from './retention.ts';

/*
 * The shape of a plan, part by part. A message here is the `expected` of a fault: it completes "expected …". Objects are
 * strict, since a misspelt optional field would otherwise be lost without a word.
 */

/** `expected` words for whatever is wrong with a value, its absence included. */
const expecting = (words: string) => ({ errorMap: () => ({ message: words }) });

const text = z.string(expecting('some text')).trim().min(1);
const truth = z.boolean(expecting('true or false'));
const id = z
  .string(expecting('an id of small letters, digits and hyphens, such as head-online'))
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const date = z.string(expecting('a date such as 2018-11-19')).refine(isRealDate, 'a date such as 2018-11-19');
const time = z.string(expecting('a time such as 08:30')).regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const phone = z
  .string(expecting('a telephone number such as 0845 303 3003'))
  .regex(/^\+?[0-9][0-9 ()-]{4,}$/);
const email = z.string(expecting('an email address')).email();
const address = z
  .string(expecting('an address that begins with https://'))
  .refine(isWebAddress, 'an address that begins with https://');
const domain = z
  .string(expecting('a school domain such as hillside.norfolk.sch.uk'))
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i)
  .transform((name) => name.toLowerCase());
const wholeNumber = (words: string, from: number, to: number) =>
  z.number(expecting(words)).int().min(from).max(to);
const listOf = <Item extends z.ZodTypeAny>(item: Item, words: string) => z.array(item, expecting(words));
const group = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape, expecting('a group of fields')).strict();

const timeZoneSchema = z
  .string(expecting('an IANA time zone such as Europe/London'))
  .refine(isZone, 'an IANA time zone such as Europe/London');

export const cohortSchema = group({
  id,
  name: text,
  shortName: text,
  pattern: z
    .string(expecting(patternWords()))
    .refine((pattern) => parsePattern(pattern) !== undefined, patternWords()),
  shared: truth,
});

export const phaseSchema = group({
  id,
  cohort: z.string(expecting('the id of a cohort')),
  surface: z.enum(['online', 'client'], expecting('online or client')),
  date,
  precision: z.enum(['day', 'week', 'onwards'], expecting('day, week or onwards')),
  waves: listOf(
    group({ date, schools: listOf(domain, 'a list of school domains').min(1, 'at least one school domain') }),
    'a list of waves, each with a date and schools',
  ).default([]),
  statedAs: text,
});

const otherChangeSchema = group({
  id,
  title: text,
  date: date.optional(),
  when: text,
  text,
  audience: text.optional(),
});

export const remindersSchema = group({
  offsetsDaysBefore: listOf(
    wholeNumber('a whole number of days, 0 to 365', 0, 365),
    'a list of days before a phase, such as [14, 7, 3, 1, 0]',
  ).default([14, 7, 3, 1, 0]),
  repeatEveryDays: wholeNumber('a whole number of days, 1 to 365', 1, 365),
  time,
  workingDays: listOf(
    wholeNumber('a weekday from 1 (Monday) to 7 (Sunday)', 1, 7),
    'a list of weekdays, such as [1, 2, 3, 4, 5]',
  ).min(1),
  workingHours: group({ from: time, to: time }),
  holidays: group({ country: text, region: text.optional() }),
  extraDaysOff: listOf(date, 'a list of dates').default([]),
  daysOff: listOf(
    group({ from: date, to: date, name: text }),
    'a list of holidays, each with from, to and a name',
  ).default([]),
  snoozesPerPhase: wholeNumber('a whole number, 0 to 20', 0, 20).default(3),
});

/** On which days before a phase of their school the head teachers get its card. */
export const headsSchema = group({
  cohort: z.string(expecting('the id of a cohort')),
  daysBefore: listOf(
    wholeNumber('a whole number of days, 0 to 365', 0, 365),
    'a list of days before a phase, such as [7, 1]',
  ).min(1, 'at least one number of days'),
});

/** How long each class of data is kept; a class that is left out is kept for its usual time. */
const retentionSchema = group({
  questions: keptFor('questions'),
  feedback: keptFor('feedback'),
  deliveries: keptFor('deliveries'),
  notices: keptFor('notices'),
  tickets: keptFor('tickets'),
  walks: keptFor('walks'),
  leavers: keptFor('leavers'),
  unlisted: keptFor('unlisted'),
  answerHistory: keptFor('answerHistory'),
  uploads: keptFor('uploads'),
  readings: keptFor('readings'),
});

/** The whole plan's shape. What must hold between its parts stands in plan-rules.ts. */
export const planSchema = group({
  id,
  title: text,
  organisation: text,
  timeZone: timeZoneSchema,
  source: group({ name: text, reference: text, published: date }),
  cohorts: listOf(cohortSchema, 'a list of cohorts').min(1, 'at least one cohort'),
  phases: listOf(phaseSchema, 'a list of phases').min(1, 'at least one phase'),
  otherChanges: listOf(otherChangeSchema, 'a list of other changes, which may be empty'),
  reminders: remindersSchema,
  heads: headsSchema.optional(),
  serviceDesk: group({
    name: text,
    contact: text,
    phone: phone.optional(),
    email: email.optional(),
    url: address.optional(),
  }),
  namedContact: group({ name: text, phone }),
  earlyAdopters: group({ invited: truth, text }),
  guides: group({ url: address.optional(), text }),
  appPasswords: z.enum(['accepted', 'not-accepted'], expecting('accepted or not-accepted')),
  securityInfoUrl: address,
  retention: retentionSchema.default({}),
});

function keptFor(what: RetentionClass) {
  const { usual, from, to } = retentionDays[what];
  return wholeNumber(`a whole number of days, ${from} to ${to}`, from, to).default(usual);
}

function patternWords(): string {
  return 'an address pattern such as head@*.norfolk.sch.uk or *@*.norfolk.sch.uk';
}

/** This century only: a slip such as 0218-11-19 is a fault, and the arithmetic of days stays within four digits. */
function isRealDate(value: string): boolean {
  return /^20\d\d-\d\d-\d\d$/.test(value) && DateTime.fromISO(value, { zone: 'utc' }).isValid;
}

/** A place's zone, or UTC. Fixed offsets and old abbreviations are refused: they know no summer time. */
function isZone(value: string): boolean {
  return (value === 'UTC' || value.includes('/')) && IANAZone.isValidZone(value);
}

/** Plain http is for a page on the same machine only. */
function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
}
