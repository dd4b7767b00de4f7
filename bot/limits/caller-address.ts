import { isIP, isIPv6 } from 'node:net';

/** What a request says and shows of where it comes from. */
export interface Origin {
  /** Of the connection. */
  remoteAddress: string | undefined;
  /** The X-Forwarded-For header: each proxy adds at the end whom it was called by. */
  forwardedFor: string | undefined;
  /** How many proxies in front of this process are ours. */
  trustedProxies: number;
}

/**
 * Who a request counts for: an IPv4 address, or the first half of an IPv6 one, since a single subscriber has 2^64 of
 * those (RFC 6177). Only as many entries of X-Forwarded-For are believed as there are proxies of ours, counted from
 * the end: everything before was written by the caller. Azure's front ends add a port (`203.0.113.7:4711`).
 */
export function callerOf({ remoteAddress, forwardedFor, trustedProxies }: Origin): string {
  const connection = networkOf(remoteAddress ?? '');
  if (trustedProxies === 0) return connection;
  const chain = (forwardedFor ?? '').split(',').map((entry) => entry.trim());
  const entry = chain.at(-trustedProxies) ?? '';
  const address = withoutPort(entry);
  // A header that is missing or makes no sense: the connection is the one thing that is sure.
  return isIP(address) === 0 ? connection : networkOf(address);
}

function withoutPort(entry: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1];
  if (bracketed !== undefined) return bracketed;
  return /^[\d.]+:\d+$/.test(entry) ? entry.slice(0, entry.lastIndexOf(':')) : entry;
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  return `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, with what `::` left out. */
function groupsOf(address: string): string[] {
  const [bare = ''] = address.split('%');
  const [before = '', after] = bare.split('::');
  const left = before === '' ? [] : before.split(':');
  if (after === undefined) return left.map(plainGroup);
  const right = after === '' ? [] : after.split(':');
  const missing = Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(missing).fill('0'), ...right].map(plainGroup);
}

function plainGroup(group: string): string {
  return group.toLowerCase().replace(/^0+(?=.)/, '');
}
