import { z } from 'zod';
import type { ToldDate } from '../rollout/live-plan.ts';
import type { Phase, RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import type { RecordedChange } from './changes.ts';
import { createLastTold, messagesTold } from './told.ts';

/** An account that was told a date of a phase. */
export interface ToldAccount {
  id: string;
  /** Its school. */
  domain: string | undefined;
  told: ToldDate;
}

/** Accounts a page: memory does not grow with the tenant, and no statement holds the embedded database for long. */
const accountsAPage = 500;

export interface Wanted {
  /** Every change, oldest first. */
  changes: readonly RecordedChange[];
  phase: Phase;
  /** Only this school, by its domain. */
  school: string | undefined;
  /** Only accounts after this one, in the order of their ids. */
  after: string;
}

/**
 * The enabled accounts of a phase that were told a date of it, page by page in the order of their ids. `last` is the last
 * account that was looked at, whether it was told anything or not.
 */
export async function* toldAccounts(
  tx: Tx,
  plan: RolloutPlan,
  { changes, phase, school, after: from }: Wanted,
): AsyncGenerator<{ accounts: ToldAccount[]; last: string }> {
  const lastTold = createLastTold(plan, changes);
  for (let after = from; ; ) {
    const page = await readPage(tx, { cohort: phase.cohort, school, after });
    const last = page.at(-1)?.id;
    if (last === undefined) return;
    const ids = page.map(({ id }) => id);
    const messages = await messagesTold(tx, ids);
    const accounts = page.flatMap(({ id, domain }) => {
      const told = lastTold({ messages: messages.get(id) ?? [], phaseId: phase.id, domain });
      return told === undefined ? [] : [{ id, domain, told }];
    });
    yield { accounts, last };
    after = last;
  }
}

const accountRow = z
  .object({ id: z.string(), school_domain: z.string().nullable() })
  .transform((found) => ({ id: found.id, domain: found.school_domain?.toLowerCase() }));

async function readPage(
  tx: Tx,
  { cohort, school, after }: { cohort: string; school: string | undefined; after: string },
): Promise<z.output<typeof accountRow>[]> {
  const rows = await tx.query(
    `select id, school_domain from accounts
      where cohort = $1 and enabled and id > $2 and ($3::text is null or school_domain = $3)
      order by id limit ${accountsAPage}`,
    [cohort, after, school ?? null],
  );
  return z.array(accountRow).parse(rows);
}
