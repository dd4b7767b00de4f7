import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../../services/doctor/check.ts';
import { examine, type Patient } from '../../../services/doctor/doctor.ts';

export const appId = 'aaaaaaaa-0000-4000-8000-000000000001';
const teamsAppId = 'bbbbbbbb-0000-4000-8000-000000000002';
export const groupId = 'cccccccc-0000-4000-8000-000000000003';
export const secret = 'pLanted~secret-value';
export const memberUpn = 'planted.member@norfolk.gov.uk';

/** What Graph answers to a path that begins so; the longest prefix counts. */
type Answers = Record<string, { status?: number; body: unknown }>;

/** A deployment in which everything is well, until a test breaks it. */
export interface Deployment {
  patient: Patient;
  answers: Answers;
  /** Every request to the pretend Graph: method and path. */
  calls: string[];
  folder: string;
  examine(changes?: Partial<Patient>): Promise<Finding[]>;
  stop(): Promise<void>;
}

export function refusal(code = 'Authorization_RequestDenied', status = 403, message = 'Refused') {
  return { status, body: { error: { code, message: `${message} for ${memberUpn}` } } };
}

const now = new Date('2026-11-24T09:00:00Z');

export async function fakeDeployment(): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  const calls: string[] = [];
  const deployment: Deployment = {
    answers: wellAnswers(),
    calls,
    folder,
    patient: {
      planPath: 'services/rollout/norfolk-2018.yaml',
      manifestPath: join(folder, 'manifest.json'),
      databaseUrl: undefined,
      dataDir: folder,
      graphUrl: undefined,
      publicUrl: undefined,
      serviceDeskGroupId: groupId,
      teamsAppId,
      registrationReportDir: undefined,
      credential: { getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }) },
      ownCredential: { kind: 'secret', appId, secret },
      appId,
      secretSaidToExpire: undefined,
      tier: 3,
      now: () => now,
    },
    examine: (changes = {}) => examine({ ...deployment.patient, ...changes }),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await rm(folder, { recursive: true, force: true });
    },
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    calls.push(`${request.method} ${path}`);
    const prefix = Object.keys(deployment.answers)
      .filter((one) => path.startsWith(one))
      .sort((one, other) => other.length - one.length)[0];
    const answer = prefix === undefined ? undefined : deployment.answers[prefix];
    response.writeHead(answer ? (answer.status ?? 200) : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.body ?? { error: { code: 'BadRequest' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It listens on a port, so its address is no string.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  deployment.patient.graphUrl = url;
  deployment.patient.publicUrl = url;
  await writeManifest(deployment, { botId: appId });
  return deployment;
}

/** The project's own manifest in version 1.2.3, with another bot where asked for. */
export async function writeManifest(
  { patient }: Deployment,
  { botId, webId = botId }: { botId: string; webId?: string },
): Promise<void> {
  const own = JSON.parse(await readFile('appPackage/manifest.json', 'utf8')) as Record<string, unknown>;
  const manifest = {
    ...own,
    version: '1.2.3',
    bots: [{ ...(own.bots as object[])[0], botId }],
    webApplicationInfo: { id: webId, resource: `api://${webId}` },
  };
  await writeFile(patient.manifestPath, JSON.stringify(manifest));
}

function wellAnswers(): Answers {
  const member = {
    id: 'member-1',
    userPrincipalName: memberUpn,
    displayName: 'Planted',
    accountEnabled: true,
  };
  return {
    '/health/live': { body: { status: 'live' } },
    '/v1.0/users?': { body: { value: [member] } },
    [`/v1.0/groups/${groupId}/transitiveMembers`]: { body: { value: [member] } },
    '/v1.0/reports/authenticationMethods/userRegistrationDetails': { body: { value: [] } },
    '/v1.0/users/member-1/authentication/methods': { body: { value: [] } },
    '/beta/users/member-1/authentication/requirements': { body: { perUserMfaState: 'disabled' } },
    '/v1.0/users/member-1/teamwork/installedApps': { body: { value: [] } },
    '/v1.0/appCatalogs/teamsApps?': {
      body: {
        value: [
          {
            id: 'catalogue-1',
            distributionMethod: 'organization',
            appDefinitions: [{ id: 'definition-1', version: '1.2.3', publishingState: 'published' }],
          },
        ],
      },
    },
    '/v1.0/appCatalogs/teamsApps/catalogue-1/appDefinitions/definition-1/bot': { body: { id: appId } },
    '/v1.0/applications(': {
      body: { passwordCredentials: [{ hint: secret.slice(0, 3), endDateTime: '2027-11-24T00:00:00Z' }] },
    },
  };
}
