/**
 * Preloaded into the bot's process (and its workers): connections to the simulated hosts go to the loopback server,
 * every other connection that would leave the machine is refused and written down.
 *
 * Environment: CLOUD_HOSTS (comma separated), CLOUD_PORT, CLOUD_LEAKS (file that collects refused targets, a line each).
 * Works below every HTTP client, because all of them (https.Agent, the built-in fetch, axios) end in Socket.connect.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const hosts = new Set((process.env.CLOUD_HOSTS ?? '').split(',').filter(Boolean));
const port = Number(process.env.CLOUD_PORT);
const leaks = process.env.CLOUD_LEAKS;
const loopback = new Set(['localhost', '127.0.0.1', '::1', '0.0.0.0', '::']);

function recordLeak(target) {
  if (leaks) appendFileSync(leaks, `${target}\n`);
}

function redirected(options) {
  if (typeof options !== 'object' || options === null || options.path || options.port === undefined)
    return options;
  const host = options.host ?? 'localhost';
  if (hosts.has(host) && Number(options.port) === 443) {
    return { ...options, host: '127.0.0.1', hostname: '127.0.0.1', port, lookup: undefined };
  }
  if (loopback.has(host) || host.startsWith('127.')) return options;
  recordLeak(`${host}:${options.port}`);
  // Port 1 on loopback: refused at once by the operating system, as an unreachable host would be.
  return { ...options, host: '127.0.0.1', hostname: '127.0.0.1', port: 1, lookup: undefined };
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectToCloud(...args) {
  const [first] = args;
  // net.connect hands over its own array [options, callback]; it is marked by a symbol, so change it in place.
  if (Array.isArray(first)) first[0] = redirected(first[0]);
  else if (typeof first === 'object') args[0] = redirected(first);
  else if (typeof first === 'number' && typeof args[1] === 'string') {
    const target = redirected({ port: first, host: args[1] });
    args[0] = target.port;
    args[1] = target.host;
  }
  return connect.apply(this, args);
};

const { lookup } = dns;
dns.lookup = function lookupOnLoopback(host, ...rest) {
  if (net.isIP(host) === 0 && !loopback.has(host)) recordLeak(`dns:${host}`);
  return lookup.call(dns, host, ...rest);
};

const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function sendNowhere(...args) {
  recordLeak(`udp:${args.find((part) => typeof part === 'string') ?? ''}`);
  return send.apply(this, args);
};
