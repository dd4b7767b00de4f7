import { serviceDeskGroupId, startTestBot, type TestBot } from '../support/bot.ts';
import { guideWorld } from '../support/guide-walk.ts';
import { appPasswords } from './guides/app-passwords.ts';
import { checksAgreeWithGraph } from './guides/checks.ts';
import { forwardedCardsDoNothing } from './guides/forwarded-cards.ts';
import { helpStandsOnEveryCard } from './guides/help-on-cards.ts';
import { cardsMoveOnce } from './guides/old-cards.ts';
import { peopleReachTheirEnd } from './guides/people.ts';

/** One bot for all of them, because it takes seconds to start; every test has accounts of its own. */
describe('the guides in the chat', () => {
  let bot: TestBot;
  const world = guideWorld(() => bot);
  beforeAll(async () => {
    bot = await startTestBot('2018-11-05T09:00:00Z', { publicUrl: 'https://mfa.example.test' });
    // The report is read page by page, each in its turn: a page must hold everybody.
    bot.graph.pageSize = 500;
    bot.graph.people.push({ id: 'desk', upn: 'desk@norfolk.gov.uk', methods: [], state: 'disabled' });
    bot.graph.groups.set(serviceDeskGroupId, ['desk']);
  });
  afterAll(() => bot.stop());
  beforeEach(() => bot.clock.set('2018-11-05T09:00:00Z'));
  afterEach(() => {
    bot.graph.recover('methods');
    bot.connector.trouble = () => undefined;
  });

  describe('bring people to the right end', () => peopleReachTheirEnd(world));
  describe('move one card', () => cardsMoveOnce(world));
  describe('check with Microsoft', () => checksAgreeWithGraph(world));
  describe('on app passwords', () => appPasswords(world));
  describe('on a card that was forwarded', () => forwardedCardsDoNothing(world));
  describe('with help on every card', () => helpStandsOnEveryCard(world));
});
