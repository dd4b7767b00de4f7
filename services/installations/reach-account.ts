import { isMessageOnTheRoad } from '../deliveries/app-wait.ts';
import { type Graph, GraphFailure } from '../graph/client.ts';
import { findInstallation, getChatId, type Installing, installApp } from '../graph/teams-apps.ts';
import { getUser } from '../graph/users.ts';
import { findConversation } from '../people/conversations.ts';
import type { Database } from '../store/database.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import type { Cause, NotReached } from './outcome.ts';
import type { Request } from './requests.ts';

export interface ReachDeps {
  database: Database;
  graph: Graph;
  catalogue: Catalogue;
  /** Waits for a place in the pace of requests about installations. */
  takePlace(): Promise<void>;
  /** Keeps, durably, that Graph says the app is installed. */
  noteInstalled(accountId: string): Promise<void>;
}

/** How far one look at a request came. */
export type Reached =
  /** The account was heard from meanwhile. */
  | { kind: 'heard-from' }
  | { kind: 'chat'; chatId: string }
  /** Installed just now: Teams tells the bot of it by itself within seconds, which costs no further request. */
  | { kind: 'await-event' }
  /** Installed, but Teams has not made the chat yet. */
  | { kind: 'no-chat-yet' }
  | { kind: 'refused'; why: NotReached };

type Found = Extract<CatalogueEntry, { kind: 'found' }>;

/**
 * Brings the app to one account and learns its chat, as far as that goes now. Safe to repeat from any point: whatever was
 * done is found done. Throws GraphFailure where Graph did not say.
 */
export async function reachAccount(deps: ReachDeps, request: Request): Promise<Reached> {
  const { accountId, cause, installedAt } = request;
  const chat = await findConversation(deps.database, accountId);
  const wasUnknown = cause === 'never-met' || cause === 'service-desk';
  if (wasUnknown && chat?.installed) return { kind: 'heard-from' };
  // Nobody gets an app for a message that is not to come any more.
  const isWanted = cause === 'service-desk' || (await isMessageOnTheRoad(deps.database, accountId));
  if (!isWanted) return { kind: 'refused', why: 'no-longer-needed' };

  const app = await deps.catalogue.find();
  if (app.kind === 'missing') return { kind: 'refused', why: 'app-not-in-catalogue' };
  if (wasUnknown && !chat && !installedAt) {
    const installed = await install(deps, accountId, app);
    if (installed.kind !== 'already-installed') return installed;
  }
  return look(deps, request, { app, removedAt: chat?.installed === false ? chat.updatedAt : undefined });
}

/** Graph says whether the app is there; only where it is not, and nobody removed or blocked it, it is installed. */
async function look(
  deps: ReachDeps,
  { accountId, cause, installedAt }: Request,
  known: { app: Found; removedAt: Date | undefined },
): Promise<Reached> {
  const { app } = known;
  await deps.takePlace();
  const found = await findInstallation(deps.graph, { accountId, catalogueId: app.catalogueId });
  switch (found.kind) {
    case 'refused':
      return found;
    case 'not-found':
      return whyNotFound(deps, accountId, app);
    case 'found':
      return chatOf(deps, accountId, found.installationId);
    case 'none': {
      if (installedAt) return { kind: 'no-chat-yet' };
      const unwanted = whyNotToInstall(cause, { ...known, appChangedAt: app.changedAt });
      if (unwanted) return { kind: 'refused', why: unwanted };
      const installed = await install(deps, accountId, app);
      return installed.kind === 'already-installed' ? { kind: 'no-chat-yet' } : installed;
    }
  }
}

/**
 * Nothing is installed against somebody's will: who blocked the bot stays blocked, and who removed the app is left
 * alone. An app that was uploaded anew after the removal is another one: then it went from everybody's Teams when an
 * administrator deleted the old one.
 */
export function whyNotToInstall(
  cause: Cause,
  facts: { removedAt: Date | undefined; appChangedAt: Date | undefined },
): NotReached | undefined {
  if (cause === 'blocked-by-user') return 'blocked-by-user';
  const { removedAt, appChangedAt } = facts;
  if (!removedAt || (appChangedAt && appChangedAt > removedAt)) return undefined;
  return 'removed-by-user';
}

async function install(
  deps: ReachDeps,
  accountId: string,
  app: Found,
): Promise<Reached | { kind: 'already-installed' }> {
  await deps.takePlace();
  const answer: Installing = await installApp(deps.graph, { accountId, catalogueId: app.catalogueId });
  switch (answer.kind) {
    case 'installed':
      await deps.noteInstalled(accountId);
      return { kind: 'await-event' };
    case 'already-installed':
      await deps.noteInstalled(accountId);
      return answer;
    case 'not-found':
      return whyNotFound(deps, accountId, app);
    case 'refused':
      return answer;
  }
}

/** Its event came and was missed, or it was there before the bot was: the chat says where to write. */
async function chatOf(deps: ReachDeps, accountId: string, installationId: string): Promise<Reached> {
  await deps.takePlace();
  const chatId = await getChatId(deps.graph, { accountId, installationId });
  return chatId === undefined ? { kind: 'no-chat-yet' } : { kind: 'chat', chatId };
}

/** Graph answers 404 both for an app that went from the catalogue and for an account that it does not know. */
async function whyNotFound(deps: ReachDeps, accountId: string, app: Found): Promise<Reached> {
  const now = await deps.catalogue.find({ notOlderThanMs: freshMs });
  if (now.kind === 'missing') return { kind: 'refused', why: 'app-not-in-catalogue' };
  // Another id since then: the next look uses it.
  if (now.catalogueId !== app.catalogueId) return { kind: 'no-chat-yet' };
  try {
    const user = await getUser(deps.graph, accountId, { tries: 1, totalMs: 10_000 });
    return { kind: 'refused', why: user ? 'installation-refused' : 'account-unknown' };
  } catch (error) {
    if (!(error instanceof GraphFailure) || error.code !== 'forbidden') throw error;
    return { kind: 'refused', why: 'installation-refused' };
  }
}

/** A thousand accounts that left at once must not mean a thousand looks at the catalogue. */
const freshMs = 30_000;
