import { type KeyObject, randomUUID, X509Certificate } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import { type Answer, type CloudRequest, json } from './http.ts';

/** Who the bot is in the simulated tenant. */
export interface Identity {
  tenantId: string;
  appId: string;
  secret: string;
}

/** A token request as it arrived, without the secret. */
export interface TokenRequest {
  tenant: string;
  scope: string;
  /** What the bot proved its identity with. */
  proof: 'secret' | 'certificate' | 'managed-identity';
  outcome: 'given' | 'refused';
}

/** What a channel token says; every field can be changed to forge one. */
export interface ChannelToken {
  issuer?: string;
  audience?: string;
  serviceUrl?: string | null;
  /** Seconds from now. */
  expiresIn?: number;
  notBefore?: number;
  /** Which key signs: the published one, the one of Entra, or a stranger's with the published key's id. */
  key?: 'channel' | 'entra' | 'stranger' | 'unendorsed';
  claims?: Record<string, unknown>;
}

/** The two login hosts: keys, tokens for the bot's outgoing calls, and the tokens with which the channel signs its calls. */
export interface IdentityHosts {
  /** login.microsoftonline.com */
  microsoft(request: CloudRequest): Answer;
  /** login.botframework.com */
  botFramework(request: CloudRequest): Answer;
  /** A bearer token as the Bot Connector would present it to the bot. */
  channelToken(token: ChannelToken): Promise<string>;
  /** The reason why a bearer header is not one of ours for `audience`, or undefined when it is good. */
  faultOfBearer(header: string | undefined, audience: string): Promise<string | undefined>;
  requests: TokenRequest[];
  /** The endpoint of a managed identity, as App Service has it (learn.microsoft.com/azure/app-service/overview-managed-identity). */
  managedIdentity(request: CloudRequest): Answer;
  /** What a request to that endpoint must carry. */
  identityHeader: string;
  /** How long tokens are good that are given from now on. */
  lifetimeSeconds: number;
  /** Makes the bot's certificate known to the directory; a PEM text with the certificate. */
  registerCertificate(pem: string): void;
  /** Asked before every token is given; undefined lets the request go its normal way. */
  fault: () => Answer;
}

const channelIssuer = 'https://api.botframework.com';
const usualLifetimeSeconds = 3599;
/** As Entra allows between two clocks, by the default of Microsoft's own libraries (TokenValidationParameters.ClockSkew); MSAL rounds up. */
const clockTolerance = 300;

async function makeKey(kid: string, endorsements?: string[]) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk: JWK & { endorsements?: string[] } = {
    ...(await exportJWK(publicKey)),
    kid,
    use: 'sig',
    alg: 'RS256',
  };
  if (endorsements) jwk.endorsements = endorsements;
  return { kid, privateKey, publicKey, jwk };
}

