import { type Json, type Reply, startTestBot, type TestBot, titlesOf } from '../support/bot.ts';

const secret = 'Summer2018!';
let chats = 0;
let head = '';

describe('answers', () => {
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot('2018-11-12T09:00:00Z');
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    chats += 1;
    head = `head-${chats}`;
    world.clock.set('2018-11-12T09:00:00Z');
    const upn = `head@school-${chats}.norfolk.sch.uk`;
    world.graph.people.push({ id: head, upn, methods: ['password'], state: 'disabled', report: {} });
  });

  const type = (text: string) => world.person(head).type(text);
  const ask = async (text: string): Promise<Reply> => {
    const [reply, ...more] = await type(text);
    expect(more).toEqual([]);
    return reply ?? { text: '' };
  };
  const messageOf = ({ id }: Reply): Json => {
    const at = Number(id?.split(':').at(-1)) - 1;
    return world.connector.messages.get(`chat-${head}`)?.[at] ?? {};
  };
  const judge = (messageId: string | undefined, value: unknown) =>
    world.person(head).send({ type: 'invoke', name: 'message/submitAction', replyToId: messageId, value });

  it('names its source, and Teams shows its thumbs', async () => {
    const answer = await ask('what is multi-factor authentication?');
    expect(answer.text).toMatch(/Source: .+2018/);
    expect(messageOf(answer).channelData).toEqual({ feedbackLoop: { type: 'default' } });
  });

  it('gives two answers to two questions', async () => {
    const [first, second, ...more] = await type('When is my turn and what is an app password?');
    expect(first?.text).toContain('Monday 19 November 2018');
    expect(second?.text).toContain('What an app password is');
    expect(more).toEqual([]);
  });

  it('takes a question that adds to the one before', async () => {
    expect((await ask('when is my turn?')).text).toContain('Monday 19 November 2018');
    expect((await ask('and for the office?')).text).toContain('Monday 3 December 2018');
    world.clock.set('2018-11-12T09:20:00Z');
    expect((await ask('and for the office?')).text).not.toContain('When it is your turn');
  });

  it('offers the next best answer to one that did not help, and then a person with the question', async () => {
    const question = 'what is an app password?';
    let answer = await ask(question);
    for (let presses = 0; !/Ask the Service Desk/.test(answer.text) && presses < 4; presses += 1)
      answer = await world.person(head).press(answer, "That didn't help");
    expect(answer.text).toContain('Ask the Service Desk');
    expect(JSON.stringify(answer.card)).toContain('"value":"what is an app password');
  });

  it('offers a person with the question where it does not know', async () => {
    const answer = await ask('what is the capital of France?');
    expect(answer.text).toContain('I do not know that');
    expect(answer.text).not.toContain('France');
    const form = await world.person(head).press(answer, 'Ask the Service Desk');
    expect(JSON.stringify(form.card)).toContain('"value":"what is the capital of France');
  });

  it('gives whoever asks for a person the form to write to one, with the contact', async () => {
    const form = await ask('can I speak to somebody in your team please, not a robot');
    expect(titlesOf(form)).toContain('Send to the Service Desk');
    expect(form.text).toContain('0845 303 3003');
  });

  it('tells nothing of somebody else', async () => {
    const answer = await ask('has the office set up MFA?');
    expect(answer.text).toMatch(/I only tell each person about their own account/);
  });

  it('meets courtesy and anger briefly', async () => {
    expect((await ask('thank you very much')).text).toBe('You are welcome. I am here when you need me.');
    const upset = await ask('this is a load of crap');
    expect(upset.text).not.toContain('crap');
    expect(titlesOf(upset)).toContain('Ask the Service Desk');
  });

  it('keeps, repeats and answers nothing of a password', async () => {
    const answer = await ask(`my password is ${secret}`);
    expect(answer.text).toMatch(/delete your message/);
    expect(JSON.stringify(world.connector.messages.get(`chat-${head}`))).not.toContain(secret);
  });

  it('counts a thumb, whatever is written with it, and takes a faulty one without a word', async () => {
    const answer = await ask('what is an app password?');
    const like = {
      actionName: 'feedback',
      actionValue: { reaction: 'like', feedback: '{"feedbackText":"Clear."}' },
    };
    for (const value of [
      like,
      { ...like, actionValue: { reaction: 'dislike', feedback: 'not JSON' } },
      { ...like, actionValue: { reaction: 'fury' } },
      { actionName: 'other' },
      null,
      'text',
    ]) {
      const { status, replies } = await judge(answer.id, value);
      expect([value, status]).toEqual([value, 200]);
      expect(replies).toEqual([]);
    }
    expect((await judge('unknown', like)).status).toBe(200);
  });
});
