import { z } from 'zod';
import { normalise, stemsOf } from '../knowledge/normalise.ts';
import type { Mark } from '../knowledge/retrieval.ts';
import type { Tx } from '../store/database.ts';
import { fromBytes, likeness } from './points.ts';

/**
 * From this likeness on two questions count as asking the same. Of fourteen pairs that ask the same in other words twelve
 * reach it; of 364 pairs that do not the likest has 0.43. Higher is the safer way to be wrong: a split group costs the
 * desk a second look, a mixed one hides a question behind another.
 */
export const alike = 0.45;

/** Where there are no marks: the share of common words from which two questions ask the same. */
const alikeInWords = 0.6;

/** For how long a question that was asked in vain is kept, and a group takes others in, in days. */
export const keptDays = 90;

/** Groups that a question is compared with, the newest; 300 points are some 600 KB to read, once a question in vain. */
const mostCompared = 300;

/**
 * The group whose first question is most like this one; undefined where none is like it. Marks decide among groups of
 * the same space; among all others, and where there is no mark, words do.
 */
export async function likestGroup(
  tx: Tx,
  { text, mark, now }: { text: string; mark?: Mark | undefined; now: Date },
): Promise<string | undefined> {
  const since = new Date(now.getTime() - keptDays * dayMs);
  const rows = await tx.query(
    `select id, leader, case when space = $2 then ${asBase64} end as point from asked_groups
      where last_asked_at >= $1 order by last_asked_at desc, id limit $3`,
    [since, mark?.space, mostCompared],
  );
  const groups = z.array(leaderRow).parse(rows);
  const marked = groups.filter(({ point }) => point !== null);
  const found = mark && likestByMark(marked, mark);
  return found ?? likestByWords(mark ? groups.filter(({ point }) => point === null) : groups, text);
}

const dayMs = 86_400_000;

/** The embedded engine turns 300 points into bytes by itself in 94 ms on the event loop; as text they take 10. */
const asBase64 = `encode(point, 'base64')`;

const leaderRow = z.object({
  id: z.string(),
  leader: z.string(),
  point: z
    .string()
    .transform((text) => Buffer.from(text, 'base64'))
    .nullable(),
});

type Leader = z.output<typeof leaderRow>;

function likestByMark(groups: Leader[], { point }: Mark): string | undefined {
  return best(groups, alike, (group) => (group.point ? likeness(fromBytes(group.point), point) : 0));
}

function likestByWords(groups: Leader[], text: string): string | undefined {
  const plain = normalise(text);
  const stems = new Set(stemsOf(plain));
  return best(groups, alikeInWords, ({ leader }) => {
    const other = normalise(leader);
    return other === plain ? 1 : shareOf(stems, new Set(stemsOf(other)));
  });
}

/** The best of those that reach `least`; of two equals the newer group. */
function best(groups: Leader[], least: number, score: (group: Leader) => number): string | undefined {
  let found: { id: string; score: number } | undefined;
  for (const group of groups) {
    const its = score(group);
    if (its >= least && (found === undefined || its > found.score)) found = { id: group.id, score: its };
  }
  return found?.id;
}

/** What two sets have in common, as a share of what either has. */
function shareOf(one: Set<string>, other: Set<string>): number {
  const common = [...one].filter((stem) => other.has(stem)).length;
  const either = one.size + other.size - common;
  return either === 0 ? 0 : common / either;
}
