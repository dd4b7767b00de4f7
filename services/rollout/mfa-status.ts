/** The kinds of sign-in method that Microsoft Graph knows; 'unknown' for one that was added since. */
export type MethodKind =
  | 'authenticator'
  | 'phone'
  | 'software-oath'
  | 'hardware-oath'
  | 'fido2'
  | 'windows-hello'
  | 'platform-credential'
  | 'external'
  | 'password'
  | 'email'
  | 'temporary-access-pass'
  | 'unknown';

/** Graph's perUserMfaState of an account. */
export type PerUserState = 'disabled' | 'enabled' | 'enforced';

/**
 * Whether one account was asked about, or Microsoft's report of all accounts was read, which lags by hours: from Graph,
 * or from a download that an administrator handed over.
 */
export type StatusSource = 'person-check' | 'registration-report' | 'report-upload';

/** The registered methods with their source and the instant at which they held, or why they are not known. */
export type Methods =
  | { kind: 'known'; methods: MethodKind[]; source: StatusSource; asOf: Date }
  | { kind: 'unknown'; why: string };

/** The per-user state and the instant at which it held, or why it is not known. */
export type State = { kind: 'known'; state: PerUserState; asOf: Date } | { kind: 'unknown'; why: string };

/** What Graph says of an account. Its two parts are asked for apart, and each can be unknown alone. */
export interface MfaStatus {
  methods: Methods;
  state: State;
}

/**
 * Whether at least one method is a second step. A password, e-mail (for password resets only), a Temporary Access Pass
 * and types that this code does not know are none. Never guesses: unknown methods give 'unknown'.
 */
export function isRegistered(methods: Methods): boolean | 'unknown' {
  if (methods.kind === 'unknown') return 'unknown';
  return methods.methods.some((kind) => describedAs[kind].secondStep);
}

/**
 * The kind of a method from GET /users/{id}/authentication/methods, by its '@odata.type'.
 * Source: learn.microsoft.com/graph/api/resources/authenticationmethods-overview
 */
export function methodKindOfGraphType(odataType: string): MethodKind {
  return ofGraphType.get(odataType.toLowerCase().replace(/^#?microsoft\.graph\./, '')) ?? 'unknown';
}

/**
 * The kind of a name in the registration report's `methodsRegistered`, an open list of strings.
 * Source: learn.microsoft.com/graph/api/resources/userregistrationdetails and …/usageauthmethod
 */
export function methodKindOfReport(name: string): MethodKind {
  return ofReportName.get(name.toLowerCase()) ?? 'unknown';
}

/** A method as a sentence needs it: 'Microsoft Authenticator', 'a phone number'. */
export function describeMethod(kind: MethodKind): string {
  return describedAs[kind].words;
}

const describedAs: Record<MethodKind, { words: string; secondStep: boolean }> = {
  authenticator: { words: 'Microsoft Authenticator', secondStep: true },
  phone: { words: 'a phone number', secondStep: true },
  'software-oath': { words: 'an authenticator app that shows codes', secondStep: true },
  'hardware-oath': { words: 'a hardware token', secondStep: true },
  fido2: { words: 'a passkey or security key', secondStep: true },
  'windows-hello': { words: 'Windows Hello', secondStep: true },
  'platform-credential': { words: 'a sign-in key on a Mac', secondStep: true },
  external: { words: 'a sign-in method from another provider', secondStep: true },
  password: { words: 'a password', secondStep: false },
  email: { words: 'an email address for resetting the password', secondStep: false },
  'temporary-access-pass': { words: 'a Temporary Access Pass', secondStep: false },
  unknown: { words: 'a sign-in method that this assistant does not know', secondStep: false },
};

/** In lower case, without '#microsoft.graph.'. */
const ofGraphType = new Map<string, MethodKind>([
  ['microsoftauthenticatorauthenticationmethod', 'authenticator'],
  ['passwordlessmicrosoftauthenticatorauthenticationmethod', 'authenticator'],
  ['phoneauthenticationmethod', 'phone'],
  ['softwareoathauthenticationmethod', 'software-oath'],
  ['hardwareoathauthenticationmethod', 'hardware-oath'],
  ['fido2authenticationmethod', 'fido2'],
  ['windowshelloforbusinessauthenticationmethod', 'windows-hello'],
  ['platformcredentialauthenticationmethod', 'platform-credential'],
  ['externalauthenticationmethod', 'external'],
  ['passwordauthenticationmethod', 'password'],
  ['emailauthenticationmethod', 'email'],
  ['temporaryaccesspassauthenticationmethod', 'temporary-access-pass'],
]);

/** In lower case. Names that Microsoft renamed stand beside the new ones: old reports keep them. */
const ofReportName = new Map<string, MethodKind>([
  ['microsoftauthenticatorpush', 'authenticator'],
  ['microsoftauthenticatorpasswordless', 'authenticator'],
  ['mobilephone', 'phone'],
  ['alternatemobilephone', 'phone'],
  ['officephone', 'phone'],
  ['softwareonetimepasscode', 'software-oath'],
  ['hardwareonetimepasscode', 'hardware-oath'],
  ['fido2', 'fido2'],
  ['fido2securitykey', 'fido2'],
  ['passkeydevicebound', 'fido2'],
  ['passkeydeviceboundauthenticator', 'fido2'],
  ['passkeydeviceboundwindowshello', 'windows-hello'],
  ['passkeysynced', 'fido2'],
  ['windowshelloforbusiness', 'windows-hello'],
  ['macossecureenclavekey', 'platform-credential'],
  ['externalauthmethod', 'external'],
  ['password', 'password'],
  ['email', 'email'],
  ['temporaryaccesspass', 'temporary-access-pass'],
]);
