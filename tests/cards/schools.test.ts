import { contact, head } from '../../cards/gallery/samples.ts';
import { schoolEntries } from '../../cards/gallery/schools.ts';
import { schoolCard } from '../../cards/school.ts';
import { schoolListCard } from '../../cards/school-list.ts';
import type { SchoolView } from '../../cards/school-view.ts';
import { reminderAdvice } from '../../cards/words-reminder.ts';
import { actionsOf, barOf, textsOf, wordsOf } from './card-walk.ts';

const entry = (name: string) => {
  const found = schoolEntries.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found.card;
};
const titles = (name: string) => actionsOf(entry(name)).map(({ title }) => title);

test('the head’s own mailbox comes first, in the words and with the button of its reminder', () => {
  const advice = reminderAdvice(
    { surface: 'online', when: 'Monday 19 November 2018', standing: { kind: 'planned-future', days: 7 } },
    [],
  );
  const [address, title, first] = textsOf(entry('School: own mailbox first')).map(({ text }) => text);
  expect(address).toContain(head.address);
  expect([title, first]).toEqual([advice.title, advice.follow[0]]);
  expect(titles('School: own mailbox first')[0]).toBe('Set up MFA');
});

test('a head who is ready is first offered to remind those who are not', () => {
  expect(titles('School: own mailbox ready')[0]).toBe('Remind those now');
  expect(wordsOf(entry('School: own mailbox ready'))).toContain('Your own mailbox is ready.');
});

test('who was just reminded is not offered again', () => {
  for (const state of ['just reminded', 'reminded at night', 'pressed twice', 'everybody ready']) {
    expect(titles(`School: ${state}`)).not.toContain('Remind those now');
  }
});

test('what a press did is said in figures, with the hour where that is later', () => {
  const said = wordsOf(entry('School: just reminded'));
  expect(said).toContain('2 reminders are on the way.');
  expect(said).toContain('1 account was reminded or asked for already that day.');
  expect(said).toContain('Who is done or has put it off is left alone.');
  expect(said).toContain('1 account does not have this app in Teams. Please tell them yourself.');
  expect(wordsOf(entry('School: reminded at night'))).toContain(
    '3 reminders will go out at 08:30 on Tuesday 13 November.',
  );
  expect(wordsOf(entry('School: pressed twice'))).toContain('Nobody new to remind.');
});

test('a large school shows a dozen and how many more; the list has every one once', () => {
  const card = entry('School: three hundred accounts');
  const addresses = textsOf(card).filter(({ text }) => /-of-year-/.test(text));
  expect(addresses).toHaveLength(12);
  expect(wordsOf(card)).toContain('and 256 more');
  expect(titles('School: three hundred accounts')).toContain('Show all');

  const notReady = Array.from({ length: 65 }, (_, index) => ({ address: `y${index}@ash.norfolk.sch.uk` }));
  const view: SchoolView = {
    who: head,
    own: { kind: 'ready' },
    cohorts: [
      {
        name: 'A',
        surfaces: ['online'],
        when: 'x',
        accounts: 3,
        ready: 0,
        unknown: 0,
        notReady: notReady.slice(0, 3),
      },
      {
        name: 'B',
        surfaces: ['client'],
        when: 'y',
        accounts: 62,
        ready: 0,
        unknown: 0,
        notReady: notReady.slice(3),
      },
    ],
    accounts: 65,
    ready: 0,
    toRemind: 65,
    at: '08:30 today',
    contact,
  };
  const seen: string[] = [];
  let from: number | undefined = 0;
  while (from !== undefined) {
    const page = schoolListCard({ ...view, from });
    seen.push(...textsOf(page).flatMap(({ text }) => (text.includes('@ash') ? [text] : [])));
    const more = actionsOf(page).find(({ title }) => title === 'More');
    from = more && 'data' in more ? Number(more.data.from) : undefined;
  }
  expect(seen).toEqual(notReady.map(({ address }) => address));
  const shown = textsOf(schoolCard(view)).filter(({ text }) => text.includes('@ash'));
  expect(shown).toHaveLength(12);
  expect(schoolCard(view).fallbackText).toBe('Hillside: 0 of 65 accounts are ready.');
});

test('nothing but ready or not, and since when, is said of another account', () => {
  for (const { card } of schoolEntries) {
    // What stands above is the head's own mailbox.
    const ofOthers = wordsOf(card).split('Your school:').at(-1);
    expect(ofOthers).not.toMatch(/Authenticator|phone number|does not work|enabled|enforced|second step/);
  }
});

test('with the head’s own reminder in it, four buttons are visible; the others are behind "More"', () => {
  for (const state of ['with the own reminder', 'with the own reminder, a large school']) {
    const card = entry(`School: ${state}`);
    expect(barOf(card).map(({ title }) => title)).toEqual([
      'Set up MFA',
      "I've done it",
      'Remind those now',
      'More',
    ]);
    for (const title of ['I need help', 'Is this real?', 'Looks suspicious', 'Refresh']) {
      expect(titles(`School: ${state}`)).toContain(title);
    }
    expect(wordsOf(card)).toContain('Reference of this message: KMPT-WX34');
  }
  expect(titles('School: with the own reminder, a large school')).toContain('Show all');
});

test('where no report is to be had, the figures are Microsoft’s answers about one account at a time', () => {
  expect(wordsOf(entry('School: no report to be had'))).toContain(
    "Microsoft's answers, one account at a time; the oldest is of 07:12 today. Counted at 08:30 today.",
  );
  expect(wordsOf(entry('School: no report yet'))).toContain('Microsoft has not said yet who is ready.');
});

test('since when somebody is not ready is called what it is: since when that is known', () => {
  expect(wordsOf(entry('School: own mailbox first'))).toContain(
    'Not ready, known since Monday 5 November 2018:',
  );
});

test('the good news is short', () => {
  const words = wordsOf(entry('School is ready: good news'));
  expect(words).toContain('Your school is ready');
  expect(words).toContain('All 8 accounts are ready.');
  expect(words).not.toContain('@oakfield');
});
