import type restify from 'restify';
import { letGo, readBody } from '../inbound/read-body.ts';
import { callerOf } from '../limits/caller-address.ts';
import { createGuessLimit } from '../limits/guess-limit.ts';
import { sendReply } from './reply.ts';

/** What may be said to anybody of the message with a reference: dates, in words, and nothing about who got it. */
export interface GenuineMessage {
  /** 'Friday 9 November 2018' */
  sentOn: string;
  /** 'Outlook on the web, planned for Monday 19 November 2018' */
  about: string;
}

/** What the page shows beside its form. */
export type GenuineResult =
  | { kind: 'nothing-asked' }
  | ({ kind: 'known' } & GenuineMessage)
  /** Said in the same words of what cannot be a reference and of one that nobody sent. */
  | { kind: 'unknown' }
  | { kind: 'too-often' };

export interface GenuineDeps {
  /** The message with a reference as somebody typed it; undefined where there is none. */
  find(typed: string): Promise<GenuineMessage | undefined>;
  /** How many proxies in front of this process are ours. */
  trustedProxies: number;
}

export const genuinePath = '/help/genuine';

/** A form with one short field. */
const limits = { largestBody: 1024, withinMs: 5_000 };

/**
 * Answers the form of the page that confirms a reference, to anybody and without sign-in. The reference is posted, so that
 * it stands in no address and in no log. What is answered is kept by nobody.
 */
export function serveGenuine(
  server: restify.Server,
  { find, trustedProxies }: GenuineDeps,
  page: (result: GenuineResult) => string,
): void {
  const limit = createGuessLimit();
  server.post(genuinePath, async (request, response) => {
    const caller = callerOf({
      remoteAddress: request.socket.remoteAddress,
      forwardedFor: request.header('x-forwarded-for', ''),
      trustedProxies,
    });
    const answer = (status: 200 | 429, result: GenuineResult) =>
      sendReply(request, response, {
        status,
        contentType: 'text/html; charset=utf-8',
        body: page(result),
        isAnswer: true,
      });
    const taken = limit.ask(caller);
    if (taken.kind === 'refused') {
      response.header('Retry-After', String(Math.ceil(taken.retryAfterMs / 1000)));
      letGo(request);
      return answer(429, { kind: 'too-often' });
    }
    const body = await readBody(request, limits);
    letGo(request);
    if (body.kind === 'broken') return;
    const typed = body.kind === 'read' ? (new URLSearchParams(body.text).get('reference') ?? '') : '';
    const found = await find(typed);
    answer(200, found ? { kind: 'known', ...found } : { kind: 'unknown' });
  });
}
