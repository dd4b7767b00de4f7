/**
 * How much of Graph the bot may use. 0: nothing, and it still guides, answers and knows its dates; 1: accounts, the
 * registration report and the service desk's group; 2: one account at a time, and bringing the app to people; 3: what
 * watches the bot itself. Whoever grants a tier grants those below it.
 */
export type Tier = 0 | 1 | 2 | 3;

export const tiers: readonly Tier[] = [0, 1, 2, 3];

export interface GraphFeature {
  /** Stable name, for tests and machines. */
  id: string;
  tier: Exclude<Tier, 0>;
  /** Application permissions, all of them needed: with GroupMember.Read.All alone, members come without a name. */
  permissions: readonly string[];
  /** What is called, below the version: `{id}` stands for one account, group or app. */
  calls: readonly { method: 'GET' | 'POST'; path: string; version?: 'beta' }[];
  /** What it is for, as a sentence for a change board. */
  why: string;
  /** What people notice without it, as a sentence. */
  without: string;
  /** Why not a narrower permission, where Microsoft lists one for the call. */
  notLess?: string;
}

/**
 * Every call to Graph that the product makes, with the least that it needs. All of them read, but for installing the
 * bot's own app. Sources: the permissions tables of each call on learn.microsoft.com/graph/api and
 * github.com/microsoftgraph/microsoft-graph-devx-content (permissions/new/permissions.json).
 */
export const graphFeatures = [
  {
    id: 'accounts',
    tier: 1,
    permissions: ['User.Read.All'],
    calls: [
      { method: 'GET', path: '/users' },
      { method: 'GET', path: '/users/{id}' },
    ],
    why: 'Lists the accounts of the tenant, so that everybody whom the plan names is reminded and counted.',
    without:
      'Only people who have written to the bot or stand in the uploaded report are known. Notices and progress leave out all others.',
    notLess: 'User.ReadBasic.All does not say whether an account is blocked (accountEnabled).',
  },
  {
    id: 'registration-report',
    tier: 1,
    permissions: ['AuditLog.Read.All'],
    calls: [{ method: 'GET', path: '/reports/authenticationMethods/userRegistrationDetails' }],
    why: 'Reads who has set up MFA for the whole tenant in one go. Needs Microsoft Entra ID P1.',
    without:
      'Who is set up comes from a report that an administrator downloads and hands over, with its age.',
  },
  {
    id: 'sign-in-activity',
    tier: 1,
    permissions: ['User.Read.All', 'AuditLog.Read.All'],
    calls: [{ method: 'GET', path: '/users' }],
    why: 'Reads along, once a day, when each account last signed in. Needs Microsoft Entra ID P1.',
    without: 'It is not known which accounts nobody uses any more.',
    notLess: 'User.ReadBasic.All does not say when an account last signed in (signInActivity).',
  },
  {
    id: 'sign-ins',
    tier: 1,
    permissions: ['AuditLog.Read.All'],
    calls: [{ method: 'GET', path: '/auditLogs/signIns' }],
    why: 'Reads from the sign-in log, once a day, which accounts still connect by POP3, IMAP or SMTP: the last day and the protocol are kept, nothing else. Needs Microsoft Entra ID P1.',
    without: 'The progress card cannot say how many accounts still connect in a way that MFA stops.',
  },
  {
    id: 'service-desk',
    tier: 1,
    permissions: ['GroupMember.Read.All', 'User.Read.All'],
    calls: [
      { method: 'POST', path: '/users/{id}/checkMemberGroups' },
      { method: 'GET', path: '/groups/{id}/transitiveMembers' },
    ],
    why: 'Asks whether a person is in the service desk’s group, at each thing that only the service desk may do.',
    without:
      'Nobody can send notices, see the progress or answer tickets: the bot says so and opens tickets that wait.',
    notLess:
      'GroupMember.ReadBasic.All does not cover the question whether one person is in a group (checkMemberGroups).',
  },
  {
    id: 'methods',
    tier: 2,
    permissions: ['UserAuthenticationMethod.Read.All'],
    calls: [{ method: 'GET', path: '/users/{id}/authentication/methods' }],
    why: 'Checks one account at the moment its owner presses “Check now”, and just before a reminder. Which kinds of method are there is kept, never a phone number.',
    without:
      'The bot says that it may not look, takes the person’s word, and goes by the report, some hours old.',
  },
  {
    id: 'per-user-state',
    tier: 2,
    permissions: ['Policy.Read.All'],
    calls: [
      { method: 'GET', path: '/users/{id}/authentication/requirements', version: 'beta' },
      // The same for twenty accounts in one request.
      { method: 'POST', path: '/$batch', version: 'beta' },
    ],
    why: 'Reads whether MFA is switched on for one account, so that the words about Outlook are true for it.',
    without: 'The bot speaks of the planned dates only and asks people whether their Outlook works.',
  },
  {
    id: 'catalogue',
    tier: 2,
    permissions: ['AppCatalog.Read.All'],
    calls: [{ method: 'GET', path: '/appCatalogs/teamsApps' }],
    why: 'Finds the bot’s own app in the organisation’s catalogue.',
    without: 'The bot cannot install its app: see the next line.',
  },
  {
    id: 'installation',
    tier: 2,
    permissions: ['TeamsAppInstallation.ReadWriteSelfForUser.All'],
    calls: [
      { method: 'GET', path: '/users/{id}/teamwork/installedApps' },
      { method: 'POST', path: '/users/{id}/teamwork/installedApps' },
      { method: 'GET', path: '/users/{id}/teamwork/installedApps/{id}/chat' },
    ],
    why: 'Puts the bot’s own app, and no other, into the Teams of people who are to hear from it. The one permission here that changes anything.',
    without:
      'People are reached only after they have opened the app themselves, or an app setup policy has installed it.',
    notLess: 'TeamsAppInstallation.ReadForUser.All cannot install.',
  },
  {
    id: 'own-secret',
    tier: 3,
    permissions: ['Application.Read.All'],
    calls: [{ method: 'GET', path: '/applications(appId={id})' }],
    why: 'Reads on which day the bot’s own secret ends, to warn thirty days before.',
    without: 'Set MicrosoftAppPasswordExpires to the day instead. A certificate tells its day by itself.',
  },
] as const satisfies readonly GraphFeature[];

/** One line of the list to be consented to: a permission with every feature that needs it. */
export interface PermissionNeed {
  permission: string;
  /** The lowest tier with a feature that needs it. */
  tier: Tier;
  features: GraphFeature[];
}

/** Each permission once, up to a tier, in the order of the tiers. */
export function permissionsUpTo(tier: Tier): PermissionNeed[] {
  const needs = new Map<string, PermissionNeed>();
  for (const feature of graphFeatures as readonly GraphFeature[]) {
    if (feature.tier > tier) continue;
    for (const permission of feature.permissions) {
      const need = needs.get(permission) ?? { permission, tier: feature.tier, features: [] };
      need.features.push(feature);
      needs.set(permission, need);
    }
  }
  return [...needs.values()];
}
