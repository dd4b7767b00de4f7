/**
 * Why a message did not reach an account and the next one will not either, in the words of outcomes
 * (bot/outbound/connector-errors.ts, services/installations/outcome.ts). What passes by itself, such as an error of Teams,
 * is not among them. Migration 0021 has an index for exactly these: a new one works without it, only slower.
 */
export const notReachedWhys = [
  'account-unknown',
  'app-blocked-by-policy',
  'app-disabled-by-admin',
  'app-not-in-catalogue',
  'app-not-installed',
  'blocked-by-user',
  'blocked-or-uninstalled',
  'bot-not-recognised',
  'chat-or-message-gone',
  'installation-failed',
  'installation-refused',
  'no-installation-permission',
  'no-teams-licence',
  'not-enough-permissions',
  'refused-without-reason',
  'removed-by-user',
  'service-url-not-allowed',
  'wrong-service-url',
] as const;

const failedFor = `state in ('skipped', 'failed') and why in (${notReachedWhys.map((why) => `'${why}'`).join(', ')})`;

/**
 * SQL: why the account `a` with the chat `c`, the installation `i` and the failed message `f` ({@link failedMessage})
 * cannot be reached; null where messages arrive as far as is known. A chat in which somebody was heard since is alive.
 */
export const whyNotReached = `case
    when c.installed and c.blocked is null then f.why
    when i.state = 'refused' and i.why <> 'no-longer-needed' then i.why
    when i.state in ('due', 'claimed') then 'app-being-installed'
    when c.blocked is not null then c.blocked
    when c.account_id is not null then 'removed-by-user'
    else 'app-not-installed'
  end`;

/** SQL: the newest message to `a` that could not arrive, where the chat was not heard from and nothing arrived since. */
export const failedMessage = `lateral (
    select d.why from deliveries d
     where d.account_id = a.id and d.${failedFor.replace(' and why', ' and d.why')} and d.settled_at > c.updated_at
       and not exists (
         select from deliveries later
          where later.account_id = d.account_id and later.state = 'sent' and later.started_at > d.settled_at)
     order by d.settled_at desc limit 1)`;

/**
 * SQL: since when `a` cannot be reached, by the database's clock: when the app was removed, else the first message that
 * did not arrive since the chat was last heard from, else when the installation ended. Null where nothing was tried yet.
 */
export const notReachedSince = `case
    when c.installed is false and c.blocked is null then c.updated_at
    else coalesce(
      (select min(d.settled_at) from deliveries d
        where d.account_id = a.id and d.${failedFor.replace(' and why', ' and d.why')}
          and d.settled_at > coalesce(c.updated_at, '-infinity')),
      i.settled_at)
  end`;
