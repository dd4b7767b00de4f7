import { type Person, wordsOf } from '../support/cloud/person.ts';
import type { Chapter } from './chapter.ts';
import { beginAlone, beginAs, checkButton, comeBackAs, walkToTheCheck } from './guide-walk.ts';

/**
 * What the guides do beyond the first walk. They play on 20 November: the third head has just registered and is
 * enforced by it, and nothing is switched on for the office yet.
 */
export const guideChapters: Chapter[] = [
  {
    title:
      'walks an enforced head with Outlook 2010 through an app password, to their own word that it works',
    async play({ heads: [, , late] }) {
      await beginAlone(late, 'app password');
      expect(late.says()).toMatch(/Where do you read mail\?/);
      await late.press('Outlook on a Windows computer');
      await late.press('Outlook 2010');
      expect(late.says()).toMatch(/Choose "App password"/);
      expect(late.link('Open security info')).toMatch(/^https?:\/\//);
      for (const title of [/Give it a name/, /Copy it now/, /Paste it into Outlook/, /working again\?/]) {
        await late.press('Next');
        expect(late.says()).toMatch(title);
      }
      await late.press('Yes, it works');
      expect(late.says()).toMatch(/Outlook works again/);
      await late.type('status');
      expect(late.says()).toMatch(/I was told that Outlook works/);
      expect(late.says()).not.toMatch(/needs an app password/i);
    },
  },
  {
    title:
      'guides three people of one office: two finish, the third is named as missing and finds their step',
    async play(world) {
      const { office } = world;
      await beginAs(office, 'Sam');
      await walkToTheCheck(office);
      await beginAs(office, 'Priya');
      await walkToTheCheck(office, 'Hardware token');
      await beginAs(office, 'Alex');
      await office.press('Android phone');
      await office.press('Next');
      const alexIsAt = stepOf(office);
      expect(alexIsAt).toMatch(/^Step 3 of \d$/);

      await world.register(office);
      await comeBackAs(office, 'Sam');
      await office.press(checkButton);
      expect(office.says()).toMatch(/Done/);
      await office.press('Mine works');
      expect(office.says()).toMatch(/Finished: Sam\./);
      expect(office.says()).toMatch(/Still to do: Priya and Alex\./);

      await world.register(office);
      await comeBackAs(office, 'Priya');
      await office.press(checkButton);
      await office.press('Mine works');
      expect(office.says()).toMatch(/Finished: Sam and Priya\./);
      expect(office.says()).toMatch(/Still to do: Alex\./);

      await comeBackAs(office, 'Alex');
      expect(stepOf(office)).toBe(alexIsAt);
      await office.type('who uses this mailbox');
      expect(office.says()).toMatch(/Alex: not done yet/);
    },
  },
  {
    title: 'takes a cry for help from the step to the service desk, and the answer back to the step',
    async play({ office, desk }) {
      await comeBackAs(office, 'Alex');
      const stuckAt = stepOf(office);
      const heard = desk.chat.messages.length;
      await office.press("I'm stuck");
      expect(office.says()).toMatch(/What usually helps here/);
      await office.press(/^Ask the /, { text: 'The page does not open.' });
      expect(office.says()).toMatch(/T-\d+/);
      await desk.sees(/The page does not open\./, { from: heard });

      await desk.type('tickets');
      expect(desk.says()).toMatch(/1 ticket waits for an answer/);
      expect(desk.says()).toContain(`Alex, ${office.upn}`);
      expect(desk.says()).toMatch(/Stuck at Set up MFA: Open security info on the computer/);
      await desk.press(/^Open T-/);
      const before = office.chat.messages.length;
      await desk.press('Send reply', { text: 'Try it in a private window.' });
      await office.sees(/Try it in a private window\./, { from: before });
      await office.press('Back to the guide');
      expect(stepOf(office)).toBe(stuckAt);
    },
  },
  {
    title: 'changes nothing when somebody else presses a card that was forwarded to them',
    async play({ office, heads: [, , , later] }) {
      const card = office.last();
      if (!card) throw new Error('The office has no card to forward.');
      for (const title of ['Next', 'Back', "I'm stuck", 'Start again']) {
        later.getsForwarded(card);
        await later.press(title);
        expect(later.says()).toMatch(/belongs to another account/);
        expect(later.says()).not.toContain(office.upn);
      }
      await later.type('next');
      expect(later.says()).toMatch(/No guide is open/);
      // The card that was forwarded is still the current one: its button moves its own account.
      await office.pressOn(card, 'Next');
      expect(wordsOf(card)).toMatch(/Step 4 of \d/);
      expect(wordsOf(card)).not.toMatch(/older card/);
      await office.pressOn(card, 'Back');
    },
  },
];

/** 'Step 3 of 6' of the newest card. */
function stepOf(person: Person): string | undefined {
  return /^Step \d+ of \d+$/m.exec(person.says())?.[0];
}
