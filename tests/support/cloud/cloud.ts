import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { migratedDataDir } from '../database.ts';
import { type BotProcess, type BotProcessOptions, projectFolder, startProcess } from './bot-process.ts';
import { makeCertificates } from './certificate.ts';
import { type Activity, type Chats, createChats } from './chats.ts';
import { type Connector, createConnector } from './connector.ts';
import { type CloudAccount, createGraph, type Graph } from './graph.ts';
import { type ChannelToken, createIdentityHosts, type Identity, type IdentityHosts } from './identity.ts';
import { createPerson, type Person, type Transport } from './person.ts';
import { serveHosts } from './server.ts';

/**
 * A simulated Microsoft cloud: the real host names over TLS on one loopback port, real signed tokens, one tenant,
 * and the product started against it as in production. Nothing leaves the machine.
 */
export interface Cloud {
  identity: Identity;
  hosts: IdentityHosts;
  graph: Graph;
  connector: Connector;
  chats: Chats;
  transport: Transport;
  serviceDeskGroupId: string;
  /** The bot's clock in milliseconds. */
  now(): number;
  /** Sets the clock, also of the running bot, to another time (ISO): resolves when the bot goes by it. */
  moveTo(time: string): Promise<void>;
  /** Starts the product with its clock at `now` (ISO); an earlier one of this cloud must have ended. Same data folder. */
  start(options?: StartOptions): Promise<BotProcess>;
  /** How many connections carried requests to one of the simulated hosts so far. */
  connections(host: 'graph' | 'connector' | 'microsoft' | 'botFramework'): number;
  /** What a start needs, for starts that the test makes by itself. */
  environment(): Record<string, string>;
  /** What App Service and Container Apps add where the bot has a managed identity. */
  managedIdentityEnvironment(): Record<string, string>;
  bot(): BotProcess;
  person(account: CloudAccount): Person;
  /** Posts to /api/messages as the Bot Connector would, or with a token or body that it never would. */
  post(activity: unknown, token?: ChannelToken | string | null): Promise<Response>;
  /** Resolves when the bot has planned since its start and has been silent towards Teams for a while. */
  settled(): Promise<void>;
  /** Connections that the product tried to make to anywhere else, and calls that no simulated host answers. */
  strays(): Promise<string[]>;
  close(): Promise<void>;
}

export interface StartOptions {
  /** ISO time to which the process clock is set; it runs on from there. Without it the clock is the machine's. */
  now?: string;
  command?: BotProcessOptions['command'];
  /** Where the product lies, for one that was installed elsewhere. */
  folder?: string;
  environment?: Record<string, string>;
}

const hostNames = {
  microsoft: 'login.microsoftonline.com',
  botFramework: 'login.botframework.com',
  connector: 'smba.trafficmanager.net',
  graph: 'graph.microsoft.com',
};

/** Where Teams in the United Kingdom takes messages of bots. */
const serviceUrl = 'https://smba.trafficmanager.net/uk/';

/**
 * How long the bot must send nothing after its first planning before a test believes that nothing more comes: longer
 * than the pause that it keeps between two messages of one chat. Too long only costs time; too short would overlook a second reminder.
 */
const quietMs = 3_000;

/** Longer than the bot's clock takes to look for its new time (clock.mjs). */
const clockSeenMs = 300;

/** Teams itself waits 15 seconds for a turn to end; a loaded machine may take twice as long. */
const turnWithinMs = 30_000;

