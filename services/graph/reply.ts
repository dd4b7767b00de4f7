import type { z } from 'zod';
import { type Asked, failureOfReply, GraphFailure } from './failure.ts';
import { retryAfterMs } from './retry.ts';

/** The failure that an answer stands for; undefined for a 2xx. */
export function failureIfAny(asked: Asked, response: Response, text: string): GraphFailure | undefined {
  if (response.ok) return undefined;
  return failureOfReply(asked, {
    status: response.status,
    errorCode: errorCodeIn(text),
    retryAfterMs: retryAfterMs(response.headers, new Date()),
  });
}

/** The parsed body. Throws GraphFailure 'bad-reply' that names the place of the fault and never what stood there. */
export function readReply<Reply>(
  asked: Asked & { reply: z.ZodType<Reply, z.ZodTypeDef, unknown> },
  text: string,
): Reply {
  const parsed = asked.reply.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'the whole body';
  throw new GraphFailure(
    'bad-reply',
    `Microsoft Graph gave ${asked.resource} an answer that cannot be read: ${issue?.code ?? 'a fault'} at ${place}.`,
  );
}

/** Undefined where the text is no JSON; no schema here accepts undefined as a whole reply. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Graph's error code, only where it looks like one: what else stands in an error's body can name people. */
function errorCodeIn(text: string): string | undefined {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[A-Za-z][\w.]{0,80}$/.test(error.code) ? error.code : undefined;
}
