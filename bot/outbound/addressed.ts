import type { Activity } from 'botbuilder';
import type { PersonalConversation } from '../../services/people/conversations.ts';

/** The content with what botbuilder itself would add for this chat. */
export function addressed(
  content: Partial<Activity>,
  chat: PersonalConversation,
  activityId: string | undefined,
): Partial<Activity> {
  return {
    type: 'message',
    channelId: 'msteams',
    serviceUrl: chat.serviceUrl,
    from: { id: chat.botId, name: '' },
    // Teams finds the person by the chat; the name of one that was learnt from Graph is not known.
    ...(chat.teamsUserId === undefined ? {} : { recipient: { id: chat.teamsUserId, name: '' } }),
    conversation: { id: chat.conversationId, isGroup: false, conversationType: 'personal', name: '' },
    ...(activityId === undefined ? {} : { id: activityId }),
    ...content,
  };
}
