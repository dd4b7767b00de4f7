import { z } from 'zod';
import { onePerDay } from '../deliveries/sent-today.ts';
import type { Tx } from '../store/database.ts';

/** One enabled account of a school, with what decides whether it is ready. */
export interface SchoolAccount {
  accountId: string;
  upn: string;
  /** Id of its cohort. */
  cohort: string;
  registered: boolean | 'unknown';
  /** The time of the answer that said so. */
  asOf?: Date;
  /** Whether that was Microsoft's answer about this account alone, or a report. */
  source?: 'person-check' | 'report';
  /** Keepers on an open list who have not said that theirs works. */
  keepersWaiting: number;
  outlook: 'works' | 'not-needed' | 'not-working' | undefined;
  /** Since when each is known: that no second step is set up, that a keeper is missing, that Outlook does not work. */
  since: { registration?: Date; keepers?: Date; outlook?: Date };
  /** Whether a message can reach it: the app is there and not blocked. */
  hasApp: boolean;
  /** Whether the bot ever had a chat with it. */
  wasMet: boolean;
}

const row = z
  .object({
    id: z.string(),
    upn: z.string(),
    cohort: z.string(),
    registered: z.boolean().nullable(),
    methods_as_of: z.date().nullable(),
    methods_source: z.string().nullable(),
    not_registered_since: z.date().nullable(),
    keepers_waiting: z.number(),
    outlook: z.enum(['works', 'not-needed', 'not-working']).nullable(),
    keepers_since: z.date().nullable(),
    outlook_since: z.date().nullable(),
    has_app: z.boolean(),
    was_met: z.boolean(),
  })
  .transform(
    (found): SchoolAccount => ({
      accountId: found.id,
      upn: found.upn,
      cohort: found.cohort,
      registered: found.registered ?? 'unknown',
      ...(found.methods_as_of && {
        asOf: found.methods_as_of,
        source: found.methods_source === 'person-check' ? 'person-check' : 'report',
      }),
      keepersWaiting: found.keepers_waiting,
      outlook: found.outlook ?? undefined,
      since: {
        ...(found.not_registered_since && { registration: found.not_registered_since }),
        ...(found.keepers_since && { keepers: found.keepers_since }),
        ...(found.outlook_since && { outlook: found.outlook_since }),
      },
      hasApp: found.has_app,
      wasMet: found.was_met,
    }),
  );

/**
 * The enabled accounts of one school, by its domain in lower case, that a cohort of the plan covers, in the order of their
 * addresses. A large school has some hundreds. The view account_words is asked for each account alone: joined as a
 * whole, it would be worked out for all schools.
 */
export async function readSchoolAccounts(tx: Tx, domain: string): Promise<SchoolAccount[]> {
  const rows = await tx.query(
    `select a.id, a.upn, a.cohort, s.registered, s.methods_as_of, s.methods_source, s.not_registered_since,
            coalesce(w.keepers_waiting, 0) as keepers_waiting, w.outlook,
            (select min(k.joined_at) from keepers k where k.account_id = a.id and k.works_at is null) as keepers_since,
            (select min(o.said_at) from outlook_words o
              where o.account_id = a.id and o.word = 'not-working') as outlook_since,
            coalesce(c.installed and c.blocked is null, false) as has_app,
            c.account_id is not null as was_met
       from accounts a
       left join statuses s on s.account_id = a.id
       left join lateral (select keepers_waiting, outlook from account_words where account_id = a.id) w on true
       left join conversations c on c.account_id = a.id
      where a.school_domain = $1 and a.enabled and a.cohort is not null
      order by lower(a.upn), a.id`,
    [domain],
  );
  return z.array(row).parse(rows);
}

/**
 * Of these accounts, those to which a message about a phase went on this day of the plan's zone, goes or waits; and those
 * for whom a reminder of that day was asked, also where it was left alone when its time came (done, put off): its key is
 * taken, so that asking once more changes nothing. `asked` is how the offset of such a reminder begins.
 */
export async function remindedOn(
  tx: Tx,
  accountIds: string[],
  { day, asked }: { day: string; asked: string },
): Promise<Set<string>> {
  const rows = await tx.query(
    `select distinct account_id from deliveries
      where account_id = any($1::text[]) and kind = any($2::text[]) and operation = 'send'
        and coalesce(day, subject ->> 'day') = $3
        and (state in ('due', 'claimed', 'sent') or starts_with(subject ->> 'offset', $4))`,
    [accountIds, [...onePerDay], day, asked],
  );
  return new Set(
    z
      .array(z.object({ account_id: z.string() }))
      .parse(rows)
      .map(({ account_id: id }) => id),
  );
}
