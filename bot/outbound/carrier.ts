import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder';
import type { Clock } from '../../services/clock.ts';
import type { Delivery, DeliveryKind, Outcome } from '../../services/deliveries/delivery.ts';
import type { RateLimiter } from '../../services/deliveries/rate-limiter.ts';
import { markStarted, putBack, settle } from '../../services/deliveries/settle.ts';
import type { PersonalConversation } from '../../services/people/conversations.ts';
import type { Database } from '../../services/store/database.ts';
import type { Log } from '../../services/telemetry/log.ts';
import type { Metrics } from '../../services/telemetry/metrics.ts';
import { addressed } from './addressed.ts';
import type { Prepare } from './at-send.ts';
import type { ConnectorFault } from './connector-errors.ts';
import type { Messenger, MessengerResult } from './messenger.ts';
import { afterFault, isRetried, maxAttempts } from './retry-policy.ts';
import { type AppRoad, type ChatLack, causeFor, chatToRenew, whatChatLacks } from './without-chat.ts';

/** A delivery that has ended. */
export interface Settled {
  delivery: Delivery;
  outcome: Outcome;
  why?: string | undefined;
  /** Of the message in the chat, where it was sent or edited. */
  activityId?: string | undefined;
}

export interface CarrierOptions {
  database: Database;
  messenger: Messenger;
  limiter: RateLimiter;
  /** What each kind says, decided at the last moment. */
  prepare: Record<DeliveryKind, Prepare>;
  findConversation(accountId: string): Promise<PersonalConversation | undefined>;
  /** Teams closed this chat to the bot; `since` is the refused request's time by the database's clock. */
  markBlocked(accountId: string, why: string, since: Date): Promise<void>;
  /** Brings the app to accounts without a chat, and renews chats that Teams refuses; without it neither happens. */
  app?: AppRoad;
  /** Tried, in order, when Teams says that the chat's own service URL is the wrong one. */
  otherServiceUrls?: string[];
  clock: Clock;
  log: Log;
  metrics: Metrics;
  claimant: string;
  /** In [0, 1), for the jitter. */
  random?: () => number;
  /** Called after a delivery has ended; what it throws is logged and changes nothing. */
  onSettled?: (settled: Settled) => void | Promise<void>;
}

/** Takes claimed deliveries to their outcome, or back on the road. `carry` never throws. */
export interface Carrier {
  carry(delivery: Delivery): Promise<void>;
  /** The process is about to end: what cannot be written down now is left to the lease. */
  abandon(): void;
}

type Step =
  | { kind: 'end'; outcome: Outcome; why?: string; activityId?: string | undefined }
  | {
      kind: 'back';
      afterMs: number;
      why: string;
      mayHaveArrived?: boolean;
      attemptsMade?: -1 | 0 | 1;
      renewsChat?: boolean;
    }
  /** Somebody else has it now. */
  | { kind: 'lost' };

