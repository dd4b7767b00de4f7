import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';

/** How the bot proves to Microsoft who it is: towards the connector and towards Graph. */
export type Identity =
  | { kind: 'secret'; appId: string; tenantId: string; secret: string }
  | { kind: 'certificate'; appId: string; tenantId: string; pem: string }
  | { kind: 'managed-identity'; appId: string; tenantId: string };

/** Everything that the environment decides. Times are in milliseconds, the rate in requests per second. */
export interface Config {
  port: number;
  /** The address to listen on; undefined means every interface. */
  host?: string;
  databaseUrl?: string;
  /** Where the embedded database lives; undefined means in memory, for tests. */
  dataDir: string | undefined;
  rolloutPlanPath: string;
  /** Where Microsoft's services and browsers reach this bot, without a slash at the end. */
  publicUrl?: string;
  serviceDeskGroupId: string;
  teamsAppId?: string;
  teamsRequestsPerSecond: number;
  /** Origins (`https://host`) to which the bot may send messages. */
  serviceOrigins: string[];
  graphUrl?: string;
  /** Where an administrator puts downloads of the registration report; undefined where nobody does. */
  registrationReportDir?: string;
  /** The day on which the client secret ends, where Graph may not be asked for it. */
  secretSaidToExpire?: Date;
  /** How many proxies in front of the bot write X-Forwarded-For and are believed; undefined means none. */
  trustedProxies?: number;
  /** How many turns one person may take in a minute, all at once or spread; undefined means the default. */
  turnsPerPerson?: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** One thing that is wrong with the environment, in words that say what to do. */
export interface ConfigFault {
  variable: string;
  problem: string;
}

export type ParsedConfig =
  | { ok: true; config: Config; identity: Identity }
  | { ok: false; faults: ConfigFault[] };

/**
 * The public cloud's connector lives under one host name, with a path for each region
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages).
 */
const defaultServiceOrigins = ['https://smba.trafficmanager.net'];

/** The limit of Teams for one app in one tenant, in requests a second (facts section 1). */
const mostTeamsPace = 50;

/** Leaves room below it for what other parts of a tenant's traffic may count. */
const usualTeamsPace = 45;

/** The plan that ships with the project: the announcement it grew from. */
const defaultPlanPath = 'services/rollout/norfolk-2018.yaml';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const present = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

const wholeNumber = (what: string, least: number, most: number) =>
  present.transform((value, context) => {
    if (value === undefined) return undefined;
    const parsed = Number(value);
    if (Number.isInteger(parsed) && parsed >= least && parsed <= most) return parsed;
    context.addIssue({ code: 'custom', message: `${what} must be a whole number from ${least} to ${most}` });
    return z.NEVER;
  });

const webAddress = (what: string) =>
  present.transform((value, context) => {
    if (value === undefined) return undefined;
    const url = parseUrl(value);
    if (url && (url.protocol === 'https:' || isLoopback(url.hostname))) return value.replace(/\/+$/, '');
    context.addIssue({ code: 'custom', message: `${what} must be an https:// address` });
    return z.NEVER;
  });

const identifier = present.transform((value, context) => {
  if (value === undefined || guid.test(value)) return value;
  context.addIssue({ code: 'custom', message: 'must be an id such as 00000000-0000-0000-0000-000000000000' });
  return z.NEVER;
});

const day = present.transform((value, context) => {
  if (value === undefined) return undefined;
  const parsed = new Date(`${value}T00:00:00Z`);
  // Read back, because 31 February would become a day in March, and a month its first day.
  if (!Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === value) return parsed;
  context.addIssue({ code: 'custom', message: 'must be a day such as 2027-03-31' });
  return z.NEVER;
});

const settings = {
  PORT: wholeNumber('the port', 0, 65535),
  DATABASE_URL: present.transform((value, context) => {
    if (value === undefined || /^postgres(ql)?:\/\//.test(value)) return value;
    context.addIssue({ code: 'custom', message: 'must start with postgres:// or postgresql://' });
    return z.NEVER;
  }),
  DATA_DIR: present,
  PUBLIC_URL: webAddress('the public address'),
  SERVICE_DESK_GROUP_ID: identifier,
  TEAMS_APP_ID: identifier,
  TEAMS_REQUESTS_PER_SECOND: present.transform((value, context) => {
    if (value === undefined) return undefined;
    const parsed = Number(value);
    if (parsed > 0 && parsed <= mostTeamsPace) return parsed;
    context.addIssue({
      code: 'custom',
      message: 'must be a number above 0 and at most 50, which is the limit of Teams',
    });
    return z.NEVER;
  }),
  SERVICE_URLS: present.transform((value, context) => {
    if (value === undefined) return undefined;
    const origins = value
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(originOf);
    const faulty = origins.some((origin) => origin === undefined);
    if (!faulty && origins.length > 0) return origins as string[]; // no undefined is left after the check above
    context.addIssue({
      code: 'custom',
      message: 'must be host names or https:// addresses, separated by commas',
    });
    return z.NEVER;
  }),
  GRAPH_URL: webAddress('the address of Microsoft Graph'),
  REGISTRATION_REPORT_DIR: present,
  TRUST_PROXY: wholeNumber('the number of proxies in front of the bot', 0, 5),
  TURNS_PER_PERSON: wholeNumber('the turns of one person in a minute', 10, 100_000),
  LOG_LEVEL: present.pipe(
    z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        errorMap: () => ({ message: 'must be one of fatal, error, warn, info, debug, trace, silent' }),
      })
      .optional(),
  ),
  MicrosoftAppType: present.pipe(
    z
      .enum(['SingleTenant', 'UserAssignedMSI'], {
        errorMap: () => ({
          message: 'must be SingleTenant or UserAssignedMSI (MultiTenant bots can no longer be made)',
        }),
      })
      .optional(),
  ),
  MicrosoftAppId: identifier,
  MicrosoftAppPassword: present,
  MicrosoftAppPasswordExpires: day,
  MicrosoftAppCertificatePath: present,
  MicrosoftAppTenantId: identifier,
} as const;

