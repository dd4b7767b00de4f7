import { wordsOf } from '../../../services/guides/engine.ts';
import type { GuideFacts } from '../../../services/guides/facts.ts';
import { type Guide, isShown } from '../../../services/guides/guide.ts';
import { wordsIn } from '../../../services/guides/guide-words.ts';
import {
  allWalks,
  firstStep,
  labelsAt,
  reachable,
  readAt,
  shippedGuide,
  shippedGuides,
  type Walk,
  wordsAt,
} from './all-walks.ts';
import {
  describeSomebody,
  everybody,
  everybodyWhomItTellsApart,
  factsAbout,
  type Somebody,
} from './everybody.ts';

const guides = [...shippedGuides.values()];
const appPassword = shippedGuide('app-password');
const setUpMfa = shippedGuide('set-up-mfa');
const makingSteps = [
  'choose-app-password',
  'name-app-password',
  'copy-app-password',
  'enter-app-password',
  'is-it-working',
];

describe.each(guides)('the guide $id', (guide) => {
  const shown = guide.steps.filter(isShown);

  it('says at every step what goes wrong and what helps, in at least two lines', () => {
    const silent = shown.filter(
      ({ end, tip, stuck = [] }) => end === undefined && (tip === undefined || stuck.length < 2),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('keeps most steps to 50 words, and each to 60', () => {
    const counts = shown.map(wordsIn);
    expect(Math.max(...counts)).toBeLessThanOrEqual(60);
    expect(counts.filter((count) => count > 50).length).toBeLessThan(counts.length / 3);
  });

  it('leaves no placeholder and no line empty', () => {
    for (const { facts } of everybodyWhomItTellsApart(guide))
      for (const step of reachable(guide, facts))
        for (const text of readAt(step, facts)) expect(text).toMatch(/^(?!.*[{}]).*\S/s);
  });

  it('says something at each step, to everybody who sees it', () => {
    for (const { facts } of everybodyWhomItTellsApart(guide))
      for (const step of reachable(guide, facts)) expect(wordsOf(step, facts).text).not.toEqual([]);
  });

  it('says how to ring through a relay and how to write, wherever it sends people to the service desk', () => {
    const faulty = shown.filter(
      ({ end, plain = [] }) =>
        end?.kind === 'ask-desk' && !/Relay UK.*18001.*write/s.test(JSON.stringify(plain)),
    );
    expect(faulty.map(({ id }) => id)).toEqual([]);
  });
});

it('begins setting up by saying that nobody ever needs a password or a code', () => {
  const firsts = everybody().map((somebody) => {
    const facts = factsAbout(somebody);
    return wordsAt(setUpMfa, firstStep(setUpMfa, facts), facts).text.join(' ');
  });
  for (const text of new Set(firsts)) expect(text).toContain('Nobody ever needs your password or a code');
});

describe('app passwords', () => {
  it('are made by nobody whose account is not switched on and registered', () => {
    const told = waysOf(appPassword).filter(
      ({ walk, facts }) =>
        isToMakeOne(walk) && !(facts.registered === 'yes' && ['enabled', 'enforced'].includes(facts.state)),
    );
    expect(told.map(({ somebody }) => describeSomebody(somebody))).toEqual([]);
  });

  it('are made by nobody where the plan does not accept them', () => {
    const told = waysOf(appPassword).filter(
      ({ walk, facts }) => facts.appPasswords === 'not-accepted' && isToMakeOne(walk),
    );
    expect(told.map(({ somebody }) => describeSomebody(somebody))).toEqual([]);
  });

  it('are spoken of there only to say that they do not help', () => {
    const facts = factsAbout({ ...enforced, appPasswords: 'not-accepted' });
    const texts = reachable(appPassword, facts).flatMap((step) => readAt(step, facts));
    expect(
      texts.filter((text) => /(make|create|paste|copy|type) (one|it|an app password)/i.test(text)),
    ).toEqual([]);
    expect(texts.join(' ')).toContain('does not accept app passwords any more');
    expect(texts.join(' ')).toContain('your second step');
  });

  it.each([
    ['in a browser', ['browser']],
    ['in the Outlook app', ['outlook-app']],
    ['in Outlook 2016 or newer', ['v2016']],
    ['in Outlook 2016 or newer on a Mac', ['m2016']],
    ['in Mail on iOS 11 or newer', ['iphone-new']],
    ['in Outlook 2013 that shows Microsoft’s page', ['v2013', 'page']],
    ['in another program', ['other-program']],
    ['by a scanner', ['scanner']],
  ])('are made by nobody who reads mail %s', (_where, choices) => {
    const ways = waysOf(appPassword).filter(({ walk }) =>
      choices.every((id) => walk.choices.some((choice) => choice.id === id)),
    );
    expect(ways.length).toBeGreaterThan(0);
    expect(ways.filter(({ walk }) => isToMakeOne(walk))).toEqual([]);
  });

  it.each([
    ['Outlook 2010', ['v2010']],
    ['Outlook 2011 on a Mac', ['m2011']],
    ['Outlook 2013 with the small box', ['v2013', 'box']],
    ['an older iPhone', ['iphone-old']],
    ['an old mail app on Android', ['android', 'password']],
  ])('are made by whoever has %s, once switched on and registered', (_program, choices) => {
    const ways = allWalks(appPassword, factsAbout(enforced)).filter((walk) =>
      choices.every((id) => walk.choices.some((choice) => choice.id === id)),
    );
    expect(ways.length).toBeGreaterThan(0);
    expect(ways.every(isToMakeOne)).toBe(true);
  });

  it('say from which morning, in words', () => {
    const head = { ...enforced, address: 'head@hillside.norfolk.sch.uk', state: 'disabled' as const };
    const facts = factsAbout({ ...head, day: '2018-11-12' });
    expect(wordsAt(appPassword, 'not-yet', facts).text.join(' ')).toContain(
      'When you can make it: the morning of Monday 19 November 2018.',
    );
  });

  it.each([
    ['head@hillside.norfolk.sch.uk', '2018-11-19', 'today'],
    ['head@hillside.norfolk.sch.uk', '2018-11-20', 'the day MFA is switched on for you'],
    ['office@hillside.norfolk.sch.uk', '2018-11-20', 'the week of Monday 3 December 2018'],
    ['office@hillside.norfolk.sch.uk', '2018-12-05', 'this week'],
    ['sam@hillside.norfolk.sch.uk', '2019-01-10', 'the day MFA is switched on for you'],
  ])('say so to %s on %s as well: %s', (address, day, expected) => {
    for (const step of ['not-yet', 'not-yet-and-set-up']) {
      const facts = factsAbout({ ...enforced, address, state: 'disabled', day });
      expect(wordsAt(appPassword, step, facts).text[0]).toBe(
        `This program will need an app password, but not yet. When you can make it: ${expected}.`,
      );
    }
  });

  it('end in the keeper’s own word where one was made, or where nothing is left to be tried', () => {
    const shown = appPassword.steps.filter(isShown);
    const saying = (word: string) => shown.flatMap(({ id, end }) => (end?.word === word ? [id] : []));
    expect(saying('works')).toEqual(['works']);
    expect(saying('not-needed')).toEqual(['browser-needs-none']);
    for (const { end, list } of shown) {
      if (end?.kind === 'wait' || end?.kind === 'other-guide') expect(end.word).toBeUndefined();
      if (list !== undefined) expect(end?.word).not.toBe('not-needed');
    }
  });

  it('let somebody whose Outlook did not work say in each way that it works now', () => {
    const answers = appPassword.steps.filter(isShown).flatMap(({ choices = [] }) => choices);
    const not = answers.filter(({ word }) => word === 'not-working').length;
    expect(not).toBeGreaterThan(0);
    expect(answers.filter(({ word }) => word === 'works').length).toBeGreaterThanOrEqual(not);
  });
});

describe('a shared mailbox', () => {
  const office: Somebody = {
    address: 'office@hillside.norfolk.sch.uk',
    methods: [],
    state: 'enabled',
    day: '2018-12-03',
  };
  const shared = factsAbout(office);

  it('is told that each adds a device of their own, up to five, and which suit best', () => {
    const text = wordsAt(setUpMfa, 'what-do-you-have', shared).text.join(' ');
    expect(text).toMatch(/each of you adds a device of your own: up to five apps or tokens/i);
    expect(text).toMatch(/every app gets every prompt/);
  });

  it('is offered codes without prompts, which others are not', () => {
    const alone = factsAbout({ ...office, address: 'sam@hillside.norfolk.sch.uk' });
    const codes = 'An app that only shows codes';
    expect(labelsAt(setUpMfa, 'what-do-you-have', shared)).toContain(codes);
    expect(labelsAt(setUpMfa, 'what-do-you-have', alone)).not.toContain(codes);
  });

  it('is met by a question of its own once the first of its keepers has registered', () => {
    const registered = factsAbout({ ...office, methods: ['authenticator'] });
    expect(firstStep(setUpMfa, registered)).toBe('somebody-has-one');
  });
});

describe('nobody is told to give away their only way in', () => {
  const facts = factsAbout({
    address: 'sam@hillside.norfolk.sch.uk',
    methods: ['phone'],
    state: 'enforced',
    day: '2018-12-20',
  });
  const newPhone = shippedGuide('new-phone');

  it('after changing a phone number: the page has one entry', () => {
    const ways = allWalks(newPhone, facts).filter(({ choices }) =>
      choices.some(({ id }) => id === 'new-number'),
    );
    expect(ways.map(({ last }) => last.id)).toEqual(['number-changed', 'keep-the-number']);
    for (const { last } of ways) {
      const text = readAt(last, facts).join(' ');
      expect(text).toContain('Delete nothing');
      expect(text).not.toMatch(/Delete" beside|wipe/);
    }
  });

  it('nor to register again where the new phone does not work and something else does', () => {
    const ends = allWalks(newPhone, facts).filter(({ choices }) =>
      choices.some(({ id }, at) => id === 'no' && at === choices.length - 1),
    );
    for (const { place, last } of ends) {
      const isLockedOut = place.trail.includes('another-way') && !place.trail.includes('add-the-new');
      expect(last.id === 'ask-to-register').toBe(isLockedOut);
    }
    expect(wordsAt(newPhone, 'keep-the-old', facts).text[0]).toMatch(/Delete nothing and wipe nothing yet/);
  });

  it.each([
    ['lost-phone', 'remove-it', /only way in\? Add another one first/],
    ['shared-mailbox', 'leaves', /nobody else a device that works\? Then add one first/],
  ])('in %s at %s: another one is added before', (guideId, stepId, first) => {
    const list = wordsAt(shippedGuide(guideId), stepId, facts).list ?? [];
    const added = list.findIndex((line) => first.test(line));
    const deleted = list.findIndex((line) => /delete/i.test(line));
    expect(added).toBeGreaterThanOrEqual(0);
    expect(added).toBeLessThan(deleted);
  });

  it('nor to take a colleague’s device off a shared mailbox after a prompt', () => {
    const shared = { ...facts, shared: true };
    expect(wordsAt(shippedGuide('unexpected-prompt'), 'ring-now', shared).text.join(' ')).toContain(
      'Ask the others first',
    );
  });
});

const enforced: Somebody = {
  address: 'sam@hillside.norfolk.sch.uk',
  methods: ['authenticator'],
  state: 'enforced',
  day: '2018-12-20',
};

function isToMakeOne({ place }: Walk): boolean {
  return place.trail.some((id) => makingSteps.includes(id));
}

function waysOf(guide: Guide): { walk: Walk; facts: GuideFacts; somebody: Somebody }[] {
  return everybodyWhomItTellsApart(guide).flatMap(({ somebody, facts }) =>
    allWalks(guide, facts).map((walk) => ({ walk, facts, somebody })),
  );
}
