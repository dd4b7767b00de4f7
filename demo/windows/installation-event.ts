import { botId, conversationId, teamsUserId } from './window-config.ts';

export interface WindowAccount {
  /** Of the window. */
  key: string;
  /** Where the window takes messages of the bot. */
  serviceUrl: string;
  accountId: string;
  tenantId: string;
}

/** What Teams tells a bot when its app was installed for a person, from the window of that person. */
export function installationEvent(where: WindowAccount): Record<string, unknown> {
  const { key, serviceUrl, accountId, tenantId } = where;
  return {
    type: 'installationUpdate',
    action: 'add',
    id: `installed-${accountId}`,
    channelId: 'msteams',
    serviceUrl,
    from: { id: teamsUserId(accountId), aadObjectId: accountId },
    recipient: { id: botId },
    conversation: { id: conversationId(key), conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
  };
}
