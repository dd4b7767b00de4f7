import type { TokenCredential } from '@azure/identity';
import type { Check, Finding } from './check.ts';

/** Which tokens the bot's own identity must get. */
const wanted = [
  { name: 'Token for Teams', scope: 'https://api.botframework.com/.default' },
  { name: 'Token for Graph', scope: 'https://graph.microsoft.com/.default' },
];

/** Whether Entra gives the bot its two tokens; for each that it does not, what to mend. */
export function tokenCheck(credential: TokenCredential): Check {
  return {
    name: 'Tokens',
    look: () => Promise.all(wanted.map((one) => lookAt(credential, one))),
  };
}

async function lookAt(
  credential: TokenCredential,
  { name, scope }: (typeof wanted)[number],
): Promise<Finding> {
  try {
    const token = await credential.getToken(scope);
    if (token) return { check: name, kind: 'ok', words: 'given.' };
    return { check: name, kind: 'wrong', ...adviceFor(undefined) };
  } catch (error) {
    return { check: name, kind: 'wrong', ...adviceFor(entraCodeIn(error)) };
  }
}

/** The code in an error of Entra or of what it was caused by; undefined where there is none. */
function entraCodeIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return /AADSTS\d+/.exec(error.message)?.[0] ?? entraCodeIn(error.cause);
}

/**
 * What Entra's codes mean for whoever set the bot up. Source: learn.microsoft.com/entra/identity-platform/reference-error-codes,
 * which asks that no program depends on them: an unknown code gets the general advice.
 */
const adviceByCode: Record<string, { words: string; todo: string }> = {
  AADSTS7000215: {
    words: 'the secret is wrong.',
    todo: 'Copy the value of the client secret, not its id, into MicrosoftAppPassword.',
  },
  AADSTS7000222: {
    words: 'the secret has expired.',
    todo: 'Make a new client secret in the app registration and put it into MicrosoftAppPassword.',
  },
  AADSTS700016: {
    words: 'the tenant does not know this application.',
    todo: 'Check MicrosoftAppId and MicrosoftAppTenantId: the app registration must be in that tenant.',
  },
  AADSTS90002: {
    words: 'there is no such tenant.',
    todo: 'Put the directory (tenant) id of the authority into MicrosoftAppTenantId.',
  },
  AADSTS700027: {
    words: 'the certificate is not the one in the app registration.',
    todo: 'Upload the certificate of MicrosoftAppCertificatePath to the app registration.',
  },
  AADSTS7000229: {
    words: 'the application has no service principal in the tenant.',
    todo: 'Open the app registration in the authority’s tenant and grant admin consent there.',
  },
  AADSTS7000112: {
    words: 'the application is disabled.',
    todo: 'Enable it under Enterprise applications in Entra.',
  },
  AADSTS53003: {
    words: 'a Conditional Access policy blocks the application.',
    todo: 'Ask whoever keeps the policies for workload identities to let it through.',
  },
};

function adviceFor(code: string | undefined): { words: string; todo: string } {
  const known = code === undefined ? undefined : adviceByCode[code];
  if (known) return { words: `${known.words} (${code})`, todo: known.todo };
  if (code !== undefined) {
    return {
      words: `Microsoft Entra refused it (${code}).`,
      todo: 'Look the code up at https://login.microsoftonline.com/error.',
    };
  }
  return {
    words: 'no answer from Microsoft Entra.',
    todo: 'Check that this machine reaches login.microsoftonline.com and, for UserAssignedMSI, that the managed identity is assigned to it.',
  };
}
