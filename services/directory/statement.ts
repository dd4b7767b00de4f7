import type { Tx } from '../store/database.ts';

/** A statement with its values, made before it is run. */
export interface Statement {
  sql: string;
  parameters: unknown[];
}

/** Runs them one after the other. */
export async function runAll(tx: Tx, statements: Statement[]): Promise<void> {
  for (const { sql, parameters } of statements) await tx.query(sql, parameters);
}
