import { z } from 'zod';

/**
 * The kinds of sign-in method that pretend accounts hold. `graphType` is the type in an account's methods, `reportName`
 * the name in the registration report (learn.microsoft.com/graph/api/resources/authenticationmethods-overview and
 * …/userregistrationdetails). `qr-code` is a real type that the product does not know, as new ones always come.
 */
export const methodTypes = {
  password: { graphType: 'password', label: 'Password', secondStep: false },
  authenticator: {
    graphType: 'microsoftAuthenticator',
    reportName: 'microsoftAuthenticatorPush',
    label: 'Microsoft Authenticator',
    secondStep: true,
  },
  phone: { graphType: 'phone', reportName: 'mobilePhone', label: 'Phone', secondStep: true },
  'security-key': {
    graphType: 'fido2',
    reportName: 'fido2SecurityKey',
    label: 'Security key',
    secondStep: true,
  },
  'code-app': {
    graphType: 'softwareOath',
    reportName: 'softwareOneTimePasscode',
    label: 'Authenticator app with codes',
    secondStep: true,
  },
  'hardware-token': {
    graphType: 'hardwareOath',
    reportName: 'hardwareOneTimePasscode',
    label: 'Hardware token',
    secondStep: true,
  },
  'windows-hello': {
    graphType: 'windowsHelloForBusiness',
    reportName: 'windowsHelloForBusiness',
    label: 'Windows Hello',
    secondStep: true,
  },
  email: { graphType: 'email', reportName: 'email', label: 'Email (password reset only)', secondStep: false },
  'temporary-pass': {
    graphType: 'temporaryAccessPass',
    reportName: 'temporaryAccessPass',
    label: 'Temporary Access Pass',
    secondStep: false,
  },
  'qr-code': { graphType: 'qrCodePin', reportName: 'qrCodePin', label: 'QR code', secondStep: false },
} as const satisfies Record<
  string,
  { graphType: string; reportName?: string; label: string; secondStep: boolean }
>;

export type TenantMethodKind = keyof typeof methodTypes;

const methodKinds = Object.keys(methodTypes) as [TenantMethodKind, ...TenantMethodKind[]]; // keys of the const above

/** Reads one of the names above. */
export const methodKind = z.enum(methodKinds);

/** How one account is kept in the file of the pretend tenant. */
export const accountShape = z.object({
  id: z.string().uuid(),
  userPrincipalName: z.string(),
  displayName: z.string(),
  accountEnabled: z.boolean(),
  state: z.enum(['disabled', 'enabled', 'enforced']),
  methods: z.array(z.object({ id: z.string(), kind: methodKind })),
  /** Whether the registration report lists it at all: it misses accounts that were made a short time ago. */
  inReport: z.boolean(),
});

export type TenantAccount = z.output<typeof accountShape>;

/** Whether the account has a second step, as Microsoft's `isMfaRegistered` means it. */
export function isRegistered(account: Pick<TenantAccount, 'methods'>): boolean {
  return account.methods.some((method) => methodTypes[method.kind].secondStep);
}
