import { type DestinationStream, type Logger, pino } from 'pino';
import { errorFields } from './error-fields.ts';

/** What the whole product logs with: a static message and fields, one JSON object a line on stdout. */
export type Log = Logger;

/**
 * A logger at `level` (pino's names: trace, debug, info, warn, error, fatal, silent).
 * Keys that can hold a secret or what a person typed are removed wherever callers let them slip in,
 * two levels deep: a log line names deliveries and references, never an account, a token, a phone number or card text.
 * @param destination where the lines go; stdout where not given
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: everyDepth(secretKeys), remove: true },
    serializers: { err: errorFields, error: errorFields },
  };
  return destination ? pino(options, destination) : pino(options);
}

const secretKeys = [
  'authorization',
  'Authorization',
  'password',
  'clientSecret',
  'connectionString',
  'token',
  'accessToken',
  'phoneNumber',
  'attachments',
  'text',
  'card',
  'upn',
  'userPrincipalName',
  'displayName',
  'accountId',
  'conversationId',
  'serviceUrl',
];

function everyDepth(keys: string[]): string[] {
  return keys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
}
