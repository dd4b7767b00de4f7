import { adviceOf, adviceText } from '../../cards/advice.ts';
import { effects, statuses } from '../../cards/gallery/samples.ts';
import type { EffectView, PhaseView, SaidView, StatusView } from '../../cards/standing.ts';
import { outlookAfterSetUp } from '../../cards/words-after-set-up.ts';
import { contactLines, helpLine, outsideLine, outsideLines } from '../../cards/words-contact.ts';
import { beforeDate, inDays, isOver, onDate, plannedFor, standingWords } from '../../cards/words-dates.ts';
import { clientWords } from '../../cards/words-effect.ts';
import { reasonWords } from '../../cards/words-reasons.ts';
import { reminderAdvice } from '../../cards/words-reminder.ts';
import { statusLine } from '../../cards/words-status.ts';

const day = 'Monday 19 November 2018';
const week = 'the week of Monday 3 December 2018';
const onwards = 'from Thursday 13 December 2018';

test.each([
  [day, `on ${day}`, `before ${day}`, `planned for ${day}`],
  [week, `in ${week}`, `before ${week}`, `planned for ${week}`],
  [onwards, onwards, 'before Thursday 13 December 2018', `planned ${onwards}`],
])('%s stands in a sentence with its own precision', (when, on, before, planned) => {
  expect([onDate(when), beforeDate(when), plannedFor(when)]).toEqual([on, before, planned]);
});

test.each([
  [day, 0, false],
  [day, -1, true],
  [week, -6, false],
  [week, -7, true],
  [onwards, -400, false],
])('%s with %d days to go is over: %p', (when, days, over) => {
  expect(isOver({ when, days })).toBe(over);
});

test('days ahead are counted in words', () => {
  expect([0, 1, 2].map(inDays)).toEqual(['today', 'tomorrow', 'in 2 days']);
});

test('a week is not counted down as if it were a day', () => {
  expect(standingWords({ kind: 'planned-future', days: 3 }, week)).toBe('This week begins in 3 days');
  expect(standingWords({ kind: 'planned-future', days: 3 }, day)).toBe('In 3 days');
});

describe('advice follows the state that Microsoft gives, never the date alone', () => {
  test.each<[string, EffectView, StatusView, string]>([
    ['off, not set up', effects.offNotSetUp, statuses.offNotSetUp, `Set up MFA before ${day}`],
    ['off, set up', effects.offSetUp, statuses.offSetUp, `You are set up. Your Outlook will ask on ${day}`],
    ['on, not set up', effects.onNotSetUp, statuses.onNotSetUp, 'Set up MFA now'],
    ['enforced, set up', effects.enforcedSetUp, statuses.enforcedSetUp, 'MFA is on. Is Outlook working?'],
    ['enforced, not set up', effects.enforcedNotSetUp, statuses.enforcedNotSetUp, 'Get help now'],
    ['unanswered', effects.unknown, statuses.unanswered, 'Please check your status again'],
  ])('%s', (_, effect, status, expected) => {
    expect(adviceOf(effect, status, {}).title).toBe(expected);
  });

  test('a date that has passed is called planned, and not in force', () => {
    const effect: EffectView = { ...effects.offNotSetUp, onlinePhase: { when: day, days: -3 } };
    const text = adviceText(adviceOf(effect, statuses.offNotSetUp, {})).join(' ');
    expect(text).toContain(`MFA was planned for ${day} and is not switched on for this account yet`);
  });

  test.each<[SaidView, string]>([
    [{}, 'MFA is on. Is Outlook working?'],
    [{ missing: [] }, 'MFA is on. Is Outlook working?'],
    [{ missing: ['Sam'] }, 'MFA is on. Not everybody is set up yet'],
    [{ missing: ['Sam'], outlook: 'works' }, 'MFA is on. Not everybody is set up yet'],
    [{ outlook: 'not-working' }, 'MFA is on. Outlook does not work yet'],
    [{ outlook: 'works' }, 'MFA is on and Outlook works'],
    [{ outlook: 'not-needed' }, 'MFA is on. Nothing more to do'],
  ])('what people said, %j, counts once MFA is on', (said, expected) => {
    expect(adviceOf(effects.enforcedSetUp, statuses.enforcedSetUp, said).title).toBe(expected);
  });

  test('an account is not called set up while somebody who shares it is missing', () => {
    for (const effect of [effects.offSetUp, effects.unknown]) {
      const advice = adviceOf(effect, statuses.offSetUp, { missing: ['Sam', 'Priya'] });
      expect(advice.title).toBe('Not everybody is set up yet');
    }
    expect(
      adviceText(adviceOf(effects.offSetUp, statuses.offSetUp, { missing: ['Sam'] })).join(' '),
    ).toContain(`Outlook will ask on ${day}`);
  });

  test('a week that is running is not over', () => {
    const effect: EffectView = { ...effects.offNotSetUp, onlinePhase: { when: week, days: -3 } };
    expect(adviceText(adviceOf(effect, statuses.offNotSetUp, {})).join(' ')).toContain(
      `MFA is planned for ${week}`,
    );
  });

  test('without app passwords none is mentioned', () => {
    for (const [name, effect] of Object.entries(effects)) {
      const view: EffectView = { ...effect, appPasswords: 'not-accepted' };
      const said = [
        ...adviceText(adviceOf(view, statuses.offSetUp, {})),
        clientWords(view),
        ...outlookAfterSetUp(view),
      ];
      expect([name, said.join(' ')]).toEqual([name, expect.not.stringContaining('app password')]);
    }
  });
});

