import type { Outcome } from '../deliveries/delivery.ts';
import type { TeamsRefusal } from '../graph/teams-apps.ts';

/** Why an account's Teams cannot be reached, in the words that outcomes and cards use (words-reasons). */
export type NotReached =
  | TeamsRefusal
  | 'app-not-in-catalogue'
  | 'account-unknown'
  | 'removed-by-user'
  | 'blocked-by-user'
  /** Graph gave no usable answer for about an hour. */
  | 'installation-failed'
  /** Whatever was to be sent has ended meanwhile. */
  | 'no-longer-needed';

/**
 * Why an installation was asked for: the account was never met, or its person removed the app, or a message of a ticket
 * waits for any member of the service desk, or Teams refused a chat that was known.
 */
export type Cause = 'never-met' | 'removed' | 'service-desk' | RefusedChat;

/** The refusals of Teams that can mean that a chat's reference is out of date. */
export const refusedChats = [
  'app-not-installed',
  'blocked-by-user',
  'blocked-or-uninstalled',
  'chat-or-message-gone',
  'refused-without-reason',
] as const;
export type RefusedChat = (typeof refusedChats)[number];

export const causes = ['never-met', 'removed', 'service-desk', ...refusedChats] as const;

/**
 * How a message to such an account ends. Skipped: it is the person's own choice, or nothing of ours is wrong. Failed:
 * an administrator can mend it, and then the next message arrives.
 */
export function outcomeOf(why: NotReached): Outcome {
  switch (why) {
    case 'account-unknown':
    case 'no-teams-licence':
    case 'removed-by-user':
    case 'blocked-by-user':
    case 'no-longer-needed':
      return 'skipped';
    case 'app-not-in-catalogue':
    case 'app-blocked-by-policy':
    case 'no-installation-permission':
    case 'installation-refused':
    case 'installation-failed':
      return 'failed';
  }
}

/** Those that hold for every account alike: who comes next need not ask. */
export function isForEverybody(why: NotReached): boolean {
  return why === 'app-not-in-catalogue' || why === 'no-installation-permission';
}
