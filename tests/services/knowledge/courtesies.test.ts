import { courtesyOf } from '../../../services/knowledge/courtesies.ts';

test.each([
  ['hi', 'greeting'],
  ['Hello there!', 'greeting'],
  ['Good morning', 'greeting'],
  ['how are you?', 'good-wishes'],
  ['Merry Christmas', 'good-wishes'],
  ['thanks', 'thanks'],
  ['ok great, thank you so much for your help', 'thanks'],
  ['👍', 'thanks'],
  ['bye for now', 'goodbye'],
  ['this is bloody useless', 'upset'],
  ['f*** off', 'upset'],
  ['you stupid bot', 'upset'],
  ['WTF!!!', 'upset'],
])('%j is met as %s', (message, courtesy) => {
  expect(courtesyOf(message)).toBe(courtesy);
});

test.each([
  'how do I set up this bloody thing',
  'why is MFA so annoying',
  'thanks, but when is my turn?',
  'hi, I lost my phone',
  'is my account rubbish or does Outlook just hate me today',
  'yes',
  'you',
  '😡',
  '',
  '???',
])('%j may ask or tell something', (message) => {
  expect(courtesyOf(message)).toBeUndefined();
});

test('a message of many words is looked at as a question', () => {
  for (const word of ['hi ', 'ok ', 'bloody ', 'thankyou', 'hihi']) {
    expect(courtesyOf(word.repeat(5000))).toBeUndefined();
    expect(courtesyOf(`${word.repeat(12)}z`)).toBeUndefined();
  }
});
