import { describe, expect, test } from '@jest/globals';
import {
  describeMethod,
  isRegistered,
  type MethodKind,
  type Methods,
  methodKindOfGraphType,
  methodKindOfReport,
} from '../../../services/rollout/mfa-status.ts';

function known(...methods: MethodKind[]): Methods {
  return { kind: 'known', methods, source: 'person-check', asOf: new Date('2018-11-12T09:00:00Z') };
}

const secondSteps: MethodKind[] = [
  'authenticator',
  'phone',
  'software-oath',
  'hardware-oath',
  'fido2',
  'windows-hello',
  'platform-credential',
  'external',
];
const others: MethodKind[] = ['password', 'email', 'temporary-access-pass', 'unknown'];

describe('registered', () => {
  test.each(secondSteps)('is whoever has %s', (kind) => {
    expect(isRegistered(known('password', kind))).toBe(true);
  });

  test.each(others)('is nobody for %s alone', (kind) => {
    expect(isRegistered(known(kind))).toBe(false);
  });

  test('is nobody with no method, or with all that do not count', () => {
    expect(isRegistered(known())).toBe(false);
    expect(isRegistered(known(...others))).toBe(false);
  });

  test('is not known where the methods are not', () => {
    expect(isRegistered({ kind: 'unknown', why: 'Microsoft did not answer' })).toBe('unknown');
  });
});

describe("Graph's types of methods", () => {
  test.each([
    ['microsoftAuthenticatorAuthenticationMethod', 'authenticator'],
    ['phoneAuthenticationMethod', 'phone'],
    ['softwareOathAuthenticationMethod', 'software-oath'],
    ['hardwareOathAuthenticationMethod', 'hardware-oath'],
    ['fido2AuthenticationMethod', 'fido2'],
    ['windowsHelloForBusinessAuthenticationMethod', 'windows-hello'],
    ['platformCredentialAuthenticationMethod', 'platform-credential'],
    ['externalAuthenticationMethod', 'external'],
    ['passwordAuthenticationMethod', 'password'],
    ['emailAuthenticationMethod', 'email'],
    ['temporaryAccessPassAuthenticationMethod', 'temporary-access-pass'],
    ['qrCodePinAuthenticationMethod', 'unknown'],
    ['somethingNewAuthenticationMethod', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s', (type, kind) => {
    expect(methodKindOfGraphType(`#microsoft.graph.${type}`)).toBe(kind);
  });

  test('that are empty are unknown', () => {
    expect(methodKindOfGraphType('')).toBe('unknown');
  });
});

describe("the report's names of methods", () => {
  test.each([
    ['microsoftAuthenticatorPush', 'authenticator'],
    ['microsoftAuthenticatorPasswordless', 'authenticator'],
    ['mobilePhone', 'phone'],
    ['alternateMobilePhone', 'phone'],
    ['officePhone', 'phone'],
    ['softwareOneTimePasscode', 'software-oath'],
    ['hardwareOneTimePasscode', 'hardware-oath'],
    ['fido2', 'fido2'],
    ['fido2SecurityKey', 'fido2'],
    ['passKeyDeviceBound', 'fido2'],
    ['passKeyDeviceBoundAuthenticator', 'fido2'],
    ['passKeySynced', 'fido2'],
    ['passKeyDeviceBoundWindowsHello', 'windows-hello'],
    ['windowsHelloForBusiness', 'windows-hello'],
    ['macOsSecureEnclaveKey', 'platform-credential'],
    ['externalAuthMethod', 'external'],
    ['email', 'email'],
    ['temporaryAccessPass', 'temporary-access-pass'],
    ['securityQuestion', 'unknown'],
    ['appPassword', 'unknown'],
    ['qrCode', 'unknown'],
    ['', 'unknown'],
  ])('%j is %s', (name, kind) => {
    expect(methodKindOfReport(name)).toBe(kind);
  });
});

describe('a method in words', () => {
  test('is what people call it', () => {
    expect(describeMethod('authenticator')).toBe('Microsoft Authenticator');
    expect(describeMethod('phone')).toBe('a phone number');
    expect(describeMethod('fido2')).toBe('a passkey or security key');
  });

  test('is different for every kind', () => {
    const words = [...secondSteps, ...others].map(describeMethod);
    expect(new Set(words).size).toBe(words.length);
  });
});
