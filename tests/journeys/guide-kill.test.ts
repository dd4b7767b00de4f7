import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import type { CloudAccount } from '../support/cloud/graph.ts';
import { json, type Reply } from '../support/cloud/http.ts';
import { type Person, wordsOf } from '../support/cloud/person.ts';
import { comeBackAs } from './guide-walk.ts';

/** One keeper of a shared mailbox sets up MFA, and at every step the process ends without a farewell. */
describe('setting up MFA with npm start, killed at every step', () => {
  let cloud: Cloud;
  let account: CloudAccount;
  let office: Person;

  beforeAll(async () => {
    cloud = await createCloud();
    account = cloud.graph.account('office@hillside.norfolk.sch.uk');
    office = cloud.person(account);
    cloud.graph.rebuildReport();
    await cloud.start({ now: '2018-11-20T10:00:00Z' });
    await office.install();
  }, 120_000);

  afterAll(() => cloud?.close());

  async function killAndStart(): Promise<void> {
    await cloud.bot().kill();
    await cloud.start({ now: new Date(cloud.now()).toISOString() });
  }

  /** The button that leads on from each step, from the question who is there to the check. */
  const way: [title: RegExp, button: string][] = [
    [/Step 1 of \d\n[\s\S]*What do you have\?/, 'Android phone'],
    [/Step 2 of \d\n[\s\S]*Get the app/, 'Next'],
    [/Step 3 of \d\n[\s\S]*Open security info/, 'Next'],
    [/Step 4 of \d\n[\s\S]*Scan the square code/, 'Next'],
    [/Step 5 of \d\n[\s\S]*Type the number/, 'Next'],
    [/Step 6 of 6\n[\s\S]*Check that it worked/, 'Check now'],
  ];

  test('asks who is there, and takes the name on the card of before', async () => {
    const card = await office.type('set up MFA');
    await killAndStart();
    await office.pressOn(card, 'Continue', { firstName: 'Sam' });
    expect(wordsOf(card)).toMatch(/Step 1 of \d/);
  }, 120_000);

  test.each(way)(
    'goes on at %s, opened anew and on the card of before',
    async (title, button) => {
      const card = office.last();
      if (!card) throw new Error('There is no card of before.');
      expect(wordsOf(card)).toMatch(title);
      await killAndStart();
      await comeBackAs(office, 'Sam');
      expect(office.says()).toMatch(title);
      const reopened = office.chat.messages.length;
      await office.pressOn(card, button);
      expect(wordsOf(card)).not.toMatch(title);
      expect(wordsOf(card)).not.toMatch(/older card/);
      expect(office.chat.messages).toHaveLength(reopened);
      // The newest message is the one that shows the step from now on.
      await comeBackAs(office, 'Sam');
    },
    120_000,
  );

  test('still brings the answer that Microsoft had not given when the process was killed, and its yes ends the guide', async () => {
    cloud.graph.fault = (resource) => (resource === 'methods' ? hanging : undefined);
    const card = await office.press('Check now');
    expect(wordsOf(card)).toMatch(/still asking Microsoft/);
    await cloud.bot().kill();
    cloud.graph.fault = () => undefined;
    cloud.graph.register(account);
    await cloud.start({ now: new Date(cloud.now()).toISOString() });
    await office.sees(/Done\. MFA is set up/, { withinMs: 40_000 });
    expect(wordsOf(card)).toMatch(/Done\. MFA is set up/);
    await office.pressOn(card, 'Mine works');
    expect(wordsOf(card)).toMatch(/This account counts as done\./);
    await office.type('set up MFA');
    expect(office.buttons()[0]?.title).toBe('Sam, done');
    expect(await cloud.strays()).toEqual([]);
  }, 120_000);
});

const hanging: Reply = { ...json(200, {}), fate: 'hang' };
