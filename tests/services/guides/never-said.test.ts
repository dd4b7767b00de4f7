import { firstStep, labelsAt, reachable, readAt, shippedGuide, shippedGuides } from './all-walks.ts';
import { everybody, everybodyWhomItTellsApart, factsAbout, type Somebody } from './everybody.ts';

/*
 * What no guide may say: to give away a code or a password, to approve what one did not start, and from the day on which
 * they end, to use text or voice codes.
 */

const guides = [...shippedGuides.values()];
const setUpMfa = shippedGuide('set-up-mfa');

describe('on 2 February 2027', () => {
  const onThatDay = everybody().filter(({ day }) => day === '2027-02-02');

  it.each(guides)('$id offers no text or voice codes', (guide) => {
    const offers = onThatDay.flatMap((somebody) => {
      const facts = factsAbout(somebody);
      return reachable(guide, facts)
        .flatMap((step) => readAt(step, facts).map((text) => ({ step: step.id, text })))
        .filter(({ text }) => offersCodes.test(withoutPast(text)))
        .map(({ step, text }) => `${step}: ${text}`);
    });
    expect([...new Set(offers)]).toEqual([]);
  });

  it('tells somebody who has only a phone number that it has ended, and what to do', () => {
    const facts = factsAbout({ ...onlyPhone, day: '2027-02-02' });
    expect(firstStep(setUpMfa, facts)).toBe('codes-have-ended');
  });

  it('does so from 1 February on, and offers a phone number the day before', () => {
    const nobodyYet = { ...onlyPhone, methods: [] };
    const labels = (day: string) => labelsAt(setUpMfa, 'what-do-you-have', factsAbout({ ...nobodyYet, day }));
    expect(labels('2027-01-31')).toContain('Text message or phone call');
    expect(labels('2027-02-01')).not.toContain('Text message or phone call');
  });
});

it('warns those with only a phone number from 1 September 2026 on', () => {
  const first = (day: string) => firstStep(setUpMfa, factsAbout({ ...onlyPhone, day }));
  expect(['2026-08-31', '2026-09-01', '2027-01-31', '2027-02-01'].map(first)).toEqual([
    'you-have-one',
    'codes-will-end',
    'codes-will-end',
    'codes-have-ended',
  ]);
});

it('never says to tell somebody a code or a password, nor to approve what one did not start', () => {
  const texts = guides.flatMap((guide) =>
    everybodyWhomItTellsApart(guide).flatMap(({ facts }) =>
      reachable(guide, facts).flatMap((step) => readAt(step, facts)),
    ),
  );
  const bad = [...new Set(texts)].flatMap(sentencesOf).filter((sentence) => {
    const isForbidden = /\b(never|do not|nobody|no one|not)\b/i.test(sentence);
    return !isForbidden && (givesAway.test(sentence) || approves.test(sentence));
  });
  expect(bad).toEqual([]);
});

it.each([
  'Tell us the code.',
  'Send your password to the Service Desk.',
  'Give a colleague the code.',
  'Share the code with the others.',
  'Read out the code on the phone.',
])('would notice: %s', (sentence) => {
  expect(givesAway.test(sentence)).toBe(true);
});

it.each(['Approve the prompt.', 'Accept it so that it stops.'])('would notice: %s', (sentence) => {
  expect(approves.test(sentence)).toBe(true);
});

it.each([
  'Choose "Text me a code".',
  'Wait for the text message.',
  'a call to the office phone',
  'Use your landline.',
])('would notice on 2 February 2027: %s', (text) => {
  expect(offersCodes.test(withoutPast(text))).toBe(true);
});

const onlyPhone: Somebody = {
  address: 'sam@hillside.norfolk.sch.uk',
  methods: ['phone'],
  state: 'enforced',
  day: '2026-10-01',
};

const offersCodes =
  /\b(text message|texts?\b(?! and voice)|voice|phone call|calls?\b(?! and press)|ring(s|ing)?\b|landline|office phone|sms)/i;
/** The code or password itself as what is told, sent or given, to whomever. */
const givesAway =
  /\b(tell|send|give|share|read out|say|e-?mail|forward)( (us|me|them|him|her|somebody|anybody|(a|the)( \w+){1,2}))? (your|the|a|an|its) (app )?(code|password|pin|pass|digits)s?\b/i;
const approves = /\b(approve|accept) /i;

/** What is said of codes that have ended offers none; ringing the service desk or through a relay is no code either. */
function withoutPast(text: string): string {
  return sentencesOf(text)
    .filter((sentence) => !/\bended\b|do not come any more|Relay UK|rings and asks/.test(sentence))
    .join(' ');
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.?!:])\s+/);
}