export function createCarrier(options: CarrierOptions): Carrier {
  const { database, limiter, clock, log, metrics, claimant, app, random = Math.random } = options;
  const abandoned = new AbortController();

  async function carry(delivery: Delivery): Promise<void> {
    const step = await nextStep(delivery).catch((error: unknown) => afterError(delivery, error));
    const isOurs = step.kind !== 'lost' && (await writeDown(() => write(delivery, step)));
    if (!isOurs) {
      if (!abandoned.signal.aborted)
        log.warn({ delivery: delivery.id, kind: delivery.kind }, 'A delivery is no longer ours');
      return;
    }
    if (step.kind === 'end') await announce({ delivery, ...step });
    if (step.kind === 'back' && step.mayHaveArrived) metrics.repeats.inc({ kind: delivery.kind });
    if (step.kind === 'back') await app?.afterPutBack(delivery.accountId, step.why);
  }

  async function nextStep(delivery: Delivery): Promise<Step> {
    const { expiresAt } = delivery;
    if (expiresAt && expiresAt <= clock.now()) {
      const why = delivery.waitedFor ?? 'too-late';
      return { kind: 'end', outcome: isRetried(why) ? 'failed' : 'skipped', why };
    }
    const known = delivery.chatRenewed ? await app?.afterRenewal(delivery.accountId) : undefined;
    if (known) return withinTime(delivery, known);
    const conversation = await options.findConversation(delivery.accountId);
    const lacking = whatChatLacks(conversation);
    if (lacking || !conversation) return withoutChat(delivery, lacking);

    const decision = await options.prepare[delivery.kind](delivery);
    switch (decision.kind) {
      case 'skip':
        return { kind: 'end', outcome: 'skipped', why: decision.why };
      case 'hold':
        return withinTime(delivery, {
          kind: 'back',
          why: decision.why,
          afterMs: decision.retryAfterMs,
        });
      case 'send':
        return send(delivery, conversation, decision.content);
    }
  }

  /**
   * Before the decision, which may cost one of Graph's few questions about an account: those are for people whom the
   * message can reach.
   */
  async function withoutChat(delivery: Delivery, lacking: ChatLack | undefined): Promise<Step> {
    const cause = lacking && app && causeFor(delivery, lacking);
    if (app && cause) return withinTime(delivery, await app.request(delivery.accountId, cause));
    return { kind: 'end', outcome: 'skipped', why: lacking?.why ?? 'app-not-installed' };
  }

  /** What is held, or waits for the app, is looked at again at the latest when its own time is over, to end it. */
  function withinTime({ expiresAt }: Delivery, step: Step): Step {
    if (step.kind !== 'back' || !expiresAt) return step;
    return { ...step, afterMs: Math.min(step.afterMs, expiresAt.getTime() - clock.now().getTime()) };
  }

  async function send(
    delivery: Delivery,
    conversation: PersonalConversation,
    content: Partial<Activity>,
  ): Promise<Step> {
    const urls = new Set([conversation.serviceUrl, ...(options.otherServiceUrls ?? [])]);
    let attempt = delivery.attempts;
    let step: Step = { kind: 'lost' };
    for (const serviceUrl of urls) {
      const startedAt = await startRequest(delivery);
      if (startedAt === undefined) return { kind: 'lost' };
      attempt += 1;
      const result = await request(delivery, { ...conversation, serviceUrl }, content);
      if (result.kind === 'sent') {
        return { kind: 'end', outcome: 'sent', activityId: result.activityId ?? delivery.activityId };
      }
      const stale = app && chatToRenew(delivery, result.fault);
      if (stale) return withinTime(delivery, await app.request(delivery.accountId, stale));
      if (result.fault.dropsConversation) await closeChat(delivery, result.fault, startedAt);
      step = afterAttempt(delivery, attempt, result.fault);
      if (result.fault.code !== 'wrong-service-url') return step;
    }
    return step;
  }

  /** A place in the limit, then the durable note that the request leaves, then the request, without a pause. */
  async function startRequest(delivery: Delivery): Promise<Date | undefined> {
    const place = await limiter.take();
    const startedAt = await markStarted(database, { id: delivery.id, claimant });
    let isFresh = startedAt === undefined || place.isFresh();
    while (!isFresh) isFresh = (await limiter.take()).isFresh();
    return startedAt;
  }

  async function request(
    delivery: Delivery,
    chat: PersonalConversation,
    content: Partial<Activity>,
  ): Promise<MessengerResult> {
    const { operation, activityId } = delivery;
    const end = metrics.connectorSeconds.startTimer({ operation });
    const result = await options.messenger.deliver({
      operation,
      serviceUrl: chat.serviceUrl,
      conversationId: chat.conversationId,
      activityId,
      activity: addressed(content, chat, activityId),
    });
    end({ outcome: result.kind === 'sent' ? 'sent' : result.fault.code });
    return result;
  }

  function afterAttempt(delivery: Delivery, attempt: number, fault: ConnectorFault): Step {
    const fields = {
      delivery: delivery.id,
      kind: delivery.kind,
      attempt,
      fault,
    };
    const { expiresAt, possibleRepeats } = delivery;
    const remaining = expiresAt && { ms: expiresAt.getTime() - clock.now().getTime(), possibleRepeats };
    const next = afterFault(attempt, fault, random(), remaining);
    if (next.kind === 'give-up') {
      log.warn(fields, 'A delivery failed');
      // Nothing that the service desk could mend: the person does not want the app, or has removed it.
      return { kind: 'end', outcome: fault.dropsConversation ? 'skipped' : 'failed', why: fault.code };
    }
    log.info(fields, 'A delivery is tried again later');
    metrics.retries.inc({ kind: delivery.kind, why: fault.code });
    const mayHaveArrived = fault.mayHaveArrived && delivery.operation === 'send';
    const attemptsMade = next.kind === 'hold' ? -1 : 0;
    const { afterMs } = next;
    return withinTime(delivery, { kind: 'back', afterMs, why: fault.code, mayHaveArrived, attemptsMade });
  }

  async function closeChat(delivery: Delivery, fault: ConnectorFault, since: Date): Promise<void> {
    // The delivery fails either way; without the mark the next one finds out by itself.
    await options.markBlocked(delivery.accountId, fault.code, since).catch((error: unknown) => {
      log.error({ err: error, delivery: delivery.id }, 'A closed chat could not be marked');
    });
  }

  /** A fault of ours, before the request: a decision or a card that could not be made, or the database. */
  function afterError(delivery: Delivery, error: unknown): Step {
    if (abandoned.signal.aborted) return { kind: 'lost' };
    const reference = randomUUID();
    const attempt = delivery.attempts + 1;
    log.error(
      { err: error, reference, delivery: delivery.id, kind: delivery.kind, attempt },
      'A delivery broke',
    );
    // After an outage of Teams that cost more requests than that, one fault of ours is no reason to give up.
    const wasLastTry = delivery.waitedFor === internalError || !delivery.expiresAt;
    if (attempt >= maxAttempts && wasLastTry) return { kind: 'end', outcome: 'failed', why: internalError };
    const afterMs = Math.min(longestErrorWaitMs, 1_000 * 2 ** attempt);
    return { kind: 'back', afterMs, why: internalError, attemptsMade: 1 };
  }

  function write(delivery: Delivery, step: Exclude<Step, { kind: 'lost' }>): Promise<boolean> {
    const ours = { id: delivery.id, claimant };
    if (step.kind === 'back') return putBack(database, ours, step);
    return settle(database, ours, { outcome: step.outcome, why: step.why, sentActivityId: step.activityId });
  }

  /** A message that was sent must not be sent again because the database was away for a moment: try until it is back. */
  async function writeDown(write: () => Promise<boolean>): Promise<boolean> {
    for (let wait = 250; ; wait = Math.min(5_000, wait * 2)) {
      try {
        return await write();
      } catch (error) {
        log.error({ err: error }, 'An outcome could not be written down yet');
        if (abandoned.signal.aborted) return false;
        await unlessAborted(wait, abandoned.signal);
      }
    }
  }

  async function announce(settled: Settled): Promise<void> {
    metrics.deliveries.inc({ kind: settled.delivery.kind, outcome: settled.outcome });
    try {
      await options.onSettled?.(settled);
    } catch (error) {
      log.error(
        { err: error, delivery: settled.delivery.id },
        'The end of a delivery could not be announced',
      );
    }
  }

  return { carry, abandon: () => abandoned.abort() };
}

const longestErrorWaitMs = 5 * 60_000;
const internalError = 'internal-error';

function unlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
