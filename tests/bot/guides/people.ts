import { titlesOf } from '../../support/bot.ts';
import type { GuideWorld } from '../../support/guide-walk.ts';

/** Somebody who types "set up MFA", what they press, and where that must bring them. `…` is Next to its end. */
interface Walk {
  who: string;
  local?: string;
  methods?: string[];
  state?: 'disabled' | 'enabled' | 'enforced';
  day?: string;
  /** The first name they give where the mailbox is shared. */
  name?: string;
  presses: string[];
  /** What Graph says once the last page was finished. */
  adds?: string[];
  ends: RegExp[];
  never?: RegExp;
  leads?: string;
}

const walks: Walk[] = [
  {
    who: 'a head who is alone, with an iPhone',
    presses: ['Only I use this mailbox', 'iPhone', '…', 'Check now'],
    adds: ['microsoftAuthenticator'],
    ends: [/Done\. MFA is set up/, /Microsoft Authenticator/, /Monday 19 November 2018/],
  },
  {
    who: 'the first keeper of an office, with an Android phone',
    local: 'office',
    name: 'Priya',
    presses: ['Android phone', '…', 'Check now', 'Mine works'],
    adds: ['microsoftAuthenticator'],
    ends: [/This mailbox is done/, /Thank you, Priya/],
  },
  {
    who: 'a keeper of an office that is registered, with another iPhone',
    local: 'office',
    methods: ['microsoftAuthenticator'],
    name: 'Alex',
    presses: ['Add my own device', 'iPhone', '…', 'Check now', 'Mine works'],
    adds: ['microsoftAuthenticator', 'microsoftAuthenticator'],
    ends: [/Thank you, Alex/],
  },
  {
    who: 'a keeper who wants codes only',
    local: 'office',
    methods: ['microsoftAuthenticator'],
    name: 'Sam',
    presses: ['Add my own device', 'An app that only shows codes', '…', 'Check now', 'Mine works'],
    adds: ['microsoftAuthenticator', 'softwareOath'],
    ends: [/Thank you, Sam/],
  },
  {
    who: 'a teacher with an old mobile phone',
    local: 'year4',
    presses: ['Text message or phone call', '…', 'Check now'],
    adds: ['phone'],
    ends: [/Done\. MFA is set up/, /a phone number/, /Add a second one/],
    never: /Who are you/,
  },
  {
    who: 'a teacher who is registered already',
    local: 'year5',
    methods: ['microsoftAuthenticator', 'phone'],
    state: 'enforced',
    presses: ['I am fine'],
    ends: [/You need not do anything/],
  },
  {
    who: 'a head whose account is enforced and not registered',
    state: 'enforced',
    presses: ['Only I use this mailbox', 'Android phone', '…', 'Check now'],
    adds: ['microsoftAuthenticator'],
    ends: [/Done\. MFA is set up/],
    leads: 'Get Outlook working',
  },
  {
    who: 'somebody with only a phone number, months before codes by phone end',
    local: 'year6',
    methods: ['phone'],
    state: 'enforced',
    day: '2026-10-01T09:00:00Z',
    presses: ['iPhone', '…', 'Check now'],
    adds: ['phone', 'microsoftAuthenticator'],
    ends: [/Microsoft Authenticator and a phone number|a phone number and Microsoft Authenticator/],
  },
  {
    who: 'somebody with only a phone number, the day after they ended',
    local: 'year7',
    methods: ['phone'],
    state: 'enforced',
    day: '2027-02-02T09:00:00Z',
    presses: ['I cannot sign in'],
    ends: [/Temporary Access Pass/],
  },
  {
    who: 'somebody with no phone at all',
    local: 'cook',
    presses: ['None of these'],
    ends: [/What you can ask for/, /security key/],
    leads: 'Ask the Service Desk',
  },
  {
    who: 'somebody with a hardware token',
    local: 'caretaker',
    presses: ['Hardware token', '…', 'Check now'],
    adds: ['hardwareOath'],
    ends: [/a hardware token/],
  },
  {
    who: 'somebody with a security key and nothing to sign in with first',
    local: 'governor',
    presses: ['Passkey or security key', 'I need a pass'],
    ends: [/Ask for a Temporary Access Pass/],
  },
  {
    who: 'somebody with a Temporary Access Pass and a security key',
    local: 'bursar',
    methods: ['temporaryAccessPass'],
    presses: [
      'Passkey or security key',
      'I have a pass or a second step',
      'A security key',
      '…',
      'Check now',
    ],
    adds: ['temporaryAccessPass', 'fido2'],
    ends: [/a passkey or security key/],
    never: /knows a Temporary Access Pass/,
  },
  {
    who: 'somebody with a new phone',
    local: 'year8',
    methods: ['microsoftAuthenticator'],
    presses: ['I have a new phone', 'Open the guide for a new phone'],
    ends: [/New phone/i, /Step 1 of/],
  },
];

/** From "set up MFA", people with all kinds of devices and accounts, each to their own end. */
export function peopleReachTheirEnd(world: GuideWorld): void {
  const { account, ask, register } = world;
  it.each(walks)('bring $who to the right end in at most nine presses', async (walk) => {
    if (walk.day) world.bot().clock.set(walk.day);
    const id = account(walk);
    let card = await ask(id, 'set up MFA');
    let presses = 0;
    const seen: string[] = [card.text];
    const press = async (title: string, inputs = {}) => {
      card = await world.bot().person(id).press(card, title, inputs);
      presses += 1;
      seen.push(card.text);
    };
    if (walk.name) await press('Continue', { firstName: walk.name });
    for (const title of walk.presses) {
      if (title === 'Check now' && walk.adds) register(id, walk.adds);
      if (title !== '…') await press(title);
      else while (titlesOf(card).includes('Next')) await press('Next');
    }
    for (const end of walk.ends) expect(card.text).toMatch(end);
    expect(seen.join(' ')).not.toMatch(walk.never ?? /app password is needed now/);
    if (walk.leads) expect(titlesOf(card)).toContain(walk.leads);
    expect(presses).toBeLessThanOrEqual(9);
    const advises = seen.filter((text) => /app password/i.test(text) && /Step \d+ of/.test(text));
    expect(advises).toEqual([]);
  });
}