test('installed Outlook of an account that is set up changes on the date of Outlook on the web', () => {
  expect(clientWords(effects.offSetUp)).toContain(day);
  expect(clientWords(effects.offNotSetUp)).toContain('Monday 26 November 2018');
  expect(outlookAfterSetUp(effects.offSetUp).join(' ')).toContain(`both change on ${day}`);
});

test('says that Microsoft did not answer, and nothing else', () => {
  expect(statusLine(statuses.unanswered)).toBe(
    'Microsoft did not answer at 09:02 today. Nothing is known about this account right now.',
  );
});

test('names the source and the time of a status', () => {
  expect(statusLine(statuses.reported)).toBe(
    "Microsoft's report of 06:00 on Friday 9 November said: no second step is set up for this account yet.",
  );
  expect(statusLine(statuses.offNotSetUp)).toMatch(/^Microsoft said at 09:02 today: /);
});

describe('a reminder', () => {
  const online = (standing: PhaseView['standing'], when = day): PhaseView => ({
    surface: 'online',
    when,
    standing,
  });

  test.each<[string, PhaseView, string]>([
    [
      'three days before',
      online({ kind: 'planned-future', days: 3 }),
      'Outlook on the web changes in 3 days',
    ],
    ['on the day', online({ kind: 'planned-future', days: 0 }), 'Outlook on the web changes today'],
    [
      'before a week',
      online({ kind: 'planned-future', days: 3 }, week),
      `Outlook on the web changes in ${week}`,
    ],
    [
      'before an open end',
      online({ kind: 'planned-future', days: 3 }, onwards),
      `Outlook on the web changes ${onwards}`,
    ],
    [
      'after it, switched off',
      online({ kind: 'planned-past' }),
      'Set up MFA before Outlook on the web stops',
    ],
    ['after it, not answered', online({ kind: 'unknown-past' }), 'Please set up MFA'],
    ['in force', online({ kind: 'in-force' }), 'Outlook on the web is stopped until you set up MFA'],
  ])('%s', (_, phase, expected) => {
    expect(reminderAdvice(phase, []).title).toBe(expected);
  });

  test('tells of both surfaces in one sentence where they change together', () => {
    const phase = online({ kind: 'planned-future', days: 1 }, onwards);
    expect(reminderAdvice(phase, [{ ...phase, surface: 'client' }]).title).toBe(
      `Outlook on the web and installed Outlook change ${onwards}`,
    );
  });
});

test('a way to get help is a sentence, whether the plan gives a sentence or words', () => {
  const named = { name: 'Richard Cornelius', phone: '0845 303 3003' };
  const sentence = { serviceDesk: 'Service Desk', how: 'Contact the Service Desk as usual.', named };
  expect(helpLine(sentence)).toBe(
    'Contact the Service Desk as usual. Or phone Richard Cornelius on 0845 303 3003 (Relay UK: 18001, then the number), or write here: type "talk to a person".',
  );
  const words = { serviceDesk: 'ICT desk', how: 'on the intranet', phone: '01', email: 'desk@x.example' };
  expect(contactLines(words)).toEqual([
    'ICT desk: on the intranet.',
    'ICT desk by phone: 01 (Relay UK: 18001, then the number)',
    'ICT desk by e-mail: desk@x.example',
    'Or write here: type "talk to a person".',
  ]);
});

test('beside every phone number stand a text relay and a written route', () => {
  const named = { name: 'Richard Cornelius', phone: '0845 303 3003' };
  const phones = { serviceDesk: 'Service Desk', how: 'as usual', phone: '01603 000000', named };
  for (const line of [...contactLines(phones), helpLine(phones), outsideLine(phones)]) {
    if (/\d{4}/.test(line)) expect(line).toContain('Relay UK: 18001, then the number');
  }
  expect(contactLines(phones).join(' ')).toContain('type "talk to a person"');
  expect(helpLine({ serviceDesk: 'Service Desk', how: 'as usual' })).toBe(
    'Service Desk: as usual. Or write here: type "talk to a person".',
  );
  // Where the account is not known there is nobody to write as.
  expect(outsideLines(phones).join(' ')).not.toContain('talk to a person');
});

test('a reason without words of its own is still readable', () => {
  expect(reasonWords('app-not-installed')).toBe('this app is not installed in their Teams');
  expect(reasonWords('some-new-reason')).toBe('some new reason');
});
