import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line decides. Other ports follow from the first one, see ports.ts. */
export interface DemoOptions {
  /** Forget everything from earlier runs. */
  fresh: boolean;
  port: number;
  /** Where everything that outlives a stop is kept. */
  dataDir: string;
}

export type ParsedOptions = { ok: true; options: DemoOptions } | { ok: false; problem: string };

/** Reads `npm run demo -- [--fresh] [--port 3978] [--data data/demo]`; `problem` is a sentence for the terminal. */
export function parseOptions(args: string[]): ParsedOptions {
  try {
    const { values } = parseArgs({
      args,
      options: { fresh: { type: 'boolean' }, port: { type: 'string' }, data: { type: 'string' } },
    });
    const port = Number(values.port ?? defaultPort);
    if (!Number.isInteger(port) || port < 1 || port > highestPort) {
      return { ok: false, problem: `--port must be a whole number from 1 to ${highestPort}.` };
    }
    // Two demos side by side must not share what they keep.
    const dataDir = values.data ?? join('data', port === defaultPort ? 'demo' : `demo-${port}`);
    return { ok: true, options: { fresh: values.fresh ?? false, port, dataDir } };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { ok: false, problem: `${reason} The demo knows --fresh, --port <number> and --data <folder>.` };
  }
}

/** The port of Microsoft's own bot samples; the Playground and the documents of the SDK expect a bot there. */
const defaultPort = 3978;

/** Four ports follow the first one. */
const highestPort = 65531;
