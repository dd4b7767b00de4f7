import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Finding, lineOf, runChecks } from '../../../services/doctor/check.ts';
import { findingsOf } from '../../../services/doctor/check-database.ts';
import type { Patient } from '../../../services/doctor/doctor.ts';
import {
  appId,
  type Deployment,
  fakeDeployment,
  groupId,
  memberUpn,
  refusal,
  secret,
  writeManifest,
} from './fake-deployment.ts';

let deployment: Deployment;
beforeEach(async () => {
  deployment = await fakeDeployment();
});
afterEach(() => deployment.stop());

const wrongIn = (findings: Finding[]) => findings.filter(({ kind }) => kind === 'wrong').map(lineOf);
const linesOf = (findings: Finding[]) => findings.map(lineOf);

const failingToken = (message: string): Patient['credential'] => ({
  getToken: async () => {
    throw new Error(message);
  },
});

/** What Graph answers where the tenant's administrator has consented to nothing. */
const consentToNothing = ({ answers }: Deployment) => {
  for (const path of Object.keys(answers)) if (path !== '/health/live') answers[path] = refusal();
};

describe('a deployment in which all is well', () => {
  it('has a line for each thing and nothing to do', async () => {
    const lines = linesOf(await deployment.examine());
    expect(lines.filter((line) => !line.startsWith('ok  '))).toEqual([]);
    for (const thing of [
      'Rollout plan',
      'Database',
      'Token for Teams',
      'Token for Graph',
      'Expiry',
      'Graph permission User.Read.All',
      'Graph permission TeamsAppInstallation.ReadWriteSelfForUser.All',
      'Service-desk group',
      'Manifest',
      'App catalogue',
      'PUBLIC_URL',
    ]) {
      expect(lines.filter((line) => line.startsWith(`ok  ${thing}: `))).toHaveLength(1);
    }
  });

  it('is changed by nothing that the doctor asks', async () => {
    await deployment.examine();
    expect(deployment.calls.length).toBeGreaterThan(8);
    expect(deployment.calls.filter((call) => !call.startsWith('GET '))).toEqual([]);
  });
});

