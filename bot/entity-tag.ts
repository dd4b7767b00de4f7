import { createHash } from 'node:crypto';

/** A strong entity tag of a body, in its quotes: a digest of the bytes. */
export function entityTagOf(body: string | Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`;
}

/** Whether the reader holds it already: an If-None-Match is a list or an asterisk, compared weakly (RFC 9110, 13.1.2). */
export function isHeld(ifNoneMatch: string, tag: string): boolean {
  return ifNoneMatch.split(',').some((held) => ['*', tag].includes(held.trim().replace(/^W\//, '')));
}
