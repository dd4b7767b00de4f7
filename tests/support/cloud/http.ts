import type { IncomingHttpHeaders } from 'node:http';

/** One request to a simulated host, read to its end. */
export interface CloudRequest {
  /** Monotonic milliseconds at which its head was here. */
  at?: number;
  host: string;
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a host answers. `reset` closes the connection instead; `hang` leaves it open without a word. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
  fate?: 'reset' | 'hang' | 'reset-in-body';
  delayMs?: number;
}

/** `undefined`: the host has nothing at this path, which a test counts as a call that nobody planned. */
export type Answer = Reply | undefined | Promise<Reply | undefined>;

/** A JSON reply. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** A reply without a body. */
export function empty(status: number): Reply {
  return { status, headers: {}, body: '' };
}
