import { randomUUID } from 'node:crypto';
import {
  buttonsOf,
  type Json,
  type Reply,
  serviceDeskGroupId,
  startTestBot,
  type TestBot,
  textOf,
  titlesOf,
} from '../support/bot.ts';

let nth = 0;
/** This test's own teacher, head, and two members of the service desk, by account id. */
let teacher = '';
let head = '';
let desk = '';
let colleague = '';
/** Words that no article and no other test has. */
let odd = '';

/** One for each test, so that no answer of an earlier one is found. */
const oddWords =
  `trombones wheelbarrows ukuleles marmalade porcupines lighthouses rhubarb hammocks bagpipes gooseberries
  zebras chandeliers periscopes walnuts hovercraft sundials pelicans moustaches tadpoles gondolas
  parsnips igloos xylophones catapults truffles windmills scarecrows yachts accordions beehives
  snorkels volcanoes jugglers`.split(/\s+/);

const unlike = [
  'how do i bake a sponge cake',
  'who won the world cup in 1966',
  'what is the capital of Mongolia',
  'why is the sky blue',
  'when does the swimming pool open',
  'where can I buy a second hand bicycle',
  'which trains go to Cromer on Sunday',
  'recommend a novel about pirates',
  'do penguins have knees',
  'my tomato plants look yellow',
  'translate cheese into Finnish',
];

