import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import { addChange, allChanges, changeOfDraft, newestRevision, type RecordedChange } from './changes.ts';
import { faultOfUndoing, type WantedChange } from './check-change.ts';

/**
 * - `changed`: the plan is changed, now or by an earlier press of the same button
 * - `newer`: somebody else changed the plan since the preview was made; nothing happened
 */
export type Confirmed = { kind: 'changed'; change: RecordedChange; isNew: boolean } | { kind: 'newer' };

export interface Confirmation {
  draftId: string;
  change: WantedChange;
  /** The revision of the plan that the preview showed. */
  seen: number;
  byAccount: string;
  now: Date;
}

/** Makes a draft a change of the plan, exactly once and only of the plan that its author saw. */
export function confirmChange(database: Database, wanted: Confirmation): Promise<Confirmed> {
  const { draftId, change, seen, byAccount, now } = wanted;
  return database.transaction(async (tx) => {
    const earlier = await changeOfDraft(tx, draftId);
    if (earlier) return { kind: 'changed', change: earlier, isNew: false };
    const id = await addChange(tx, { ...change, after: seen, byAccount, draftId, at: now });
    const added = await changeOfDraft(tx, draftId);
    if (id !== undefined) await beginTelling(tx, id);
    return added ? { kind: 'changed', change: added, isNew: id !== undefined } : { kind: 'newer' };
  });
}

/**
 * - `can`: the last change of its date; `before` are the changes that count without it
 * - `undone`: `change` took it back earlier
 * - `stood-on`: a later change of the same date stands on it
 * - `refused`: the plan cannot go back to what was before
 */
export type Undoable =
  | { kind: 'can'; undone: RecordedChange; before: RecordedChange[] }
  | { kind: 'undone'; change: RecordedChange }
  | { kind: 'stood-on' }
  | { kind: 'refused'; why: string }
  | { kind: 'unknown' };

/** Whether a change can be taken back, among all changes, oldest first. `today` is the day in the plan's zone. */
export function undoable(
  plan: RolloutPlan,
  changes: readonly RecordedChange[],
  { changeId, today }: { changeId: number; today: IsoDate },
): Undoable {
  const undone = changes.find(({ id }) => id === changeId);
  if (undone === undefined || undone.what === 'undone') return { kind: 'unknown' };
  const change = changes.find(({ undoes }) => undoes === changeId);
  if (change) return { kind: 'undone', change };
  const standsOnIt = changes.some(
    ({ id, phaseId, school, what }) =>
      id > changeId &&
      what !== 'undone' &&
      phaseId === undone.phaseId &&
      school === undone.school &&
      !changes.some(({ undoes }) => undoes === id),
  );
  if (standsOnIt) return { kind: 'stood-on' };
  const before = changes.filter(({ id }) => id !== changeId);
  const why = faultOfUndoing(plan, { undone, before, today });
  return why === undefined ? { kind: 'can', undone, before } : { kind: 'refused', why };
}

/**
 * - `undone`: it counts no more, now or since an earlier press of the same button
 * - `newer`: somebody else changed the plan since the preview was made; nothing happened
 */
export type Undone =
  | { kind: 'undone'; change: RecordedChange; isNew: boolean }
  | { kind: 'newer' }
  | Exclude<Undoable, { kind: 'can' | 'undone' }>;

export interface Undoing {
  changeId: number;
  /** As typed and checked: people are shown it. */
  why: string;
  /** The revision of the plan that the preview showed. */
  seen: number;
  byAccount: string;
  now: Date;
  /** The day in the plan's zone. */
  today: IsoDate;
}

/**
 * Takes a change back by adding one that says so, exactly once and only of the plan that was seen. Only the last change of
 * a date can be taken back.
 */
export function undoChange(database: Database, plan: RolloutPlan, wanted: Undoing): Promise<Undone> {
  const { changeId, why, seen, byAccount, now, today } = wanted;
  return database.transaction(async (tx) => {
    const found = undoable(plan, await allChanges(tx), { changeId, today });
    if (found.kind === 'undone') return { ...found, isNew: false };
    if ((await newestRevision(tx)) !== seen) return { kind: 'newer' };
    if (found.kind !== 'can') return found;
    const { phaseId, school } = found.undone;
    const id = await addChange(tx, {
      what: 'undone',
      phaseId,
      ...(school !== undefined && { school }),
      undoes: changeId,
      why,
      after: seen,
      byAccount,
      at: now,
    });
    if (id !== undefined) await beginTelling(tx, id);
    // Another press of the same button may have been faster, or another change.
    const change = (await allChanges(tx)).find(({ undoes }) => undoes === changeId);
    return change ? { kind: 'undone', change, isNew: id !== undefined } : { kind: 'newer' };
  });
}

/** Those who were told another date are looked for by itself from now on (tell.ts). */
async function beginTelling(tx: Tx, changeId: number): Promise<void> {
  await tx.query('insert into plan_tellings (change_id) values ($1) on conflict do nothing', [changeId]);
}
