import { randomUUID } from 'node:crypto';
import { recordOutlookWord } from '../people/outlook-words.ts';
import type { Database, Tx } from '../store/database.ts';
import { move, type Place, type Press, settled, startTrail, stepAt } from './engine.ts';
import type { GuideFacts } from './facts.ts';
import type { Choice, Guide } from './guide.ts';
import { shownFrom } from './passage.ts';
import { insertWalk, readWalk, type StoredWalk, updateWalk, walksIn } from './walk-rows.ts';

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

/** What a press did. A foreign one names no walk of this account in this guide, as on a forwarded card. */
export type PressedWalk =
  | { isForeign: true; walk?: undefined; moved: false; choice?: undefined }
  | { isForeign: false; walk: StoredWalk; moved: boolean; choice?: Choice | undefined };

/**
 * Opens a guide. It goes on where this keeper left it (`resumed`); one that has ended, or that `again` asks for, begins
 * anew. `atStep` is jumped to unless it lies on the way that was walked already: then it is resumed as well. Safe to
 * call twice: the second call resumes at the same step and version.
 */
export function openWalk(
  db: Database,
  of: WalkOf,
  options: OpenOptions = {},
): Promise<{ walk: StoredWalk; resumed: boolean }> {
  return db.transaction(async (tx) => {
    const fresh = freshWalk(of, options);
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
  });
}

/**
 * Moves by a pressed button, in one transaction with the row locked: of two presses at once one moves and the other
 * finds `moved: false` and the current walk. The press names the walk, and the walk knows its keeper. What the pressed
 * choice or the end that it led to says of installed Outlook is recorded with the move, as the keeper's own word. A
 * foreign press changes and makes nothing.
 */
export function pressWalk(db: Database, of: Omit<WalkOf, 'keeperId'>, press: Press): Promise<PressedWalk> {
  return db.transaction(async (tx): Promise<PressedWalk> => {
    const found = await readWalk(tx, { accountId: of.accountId, walkId: press.walkId }, 'lock');
    if (found === undefined || found.guideId !== of.guide.id) return { isForeign: true, moved: false };
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
 * own are done as soon as they are reached. Running it twice changes nothing more; undefined for a foreign walk.
 */
export function finishWalk(
  db: Database,
  of: Omit<WalkOf, 'keeperId'> & { walkId: string },
): Promise<StoredWalk | undefined> {
  return db.transaction(async (tx) => {
    const found = await readWalk(tx, { accountId: of.accountId, walkId: of.walkId }, 'lock');
    if (found === undefined || found.guideId !== of.guide.id || found.state === 'done') return found;
    const place = settled(of.guide, of.facts, found);
    const walk: StoredWalk = {
      ...found,
      ...place,
      version: found.version + 1,
      state: 'done',
      end: stepAt(of.guide, place).id,
      updatedAt: of.now,
      finishedAt: of.now,
    };
    await updateWalk(tx, walk);
    return walk;
  });
}

/** The walk of that id, only where it is this account's. Its trail is as it was stored, also if the guide changed. */
export function findWalk(
  tx: Tx,
  key: { accountId: string; walkId: string },
): Promise<StoredWalk | undefined> {
  return readWalk(tx, key, 'look');
}

/** Where this keeper is in a guide, without opening it; undefined where they never did. */
export function walkIn(
  tx: Tx,
  key: { accountId: string; keeperId?: string | undefined; guideId: string },
): Promise<StoredWalk | undefined> {
  return readWalk(tx, { ...key, keeperId: key.keeperId }, 'look');
}

/** The account's walk that moved last, also one that has come to its end: what a typed "next" or "back" means. */
export async function latestWalk(tx: Tx, accountId: string): Promise<StoredWalk | undefined> {
  const rows = await tx.query(
    `select * from guide_walks where account_id = $1 order by updated_at desc, id limit 1`,
    [accountId],
  );
  return walksIn(rows)[0];
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
    finishedAt: isEnd ? of.now : undefined,
    updatedAt: of.now,
  };
}
