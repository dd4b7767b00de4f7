import { cohortOf, schoolOf } from '../../services/rollout/cohorts.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import type { Database } from '../../services/store/database.ts';

/** An account as a test wants it in the directory. Its id is its UPN where none is given. */
export interface TestAccount {
  upn: string;
  id?: string;
  enabled?: boolean;
  /** What the registration report said; left out: the report does not name the account. */
  registered?: boolean;
  /** Whether the bot has a chat with it. */
  hasApp?: boolean;
}

/** Writes accounts, statuses and chats as a sweep and an installation would leave them. */
export async function storeAccounts(
  database: Database,
  where: { plan: RolloutPlan; now: Date; serviceUrl?: string },
  accounts: TestAccount[],
): Promise<void> {
  for (const account of accounts) {
    const id = account.id ?? account.upn;
    await database.query(
      `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at)
       values ($1, $2, $2, $3, $4, $5, 0, $6)`,
      [
        id,
        account.upn,
        account.enabled ?? true,
        schoolOf(where.plan, account.upn)?.domain,
        cohortOf(where.plan, account.upn)?.id,
        where.now,
      ],
    );
    if (account.registered !== undefined) {
      await database.query(
        `insert into statuses (account_id, methods, registered, methods_source, methods_as_of)
         values ($1, $2::jsonb, $3, 'registration-report', $4)`,
        [
          id,
          JSON.stringify(account.registered ? ['authenticator'] : ['password']),
          account.registered,
          where.now,
        ],
      );
    }
    if (account.hasApp ?? true) {
      await database.query(
        `insert into conversations (account_id, conversation_id, service_url, bot_id, teams_user_id, installed)
         values ($1, $2, $3, '28:bot', $4, true)`,
        [id, `chat-${id}`, where.serviceUrl ?? 'http://127.0.0.1:9', `29:${id}`],
      );
    }
  }
}
