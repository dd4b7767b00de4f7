import { randomUUID } from 'node:crypto';
import { holdKeeper } from '../people/keepers.ts';
import { recordOutlookWord } from '../people/outlook-words.ts';
import type { Database, Tx } from '../store/database.ts';
import { move, type Place, type Press, settled, startTrail, stepAt } from './engine.ts';
import type { GuideFacts } from './facts.ts';
import type { Choice, Guide } from './guide.ts';
import { shownFrom } from './passage.ts';
import { markShown } from './shown-walk.ts';
import { insertWalk, readWalk, type StoredWalk, updateWalk } from './walk-rows.ts';

export { findWalk, walkIn, walksOf } from './find-walk.ts';
export { forgetShown, latestWalk, markShown } from './shown-walk.ts';
export { walkNumbers } from './walk-numbers.ts';
export type { StoredWalk } from './walk-rows.ts';

/** Whose walk through which guide, with what is known of them and the time that a change is stored with. */
export interface WalkOf {
  guide: Guide;
  facts: GuideFacts;
  accountId: string;
  keeperId?: string | undefined;
  now: Date;
}

export interface OpenOptions {
  /** Where the button that opens the guide leads. */
  atStep?: string | undefined;
  /** Starts over. */
  again?: boolean | undefined;
}

/** What opening did. `hasLeft`: the keeper is not on the account's list, so the walk was not stored and does nothing. */
export interface OpenedWalk {
  walk: StoredWalk;
  resumed: boolean;
  hasLeft?: true;
}

/**
 * What a press did. A foreign one names no walk of this account in this guide, as on a forwarded card, or one of a
 * keeper who is not on its list any more.
 */
export type PressedWalk =
  | { isForeign: true; walk?: undefined; moved: false; choice?: undefined }
  | { isForeign: false; walk: StoredWalk; moved: boolean; choice?: Choice | undefined };

/**
 * Opens a guide. It goes on where this keeper left it (`resumed`); one that has ended, or that `again` asks for, begins
 * anew. `atStep` is jumped to unless it lies on the way that was walked already: then it is resumed as well. Safe to
 * call twice: the second call resumes at the same step and version. It counts as shown.
 */
export function openWalk(db: Database, of: WalkOf, options: OpenOptions = {}): Promise<OpenedWalk> {
  return db.transaction(async (tx): Promise<OpenedWalk> => {
    const fresh = freshWalk(of, options);
    if (!(await isKept(tx, of.accountId, of.keeperId))) return { walk: fresh, resumed: false, hasLeft: true };
    const opened = await opening(tx, of, { fresh, options });
    await markShown(tx, opened.walk.walkId);
    return opened;
  });
}

/**
 * Moves by a pressed button, in one transaction with the row locked: of two presses at once one moves and the other
 * finds `moved: false` and the current walk. The press names the walk, and the walk knows its keeper. What the pressed
 * choice or the end that it led to says of installed Outlook is recorded with the move, as the keeper's own word. The
 * walk counts as shown, also where nothing moved. A foreign press changes and makes nothing.
 */
export function pressWalk(db: Database, of: Omit<WalkOf, 'keeperId'>, press: Press): Promise<PressedWalk> {
  return db.transaction(async (tx): Promise<PressedWalk> => {
    const found = await lockPressed(tx, of, press);
    if (found === undefined) return { isForeign: true, moved: false };
    await markShown(tx, found.walkId);
    const { place, moved, choice } = move(of.guide, of.facts, found, press);
    if (place.version === found.version) return { isForeign: false, walk: found, moved };
    const method = press.kind === 'restart' && moved ? undefined : (choice?.method ?? found.method);
    const walk = placed(of, { ...found, method }, place);
    await updateWalk(tx, walk);
    const word = choice?.word ?? stepAt(of.guide, place).end?.word;
    if (moved && press.kind !== 'back' && word !== undefined) {
      await recordOutlookWord(tx, { accountId: of.accountId, keeperId: walk.keeperId, word, now: of.now });
    }
    return { isForeign: false, walk, moved, choice };
  });
}

/**
 * Marks a walk as done at the step where it is: once the check has found a second step. Steps with an end of their
 * own are done as soon as they are reached. `version` is the one that was checked: a walk that has moved on since, or
 * was started over, comes back as it is. Running it twice changes nothing more; undefined for a foreign walk.
 */
