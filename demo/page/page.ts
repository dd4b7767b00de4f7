import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Move, PhaseAhead } from '../moves.ts';

/** Everything that the page shows, asked for once a second. */
export interface PageState {
  /** Another one after each start. */
  runId: string;
  day: string;
  time: string;
  /** The first day to which the clock can move. */
  earliest: string;
  phaseAhead: PhaseAhead | null;
  isMoving: boolean;
  /** Sentences about the last move. */
  happened: string[];
  windows: {
    key: string;
    title: string;
    upn: string;
    about: string;
    tries: string[];
    port: number;
    securityInfo: string;
  }[];
}

/** What stands behind the page. `move` resolves when the bot has planned what the new time asks for. */
export interface PageParts {
  state(): Promise<PageState>;
  move(move: Move): Promise<void>;
}

export interface PageRequest {
  method: string;
  path: string;
  contentType: string;
  body: string;
}

export interface PageReply {
  status: number;
  contentType: string;
  body: string;
}

/** Where the page is served, beside the bot's own addresses. */
export const pagePaths = {
  get: ['/', '/demo/page.css', '/demo/page.js', '/demo/state'],
  post: ['/demo/move'],
};

/** Answers one request for the page of the demo. */
export async function answerPage(parts: PageParts, request: PageRequest): Promise<PageReply> {
  const file = files[request.path];
  if (file && request.method === 'GET') {
    return {
      status: 200,
      contentType: file.type,
      body: await readFile(new URL(file.name, import.meta.url), 'utf8'),
    };
  }
  if (request.path === '/demo/state' && request.method === 'GET') return json(200, await parts.state());
  if (request.path === '/demo/move' && request.method === 'POST') return answerMove(parts, request);
  return json(404, { error: 'The demo has no such page.' });
}

const files: Record<string, { name: string; type: string } | undefined> = {
  '/': { name: './page.html', type: 'text/html; charset=utf-8' },
  '/demo/page.css': { name: './page.css', type: 'text/css; charset=utf-8' },
  '/demo/page.js': { name: './page.js', type: 'text/javascript; charset=utf-8' },
};

const moveShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('next-day') }),
  z.object({ kind: z.literal('next-phase') }),
  z.object({ kind: z.literal('go-to'), date: z.string() }),
]);

/** Only JSON is taken: a form of some other site in the same browser cannot send it, so it cannot move the clock. */
async function answerMove(parts: PageParts, request: PageRequest): Promise<PageReply> {
  const parsed = moveShape.safeParse(
    request.contentType.startsWith('application/json') ? parseJson(request.body) : null,
  );
  if (!parsed.success) return json(400, { error: 'That is no move of the clock.' });
  await parts.move(parsed.data);
  return json(200, await parts.state());
}

function json(status: number, value: unknown): PageReply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
