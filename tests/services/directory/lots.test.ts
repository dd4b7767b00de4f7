import { rowsAStatement } from '../../../services/directory/account-rows.ts';
import { takeAsStatements } from '../../../services/directory/lots.ts';

it('makes the statements of all lots at once, each id once and in order, and lets the items go', () => {
  const ids = Array.from({ length: rowsAStatement + 1 }, (_, index) => String(index).padStart(4, '0'));
  const items = [...ids.toReversed(), '0000'].map((id, place) => ({ id, place }));
  const statements = takeAsStatements(items, (lot) => [{ sql: 'store', parameters: [lot] }]);
  expect(items).toEqual([]);
  const lots = statements.map(({ parameters }) => parameters[0] as { id: string; place: number }[]);
  expect(lots.map((lot) => lot.length)).toEqual([rowsAStatement, 1]);
  expect(lots.flat().map(({ id }) => id)).toEqual(ids);
  // Of two with the same id, the one that came last.
  expect(lots[0]?.[0]?.place).toBe(rowsAStatement + 1);
});
