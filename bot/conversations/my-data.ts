import { myDataShow } from '../../cards/actions/my-data.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { type MyDataView, myDataCard } from '../../cards/my-data.ts';
import { knownStatus } from '../../services/directory/statuses.ts';
import { keepersOf } from '../../services/people/keepers.ts';
import { isPlain } from '../../services/people/preferences.ts';
import { type Held, heldAbout, joinedAtOf } from '../../services/personal-data/held.ts';
import { today } from '../../services/rollout/calendar.ts';
import { describeDay } from '../../services/rollout/phases.ts';
import { isKnown, type KnownPerson } from '../guides/walker.ts';
import type { Router } from '../router.ts';
import { strangerCard } from '../standing-card.ts';
import type { Turn } from '../turn.ts';
import { contactView, statusView, whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

const ask = /^(show (me )?)?(my|our) (personal )?data$/i;

/** `my data`: what is kept about the account that asks, and about no other. Microsoft is not asked: this is what is kept. */
export function registerMyData(router: Router, deps: ConversationDeps): void {
  const show = async ({ person }: Turn): Promise<AdaptiveCard> =>
    isKnown(person) ? myDataCard(await viewOf(deps, person)) : strangerCard(deps.plan);
  router.typed('my-data', ask, async (turn) => {
    await turn.send(await show(turn));
  });
  router.pressed(myDataShow, 'new-message', show);
}

async function viewOf(deps: ConversationDeps, { account }: KnownPerson): Promise<MyDataView> {
  const { plan, database, clock, guides } = deps;
  const now = clock.now();
  const inWords = (time: Date) => describeDay(today(plan, time));
  const [status, { keepers }, joinedAt, plain, held] = await Promise.all([
    knownStatus(database, account.id),
    keepersOf(database, account.id),
    joinedAtOf(database, account.id),
    isPlain(database, account.id),
    heldAbout(database, account.id),
  ]);
  const nameOf = ({ keeperId }: { keeperId?: string }) => {
    const name = keepers.find(({ id }) => id === keeperId)?.firstName;
    return name === undefined ? {} : { by: name };
  };
  const { leavers, deliveries, tickets, walks, questions } = plan.retention;
  return {
    who: whoView(plan, account.upn),
    organisation: plan.organisation,
    status: statusView(plan, status, now),
    keepers: keepers.map(({ id, firstName, saidAt }) => ({
      firstName,
      since: inWords(joinedAt.get(id) ?? now),
      ...(saidAt && { saidAt: inWords(saidAt) }),
    })),
    outlook: held.outlook.map((said) => ({ ...nameOf(said), word: said.word, on: inWords(said.saidAt) })),
    guides: held.walks.map((walk) => ({
      ...nameOf(walk),
      title: guides.get(walk.guideId)?.title ?? walk.guideId,
      isDone: walk.isDone,
      on: inWords(walk.updatedAt),
    })),
    messages: messagesOf(held),
    tickets: held.tickets.map(({ number, state, openedAt }) => ({
      name: `T-${number}`,
      state,
      on: inWords(openedAt),
    })),
    ...(held.chatSince && { chatSince: inWords(held.chatSince) }),
    plain,
    days: { leavers, deliveries, tickets, walks, questions },
    contact: contactView(plan),
  };
}

function messagesOf({ messages }: Held): MyDataView['messages'] {
  const { reminders, lastReminderDay, notices } = messages;
  return {
    reminders,
    notices,
    ...(lastReminderDay !== undefined && { lastReminderOn: describeDay(lastReminderDay) }),
  };
}
