import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TokenCredential } from '@azure/identity';
import type { Config } from '../bot/config.ts';
import type { Clock } from '../services/clock.ts';
import { instantAt } from '../services/rollout/calendar.ts';
import { type RolloutPlan, readPlan } from '../services/rollout/plan.ts';
import { createBar } from './bar.ts';
import { openClock } from './clock.ts';
import { landingTime } from './moves.ts';
import type { DemoOptions } from './options.ts';
import { settledIn } from './page/happened.ts';
import type { PageParts, PageState } from './page/page.ts';
import { type Ports, portsFrom } from './ports.ts';
import { pretendCredential } from './tenant/credential.ts';
import { serviceDeskGroup, teamsAppId, tenantId } from './tenant/seed.ts';
import { startTenantServer } from './tenant/server.ts';
import type { PretendTeams } from './tenant/teams-apps.ts';
import { openTenant, type Tenant } from './tenant/tenant.ts';
import { installationEvent } from './windows/installation-event.ts';
import { personas } from './windows/personas.ts';
import { conversationId, windowConfig } from './windows/window-config.ts';
import { openWindows, type WindowToOpen } from './windows/windows.ts';

/** What the demo hands to the product, and all that differs from production. */
export interface BotToStart {
  config: Config;
  plan: RolloutPlan;
  authentication: { kind: 'unauthenticated' };
  graphCredential: TokenCredential;
  clock: Clock;
}

/** What the demo asks of the product once it is composed. */
export interface StartedBot {
  /** Serves the demo's page beside the bot's own addresses; called before `listen`. */
  servePage(page: PageParts): void;
  listen(): Promise<unknown>;
  stop(): Promise<void>;
  tick(): Promise<void>;
}

export interface Demo {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts everything, in this order: the pretend Microsoft, the bot with the page, the Teams windows. Resolves when all
 * of it can be used; stops what has started and throws when a part does not start.
 */
export async function startDemo(
  options: DemoOptions,
  startBot: (parts: BotToStart) => Promise<StartedBot>,
): Promise<Demo> {
  const ports = portsFrom(options.port);
  const dataDir = resolve(options.dataDir);
  if (options.fresh) rmSync(dataDir, { recursive: true, force: true });
  const plan = demoPlan(ports);
  const clock = openClock({
    path: join(dataDir, 'clock.json'),
    startsAt: instantAt(plan, firstDay, landingTime),
  });
  const tenant = openTenant({ path: join(dataDir, 'tenant.json'), plan, clock });

  const started: {
    bot?: StartedBot;
    tenantServer?: { stop(): Promise<void> };
    windows?: { stop(): Promise<void> };
  } = {};
  const stop = async () => {
    // The bot first: what it has under way still finds its windows and its directory.
    for (const part of [started.bot, started.windows, started.tenantServer]) {
      // A part that does not stop must not keep the others running.
      await part?.stop().catch((error: unknown) => console.error(error));
    }
    clock.stop();
  };
  try {
    started.tenantServer = await startTenantServer({
      tenant,
      port: ports.tenant,
      people: [...personas],
      teams: pretendTeams(ports),
    });
    // Side by side: each takes some seconds, and no window speaks before somebody opens the page.
    const opening = openWindows(windowsToOpen(ports, tenant), dataDir).then((windows) => {
      started.windows = windows;
    });
    const starting = startBot({
      config: demoConfig(ports, dataDir),
      plan,
      authentication: { kind: 'unauthenticated' },
      graphCredential: pretendCredential,
      clock,
    }).then(async (bot) => {
      started.bot = bot;
      const settled = async () => settledIn(await metricsOf(ports));
      const tick = () => bot.tick();
      bot.servePage(createBar({ plan, clock, tenant, tick, settled, windows: onPage(ports) }));
      await bot.listen();
    });
    // Both are waited for, also when one fails: what came up must be stopped.
    const outcomes = await Promise.allSettled([opening, starting]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://localhost:${ports.bot}`, stop };
}

/** A Tuesday, with every date of the announcement still ahead and no reminder due. */
const firstDay = '2018-11-06';

const planPath = 'services/rollout/norfolk-2018.yaml';

/** The plan as announced, but its link to Microsoft's page leads to the pretend one. */
function demoPlan(ports: Ports): RolloutPlan {
  const parsed = readPlan(readFileSync(planPath, 'utf8'));
  if (!parsed.ok) throw new Error(`${planPath} is no sound plan: ${JSON.stringify(parsed.faults)}`);
  return { ...parsed.plan, securityInfoUrl: securityInfoUrl(ports) };
}

function demoConfig(ports: Ports, dataDir: string): Config {
  return {
    port: ports.bot,
    host: '127.0.0.1',
    dataDir: join(dataDir, 'bot'),
    rolloutPlanPath: planPath,
    publicUrl: `http://localhost:${ports.bot}`,
    serviceDeskGroupId: serviceDeskGroup.id,
    teamsAppId,
    teamsRequestsPerSecond: 45,
    serviceOrigins: ports.windows.map((port) => `http://127.0.0.1:${port}`),
    graphUrl: `http://127.0.0.1:${ports.tenant}`,
    // Whoever shows the demo, or plays it by a script, is quicker than a person at work.
    turnsPerPerson: 10_000,
    logLevel: 'warn',
  };
}

function onPage(ports: Ports): PageState['windows'] {
  return personas.map((persona, index) => ({
    ...persona,
    port: ports.windows[index] ?? 0,
    securityInfo: `${securityInfoUrl(ports)}?account=${encodeURIComponent(persona.upn)}`,
  }));
}

function windowsToOpen(ports: Ports, tenant: Tenant): WindowToOpen[] {
  const people = tenant.accounts().map(({ id, userPrincipalName, displayName }) => ({
    id,
    upn: userPrincipalName,
    displayName,
  }));
  return personas.flatMap(({ key, upn }, index) => {
    const person = people.find((each) => each.upn === upn);
    const port = ports.windows[index];
    if (!person || port === undefined) return [];
    const others = people.filter((each) => each.upn !== upn).slice(0, 5);
    return {
      key,
      upn,
      port,
      botEndpoint: `http://127.0.0.1:${ports.bot}/api/messages`,
      securityInfoUrl: securityInfoUrl(ports),
      pageOrigins: [`http://localhost:${ports.bot}`, `http://127.0.0.1:${ports.bot}`],
      config: windowConfig({ key, tenantId, person, others }),
    };
  });
}

/** The people of the windows have Teams. That the app came to one of them the bot hears as from Teams. */
function pretendTeams(ports: Ports): PretendTeams {
  const windowOf = (upn: string) => personas.findIndex((persona) => persona.upn === upn);
  return {
    chatIdOf({ userPrincipalName }) {
      const persona = personas[windowOf(userPrincipalName)];
      return persona && conversationId(persona.key);
    },
    tellBot({ id, userPrincipalName }) {
      const index = windowOf(userPrincipalName);
      const [persona, port] = [personas[index], ports.windows[index]];
      if (!persona || port === undefined) return;
      const serviceUrl = `http://127.0.0.1:${port}/_connector`;
      const event = installationEvent({ key: persona.key, serviceUrl, accountId: id, tenantId });
      fetch(`http://127.0.0.1:${ports.bot}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(event),
      }).catch((error: unknown) => console.error('The bot could not be told of an installation.', error));
    },
  };
}

function securityInfoUrl(ports: Ports): string {
  return `http://localhost:${ports.tenant}/security-info`;
}

async function metricsOf(ports: Ports): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${ports.bot}/metrics`);
  return response.ok ? response.text() : '';
}
