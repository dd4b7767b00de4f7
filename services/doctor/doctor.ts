import type { TokenCredential } from '@azure/identity';
import { createGraph } from '../graph/client.ts';
import type { OwnCredential } from '../graph/own-credentials.ts';
import type { Tier } from '../graph/permissions.ts';
import { steadyCredential } from '../graph/steady-credential.ts';
import { checkUploadFolder } from '../registration-upload/check.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { type Check, type Finding, runChecks } from './check.ts';
import { appCheck } from './check-app.ts';
import { embeddedCheck, postgresCheck, viewPostgres } from './check-database.ts';
import { expiryCheck } from './check-expiry.ts';
import { groupCheck } from './check-group.ts';
import { permissionCheck } from './check-permissions.ts';
import { planCheck } from './check-plan.ts';
import { publicUrlCheck } from './check-public-url.ts';
import { tokenCheck } from './check-tokens.ts';

/** What the doctor looks at. */
export interface Patient {
  planPath: string;
  manifestPath: string;
  databaseUrl: string | undefined;
  dataDir: string | undefined;
  graphUrl: string | undefined;
  publicUrl: string | undefined;
  serviceDeskGroupId: string;
  teamsAppId: string | undefined;
  registrationReportDir: string | undefined;
  credential: TokenCredential;
  /** The same identity, for its expiry. */
  ownCredential: OwnCredential;
  appId: string;
  secretSaidToExpire: Date | undefined;
  tier: Tier;
  now: () => Date;
}

/**
 * Looks at everything that a deployment needs and gives what it found, in the order in which one would mend it. Changes
 * nothing and never rejects; takes at most half a minute.
 */
export async function examine(patient: Patient): Promise<Finding[]> {
  const { databaseUrl, tier, appId, now } = patient;
  const credential = steadyCredential(patient.credential);
  const graph = createGraph({
    credential,
    baseUrl: patient.graphUrl,
    // What fails is a finding; lines of the log in between would only be in the way.
    log: createLog('silent'),
    metrics: createMetrics(),
  });
  const view = databaseUrl === undefined ? undefined : viewPostgres(databaseUrl);
  const { registrationReportDir: folder, serviceDeskGroupId: groupId } = patient;
  try {
    return await runChecks([
      planCheck(patient.planPath),
      view ? postgresCheck(view) : embeddedCheck(patient.dataDir),
      tokenCheck(credential),
      expiryCheck({ graph, credential: patient.ownCredential, said: patient.secretSaidToExpire, now }),
      permissionCheck({ graph, tier, appId, serviceDeskGroupId: groupId }),
      groupCheck({ graph, groupId, isAnyReachable: async (ids) => view?.isAnyReachable(ids) }),
      appCheck({ graph, manifestPath: patient.manifestPath, appId, teamsAppId: patient.teamsAppId }),
      publicUrlCheck(patient.publicUrl),
      ...(folder === undefined ? [] : [uploadCheck(folder, now)]),
    ]);
  } finally {
    await view?.close().catch(() => undefined);
  }
}

function uploadCheck(folder: string, now: () => Date): Check {
  const check = 'Registration report file';
  return {
    name: check,
    look: async () => {
      const found = await checkUploadFolder(folder, now());
      return found.kind === 'ok'
        ? [{ check, kind: 'ok', words: found.line }]
        : [{ check, kind: 'wrong', words: found.line, todo: found.todo }];
    },
  };
}
