import { z } from 'zod';
import type { Delivery } from '../deliveries/delivery.ts';
import { sentOnDay } from '../deliveries/sent-today.ts';
import { phasesAfter, type ToldDate, toldDateOf } from '../rollout/live-plan.ts';
import type { Phase, RolloutPlan } from '../rollout/plan.ts';
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

/** Whose messages told what of which phase. */
export interface Told {
  /** Newest first. */
  messages: readonly ToldMessage[];
  phaseId: string;
  domain: string | undefined;
}

/**
 * Gives a function that says what an account was told last of a phase; undefined where it never was. A reminder and a card
 * for a school name the phase and date that they are about; a reminder names the account's other phases besides, as they
 * stood when it left. What was worked out for one account serves the next: keep the function for one reading of changes.
 */
export function createLastTold(
  plan: RolloutPlan,
  changes: readonly RecordedChange[],
): (told: Told) => ToldDate | undefined {
  const dateWhen = createDateWhen(plan, changes);
  return ({ messages, phaseId, domain }) => {
    for (const { kind, subject, sentAt } of messages) {
      const named = namedDate(subject, phaseId);
      if (named !== undefined && named !== '') return named;
      if (kind === 'reminder') return dateWhen({ sentAt, phaseId, domain });
    }
    return undefined;
  };
}

function namedDate(subject: Record<string, string>, phaseId: string): string | undefined {
  return subject[toldKey(phaseId)] ?? (subject.phaseId === phaseId ? subject.phaseDate : undefined);
}

/**
 * The date of a phase for a school as it stood when a message left. The phases after 400 changes take some 20 ms to work out,
 * and thousands of accounts were written to between the same two changes.
 */
function createDateWhen(plan: RolloutPlan, changes: readonly RecordedChange[]) {
  const phasesAt = new Map<string, Map<string, Phase>>();
  const dates = new Map<string, ToldDate | undefined>();
  return ({ sentAt, phaseId, domain }: { sentAt: Date; phaseId: string; domain: string | undefined }) => {
    const known = changes.filter(({ recordedAt }) => recordedAt <= sentAt);
    // As a rule the first so many; a database whose clock was set back may have recorded them otherwise.
    const isBeginning = known.at(-1) === changes[known.length - 1];
    const state = isBeginning ? `${known.length}` : known.map(({ id }) => id).join(',');
    const phases = computed(phasesAt, state, () => {
      const after = phasesAfter(plan, plan.announced ?? plan.phases, known);
      return new Map(after.map((phase) => [phase.id, phase]));
    });
    return computed(dates, `${state} ${phaseId} ${domain ?? ''}`, () => {
      const phase = phases.get(phaseId);
      return phase && toldDateOf(phase, domain);
    });
  };
}

function computed<Value>(known: Map<string, Value>, key: string, compute: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = compute();
  known.set(key, value);
  return value;
}

/**
 * Where all that the bot by itself told a reminder's account on a day was that dates have moved: whether the date of its
 * phase was one of them. Undefined where it was told nothing, or anything else.
 */
export async function movesToldOnDay(
  tx: Tx,
  reminder: Delivery,
  day: string,
): Promise<'of-it' | 'of-others' | undefined> {
  const sent = await sentOnDay(tx, reminder, day);
  if (sent.length === 0 || sent.some(({ kind }) => kind !== 'date-moved')) return undefined;
  const { phaseId = '' } = reminder.subject;
  return sent.some(({ subject }) => namedDate(subject, phaseId) !== undefined) ? 'of-it' : 'of-others';
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
