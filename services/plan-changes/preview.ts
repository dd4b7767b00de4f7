import { z } from 'zod';
import { type PlanChange, phasesAfter, toldDateOf } from '../rollout/live-plan.ts';
import type { Phase, RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { allChanges } from './changes.ts';
import type { WantedChange } from './check-change.ts';
import { toldAccounts } from './told-accounts.ts';

/** Whom a change would concern if it were made now. */
export interface ChangePreview {
  accounts: number;
  schools: number;
  /** Accounts that were told a date which is no longer the one then: they get a message. */
  told: number;
  /** Schools that have a date of their own and keep it. */
  keepOwn: number;
}

/** The phase as a change that was checked would leave it. */
export function phaseWith(plan: RolloutPlan, wanted: WantedChange, now: Date): Phase | undefined {
  const trial = { ...wanted, id: Number.MAX_SAFE_INTEGER, at: now };
  return phasesAfter(plan, plan.phases, [trial]).find(({ id }) => id === wanted.phaseId);
}

/** The phase as it would be if a change did not count; `before` are the changes that then do. */
export function phaseWithout(
  plan: RolloutPlan,
  { undone, before }: { undone: PlanChange; before: readonly PlanChange[] },
): Phase | undefined {
  return phasesAfter(plan, plan.announced ?? plan.phases, before).find(({ id }) => id === undone.phaseId);
}

/** Counts page by page whom a change that was checked would concern; nothing is written. */
export function previewChange(
  tx: Tx,
  plan: RolloutPlan,
  { wanted, now }: { wanted: WantedChange; now: Date },
): Promise<ChangePreview> {
  return previewPhase(tx, plan, { phase: phaseWith(plan, wanted, now), school: wanted.school });
}

/** The same for a phase as it would then be, for one school or all. */
export async function previewPhase(
  tx: Tx,
  plan: RolloutPlan,
  { phase, school }: { phase: Phase | undefined; school: string | undefined },
): Promise<ChangePreview> {
  if (phase === undefined) return { accounts: 0, schools: 0, told: 0, keepOwn: 0 };
  const own =
    school === undefined && !phase.paused
      ? [...new Set(phase.waves.flatMap(({ schools }) => schools.map((each) => each.toLowerCase())))]
      : [];
  const [counted] = await tx.query(
    `select count(*) as accounts, count(distinct school_domain) as schools from accounts
      where cohort = $1 and enabled and ($2::text is null or school_domain = $2)
        and not (coalesce(school_domain, '') = any($3::text[]))`,
    [phase.cohort, school ?? null, own],
  );
  const { accounts, schools } = countRow.parse(counted);
  let told = 0;
  const changes = await allChanges(tx);
  for await (const page of toldAccounts(tx, plan, { changes, phase, school, after: '' })) {
    told += page.accounts.filter((account) => account.told !== toldDateOf(phase, account.domain)).length;
  }
  return { accounts, schools, told, keepOwn: own.length };
}

const countRow = z.object({ accounts: z.coerce.number(), schools: z.coerce.number() });

/** Whether the directory has accounts of a cohort at a school. */
export async function isSchoolOf(
  tx: Tx,
  { school, cohort }: { school: string; cohort: string },
): Promise<boolean> {
  const rows = await tx.query(
    'select from accounts where school_domain = $1 and cohort = $2 and enabled limit 1',
    [school, cohort],
  );
  return rows.length > 0;
}
