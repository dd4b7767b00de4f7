import { stringify } from 'yaml';

/** Someone in the directory of one window, as the Playground wants it. */
export interface WindowPerson {
  id: string;
  upn: string;
  displayName: string;
}

/** The file that the Playground reads from its working directory. */
export const windowConfigName = '.m365agentsplayground.yml';

/**
 * What the Playground needs to know of one window. It exits without a word unless there are exactly five other users,
 * at most one channel besides the general one, and every value is a string.
 */
export function windowConfig(parts: {
  key: string;
  tenantId: string;
  person: WindowPerson;
  others: WindowPerson[];
}): string {
  const { key, tenantId, person, others } = parts;
  if (others.length !== 5)
    throw new RangeError(`The Playground wants five other users, not ${others.length}.`);
  const config = {
    version: '0.1.1',
    tenantId,
    bot: { id: botId, name: 'MFA helper' },
    currentUser: userOf(person),
    users: others.map(userOf),
    personalChat: { id: conversationId(key) },
    groupChat: { id: `19:${key}-group@thread.v2`, name: 'Group' },
    team: { id: `19:${key}-team@thread.tacv2`, name: 'Team', aadGroupId: person.id, channels: [] },
  };
  return stringify(config, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });
}

/** The bot's id in Teams' form, an app id behind `28:`. Nobody checks it in the demo. */
export const botId = '28:6f1c2d0e-5b7a-4a86-9d1f-7c2f0b3a9e54';

/** The personal chat of a window; the same at every start, as in Teams. */
export function conversationId(key: string): string {
  return `a:${key}`;
}

/** A person in Teams' own form, as the Playground sends it. */
export function teamsUserId(accountId: string): string {
  return `29:${accountId}`;
}

function userOf({ id, upn, displayName }: WindowPerson): Record<string, string> {
  const [givenName = displayName, ...rest] = displayName.split(' ');
  return {
    id: teamsUserId(id),
    name: displayName,
    // The Playground spells it so.
    userPrincipleName: upn,
    aadObjectId: id,
    givenName,
    surname: rest.join(' ') || givenName,
    email: upn,
  };
}
