import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const infraFolder = join(import.meta.dirname, '../../infra');

/** What can be seen of a Bicep file without a compiler: its declarations, and its text without comments and strings. */
export interface BicepFile {
  parameters: { name: string; hasDefault: boolean }[];
  variables: string[];
  /** Top-level ones, with the type and version of each: `Microsoft.App/containerApps@2025-01-01`. */
  resources: { name: string; type: string }[];
  modules: { name: string; path: string; arguments: string[] }[];
  outputs: string[];
  /** The code alone. What stands in `${…}` inside strings is code and remains. */
  code: string;
}

export function readBicep(path: string): BicepFile {
  const text = readFileSync(join(infraFolder, path), 'utf8');
  const lines = codeOf(text, { keepStrings: true });
  return {
    parameters: [...lines.matchAll(/^param (\w+)(?: \w+)?( =)?/gm)].map(([, name = '', assigned]) => ({
      name,
      hasDefault: assigned !== undefined,
    })),
    variables: names(lines, /^var (\w+) =/gm),
    resources: [...lines.matchAll(/^ *resource (\w+) '([^']+)'/gm)].map(([, name = '', type = '']) => ({
      name,
      type,
    })),
    modules: [...lines.matchAll(/^module (\w+) '([^']+)' = \{\n([\s\S]*?)^\}/gm)].map(
      ([, name = '', file = '', body = '']) => ({
        name,
        path: file,
        arguments: names(body, /^ {4}(\w+):/gm),
      }),
    ),
    outputs: names(lines, /^output (\w+) /gm),
    code: codeOf(text, { keepStrings: false }),
  };
}

function names(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

/** In one pass, since a comment may hold a quote and a string may hold two slashes. */
function codeOf(text: string, { keepStrings }: { keepStrings: boolean }): string {
  let code = '';
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('//', at)) {
      at = text.indexOf('\n', at);
    } else if (text[at] === "'") {
      const end = endOfString(text, at);
      const whole = text.slice(at, end);
      code += keepStrings
        ? whole
        : `'${[...whole.matchAll(/\$\{([^}]*)\}/g)].map(([, part]) => `(${part})`).join(' ')}'`;
      at = end;
    } else {
      code += text[at];
      at += 1;
    }
  }
  return code;
}

/** Just after the closing quote; quotes inside `${…}` belong to the string. */
function endOfString(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith('${', at)) depth += 1;
    else if (text[at] === '}' && depth > 0) depth -= 1;
    else if (text[at] === "'" && depth === 0) return at + 1;
  }
  throw new Error(`A string that begins at ${start} does not end`);
}