export function finishWalk(
  db: Database,
  of: Pick<WalkOf, 'guide' | 'accountId' | 'now'> & { walkId: string; version?: number | undefined },
): Promise<StoredWalk | undefined> {
  return db.transaction(async (tx) => {
    const found = await readWalk(tx, { accountId: of.accountId, walkId: of.walkId }, 'lock');
    if (found === undefined || found.guideId !== of.guide.id || found.state === 'done') return found;
    if (of.version !== undefined && of.version !== found.version) return found;
    // The way there may have ended by its date in the meantime: what Microsoft found counts all the same.
    const walk: StoredWalk = {
      ...found,
      version: found.version + 1,
      state: 'done',
      end: stepAt(of.guide, found).id,
      endKind: 'done',
      updatedAt: of.now,
      finishedAt: of.now,
    };
    await updateWalk(tx, walk);
    return walk;
  });
}

async function opening(
  tx: Tx,
  of: WalkOf,
  { fresh, options }: { fresh: StoredWalk; options: OpenOptions },
): Promise<OpenedWalk> {
  if (await insertWalk(tx, fresh)) return { walk: fresh, resumed: false };
  const found = await readWalk(tx, { ...keyOf(of), keeperId: of.keeperId }, 'lock');
  if (found === undefined)
    throw new Error(`The walk through ${of.guide.id} vanished while it was being opened`);
  const { trail, kind } = trailOnOpening(of, options, found);
  const resumed = kind === 'resumed';
  if (resumed && trail === found.trail) return { walk: found, resumed };
  const walk = placed(of, kind === 'anew' ? { ...found, method: undefined } : found, {
    ...found,
    trail,
    version: found.version + 1,
  });
  await updateWalk(tx, walk);
  return { walk, resumed };
}

/** The pressed walk, locked; its keeper first, in the order in which leaving the list locks them. */
async function lockPressed(
  tx: Tx,
  { accountId, guide }: Omit<WalkOf, 'keeperId'>,
  { walkId }: Press,
): Promise<StoredWalk | undefined> {
  const seen = await readWalk(tx, { accountId, walkId }, 'look');
  if (seen === undefined || seen.guideId !== guide.id) return undefined;
  if (!(await isKept(tx, accountId, seen.keeperId))) return undefined;
  return readWalk(tx, { accountId, walkId }, 'lock');
}

/** Whether a walk is nobody's in particular or its keeper is on the account's list, until the transaction ends. */
async function isKept(tx: Tx, accountId: string, keeperId: string | undefined): Promise<boolean> {
  return keeperId === undefined || (await holdKeeper(tx, { accountId, keeperId }));
}

function keyOf({ accountId, guide }: WalkOf) {
  return { accountId, guideId: guide.id };
}

function freshWalk(of: WalkOf, { atStep }: OpenOptions): StoredWalk {
  const base: StoredWalk = {
    walkId: randomUUID(),
    ...keyOf(of),
    keeperId: of.keeperId,
    trail: [],
    version: 1,
    state: 'under-way',
    openedAt: of.now,
    updatedAt: of.now,
  };
  return placed(of, base, { ...base, trail: startTrail(of.guide, of.facts, atStep) });
}

/** The trail after opening; the very same list where nothing changes. */
function trailOnOpening(
  { guide, facts }: WalkOf,
  { atStep, again }: OpenOptions,
  found: StoredWalk,
): { trail: string[]; kind: 'resumed' | 'jumped' | 'anew' } {
  const anew = startTrail(guide, facts, atStep);
  if (again === true || found.state === 'done') return { trail: anew, kind: 'anew' };
  const { trail } = settled(guide, facts, found);
  if (trail.length === 1) {
    // Nothing was walked yet: what is known today decides where it begins.
    const isSame = anew.length === 1 && anew[0] === trail[0];
    return isSame ? { trail, kind: 'resumed' } : { trail: anew, kind: 'anew' };
  }
  const goal = atStep === undefined ? undefined : shownFrom(guide, atStep, facts)?.id;
  const isAhead = goal !== undefined && goal === anew.at(-1) && !trail.includes(goal);
  return isAhead ? { trail: anew, kind: 'jumped' } : { trail, kind: 'resumed' };
}

/** The walk at a new place. It is done where the step there ends the guide by itself, else under way. */
function placed(of: Omit<WalkOf, 'keeperId'>, walk: StoredWalk, place: Place): StoredWalk {
  const step = stepAt(of.guide, place);
  const isEnd = step.end !== undefined;
  return {
    ...walk,
    trail: place.trail,
    version: place.version,
    state: isEnd ? 'done' : 'under-way',
    end: isEnd ? step.id : undefined,
    endKind: step.end?.kind,
    finishedAt: isEnd ? of.now : undefined,
    updatedAt: of.now,
  };
}
