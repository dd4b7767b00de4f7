import { rowsAStatement } from './account-rows.ts';

/**
 * Each id once, the last one: one statement may not touch a row twice, and pages can overlap. In the order of ids, so
 * that two instances that write the same rows never wait for each other in a circle.
 */
export async function eachLot<Item extends { id: string }>(
  items: Item[],
  store: (lot: Item[]) => Promise<void>,
): Promise<void> {
  const single = [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  for (let from = 0; from < single.length; from += rowsAStatement) {
    await store(single.slice(from, from + rowsAStatement));
  }
}

/** Entra's form of a guest's UPN. Source: learn.microsoft.com/entra/external-id/user-properties */
export function isGuest(upn: string): boolean {
  return upn.toUpperCase().includes('#EXT#');
}
