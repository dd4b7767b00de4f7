import { type MethodKind, methodKindOfReport } from '../rollout/mfa-status.ts';
import { plainName } from './columns.ts';

/** Methods of one cell; `unread` are the names that no kind is known for, or undefined where the cell is no list. */
export type MethodsCell = { kind: 'methods'; methods: MethodKind[]; unread: string[] } | { kind: 'no-list' };

/**
 * Reads a cell of registered methods. Entra's download has a JSON list, PowerShell's exports join the names with commas,
 * semicolons or bars. Nothing but kinds leaves this function, apart from names that are not known, which are for
 * counting: a cell may hold a telephone number.
 */
export function readMethods(cell: string): MethodsCell {
  const text = cell.trim();
  // What PowerShell writes where a list was not joined: the methods are lost.
  if (/^system\.(object|string|collections)/i.test(text)) return { kind: 'no-list' };
  const names = text.startsWith('[') ? namesOfJson(text) : text.split(/[,;|]/);
  if (names === undefined) return { kind: 'no-list' };
  const methods = new Set<MethodKind>();
  const unread: string[] = [];
  for (const name of names) {
    const plain = plainName(name);
    if (plain === '' || plain === 'none') continue;
    const kind = kindOf(plain);
    methods.add(kind);
    if (kind === 'unknown' && !noSecondStep.has(plain)) unread.push(name.trim());
  }
  return { kind: 'methods', methods: [...methods], unread };
}

function kindOf(plain: string): MethodKind {
  return displayed.get(plain) ?? methodKindOfReport(plain);
}

function namesOfJson(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((name) => typeof name === 'string')) return list;
  } catch {
    // Said by the caller, with the row.
  }
  return undefined;
}

/** Methods that are known and are no second step; they have no kind of their own. */
const noSecondStep = new Set(['securityquestion', 'securityquestions']);

/**
 * Names in the wording of the portal, and those of the report before 2023 (learn.microsoft.com/graph/api/resources/
 * credentialuserregistrationdetails: appNotification, appCode, fido, appPassword).
 */
const displayed = new Map<string, MethodKind>([
  ['appnotification', 'authenticator'],
  ['microsoftauthenticator', 'authenticator'],
  ['microsoftauthenticatorapppushnotification', 'authenticator'],
  ['microsoftauthenticatorpasswordlesssignin', 'authenticator'],
  ['authenticatorapp', 'authenticator'],
  ['authenticatorpasswordless', 'authenticator'],
  ['appcode', 'software-oath'],
  ['softwareoathtoken', 'software-oath'],
  ['softwareoath', 'software-oath'],
  ['authenticatorappcode', 'software-oath'],
  ['hardwareoathtoken', 'hardware-oath'],
  ['hardwareoath', 'hardware-oath'],
  ['phone', 'phone'],
  ['sms', 'phone'],
  ['alternatephone', 'phone'],
  ['fido', 'fido2'],
  ['securitykey', 'fido2'],
  ['passkey', 'fido2'],
  ['passkeymicrosoftauthenticator', 'fido2'],
  ['windowshello', 'windows-hello'],
  ['apppassword', 'password'],
]);