/** Each broken set-up: what is broken, and the one line that must name it and say what to do. */
const broken: [string, (here: Deployment) => Partial<Patient> | Promise<Partial<Patient>>, RegExp][] = [
  [
    'no licence',
    ({ answers }) => {
      answers['/v1.0/reports/'] = refusal();
      answers['/v1.0/reports/authenticationMethods/userRegistrationDetails'] = refusal(
        'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
        403,
        'Neither tenant is B2C or tenant does not have premium license',
      );
      return {};
    },
    /^!! {2}Graph permission AuditLog\.Read\.All: the tenant has no Microsoft Entra ID P1.*Check the licences/,
  ],
  [
    'a permission is missing',
    ({ answers }) => {
      answers['/beta/users/member-1/authentication/requirements'] = refusal();
      return {};
    },
    /^!! {2}Graph permission Policy\.Read\.All: not granted\. Add it .* grant admin consent/,
  ],
  [
    'consent is missing',
    (here) => {
      consentToNothing(here);
      return {};
    },
    /^!! {2}Graph permissions: .*admin consent is missing\. .*"Grant admin consent"/,
  ],
  [
    'a wrong secret',
    () => ({
      credential: failingToken(`AADSTS7000215: Invalid client secret provided: '${secret}'. Trace ID: x`),
    }),
    /^!! {2}Token for Graph: the secret is wrong\. \(AADSTS7000215\) Copy the value of the client secret/,
  ],
  [
    'an expired secret',
    () => ({ credential: failingToken('AADSTS7000222: The provided client secret keys are expired.') }),
    /^!! {2}Token for Teams: the secret has expired\. .*Make a new client secret/,
  ],
  [
    'a wrong tenant',
    () => ({ credential: failingToken("AADSTS90002: Tenant 'x' not found.") }),
    /^!! {2}Token for Graph: there is no such tenant\. .*MicrosoftAppTenantId/,
  ],
  [
    'an application of another tenant',
    () => ({ credential: failingToken('AADSTS700016: Application was not found in the directory.') }),
    /^!! {2}Token for Graph: the tenant does not know this application\. .*Check MicrosoftAppId and MicrosoftAppTenantId/,
  ],
  [
    'a code of Entra that nobody knows',
    () => ({ credential: failingToken('AADSTS123456: Something new.') }),
    /^!! {2}Token for Graph: Microsoft Entra refused it \(AADSTS123456\)\. Look the code up/,
  ],
  [
    'an app that is not in the catalogue',
    ({ answers }) => {
      answers['/v1.0/appCatalogs/teamsApps?'] = { body: { value: [] } };
      return {};
    },
    /^!! {2}App catalogue: .*does not have the app with TEAMS_APP_ID\. .*npm run package/,
  ],
  [
    'an app that nobody published',
    ({ answers }) => {
      answers['/v1.0/appCatalogs/teamsApps?'] = {
        body: {
          value: [{ id: 'x', appDefinitions: [{ id: 'y', version: '1', publishingState: 'submitted' }] }],
        },
      };
      return {};
    },
    /^!! {2}App catalogue: .*nobody has published it\. Publish it/,
  ],
  [
    'an older version in the catalogue',
    ({ answers }) => {
      answers['/v1.0/appCatalogs/teamsApps?'] = {
        body: {
          value: [
            {
              id: 'catalogue-1',
              appDefinitions: [{ id: 'definition-1', version: '1.2.2', publishingState: 'published' }],
            },
          ],
        },
      };
      return {};
    },
    /^!! {2}App catalogue: it has version 1\.2\.2, this code has 1\.2\.3\. .*upload the package/,
  ],
  [
    'a manifest with another bot',
    async (here) => {
      await writeManifest(here, { botId: groupId });
      return {};
    },
    /^!! {2}Manifest: it names another bot than MicrosoftAppId\. Set bots\[0\]\.botId/,
  ],
  [
    'a manifest that cannot install itself',
    async (here) => {
      await writeManifest(here, { botId: appId, webId: groupId });
      return {};
    },
    /^!! {2}Manifest: its webApplicationInfo does not name MicrosoftAppId/,
  ],
  [
    'a catalogue with another bot',
    ({ answers }) => {
      answers['/v1.0/appCatalogs/teamsApps/catalogue-1/appDefinitions/definition-1/bot'] = {
        body: { id: groupId },
      };
      return {};
    },
    /^!! {2}App catalogue: the app in the catalogue belongs to another bot/,
  ],
  [
    'an unknown group',
    ({ answers }) => {
      answers[`/v1.0/groups/${groupId}/transitiveMembers`] = refusal('Request_ResourceNotFound', 404);
      return {};
    },
    /^!! {2}Service-desk group: the tenant has no group with this id\. .*SERVICE_DESK_GROUP_ID/,
  ],
  [
    'an empty group',
    ({ answers }) => {
      answers[`/v1.0/groups/${groupId}/transitiveMembers`] = { body: { value: [] } };
      return {};
    },
    /^!! {2}Service-desk group: it has no member who can sign in.* Add the people/,
  ],
  [
    'a database that cannot be reached',
    () => ({ databaseUrl: `postgres://bot:${secret}@127.0.0.1:1/mfa` }),
    /^!! {2}Database: nothing listens at its address\. Start the server/,
  ],
  [
    'a faulty plan',
    async ({ folder }) => {
      const planPath = join(folder, 'plan.yaml');
      await writeFile(planPath, 'organisation: 7\n');
      return { planPath };
    },
    /^!! {2}Rollout plan: .*plan\.yaml, organisation: expected .*found the number 7\. Mend it/,
  ],
  [
    'no plan at all',
    () => ({ planPath: 'no/such/plan.yaml' }),
    /^!! {2}Rollout plan: no\/such\/plan\.yaml cannot be read\. Check ROLLOUT_PLAN/,
  ],
  [
    'a secret that soon expires',
    ({ answers }) => {
      answers['/v1.0/applications('] = {
        body: { passwordCredentials: [{ hint: secret.slice(0, 3), endDateTime: '2026-12-10T00:00:00Z' }] },
      };
      return {};
    },
    /^!! {2}Expiry: The bot’s secret expires on 2026-12-10, in 16 days\. Make a new secret/,
  ],
  [
    'a public address that leads elsewhere',
    ({ answers }) => {
      answers['/health/live'] = { status: 404, body: 'nginx' };
      return {};
    },
    /^!! {2}PUBLIC_URL: .* is answered by something else \(404\)\. Check/,
  ],
  [
    'a public address that nobody answers',
    () => ({ publicUrl: 'http://127.0.0.1:1' }),
    /^!! {2}PUBLIC_URL: .* does not answer.*Check the host name/,
  ],
  [
    'a folder without a registration report',
    ({ folder }) => ({ registrationReportDir: join(folder, 'none') }),
    /^!! {2}Registration report file: .*REGISTRATION_REPORT_DIR/,
  ],
];

