import { asksToShare, safely, tellsOfForeignPrompt } from '../../../services/knowledge/safety.ts';

test.each([
  'Can I text her the code?',
  'my deputy wants the code off my phone, can I text it to her?',
  'is it ok to give my teaching assistant my password',
  'Somebody rang and asked me to read out the six digits',
  'may our helpdesk ask a teacher for the code',
  'should we share the code with the office',
])('%j asks about sharing', (message) => {
  expect(asksToShare(message)).toBe(true);
  const found = { kind: 'found' as const, articleIds: ['codes-by-text'], others: [], near: [] };
  for (const one of [found, { kind: 'none' as const }])
    expect(safely(message, one)).toMatchObject({ kind: 'found', articleIds: ['sharing-a-code'] });
});

test.each([
  'can you text me a code',
  'can I get a text with the code',
  'Outlook keeps asking for my password',
  'can I have the code by text',
  'do I need to change my password',
  'can I read my emails without a code',
  'do they send the code to my phone',
  'when is my turn',
])('%j does not', (message) => {
  expect(asksToShare(message)).toBe(false);
  expect(safely(message, { kind: 'none' })).toEqual({ kind: 'none' });
});

test.each([
  'I keep getting requests at 3am and I never asked for them',
  'a box has just come up asking me to approve a sign in and I was not signing in',
  "my phone wants me to approve something but it wasn't me",
  'approval prompts out of the blue',
])('%j tells of a prompt that is not theirs', (message) => {
  expect(tellsOfForeignPrompt(message)).toBe(true);
  expect(
    safely(message, { kind: 'found', articleIds: ['no-notification'], others: [], near: [] }),
  ).toMatchObject({
    articleIds: ['unexpected-prompt'],
  });
});

test.each([
  'the prompt does not come when I sign in',
  'no notification on my phone',
  'I did not get an email',
])('%j tells of none', (message) => {
  expect(tellsOfForeignPrompt(message)).toBe(false);
});

test('what is found and safe stays', () => {
  const found = { kind: 'found' as const, articleIds: ['is-this-genuine'], others: [], near: [] };
  expect(safely('someone rang and asked for my code, is it genuine', found)).toBe(found);
});
