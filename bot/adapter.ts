import { setTimeout as sleep } from 'node:timers/promises';
import { type Activity, CloudAdapter, type InvokeResponse, type TurnContext } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationConstants,
  AuthenticationError,
  type BotFrameworkAuthentication,
  type ConnectorClient,
} from 'botframework-connector';
import { pipelineOf } from './outbound/connector-pipeline.ts';
import { replyPolicy } from './outbound/reply-policy.ts';

/** Why a request was turned away before any of its content was looked at. */
export class RequestRefused extends Error {
  readonly code: 'not-authenticated' | 'not-allowed' | 'cannot-check';
  readonly status: 401 | 403 | 503;
  /** What was not as it should be, for the log. */
  readonly why: RefusedFor;

  constructor(code: RequestRefused['code'], why: RefusedFor, cause?: unknown) {
    super(`Request refused: ${code}, ${why}`, { cause });
    this.name = 'RequestRefused';
    this.code = code;
    this.why = why;
    this.status = code === 'not-authenticated' ? 401 : code === 'not-allowed' ? 403 : 503;
  }
}

export type RefusedFor = 'token' | 'key-service' | 'channel' | 'service-url' | 'tenant';

/** Runs the turn of an admitted activity; gives the answer to an invoke, undefined for everything else. */
export type RunTurn = (logic: (context: TurnContext) => Promise<void>) => Promise<InvokeResponse | undefined>;

export interface AdapterOptions {
  authentication: BotFrameworkAuthentication;
  /** Whom requests must be for; undefined where there is no authentication (the demo). */
  expected?: { appId: string; tenantId: string };
  isAllowedServiceUrl(serviceUrl: string): boolean;
  /** Waits for a place in the shared limit of requests to Teams. */
  takePlace(): Promise<void>;
}

/**
 * The issuer of every token with which Teams calls a bot
 * (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication).
 */
const channelIssuer = 'https://api.botframework.com';

/**
 * How long checking a token may take, in milliseconds. Nearly always it is a matter of one; once a day the keys are
 * fetched, without any time-out by the SDK.
 */
const keysWithinMs = 10_000;

/**
 * botbuilder's CloudAdapter with what it leaves open: it answers 500 with a stack trace to several kinds of
 * forged token, and lets a rightly signed activity of another tenant through. Replies inside a turn count in
 * the shared rate limit like every other request.
 */
export class TeamsBotAdapter extends CloudAdapter {
  readonly #options: AdapterOptions;

  constructor(options: AdapterOptions) {
    super(options.authentication);
    this.#options = options;
  }

  /**
   * Checks who sends this activity; gives its turn, which has not begun.
   * @throws RequestRefused when the sender is not Teams, or Teams on behalf of another tenant.
   */
  async admit(authorization: string, activity: Activity): Promise<RunTurn> {
    const identity = await this.#authenticate(authorization, activity);
    this.#checkToken(identity);
    this.#checkOrigin(activity);
    return (logic) => this.processActivity(this.#withPacedConnector(identity), withDates(activity), logic);
  }

  async #authenticate(authorization: string, activity: Activity): Promise<AuthenticateRequestResult> {
    const done = new AbortController();
    const tooLate = sleep(keysWithinMs, undefined, { signal: done.signal, ref: false }).then(() => {
      throw new RequestRefused('cannot-check', 'key-service');
    });
    try {
      const asked = this.#options.authentication.authenticateRequest(activity, authorization);
      return await Promise.race([asked, tooLate]);
    } catch (error) {
      if (error instanceof RequestRefused) throw error;
      // Forged tokens end in errors of many classes; only an outage of Microsoft's key service is not the sender's fault.
      if (isOutageOfKeys(error)) throw new RequestRefused('cannot-check', 'key-service', error);
      throw new RequestRefused('not-authenticated', 'token', error);
    } finally {
      tooLate.catch(() => undefined);
      done.abort();
    }
  }

  /**
   * botbuilder also accepts tokens that Entra issued to the bot itself (meant for the Emulator), without comparing
   * their audience or service URL: whoever ever received one of the bot's own tokens could replay it here.
   */
  #checkToken({ claimsIdentity }: AuthenticateRequestResult): void {
    const { expected } = this.#options;
    if (!expected) return;
    const isFromChannel =
      claimsIdentity.getClaimValue(AuthenticationConstants.IssuerClaim) === channelIssuer &&
      claimsIdentity.getClaimValue(AuthenticationConstants.AudienceClaim) === expected.appId;
    if (!isFromChannel) throw new RequestRefused('not-authenticated', 'token');
  }

  #checkOrigin(activity: Activity): void {
    if (activity.channelId !== 'msteams') throw new RequestRefused('not-allowed', 'channel');
    if (!this.#options.isAllowedServiceUrl(activity.serviceUrl)) {
      throw new RequestRefused('not-allowed', 'service-url');
    }
    const tenantId = this.#options.expected?.tenantId;
    if (tenantId === undefined) return;
    const named = tenantsNamedBy(activity);
    if (named.length === 0 || named.some((tenant) => tenant.toLowerCase() !== tenantId.toLowerCase())) {
      throw new RequestRefused('not-allowed', 'tenant');
    }
  }

  #withPacedConnector(result: AuthenticateRequestResult): AuthenticateRequestResult {
    const factory = result.connectorFactory;
    if (!factory) return result;
    const { takePlace } = this.#options;
    return {
      ...result,
      connectorFactory: {
        async create(serviceUrl: string, audience: string): Promise<ConnectorClient> {
          const client = await factory.create(serviceUrl, audience);
          const pipeline = pipelineOf(client);
          // The SDK would go on trying an unreachable host for six seconds while a person waits for the turn.
          pipeline.removePolicy({ name: 'defaultRetryPolicy' });
          // Inside the client's own reading of answers, which turns a status that may be tried again into an error.
          pipeline.addPolicy(replyPolicy({ takePlace }), { afterPhase: 'Retry' });
          return client;
        },
      },
    };
  }
}

function tenantsNamedBy(activity: Activity): string[] {
  const named: unknown[] = [activity.conversation?.tenantId, activity.channelData?.tenant?.id];
  return named.filter((tenant): tenant is string => typeof tenant === 'string' && tenant !== '');
}

/** The SDK expects dates where JSON has text; its own conversion is not exported. */
function withDates(activity: Activity): Activity {
  const date = (value: unknown): Date | undefined => {
    const parsed = typeof value === 'string' ? new Date(value) : undefined;
    return parsed && !Number.isNaN(parsed.getTime()) ? parsed : undefined;
  };
  return {
    ...activity,
    timestamp: date(activity.timestamp),
    localTimestamp: date(activity.localTimestamp),
    expiration: date(activity.expiration),
  };
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'REQUEST_SEND_ERROR',
]);

/** botframework-connector tells of a key service that answers with an error by these words alone. */
const keysNotLoaded = /^Failed to load (openID config|Keys)/;

/** No connection to the key service, or an answer of it that holds no keys. */
function isOutageOfKeys(error: unknown): boolean {
  if (error instanceof AuthenticationError) return keysNotLoaded.test(error.message);
  return isNetworkFault(error);
}

function isNetworkFault(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && networkCodes.has(code);
}
