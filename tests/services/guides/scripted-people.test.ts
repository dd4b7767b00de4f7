import type { Choice, GuideWord } from '../../../services/guides/guide.ts';
import { shippedGuide, walkWith } from './all-walks.ts';
import { factsAbout, type Somebody } from './everybody.ts';

/** Somebody with a device, an account and a day: what they answer, and where the guide must bring them. */
interface Person {
  who: string;
  is: Somebody;
  /** The answer to each question they meet: 'step=choice, step=choice'. */
  answers: string;
  ends: {
    at: string;
    /** 'check', or the kind of the end. */
    kind: string;
    /** The last word about installed Outlook that is recorded on the way. */
    word?: GuideWord;
    /** The method that is counted. */
    method?: Choice['method'];
  };
}

const head = 'head@hillside.norfolk.sch.uk';
const office = 'office@hillside.norfolk.sch.uk';
const teacher = 'sam@hillside.norfolk.sch.uk';

const settingUp: Person[] = [
  {
    who: 'a head with an iPhone, a week before the date',
    is: { address: head, methods: [], state: 'disabled', day: '2018-11-12' },
    answers: 'what-do-you-have=iphone',
    ends: { at: 'check', kind: 'check', method: 'authenticator' },
  },
  {
    who: 'an office with an Android phone, shut out of Outlook on the web',
    is: { address: office, methods: [], state: 'enabled', day: '2018-12-04' },
    answers: 'what-do-you-have=android',
    ends: { at: 'check', kind: 'check', method: 'authenticator' },
  },
  {
    who: 'the second keeper of an office mailbox that is registered already',
    is: { address: office, methods: ['authenticator'], state: 'enforced', day: '2018-12-11' },
    answers: 'somebody-has-one=add-mine, what-do-you-have=android',
    ends: { at: 'check', kind: 'check', method: 'authenticator' },
  },
  {
    who: 'a keeper who wants codes rather than everybody’s prompts',
    is: { address: office, methods: ['authenticator'], state: 'enforced', day: '2018-12-11' },
    answers: 'somebody-has-one=add-mine, what-do-you-have=codes',
    ends: { at: 'check', kind: 'check', method: 'authenticator' },
  },
  {
    who: 'a keeper whose device is there and who comes back to say so',
    is: { address: head, methods: ['authenticator', 'phone'], state: 'enforced', day: '2018-11-27' },
    answers: 'somebody-has-one=mine-is-there',
    ends: { at: 'check', kind: 'check' },
  },
  {
    who: 'a teacher with an old mobile phone',
    is: { address: teacher, methods: [], state: 'disabled', day: '2018-12-01' },
    answers: 'what-do-you-have=phone',
    ends: { at: 'check', kind: 'check', method: 'phone' },
  },
  {
    who: 'a teacher with a security key and nothing else',
    is: { address: teacher, methods: [], state: 'enabled', day: '2026-11-24' },
    answers: 'what-do-you-have=passkey, passkey-first=need-pass',
    ends: { at: 'ask-for-a-pass', kind: 'ask-desk', method: 'passkey' },
  },
  {
    who: 'the same teacher with a Temporary Access Pass',
    is: { address: teacher, methods: ['temporary-access-pass'], state: 'enabled', day: '2026-11-25' },
    answers: 'what-do-you-have=passkey, passkey-first=have-pass, passkey-kind=on-key',
    ends: { at: 'check', kind: 'check', method: 'passkey' },
  },
  {
    who: 'a teacher with the app who adds a passkey',
    is: { address: teacher, methods: ['authenticator'], state: 'enforced', day: '2026-11-25' },
    answers: 'you-have-one=add-another, what-do-you-have=passkey, passkey-kind=on-phone',
    ends: { at: 'check', kind: 'check', method: 'passkey' },
  },
  {
    who: 'a school office with a hardware token',
    is: { address: office, methods: [], state: 'disabled', day: '2018-11-20' },
    answers: 'what-do-you-have=token',
    ends: { at: 'check', kind: 'check', method: 'hardware-token' },
  },
  {
    who: 'somebody with no device of their own',
    is: { address: teacher, methods: [], state: 'disabled', day: '2018-12-01' },
    answers: 'what-do-you-have=none',
    ends: { at: 'what-to-ask-for', kind: 'ask-desk', method: 'none' },
  },
  {
    who: 'somebody who has finished long ago',
    is: { address: teacher, methods: ['authenticator'], state: 'enforced', day: '2019-01-10' },
    answers: 'you-have-one=fine',
    ends: { at: 'nothing-to-do', kind: 'done' },
  },
  {
    who: 'somebody with a new phone',
    is: { address: teacher, methods: ['authenticator'], state: 'enforced', day: '2019-01-10' },
    answers: 'you-have-one=new-phone',
    ends: { at: 'go-to-new-phone', kind: 'other-guide' },
  },
  {
    who: 'somebody with texts only, four months before they end',
    is: { address: teacher, methods: ['phone'], state: 'enforced', day: '2026-10-01' },
    answers: 'codes-will-end=iphone',
    ends: { at: 'check', kind: 'check', method: 'authenticator' },
  },
  {
    who: 'somebody with texts only, the day after they ended, who cannot sign in',
    is: { address: teacher, methods: ['phone'], state: 'enforced', day: '2027-02-02' },
    answers: 'codes-have-ended=cannot',
    ends: { at: 'ask-for-a-pass', kind: 'ask-desk', method: 'none' },
  },
  {
    who: 'somebody of whom Microsoft says nothing',
    is: { address: teacher, methods: 'unknown', state: 'unknown', day: '2018-12-14' },
    answers: 'what-do-you-have=android',
    ends: { at: 'check', kind: 'check', method: 'authenticator' },
  },
];

