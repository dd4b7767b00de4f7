import { containsSecret } from '../../../services/knowledge/secrets.ts';

const secrets = [
  'my password is fluffy',
  'My password is Summer2018!',
  'password: hunter22',
  'pw = letmein99',
  'the password was just Elephant',
  'password Norwich2018!',
  'Summer2018!',
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
];

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
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
