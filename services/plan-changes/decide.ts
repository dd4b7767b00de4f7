import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import {
  addChange,
  allChanges,
  changeOfDraft,
  findChange,
  newestRevision,
  type RecordedChange,
} from './changes.ts';
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
 * - `undone`: it counts no more, now or since an earlier press
 * - `newer`: a later change of the same date stands on it; nothing happened
 * - `refused`: the plan cannot go back to what was before; nothing happened
 */
export type Undone =
  | { kind: 'undone'; change: RecordedChange; undone: RecordedChange; isNew: boolean }
  | { kind: 'newer' }
  | { kind: 'refused'; why: string }
  | { kind: 'unknown' };

export interface Undoing {
  changeId: number;
  byAccount: string;
  now: Date;
  /** The day in the plan's zone. */
  today: IsoDate;
}

/** How often an undoing is tried anew because another change came first. */
const tries = 3;

/** Takes a change back by adding one that says so. Only the last change of a date can be taken back. */
export async function undoChange(database: Database, plan: RolloutPlan, wanted: Undoing): Promise<Undone> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryUndo(database, plan, wanted);
    if (outcome !== 'again') return outcome;
    if (attempt === tries) return { kind: 'newer' };
  }
}

function tryUndo(database: Database, plan: RolloutPlan, wanted: Undoing): Promise<Undone | 'again'> {
  const { changeId, byAccount, now, today } = wanted;
  return database.transaction(async (tx) => {
    const undone = await findChange(tx, changeId);
    if (undone === undefined || undone.what === 'undone') return { kind: 'unknown' };
    const changes = await allChanges(tx);
    const earlier = changes.find(({ undoes }) => undoes === changeId);
    if (earlier) return { kind: 'undone', change: earlier, undone, isNew: false };
    const standsOnIt = changes.some(
      ({ id, phaseId, school, what }) =>
        id > changeId &&
        what !== 'undone' &&
        phaseId === undone.phaseId &&
        school === undone.school &&
        !changes.some(({ undoes }) => undoes === id),
    );
    if (standsOnIt) return { kind: 'newer' };
    const before = changes.filter(({ id }) => id !== changeId);
    const why = faultOfUndoing(plan, { undone, before, today });
    if (why !== undefined) return { kind: 'refused', why };
    const id = await addChange(tx, {
      what: 'undone',
      phaseId: undone.phaseId,
      ...(undone.school !== undefined && { school: undone.school }),
      undoes: changeId,
      why: undoneReason,
      after: await newestRevision(tx),
      byAccount,
      at: now,
    });
    if (id === undefined) return 'again';
    await beginTelling(tx, id);
    const change = await findChange(tx, id);
    return change ? { kind: 'undone', change, undone, isNew: true } : { kind: 'unknown' };
  });
}

/** What people are told where an undoing is why their date is another one again. */
const undoneReason = 'The change before was taken back';

/** Those who were told another date are looked for by itself from now on (tell.ts). */
async function beginTelling(tx: Tx, changeId: number): Promise<void> {
  await tx.query('insert into plan_tellings (change_id) values ($1) on conflict do nothing', [changeId]);
}
