/** Parsed JSON, or why it is not taken. */
export type ParsedJson =
  | { kind: 'parsed'; value: unknown }
  | { kind: 'not-json' }
  | { kind: 'too-deep' }
  | { kind: 'too-many' }
  | { kind: 'forbidden-key' };

/** Teams' own activities are some eight levels deep; what walks through a value by recursion bears thousands. */
const deepest = 64;

/** Values in one body. A card's press carries some dozens, a message that names fifty people some hundred. */
const mostValues = 5_000;

/**
 * Parses JSON whose build was looked at first: parsing 256 KB of lists in lists takes a tenth of a second, looking at
 * them a hundredth of that. A `__proto__` key is refused: copied by assignment it would change what an object inherits.
 * NUL characters are taken out: PostgreSQL stores none.
 */
export function parseJson(text: string): ParsedJson {
  const build = buildOf(text);
  if (build !== 'usual') return { kind: build };
  const parsed = tryParse(text);
  if (!parsed) return { kind: 'not-json' };
  return hasForbiddenKey(parsed.value) ? { kind: 'forbidden-key' } : { kind: 'parsed', value: parsed.value };
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;

/** Counts brackets and commas outside of strings. Of what is no JSON it says something too; parsing says the rest. */
function buildOf(text: string): 'usual' | 'too-deep' | 'too-many' {
  let depth = 0;
  let values = 1;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (isInString) {
      if (sign === backslash) at += 1;
      else if (sign === quote) isInString = false;
      continue;
    }
    if (sign === quote) isInString = true;
    else if (sign === comma) values += 1;
    else if (isOpening(sign)) {
      depth += 1;
      values += 1;
    } else if (isClosing(sign)) depth -= 1;
    if (depth > deepest) return 'too-deep';
    if (values > mostValues) return 'too-many';
  }
  return 'usual';
}

/** `[` and `{` */
const isOpening = (sign: number): boolean => sign === 0x5b || sign === 0x7b;

/** `]` and `}` */
const isClosing = (sign: number): boolean => sign === 0x5d || sign === 0x7d;

function tryParse(text: string): { value: unknown } | undefined {
  try {
    // A NUL can stand in JSON only as this escape. Rare enough that the slower way of parsing does not matter.
    return { value: text.includes('\\u0000') ? JSON.parse(text, withoutNul) : JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function withoutNul(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}

/** By recursion, which the limit of depth bounds. */
function hasForbiddenKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasForbiddenKey);
}
