import type { Database, Tx } from '../store/database.ts';
import { lockGroups } from './asked.ts';
import { keptDays } from './likest-group.ts';

/** A day for "that didn't help" to follow. */
const answeredDays = 1;
/** Teams lets people change a thumb for long; nobody does after two months. The counts stay. */
const messageDays = 60;

/** At most this many rows a statement: the embedded engine blocks the process while it works. */
const rowsAStatement = 500;

/** For how many days questions asked in vain and messages of feedback are kept. */
export interface LearningDays {
  questions: number;
  feedback: number;
}

/**
 * Deletes what is past its time: answered questions, those asked in vain with groups left empty, messages of feedback.
 * At most 500 rows of a table a transaction, so that a run that is cut short has done its part. Gives how many questions
 * and messages were deleted.
 */
export async function vacuumLearning(
  db: Database,
  now: Date,
  days: LearningDays = { questions: keptDays, feedback: messageDays },
): Promise<{ questions: number; feedback: number }> {
  const before = (count: number) => new Date(now.getTime() - count * 86_400_000);
  const limits = { inVain: before(days.questions), answered: before(answeredDays) };
  return {
    questions: await inLots(() => db.transaction((tx) => deleteQuestions(tx, limits))),
    feedback: await inLots(async () => {
      const rows = await db.query(
        `delete from answer_messages where message_key = any(array(
           select message_key from answer_messages where sent_at < $1 limit ${rowsAStatement}))
         returning message_key`,
        [before(days.feedback)],
      );
      return rows.length;
    }),
  };
}

async function inLots(deleteLot: () => Promise<number>): Promise<number> {
  let deleted = 0;
  for (;;) {
    const count = await deleteLot();
    deleted += count;
    if (count < rowsAStatement) return deleted;
  }
}

/** A lot of questions, and the groups put right after it. */
async function deleteQuestions(tx: Tx, limits: { inVain: Date; answered: Date }): Promise<number> {
  await lockGroups(tx);
  const deleted = await tx.query(
    `delete from asked_questions where id = any(array(
       select id from asked_questions where asked_at < $1 or (outcome = 'answered' and asked_at < $2)
        limit ${rowsAStatement}))
     returning id`,
    [limits.inVain, limits.answered],
  );
  await tx.query(
    'delete from asked_groups g where not exists (select from asked_questions q where q.group_id = g.id)',
  );
  // A group is shown by its first question: once that has aged out, by the first that is left.
  await tx.query(
    `update asked_groups g set leader = q.text, space = q.space, point = q.point
       from (select distinct on (group_id) group_id, text, space, point from asked_questions
              where group_id is not null order by group_id, asked_at, id) q
      where q.group_id = g.id
        and not exists (select from asked_questions o where o.group_id = g.id and o.text = g.leader)`,
  );
  return deleted.length;
}
