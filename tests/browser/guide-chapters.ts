import assert from 'node:assert/strict';
import { type Chapter, register } from './chapter.ts';
import { checkHelpPages } from './help-pages.ts';
import type { TeamsWindow } from './teams-window.ts';

/** The head's first walk, from "Who are you?" to a check that comes too early. */
export const firstWalk: Chapter[] = [
  {
    title: 'the head walks the guide, with pictures and a way back, and checks too early',
    async play({ head, portray }) {
      await head.press('Set up MFA');
      await head.sees('Who are you?');
      await portray('who-are-you');
      await head.press('Only I use this mailbox');
      await head.sees(/Step 1 of 6[\s\S]*What do you have\?/);
      await portray('what-do-you-have');
      await head.press('iPhone');
      await head.sees('Step 2 of 6');
      await head.press('Back');
      await head.sees('Step 1 of 6');
      await head.press('iPhone');
      for (const step of [2, 3, 4, 5]) {
        await head.sees(`Step ${step} of 6`);
        assert.ok((await head.pictureWidth()) > 0, `the picture of step ${step} is visible`);
        if (step === 4) await portray('step-with-picture');
        await head.press('Next');
      }
      await head.press('Check now');
      await head.sees(/Not yet/);
    },
  },
  {
    title: 'a stuck head asks the service desk from the step, and its answer leads back there',
    async play({ head, desk, portray }) {
      await head.press('Back');
      await head.sees('Step 5 of 6');
      await head.press("I'm stuck");
      await head.sees('What usually helps here');
      await portray('stuck');
      await head.fill('What do you see?', 'The number is gone before I can type it.');
      await head.press(/^Ask the /);
      await head.sees('What happens next');
      await portray('ticket-opened');
      await desk.hasSeen('The number is gone before I can type it.');
      await desk.say('tickets');
      await desk.sees('Stuck at Set up MFA: Type the number');
      await portray('tickets');
      await desk.press(/^Open T-/);
      await desk.sees('Your reply');
      await portray('ticket-at-the-desk');
      await desk.fill('Your reply', 'Choose Back on the computer for a new number.');
      await desk.press('Send reply');
      await head.sees('Choose Back on the computer for a new number.');
      await portray('reply');
      await head.press('Back to the guide');
      await head.sees('Step 5 of 6');
      await head.press('Next');
      await head.sees('Step 6 of 6');
    },
  },
];

/** Two people of the office, of whom one finishes. */
export const twoKeepers: Chapter[] = [
  {
    title: 'two people of the office begin, and one finishes',
    async play({ office, portray }) {
      await office.press('Set up MFA');
      await beginAs(office, 'Priya');
      await office.press('Hardware token');
      await office.sees('Step 2 of 4');
      await office.say('set up MFA');
      await office.sees('Priya, at step 2 of 4');
      await portray('who-are-you-of-two');
      await beginAs(office, 'Sam');
      await office.press('Android phone');
      for (const step of [2, 3, 4, 5]) {
        await office.sees(`Step ${step} of 6`);
        await office.press('Next');
      }
      const securityInfo = await office.follow('Open security info');
      await register(securityInfo);
      await securityInfo.close();
      await office.press('Check now');
      await office.sees('Is your own device there?');
      await portray('result-with-keepers');
      await office.press('Mine works');
      await office.sees('Still to do: Priya.');
      await portray('mine-works');
      await office.press('Who uses this mailbox');
      await office.sees('Who uses this mailbox');
      await portray('keepers');
    },
  },
];

/** What the last chapters of the story show: the guide for ears and fingers, and the help pages. */
export const withoutMouse: Chapter[] = [
  {
    title: 'the head goes through the whole guide in plain mode, with nothing but the keyboard',
    async play({ head, portray }) {
      await head.focus();
      await head.type('plain mode');
      await head.sees('Plain mode is on');
      await head.type('set up MFA');
      await head.sees('Who are you?');
      await head.tabTo('Only I use this mailbox');
      await head.enter();
      await head.sees('You already have a second step');
      await head.tabTo('Add another way');
      await head.enter();
      await head.sees(/What do you have\?[\s\S]*1\W+iPhone/);
      await portray('plain-choices');
      await head.focus();
      await head.type('1');
      await head.sees('Step 3 of 7');
      const messages = await head.messages.count();
      for (const step of [3, 4, 5, 6]) {
        await head.sees(`Step ${step} of 7`);
        if (step === 5) await portray('plain-step');
        await head.type('next');
      }
      await head.sees('Step 7 of 7');
      assert.equal(await head.messages.count(), messages + 2 * 4, 'each word brings a message of its own');
      await head.type('check');
      await head.sees('Done. MFA is set up');
      await portray('plain-result');
      assert.equal(await head.pictures.count(), 0, 'no picture in plain mode');
      await head.type('cards');
      await head.hasSeen('Plain mode is off');
    },
  },
  {
    title: 'the help pages of the demo pass axe, narrow and wide, light and dark',
    async play({ browser, demo }) {
      const paths = await checkHelpPages(browser, demo.url);
      assert.ok(paths.includes('/help/guides/set-up-mfa'));
    },
  },
];

async function beginAs(office: TeamsWindow, firstName: string): Promise<void> {
  await office.sees('Who are you?');
  await office.fill('Your first name', firstName);
  await office.press('Continue');
  await office.sees('What do you have?');
}
