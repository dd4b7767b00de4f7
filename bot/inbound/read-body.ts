import type { IncomingMessage } from 'node:http';

/** What became of reading a request's body. `broken`: the caller went away, nobody is left to answer. */
export type Body =
  | { kind: 'read'; text: string }
  | { kind: 'not-text' }
  | { kind: 'too-large' }
  | { kind: 'too-slow' }
  | { kind: 'broken' };

/** Bytes, and milliseconds for the whole body. */
export interface BodyLimits {
  largestBody: number;
  withinMs: number;
}

/**
 * Reads a body as UTF-8 and never more of it than is allowed: one that says it is too large is not read at all.
 * After `too-large` and `too-slow` the rest is still on its way: see `letGo`.
 */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Body> {
  const said = Number(request.headers['content-length'] ?? 0);
  if (said > limits.largestBody) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (body: Body) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onBroken);
      resolve(body);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.largestBody) return finish({ kind: 'too-large' });
      chunks.push(chunk);
    };
    const onEnd = () => finish(textOf(Buffer.concat(chunks)));
    const onBroken = () => finish({ kind: 'broken' });
    const timer = setTimeout(() => finish({ kind: 'too-slow' }), limits.withinMs);
    // Stays on: an error of a caller that went away must not end the process.
    request.on('error', onBroken);
    request.on('data', onData).once('end', onEnd).once('close', onBroken);
  });
}

/** How long the rest of a refused body may take to arrive, in milliseconds, before the connection is cut. */
const lingerMs = 1_000;

/**
 * After a refusal that came before the body was read to its end. What is on its way is thrown away for a moment, since
 * a connection that is cut at once often takes the answer with it; then the connection ends.
 */
export function letGo(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), lingerMs);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
  request.resume();
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Buffer): Body {
  try {
    return { kind: 'read', text: utf8.decode(bytes) };
  } catch {
    // Bytes that are no UTF-8 would turn into other characters, perhaps inside an id.
    return { kind: 'not-text' };
  }
}
