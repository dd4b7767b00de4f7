import { randomBytes } from 'node:crypto';
import { Application, type TurnState } from '@microsoft/teams-ai';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { AdaptiveCard } from '../cards/card.ts';
import { personalChatCard } from '../cards/personal-chat.ts';
import { troubleCard, troubleSummary } from '../cards/trouble.ts';
import { endAppWait } from '../services/deliveries/app-wait.ts';
import { enqueue } from '../services/deliveries/enqueue.ts';
import { broughtByUsAt, noteHeardFrom } from '../services/installations/requests.ts';
import {
  claimGreeting,
  findConversation,
  markUninstalled,
  rememberConversation,
} from '../services/people/conversations.ts';
import type { Metrics } from '../services/telemetry/metrics.ts';
import { registerDates } from './conversations/dates.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import { registerDeskAnswers } from './conversations/desk-answers.ts';
import { registerGuides } from './conversations/guides.ts';
import { registerHelp } from './conversations/help.ts';
import { registerKeepers } from './conversations/keepers.ts';
import { registerMyData } from './conversations/my-data.ts';
import { registerNotices } from './conversations/notices.ts';
import { registerPlan } from './conversations/plan.ts';
import { registerProgress } from './conversations/progress.ts';
import { registerQuestions } from './conversations/questions.ts';
import { registerReminders } from './conversations/reminders.ts';
import { registerSchools } from './conversations/schools.ts';
import { registerStatus } from './conversations/status.ts';
import { registerTickets } from './conversations/tickets.ts';
import { registerUnanswered } from './conversations/unanswered.ts';
import { registerUnreached } from './conversations/unreached.ts';
import { registerWelcome } from './conversations/welcome.ts';
import { personOf } from './person.ts';
import { askRoster } from './roster.ts';
import { answerPress, createRouter, routeOf } from './router.ts';
import {
  cardActivity,
  keepTurn,
  longestMessage,
  plainActivity,
  type Turn,
  turnOf,
  withoutEnd,
} from './turn.ts';
import { contactView } from './views.ts';

const whoAreYou =
  'Teams did not tell me which account is yours, so I cannot show you anything of it. Please ask your service desk.';
const onlyPersonal =
  'I help people one at a time, so that nobody else sees your status. Please open a chat with me.';

/** Runs one turn to its end: whatever goes wrong in it is logged, counted and told with a reference. */
export type HandleTurn = (context: TurnContext) => Promise<void>;

/**
 * The conversations of the bot, in the order in which their routes are tried. State lives in our own store:
 * the SDK's turn state is last-write-wins, so it gets no storage.
 */
export function createApplication(deps: ConversationDeps & { metrics: Metrics }): HandleTurn {
  const app = new Application<TurnState>({
    // One typing timer would be shared by all turns.
    startTypingTimer: false,
    adaptiveCards: { actionSubmitFilter: 'action' },
  });
  app.turn('beforeTurn', (context) => prepareTurn(deps, context));
  registerInstallation(app, deps);

  const router = createRouter(app, deps);
  registerHelp(router, deps);
  registerWelcome(router, deps);
  registerDates(router, deps);
  registerStatus(router, deps);
  registerGuides(router, deps);
  registerKeepers(router, deps);
  registerMyData(router, deps);
  registerReminders(router, deps);
  registerTickets(router, deps);
  registerSchools(router, deps);
  registerNotices(router, deps);
  registerProgress(router, deps);
  registerPlan(router, deps);
  registerUnanswered(router, deps);
  registerUnreached(router, deps);
  registerDeskAnswers(router, deps);
  registerQuestions(router, deps);
  router.finish();

  return async (context) => {
    const stop = deps.metrics.turnSeconds.startTimer();
    let outcome = 'ok';
    try {
      await app.run(context);
    } catch (error) {
      outcome = 'failed';
      await reportTrouble(deps, context, error);
    } finally {
      stop({ route: routeOf(context) });
      deps.metrics.turns.inc({ route: routeOf(context), outcome });
    }
  };
}

/**
 * Before any route: who speaks, and where they can be reached from now on. Outside a personal chat nothing
 * else happens than pointing to one, since everything that the bot shows is one person's own.
 */
