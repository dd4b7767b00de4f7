import { rememberConversation } from '../../../services/people/conversations.ts';
import { type Database, openDatabase } from '../../../services/store/database.ts';
import { type BotProcess, startProcess } from '../../support/cloud/bot-process.ts';
import { buttonsOf, cardOf } from '../../support/cloud/cards.ts';
import type { Activity } from '../../support/cloud/chats.ts';
import { type Cloud, createCloud } from '../../support/cloud/cloud.ts';
import { createPerson, type Person } from '../../support/cloud/person.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';

/** Several processes of `npm start` on one PostgreSQL, behind something that spreads the requests as Azure would. */
export interface InstancesWorld {
  cloud: Cloud;
  database: Database;
  desk: Person;
  heads: Person[];
  staff: Person[];
  /** Those that run, oldest first. */
  instances: BotProcess[];
  /** Starts one more; resolves when it is ready. */
  add(): Promise<BotProcess>;
  /** SIGTERM; resolves with how long the end took, in milliseconds. */
  stop(instance: BotProcess): Promise<number>;
  /** kill -9. */
  kill(instance: BotProcess): Promise<void>;
  /** The same press arrives at the first two instances at the same moment; gives both statuses and shows the first answer. */
  pressOnBoth(person: Person, title: string | RegExp, inputs?: Record<string, string>): Promise<number[]>;
  /** Everything that all instances, also those that have ended, wrote. */
  output(): string;
  close(): Promise<void>;
}

/** Monday 12 November 2018, 09:00: the heads are to be reminded of the 19th, and nobody else of anything. */
const begin = '2018-11-12T09:00:00Z';

/**
 * How often it is looked which instances take requests, in milliseconds. So long an instance that is told to stop goes
 * on getting them, as behind a real front end.
 */
const lookMs = 2_000;

/** Two instances that started at the same moment, with everybody's chat known. Staff are not in the registration report. */
export async function openInstancesWorld(size: { heads: number; staff: number }): Promise<InstancesWorld> {
  const server = await startPostgres();
  const cloud = await createCloud().catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  try {
    return await fill(server, cloud, size);
  } catch (error) {
    await cloud.close();
    await server.stop();
    throw error;
  }
}

async function fill(
  server: PostgresServer,
  cloud: Cloud,
  size: { heads: number; staff: number },
): Promise<InstancesWorld> {
  // Three at once on an empty server: one of them migrates, the others wait for it.
  const [database, ...others] = await Promise.all(
    [1, 2, 3].map(() => openDatabase({ databaseUrl: server.url })),
  );
  await Promise.all(others.map((one) => one.close()));
  if (!database) throw new Error('No database was opened.');

  const instances: BotProcess[] = [];
  const ended: BotProcess[] = [];
  const router = createRouter(cloud, instances);
  const someone = (address: string, isReported = true) =>
    createPerson(
      { ...cloud.transport, post: router.post },
      cloud.chats,
      cloud.graph.account(address, { isReported }),
    );
  const heads = Array.from({ length: size.heads }, (_, n) => someone(`head@school${n}.norfolk.sch.uk`));
  const staff = Array.from({ length: size.staff }, (_, n) =>
    someone(`staff.${n}@school${n % 400}.norfolk.sch.uk`, false),
  );
  const deskAccount = cloud.graph.account('servicedesk@norfolk.gov.uk');
  const desk = createPerson({ ...cloud.transport, post: router.post }, cloud.chats, deskAccount);
  cloud.graph.group(cloud.serviceDeskGroupId, [deskAccount]);
  cloud.graph.rebuildReport();
  cloud.graph.limits = true;
  for (const person of [...heads, ...staff, desk]) {
    person.chat.standing = 'installed';
    await rememberConversation(database, {
      accountId: person.accountId,
      conversationId: person.chat.id,
      serviceUrl: cloud.transport.serviceUrl,
      botId: `28:${cloud.identity.appId}`,
      tenantId: cloud.identity.tenantId,
      teamsUserId: `29:${person.accountId}`,
    });
  }

  const environment = { DATABASE_URL: server.url };
  const add = async () => {
    const instance = await startProcess({
      command: 'npm start',
      environment: { ...cloud.environment(), ...environment },
    });
    instances.push(instance);
    return instance;
  };
  const first = cloud.start({ now: begin, command: 'npm start', environment });
  await Promise.all([first.then((instance) => instances.push(instance)), add()]);

  const leave = (instance: BotProcess) => {
    instances.splice(instances.indexOf(instance), 1);
    ended.push(instance);
  };

  return {
    cloud,
    database,
    desk,
    heads,
    staff,
    instances,
    add,
    async stop(instance) {
      const from = performance.now();
      await instance.stop();
      const tookMs = performance.now() - from;
      leave(instance);
      return tookMs;
    },
    async kill(instance) {
      await instance.kill();
      leave(instance);
    },
    async pressOnBoth(person, title, inputs = {}) {
      const { message, activity } = pressOf(person, title, inputs);
      const answers = await Promise.all(
        instances.slice(0, 2).map((instance) => postTo(cloud, instance, activity)),
      );
      const shown = answers.map(({ body }) => body).find(isCardAnswer);
      if (shown) {
        const attachment = { contentType: shown.type, content: shown.value };
        cloud.chats.edit(person.chat, message.id, { ...message.activity, attachments: [attachment] });
      }
      return answers.map(({ status }) => status);
    },
    output: () => [...instances, ...ended].map((instance) => instance.output()).join('\n'),
    async close() {
      router.close();
      for (const instance of [...instances]) await instance.kill();
      await database.close();
      await cloud.close();
      await server.stop();
    },
  };
}

