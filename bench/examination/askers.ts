import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Situation } from '../../services/knowledge/answer.ts';
import type { MfaStatus } from '../../services/rollout/mfa-status.ts';

/** Who asks; the plan covers all but the last. */
const addresses = {
  head: 'head@hillside.norfolk.sch.uk',
  office: 'office@hillside.norfolk.sch.uk',
  teacher: 'a.teacher@hillside.norfolk.sch.uk',
  outsider: 'someone@norfolk.gov.uk',
} as const;

export type Asker = keyof typeof addresses;

/**
 * One question with what its answer must and must not say. `says` and `never` are tried on the text of all answers
 * together, whatever the case of its letters. With `refuse` only "I do not know" is right.
 */
export interface Question {
  asker: Asker;
  kind: 'single' | 'two' | 'follow-up' | 'outside';
  ask: string;
  after?: string | undefined;
  /** The asker's account and MFA status on that day, at noon. */
  situation: Situation;
  /** Whether Microsoft says that MFA is on for this account; only then may an answer say so. */
  isInForce: boolean;
  says: RegExp[];
  never: RegExp[];
}

/** The two sets of 240 questions. The second is harder: half of it in idioms, stories and descriptions. */
export const sets = ['questions.yaml', 'questions-second.yaml', 'questions-third.yaml'] as const;

/** The 240 questions of a set, in the order of the file. Throws where the file does not have their shape or a pattern is none. */
export function readQuestions(set: (typeof sets)[number]): Question[] {
  const file = fileSchema.parse(parse(readFileSync(new URL(`./${set}`, import.meta.url), 'utf8')));
  return askers.flatMap((asker) => file[asker].map((written) => questionOf(asker, written)));
}

export const askers = Object.keys(addresses) as Asker[]; // `addresses` is closed, so its keys are the askers

const patterns = z.array(z.string().min(1)).default([]);
const statusPattern = /^(none|authenticator|unknown)\/(disabled|enabled|enforced|unknown)$/;
const writtenSchema = z
  .object({
    ask: z.string().min(1),
    after: z.string().min(1).optional(),
    kind: z.literal('two').optional(),
    date: z.string().date(),
    status: z.string().regex(statusPattern).optional(),
    says: patterns,
    never: patterns,
    refuse: z.literal(true).optional(),
  })
  .strict()
  .refine(({ says, refuse }) => says.length > 0 !== (refuse ?? false), 'Either says or refuse');
type Written = z.infer<typeof writtenSchema>;

const questionsOfOne = z.array(writtenSchema);
const fileSchema = z
  .object({
    head: questionsOfOne,
    office: questionsOfOne,
    teacher: questionsOfOne,
    outsider: questionsOfOne,
  })
  .strict();

function questionOf(
  asker: Asker,
  { ask, after, kind, date, status, says, never, refuse }: Written,
): Question {
  const now = new Date(`${date}T12:00:00Z`);
  const known = status === undefined ? undefined : statusOf(status, now);
  return {
    asker,
    kind: refuse ? 'outside' : after ? 'follow-up' : (kind ?? 'single'),
    ask,
    after,
    situation: { now, upn: addresses[asker], ...(known && { status: known }) },
    isInForce: known?.state.kind === 'known' && known.state.state !== 'disabled',
    says: says.map((pattern) => new RegExp(pattern, 'iu')),
    never: never.map((pattern) => new RegExp(pattern, 'iu')),
  };
}

/** 'none/enabled': the registered methods, and Microsoft's state. */
function statusOf(words: string, asOf: Date): MfaStatus {
  const [, methods, state] = statusPattern.exec(words) ?? [];
  const why = 'not asked';
  return {
    methods:
      methods === 'none' || methods === 'authenticator'
        ? {
            kind: 'known',
            methods: methods === 'none' ? ['password'] : ['password', 'authenticator'],
            source: 'person-check',
            asOf,
          }
        : { kind: 'unknown', why },
    state:
      state === 'disabled' || state === 'enabled' || state === 'enforced'
        ? { kind: 'known', state, asOf }
        : { kind: 'unknown', why },
  };
}
