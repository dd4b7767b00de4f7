import { type Graph, GraphFailure } from '../graph/client.ts';
import { eachReportPage, type ReportRow } from '../graph/registration-report.ts';
import { eachUserPage } from '../graph/users.ts';
import { isRegistered } from '../rollout/mfa-status.ts';
import type { Tx } from '../store/database.ts';
import type { RehearsedPages } from './account.ts';
import { knownHere } from './stored-accounts.ts';

/**
 * The enabled accounts of the tenant as Microsoft has them now: the registration report first, of which only the ids of
 * those who are registered are held (some 80 bytes each), then the accounts page by page. Chats, and what people said, come
 * from the database. Nothing is stored. Throws GraphFailure: then nothing is known, and the database's own list has to do.
 */
export async function* accountsOfGraph(graph: Graph, tx: Tx): RehearsedPages {
  const registered = new Set<string>();
  const now = new Date();
  for await (const rows of reportRows(graph)) {
    for (const { id, methods } of rows) {
      if (isRegistered({ kind: 'known', methods, source: 'registration-report', asOf: now }) === true) {
        registered.add(id);
      }
    }
  }
  for await (const page of eachUserPage(graph)) {
    const users = page.items.filter(({ accountEnabled }) => accountEnabled);
    const here = await knownHere(
      tx,
      users.map(({ id }) => id),
    );
    yield users.map(({ id, userPrincipalName }) => {
      const { isReached, isWaiting } = here.get(id) ?? { isReached: false, isWaiting: false };
      return { upn: userPrincipalName, isNotReady: !registered.has(id) || isWaiting, isReached };
    });
  }
}

/** A Graph that knows no size of its pages refuses the first large one. */
async function* reportRows(graph: Graph): AsyncGenerator<ReportRow[]> {
  let isBegun = false;
  try {
    for await (const { items } of eachReportPage(graph)) {
      isBegun = true;
      yield items;
    }
  } catch (error) {
    if (isBegun || !(error instanceof GraphFailure) || error.code !== 'refused') throw error;
    for await (const { items } of eachReportPage(graph, { isLargePage: false })) yield items;
  }
}