/** Sends each request to the next instance that says it is ready. One that was lost is a fault: nothing is tried again. */
function createRouter(cloud: Cloud, instances: BotProcess[]) {
  const ready = new Set<string>();
  let turn = 0;
  const look = setInterval(() => {
    for (const { url } of instances) {
      fetch(`${url}/health/ready`)
        .then(
          ({ status }) => status === 200,
          () => false,
        )
        .then((isReady) => (isReady ? ready.add(url) : ready.delete(url)))
        .catch(() => undefined);
    }
  }, lookMs);
  return {
    async post(activity: Activity) {
      const open = instances.filter(({ url }) => ready.has(url));
      const instance = open[turn++ % Math.max(1, open.length)] ?? instances[0];
      if (!instance) throw new Error('No instance runs.');
      return postTo(cloud, instance, activity);
    },
    close: () => clearInterval(look),
  };
}

async function postTo(cloud: Cloud, { url }: BotProcess, activity: Activity) {
  const token = await cloud.hosts.channelToken({ serviceUrl: cloud.transport.serviceUrl });
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
    body: JSON.stringify(activity),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  const body: unknown = text.startsWith('{') ? JSON.parse(text) : text;
  return { status: response.status, body };
}

/** A press of the newest button with this title, as Teams tells of it. */
function pressOf(person: Person, title: string | RegExp, inputs: Record<string, string>) {
  for (const message of person.chat.messages.toReversed()) {
    const button = buttonsOf(cardOf(message.activity)).find((one) =>
      typeof title === 'string' ? one.title === title : title.test(one.title),
    );
    if (!button) continue;
    const data = { ...button.data, ...inputs };
    const activity =
      button.type === 'Action.Execute'
        ? person.activity('invoke', {
            name: 'adaptiveCard/action',
            replyToId: message.id,
            value: {
              action: { type: button.type, title: button.title, verb: button.verb, data },
              trigger: 'manual',
            },
          })
        : person.activity('message', { value: data, replyToId: message.id });
    return { message, activity };
  }
  throw new Error(`${person.upn} sees no button ${title}:\n${person.says()}`);
}

function isCardAnswer(body: unknown): body is { type: string; value: unknown } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'type' in body &&
    body.type === 'application/vnd.microsoft.card.adaptive'
  );
}
