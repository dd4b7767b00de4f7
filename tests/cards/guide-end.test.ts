import { alex, many, place, priya, sam } from '../../cards/gallery/guide-samples.ts';
import { contact, effects, head, teacher } from '../../cards/gallery/samples.ts';
import { guideForeignCard } from '../../cards/guide-foreign.ts';
import { guideLaterCard } from '../../cards/guide-later.ts';
import { type GuideResult, guideResultCard } from '../../cards/guide-result.ts';
import { guideStuckCard } from '../../cards/guide-stuck.ts';
import { type KeepersView, keepersCard } from '../../cards/keepers.ts';
import { personalChatCard } from '../../cards/personal-chat.ts';
import { whoAreYouCard } from '../../cards/who-are-you.ts';
import { actionsOf, barOf, elementsOf, wordsOf } from './card-walk.ts';

const subject = { who: head, keeper: sam, guideTitle: 'Set up MFA', place };
const done: Extract<GuideResult, { kind: 'done' }> = {
  kind: 'done',
  methods: ['Microsoft Authenticator'],
  at: '09:41 today',
  effect: effects.offSetUp,
};

describe('the result of the check', () => {
  const show = (result: GuideResult) => guideResultCard({ ...subject, result, contact });
  const titles = (result: GuideResult) => barOf(show(result)).map(({ title }) => title);

  test('names the method and advises a second one, only where there is one', () => {
    expect(wordsOf(show(done))).toContain('Microsoft Authenticator');
    expect(wordsOf(show(done))).toContain('Add a second one.');
    expect(wordsOf(show({ ...done, methods: ['a', 'b'] }))).not.toContain('Add a second one.');
  });

  test('asks the keeper of a shared account for their own word first', () => {
    const shared: GuideResult = { ...done, keepers: { done: ['Priya'], waiting: ['Sam', 'Alex'] } };
    expect(titles(shared)[0]).toBe('Mine works');
    expect(wordsOf(show(shared))).toContain('Finished: Priya.\nStill to do: Sam and Alex.');
  });

  test('leads to the guide of installed Outlook with the keeper, never to an article', () => {
    const [outlook] = barOf(show({ ...done, outlookGuide: 'app-password' }));
    expect(outlook).toMatchObject({
      title: 'Get Outlook working',
      style: 'positive',
      data: { action: 'guide.start', guide: 'app-password', keeper: sam.id },
    });
    expect(titles(done)).toEqual(['My status', 'Add another', "I'm stuck"]);
  });

  test.each<[GuideResult, string, string]>([
    [{ kind: 'works', keepers: { done: ['Sam'], waiting: ['Alex'] } }, 'Yours works', 'Still to do: Alex.'],
    [{ kind: 'works', keepers: { done: ['Sam'], waiting: [] } }, 'This mailbox is done', 'counts as done'],
  ])('after "Mine works" says who is missing still: %j', (result, title, words) => {
    expect(wordsOf(show(result))).toContain(title);
    expect(wordsOf(show(result))).toContain(words);
  });

  test('a slow answer offers only the way back, no answer also to go on later', () => {
    expect(titles({ kind: 'still-asking', comesAs: 'edit' })).toEqual(['Back']);
    expect(titles({ kind: 'unanswered', at: '09:40 today' })).toEqual(['Try again', 'Back', 'Not now']);
    expect(titles({ kind: 'not-yet', at: '09:40 today' })).toEqual([
      'Check again',
      'Back',
      "I'm stuck",
      'Not now',
    ]);
  });
});

test('who is stuck can ask a person with or without words, or go back without them', () => {
  const card = guideStuckCard({ ...subject, stepTitle: 'Scan', helps: ['Wait.'], requestId: 'r', contact });
  const [ask, back] = actionsOf(card);
  expect(ask).toMatchObject({ verb: 'ticket.open', data: { requestId: 'r', ...place } });
  expect(back).toMatchObject({
    verb: 'guide.step',
    associatedInputs: 'none',
    fallback: { associatedInputs: 'none' },
  });
  expect(elementsOf(card).find(({ type }) => type === 'Input.Text')).toMatchObject({
    id: 'text',
    label: 'What do you see? Leave out passwords and codes.',
    maxLength: 2000,
  });
});

