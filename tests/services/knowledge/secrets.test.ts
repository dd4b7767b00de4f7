import { containsSecret } from '../../../services/knowledge/secrets.ts';

const secrets = [
  'my password is fluffy',
  'My password is Summer2018!',
  'password: hunter22',
  'pw = letmein99',
  'the password was just Elephant',
  'password Norwich2018!',
  'Summer2018!',
  'I changed my password to Summer2018! and it fails',
  "my password's Fluffy12",
  'the password for head@ is Summer2018!',
  'the password I use is Summer2018!',
  '482913',
  ' 482 913 ',
  'my code is 482913',
  'the code is 4829',
  'it gave me 482913 as the code',
  'authenticator shows 482 913',
  'abcdefghijklmnop',
  'tbdhnjzvrjqrqkkd',
  'it says tbdhnjzvrjqrqkkd what do I do with it',
  'tbdh njzv rjqr qkkd',
  'abcd efgh ijkl mnop',
  'my app password is abcd efgh ijkl mnop',
  'otp: 482913',
  'my code is 123456',
  'AADSTS50076 482913',
  'Error Code: 500121. My code is 123456',
  'I got error 0x8004010F, my password is Fluffy123',
  'Error code: 53003. It gave me tbdhnjzvrjqrqkkd',
  'Correlation ID: 2f1c8e4d-9b7a-4c3d-8e21-0a6f5b4c3d2e and the code was 4829',
];

/** As somebody copies it out of the window. */
const errorPage = `Sign in
Sorry, but we're having trouble signing you in.
AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000002-0000-0ff1-ce00-000000000000'.
Troubleshooting details
If you contact your administrator, send this info to them. Copy info to clipboard
Error Code: 500121
Request Id: 6a2d0b1c-77c1-4f0e-9d57-4b1a00c31e00
Correlation Id: 2f1c8e4d-9b7a-4c3d-8e21-0a6f5b4c3d2e
Timestamp: 2018-11-19T09:12:33Z
App name: Microsoft Authenticator verification code
App id: 29d9ed98-a469-4536-ade2-f981bc1d605e
IP address: 81.2.69.142
Device platform: Windows 10
Flag sign-in errors for review: Enable flagging`;

const harmless = [
  'what is an app password?',
  'my password is not working',
  'my password is wrong',
  'is my password safe',
  'what is my password',
  'my password is being rejected',
  'will my password change?',
  'do I need an app password for Outlook2016',
  'Office365',
  'my phone number is 0845 303 3003',
  'ring 01603 222222',
  'call me on 07700 900123 please',
  'MI sheet 148/18',
  'is it 2018 or 2019',
  '19/11/2018',
  '26.11.2018',
  'the code is not accepted',
  'what does this mean when mine says that',
  'when will mine stop',
  'what does that mean then',
  'responsibilities',
  'misunderstanding',
  'head@hillside.norfolk.sch.uk',
  'https://aka.ms/mysecurityinfo',
  'the 6 digit code does not work',
  'my postcode is NR1 2DH',
  'we have 123456 pupils',
  'wen is my turn',
  '',
  '😀😀😀',
  'Error Code: 500121',
  'ErrorCode=50097 after the code',
  'error code is 53003',
  'Error code: 80180014',
  'the authenticator says error 500121',
  'AADSTS50076',
  'aadsts50126: Invalid username or password.',
  'password AADSTS50126',
  'it says AADSTS 50058 when I type the code',
  '0x8004010F',
  'Reported error (0x800CCC0E)',
  '[0x80190194]',
  'CAA20002',
  'my password gives CAA2000B',
  '{2F1C8E4D-9b7a-4c3d-8e21-0a6f5b4c3d2e}',
  'Correlation ID: 2f1c8e4d-9b7a-4c3d-8e21-0a6f5b4c3d2e',
  'Request Id: 6a2d0b1c77c14f0e9d574b1a00c31e00',
  'Timestamp: 2018-11-19T09:12:33Z',
  'Verification code refused, Timestamp: 2018-11-19 09:12:33Z',
  errorPage,
];

describe('containsSecret', () => {
  test.each(secrets)('sees the secret in %j', (text) => {
    expect(containsSecret(text)).toBe(true);
  });

  test.each(harmless)('leaves %j alone', (text) => {
    expect(containsSecret(text)).toBe(false);
  });

  it('leaves every phrasing of every article alone', async () => {
    const { phrasingsOf, readArticles } = await import('../../../services/knowledge/library.ts');
    const seen = phrasingsOf(readArticles()).filter(({ text }) => containsSecret(text));
    expect(seen).toEqual([]);
  });

  it('takes a long text in no time', () => {
    const startedAt = performance.now();
    containsSecret('password '.repeat(20_000));
    containsSecret('abcd '.repeat(20_000));
    containsSecret('1 2 '.repeat(20_000));
    containsSecret('error code : '.repeat(20_000));
    containsSecret('request id '.repeat(20_000) + 'a'.repeat(4_000));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
