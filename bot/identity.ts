import { X509Certificate } from 'node:crypto';
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  type BotFrameworkAuthentication,
  CertificateServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { Identity } from './config.ts';

/**
 * How requests of Teams are recognised and how the bot signs its own.
 * `unauthenticated` exists for the demo alone: nothing in the environment can choose it, and `compose`
 * takes it only on the loopback address.
 */
export type Authentication = { kind: 'microsoft'; identity: Identity } | { kind: 'unauthenticated' };

/** botbuilder's own identity checks (SDK reference: ConfigurationBotFrameworkAuthentication), for each kind of identity. */
export function botAuthentication(authentication: Authentication): BotFrameworkAuthentication {
  // botbuilder reads an empty app id as "no authentication"; only the demo may ask for that.
  if (authentication.kind === 'unauthenticated') return new ConfigurationBotFrameworkAuthentication({});
  const { identity } = authentication;
  const common = { MicrosoftAppId: identity.appId, MicrosoftAppTenantId: identity.tenantId };
  switch (identity.kind) {
    case 'secret':
      return new ConfigurationBotFrameworkAuthentication({
        ...common,
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppPassword: identity.secret,
      });
    case 'certificate': {
      const thumbprint = new X509Certificate(identity.pem).fingerprint.replaceAll(':', '');
      return new ConfigurationBotFrameworkAuthentication(
        { ...common, MicrosoftAppType: 'SingleTenant' },
        new CertificateServiceClientCredentialsFactory(
          identity.appId,
          thumbprint,
          privateKeyOf(identity.pem),
          identity.tenantId,
        ),
      );
    }
    case 'managed-identity':
      return new ConfigurationBotFrameworkAuthentication({ ...common, MicrosoftAppType: 'UserAssignedMSI' });
  }
}

/** Tokens for Microsoft Graph, through the same identity as the bot's. */
export function graphCredential(identity: Identity): TokenCredential {
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

function privateKeyOf(pem: string): string {
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(pem)?.[0] ?? '';
}
