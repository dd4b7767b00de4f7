import {
  readable,
  speaksAsBot,
  speaksOfChat,
  withoutChat,
  withoutOffers,
} from '../../../bot/help/chat-only.ts';

describe('readable', () => {
  it.each([
    ['It is free. Type "set up MFA".', 'It is free.'],
    ['These are the dates. Type "status" to see how it stands now.', 'These are the dates.'],
    ['Ask me "when is my turn?" and I will tell you.', ''],
    [
      'I can help: press the button below, or type "set up MFA". It takes 10 minutes.',
      'It takes 10 minutes.',
    ],
    ['The reminders end. I still write? The report is late: type "status".', 'The reminders end.'],
    [
      'Choose "Add", then "Next". The line says "Is it you?" and waits.',
      'Choose "Add", then "Next". The line says "Is it you?" and waits.',
    ],
  ])('makes %j into %j', (text, expected) => {
    expect(readable(text)).toBe(expected);
  });
});

describe('withoutOffers', () => {
  it.each([
    ['Dial 18001 first. You can also write to the Service Desk here.', 'Dial 18001 first.'],
    ['Write to the Service Desk here.', ''],
    ['Look at the page. Press the button, and Microsoft is asked.', 'Look at the page.'],
    ['Write to the Service Desk in the usual way.', 'Write to the Service Desk in the usual way.'],
    [
      'Type "who uses this mailbox". The owner is named there.',
      'Type "who uses this mailbox". The owner is named there.',
    ],
  ])('makes %j into %j', (line, expected) => {
    expect(withoutOffers(line)).toBe(expected);
  });
});

describe('speaksOfChat', () => {
  it.each([
    ['Type "who uses this mailbox" to see who is on the list.', true],
    ['Never type it into this chat.', true],
    ['Type the number into the app.', false],
  ])('of %j is %j', (line, expected) => {
    expect(speaksOfChat(line)).toBe(expected);
  });
});

describe('withoutChat', () => {
  it('drops bullets for the chat, and the line that leads up to none', () => {
    expect(
      withoutChat([
        { kind: 'text', text: 'You can do this:' },
        { kind: 'bullets', items: ['type "help"', 'type "dates"'] },
        { kind: 'text', text: 'Or this:' },
        { kind: 'bullets', items: ['ask me "why?"', 'ring somebody'] },
      ]),
    ).toEqual([
      { kind: 'text', text: 'Or this:' },
      { kind: 'bullets', items: ['ring somebody'] },
    ]);
  });
});

describe('speaksAsBot', () => {
  it.each([
    ['I cannot move a date.', true],
    ['Check it in a way that does not lead through me.', true],
    ['Press "No, it\'s not me".', false],
    ['If you approved one, tell them.', false],
  ])('of %j is %j', (text, expected) => {
    expect(speaksAsBot([{ kind: 'bullets', items: [text] }])).toBe(expected);
  });
});
