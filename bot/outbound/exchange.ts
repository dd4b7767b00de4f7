import type { Readable } from 'node:stream';
import type { ConnectorAnswer } from './connector-errors.ts';
import type { ConnectorPipeline } from './connector-pipeline.ts';

/** What is known of one request on the wire, filled in as it happens. */
export interface Exchange {
  /** The request was handed to the network: from here on it may have arrived. */
  left: boolean;
  /** Set as soon as the status line is there; its body grows until the end, a break or the time-out. */
  answer?: ConnectorAnswer;
  /** Code of the network's error, where the connection failed. */
  errorCode?: string | undefined;
}

/** Exchanges by the signal that their request carries: the one thing of ours that the client passes through. */
export type Exchanges = WeakMap<object, Exchange>;

/**
 * Watches every request of `pipeline` from the innermost place, after tokens and before the network.
 *
 * The client itself reads the body before it looks at the status, so an answer of 201 whose body breaks off or
 * is no JSON would look like a failure, and a message that was taken would be sent again. Here the status counts
 * and the body is read as far as it comes.
 */
export function observeExchanges(pipeline: ConnectorPipeline, exchanges: Exchanges): void {
  pipeline.addPolicy(
    {
      name: 'observeExchange',
      async sendRequest(request, next) {
        const signal = request.abortSignal;
        const exchange = signal && exchanges.get(signal);
        if (!exchange) return next(request);
        request.streamResponseStatusCodes = new Set([Number.POSITIVE_INFINITY]);
        exchange.left = true;
        const response = await next(request).catch((error: unknown) => {
          exchange.errorCode = codeOf(error);
          throw error;
        });
        const retryAfter = response.headers.get('retry-after');
        const answer: ConnectorAnswer = { status: response.status, retryAfter, body: '' };
        exchange.answer = answer;
        // Node's own stream: the type stands for any stream in the old style.
        const stream = response.readableStreamBody as Readable | undefined;
        if (stream) await readInto(answer, stream, signal);
        response.readableStreamBody = undefined;
        request.streamResponseStatusCodes = undefined;
        response.bodyAsText = isJson(answer.body) ? answer.body : '';
        return response;
      },
    },
    { afterPhase: 'Sign' },
  );
}

/** Reads as far as it comes: a break or the time-out ends the text, not the exchange. */
function readInto(answer: ConnectorAnswer, stream: Readable, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const end = () => {
      signal.removeEventListener('abort', end);
      answer.body = Buffer.concat(parts).toString('utf8');
      stream.destroy();
      resolve();
    };
    stream.on('data', (part: Buffer) => {
      parts.push(part);
      bytes += part.length;
      if (bytes > longestBody) end();
    });
    stream.on('end', end);
    stream.on('error', end);
    stream.on('close', end);
    signal.addEventListener('abort', end);
  });
}

/** An id or an error is a few hundred bytes; a proxy's page of HTML has no right to fill the memory. */
const longestBody = 64 * 1024;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