/** Makes an empty cloud; accounts, groups and people are added by the test. */
export async function createCloud(): Promise<Cloud> {
  const identity = { tenantId: randomUUID(), appId: randomUUID(), secret: `secret~${randomUUID()}` };
  const serviceDeskGroupId = randomUUID();
  const folder = await mkdtemp(join(tmpdir(), 'simulated-cloud-'));
  const dataDir = join(folder, 'data');
  await migratedDataDir(dataDir);
  const authorityFile = join(folder, 'authority.pem');
  const leaksFile = join(folder, 'leaks.txt');
  const clockFile = join(folder, 'clock.txt');
  const unplanned: string[] = [];
  let offsetMs = 0;
  let running: BotProcess | undefined;

  await writeFile(clockFile, '0');
  const now = () => Date.now() + offsetMs;
  async function setClock(time: string | undefined): Promise<void> {
    offsetMs = time === undefined ? 0 : Date.parse(time) - Date.now();
    await writeFile(clockFile, String(offsetMs));
  }
  const certificates = await makeCertificates(Object.values(hostNames));
  await writeFile(authorityFile, certificates.authority);
  const hosts = await createIdentityHosts(identity, now);
  const chats = createChats(now);
  const connector = createConnector({
    chats,
    faultOfBearer: (header) => hosts.faultOfBearer(header, 'https://api.botframework.com'),
  });
  const graph = createGraph({
    now,
    faultOfBearer: (header) => hosts.faultOfBearer(header, 'https://graph.microsoft.com'),
  });
  const players = new Map([
    [hostNames.microsoft, hosts.microsoft],
    [hostNames.botFramework, hosts.botFramework],
    [hostNames.connector, connector.answer],
    [hostNames.graph, graph.answer],
  ]);
  const server = await serveHosts(
    { of: (host) => players.get(host), unplanned: (what) => unplanned.push(what) },
    certificates,
  );

  // In Azure, a managed identity's tokens come from an address on the machine itself, without TLS.
  const local = await serveHosts({
    of: () => hosts.managedIdentity,
    unplanned: (what) => unplanned.push(what),
  });
  graph.secrets = [{ hint: identity.secret.slice(0, 3), endDateTime: '2040-01-01T00:00:00Z' }];

  const preload = (file: string) =>
    `--import ${pathToFileURL(join(projectFolder, 'tests/support/cloud', file))}`;

  function environment(): Record<string, string> {
    return {
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppId: identity.appId,
      MicrosoftAppPassword: identity.secret,
      MicrosoftAppTenantId: identity.tenantId,
      SERVICE_DESK_GROUP_ID: serviceDeskGroupId,
      DATA_DIR: dataDir,
      PUBLIC_URL: 'https://bot.example.org',
      LOG_LEVEL: 'info',
      NODE_OPTIONS: `${preload('clock.mjs')} ${preload('redirect.mjs')}`,
      NODE_EXTRA_CA_CERTS: authorityFile,
      CLOUD_HOSTS: Object.values(hostNames).join(','),
      CLOUD_PORT: String(server.port),
      CLOUD_LEAKS: leaksFile,
      CLOCK_FILE: clockFile,
      // Tests are quicker than people.
      TURNS_PER_PERSON: '100000',
      npm_config_update_notifier: 'false',
    };
  }

  const cloud: Cloud = {
    identity,
    hosts,
    graph,
    connector,
    chats,
    serviceDeskGroupId,
    now,
    environment,
    connections: (host) => server.connections(hostNames[host]),
    managedIdentityEnvironment: () => ({
      MicrosoftAppType: 'UserAssignedMSI',
      MicrosoftAppPassword: '',
      IDENTITY_ENDPOINT: `http://127.0.0.1:${local.port}/msi/token`,
      IDENTITY_HEADER: hosts.identityHeader,
    }),

    async start(options = {}) {
      if (running?.isRunning()) throw new Error('The bot is still running: stop or kill it first.');
      await setClock(options.now);
      running = await startProcess({
        command: options.command ?? 'node bot/main.ts',
        ...(options.folder !== undefined && { folder: options.folder }),
        environment: { ...environment(), ...options.environment },
      });
      return running;
    },

    async moveTo(time) {
      await setClock(time);
      await sleep(clockSeenMs);
    },

    bot() {
      if (!running) throw new Error('The bot was not started.');
      return running;
    },

    person(account) {
      const person = createPerson(cloud.transport, chats, account);
      const { id } = person.activity('message').from as { id: string };
      // As the roster answers in a personal chat: objectId, not the aadObjectId of the SDK's type.
      connector.members.set(id, {
        id,
        name: account.displayName,
        objectId: account.id,
        email: account.userPrincipalName,
        userPrincipalName: account.userPrincipalName,
        tenantId: identity.tenantId,
        userRole: 'user',
      });
      return person;
    },

    async post(activity, token = { serviceUrl }) {
      const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
      const bearer = typeof token === 'object' && token !== null ? await hosts.channelToken(token) : token;
      if (bearer !== null) headers.authorization = `Bearer ${bearer}`;
      const body = typeof activity === 'string' ? activity : JSON.stringify(activity);
      const signal = AbortSignal.timeout(turnWithinMs);
      return fetch(`${cloud.bot().url}/api/messages`, { method: 'POST', headers, body, signal });
    },

    transport: {
      appId: identity.appId,
      tenantId: identity.tenantId,
      serviceUrl,
      now,
      async post(activity: Activity) {
        const response = await cloud.post(activity);
        const text = await response.text();
        return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
      },
    },

    async settled() {
      while (!(await hasPlanned(cloud.bot()))) await new Promise((resolve) => setTimeout(resolve, 100));
      for (;;) {
        const before = connector.calls.length;
        const isBusy = await chats
          .until(() => (connector.calls.length > before ? true : undefined), quietMs, 'silence')
          .catch(() => false);
        if (!isBusy) return;
      }
    },

    async strays() {
      const leaks = await readFile(leaksFile, 'utf8').catch(() => '');
      return [...leaks.split('\n').filter(Boolean), ...unplanned, ...connector.refused, ...graph.refused];
    },

    async close() {
      await running?.kill();
      await server.close();
      await local.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return cloud;
}

/** Whether this process has looked at least once for reminders that are due, as its own metrics say. */
async function hasPlanned(bot: BotProcess): Promise<boolean> {
  const text = await (await fetch(`${bot.url}/metrics`)).text();
  return /^periodic_runs_total\{work="reminders",outcome="ok"\} [1-9]/m.test(text);
}
