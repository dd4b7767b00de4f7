import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { getMethods, getPerUserState } from '../../../services/graph/authentication.ts';
import { getPerUserStates } from '../../../services/graph/batch.ts';
import type { Graph, GraphCall } from '../../../services/graph/client.ts';
import { eachMemberPage, isMemberOf } from '../../../services/graph/groups.ts';
import { askExpiry } from '../../../services/graph/own-credentials.ts';
import { type GraphFeature, graphFeatures, permissionsUpTo } from '../../../services/graph/permissions.ts';
import { eachReportPage } from '../../../services/graph/registration-report.ts';
import { eachLegacySignInPage } from '../../../services/graph/sign-ins.ts';
import {
  findCatalogueId,
  findInstallation,
  getChatId,
  installApp,
} from '../../../services/graph/teams-apps.ts';
import { eachUserPage, getUser } from '../../../services/graph/users.ts';

const features: readonly GraphFeature[] = graphFeatures;

/**
 * Which of our permissions Microsoft accepts for which call, and whether one of them is the least: taken from
 * github.com/microsoftgraph/microsoft-graph-devx-content, permissions/new/permissions.json (August 2026). The last row and
 * `/users/{id}` are from the calls' own pages (learn.microsoft.com/graph/api/application-get, user-get).
 */
const accepted: Record<string, { least: string[]; more: string[] }> = {
  // AuditLog.Read.All is for signInActivity (learn.microsoft.com/graph/api/user-list).
  'GET /users': { least: ['User.ReadBasic.All'], more: ['User.Read.All', 'AuditLog.Read.All'] },
  'GET /users/{id}': { least: ['User.ReadBasic.All'], more: ['User.Read.All'] },
  'GET /reports/authenticationMethods/userRegistrationDetails': { least: ['AuditLog.Read.All'], more: [] },
  'POST /users/{id}/checkMemberGroups': {
    least: ['Application.Read.All'],
    more: ['GroupMember.Read.All', 'User.Read.All'],
  },
  'GET /groups/{id}/transitiveMembers': {
    least: ['GroupMember.ReadBasic.All'],
    more: ['GroupMember.Read.All', 'User.Read.All'],
  },
  'GET /users/{id}/authentication/methods': { least: ['UserAuthenticationMethod.Read.All'], more: [] },
  'GET /beta/users/{id}/authentication/requirements': { least: ['Policy.Read.All'], more: [] },
  // The items decide: here as many of the line above.
  'POST /beta/$batch': { least: ['Policy.Read.All'], more: [] },
  'GET /auditLogs/signIns': { least: ['AuditLog.Read.All'], more: [] },
  'GET /appCatalogs/teamsApps': { least: ['AppCatalog.Read.All'], more: [] },
  'GET /users/{id}/teamwork/installedApps': {
    least: ['TeamsAppInstallation.ReadForUser.All', 'TeamsAppInstallation.ReadWriteSelfForUser.All'],
    more: [],
  },
  'POST /users/{id}/teamwork/installedApps': {
    least: ['TeamsAppInstallation.ReadWriteSelfForUser.All'],
    more: [],
  },
  'GET /users/{id}/teamwork/installedApps/{id}/chat': {
    least: ['TeamsAppInstallation.ReadForUser.All'],
    more: ['TeamsAppInstallation.ReadWriteSelfForUser.All'],
  },
  'GET /applications(appId={id})': { least: ['Application.Read.All'], more: [] },
};

const nameOf = (call: GraphFeature['calls'][number]) =>
  `${call.method} ${call.version ? `/${call.version}` : ''}${call.path}`;

test.each(features.map((feature) => [feature.id, feature] as const))(
  '%s asks for what Microsoft accepts, and says why not for less',
  (_id, feature) => {
    for (const call of feature.calls) {
      const { least, more } = accepted[nameOf(call)] ?? { least: [], more: [] };
      expect([...least, ...more]).toEqual(expect.arrayContaining([...feature.permissions]));
      const isLeast = feature.permissions.some((one) => least.includes(one));
      expect({ call: nameOf(call), isExplained: isLeast || feature.notLess !== undefined }).toEqual({
        call: nameOf(call),
        isExplained: true,
      });
    }
  },
);

test('names every call that the product makes, with the permission that the code names', async () => {
  const made = new Map<string, string>();
  const resources = new Set<string>();
  const graph: Graph = {
    origins: ['https://graph.microsoft.com'],
    ask<Reply>(call: GraphCall<Reply>): Promise<Reply> {
      const [path = ''] = decodeURIComponent(call.path).split('?');
      const pattern = path.replace(/\bID\b/g, '{id}').replace("appId='{id}'", 'appId={id}');
      const version = call.version === 'beta' ? '/beta' : '';
      made.set(`${call.body === undefined ? 'GET' : 'POST'} ${version}${pattern}`, call.permission);
      resources.add(call.resource);
      return Promise.reject(new Error('asked'));
    },
  };
  const all: (() => Promise<unknown>)[] = [
    () => getUser(graph, 'ID'),
    () => eachUserPage(graph).next(),
    () => eachUserPage(graph, { withSignIns: true }).next(),
    () => eachReportPage(graph).next(),
    () => isMemberOf(graph, 'ID', 'ID'),
    () => eachMemberPage(graph, 'ID').next(),
    () => getMethods(graph, 'ID'),
    () => getPerUserState(graph, 'ID'),
    () => getPerUserStates(graph, ['ID']),
    () => eachLegacySignInPage(graph, { protocol: 'POP3', since: new Date() }).next(),
    () => findCatalogueId(graph, 'ID'),
    () => installApp(graph, { accountId: 'ID', catalogueId: 'ID' }),
    () => findInstallation(graph, { accountId: 'ID', catalogueId: 'ID' }),
    () => getChatId(graph, { accountId: 'ID', installationId: 'ID' }),
    () =>
      askExpiry(
        { graph, now: () => new Date() },
        { credential: { kind: 'secret', appId: 'ID', secret: 'abc' } },
      ),
  ];
  for (const run of all) await expect(run()).rejects.toThrow('asked');

  const named = new Map(
    features.flatMap(({ calls, permissions }) => calls.map((call) => [nameOf(call), permissions] as const)),
  );
  expect([...made.keys()].sort()).toEqual([...named.keys()].sort());
  for (const [call, permission] of made) {
    expect(named.get(call)).toEqual(expect.arrayContaining(permission.split(' and ')));
  }
  // Nothing that asks was forgotten above.
  expect([...resources].sort()).toEqual(resourcesInTheCode());
});

test('lists each permission once, with nothing above the tier', () => {
  expect(permissionsUpTo(0)).toEqual([]);
  expect(permissionsUpTo(1).map(({ permission }) => permission)).toEqual([
    'User.Read.All',
    'AuditLog.Read.All',
    'GroupMember.Read.All',
  ]);
  const all = permissionsUpTo(3).map(({ permission }) => permission);
  expect(new Set(all).size).toBe(all.length);
  // No permission to change an account, a method or a policy.
  expect(all.filter((one) => /Write/.test(one))).toEqual(['TeamsAppInstallation.ReadWriteSelfForUser.All']);
});

/** What the code calls the things it asks Graph for, wherever it does, but for the doctor's trials. */
function resourcesInTheCode(): string[] {
  const root = join(import.meta.dirname, '../../../services');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('doctor'),
  );
  const found = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^\s+resource: '([^']+)',$/gm)].map(
      ([, name = '']) => name,
    ),
  );
  return [...new Set(found)].sort();
}
