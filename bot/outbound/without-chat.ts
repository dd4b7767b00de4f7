import { type AppWait, appWaits, endAppWait } from '../../services/deliveries/app-wait.ts';
import type { Delivery, Outcome } from '../../services/deliveries/delivery.ts';
import {
  type Cause,
  outcomeOf,
  type RefusedChat,
  refusedChats,
} from '../../services/installations/outcome.ts';
import { request, type Standing, standingOf } from '../../services/installations/requests.ts';
import type { PersonalConversation } from '../../services/people/conversations.ts';
import type { Database } from '../../services/store/database.ts';
import type { Log } from '../../services/telemetry/log.ts';
import type { ConnectorFault } from './connector-errors.ts';

/** What becomes of a delivery whose account has no chat, or one that Teams refuses. */
export type AppStep =
  | { kind: 'end'; outcome: Outcome; why: string }
  | { kind: 'back'; why: AppWait; afterMs: number; renewsChat?: boolean };

/** The way of a delivery through the installer. Nothing here waits for Graph. */
export interface AppRoad {
  /**
   * Asks that the app be brought to an account, or that a chat which Teams refuses be looked up anew. Ends the delivery
   * where that was refused just now.
   */
  request(accountId: string, cause: Cause): Promise<AppStep>;
  /** What Graph said of a chat that was looked up anew; undefined where the delivery is to be tried again. */
  afterRenewal(accountId: string): Promise<AppStep | undefined>;
  /** To be called after a delivery was put back with `why`: the installer may have been quicker. Never throws. */
  afterPutBack(accountId: string, why: string): Promise<void>;
}

/** `wakeInstaller` and `wakeDispatcher` make each look at once. */
export function createAppRoad(deps: {
  database: Database;
  log: Log;
  wakeInstaller(): void;
  wakeDispatcher(): void;
}): AppRoad {
  const { database, log } = deps;
  return {
    async request(accountId, cause) {
      const standing = await request(database, accountId, cause);
      if (!isRefusedChat(cause)) return stepOf(standing, 'app-being-installed');
      // Also where it was refused just now: the next look at the delivery ends it with that reason.
      return { kind: 'back', why: 'chat-being-checked', afterMs: lookMs, renewsChat: true };
    },
    async afterRenewal(accountId) {
      const standing = await standingOf(database, accountId);
      if (!standing || standing.kind === 'reached') return undefined;
      // That a person blocked the bot must come from Teams itself: it is asked once more and marks the chat.
      if (standing.kind === 'refused' && standing.why === 'blocked-by-user') return undefined;
      return stepOf(standing, 'chat-being-checked');
    },
    async afterPutBack(accountId, why) {
      if (!appWaits.some((wait) => wait === why)) return;
      deps.wakeInstaller();
      try {
        const standing = await standingOf(database, accountId);
        if (standing?.kind === 'under-way') return;
        if ((await endAppWait(database, accountId)) > 0) deps.wakeDispatcher();
      } catch (error) {
        log.error({ err: error }, 'A delivery that waits for the app is looked at again later');
      }
    },
  };
}

/**
 * How long a delivery waits for the app before it looks by itself, in milliseconds. The installer lets it go on as soon as
 * it knows: this is only for what a crash in between would leave waiting.
 */
const lookMs = 5 * 60_000;

function stepOf(standing: Standing, wait: AppWait): AppStep {
  if (standing.kind === 'refused') {
    return { kind: 'end', outcome: outcomeOf(standing.why), why: standing.why };
  }
  return { kind: 'back', why: wait, afterMs: lookMs };
}

/** Why a chat cannot be written to, in the words of outcomes, and what may be asked for then. */
export interface ChatLack {
  why: string;
  cause: Cause | undefined;
}

/** Undefined where messages arrive in this chat, as far as is known. */
export function whatChatLacks(chat: PersonalConversation | undefined): ChatLack | undefined {
  if (!chat) return { why: 'app-not-installed', cause: 'never-met' };
  if (!chat.installed) return { why: 'app-not-installed', cause: 'removed' };
  if (chat.blocked === undefined) return undefined;
  // Who blocked the bot stays blocked; the app may have come back to who lacked it.
  const cause = refusedChats.find((code) => code === chat.blocked && code !== 'blocked-by-user');
  return { why: chat.blocked, cause };
}

/**
 * The cause for which a delivery without a usable chat asks for the app; undefined where it ends as it stands. An edit or
 * removal has nothing to change there, the welcome of an installation that is gone welcomes nobody, and a chat is looked
 * up anew once a delivery.
 */
export function causeFor(delivery: Delivery, lacking: ChatLack): Cause | undefined {
  if (!leadsToInstalling(delivery)) return undefined;
  const { cause } = lacking;
  return cause && isRefusedChat(cause) && delivery.chatRenewed ? undefined : cause;
}

/**
 * The refusal of Teams after which a chat is looked up anew in Graph: a 403 or 404 that says that the app is not there,
 * or gives no reason. Once a delivery; undefined where the fault stands as it is. A new message only: to an edit or a
 * removal 404 says that the message is gone, and installing would not bring it back.
 */
export function chatToRenew(delivery: Delivery, fault: ConnectorFault): RefusedChat | undefined {
  if (delivery.chatRenewed || !leadsToInstalling(delivery)) return undefined;
  return refusedChats.find((code) => code === fault.code);
}

function leadsToInstalling({ kind, operation }: Delivery): boolean {
  return operation === 'send' && kind !== 'installation';
}

function isRefusedChat(cause: Cause): boolean {
  return refusedChats.some((code) => code === cause);
}
