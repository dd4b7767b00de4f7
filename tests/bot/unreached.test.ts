import type { Database } from '../../services/store/database.ts';
import { storeAccounts } from '../support/accounts.ts';
import {
  eventually,
  type Json,
  type Reply,
  serviceDeskGroupId,
  startTestBot,
  type TestBot,
  textOf,
  titlesOf,
} from '../support/bot.ts';
import { testDatabase } from '../support/database.ts';
import { norfolkPlan } from '../support/norfolk-plan.ts';

/** Before 08:30 on a Monday five school days before heads' date: nothing has gone out by itself yet. */
const early = '2018-11-12T08:00:00Z';

const asListed = 'For the Service Desk 3 accounts to call now 4 accounts in 3 schools';

describe('unreached', () => {
  let world: TestBot;
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
    world = await startTestBot(early, { database });
    world.graph.pageSize = 100;
    const { people } = world.graph;
    for (const school of ['ash', 'hillside', 'infants.hillside']) {
      people.push({
        id: `head-${school}`,
        upn: `head@${school}.norfolk.sch.uk`,
        methods: ['password'],
        report: {},
      });
    }
    for (let number = 1; number <= 8; number += 1) {
      people.push({
        id: `staff-${number}`,
        upn: `staff-${number}@hillside.norfolk.sch.uk`,
        methods: ['password'],
        report: {},
      });
    }
    people.push(
      { id: 'office-ash', upn: 'office@ash.norfolk.sch.uk', methods: ['password'], report: {} },
      {
        id: 'ready',
        upn: 'head@oak.norfolk.sch.uk',
        methods: ['microsoftAuthenticator'],
        report: { methodsRegistered: ['microsoftAuthenticatorPush'] },
      },
      { id: 'desk', upn: 'officer@norfolk.gov.uk' },
      { id: 'colleague', upn: 'colleague@norfolk.gov.uk' },
    );
    world.graph.groups.set(serviceDeskGroupId, ['desk', 'colleague']);
    await world.bot.tick();
    await eventually(async () =>
      (await ask('desk', 'unreached')).text.startsWith(asListed) ? true : undefined,
    );
  });
  afterAll(async () => {
    await world.stop();
    await database.close();
  });
  beforeEach(() => world.clock.set(early));

  const ask = async (id: string, text: string): Promise<Reply> => {
    const replies = (await world.person(id).type(text)).filter(({ card }) => card !== undefined);
    expect(replies).toHaveLength(1);
    return replies[0] ?? { text: '' };
  };
  const press = (reply: Reply, title: string, inputs: Json = {}) =>
    world.person('desk').press(reply, title, inputs);
  const cardsIn = (id: string, saying: string): Reply[] =>
    (world.connector.messages.get(`chat-${id}`) ?? []).flatMap((message, index) => {
      const [attachment] = Array.isArray(message.attachments) ? message.attachments : [];
      const card = attachment?.content as Json | undefined;
      const text = textOf(card);
      return card && text.includes(saying) ? [{ card, text, id: `chat-${id}:${index + 1}` }] : [];
    });

  it('lists whom Teams does not reach, opens a school, notes who was called and takes it back', async () => {
    const list = await ask('desk', 'unreached');
    expect(list.text).toContain('3 accounts to call now');
    expect(list.text).toContain('3 not reached of 3 not ready');
    expect(list.text).toContain('5 school days left: call now');
    expect(list.text).not.toContain('Oak');

    const school = await press(list, 'Open school 1');
    expect(school.text).toContain('head@ash.norfolk.sch.uk');
    expect(school.text).toContain('office@ash.norfolk.sch.uk');
    expect(school.text).toContain('This app is not installed in their Teams.');
    const called = await press(school, 'Called 1');
    expect(called.text).toMatch(/Called +by officer@norfolk.gov.uk at 08:00 today/);
    expect((await ask('colleague', 'unreached')).text).toContain('2 accounts to call now');
    const taken = await press(called, 'Take back 1');
    expect(taken.text).not.toContain('officer@norfolk.gov.uk');
    expect((await press(taken, 'Back to the list')).text).toContain('3 accounts to call now');
  });

  it('finds a school by a part of its domain or an address, and ticks it off whole, twice to the same effect', async () => {
    const list = await ask('desk', 'call list');
    const two = await press(list, 'Find', { search: 'HILLSIDE' });
    expect(two.text).toContain('Schools found');
    expect(two.text).toContain('Infants');
    expect(two.text).not.toContain('are shown');
    expect((await press(two, 'Find', { search: 'no-such-school' })).text).toContain('No school on the list');
    expect((await press(two, 'Find', { search: '<>](' })).text).toContain('accounts to call now');

    world.clock.set('2018-12-10T08:00:00Z');
    const found = await press(list, 'Find', { search: 'head@ash.norfolk.sch.uk' });
    const done = await press(found, 'All 2 called');
    expect(done.text).toContain('2 accounts ticked off as called.');
    const again = await press(found, 'All 2 called');
    expect(again.text).toContain('All 2 accounts on the list have been called.');
    expect(titlesOf(again)).not.toContain('Take back');
    const called = await press(await ask('desk', 'unreached'), 'Called');
    expect(called.text).toContain('Ash');
    expect((await press(done, 'Take back')).text).toContain('2 accounts to call.');
  });

  it('says that more schools were found than are shown, with a date as exact as it was announced', async () => {
    world.clock.set('2018-11-26T08:00:00Z');
    const many = ['elm', 'fir', 'gorse', 'hazel'].map((name) => ({
      upn: `office@${name}.norfolk.sch.uk`,
      hasApp: false,
    }));
    await storeAccounts(database, { plan: norfolkPlan(), now: new Date(early) }, many);
    const found = await press(await ask('desk', 'unreached'), 'Find', { search: 'norfolk.sch' });
    expect(found.text).toContain('Only the first 5 are shown. Type more of the domain.');
    expect(titlesOf(found)).not.toContain('More schools');
    expect(found.text).toContain('The week of Monday 3 December 2018');
    await database.query(`delete from accounts where id = any($1::text[])`, [many.map(({ upn }) => upn)]);
  });

  it('ticks off nobody where others are open than the card showed', async () => {
    world.clock.set('2018-12-10T08:00:00Z');
    const school = await press(await ask('desk', 'unreached'), 'Find', { search: 'head@ash.norfolk.sch.uk' });
    await storeAccounts(database, { plan: norfolkPlan(), now: new Date(early) }, [
      { upn: 'caretaker@ash.norfolk.sch.uk', hasApp: false },
    ]);
    const shown = await press(school, 'All 2 called');
    expect(shown.text).toContain('The list has changed since, so nobody was ticked off.');
    expect(shown.text).toContain('3 accounts to call.');
    expect(await database.query('select 1 from reach_calls')).toEqual([]);
    await database.query(`delete from accounts where upn = 'caretaker@ash.norfolk.sch.uk'`);
    expect(await press(await press(shown, 'All 3 called'), 'All 2 called')).toMatchObject({
      text: expect.stringContaining('2 accounts ticked off as called.'),
    });
    await database.query('delete from reach_calls');
  });

  it('goes through a long school page by page', async () => {
    world.clock.set('2018-12-10T08:00:00Z');
    const infants = await press(await ask('desk', 'unreached'), 'Find', { search: 'hillside' });
    const school = await press(infants, 'Open school 1');
    expect(school.text).toContain('9 accounts to call.');
    const more = await press(school, 'More accounts');
    expect(more.text).toContain('staff-8@hillside');
    expect(more.text).not.toContain('head@hillside');
    // A press on the second page leaves the reader there.
    const called = await press(more, 'Called 1');
    expect(called.text).toContain('staff-8@hillside');
    expect(called.text).toContain('1 called already');
  });

  it('is for the service desk only, at every press', async () => {
    const list = await ask('desk', 'unreached');
    const school = await press(list, 'Open school 1');
    world.graph.groups.set(serviceDeskGroupId, ['colleague']);
    expect((await ask('ready', 'unreached')).text).not.toContain('accounts to call');
    for (const verb of [
      'unreached.page',
      'unreached.school',
      'unreached.called',
      'unreached.take-back',
      'unreached.find',
    ]) {
      const before = world.connector.messages.get('chat-desk')?.length ?? 0;
      const { body } = await world.person('desk').send({
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: school.id,
        value: {
          action: {
            type: 'Action.Execute',
            verb,
            data: {
              which: 'open',
              school: 'ash.norfolk.sch.uk',
              account: 'head-ash',
              search: 'ash',
              action: verb,
            },
          },
        },
      });
      const below = (world.connector.messages.get('chat-desk') ?? []).slice(before);
      const said = [JSON.stringify(body), ...below.map(textOf)].join(' ');
      expect(said).not.toMatch(/head@ash|accounts to call|Ash/);
    }
    world.graph.groups.set(serviceDeskGroupId, ['desk', 'colleague']);
    expect((await ask('desk', 'unreached')).text).toContain('3 accounts to call now');
  });

  it('tells the desk by itself at the reminder time, with a way to the list', async () => {
    expect(cardsIn('desk', 'Please call their school')).toEqual([]);
    world.clock.set('2018-11-12T08:31:00Z');
    const [news] = await eventually(() => {
      const found = cardsIn('desk', 'Please call their school');
      return found.length > 0 ? found : undefined;
    });
    expect(news?.text).toContain('3 accounts to call now');
    const list = await press(news ?? { text: '' }, 'Open the call list');
    expect(list.text).toContain('By date and school');
    await eventually(() => (cardsIn('colleague', 'Please call their school').length > 0 ? true : undefined));
    expect(cardsIn('ready', 'Please call their school')).toEqual([]);
  });
});
