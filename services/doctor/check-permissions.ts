import { z } from 'zod';
import { personChecksAnHour } from '../directory/person-checks.ts';
import { type Graph, GraphFailure } from '../graph/client.ts';
import { graphFeatures, permissionsUpTo, type Tier } from '../graph/permissions.ts';
import { refusalIn } from '../graph/teams-apps.ts';
import { pathSegment } from '../graph/users.ts';
import type { Check, Finding } from './check.ts';

export interface PermissionCheckOptions {
  graph: Graph;
  /** The tier that was granted, or is meant to be: above it a missing permission is nothing to mend. */
  tier: Tier;
  appId: string;
  serviceDeskGroupId: string;
}

type Tried =
  | { kind: 'granted' }
  | { kind: 'refused' }
  | { kind: 'no-licence' }
  /** Nobody is known to ask about: what finds people is refused itself. */
  | { kind: 'nobody-to-ask-about' }
  | { kind: 'no-answer'; failure: GraphFailure };

/** Enough for one throttled call; a check of all takes a dozen. */
const patience = { tries: 2, totalMs: 8_000 };

/**
 * Tries each permission with a call that changes nothing. Calls about one account take any member of the service desk or
 * any account that is listed; no answer about it is kept or shown.
 */
export function permissionCheck(options: PermissionCheckOptions): Check {
  return { name: 'Graph permissions', look: () => look(options) };
}

async function look(options: PermissionCheckOptions): Promise<Finding[]> {
  const { graph, tier } = options;
  const accountId = await someAccount(graph, options.serviceDeskGroupId);
  const needs = permissionsUpTo(3);
  const tried = await Promise.all(needs.map(({ permission }) => tryOne(options, permission, accountId)));
  const asked = needs.flatMap((need, index) => {
    const outcome = tried[index];
    return outcome && need.tier <= tier ? [outcome] : [];
  });
  const isNothingConsented =
    asked.length > 1 &&
    asked.every(({ kind }) => kind === 'refused' || kind === 'nobody-to-ask-about') &&
    asked.some(({ kind }) => kind === 'refused');
  const findings = needs.flatMap(({ permission, tier: own, features }, index) => {
    const outcome = tried[index];
    return outcome ? [findingOf(permission, { outcome, isWanted: own <= tier, features })] : [];
  });
  if (!isNothingConsented) return findings;
  return [
    {
      check: 'Graph permissions',
      kind: 'wrong',
      words: 'Microsoft Graph refuses every one: admin consent is missing.',
      todo: 'In Entra open the app registration, API permissions, check that the list below is there as application permissions, and press "Grant admin consent"; it can take some minutes.',
    },
    ...findings,
  ];
}

function findingOf(
  permission: string,
  tried: { outcome: Tried; isWanted: boolean; features: { without: string }[] },
): Finding {
  const check = `Graph permission ${permission}`;
  const { outcome, isWanted } = tried;
  const lost = tried.features.map(({ without }) => without).join(' ');
  switch (outcome.kind) {
    case 'granted':
      return { check, kind: 'ok', words: 'granted.' };
    case 'refused':
      if (!isWanted) return { check, kind: 'left-out', words: `not granted and not in this tier. ${lost}` };
      return {
        check,
        kind: 'wrong',
        words: 'not granted.',
        todo: `Add it as an application permission in the app registration and grant admin consent. Until then: ${lost}`,
      };
    case 'no-licence':
      return {
        check,
        kind: isWanted ? 'wrong' : 'left-out',
        words: `the tenant has no Microsoft Entra ID P1: there is no registration report, no last sign-in of accounts and no list of who connects by POP3 or IMAP. Instead, each account is asked singly, up to ${personChecksAnHour.toLocaleString('en-GB')} an hour.`,
        todo: 'Check the licences of the tenant, or hand over the report as a file (REGISTRATION_REPORT_DIR).',
      };
    case 'nobody-to-ask-about':
      return {
        check,
        kind: 'left-out',
        words: 'cannot be tried, because no account is known to ask about. Grant User.Read.All first.',
      };
    case 'no-answer':
      return {
        check,
        kind: 'wrong',
        words: `could not be tried: ${outcome.failure.message}`,
        todo: 'Run the doctor again in a minute.',
      };
  }
}

