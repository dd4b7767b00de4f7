/** Where each thing that is read from the report stands in a row, counted from 0. */
export interface Columns {
  address: number;
  methods: number;
  registered?: number;
  capable?: number;
  updatedAt?: number;
  userType?: number;
}

type Wanted = keyof Columns;

/** The names under which a message speaks of a column: Entra's own. */
export const columnNames: Record<Wanted, string> = {
  address: 'userPrincipalName',
  methods: 'methodsRegistered',
  registered: 'isMfaRegistered',
  capable: 'isMfaCapable',
  updatedAt: 'lastUpdatedDateTime',
  userType: 'userType',
};

/**
 * Header names in small letters and digits alone. First Graph's property names, which are also those of Entra's download
 * "exportUserRegistrationDetails_….csv" (seen in a public one of September 2026, which has neither isMfaRegistered nor
 * an object id) and of the usual PowerShell exports; then the portal's own wording, now and before 2023 ("User Name",
 * "MFA Registered", "Methods Registered").
 */
const knownAs: Record<Wanted, readonly string[]> = {
  address: ['userprincipalname', 'upn', 'username', 'signinname'],
  methods: ['methodsregistered', 'registeredmethods', 'authenticationmethodsregistered'],
  registered: ['ismfaregistered', 'mfaregistered', 'multifactorauthenticationregistered'],
  capable: ['ismfacapable', 'mfacapable', 'multifactorauthenticationcapable'],
  updatedAt: ['lastupdateddatetime', 'lastupdatedtime', 'lastupdated'],
  userType: ['usertype'],
};

export type FoundColumns = { kind: 'found'; columns: Columns } | { kind: 'missing'; column: string };

/** Finds the columns by the header's names, whatever their order, case and spaces. Others are not read at all. */
export function findColumns(header: readonly string[]): FoundColumns {
  const names = header.map(plainName);
  const place = (wanted: Wanted): number | undefined => {
    const index = knownAs[wanted].map((name) => names.indexOf(name)).find((at) => at >= 0);
    return index;
  };
  const address = place('address');
  if (address === undefined) return { kind: 'missing', column: columnNames.address };
  const methods = place('methods');
  if (methods === undefined) return { kind: 'missing', column: columnNames.methods };
  return {
    kind: 'found',
    columns: {
      address,
      methods,
      registered: place('registered'),
      capable: place('capable'),
      updatedAt: place('updatedAt'),
      userType: place('userType'),
    },
  };
}

/** Small letters and digits alone: 'Methods Registered' and methodsRegistered are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
