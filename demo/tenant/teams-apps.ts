import type { TenantAccount } from './account.ts';
import { teamsAppId } from './seed.ts';

/** Teams as the pretend tenant knows it: the people of the windows have it, nobody else has a licence. */
export interface PretendTeams {
  /** The personal chat between an account and the bot; undefined where the account has no window. */
  chatIdOf(account: TenantAccount): string | undefined;
  /** The app was installed for the account of a window: tells the bot, as Teams does. */
  tellBot(account: TenantAccount): void;
}

/** What the pretend tenant's catalogue and app installations answer. Undefined where Graph answers with no body. */
export interface AppReply {
  status: number;
  body?: Record<string, unknown>;
}

export interface PretendApps {
  catalogue(filter: string): AppReply;
  install(account: TenantAccount): AppReply;
  installed(account: TenantAccount): AppReply;
  chat(account: TenantAccount): AppReply;
}

/** The app in the catalogue; any id will do, as long as it stays the same. */
const catalogueId = 'catalogue-of-the-pretend-tenant';

/**
 * Who has the app is not kept: after a new start nobody has it until it is installed again, and the bot, which knows
 * their chats, does not ask. Bodies as public reports show Graph's: see services/graph/teams-apps.ts.
 */
export function createPretendApps(teams: PretendTeams): PretendApps {
  const holders = new Set<string>();
  return {
    catalogue(filter) {
      const isOurs = filter === `externalId eq '${teamsAppId}'`;
      const app = { id: catalogueId, externalId: teamsAppId, distributionMethod: 'organization' };
      return { status: 200, body: { value: isOurs ? [app] : [] } };
    },
    install(account) {
      if (teams.chatIdOf(account) === undefined) {
        return refusal(
          403,
          'Forbidden',
          'Failed to get license information for the user. Ensure user has a valid Office365 license assigned to them.',
        );
      }
      if (holders.has(account.id)) return refusal(409, 'Conflict', 'The app is already installed.');
      holders.add(account.id);
      teams.tellBot(account);
      return { status: 201 };
    },
    installed(account) {
      const installation = { id: `app-of-${account.id}`, teamsApp: { id: catalogueId } };
      return { status: 200, body: { value: holders.has(account.id) ? [installation] : [] } };
    },
    chat(account) {
      const id = teams.chatIdOf(account);
      return id === undefined || !holders.has(account.id)
        ? refusal(404, 'NotFound', 'Chat not found.')
        : { status: 200, body: { id, chatType: 'oneOnOne' } };
    },
  };
}

/** A tenant in which nobody has Teams. */
export const nobodyHasTeams: PretendTeams = { chatIdOf: () => undefined, tellBot: () => undefined };

function refusal(status: number, code: string, message: string): AppReply {
  return { status, body: { error: { code, message } } };
}
