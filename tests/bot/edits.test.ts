import { eventually, startTestBot, type TestBot } from '../support/bot.ts';

let world: TestBot;
beforeAll(async () => {
  world = await startTestBot('2018-11-05T09:00:00Z');
  world.graph.people.push({
    id: 'teacher',
    upn: 'teacher@hillside.norfolk.sch.uk',
    methods: ['password'],
    state: 'disabled',
    report: {},
  });
});
afterAll(() => world.stop());

test('presses are answered although an edit takes long, and the edit of a later press comes after it', async () => {
  const person = world.person('teacher');
  const edits = () => world.connector.requests.filter(({ method }) => method === 'PUT');
  const [first] = await person.type('set up MFA');
  world.connector.latencyMs = 8_000;
  const second = await person.press(first, 'iPhone');
  const third = await person.press(second, 'Next');
  expect(third.text).toContain('Step 3 of');
  expect(edits()).toHaveLength(1);

  world.connector.latencyMs = 0;
  const last = await eventually(() => edits()[1]);
  expect(JSON.stringify(last.body)).toContain('Step 3 of');
});