const withOutlook: Person[] = [
  {
    who: 'a head who reads mail in the browser',
    is: { address: head, methods: ['authenticator'], state: 'enforced', day: '2018-11-27' },
    answers: 'where=browser',
    ends: { at: 'browser-needs-none', kind: 'not-needed', word: 'not-needed' },
  },
  {
    who: 'a head with Outlook 2010, enforced and registered',
    is: { address: head, methods: ['authenticator'], state: 'enforced', day: '2018-11-27' },
    answers: 'where=windows, windows-version=v2010, is-it-working=yes',
    ends: { at: 'works', kind: 'done', word: 'works' },
  },
  {
    who: 'a head with Outlook 2013 and its small box, and the app password does not work',
    is: { address: head, methods: ['authenticator'], state: 'enforced', day: '2018-11-27' },
    answers: 'where=windows, windows-version=v2013, which-box=box, is-it-working=no',
    ends: { at: 'does-not-work', kind: 'ask-desk', word: 'not-working' },
  },
  {
    who: 'an office with Outlook 2013 that shows Microsoft’s page',
    is: { address: office, methods: ['authenticator'], state: 'enforced', day: '2018-12-11' },
    answers: 'where=windows, windows-version=v2013, which-box=page, signs-in-itself=fine',
    ends: { at: 'outlook-needs-none', kind: 'not-needed', word: 'not-needed' },
  },
  {
    who: 'an office with Outlook 2016',
    is: { address: office, methods: ['authenticator'], state: 'enforced', day: '2018-12-11' },
    answers: 'where=windows, windows-version=v2016, signs-in-itself=fine',
    ends: { at: 'outlook-needs-none', kind: 'not-needed', word: 'not-needed' },
  },
  {
    who: 'an office whose Outlook 2016 has asked and works',
    is: { address: office, methods: ['authenticator'], state: 'enforced', day: '2018-12-11' },
    answers: 'where=windows, windows-version=v2016, signs-in-itself=works',
    ends: { at: 'outlook-needs-none', kind: 'not-needed', word: 'works' },
  },
  {
    who: 'an office whose Outlook 2016 asks again and again',
    is: { address: office, methods: ['authenticator'], state: 'enforced', day: '2018-12-11' },
    answers: 'where=windows, windows-version=v2016, signs-in-itself=asks',
    ends: { at: 'ask-about-outlook', kind: 'ask-desk', word: 'not-working' },
  },
  {
    who: 'a head with Outlook 2010 who registered early and is not switched on',
    is: { address: head, methods: ['authenticator'], state: 'disabled', day: '2018-11-12' },
    answers: 'where=windows, windows-version=v2010',
    ends: { at: 'not-yet', kind: 'wait' },
  },
  {
    who: 'a head with Outlook 2010 who has done nothing yet',
    is: { address: head, methods: [], state: 'disabled', day: '2018-11-12' },
    answers: 'where=windows, windows-version=v2010',
    ends: { at: 'not-yet-and-set-up', kind: 'wait' },
  },
  {
    who: 'an office with Outlook 2011 on a Mac, enforced but not registered',
    is: { address: office, methods: [], state: 'enforced', day: '2018-12-11' },
    answers: 'where=mac, mac-version=m2011',
    ends: { at: 'set-up-first', kind: 'other-guide' },
  },
  {
    who: 'somebody with Outlook 2010 of whom Microsoft says nothing',
    is: { address: teacher, methods: 'unknown', state: 'unknown', day: '2018-12-14' },
    answers: 'where=windows, windows-version=v2010',
    ends: { at: 'no-answer', kind: 'wait' },
  },
  {
    who: 'a teacher with the Outlook app',
    is: { address: teacher, methods: ['authenticator'], state: 'enforced', day: '2018-12-14' },
    answers: 'where=outlook-app',
    ends: { at: 'outlook-app-needs-none', kind: 'not-needed' },
  },
  {
    who: 'a teacher with Mail on a new iPhone',
    is: { address: teacher, methods: ['authenticator'], state: 'enforced', day: '2018-12-14' },
    answers: 'where=phone-mail, which-phone=iphone-new',
    ends: { at: 'iphone-needs-none', kind: 'not-needed' },
  },
  {
    who: 'a teacher with Mail on an old iPad',
    is: { address: teacher, methods: ['phone'], state: 'enforced', day: '2018-12-14' },
    answers: 'where=phone-mail, which-phone=iphone-old, is-it-working=yes',
    ends: { at: 'works', kind: 'done', word: 'works' },
  },
  {
    who: 'a teacher with an old mail app on Android',
    is: { address: teacher, methods: ['authenticator'], state: 'enabled', day: '2018-12-14' },
    answers: 'where=phone-mail, which-phone=android, android-mail=password, is-it-working=yes',
    ends: { at: 'works', kind: 'done', word: 'works' },
  },
  {
    who: 'an office with a copier that sends mail',
    is: { address: office, methods: ['authenticator'], state: 'enforced', day: '2018-12-11' },
    answers: 'where=scanner',
    ends: { at: 'scanner', kind: 'ask-desk' },
  },
  {
    who: 'a teacher with another mail program',
    is: { address: teacher, methods: ['authenticator'], state: 'enforced', day: '2018-12-14' },
    answers: 'where=other-program',
    ends: { at: 'other-program', kind: 'ask-desk' },
  },
  {
    who: 'a head with Outlook 2010 where app passwords are not accepted',
    is: {
      address: head,
      methods: ['authenticator'],
      state: 'enforced',
      day: '2026-11-24',
      appPasswords: 'not-accepted',
    },
    answers: 'where=windows, windows-version=v2010',
    ends: { at: 'too-old', kind: 'ask-desk', word: 'not-working' },
  },
];

