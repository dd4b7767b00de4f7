import type restify from 'restify';
import { entityTagOf, isHeld } from '../entity-tag.ts';

export interface Reply {
  status: 200 | 404 | 429;
  contentType: 'text/html; charset=utf-8' | 'text/css; charset=utf-8';
  body: string;
  /** The answer to a form: for whoever asked, and kept by nobody. */
  isAnswer?: boolean;
}

/**
 * Answers GET and HEAD; a browser that has the same text already is told so. What is sent can be kept by anybody for
 * five minutes, since it is the same for everybody: a day's change of dates is seen early in the morning. `sendRaw`
 * replaces the headers that the server sets for every answer, where `header` would add to them.
 */
export function sendReply(request: restify.Request, response: restify.Response, reply: Reply): void {
  const etag = entityTagOf(reply.body);
  const headers = {
    ...safeHeaders,
    'Cache-Control': reply.status === 200 && !reply.isAnswer ? 'public, max-age=300' : 'no-store',
    ETag: etag,
  };
  if (reply.status === 200 && !reply.isAnswer && isHeld(request.header('if-none-match', ''), etag)) {
    response.sendRaw(304, '', headers);
    return;
  }
  response.sendRaw(reply.status, reply.body, {
    ...headers,
    'Content-Type': reply.contentType,
    'Content-Length': String(Buffer.byteLength(reply.body)),
  });
}

/** Sends a browser to another path of this server. */
export function sendElsewhere(response: restify.Response, path: string): void {
  response.sendRaw(302, '', { ...safeHeaders, Location: path });
}

/**
 * A page may load its style sheet and its pictures, and nothing else from anywhere; its one form goes to this server;
 * nobody may frame it.
 */
const safeHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
