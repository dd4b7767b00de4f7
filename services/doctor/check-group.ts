import { type Graph, GraphFailure } from '../graph/client.ts';
import { eachMemberPage } from '../graph/groups.ts';
import type { Check, Finding } from './check.ts';

export interface GroupCheckOptions {
  graph: Graph;
  groupId: string;
  /** Whether any of these accounts has a chat with the bot; undefined where the database cannot say. */
  isAnyReachable(accountIds: string[]): Promise<boolean | undefined>;
}

const name = 'Service-desk group';

/** Whether the group is there, has members who can sign in, and how many of them the bot can write to. */
export function groupCheck(options: GroupCheckOptions): Check {
  return { name, look: async () => [await look(options)] };
}

async function look({ graph, groupId, isAnyReachable }: GroupCheckOptions): Promise<Finding> {
  const members: string[] = [];
  try {
    for await (const page of eachMemberPage(graph, groupId)) {
      members.push(...page.filter(({ accountEnabled }) => accountEnabled).map(({ id }) => id));
    }
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    return afterFailure(error);
  }
  if (members.length === 0) {
    return {
      check: name,
      kind: 'wrong',
      words: 'it has no member who can sign in, so nobody can answer tickets or send notices.',
      todo: 'Add the people of the service desk to the group in Entra.',
    };
  }
  const counted = members.length === 1 ? '1 member' : `${members.length} members`;
  const isReachable = await isAnyReachable(members);
  if (isReachable === undefined) return { check: name, kind: 'ok', words: `${counted} who can sign in.` };
  if (isReachable) return { check: name, kind: 'ok', words: `${counted}; the bot can write to them.` };
  return {
    check: name,
    kind: 'wrong',
    words: `${counted}, but the bot can write to none of them, so nobody would be told of a ticket.`,
    todo: 'Let one member open the app in Teams.',
  };
}

function afterFailure(failure: GraphFailure): Finding {
  switch (failure.code) {
    case 'not-found':
      return {
        check: name,
        kind: 'wrong',
        words: 'the tenant has no group with this id.',
        todo: 'Put the object id of the group, as Entra shows it, into SERVICE_DESK_GROUP_ID.',
      };
    case 'forbidden':
      return {
        check: name,
        kind: 'left-out',
        words: 'cannot be looked at without GroupMember.Read.All.',
      };
    default:
      return {
        check: name,
        kind: 'wrong',
        words: `could not be looked at: ${failure.message}`,
        todo: 'Run the doctor again in a minute.',
      };
  }
}
