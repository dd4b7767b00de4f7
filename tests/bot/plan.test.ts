import type { Database } from '../../services/store/database.ts';
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

const [desk, colleague, told, late] = ['desk-1', 'desk-2', 'office-told', 'office-late'] as const;
const people = [
  { id: desk, upn: 'desk.one@norfolk.gov.uk', methods: [], state: 'disabled' },
  { id: colleague, upn: 'desk.two@norfolk.gov.uk', methods: [], state: 'disabled' },
  { id: told, upn: 'office@ash.norfolk.sch.uk', methods: ['password'], state: 'disabled', report: {} },
  { id: late, upn: 'office@elm.norfolk.sch.uk', methods: ['password'], state: 'disabled', report: {} },
];
const reason = 'Many offices are away [for](http://evil.example) training';
const newDate = 'Monday 10 December 2018';

describe('a date that the service desk moves', () => {
  let database: Database;
  let world: TestBot;
  let other: TestBot;
  const start = async (time: string) => {
    const bot = await startTestBot(time, { database });
    bot.graph.people.push(...people);
    bot.graph.groups.set(serviceDeskGroupId, [desk, colleague]);
    return bot;
  };
  beforeAll(async () => {
    database = await testDatabase();
    // Heads are over, and the office's week is a week away: today 08:30 it is reminded.
    world = await start('2018-11-26T07:00:00Z');
    other = await start('2018-11-26T07:00:00Z');
  });
  afterAll(async () => {
    await Promise.all([world.stop(), other.stop()]);
    await database.close();
  });

  /** Whichever instance somebody wrote to last is where their chat is reached. */
  const chat = (id: string) =>
    [world, other].flatMap(({ connector }) => connector.messages.get(`chat-${id}`) ?? []);
  const setClocks = (time: string) => {
    for (const bot of [world, other]) bot.clock.set(time);
  };
  const one = async (id: string, text: string, on = world): Promise<Reply> => {
    const replies = await on.person(id).type(text);
    expect(replies).toHaveLength(1);
    return replies[0] ?? { text: '' };
  };
  const helpPage = async (path: string, on = world) => (await fetch(`${on.url}/help${path}`)).text();

  /** Opens the plan and one of its forms, fills it in and gives the preview, or the form with what is wrong. */
  async function preview(id: string, button: string, inputs: Json): Promise<Reply> {
    const form = await world.person(id).press(await one(id, 'plan'), button);
    return world.person(id).press(form, 'Preview', inputs);
  }
  const week = (date: string) => ({ phase: 'office-online', date, school: '', why: reason });
  const movedMessages = (id: string) =>
    chat(id).filter((message) => /Your date (has changed|is paused)/.test(textOf(message)));

  it('was told before', async () => {
    for (const id of [told]) {
      await world.person(id).send({ type: 'installationUpdate', action: 'add' });
      await eventually(() => (chat(id).length === 1 ? true : undefined));
    }
    setClocks('2018-11-26T08:31:00Z');
    await eventually(async () => {
      await world.bot.tick();
      return chat(told).some(
        (message) => textOf(message).includes('Monday 3 December 2018') && chat(told).length > 1,
      )
        ? true
        : undefined;
    });
    setClocks('2018-11-27T10:00:00Z');
  });

  it('is seen and changed by nobody outside the service desk, not even with a card of it', async () => {
    expect((await one(told, 'plan')).text).toMatch(/service desk/i);
    expect((await one(told, 'plan')).text).not.toContain('Dates of the plan');
    const of = await preview(desk, 'Change a date', week('2018-12-10'));
    const refused = await world.person(told).press(of, 'Change it');
    expect(refused.text).not.toContain('The date is changed');
    expect(await database.query('select 1 from plan_changes')).toEqual([]);
  });

  it('shows what is wrong with a change, in the form, with what was typed', async () => {
    const form = await preview(desk, 'Change a date', {
      phase: 'office-online',
      date: '2018-12-04',
      school: 'nowhere.example',
      why: '',
    });
    expect(form.text).toContain('I know no account of this group at nowhere.example.');
    expect(form.text).toContain('Give a reason.');
    expect(form.text).toContain('Choose the Monday that it begins on');
    expect(JSON.stringify(form.card)).toContain('"value":"nowhere.example"');
  });

  it('is moved after a preview of whom it concerns, and only once', async () => {
    const of = await preview(desk, 'Change a date', week('2018-12-10'));
    expect(of.text).toContain('Change this date?');
    expect(of.text).toContain('2 accounts at 2 schools');
    expect(of.text).toContain('1 account. I write to them in working hours.');
    expect(of.text).toContain('Friday 30 November 2018');
    expect(of.text).toContain(`New: The week of ${newDate}`);
    const [first, second] = [
      await world.person(desk).press(of, 'Change it'),
      await world.person(desk).press(of, 'Change it'),
    ];
    for (const done of [first, second]) expect(done.text).toContain('The date is changed');
    expect(titlesOf(first)).toContain('Undo');
    expect(await database.query('select id::int as id from plan_changes')).toEqual([{ id: 1 }]);
  });

  it('moves in cards, answers and help pages at once, with who moved it and why, on every instance', async () => {
    for (const on of [world, other]) {
      const dates = await one(told, 'dates', on);
      expect(dates.text).toContain(`Yours: The week of ${newDate}`);
      expect(dates.text).toContain(`Moved on Tuesday 27 November 2018 by the Service Desk: ${reason}.`);
      expect(dates.text).not.toContain('Monday 3 December 2018');
      const turn = await one(told, 'when is my turn', on);
      expect(turn.text).toContain(newDate);
      expect(turn.text).toContain('moved on Tuesday 27 November 2018 by the Service Desk');
      expect(turn.text).not.toContain('Monday 3 December 2018');
      const page = await eventually(async () => {
        const html = await helpPage('/dates', on);
        return html.includes('Moved on') ? html : undefined;
      });
      expect(page).toContain(`The week of ${newDate}`);
      expect(page).not.toContain('Monday 3 December 2018');
      expect(await helpPage('/answers/office-accounts', on)).toContain(newDate);
    }
  });

  it('is told once to those who were told another date, and to nobody else', async () => {
    const message = await eventually(() => movedMessages(told)[0]);
    const text = textOf(message);
    for (const words of [
      'Before: The week of Monday 3 December 2018',
      `Now: The week of ${newDate}`,
      reason,
      'Nothing else changes',
    ])
      expect(text).toContain(words);
    const reference = /Reference of this message: ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(text)?.[1] ?? 'none';
    const confirmed = await one(desk, `reference ${reference}`);
    expect(confirmed.text).toContain(`${reference} is genuine`);
    expect(confirmed.text).toContain(`The week of ${newDate}`.replace('The', 'the'));
    await world.bot.tick();
    expect(movedMessages(told)).toHaveLength(1);
    expect(
      await database.query(`select key from deliveries where kind = 'date-moved' and account_id <> $1`, [
        told,
      ]),
    ).toEqual([]);
  });

  it('is reminded of by its new date, and no longer by the old one', async () => {
    // Friday 30 November would have been the reminder of the old date; on Monday 3 December it is a week before the new one.
    setClocks('2018-11-30T09:00:00Z');
    const before = chat(told).length;
    await world.bot.tick();
    setClocks('2018-12-03T09:00:00Z');
    const text = await eventually(async () => {
      await world.bot.tick();
      return chat(told).length > before ? textOf(chat(told).at(-1)) : undefined;
    });
    expect(text).toContain(newDate);
    expect(chat(told)).toHaveLength(before + 1);
  });

  it('is decided by one of two who change it at once; the other is shown the preview anew', async () => {
    const mine = await preview(desk, 'Change a date', {
      phase: 'office-client',
      date: '2018-12-17',
      school: '',
      why: 'One',
    });
    const theirs = await preview(colleague, 'Change a date', {
      phase: 'office-client',
      date: '2019-01-07',
      school: '',
      why: 'Two',
    });
    expect((await world.person(desk).press(mine, 'Change it')).text).toContain('The date is changed');
    const anew = await world.person(colleague).press(theirs, 'Change it');
    expect(anew.text).toContain('The plan was changed by somebody else meanwhile.');
    expect(anew.text).toContain('Now: The week of Monday 17 December 2018');
    expect((await world.person(colleague).press(anew, 'Change it')).text).toContain('The date is changed');
    const history = await one(desk, 'plan');
    expect(history.text).toContain('desk.two@norfolk.gov.uk');
    expect(history.text).toContain('Moved to the week of Monday 7 January 2019');
  });

  it('is taken back by Undo, and the earlier of two only after the later', async () => {
    const done = await preview(desk, 'Change a date', {
      phase: 'office-client',
      date: '2019-01-14',
      school: '',
      why: 'Three',
    }).then((of) => world.person(desk).press(of, 'Change it'));
    const changes = () => database.query('select id from plan_changes');
    const before = (await changes()).length;
    const shown = await world.person(colleague).press(done, 'Undo');
    for (const words of [
      'Take this change back?',
      'New: The week of Monday 7 January 2019',
      '2 accounts at 2 schools',
    ])
      expect(shown.text).toContain(words);
    expect((await world.person(colleague).press(shown, 'Take it back', { why: ' ' })).text).toContain(
      'Give a reason.',
    );
    expect(await changes()).toHaveLength(before);
    expect((await world.person(told).press(shown, 'Take it back', { why: 'No' })).text).not.toContain(
      'taken back',
    );
    expect(await changes()).toHaveLength(before);
    const undone = await world.person(colleague).press(shown, 'Take it back', { why: 'The hall is free' });
    expect(undone.text).toContain('Change 4 taken back');
    expect(undone.text).toContain('The hall is free');
    expect(titlesOf(undone)).not.toContain('Undo');
    expect((await one(desk, 'plan')).text).toContain('the week of Monday 7 January 2019');
    // An old Undo does nothing more, and a preview of an older plan is shown anew.
    expect((await world.person(desk).press(done, 'Undo')).text).toContain('Change 4 taken back');
    expect((await world.person(desk).press(shown, 'Take it back', { why: 'Again' })).text).toContain(
      'The hall is free',
    );
    expect(await changes()).toHaveLength(before + 1);
  });

  it('is not taken back by the preview of a plan that somebody has changed since', async () => {
    const move = async (date: string) =>
      world.person(desk).press(
        await preview(desk, 'Change a date', {
          phase: 'everyone-else-client',
          date,
          school: '',
          why: 'Four',
        }),
        'Change it',
      );
    const done = await move('2019-01-10');
    const shown = await world.person(desk).press(done, 'Undo');
    await world.person(colleague).press(
      await preview(colleague, 'Change a date', {
        phase: 'everyone-else-online',
        date: '2018-12-12',
        school: '',
        why: 'Five',
      }),
      'Change it',
    );
    const anew = await world.person(desk).press(shown, 'Take it back', { why: 'The phones came' });
    expect(anew.text).toContain('The plan was changed by somebody else meanwhile.');
    expect(JSON.stringify(anew.card)).toContain('"value":"The phones came"');
    const undone = await world.person(desk).press(anew, 'Take it back', { why: 'The phones came' });
    expect(undone.text).toContain('taken back');
  });

  it('is paused for everybody: no date anywhere, no reminder; and resumed with a date', async () => {
    setClocks('2018-12-04T10:00:00Z');
    const pause = await preview(desk, 'Pause', { phase: 'office-online', why: 'The keys are late' });
    expect((await world.person(desk).press(pause, 'Pause it')).text).toContain('The date is paused');
    for (const on of [world, other]) {
      const dates = await one(told, 'dates', on);
      expect(dates.text).toContain('Yours: paused by the Service Desk; a new date will follow');
      expect(dates.text).not.toContain(newDate);
      expect((await one(told, 'when is my turn', on)).text).toContain(
        'paused by the Service Desk; a new date will follow',
      );
      expect((await one(told, 'status', on)).text).not.toContain(newDate);
    }
    await eventually(() =>
      movedMessages(told).find((message) => textOf(message).includes('A new date will follow.')),
    );
    const reminders = () =>
      database.query(
        `select id from deliveries where kind = 'reminder' and subject @> '{"phaseId":"office-online"}' and state = 'sent'`,
      );
    const before = (await reminders()).length;
    for (const day of ['07', '10', '11']) {
      setClocks(`2018-12-${day}T09:00:00Z`);
      await world.bot.tick();
    }
    expect((await reminders()).length).toBe(before);

    const resume = await preview(desk, 'Resume', {
      phase: 'office-online',
      date: '2018-12-17',
      why: 'They are here',
    });
    expect((await world.person(desk).press(resume, 'Resume it')).text).toContain('The date is resumed');
    expect((await one(told, 'dates', other)).text).toContain('Yours: The week of Monday 17 December 2018');
  });

  it('stands after a restart', async () => {
    const again = await start('2018-12-11T10:00:00Z');
    expect((await one(told, 'dates', again)).text).toContain('Yours: The week of Monday 17 December 2018');
    expect(await helpPage('/dates', again)).toContain('Monday 17 December 2018');
    await again.stop();
  });
});