/**
 * Reads the environment of a production start. Every fault is found in one go, so that nobody mends one
 * after the other; without an identity there is no configuration, because botbuilder switches its checks
 * off when the app id is empty.
 */
export function readConfig(environment: Record<string, string | undefined>): ParsedConfig {
  const faults: ConfigFault[] = [];
  const read = <Name extends keyof typeof settings>(
    name: Name,
  ): z.output<(typeof settings)[Name]> | undefined => {
    const parsed = settings[name].safeParse(environment[name]);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) faults.push({ variable: name, problem: issue.message });
    return undefined;
  };
  const required = <Name extends keyof typeof settings>(name: Name, why: string) => {
    const before = faults.length;
    const value = read(name);
    if (value === undefined && faults.length === before)
      faults.push({ variable: name, problem: `is missing: ${why}` });
    return value;
  };

  const appId = required('MicrosoftAppId', 'the application (client) id of the bot’s app registration');
  const tenantId = required('MicrosoftAppTenantId', 'the directory (tenant) id of the authority');
  const type = read('MicrosoftAppType') ?? 'SingleTenant';
  const secret = read('MicrosoftAppPassword');
  const certificatePath = read('MicrosoftAppCertificatePath');
  const pem = certificatePath === undefined ? undefined : readPem(certificatePath, faults);
  if (type === 'SingleTenant' && !secret && !certificatePath) {
    faults.push({
      variable: 'MicrosoftAppPassword',
      problem:
        'is missing: a client secret of the app registration, or MicrosoftAppCertificatePath with a certificate instead',
    });
  }
  const serviceDeskGroupId = required(
    'SERVICE_DESK_GROUP_ID',
    'the object id of the Entra group of the service desk',
  );
  const port = read('PORT') ?? 3978;
  const databaseUrl = read('DATABASE_URL');
  const dataDir = read('DATA_DIR') ?? 'data';
  const rolloutPlanPath = planPathOf(environment);
  const publicUrl = read('PUBLIC_URL');
  const teamsAppId = read('TEAMS_APP_ID');
  const teamsRequestsPerSecond = read('TEAMS_REQUESTS_PER_SECOND') ?? usualTeamsPace;
  const serviceOrigins = read('SERVICE_URLS') ?? defaultServiceOrigins;
  const graphUrl = read('GRAPH_URL');
  const registrationReportDir = read('REGISTRATION_REPORT_DIR');
  const secretSaidToExpire = read('MicrosoftAppPasswordExpires');
  const trustedProxies = read('TRUST_PROXY');
  const turnsPerPerson = read('TURNS_PER_PERSON');
  const logLevel = read('LOG_LEVEL') ?? 'info';

  if (faults.length > 0 || !appId || !tenantId || !serviceDeskGroupId) return { ok: false, faults };
  const identity = identityOf({ type, appId, tenantId, secret, pem });
  return {
    ok: true,
    identity,
    config: {
      port,
      databaseUrl,
      dataDir,
      rolloutPlanPath,
      publicUrl,
      serviceDeskGroupId,
      teamsAppId,
      teamsRequestsPerSecond,
      serviceOrigins,
      graphUrl,
      registrationReportDir,
      secretSaidToExpire,
      trustedProxies,
      turnsPerPerson,
      logLevel,
    },
  };
}

/** The plan's path in an environment that may have faults elsewhere. */
export function planPathOf(environment: Record<string, string | undefined>): string {
  return environment.ROLLOUT_PLAN?.trim() || defaultPlanPath;
}

/** Requests a second to Teams in an environment that may have faults elsewhere; undefined where it is no such number. */
export function teamsPaceOf(environment: Record<string, string | undefined>): number | undefined {
  const parsed = Number(environment.TEAMS_REQUESTS_PER_SECOND?.trim() || usualTeamsPace);
  return parsed > 0 && parsed <= mostTeamsPace ? parsed : undefined;
}

/** The origin of an allowed connector: `smba.trafficmanager.net` and `https://smba.trafficmanager.net/uk/` are the same. */
export function originOf(hostOrUrl: string): string | undefined {
  const url = parseUrl(hostOrUrl.includes('://') ? hostOrUrl : `https://${hostOrUrl}`);
  if (!url || (url.protocol !== 'https:' && !isLoopback(url.hostname))) return undefined;
  return url.origin;
}

function identityOf(parts: {
  type: 'SingleTenant' | 'UserAssignedMSI';
  appId: string;
  tenantId: string;
  secret: string | undefined;
  pem: string | undefined;
}): Identity {
  const { type, appId, tenantId, secret, pem } = parts;
  if (type === 'UserAssignedMSI') return { kind: 'managed-identity', appId, tenantId };
  if (pem !== undefined) return { kind: 'certificate', appId, tenantId, pem };
  return { kind: 'secret', appId, tenantId, secret: secret ?? '' };
}

function readPem(path: string, faults: ConfigFault[]): string | undefined {
  try {
    const pem = readFileSync(path, 'utf8');
    if (/BEGIN CERTIFICATE/.test(pem) && /BEGIN [A-Z ]*PRIVATE KEY/.test(pem)) return pem;
    faults.push({
      variable: 'MicrosoftAppCertificatePath',
      problem: 'must name a PEM file that holds both the certificate and its private key',
    });
  } catch {
    faults.push({ variable: 'MicrosoftAppCertificatePath', problem: 'names a file that cannot be read' });
  }
  return undefined;
}

function parseUrl(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}

function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
