import { z } from 'zod';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';

/** Whom a notice is for: a whole cohort, or those of a phase's cohort who are not ready for it. */
export type Audience = { kind: 'cohort'; cohort: string } | { kind: 'not-ready'; phase: string };

export const audienceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cohort'), cohort: z.string() }),
  z.object({ kind: z.literal('not-ready'), phase: z.string() }),
]);

/** The value of the choice in the notice card, such as `cohort:head` or `not-ready:head-online`. */
export function audienceId(audience: Audience): string {
  return audience.kind === 'cohort' ? `cohort:${audience.cohort}` : `not-ready:${audience.phase}`;
}

/** The audience that a choice stands for; undefined when the plan has no such cohort or phase (any more). */
export function audienceOf(plan: RolloutPlan, id: string): Audience | undefined {
  const [kind, name] = id.split(':', 2);
  if (kind === 'cohort' && plan.cohorts.some((cohort) => cohort.id === name)) {
    return { kind: 'cohort', cohort: name ?? '' };
  }
  if (kind === 'not-ready' && plan.phases.some((phase) => phase.id === name)) {
    return { kind: 'not-ready', phase: name ?? '' };
  }
  return undefined;
}

/** The cohort whose accounts an audience is drawn from. */
export function cohortOfAudience(plan: RolloutPlan, audience: Audience): string | undefined {
  if (audience.kind === 'cohort') return audience.cohort;
  return plan.phases.find((phase) => phase.id === audience.phase)?.cohort;
}

/** One account of the audience's cohort, with what decides whether the notice reaches it. */
export interface Candidate {
  accountId: string;
  upn: string;
  registered: boolean | 'unknown';
  /** Keepers on an open list who have not said that theirs works. */
  keepersWaiting: number;
  /** Whether one of its people says that installed Outlook does not work. */
  isOutlookBroken: boolean;
  hasApp: boolean;
  /** Whether the bot ever had a chat with it, also one that was closed or whose app was removed. */
  wasMet: boolean;
}

const candidateRow = z.object({
  account_id: z.string(),
  upn: z.string(),
  registered: z.boolean().nullable(),
  keepers_waiting: z.number(),
  outlook_broken: z.boolean(),
  has_app: z.boolean(),
  was_met: z.boolean(),
});

/** At most this many accounts are read at a time: memory does not grow with the tenant. */
const pageOfCandidates = 500;

/**
 * Up to 500 enabled accounts of a cohort after the given id, in the order of their ids. An account whose
 * sign-in is blocked gets no notice.
 */
export async function readCandidates(tx: Tx, cohort: string, afterId: string): Promise<Candidate[]> {
  const rows = await tx.query(
    `select a.id as account_id, a.upn, s.registered, coalesce(w.keepers_waiting, 0) as keepers_waiting,
            coalesce(w.outlook = 'not-working', false) as outlook_broken,
            coalesce(c.installed and c.blocked is null, false) as has_app,
            c.account_id is not null as was_met
       from accounts a
       left join statuses s on s.account_id = a.id
       left join account_words w on w.account_id = a.id
       left join conversations c on c.account_id = a.id
      where a.cohort = $1 and a.enabled and a.id > $2
      order by a.id limit ${pageOfCandidates}`,
    [cohort, afterId],
  );
  return z
    .array(candidateRow)
    .parse(rows)
    .map((found) => ({
      accountId: found.account_id,
      upn: found.upn,
      registered: found.registered ?? 'unknown',
      keepersWaiting: found.keepers_waiting,
      isOutlookBroken: found.outlook_broken,
      hasApp: found.has_app,
      wasMet: found.was_met,
    }));
}

/**
 * Whether a notice for this audience is meant for the candidate. Somebody whose status is unknown is: the
 * check before the send holds the message until the status is known.
 */
export function isMeant(plan: RolloutPlan, audience: Audience, candidate: Candidate): boolean {
  if (audience.kind === 'cohort' || candidate.registered !== true || candidate.keepersWaiting > 0)
    return true;
  const phase = plan.phases.find(({ id }) => id === audience.phase);
  return phase?.surface === 'client' && candidate.isOutlookBroken;
}
