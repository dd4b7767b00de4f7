import type { Database, Tx } from './engine.ts';

/** A database of which the engine itself refuses every change: each statement runs in a read-only transaction. */
export function readOnly(database: Database): Tx {
  return {
    query: (sql, parameters) =>
      database.transaction(async (tx) => {
        await tx.query('set transaction read only');
        return tx.query(sql, parameters);
      }),
  };
}