describe('a broken set-up is named in a sentence that says what to do:', () => {
  it.each(broken)('%s', async (_name, breakIt, line) => {
    const findings = await deployment.examine(await breakIt(deployment));
    const lines = wrongIn(findings);
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(line)]));
    expect(linesOf(findings).join('\n')).not.toContain(secret);
    expect(linesOf(findings).join('\n')).not.toContain(secret.slice(0, 12));
    expect(JSON.stringify(findings)).not.toContain(memberUpn);
  });

  it('and nothing else is, where one thing alone is broken', async () => {
    deployment.answers['/beta/users/member-1/authentication/requirements'] = refusal();
    expect(wrongIn(await deployment.examine())).toHaveLength(1);
  });
});

describe('a tier that was chosen', () => {
  it('makes a permission above it nothing to mend, and says what is lost', async () => {
    consentToNothing(deployment);
    const findings = await deployment.examine({ tier: 0 });
    expect(wrongIn(findings)).toEqual([]);
    expect(linesOf(findings)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^-- {2}Graph permission AuditLog\.Read\.All: .*hands over/),
      ]),
    );
  });
});

describe('the database’s own facts', () => {
  const well = {
    versionNumber: 150_004,
    applied: ['1.sql'],
    known: ['1.sql'],
    clockAheadMs: 20,
    mayCreate: true,
  };

  it.each([
    ['well', {}, /^ok {2}Database: PostgreSQL 15, up to date/],
    ['newer', { versionNumber: 180_001 }, /^ok {2}Database: PostgreSQL 18/],
    ['too old', { versionNumber: 140_012 }, /^!! {2}Database: PostgreSQL 14 is too old\. Use PostgreSQL 15/],
    ['empty', { applied: undefined }, /^ok .*empty; the first start prepares it/],
    ['behind', { applied: [] }, /^ok .*new migrations \(1\) are made at the next start/],
    ['behind and locked', { applied: [], mayCreate: false }, /^!! .*may not make tables\. Grant it create/],
    ['ahead', { applied: ['1.sql', '2.sql'] }, /^!! .*newer version of this program\. Start the newer/],
    ['another time', { clockAheadMs: -61_000 }, /^!! .*61 seconds apart\. Switch time synchronisation on/],
  ])('%s', (_name, changes, line) => {
    expect(findingsOf({ ...well, ...changes }).map(lineOf)).toEqual([expect.stringMatching(line)]);
  });
});

describe('a check', () => {
  it('that hangs or throws becomes a line, and the others go on', async () => {
    const findings = await runChecks(
      [
        { name: 'Hangs', look: () => new Promise<never>(() => undefined) },
        {
          name: 'Throws',
          look: async () => {
            throw new TypeError(`about ${memberUpn}`);
          },
        },
        { name: 'Well', look: async () => [{ check: 'Well', kind: 'ok', words: 'yes.' }] },
      ],
      50,
    );
    expect(findings.map(({ check, kind }) => [check, kind])).toEqual([
      ['Hangs', 'wrong'],
      ['Throws', 'wrong'],
      ['Well', 'ok'],
    ]);
    expect(JSON.stringify(findings)).not.toContain(memberUpn);
  });
});