async function prepareTurn(deps: ConversationDeps, context: TurnContext): Promise<boolean> {
  const { activity } = context;
  const accountId = activity.from?.aadObjectId;
  const isPersonal = (activity.conversation?.conversationType ?? 'personal') === 'personal';
  if (!isPersonal || !accountId) {
    if (activity.type === ActivityTypes.Message) {
      await context.sendActivity(
        isPersonal ? plainActivity(whoAreYou) : cardActivity(offerOfChat(deps, context)),
      );
    }
    if (activity.type === ActivityTypes.Invoke)
      await answerPress(context, isPersonal ? whoAreYou : onlyPersonal);
    return false;
  }
  await deps.refreshPlan();
  if (isRemoval(context)) {
    await markUninstalled(deps.database, accountId);
    return false;
  }
  await rememberConversation(deps.database, {
    accountId,
    conversationId: activity.conversation.id,
    serviceUrl: activity.serviceUrl,
    botId: activity.recipient.id,
    tenantId: activity.conversation.tenantId ?? activity.channelData?.tenant?.id,
    teamsUserId: activity.from.id,
  });
  if (await noteHeardFrom(deps.database, accountId)) {
    await endAppWait(deps.database, accountId);
    deps.wake();
  }
  keepTurn(context, await turnFor(deps, context, accountId));
  return true;
}

/**
 * In a group chat or channel: the way to the personal chat. A bot is named in a link to a chat by 28: and its id
 * (learn.microsoft.com, "Deep link to a Teams chat", hand-off to a bot).
 */
function offerOfChat({ present }: ConversationDeps, { activity }: TurnContext): AdaptiveCard {
  return present(
    personalChatCard({ link: `https://teams.microsoft.com/l/chat/0/0?users=${activity.recipient.id}` }),
  );
}

async function turnFor(deps: ConversationDeps, context: TurnContext, accountId: string): Promise<Turn> {
  return {
    person: await personOf(deps, accountId, () => askRoster(context)),
    text: typedText(context),
    cardActivityId: context.activity.replyToId,
    send: async (card, options) =>
      (await context.sendActivity(cardActivity(deps.present(card), options)))?.id,
    say: async (sentence) => {
      await context.sendActivity(plainActivity(sentence));
    },
  };
}

/** What was typed: mentions are gone by now; hard spaces and a trailing full stop or question mark mean nothing to a command. */
function typedText(context: TurnContext): string {
  const { type, text } = context.activity;
  if (type !== ActivityTypes.Message || typeof text !== 'string') return '';
  return withoutEnd(text.slice(0, longestMessage).replaceAll('\u00a0', ' ').trim(), '.!').toWellFormed();
}

/** A welcome that a whole day could not deliver is of no use any more, in milliseconds of the rollout's clock. */
const welcomeLifetimeMs = 24 * 60 * 60 * 1000;

/**
 * An installation arrives as two events; the first of a pair is answered, whichever it is. The welcome is a delivery:
 * Teams tells of an installation once, so a fault or a crash must not lose it.
 */
function registerInstallation(app: Application<TurnState>, deps: ConversationDeps): void {
  app.addRoute(
    async (context) => isInstallation(context),
    async (context) => {
      const { accountId } = turnOf(context).person;
      await deps.database.transaction(async (tx) => {
        const before = await findConversation(tx, accountId);
        const greetedAt = await claimGreeting(tx, accountId, context.activity.type);
        if (!greetedAt) return;
        const broughtAt = await broughtByUsAt(tx, accountId);
        await enqueue(tx, [
          {
            key: `installation:${accountId}:${greetedAt.getTime()}`,
            kind: 'installation',
            operation: 'send',
            target: { accountId },
            subject: {
              firstTime: before?.greeted === true ? 'no' : 'yes',
              ...(broughtAt && { broughtAt: broughtAt.toISOString() }),
            },
            expiresAt: new Date(deps.clock.now().getTime() + welcomeLifetimeMs),
          },
        ]);
      });
      deps.wake();
    },
  );
}

function isInstallation({ activity }: TurnContext): boolean {
  if (activity.type === ActivityTypes.InstallationUpdate) return activity.action === 'add';
  return (
    activity.type === ActivityTypes.ConversationUpdate &&
    (activity.membersAdded ?? []).some(({ id }) => id === activity.recipient?.id)
  );
}

function isRemoval({ activity }: TurnContext): boolean {
  if (activity.type === ActivityTypes.InstallationUpdate) return activity.action === 'remove';
  return (
    activity.type === ActivityTypes.ConversationUpdate &&
    (activity.membersRemoved ?? []).some(({ id }) => id === activity.recipient?.id)
  );
}

/** One plain sentence, a next step and a reference for the person; the same reference in the log. */
async function reportTrouble(deps: ConversationDeps, context: TurnContext, error: unknown): Promise<void> {
  const reference = randomBytes(4).toString('hex');
  deps.log.error({ error, reference, route: routeOf(context) }, 'a turn failed');
  const view = { reference, contact: contactView(deps.plan) };
  try {
    if (context.activity.type === ActivityTypes.Invoke)
      return await answerPress(context, troubleSummary(view));
    if (context.activity.type === ActivityTypes.Message)
      await context.sendActivity(cardActivity(deps.present(troubleCard(view))));
  } catch (failure) {
    deps.log.error({ error: failure, reference }, 'a person could not be told of a failed turn');
  }
}
