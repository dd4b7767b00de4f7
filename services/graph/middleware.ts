import type { TokenCredential } from '@azure/identity';
import {
  AuthenticationHandler,
  type Context,
  GraphClientError,
  type Middleware,
} from '@microsoft/microsoft-graph-client';

/** Where Graph is, for the SDK and in every nextLink. */
export const graphOrigin = 'https://graph.microsoft.com';

/**
 * What the SDK does with a request: a bearer token on it, then off to the network.
 *
 * The chain is built by hand without the SDK's RetryHandler and RedirectHandler. The first waits up to 180 s
 * where nobody may wait so long, retries neither a broken connection nor a 500, reads dates in Retry-After by
 * this machine's clock and reports nothing to our metrics. The second would follow a redirect to another host.
 */
export function createMiddleware(options: {
  credential: TokenCredential;
  baseUrl?: string | undefined;
  timeoutMs: number;
}): Middleware[] {
  const tokens = { getAccessToken: () => accessToken(options.credential, options.timeoutMs) };
  return [new AuthenticationHandler(tokens), createSender(options.baseUrl)];
}

/** The token could not be had: the request never left. The SDK lets errors of its own class through unchanged. */
export const isTokenError = (error: unknown): boolean => isSdkError(error, tokenErrorName);

/** What the network threw, as it threw it; undefined for any other error. */
export function networkErrorIn(error: unknown): unknown {
  return isSdkError(error, networkErrorName) && error instanceof Error ? error.cause : undefined;
}

const scope = 'https://graph.microsoft.com/.default';
const tokenErrorName = 'GraphTokenError';
const networkErrorName = 'GraphNetworkError';

async function accessToken(credential: TokenCredential, timeoutMs: number): Promise<string> {
  try {
    const token = await credential.getToken(scope, { requestOptions: { timeout: timeoutMs } });
    if (token?.token) return token.token;
  } catch (error) {
    throw sdkError(tokenErrorName, error);
  }
  throw sdkError(tokenErrorName, new Error('The credential gave no token'));
}

/**
 * The last middleware: to the SDK every request goes to graph.microsoft.com, because it puts tokens on no other
 * address (never on http) and because nextLinks name that host. Here the origin becomes that of `baseUrl`.
 * Redirects are not followed: Graph has none on these paths, and a token must not travel.
 */
function createSender(baseUrl: string | undefined): Middleware {
  const target = baseUrl === undefined ? graphOrigin : new URL(baseUrl).origin;
  return {
    async execute(context: Context) {
      if (typeof context.request !== 'string') throw new TypeError('The SDK was given no address.');
      const address = new URL(context.request);
      try {
        context.response = await fetch(new URL(`${address.pathname}${address.search}`, target), {
          ...context.options,
          redirect: 'manual',
        });
      } catch (error) {
        throw sdkError(networkErrorName, error);
      }
    },
  };
}

/** The SDK turns every other error into a GraphError and loses its cause on the way. */
function sdkError(name: string, cause: unknown): GraphClientError {
  const error = new GraphClientError(name);
  error.name = name;
  error.cause = cause;
  return error;
}

function isSdkError(error: unknown, name: string): boolean {
  return error instanceof GraphClientError && error.name === name;
}
