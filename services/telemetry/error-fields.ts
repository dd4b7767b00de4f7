/** What a log line says of an error: nothing in it names a person, quotes a text or holds a secret. */
export interface ErrorFields {
  type: string;
  message: string;
  code?: string | undefined;
  status?: number | undefined;
  /** Where in the code, without the message that V8 puts above it. */
  stack?: string | undefined;
  /** Places in the data that did not fit, where the error knows them. */
  places?: string[] | undefined;
  cause?: ErrorFields | undefined;
}

/**
 * An error as fields of a log line. An HTTP client's error carries the request, with the bearer token and the card; a
 * database's quotes rows and parameters; a schema's quotes the value that did not fit; an address of Graph or of the
 * connector names an account or a chat. So the messages of such classes are left out, all others are masked, and of
 * everything else only what is listed here is taken. What was thrown and is no error is named by its type alone.
 */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error, message: leftOut };
  const { code, statusCode, status, cause } = error as {
    code?: unknown;
    statusCode?: unknown;
    status?: unknown;
    cause?: unknown;
  };
  return {
    type: /^\w{1,60}$/.test(error.name) ? error.name : 'Error',
    message: messageOf(error),
    code: codeOf(code),
    status: [statusCode, status].find((one): one is number => typeof one === 'number'),
    stack: framesOf(error.stack),
    places: placesIn(error),
    // Ten is deeper than any chain that was seen; a circle must end.
    cause: cause instanceof Error && depth < 10 ? errorFields(cause, depth + 1) : undefined,
  };
}

/** A text without what could name a person or a chat: quoted words, addresses, ids, tokens and long numbers. */
export function masked(text: string): string {
  return masks.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text).slice(0, longest);
}

/** Longer than any message of ours; a page of HTML is none. */
const longest = 1_000;

const leftOut = '[left out]';

/** The order counts: what stands in quotes or in an address holds the other kinds. */
const masks: [RegExp, string][] = [
  [/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\b([a-z][a-z+]{1,12}:\/\/)[^\s"'<>]+/gi, '$1[address]'],
  [/[^\s"'<>(),;:=]+@[^\s"'<>(),;:=]+/g, '[address]'],
  [/"[^"]*"/g, '[quoted]'],
  [/'[^'\s][^']*'/g, '[quoted]'],
  [/[“‘`][^”’`]*[”’`]/g, '[quoted]'],
  [/\)=\([^)]*\)/g, ')=([value])'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '[id]'],
  [/\b(?:19|28|29|a):[\w@.:-]{6,}/g, '[chat]'],
  [/\+?\d[\d ()-]{7,}\d/g, '[number]'],
];

/**
 * Classes whose messages we write, or Node does, without content: those are masked and kept. Those of other classes can
 * be the body of an answer, which no pattern reads.
 */
const kept = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'ReferenceError',
  'AggregateError',
  'AbortError',
  'TimeoutError',
  'AssertionError',
  'GraphFailure',
  'StoreFailure',
  'RequestRefused',
  'FaultyArticle',
]);

/** Entra's codes tell more than anything else in its long messages (learn.microsoft.com/entra/identity-platform/reference-error-codes). */
const entraCode = /AADSTS\d+/;

function messageOf(error: Error): string {
  const said = entraCode.exec(error.message)?.[0];
  if (said) return `Microsoft Entra answered ${said}`;
  // A body that a client made into a plain error: ours and Node's are one line and no JSON.
  const isBody = /[{<]\s*["!/a-z]/i.test(error.message) || error.message.includes('\n');
  if (!kept.has(error.name) || isDatabaseError(error) || isBody) return leftOut;
  return masked(error.message);
}

/** Both drivers give the server's fields: five signs of SQLSTATE and a severity. */
function isDatabaseError(error: Error): boolean {
  return 'severity' in error && 'code' in error;
}

function codeOf(code: unknown): string | undefined {
  if (typeof code === 'number') return String(code);
  return typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) && !/\d{7,}/.test(code) ? code : undefined;
}

function framesOf(stack: string | undefined): string | undefined {
  const frames = stack?.split('\n').filter((line) => /^ {4}at /.test(line)) ?? [];
  return frames.length > 0 ? frames.slice(0, 12).join('\n') : undefined;
}

/** zod: what kind of fault at which place. Only names as a schema has them: keys of a record can be data. */
function placesIn(error: Error): string[] | undefined {
  if (!('issues' in error) || !Array.isArray(error.issues)) return undefined;
  return error.issues.slice(0, 5).map((issue: unknown) => {
    const { path, code } = (issue ?? {}) as { path?: unknown; code?: unknown };
    const parts = Array.isArray(path) ? path.map(placeOf) : [];
    return `${parts.join('.') || 'the whole'}: ${codeOf(code) ?? 'fault'}`;
  });
}

function placeOf(part: unknown): string {
  if (typeof part === 'number') return String(part);
  return typeof part === 'string' && /^[@a-z][\w.]{0,40}$/i.test(part) && !/\d{4,}/.test(part) ? part : '*';
}
