import { z } from 'zod';

/*
 * The shape of a guide file, part by part. Objects are strict, since a misspelt optional field would otherwise be lost
 * without a word. What must hold between the parts stands in guide-ways.ts and guide-exits.ts.
 */

const name = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected a name such as scan-the-code');
const words = z.string().trim().min(1);
/** A button on a phone shows about this much on one line. */
const label = words.max(40, 'a button has at most 40 characters');
const date = z
  .string()
  .regex(/^20\d\d-\d\d-\d\d$/, 'expected a date such as 2027-02-01')
  .refine(isRealDate, 'no such day');

/** YAML may say `state: enforced` for `state: [enforced]`. */
const anyOf = <Item extends z.ZodTypeAny>(item: Item) =>
  z.union([z.array(item).min(1), item.transform((one: z.output<Item>) => [one])]);

const standing = z.enum(['ahead', 'come', 'none']);

const conditionSchema = z
  .object({
    cohort: anyOf(name).optional(),
    shared: z.boolean().optional(),
    registered: anyOf(z.enum(['yes', 'no', 'unknown'])).optional(),
    state: anyOf(z.enum(['disabled', 'enabled', 'enforced', 'unknown'])).optional(),
    methods: z.literal('only-phone').optional(),
    appPasswords: z.enum(['accepted', 'not-accepted']).optional(),
    from: date.optional(),
    before: date.optional(),
    onlineDate: anyOf(standing).optional(),
    clientDate: anyOf(standing).optional(),
  })
  .strict()
  .refine((condition) => Object.keys(condition).length > 0, 'a condition says at least one thing');

const line = z.union([words, z.object({ when: conditionSchema, text: words }).strict()]);

const word = z.enum(['works', 'not-needed', 'not-working']);

const choiceSchema = z
  .object({
    id: name,
    label,
    to: name,
    when: conditionSchema.optional(),
    method: z.enum(['authenticator', 'phone', 'passkey', 'hardware-token', 'none']).optional(),
    word: word.optional(),
  })
  .strict();

const endSchema = z
  .object({
    kind: z.enum(['done', 'not-needed', 'wait', 'ask-desk', 'other-guide']),
    guide: z.object({ id: name, step: name.optional(), label }).strict().optional(),
    word: word.optional(),
  })
  .strict()
  .refine((end) => end.kind !== 'other-guide' || end.guide !== undefined, {
    message: 'says which guide',
    path: ['guide'],
  });

const decideSchema = z
  .object({
    id: name,
    decide: z
      .array(
        z.object({ when: conditionSchema.optional(), to: name, label: words.max(80).optional() }).strict(),
      )
      .min(1),
  })
  .strict();

const shownSchema = z
  .object({
    id: name,
    title: words.max(80),
    text: z.array(line).min(1),
    list: z.array(line).min(1).optional(),
    picture: z
      .object({
        file: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*\.png$/, 'expected a file such as scan-the-code.png'),
        alt: z
          .string({ required_error: 'a picture needs alt text' })
          .trim()
          .min(1, 'a picture needs alt text'),
      })
      .strict()
      .optional(),
    tip: words.optional(),
    stuck: z.array(words).min(1).optional(),
    link: z
      .object({ title: label, url: z.string().refine(isWebAddress, 'an address that begins with https://') })
      .strict()
      .optional(),
    plain: z.array(line).min(1).optional(),
    next: name.optional(),
    choices: z.array(choiceSchema).min(1).optional(),
    check: z.literal('registration').optional(),
    end: endSchema.optional(),
  })
  .strict();

/** A step is read as what it is, so that its faults speak of that kind and not of both. */
const stepSchema = z.unknown().transform((value, context) => {
  const parsed = isDecide(value) ? decideSchema.safeParse(value) : shownSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.addIssue(issue);
  return z.NEVER;
});

export const guideSchema = z
  .object({
    id: name,
    title: words.max(80),
    command: words.max(40),
    summary: words.max(200),
    perKeeper: z.boolean(),
    steps: z.array(stepSchema).min(1),
  })
  .strict();

function isDecide(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'decide');
}

function isRealDate(value: string): boolean {
  const instant = Date.parse(value);
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === value;
}

/** The plan's own page, whose address is checked with the plan, or any page that cannot be read on the way. */
function isWebAddress(value: string): boolean {
  return value === '{{securityInfoUrl}}' || (URL.canParse(value) && new URL(value).protocol === 'https:');
}
