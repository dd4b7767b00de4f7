import { createHash } from 'node:crypto';
import type { TenantAccount, TenantMethodKind } from './account.ts';

/** The pretend tenant's id; it stands in every activity of the windows. */
export const tenantId = idOf('tenant');

/** The Entra group of the service desk. Its officer sits in a group inside it, as in many real tenants. */
export const serviceDeskGroup = { id: idOf('group service desk'), innerId: idOf('group first line') };

/** The app's id in its manifest, as the pretend tenant's catalogue has it. */
export const teamsAppId = idOf('teams app');

/** Its members, by address. */
export const serviceDeskMembers = ['servicedesk@norfolk.gov.uk', 'ict.support@norfolk.gov.uk'];

/**
 * Every account of the pretend tenant on its first day, the same each time: 13 schools that do not exist, with a
 * head, an office and functional staff accounts each, and the authority's own, which no cohort of the plan covers.
 * Between them they show every state that the product has to tell apart.
 */
export function firstDayAccounts(): TenantAccount[] {
  const schoolAccounts = schools.flatMap((school) =>
    localParts.map((local) => accountOf(`${local}@${school}.norfolk.sch.uk`, displayName(local, school))),
  );
  const authority = ['servicedesk', 'ict.support', 'email.team'].map((local) =>
    accountOf(`${local}@norfolk.gov.uk`, `Norfolk ${titleCase(local)}`),
  );
  return [...schoolAccounts, ...authority];
}

const schools = [
  'hillside',
  'riverside',
  'oakmeadow',
  'harbour',
  'heathfield',
  'millbrook',
  'northgate',
  'orchard',
  'st-felix',
  'sandringfield',
  'broadwater',
  'windmill',
  'fenland',
];

const localParts = [
  'head',
  'office',
  'deputy',
  'finance',
  'senco',
  'library',
  'caretaker',
  'kitchen',
  'reception',
  'teacher.ash',
  'teacher.beech',
  'teacher.elm',
  'teacher.oak',
  'teacher.rowan',
  'supply.one',
  'supply.two',
];

/** What accounts hold besides their password, each as often as it stands here. */
const usualMethods: TenantMethodKind[][] = [
  [],
  [],
  [],
  [],
  [],
  ['email'],
  ['phone'],
  ['authenticator'],
  ['authenticator', 'phone'],
  ['code-app'],
  ['hardware-token'],
  ['windows-hello'],
  ['security-key'],
  ['temporary-pass'],
];

/** Accounts with a part in the demo, and one of each kind that chance might leave out. */
const chosen: Record<
  string,
  Partial<Pick<TenantAccount, 'accountEnabled' | 'state' | 'inReport'>> & { holds?: TenantMethodKind[] }
> = {
  'head@hillside.norfolk.sch.uk': { holds: [] },
  'office@hillside.norfolk.sch.uk': { holds: [] },
  'servicedesk@norfolk.gov.uk': { holds: ['authenticator'] },
  // A school that tried MFA before everyone else.
  'teacher.ash@harbour.norfolk.sch.uk': { holds: [], state: 'enabled' },
  'teacher.beech@harbour.norfolk.sch.uk': { holds: ['authenticator'], state: 'enforced' },
  'teacher.elm@harbour.norfolk.sch.uk': { holds: [], state: 'enforced' },
  'senco@harbour.norfolk.sch.uk': { holds: ['security-key'], state: 'enforced' },
  'head@orchard.norfolk.sch.uk': { holds: ['authenticator'] },
  'head@fenland.norfolk.sch.uk': { holds: ['email'] },
  'head@windmill.norfolk.sch.uk': { holds: ['temporary-pass'] },
  'head@millbrook.norfolk.sch.uk': { holds: ['qr-code'] },
  'office@orchard.norfolk.sch.uk': { holds: ['phone'] },
  'office@broadwater.norfolk.sch.uk': { holds: ['hardware-token'] },
  'supply.two@hillside.norfolk.sch.uk': { holds: [], accountEnabled: false, inReport: false },
  'supply.two@northgate.norfolk.sch.uk': { holds: [], accountEnabled: false, inReport: false },
  'supply.two@fenland.norfolk.sch.uk': { holds: [], accountEnabled: false, inReport: false },
  'supply.one@riverside.norfolk.sch.uk': { holds: [], inReport: false },
  'supply.one@windmill.norfolk.sch.uk': { holds: ['authenticator'], inReport: false },
};

function accountOf(userPrincipalName: string, name: string): TenantAccount {
  const { holds, ...parts } = chosen[userPrincipalName] ?? {};
  const digit = Number.parseInt(idOf(userPrincipalName).slice(0, 6), 16);
  const kinds: TenantMethodKind[] = [
    'password',
    ...(holds ?? usualMethods[digit % usualMethods.length] ?? []),
  ];
  return {
    id: idOf(userPrincipalName),
    userPrincipalName,
    displayName: name,
    accountEnabled: true,
    state: 'disabled',
    inReport: true,
    ...parts,
    methods: kinds.map((kind) => ({ id: idOf(`${kind} of ${userPrincipalName}`), kind })),
  };
}

function displayName(local: string, school: string): string {
  return `${titleCase(school)} ${titleCase(local)}`;
}

function titleCase(text: string): string {
  return text
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

/** An id that looks like Entra's and is always the same for the same name. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(`pretend tenant: ${name.toLowerCase()}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
