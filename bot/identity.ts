import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  AppCredentials,
  type BotFrameworkAuthentication,
  ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { Identity } from './config.ts';

/**
 * How requests of Teams are recognised and how the bot signs its own.
 * `unauthenticated` exists for the demo alone: nothing in the environment can choose it, and `compose`
 * takes it only on the loopback address.
 */
export type Authentication = { kind: 'microsoft'; identity: Identity } | { kind: 'unauthenticated' };

/**
 * botbuilder's own identity checks (SDK reference: ConfigurationBotFrameworkAuthentication), with tokens of
 * `credential` for the bot's own calls: one road for a secret, a certificate and a managed identity.
 */
export function botAuthentication(
  authentication: Authentication,
  credential: TokenCredential,
): BotFrameworkAuthentication {
  // botbuilder reads an empty app id as "no authentication"; only the demo may ask for that.
  if (authentication.kind === 'unauthenticated') return new ConfigurationBotFrameworkAuthentication({});
  const { appId, tenantId } = authentication.identity;
  return new ConfigurationBotFrameworkAuthentication(
    { MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId },
    new OwnCredentialsFactory(appId, tenantId, credential),
  );
}

/** Tokens for whatever the bot calls, the connector and Microsoft Graph alike. */
export function ownCredential(identity: Identity): TokenCredential {
  switch (identity.kind) {
    case 'secret':
      return new ClientSecretCredential(identity.tenantId, identity.appId, identity.secret);
    case 'certificate':
      return new ClientCertificateCredential(identity.tenantId, identity.appId, {
        certificate: identity.pem,
      });
    case 'managed-identity':
      return new ManagedIdentityCredential({ clientId: identity.appId });
  }
}

/**
 * Instead of the SDK's three factories. Theirs skip MSAL's cache, ask once for each of several calls at the same moment,
 * keep tokens in a map that all bots of a process share, and fail a call as soon as a renewal fails.
 */
class OwnCredentialsFactory extends ServiceClientCredentialsFactory {
  readonly #appId: string;
  readonly #tenantId: string;
  readonly #credential: TokenCredential;

  constructor(appId: string, tenantId: string, credential: TokenCredential) {
    super();
    this.#appId = appId;
    this.#tenantId = tenantId;
    this.#credential = credential;
  }

  async isValidAppId(appId = ''): Promise<boolean> {
    return appId === this.#appId;
  }

  async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  async createCredentials(appId = '', audience = ''): Promise<OwnAppCredentials> {
    if (!(await this.isValidAppId(appId))) throw new Error('Credentials were asked for another application.');
    return new OwnAppCredentials(this.#appId, this.#tenantId, audience, this.#credential);
  }
}

class OwnAppCredentials extends AppCredentials {
  readonly #credential: TokenCredential;

  constructor(appId: string, tenantId: string, audience: string, credential: TokenCredential) {
    super(appId, tenantId, audience);
    this.#credential = credential;
  }

  /** The credential keeps and renews tokens by itself, so the SDK's own cache is left out. */
  override async getToken(): Promise<string> {
    const scope = this.oAuthScope.endsWith('/.default') ? this.oAuthScope : `${this.oAuthScope}/.default`;
    const token = await this.#credential.getToken(scope);
    if (!token) throw new Error('The credential gave no token.');
    return token.token;
  }

  protected override refreshToken(): Promise<never> {
    throw new Error('Tokens come from the credential.');
  }
}
