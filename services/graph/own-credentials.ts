import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { type Graph, GraphFailure } from './client.ts';
import type { Patience } from './retry.ts';

/** What the bot proves its own identity with, as the environment gives it. */
export type OwnCredential =
  | { kind: 'secret'; appId: string; secret: string }
  | { kind: 'certificate'; pem: string }
  | { kind: 'managed-identity' };

/** Until when the credential in use is good, and who says so. */
export type Expiry =
  | { kind: 'expires'; at: Date; source: 'graph' | 'certificate' | 'environment' }
  /** A managed identity: Azure renews its keys by itself. */
  | { kind: 'does-not-expire' }
  /** `not-permitted`: Graph may not be asked; `not-listed`: it was, and knows no secret that begins like this one. */
  | { kind: 'unknown'; why: 'not-permitted' | 'not-listed' | 'no-answer' };

/** A client secret in the app registration. `hint` is its first three characters; old secrets have none. */
export interface RegisteredSecret {
  hint: string | null;
  /** Null for a secret without an end, which only old registrations have. */
  endsAt: Date | null;
}

/** What could be learnt of the secrets in the app registration. */
export type RegisteredSecrets =
  | { kind: 'listed'; secrets: RegisteredSecret[] }
  | { kind: 'not-permitted' }
  | { kind: 'no-answer' };

/** How long before its end a credential is announced, in days: time enough for a change board. */
export const announceDays = 30;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Which day the credential in use ends on. Graph's own record counts most; a day that the environment names
 * (`said`) stands in where Graph cannot tell. Where two secrets begin alike, the one that ends first is believed:
 * an early warning costs a look, a late one an outage. Ended secrets are passed over while another is good,
 * because one that has ended cannot be the one in use.
 */
export function expiryOf(facts: {
  credential: OwnCredential;
  registered: RegisteredSecrets;
  said: Date | undefined;
  now: Date;
}): Expiry {
  const { credential, registered, said, now } = facts;
  if (credential.kind === 'managed-identity') return { kind: 'does-not-expire' };
  if (credential.kind === 'certificate') {
    return {
      kind: 'expires',
      at: new Date(new X509Certificate(credential.pem).validTo),
      source: 'certificate',
    };
  }
  const listed = registered.kind === 'listed' ? registered.secrets : [];
  const own = listed.filter(({ hint }) => hint === credential.secret.slice(0, hintLength));
  const good = own.filter(({ endsAt }) => endsAt === null || endsAt > now);
  const at = good.length > 0 ? earliest(good) : latest(own);
  if (at) return { kind: 'expires', at, source: 'graph' };
  if (good.length > 0) return { kind: 'does-not-expire' };
  if (said) return { kind: 'expires', at: said, source: 'environment' };
  return { kind: 'unknown', why: registered.kind === 'listed' ? 'not-listed' : registered.kind };
}

/** A line for the log and the doctor, and whether somebody has something to do. Names no secret and no part of one. */
export interface ExpiryWords {
  kind: 'fine' | 'soon' | 'expired' | 'unknown';
  words: string;
}

/** What to say of an expiry. `soon` begins 30 days before the end. */
export function wordsOfExpiry(expiry: Expiry, credential: OwnCredential, now: Date): ExpiryWords {
  switch (expiry.kind) {
    case 'does-not-expire':
      return { kind: 'fine', words: 'The bot’s own credential does not expire.' };
    case 'unknown':
      return {
        kind: 'unknown',
        words: `Nobody can say when the bot’s secret expires: ${whyUnknown[expiry.why]}`,
      };
    case 'expires': {
      const what = credential.kind === 'certificate' ? 'certificate' : 'secret';
      const day = expiry.at.toISOString().slice(0, 10);
      const days = Math.ceil((expiry.at.getTime() - now.getTime()) / dayMs);
      const todo = `Make a new ${what} in the app registration, set it in the environment and start the bot again.`;
      if (days <= 0) return { kind: 'expired', words: `The bot’s ${what} expired on ${day}. ${todo}` };
      const until = `The bot’s ${what} expires on ${day}, in ${days} ${days === 1 ? 'day' : 'days'}.`;
      return days <= announceDays
        ? { kind: 'soon', words: `${until} ${todo}` }
        : { kind: 'fine', words: until };
    }
  }
}

/**
 * Asks once when the credential in use ends. Never throws for what Graph answers: not knowing is an answer too.
 * `said` is the day in `MicrosoftAppPasswordExpires`.
 */
export async function askExpiry(
  deps: { graph: Graph; now(): Date },
  asked: { credential: OwnCredential; said?: Date | undefined; patience?: Patience },
): Promise<Expiry> {
  const { credential, said, patience } = asked;
  const registered: RegisteredSecrets =
    credential.kind === 'secret'
      ? await askSecrets(deps.graph, credential.appId, patience)
      : { kind: 'not-permitted' };
  return expiryOf({ credential, registered, said, now: deps.now() });
}

/** learn.microsoft.com/graph/api/resources/passwordcredential: `hint` holds the first three characters. */
const hintLength = 3;

const whyUnknown = {
  'not-permitted':
    'give the app the permission Application.Read.All, or set MicrosoftAppPasswordExpires to the day that the app registration shows.',
  'not-listed':
    'the app registration lists no secret that begins like this one. Check MicrosoftAppPassword, or set MicrosoftAppPasswordExpires.',
  'no-answer': 'Microsoft Graph did not answer. It is asked again tomorrow.',
};

/**
 * The app registration's secrets, without their values: Graph never gives those.
 * Application.Read.All is the least that reads them (learn.microsoft.com/graph/api/application-get); the narrower
 * Application.ReadWrite.OwnedBy may also write, and the app would have to own itself.
 */
async function askSecrets(graph: Graph, appId: string, patience?: Patience): Promise<RegisteredSecrets> {
  try {
    const { passwordCredentials } = await graph.ask({
      resource: 'own-application',
      permission: 'Application.Read.All',
      path: `/applications(appId='${encodeURIComponent(appId)}')?$select=passwordCredentials`,
      reply: applicationReply,
      patience,
    });
    return { kind: 'listed', secrets: passwordCredentials };
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    // An app that may read nothing of the kind is told 403; one that sees only its own, 404.
    const isRefused = error.code === 'forbidden' || error.code === 'not-found';
    return { kind: isRefused ? 'not-permitted' : 'no-answer' };
  }
}

const applicationReply = z.object({
  passwordCredentials: z.array(
    z
      .object({ hint: z.string().nullish(), endDateTime: z.coerce.date().nullish() })
      .transform(
        ({ hint, endDateTime }): RegisteredSecret => ({ hint: hint ?? null, endsAt: endDateTime ?? null }),
      ),
  ),
});

function earliest(secrets: RegisteredSecret[]): Date | undefined {
  return ends(secrets).reduce<Date | undefined>(
    (first, end) => (first && first < end ? first : end),
    undefined,
  );
}

function latest(secrets: RegisteredSecret[]): Date | undefined {
  return ends(secrets).reduce<Date | undefined>((last, end) => (last && last > end ? last : end), undefined);
}

function ends(secrets: RegisteredSecret[]): Date[] {
  return secrets.flatMap(({ endsAt }) => endsAt ?? []);
}
