import restify from 'restify';
import { serveHelp } from '../../../bot/help/help.ts';
import { servePictures } from '../../../bot/pictures.ts';
import { loadGuides } from '../../../services/guides/load-guide.ts';
import { createKnowledge } from '../../../services/knowledge/knowledge.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

/** The help pages alone, on a port of this machine. */
export interface HelpServer {
  url: string;
  stop(): Promise<void>;
}

export interface HelpServerOptions {
  /** The moment that the pages are shown at. */
  now(): Date;
  plan?: RolloutPlan;
  picturesAvailable?: boolean;
  /** What somebody else serves beside the pages, as the demo serves `/`. */
  alsoServe?(server: restify.Server): void;
}

/** Serves the pages that ship with the product as the bot's own server does, which forbids caches to keep anything. */
export async function startHelpServer(options: HelpServerOptions): Promise<HelpServer> {
  const { now, plan = norfolkPlan(), picturesAvailable = true } = options;
  const knowledge = await createKnowledge({
    plan,
    log: { info() {}, warn() {} },
    // Nothing is asked of it: the pages only list and show.
    startModel: () => ({
      ready: Promise.resolve('none'),
      compare: async () => ({ scores: [], point: new Float32Array() }),
      takeFurther() {},
      close: async () => {},
    }),
  });
  const server = restify.createServer({ ignoreTrailingSlash: true });
  server.pre((_request, response, next) => {
    response.header('X-Content-Type-Options', 'nosniff');
    response.header('Cache-Control', 'no-store');
    next();
  });
  servePictures(server);
  serveHelp(server, {
    plan,
    guides: loadGuides(plan),
    knowledge,
    clock: { now },
    picturesAvailable,
    publicUrl: 'https://mfa.example.org',
    references: {
      find: async (typed) =>
        typed === 'KMPT-WX34'
          ? {
              sentOn: 'Friday 9 November 2018',
              about: 'Outlook on the web, planned for Monday 19 November 2018',
            }
          : undefined,
      trustedProxies: 0,
    },
  });
  options.alsoServe?.(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await knowledge.close();
    },
  };
}
