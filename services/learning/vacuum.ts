import type { Database } from '../store/database.ts';
import { lockGroups } from './asked.ts';
import { keptDays } from './likest-group.ts';

/** A day for "that didn't help" to follow. */
const answeredDays = 1;
/** Teams lets people change a thumb for long; nobody does after two months. The counts stay. */
const messageDays = 60;

/** Deletes what is past its time: answered questions, those asked in vain with groups left empty, messages of feedback. */
export function vacuumLearning(db: Database, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  return db.transaction(async (tx) => {
    await lockGroups(tx);
    await tx.query(
      `delete from asked_questions where asked_at < $1 or (outcome = 'answered' and asked_at < $2)`,
      [before(keptDays), before(answeredDays)],
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
    await tx.query('delete from answer_messages where sent_at < $1', [before(messageDays)]);
  });
}