const withNewPhone: Person[] = [
  {
    who: 'a teacher whose new phone works beside the old one',
    is: { address: teacher, methods: ['authenticator'], state: 'enforced', day: '2018-12-14' },
    answers: 'old-phone=works, does-it-work=yes',
    ends: { at: 'remove-the-old', kind: 'done' },
  },
  {
    who: 'a teacher whose new phone does not work yet',
    is: { address: teacher, methods: ['authenticator'], state: 'enforced', day: '2018-12-14' },
    answers: 'old-phone=works, does-it-work=no',
    ends: { at: 'keep-the-old', kind: 'ask-desk' },
  },
  {
    who: 'a teacher who gets texts on a new number',
    is: { address: teacher, methods: ['phone'], state: 'enforced', day: '2018-12-14' },
    answers: 'old-phone=number, same-number=new-number, does-the-number-work=yes',
    ends: { at: 'number-changed', kind: 'done' },
  },
  {
    who: 'a teacher whose new number gets no texts',
    is: { address: teacher, methods: ['phone'], state: 'enforced', day: '2018-12-14' },
    answers: 'old-phone=number, same-number=new-number, does-the-number-work=no',
    ends: { at: 'keep-the-number', kind: 'ask-desk' },
  },
  {
    who: 'a teacher whose old phone is gone, with no other way in',
    is: { address: teacher, methods: ['authenticator'], state: 'enforced', day: '2018-12-14' },
    answers: 'old-phone=gone, another-way=no',
    ends: { at: 'ask-to-register', kind: 'ask-desk' },
  },
];

const everyone = [
  ...settingUp.map((person) => ({ ...person, guide: shippedGuide('set-up-mfa') })),
  ...withOutlook.map((person) => ({ ...person, guide: shippedGuide('app-password') })),
  ...withNewPhone.map((person) => ({ ...person, guide: shippedGuide('new-phone') })),
];

it('are at least twenty', () => {
  expect(everyone.length).toBeGreaterThanOrEqual(20);
});

it.each(everyone)('$who comes to the right end in at most nine presses', ({ guide, is, answers, ends }) => {
  const facts = factsAbout(is);
  const { last, choices, presses } = walkWith(guide, facts, answersOf(answers));

  const words = [...choices.map(({ word }) => word), last.end?.word].filter((word) => word !== undefined);
  const methods = new Set(choices.flatMap(({ method }) => method ?? []));
  expect({
    at: last.id,
    kind: last.check === undefined ? last.end?.kind : 'check',
    word: words.at(-1),
    methods: [...methods],
  }).toEqual({
    at: ends.at,
    kind: ends.kind,
    word: ends.word,
    methods: ends.method === undefined ? [] : [ends.method],
  });

  const aroundTheGuide = facts.shared ? whoAreYou + mineWorks(ends.kind === 'check') : 0;
  expect(presses + aroundTheGuide).toBeLessThanOrEqual(9);
});

/** A shared mailbox asks for a name first, and after the check each says that theirs works. */
const whoAreYou = 1;
const mineWorks = (isCheck: boolean) => (isCheck ? 1 : 0);

function answersOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split(', ').map((answer) => answer.split('=')));
}