/** `now` is the bot's clock, so that tokens are valid when that clock was moved. */
export async function createIdentityHosts(identity: Identity, now: () => number): Promise<IdentityHosts> {
  const channel = await makeKey('channel-key-1', ['msteams', 'skype', 'webchat']);
  const unendorsed = await makeKey('channel-key-2', ['directline']);
  const entra = await makeKey('entra-key-1');
  const stranger = { ...(await makeKey('stranger')), kid: channel.kid };
  const keys = { channel, unendorsed, entra, stranger };
  const requests: TokenRequest[] = [];
  let certificate: KeyObject | undefined;
  const seconds = () => Math.floor(now() / 1000);

  function sign(key: keyof typeof keys, claims: Record<string, unknown>): Promise<string> {
    const { kid, privateKey } = keys[key];
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, x5t: kid })
      .sign(privateKey);
  }

  async function giveToken(request: CloudRequest, tenant: string): Promise<ReturnType<typeof json>> {
    const form = new URLSearchParams(request.body);
    const scope = form.get('scope') ?? '';
    const [, audience] = /(?:^|\s)(https:\/\/\S+?)\/?\.default(?:\s|$)/.exec(scope) ?? [];
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const [basicId, basicSecret] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
    const clientId = form.get('client_id') ?? basicId;
    const secret = form.get('client_secret') ?? basicSecret;
    const assertion = form.get('client_assertion');
    const proof = assertion === null ? 'secret' : 'certificate';
    const refuse = (status: number, error: string, description: string) => {
      requests.push({ tenant, scope, proof, outcome: 'refused' });
      return json(status, {
        error,
        error_description: description,
        error_codes: [Number(description.slice(5, 12))],
      });
    };
    if (form.get('grant_type') !== 'client_credentials') {
      return refuse(
        400,
        'unsupported_grant_type',
        'AADSTS70003: The app requested an unsupported grant type.',
      );
    }
    if (clientId !== identity.appId) {
      return refuse(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.');
    }
    if (assertion !== null && !(await isSignedByCertificate(assertion, tenant))) {
      return refuse(401, 'invalid_client', 'AADSTS700027: The certificate used to sign is not registered.');
    }
    if (assertion === null && secret !== identity.secret) {
      return refuse(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
    }
    if (audience !== 'https://api.botframework.com' && audience !== 'https://graph.microsoft.com') {
      return refuse(400, 'invalid_scope', 'AADSTS1002012: The provided value for scope is not valid.');
    }
    requests.push({ tenant, scope, proof, outcome: 'given' });
    return json(200, {
      token_type: 'Bearer',
      expires_in: hosts.lifetimeSeconds,
      ext_expires_in: hosts.lifetimeSeconds,
      access_token: await tokenFor(audience),
    });
  }

  async function isSignedByCertificate(assertion: string, tenant: string): Promise<boolean> {
    if (!certificate) return false;
    const audience = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
    const options = {
      issuer: identity.appId,
      subject: identity.appId,
      audience,
      currentDate: new Date(now()),
      clockTolerance,
    };
    return jwtVerify(assertion, certificate, options).then(
      () => true,
      () => false,
    );
  }

  function tokenFor(audience: string): Promise<string> {
    const issued = seconds();
    return sign('entra', {
      aud: audience,
      iss: `https://sts.windows.net/${identity.tenantId}/`,
      iat: issued,
      nbf: issued,
      exp: issued + hosts.lifetimeSeconds,
      appid: identity.appId,
      tid: identity.tenantId,
      ver: '1.0',
    });
  }

  const hosts: IdentityHosts = {
    requests,
    identityHeader: randomUUID(),
    lifetimeSeconds: usualLifetimeSeconds,
    fault: () => undefined,

    registerCertificate(pem) {
      certificate = new X509Certificate(pem).publicKey;
    },

    async managedIdentity(request) {
      if (request.method !== 'GET' || request.url.pathname !== '/msi/token') return undefined;
      const query = request.url.searchParams;
      const resource = (query.get('resource') ?? '').replace(/\/$/, '');
      const isOwn =
        request.headers['x-identity-header'] === hosts.identityHeader &&
        query.get('client_id') === identity.appId;
      const outcome = isOwn ? 'given' : 'refused';
      requests.push({ tenant: identity.tenantId, scope: resource, proof: 'managed-identity', outcome });
      if (!isOwn) return json(400, { statusCode: 400, message: 'No managed identity with this client id.' });
      return json(200, {
        access_token: await tokenFor(resource),
        expires_on: String(seconds() + hosts.lifetimeSeconds),
        resource,
        token_type: 'Bearer',
        client_id: identity.appId,
      });
    },

    microsoft(request) {
      const path = request.url.pathname;
      if (path === '/common/discovery/instance') return json(200, instanceDiscovery(identity.tenantId));
      const [, tenant = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
      const known = ['common', 'organizations', 'botframework.com', identity.tenantId].includes(tenant);
      if (!known) {
        return json(400, { error: 'invalid_tenant', error_description: 'AADSTS90002: Tenant not found.' });
      }
      if (rest === 'v2.0/.well-known/openid-configuration') return json(200, openIdConfiguration(tenant));
      if (rest === 'discovery/v2.0/keys') return json(200, { keys: [entra.jwk] });
      if (rest === 'oauth2/v2.0/token' && request.method === 'POST')
        return hosts.fault() ?? giveToken(request, tenant);
      return undefined;
    },

    botFramework(request) {
      switch (request.url.pathname) {
        case '/v1/.well-known/openidconfiguration':
          return json(200, {
            issuer: channelIssuer,
            authorization_endpoint: 'https://invalid.botframework.com',
            jwks_uri: 'https://login.botframework.com/v1/.well-known/keys',
            id_token_signing_alg_values_supported: ['RS256'],
            token_endpoint_auth_methods_supported: ['private_key_jwt'],
          });
        case '/v1/.well-known/keys':
          return json(200, { keys: [channel.jwk, unendorsed.jwk] });
        default:
          return undefined;
      }
    },

    channelToken(token) {
      const issued = seconds();
      const claims: Record<string, unknown> = {
        iss: token.issuer ?? channelIssuer,
        aud: token.audience ?? identity.appId,
        nbf: issued + (token.notBefore ?? -300),
        exp: issued + (token.expiresIn ?? 3600),
        ...token.claims,
      };
      if (token.serviceUrl) claims.serviceurl = token.serviceUrl;
      return sign(token.key ?? 'channel', claims);
    },

    async faultOfBearer(header, audience) {
      const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
      if (!token) return 'no bearer token';
      try {
        const { payload } = await jwtVerify(token, entra.publicKey, {
          audience,
          currentDate: new Date(now()),
        });
        return payload.appid === identity.appId ? undefined : 'token of another application';
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
  return hosts;
}

function openIdConfiguration(tenant: string) {
  const base = `https://login.microsoftonline.com/${tenant}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'id_token', 'token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `https://login.microsoftonline.com/${tenant === 'common' ? '{tenantid}' : tenant}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    cloud_instance_name: 'microsoftonline.com',
  };
}

function instanceDiscovery(tenantId: string) {
  return {
    tenant_discovery_endpoint: `https://login.microsoftonline.com/${tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.windows.net',
        aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
      },
    ],
  };
}
