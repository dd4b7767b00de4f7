import { rowsAStatement } from './account-rows.ts';
import type { Statement } from './statement.ts';

/**
 * Each id once, the last one: one statement may not touch a row twice, and pages can overlap. In the order of ids, so
 * that two instances that write the same rows never wait for each other in a circle.
 */
export async function eachLot<Item extends { id: string }>(
  items: Item[],
  store: (lot: Item[]) => Promise<void>,
): Promise<void> {
  for (const lot of lotsOf(items)) await store(lot);
}

/**
 * The statements of all lots, for a page of a long reading: they are made at once and `items` is emptied, so that only
 * their texts live while they are run.
 */
export function takeAsStatements<Item extends { id: string }>(
  items: Item[],
  statementsOf: (lot: Item[]) => Statement[],
): Statement[] {
  return lotsOf(items.splice(0)).flatMap(statementsOf);
}

function lotsOf<Item extends { id: string }>(items: Item[]): Item[][] {
  const single = [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  return Array.from({ length: Math.ceil(single.length / rowsAStatement) }, (_, lot) =>
    single.slice(lot * rowsAStatement, (lot + 1) * rowsAStatement),
  );
}

/** Entra's form of a guest's UPN. Source: learn.microsoft.com/entra/external-id/user-properties */
export function isGuest(upn: string): boolean {
  return upn.toUpperCase().includes('#EXT#');
}
