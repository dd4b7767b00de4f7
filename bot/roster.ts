import { TeamsInfo, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import { storableText } from '../services/graph/users.ts';

/** The person in a personal chat as Teams itself knows them. */
export interface RosterMember {
  /** The Entra object id. */
  id: string;
  upn: string;
  displayName: string;
}

/** How long Teams may take, in milliseconds: a person waits for the answer of the whole turn. */
const rosterWithinMs = 3_000;

/**
 * Asks Teams who is in this chat. A bot may do so wherever it is installed, without any Graph permission
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context, "Get single member details"). Undefined
 * where Teams names no sign-in name or another person than the signed activity does. Throws what the connector throws,
 * and after three seconds.
 */
export async function askRoster(context: TurnContext): Promise<RosterMember | undefined> {
  const { from } = context.activity;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error('Teams did not say in time who is in the chat.')),
      rosterWithinMs,
    );
  });
  try {
    const member = memberShape.safeParse(
      await Promise.race([TeamsInfo.getMember(context, from.id), tooLate]),
    );
    if (!member.success) return undefined;
    const { userPrincipalName, email, name } = member.data;
    const id = member.data.aadObjectId ?? member.data.objectId;
    const upn = userPrincipalName || email;
    if (!upn?.includes('@') || id?.toLowerCase() !== from.aadObjectId?.toLowerCase()) return undefined;
    return { id: from.aadObjectId ?? '', upn, displayName: storableText(name || upn) };
  } finally {
    clearTimeout(timer);
  }
}

/** Teams writes `objectId` where the SDK's type says `aadObjectId`; newer answers have both (learn.microsoft.com/microsoftteams/platform/resources/team-chat-member-api-changes). */
const memberShape = z.object({
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  email: z.string().nullish(),
  name: z.string().nullish(),
});