test('a card of another account tells nothing of it and opens one’s own guide', () => {
  const card = guideForeignCard({ who: teacher, guide: 'set-up-mfa', guideTitle: 'Set up MFA' });
  expect(wordsOf(card)).toContain('Nothing was changed');
  expect(actionsOf(card)).toMatchObject([{ data: { action: 'guide.start', guide: 'set-up-mfa' } }]);
});

test('a guide that was put away goes on for the same keeper', () => {
  const card = guideLaterCard({ ...subject, command: 'set up MFA', by: 'from Thursday 13 December 2018' });
  expect(actionsOf(card)).toMatchObject([{ title: 'Continue as Sam', data: { keeper: sam.id } }]);
  expect(wordsOf(card)).toContain('before Thursday 13 December 2018');
});

test('in a group chat nothing personal is said', () => {
  const card = personalChatCard({ link: 'https://teams.microsoft.com/l/chat/0/0?users=28:x' });
  expect(wordsOf(card)).not.toMatch(/@/);
  expect(actionsOf(card)).toMatchObject([{ type: 'Action.OpenUrl', title: 'Open our chat' }]);
});

describe('"Who are you?"', () => {
  const ask = (count: number) =>
    whoAreYouCard({
      who: head,
      guideTitle: 'Set up MFA',
      guide: 'set-up-mfa',
      step: 's',
      keepers: many.slice(0, count).map((keeper) => ({ ...keeper, place: { kind: 'done' } })),
    });

  test('has a button for each of eight keepers, that works without a name', () => {
    const buttons = actionsOf(ask(40)).filter(({ title }) => title.endsWith(', done'));
    expect(buttons).toHaveLength(8);
    for (const one of buttons) expect(one).toMatchObject({ verb: 'guide.who', associatedInputs: 'none' });
    expect(wordsOf(ask(40))).toContain('Also on the list: Sam 8,');
  });

  test('takes a first name of at most 30 letters, and says who sees it', () => {
    expect(elementsOf(ask(0)).find(({ type }) => type === 'Input.Text')).toMatchObject({
      id: 'firstName',
      isRequired: true,
      maxLength: 30,
    });
    expect(wordsOf(ask(0))).toContain('Everybody who uses this mailbox sees it');
  });

  test('offers to be alone only while nobody else is known', () => {
    const alone = (count: number) => actionsOf(ask(count)).filter(({ title }) => title.startsWith('Only I'));
    expect(alone(0)).toMatchObject([{ data: { alone: true, guide: 'set-up-mfa', step: 's' } }]);
    expect(alone(1)).toEqual([]);
  });
});

describe('"Who uses this mailbox"', () => {
  const list: KeepersView = {
    who: head,
    guide: 'set-up-mfa',
    keepers: [
      { ...sam, isOwner: true, works: true },
      { ...priya, isOwner: false, works: false },
      { ...alex, isOwner: false, works: false },
    ],
    contact,
  };
  const titles = (view: KeepersView) => actionsOf(keepersCard(view)).map(({ title }) => title);

  test('lets anybody be taken off, and the owner close the list while somebody is missing', () => {
    expect(titles(list)).toEqual([
      'Sam left',
      'Priya left',
      'Make Priya the owner',
      'Alex left',
      'Make Alex the owner',
      'Close the list',
      'Set up mine',
    ]);
    expect(actionsOf(keepersCard(list)).find(({ title }) => title === 'Close the list')).toMatchObject({
      verb: 'keepers.close',
      data: { keeper: sam.id },
    });
    expect(wordsOf(keepersCard(list))).toContain('counts as done without those who are missing');
  });

  test.each<[string, KeepersView]>([
    ['everybody is done', { ...list, keepers: list.keepers.map((keeper) => ({ ...keeper, works: true })) }],
    ['it is closed', { ...list, closedAt: 'Friday 16 November 2018' }],
    ['there is no owner', { ...list, keepers: list.keepers.slice(1) }],
  ])('cannot be closed when %s', (_, view) => {
    expect(titles(view)).not.toContain('Close the list');
  });

  test('has one choice for all of a long list, whose answer is the payload’s own field', () => {
    const long = { ...list, keepers: many.map((keeper) => ({ ...keeper, isOwner: false, works: false })) };
    const input = elementsOf(keepersCard(long)).find(({ type }) => type === 'Input.ChoiceSet');
    expect(input).toMatchObject({ id: 'keeper', isRequired: true });
    expect(titles(long)).toEqual(['They left', 'Make them the owner', 'Set up mine']);
  });
});
