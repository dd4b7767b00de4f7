import assert from 'node:assert/strict';
import { type Chapter, goTo, register } from './chapter.ts';
import { isAlive } from './demo-process.ts';
import { firstWalk, twoKeepers, withoutMouse } from './guide-chapters.ts';
import { patienceMs, windowsReplaced } from './teams-window.ts';

/** The story of the demo from the first look at the page to a power cut. */
export const chapters: Chapter[] = [
  {
    title: 'each window welcomes its person, once, with their own dates',
    async play({ head, office, desk }) {
      await head.hasSeen('Set up MFA before Monday 19 November 2018');
      await office.hasSeen('Set up MFA before the week of Monday 3 December 2018');
      await desk.hasSeen('The rollout plan does not cover this account');
      for (const window of [head, office, desk]) assert.equal(await window.messages.count(), 1);
    },
  },
  ...firstWalk,
  {
    title: 'the service desk sends a notice to heads not ready, and sees it arrive and counted',
    async play({ head, desk }) {
      await desk.say('notice');
      await desk.sees('Write a notice');
      await desk.choose('Who should get it?', /^Head teachers.*not ready for Outlook on the web/);
      await desk.fill('What should it say?', 'MFA drop-in session on Thursday at 15:30.');
      await desk.press('Preview');
      await desk.sees('Send to');
      await desk.sees('head@hillside.norfolk.sch.uk');
      await desk.press(/^Send to \d+$/);
      await head.hasSeen('MFA drop-in session on Thursday at 15:30.');
      await desk.hasSeen('Sent to 1 account');
    },
  },
  {
    title: 'the head registers on the pretend page, and the next check finds it',
    async play({ head }) {
      const securityInfo = await head.follow('Open security info');
      assert.match(securityInfo.url(), /account=head%40hillside/);
      await register(securityInfo);
      await securityInfo.close();
      await head.press(/^Check (now|again)$/);
      await head.hasSeen(/Done/);
    },
  },
  {
    title: 'the head asks, and is answered from the plan',
    async play({ head }) {
      await head.say('when is my turn?');
      await head.sees('Monday 19 November 2018');
      await head.say('what is an app password?');
      await head.sees(/app password is a long password/);
    },
  },
  ...twoKeepers,
  {
    title:
      'the office gets its reminder by itself when the clock moves to 26 November, for the one who is missing',
    async play({ page, head, office }) {
      const before = await head.messages.count();
      await goTo(page, '2018-11-26', 'Monday 26 November 2018');
      await office.sees(/the week of Monday 3 December 2018/);
      await office.sees('Still to do: Priya.');
      await page.getByText(/Reminders: 1 sent/).waitFor({ timeout: patienceMs });
      await head.sees(/of \d+ accounts (are|is) ready/);
      assert.equal(
        await head.messages.count(),
        before + 1,
        'a head who is registered gets the school card alone',
      );
    },
  },
  {
    title: 'after a power cut and a new start every window goes on where it was, and nothing is repeated',
    async play(stage) {
      const { page, head, office, desk } = stage;
      const pids = stage.demo.windowPids();
      assert.equal(pids.length, 3);
      await stage.demo.kill();
      await page.getByText('The demo has stopped.').waitFor({ timeout: patienceMs });
      while (pids.some(isAlive)) await page.waitForTimeout(100);
      const newWindows = windowsReplaced(page);
      await stage.restart();
      await newWindows;
      await head.hasSeen('head@hillside.norfolk.sch.uk');
      await office.hasSeen('office@hillside.norfolk.sch.uk');
      await desk.hasSeen('The rollout plan does not cover this account');
      assert.equal(await page.locator('#day').innerText(), 'Monday 26 November 2018');
      await office.say('set up MFA');
      await office.sees('Who are you?');
      await office.press('Priya, at step 2 of 4');
      await office.sees('Step 2 of 4');
      await head.say('status');
      await head.sees('Microsoft Authenticator');
      const metrics = await (await fetch(`${stage.demo.url}/metrics`)).text();
      assert.doesNotMatch(
        metrics,
        /^deliveries_total\{kind="(?!installation)[^}]*outcome="sent"[^}]*\} [1-9]/m,
      );
    },
  },
  ...withoutMouse,
];
