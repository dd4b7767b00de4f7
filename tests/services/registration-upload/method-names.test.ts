import fc from 'fast-check';
import { readMethods } from '../../../services/registration-upload/method-names.ts';

describe('a cell of registered methods', () => {
  test.each([
    ['[]', []],
    ['', []],
    ['none', []],
    ['["microsoftAuthenticatorPush","softwareOneTimePasscode"]', ['authenticator', 'software-oath']],
    ['mobilePhone,email', ['phone', 'email']],
    ['mobilePhone; email', ['phone', 'email']],
    ['Mobile phone | Office phone', ['phone']],
    ['Microsoft Authenticator app (push notification), Email', ['authenticator', 'email']],
    ['appNotification,appCode,securityQuestion', ['authenticator', 'software-oath', 'unknown']],
    ['FIDO2 security key', ['fido2']],
    ['passKeyDeviceBoundAuthenticator', ['fido2']],
    ['App password', ['password']],
  ])('reads %j', (cell, methods) => {
    expect(readMethods(cell)).toEqual({ kind: 'methods', methods, unread: [] });
  });

  test('takes a name that nobody knows for no second step, and counts it', () => {
    expect(readMethods('["hologram"]')).toEqual({
      kind: 'methods',
      methods: ['unknown'],
      unread: ['hologram'],
    });
  });

  test.each(['System.Object[]', 'System.String[]', '["a"', '[1,2]', '[{"a":1}]'])(
    'knows that %j is no list of names',
    (cell) => {
      expect(readMethods(cell)).toEqual({ kind: 'no-list' });
    },
  );

  test('lets nothing but kinds out, whatever the cell holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (cell) => {
        const read = readMethods(cell);
        if (read.kind === 'no-list') return true;
        return read.methods.every((kind) => /^[a-z0-9-]+$/.test(kind) && kind.length < 25);
      }),
    );
  });

  test('joined by any of the usual signs or as JSON, names mean the same', () => {
    const names = fc.array(
      fc.constantFrom(
        'mobilePhone',
        'email',
        'fido2',
        'microsoftAuthenticatorPush',
        'windowsHelloForBusiness',
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(names, fc.constantFrom(',', ', ', ';', ' | '), (list, sign) => {
        expect(readMethods(list.join(sign))).toEqual(readMethods(JSON.stringify(list)));
      }),
    );
  });
});
