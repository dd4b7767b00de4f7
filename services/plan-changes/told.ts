import { z } from 'zod';
import { phasesAfter, type ToldDate, toldDateOf } from '../rollout/live-plan.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import type { RecordedChange } from './changes.ts';

/** A message that told an account a date. */
export interface ToldMessage {
  accountId: string;
  kind: 'reminder' | 'school' | 'date-moved';
  subject: Record<string, string>;
  /** When it left, by the database's clock. */
  sentAt: Date;
}

const row = z
  .object({
    account_id: z.string(),
    kind: z.enum(['reminder', 'school', 'date-moved']),
    subject: z.record(z.string()),
    sent_at: z.date(),
  })
  .transform(
    (found): ToldMessage => ({
      accountId: found.account_id,
      kind: found.kind,
      subject: found.subject,
      sentAt: found.sent_at,
    }),
  );

/** Every message that told one of these accounts a date, newest first, by account. Read by an index on the account. */
export async function messagesTold(
  tx: Tx,
  accountIds: string[],
): Promise<ReadonlyMap<string, ToldMessage[]>> {
  const rows = await tx.query(
    `select account_id, kind, subject, coalesce(started_at, settled_at, created_at) as sent_at
       from deliveries
      where account_id = any($1::text[]) and kind in ('reminder', 'school', 'date-moved')
        and state = 'sent' and operation = 'send'
      order by coalesce(started_at, settled_at, created_at) desc, id desc`,
    [accountIds],
  );
  return Map.groupBy(z.array(row).parse(rows), ({ accountId }) => accountId);
}

/** The name in a subject under which a message about one date says that it told another phase's as well. */
function toldKey(phaseId: string): string {
  return `told:${phaseId}`;
}

/**
 * What an account was told last of a phase; undefined where it never was. A reminder and a card for a school name the
 * phase and date that they are about; a reminder names the account's other phases besides, as they stood when it left.
 */
export function lastTold(
  plan: RolloutPlan,
  changes: readonly RecordedChange[],
  {
    messages,
    phaseId,
    domain,
  }: { messages: readonly ToldMessage[]; phaseId: string; domain: string | undefined },
): ToldDate | undefined {
  for (const { kind, subject, sentAt } of messages) {
    const named = subject[toldKey(phaseId)] ?? (subject.phaseId === phaseId ? subject.phaseDate : undefined);
    if (named !== undefined && named !== '') return named;
    if (kind !== 'reminder') continue;
    const known = changes.filter(({ recordedAt }) => recordedAt <= sentAt);
    const phase = phasesAfter(plan, plan.announced ?? plan.phases, known).find(({ id }) => id === phaseId);
    return phase && toldDateOf(phase, domain);
  }
  return undefined;
}

/** Writes down which dates a message of kind `date-moved` tells; they count once it is sent. Call it before the request. */
export async function noteTold(
  tx: Tx,
  deliveryId: string,
  dates: { phaseId: string; date: ToldDate }[],
): Promise<void> {
  const told = Object.fromEntries(dates.map(({ phaseId, date }) => [toldKey(phaseId), date]));
  await tx.query('update deliveries set subject = subject || $2::jsonb where id = $1::bigint', [
    deliveryId,
    JSON.stringify(told),
  ]);
}
