import { type Logger, pino } from 'pino';

/** What the whole product logs with: a static message and fields, one JSON object a line on stdout. */
export type Log = Logger;

/**
 * A logger at `level` (pino's names: trace, debug, info, warn, error, fatal, silent).
 * Keys that can hold a secret or what a person typed are removed wherever callers let them slip in,
 * two levels deep: a log line names deliveries and references, never an account, a token, a phone number or card text.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: everyDepth(secretKeys), remove: true },
    serializers: { err: describeError, error: describeError },
  });
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
];

function everyDepth(keys: string[]): string[] {
  return keys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
}

/**
 * An error as fields. Only these: an HTTP client's error carries the request, and that carries the bearer token
 * and the card.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, statusCode, status } = error as { code?: unknown; statusCode?: unknown; status?: unknown };
  return {
    type: error.name,
    message: error.message,
    code,
    status: statusCode ?? status,
    stack: error.stack,
    cause: error.cause instanceof Error ? describeError(error.cause) : undefined,
  };
}
