import { z } from 'zod';
import { failedMessage, whyNotReached } from '../reach/not-reached.ts';
import type { Tx } from '../store/database.ts';
import type { RehearsedAccount, RehearsedPages } from './account.ts';

/** At most this many accounts a statement: the embedded engine blocks the process while it works. */
const accountsAPage = 2_000;

/** The enabled accounts of the plan's cohorts with their statuses, as the database knows them. */
export async function* storedAccounts(tx: Tx): RehearsedPages {
  for (let after = ''; ; ) {
    const rows = z.array(row).parse(
      await tx.query(
        `select a.id, a.upn, ${isNotReady} as is_not_ready, (${whyNotReached}) is null as is_reached
           from ${accountsWithFacts}
          where a.enabled and a.cohort is not null and a.id > $1
          order by a.id limit ${accountsAPage}`,
        [after],
      ),
    );
    if (rows.length > 0) yield rows.map(toAccount);
    if (rows.length < accountsAPage) return;
    after = rows.at(-1)?.id ?? after;
  }
}

/** What only the database knows of accounts that Graph listed: their chat, and what their people said. By object id. */
export interface KnownHere {
  isReached: boolean;
  /** A keeper is missing, or somebody says that Outlook does not work. */
  isWaiting: boolean;
}

/** Of at most a thousand accounts; one that is not there was never met and said nothing. */
export async function knownHere(tx: Tx, ids: string[]): Promise<Map<string, KnownHere>> {
  const rows = z.array(hereRow).parse(
    await tx.query(
      `select a.id, (${whyNotReached}) is null as is_reached, ${isWaiting} as is_waiting
         from ${accountsWithFacts} where a.id = any($1::text[])`,
      [ids],
    ),
  );
  return new Map(
    rows.map(({ id, is_reached, is_waiting }) => [id, { isReached: is_reached, isWaiting: is_waiting }]),
  );
}

const isWaiting = "(coalesce(w.keepers_waiting, 0) > 0 or coalesce(w.outlook = 'not-working', false))";

/** As the planner and the call list ask. */
const isNotReady = `(s.registered is not true or ${isWaiting})`;

const accountsWithFacts = `accounts a
  left join statuses s on s.account_id = a.id
  left join account_words w on w.account_id = a.id
  left join conversations c on c.account_id = a.id
  left join installations i on i.account_id = a.id
  left join ${failedMessage} f on c.installed and c.blocked is null`;

const row = z.object({
  id: z.string(),
  upn: z.string(),
  is_not_ready: z.boolean(),
  is_reached: z.boolean(),
});

const hereRow = z.object({ id: z.string(), is_reached: z.boolean(), is_waiting: z.boolean() });

function toAccount({ upn, is_not_ready, is_reached }: z.output<typeof row>): RehearsedAccount {
  return { upn, isNotReady: is_not_ready, isReached: is_reached };
}
