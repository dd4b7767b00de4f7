import { z } from 'zod';

/** What the package is made of besides the template: the deployment's own names and addresses. No secret among them. */
export type PackageValues = Record<PlaceholderName, string>;

/** Every placeholder that the template may hold, as `${{NAME}}`. */
export const placeholderNames = [
  'VERSION',
  'TEAMS_APP_ID',
  'MicrosoftAppId',
  'ORGANISATION',
  'PUBLIC_URL',
  'PUBLIC_HOST',
  'PRIVACY_URL',
  'TERMS_URL',
] as const;

export type PlaceholderName = (typeof placeholderNames)[number];

export type ReadValues = { ok: true; values: PackageValues } | { ok: false; faults: string[] };

const emptyIsMissing = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

const id = (missing: string) =>
  z.preprocess(
    emptyIsMissing,
    z
      .string({ required_error: `is missing: ${missing}` })
      .regex(
        /^(?!0{8}-)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
        'must be an id such as 7c9e6679-7425-40de-944b-e07fc1f90ae7',
      ),
  );

/** Teams opens only https:// pages, and a machine's own name means nothing on somebody else's. */
const address = (missing: string) =>
  z.preprocess(
    emptyIsMissing,
    z
      .string({ required_error: `is missing: ${missing}` })
      .refine(isPublicAddress, 'must be an https:// address that people can reach')
      .transform((value) => value.replace(/\/+$/, '')),
  );

const environmentSchema = z.object({
  MicrosoftAppId: id('the application (client) id of the bot’s app registration or managed identity'),
  TEAMS_APP_ID: id('an id of your own for the Teams app; make one up once and keep it for good'),
  PUBLIC_URL: address('where browsers reach the bot'),
  PRIVACY_URL: address('a page with your privacy notice').optional(),
  TERMS_URL: address('a page with your terms of use').optional(),
});

/**
 * Reads the values of the package; every fault at once, each with its variable. Without pages of the authority's own
 * the privacy and terms links lead to the bot's help pages, which say what it knows and what it never does.
 */
export function readValues(parts: {
  environment: Record<string, string | undefined>;
  version: string;
  organisation: string;
}): ReadValues {
  const { environment, version, organisation } = parts;
  const parsed = environmentSchema.safeParse({
    ...environment,
    PRIVACY_URL: emptyIsMissing(environment.PRIVACY_URL),
    TERMS_URL: emptyIsMissing(environment.TERMS_URL),
  });
  if (!parsed.success) {
    return { ok: false, faults: parsed.error.issues.map((issue) => `${issue.path[0]} ${issue.message}`) };
  }
  const { PUBLIC_URL, PRIVACY_URL, TERMS_URL, ...ids } = parsed.data;
  return {
    ok: true,
    values: {
      ...ids,
      VERSION: version,
      ORGANISATION: organisation,
      PUBLIC_URL,
      PUBLIC_HOST: new URL(PUBLIC_URL).host,
      PRIVACY_URL: PRIVACY_URL ?? `${PUBLIC_URL}/help`,
      TERMS_URL: TERMS_URL ?? `${PUBLIC_URL}/help`,
    },
  };
}

function isPublicAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' && hostname.includes('.') && !/^(127\.|\[|localhost)/.test(hostname);
}
