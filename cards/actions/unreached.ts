import { z } from 'zod';
import { emptySchema, idSchema } from './action.ts';

/** A school's domain, as the directory has it. */
const school = z
  .string()
  .max(255)
  .regex(/^[a-z0-9.-]+$/);

const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** A page of a school's accounts begins after this one. */
const after = idSchema.optional();

/** Lists whom Teams cannot reach, as a new message. */
export const unreachedShow = { verb: 'unreached.show', payload: emptySchema };

/** Lists them in the same card: those not called, or those called; the schools after a place. */
export const unreachedPage = {
  verb: 'unreached.page',
  payload: z.object({
    which: z.enum(['open', 'called']),
    date: date.optional(),
    school: school.optional(),
  }),
};

/** Looks for schools by a part of their domain, in the same card. */
export const unreachedFind = {
  verb: 'unreached.find',
  payload: emptySchema,
  inputs: z.object({ search: z.string().max(1000).catch('') }),
};

/** One school's accounts, in the same card. */
export const unreachedSchool = { verb: 'unreached.school', payload: z.object({ school, after }) };

/**
 * Notes that one account was called, or, without it, all of the school that were open on the card. `open` is the mark of
 * those: where others are open by now, nothing is noted.
 */
export const unreachedCalled = {
  verb: 'unreached.called',
  payload: z.object({
    school,
    account: idSchema.optional(),
    open: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .optional(),
    after,
  }),
};

/** Takes such a note back: of one account, or what was noted for the school at one moment. */
export const unreachedTakeBack = {
  verb: 'unreached.take-back',
  payload: z.object({
    school,
    account: idSchema.optional(),
    at: z.string().datetime().optional(),
    after,
  }),
};
