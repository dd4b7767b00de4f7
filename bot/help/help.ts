import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type restify from 'restify';
import type { Clock } from '../../services/clock.ts';
import type { Guide } from '../../services/guides/guide.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import type { PublicAnswers } from './answers-view.ts';
import { type GenuineDeps, serveGenuine } from './genuine.ts';
import { createPages } from './pages.ts';
import { pictureSizes } from './picture-size.ts';
import { type Reply, sendElsewhere, sendReply } from './reply.ts';

export interface HelpDeps {
  plan: RolloutPlan;
  guides: ReadonlyMap<string, Guide>;
  knowledge: PublicAnswers;
  /** The rollout's own time: the pages change with the day. */
  clock: Clock;
  /** Whether /pictures is served. */
  picturesAvailable: boolean;
  /** Confirms references of messages that were sent. */
  references: GenuineDeps;
  /** Where browsers reach this server; the pages then name their own address, for whoever holds them on paper. */
  publicUrl?: string | undefined;
  /** Brings the plan up to what the service desk last decided; the pages are served all the same where it fails. */
  refreshPlan?: () => Promise<void>;
}

/**
 * Serves the help pages under /help, for whoever is locked out of Office 365 and with it out of Teams: without
 * sign-in, cookies or scripts, the same for everybody. `/` leads there too where nothing else is served at it, and
 * so does /Help, which is what a phone's keyboard makes of it. A browser that comes to no page is shown the way back.
 * Throws at once where a page cannot be made.
 */
export function serveHelp(server: restify.Server, deps: HelpDeps): void {
  const pages = createPages({
    plan: deps.plan,
    guides: deps.guides,
    knowledge: deps.knowledge,
    clock: deps.clock,
    pictures: deps.picturesAvailable ? pictureSizes() : new Map(),
    address: deps.publicUrl === undefined ? undefined : typedAddress(deps.publicUrl),
  });
  for (const path of pages.paths()) pages.at(path);
  const style: Reply = {
    status: 200,
    contentType: 'text/css; charset=utf-8',
    body: readFileSync(join(import.meta.dirname, 'style.css'), 'utf8'),
  };

  const showPage = async (request: restify.Request, response: restify.Response): Promise<void> => {
    await deps.refreshPlan?.().catch(() => undefined);
    const found = pages.at(pathOf(request));
    const contentType = 'text/html; charset=utf-8';
    if (found !== undefined) sendReply(request, response, { status: 200, contentType, body: found });
    else sendReply(request, response, { status: 404, contentType, body: pages.notFound() });
  };
  for (const method of ['get', 'head'] as const) {
    server[method]('/help', showPage);
    server[method]('/help/*', showPage);
    server[method]('/help/style.css', async (request, response) => sendReply(request, response, style));
  }
  serveGenuine(server, deps.references, pages.genuine);
  // Only what no route answers comes here, so that somebody else can serve `/`.
  server.on(
    'NotFound',
    (request: restify.Request, response: restify.Response, _error: unknown, done: () => void) => {
      const path = pathOf(request);
      if (!['GET', 'HEAD'].includes(request.method ?? '')) return done();
      if (path === '/') sendElsewhere(response, '/help');
      else if (leadsHere(path)) sendElsewhere(response, path.toLowerCase());
      else if (/\btext\/html\b/.test(request.header('accept', '')))
        return void showPage(request, response).finally(done);
      done();
    },
  );
}

/** The path without a slash at its end. */
function pathOf(request: restify.Request): string {
  return request.path().replace(/(?<=.)\/+$/, '');
}

function leadsHere(path: string): boolean {
  return /^\/help(\/|$)/i.test(path);
}

/** 'https://bot.example.org' as people type it: bot.example.org/help. */
function typedAddress(publicUrl: string): string {
  return `${publicUrl.replace(/^https?:\/\//, '')}/help`;
}
