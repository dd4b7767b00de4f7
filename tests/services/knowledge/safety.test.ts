import fc from 'fast-check';
import { normalise } from '../../../services/knowledge/normalise.ts';
import { asksToShare, safely, tellsOfForeignPrompt } from '../../../services/knowledge/safety.ts';

const found = (...articleIds: string[]) => ({
  kind: 'found' as const,
  articleIds,
  others: ['codes-by-text', 'is-this-genuine'],
  near: ['someone-elses-phone'],
});

test.each([
  'Can I text her the code?',
  'my deputy wants the code off my phone, can I text it to her?',
  'is it ok to give my teaching assistant my password',
  'Somebody rang and asked me to read out the six digits',
  'may our helpdesk ask a teacher for the code',
  'should we share the code with the office',
  'can I give him the verification code',
  'should I tell IT support my security code',
  'can I send my authenticator code to the head',
  'should I tell the man on the phone the code',
  'is it ok sharing my code',
  'can he have the code',
  'my head wants my app password',
])('%j asks about sharing', (message) => {
  expect(asksToShare(normalise(message))).toBe(true);
  for (const one of [found('codes-by-text'), { kind: 'none' as const }])
    expect(safely(normalise(message), one)).toMatchObject({ kind: 'found', articleIds: ['sharing-a-code'] });
});

test.each([
  'can you text me a code',
  'can I get a text with the code',
  'Outlook keeps asking for my password',
  'Office 365 keeps asking for my password',
  'can I have the code by text',
  'do I need to change my password',
  'can I read my emails without a code',
  'do they send the code to my phone',
  'How often will staff be asked for a code?',
  'Will people be asked for the code at school?',
  'How do I read the code?',
  'Does the app send a code?',
  'How do I send a new code?',
  'when is my turn',
])('%j does not', (message) => {
  expect([message, asksToShare(normalise(message))]).toEqual([message, false]);
  expect(safely(normalise(message), { kind: 'none' })).toEqual({ kind: 'none' });
});

test.each([
  'I keep getting prompts at 3am and I never asked for them',
  'a box has just come up asking me to approve a sign in and I was not signing in',
  "my phone wants me to approve something but it wasn't me",
  'approval prompts out of the blue',
  "there is a prompt I don't recognise",
  "asked to approve but I'm not doing anything",
])('%j tells of a prompt that is not theirs', (message) => {
  expect(tellsOfForeignPrompt(normalise(message))).toBe(true);
  expect(safely(normalise(message), found('no-notification')).kind === 'found').toBe(true);
  expect(safely(normalise(message), found('no-notification'))).toMatchObject({
    articleIds: ['unexpected-prompt'],
  });
});

test.each([
  'the prompt does not come when I sign in',
  'I get no notification and can not log in',
  'A message came up and I can not sign in',
  'I have not done it yet, will I get notifications?',
  'Why does it not ask for approval any more?',
  'I did not request early adopter',
  'Please put my leave request in at 9 am',
])('%j tells of none', (message) => {
  expect([message, tellsOfForeignPrompt(normalise(message))]).toEqual([message, false]);
});

test('what is found and safe stays, and nothing else is offered beside it', () => {
  expect(safely('someone rang and asked for my code is it genuine', found('is-this-genuine'))).toEqual({
    kind: 'found',
    articleIds: ['is-this-genuine'],
    others: ['is-this-genuine'],
    near: [],
  });
});

test('any words at all are looked at in one pass', () => {
  const words = [
    'can',
    'i',
    'give',
    'it',
    'support',
    'the',
    'code',
    'desk',
    'my',
    'read',
    'out',
    'asked',
    'prompt',
    'not',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 800 }), (some) => {
      expect(typeof asksToShare(some.join(' '))).toBe('boolean');
      expect(typeof tellsOfForeignPrompt(some.join(' '))).toBe('boolean');
    }),
    { numRuns: 100 },
  );
});