describe('answers that the service desk writes', () => {
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot('2018-11-05T09:00:00Z');
  });
  afterAll(() => world.stop());

  beforeEach(async () => {
    world.clock.set('2018-11-05T09:00:00Z');
    nth += 1;
    teacher = `teacher-${nth}`;
    head = `head-${nth}`;
    desk = `desk-${nth}`;
    colleague = `colleague-${nth}`;
    odd = oddWords[nth - 1] ?? 'a word is missing';
    world.graph.people.push(
      { id: teacher, upn: `year4@school-${nth}.norfolk.sch.uk`, methods: ['password'] },
      { id: head, upn: `head@school-${nth}.norfolk.sch.uk`, methods: ['password'] },
      { id: desk, upn: `${desk}@norfolk.gov.uk` },
      { id: colleague, upn: `${colleague}@norfolk.gov.uk` },
    );
    world.graph.groups.set(serviceDeskGroupId, [desk, colleague]);
    await clearList();
  });
  afterEach(() => world.graph.recover('check-groups'));

  /** Types something and gives the one card that answers it and says something. */
  const ask = async (id: string, text: string, saying = ''): Promise<Reply> => {
    const replies = (await world.person(id).type(text)).filter((reply) => reply.text.includes(saying));
    expect(replies.map((reply) => reply.text)).toHaveLength(1);
    return replies[0] ?? { text: '' };
  };
  /** Takes off the list what earlier tests asked in vain. */
  const clearList = async () => {
    let list = await ask(desk, 'unanswered');
    for (let groups = 0; groups < 40; groups += 1) {
      const dismiss = titlesOf(list).find((title) => title.startsWith('Not for us'));
      if (dismiss === undefined) return;
      list = await world.person(desk).press(list, dismiss);
    }
    throw new Error('What is dismissed stays on the list.');
  };
  const press = (id: string, reply: Reply, title: string, inputs?: Json) =>
    world.person(id).press(reply, title, inputs);
  const cardsIn = (id: string, saying: string): Reply[] =>
    (world.connector.messages.get(`chat-${id}`) ?? []).flatMap((message, index) => {
      const [attachment] = Array.isArray(message.attachments) ? message.attachments : [];
      const card = attachment?.content as Json | undefined;
      const text = textOf(card);
      return card && text.includes(saying) ? [{ card, text, id: `chat-${id}:${index + 1}` }] : [];
    });
  /** A button whose answer is a new message gives a sentence to some clients: the card stands below. */
  const below = async (id: string, reply: Reply, title: string, saying: string): Promise<Reply> => {
    const answer = await press(id, reply, title);
    return answer.card ? answer : (cardsIn(id, saying).at(-1) ?? answer);
  };
  /** What an input of a card holds. */
  const inputIn = (reply: Reply, id: string): unknown => {
    let found: unknown;
    JSON.stringify(reply.card, (_key, value) => {
      if (value?.id === id && String(value.type).startsWith('Input.')) found = value.value ?? '';
      return value;
    });
    return found;
  };
  const words = (changes: Json = {}): Json => ({
    title: `Are ${odd} safe?`,
    phrasings: `are ${odd} allowed near the server\nmay we keep ${odd} here`,
    text: `Yes, **${odd}** are safe.\n\nMind these:\n- keep them dry\n- keep them out of {{ reach }}`,
    cohorts: '',
    validFrom: '',
    validUntil: '',
    ...changes,
  });
  const writeNew = async (changes?: Json): Promise<Reply> => {
    const form = await below(desk, await ask(desk, 'answers'), 'Write an answer', 'Write an answer');
    return press(desk, form, 'Preview', words(changes));
  };
  const publishNew = async (changes?: Json): Promise<Reply> =>
    press(desk, await writeNew(changes), 'Publish');
  /** A press that no card of this person carries. */
  const forge = async (id: string, verb: string, data: Json): Promise<string> => {
    const before = world.connector.messages.get(`chat-${id}`)?.length ?? 0;
    const { body } = await world.person(id).send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb, data } },
    });
    const after = (world.connector.messages.get(`chat-${id}`) ?? []).slice(before);
    return [JSON.stringify(body), ...after.map((message) => textOf(message))].join(' ');
  };
  const idIn = (reply: Reply) => /"answer":"([^"]+)"/.exec(JSON.stringify(reply.card))?.[1] ?? '';
  const nameIn = (reply: Reply) => /Answer \d+/.exec(reply.text)?.[0] ?? 'no number';

  it.each([
    'unanswered',
    'Show unanswered questions',
    'What could you not answer?',
    'what couldn’t you answer',
  ])('lists what was asked in vain when the desk types "%s"', async (typed) => {
    const list = await ask(desk, typed);
    expect(list.text).toContain('What people asked in vain');
    expect(list.text).toContain('Nothing waits for you');
    expect(list.text).toContain('the last 90 days');
  });

  it.each(['answers', 'our answers', 'desk answers', 'Show all answers'])(
    'lists what the desk wrote when it types "%s"',
    async (typed) => {
      expect((await ask(desk, typed)).text).toContain('Answers that you wrote');
    },
  );

  it.each(['why are my questions unanswered', 'I want answers now please'])(
    'takes "%s" for a question',
    async (typed) => {
      const { text } = await ask(teacher, typed);
      expect(text).not.toContain("service desk's group");
    },
  );

  it('leads from what was asked in vain to an answer that people get', async () => {
    const question = `are ${odd} allowed near the server`;
    expect((await ask(teacher, question)).text).not.toContain('are safe');
    const list = await ask(desk, 'unanswered');
    expect(list.text).toContain(`“${question}”`);
    expect(list.text).toContain('Asked once, last at 09:00 today');
    expect(list.text).not.toContain(`school-${nth}`);

    const form = await below(desk, list, 'Answer question 1', 'Write an answer');
    expect(inputIn(form, 'phrasings')).toBe(question);
    const preview = await press(desk, form, 'Preview', words());
    expect(preview.text).toContain('Publish this answer?');
    expect(preview.text).toContain('Who gets it Everybody');
    expect(preview.text).toContain(`Yes, **${odd}** are safe.`);
    expect(preview.text).toContain('Source: Service Desk, Monday 5 November 2018.');

    const published = await press(desk, preview, 'Publish');
    expect(published.text).toContain('People get this answer from now on.');
    expect(titlesOf(published)).toEqual(['Edit', 'Withdraw', 'History', 'As Markdown']);
    expect((await ask(desk, 'unanswered')).text).toContain('Nothing waits for you');

    const answer = await ask(teacher, question);
    expect(answer.text).toContain(`Are ${odd} safe?`);
    expect(answer.text).toContain('Source: Service Desk, Monday 5 November 2018.');
    expect(preview.text).toContain(answer.text);
  });

  it('takes a question off the list until somebody asks it again', async () => {
    await ask(teacher, `where do ${odd} sleep`);
    const list = await ask(desk, 'unanswered');
    const without = await press(desk, list, 'Not for us: 1');
    expect(without.text).toContain(`“where do ${odd} sleep” is off the list`);
    expect(without.text).toContain('Nothing waits for you');
    await press(desk, list, 'Not for us: 1');
    expect((await ask(desk, 'unanswered')).text).not.toContain(odd);
    world.clock.set('2018-11-05T09:10:00Z');
    await ask(teacher, `where do ${odd} sleep`);
    expect((await ask(desk, 'unanswered')).text).toContain(`“where do ${odd} sleep”`);
  });

  it('pages through many groups without losing one', async () => {
    for (const [minute, question] of unlike.entries()) {
      world.clock.set(`2018-11-05T09:${String(minute).padStart(2, '0')}:30Z`);
      await ask(teacher, question);
    }
    const seen = new Set<string>();
    let list = await ask(desk, 'unanswered');
    for (let page = 0; page < 10; page += 1) {
      for (const [, example] of list.text.matchAll(/\d\. {2}“([^”]+)”/g)) seen.add(example ?? '');
      if (!titlesOf(list).includes('Show more')) break;
      list = await press(desk, list, 'Show more');
    }
    expect(titlesOf(list)).toContain('From the start');
    const total = Number(/in (\d+) groups|(\d+) different/.exec(list.text)?.slice(1).find(Boolean));
    expect(total).toBeGreaterThan(8);
    expect(seen.size).toBe(total);
  });

  it('names what people disliked, with the newest remark', async () => {
    const [reply] = await world.person(teacher).type('What is an app password?');
    const judge = (reaction: string, feedbackText: string) =>
      world.person(teacher).send({
        type: 'invoke',
        name: 'message/submitAction',
        replyToId: reply?.id,
        value: {
          actionName: 'feedback',
          actionValue: { reaction, feedback: JSON.stringify({ feedbackText }) },
        },
      });
    await judge('dislike', 'It never says **where**.');
    const list = await ask(desk, 'unanswered');
    expect(list.text).toContain('Answers people disliked');
    expect(list.text).toContain('1 thumb down, 0 thumbs up');
    expect(list.text).toContain('“It never says **where**.”');
    await judge('like', '');
    expect((await ask(desk, 'unanswered')).text).not.toContain('Answers people disliked');
  });

  it('says what to change and keeps everything that was typed', async () => {
    const form = await below(desk, await ask(desk, 'answers'), 'Write an answer', 'Write an answer');
    const typed = words({
      title: 'A [link](http://evil.example)',
      text: '',
      cohorts: 'head,nobody',
      validFrom: '2018-12-03',
      validUntil: '2018-11-19',
    });
    const again = await press(desk, form, 'Preview', typed);
    expect(again.text).toContain('Please check');
    for (const field of ['Title:', 'Your answer:', 'Only for:', 'Last day:'])
      expect(again.text).toContain(field);
    for (const field of ['title', 'phrasings', 'cohorts', 'validFrom', 'validUntil'])
      expect([field, inputIn(again, field)]).toEqual([field, typed[field]]);
    const preview = await press(
      desk,
      again,
      'Preview',
      words({ cohorts: 'head,office', validFrom: '2018-12-03' }),
    );
    expect(preview.text).toContain("Head teachers' accounts and School office accounts");
    expect(preview.text).toContain('From Monday 3 December 2018');
    const published = await press(desk, preview, 'Publish');
    expect(published.text).toContain('It is published. People get it from Monday 3 December 2018.');
  });

  it('refuses an answer whose card would not fit into a message', async () => {
    const form = await below(desk, await ask(desk, 'answers'), 'Write an answer', 'Write an answer');
    const again = await press(desk, form, 'Preview', words({ text: '- x\n'.repeat(41) }));
    expect(again.text).toContain('at most 40 paragraphs and bullets together. There are 41.');
    const many = await press(desk, form, 'Preview', words({ phrasings: `are ${odd} so\n`.repeat(400) }));
    expect(many.text).toContain('all together may have 5,000 characters');
  });

  it('repeats no password, and leaves the rest of what was typed', async () => {
    const form = await below(desk, await ask(desk, 'answers'), 'Write an answer', 'Write an answer');
    const text = 'Sign in first.\nThe password is Hunter2!zebra\nThen go on.';
    const again = await press(desk, form, 'Preview', words({ text }));
    expect(again.text).toContain('It is left out below.');
    expect(inputIn(again, 'text')).toBe('Sign in first.\nThen go on.');
    expect(JSON.stringify([...world.connector.messages])).not.toContain('Hunter2');
  });

  it('makes one answer of a double press', async () => {
    const form = await below(desk, await ask(desk, 'answers'), 'Write an answer', 'Write an answer');
    const pressed = await Promise.all([1, 2].map(() => press(desk, form, 'Preview', words())));
    expect(new Set(pressed.map(idIn)).size).toBe(1);
    const published = await Promise.all(pressed.map((preview) => press(desk, preview, 'Publish')));
    for (const each of published) expect(each.text).toContain('People get this answer from now on.');
    const history = await below(desk, published[0] ?? { text: '' }, 'History', 'History of answer');
    expect(history.text.match(/Published/g)).toHaveLength(1);
  });

  it('keeps what two write at once apart, and both may go on', async () => {
    const published = await publishNew();
    const mine = await press(desk, published, 'Edit');
    const opened = await below(
      colleague,
      await ask(colleague, 'answers'),
      openTitle(published),
      'Last changed by',
    );
    const theirs = await press(colleague, opened, 'Edit');
    world.clock.set('2018-11-05T09:05:00Z');
    await press(colleague, theirs, 'Preview', words({ text: 'Theirs.' }));
    const late = await press(desk, mine, 'Preview', words({ text: 'Mine.' }));
    expect(late.text).toContain(`${colleague}@norfolk.gov.uk changed this answer since you opened it`);
    expect(late.text).toContain('Yours was not saved. It was changed at 09:05 today.');
    expect(inputIn(late, 'text')).toBe('Mine.');
    const other = await below(desk, late, 'Show the other', 'Last changed by');
    expect(other.text).toContain('Changes wait that are not published yet.');
    const reviewed = await press(desk, other, 'Preview changes');
    expect(reviewed.text).toContain('Theirs.');
    const preview = await press(desk, late, 'Preview', words({ text: 'Mine.' }));
    const stale = await press(desk, reviewed, 'Publish');
    expect(stale.text).toContain('somebody else changed it since. Nothing was done.');
    expect(stale.text).toContain('Mine.');
    expect((await press(desk, preview, 'Publish')).text).toContain('People get this answer from now on.');
  });

  it('throws a draft away, and changes without the published words', async () => {
    const discarded = await press(desk, await writeNew(), 'Discard');
    expect(discarded.text).toContain('The draft is discarded');
    const published = await publishNew();
    const preview = await press(
      desk,
      await press(desk, published, 'Edit'),
      'Preview',
      words({ text: 'Other.' }),
    );
    expect(preview.text).toContain('Publish these changes?');
    expect(preview.text).toContain('people get the words that were published before');
    const back = await press(desk, preview, 'Discard');
    expect(back.text).toContain('Your changes are discarded');
    expect(back.text).toContain('keep them dry');
    expect(await forge(desk, 'answer.edit', { answer: randomUUID() })).toContain('no longer there');
  });

  it('saves as a new answer what was written for one that is gone', async () => {
    const preview = await writeNew();
    const form = await press(desk, preview, 'Edit');
    await press(
      colleague,
      await below(colleague, await ask(colleague, 'answers'), openTitle(preview), 'is a draft'),
      'Preview',
    );
    await forge(colleague, 'answer.discard', { answer: idIn(preview), seen: 1 });
    const again = await press(desk, form, 'Preview', words({ text: 'Kept.' }));
    expect(again.text).toContain('This answer is no longer there');
    expect(inputIn(again, 'text')).toBe('Kept.');
    const saved = await press(desk, again, 'Preview', words({ text: 'Kept.' }));
    expect(idIn(saved)).not.toBe(idIn(preview));
  });

  it('withdraws an answer after asking once more, tells who did what, and publishes it again', async () => {
    const question = `are ${odd} allowed near the server`;
    const published = await publishNew();
    expect((await ask(teacher, question)).text).toContain('keep them dry');
    const sure = await press(desk, published, 'Withdraw');
    expect(sure.text).toContain('Withdraw this answer?');
    expect((await press(desk, sure, 'Keep it')).text).toContain('is published');
    world.clock.set('2018-11-05T09:20:00Z');
    const withdrawn = await press(desk, sure, 'Withdraw');
    expect(withdrawn.text).toContain('Nobody gets this answer any more.');
    expect((await press(desk, sure, 'Withdraw')).text).toContain('is withdrawn');
    expect((await ask(teacher, question)).text).not.toContain(odd);

    const history = await below(desk, withdrawn, 'History', 'History of answer');
    expect(history.text).toMatch(/Withdrawn .*Published .*Written /s);
    expect(history.text).toContain(`${desk}@norfolk.gov.uk`);
    expect(history.text).toContain('At 09:20 today');

    const preview = await press(desk, withdrawn, 'Publish again');
    expect(titlesOf(preview)).toEqual(['Publish', 'Edit']);
    await press(desk, preview, 'Publish');
    expect((await ask(teacher, question)).text).toContain('keep them dry');
  });

  it('gives an answer only to those whom it is for', async () => {
    const question = `are ${odd} allowed near the server`;
    await publishNew({ cohorts: 'head' });
    expect((await ask(head, question)).text).toContain('keep them dry');
    expect((await ask(teacher, question)).text).not.toContain(odd);
  });

  it('shows a published answer as the file of an article', async () => {
    const published = await publishNew();
    const file = await below(desk, published, 'As Markdown', 'as Markdown');
    const id = nameIn(published).replace('Answer ', 'desk-');
    expect(file.text).toContain(`${id}.md`);
    expect(inputIn(file, 'markdown')).toMatch(new RegExp(`^---\\nid: ${id}\\ntitle: Are ${odd} safe\\?\\n`));
    expect(inputIn(file, 'markdown')).toContain('- keep them dry');
  });

  it('lets nobody else see, write or publish anything', async () => {
    const preview = await writeNew();
    const answer = idIn(preview);
    const data = { answer, seen: 1, group: randomUUID(), requestId: randomUUID(), ...words() };
    const verbs = [
      ...['unanswered.show', 'unanswered.page', 'unanswered.dismiss', 'answers.show', 'answers.page'],
      ...[
        'answer.write',
        'answer.preview',
        'answer.edit',
        'answer.review',
        'answer.publish',
        'answer.discard',
      ],
      ...['answer.withdraw', 'answer.withdraw-now', 'answer.keep', 'answer.show', 'answer.history'],
      'answer.markdown',
    ];
    for (const verb of verbs) {
      const refused = await forge(head, verb, data);
      expect([verb, refused]).toEqual([verb, expect.stringContaining("service desk's group")]);
      expect(refused).not.toContain('keep them dry');
    }
    for (const typed of ['unanswered', 'answers'])
      expect((await ask(head, typed)).text).toContain("service desk's group");
    expect((await press(desk, preview, 'Publish')).text).toContain('People get this answer from now on.');
  });

  it('leaves the form with its words standing while rights cannot be checked', async () => {
    const form = await below(desk, await ask(desk, 'answers'), 'Write an answer', 'Write an answer');
    world.graph.fail('check-groups', { kind: 'status', status: 503 }, Infinity);
    const refused = await press(desk, form, 'Preview', words());
    expect(refused.card).toBeUndefined();
    world.graph.recover('check-groups');
    expect((await press(desk, form, 'Preview', words())).text).toContain('Publish this answer?');
  });

  it('answers below the pressed card in plain mode', async () => {
    await world.person(desk).type('plain mode');
    const list = await ask(desk, 'answers');
    expect(buttonsOf(list.card).map(({ type }) => type)).not.toContain('Action.Execute');
    const form = await press(desk, list, 'Write an answer');
    const preview = await press(desk, form, 'Preview', words());
    expect(preview.id).not.toBe(form.id);
    expect((await press(desk, preview, 'Publish')).text).toContain('People get this answer from now on.');
    await world.person(desk).type('plain mode off');
  });
});

function openTitle(reply: Reply): string {
  return `Open answer ${/Answer (\d+)/.exec(reply.text)?.[1]}`;
}