/** The questions, by permission; each asks for as little as its call can. */
function questionFor(
  { appId, serviceDeskGroupId }: PermissionCheckOptions,
  permission: OurPermission,
): { path: string; version?: 'beta' } | ((account: string) => { path: string; version?: 'beta' }) {
  switch (permission) {
    case 'User.Read.All':
      // accountEnabled is what User.ReadBasic.All would not give.
      return { path: '/users?$select=id,accountEnabled&$top=1' };
    case 'AuditLog.Read.All':
      return { path: '/reports/authenticationMethods/userRegistrationDetails' };
    case 'GroupMember.Read.All':
      return { path: `/groups/${pathSegment(serviceDeskGroupId)}/transitiveMembers?$select=id&$top=1` };
    case 'UserAuthenticationMethod.Read.All':
      return (account) => ({ path: `/users/${account}/authentication/methods` });
    case 'Policy.Read.All':
      return (account) => ({ path: `/users/${account}/authentication/requirements`, version: 'beta' });
    case 'AppCatalog.Read.All':
      return { path: `/appCatalogs/teamsApps?$filter=${encodeURIComponent(`externalId eq '${appId}'`)}` };
    case 'TeamsAppInstallation.ReadWriteSelfForUser.All':
      return (account) => ({
        path: `/users/${account}/teamwork/installedApps?$expand=teamsApp&$filter=${encodeURIComponent(`teamsApp/externalId eq '${appId}'`)}`,
      });
    case 'Application.Read.All':
      return { path: `/applications(appId='${encodeURIComponent(appId)}')?$select=passwordCredentials` };
  }
}

type OurPermission = (typeof graphFeatures)[number]['permissions'][number];

const isOurs = (permission: string): permission is OurPermission =>
  graphFeatures.some(({ permissions }) => permissions.some((one) => one === permission));

async function tryOne(
  options: PermissionCheckOptions,
  permission: string,
  accountId: string | undefined,
): Promise<Tried> {
  if (!isOurs(permission)) throw new TypeError('There is no question for this permission.');
  const question = questionFor(options, permission);
  if (typeof question !== 'function') return ask(options.graph, permission, question);
  if (accountId === undefined) return { kind: 'nobody-to-ask-about' };
  return ask(options.graph, permission, question(pathSegment(accountId)));
}

async function ask(
  graph: Graph,
  permission: string,
  question: { path: string; version?: 'beta' },
): Promise<Tried> {
  try {
    await graph.ask<unknown>({
      resource: `the trial of ${permission}`,
      permission,
      ...question,
      reply: z.unknown(),
      // Elsewhere a 403 that speaks of a licence says that the tenant has none.
      ...(permission === installation && { expected: isAboutThePerson }),
      patience,
    });
    return { kind: 'granted' };
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    // A group or account that is not there is for another check to tell: the question itself was allowed.
    if (error.code === 'not-found') return { kind: 'granted' };
    if (error.code === 'no-licence') return { kind: 'no-licence' };
    return error.code === 'forbidden' ? { kind: 'refused' } : { kind: 'no-answer', failure: error };
  }
}

const installation = 'TeamsAppInstallation.ReadWriteSelfForUser.All' satisfies OurPermission;

/** A 403 that speaks of this one person's licence or policy is an answer: the question itself was allowed. */
function isAboutThePerson(status: number, text: string): object | undefined {
  const isSo = status === 403 && ['no-teams-licence', 'app-blocked-by-policy'].includes(refusalIn(text));
  return isSo ? {} : undefined;
}

const ids = z.object({ value: z.array(z.object({ id: z.string().min(1), userPrincipalName: z.unknown() })) });

/** A member of the service desk before anybody else: whoever set this up knows them. */
async function someAccount(graph: Graph, groupId: string): Promise<string | undefined> {
  const select = '$select=id,userPrincipalName';
  for (const [path, permission] of [
    [`/groups/${pathSegment(groupId)}/transitiveMembers?${select}&$top=5`, 'GroupMember.Read.All'],
    [`/users?${select}&$top=1`, 'User.Read.All'],
  ] as const) {
    try {
      const { value } = await graph.ask({ resource: 'an account', permission, path, reply: ids, patience });
      const account = value.find((one) => typeof one.userPrincipalName === 'string');
      if (account) return account.id;
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error;
    }
  }
  return undefined;
}
