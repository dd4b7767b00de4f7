import { wordsOf } from '../support/cloud/person.ts';
import type { Chapter } from './chapter.ts';
import { guideChapters } from './guide-chapters.ts';
import { beginAlone, checkButton, comeBackAs, walkToTheCheck } from './guide-walk.ts';

/**
 * The main job from the first installation to the counted notice, as the people see it. Plays in any world:
 * it only types, presses, reads and waits.
 */
export const mainStory: Chapter[] = [
  {
    title: 'welcomes a head with their dates and one first step',
    async play({ heads: [head] }) {
      await head.install();
      expect(head.chat.messages).toHaveLength(1);
      const words = head.says();
      expect(words).toContain(head.upn);
      expect(words).toMatch(/Hillside|school/i);
      expect(words).toMatch(/Monday 19 November 2018/);
      expect(words).toMatch(/Monday 26 November 2018/);
      expect(words).toMatch(/9 November/);
      expect(head.buttons()[0]?.title).toBe('Set up MFA');
    },
  },
  {
    title: 'tells an account that no cohort covers so, and still takes its questions',
    async play({ desk }) {
      await desk.install();
      expect(desk.says()).toMatch(/does not cover/);
      expect(desk.says()).toMatch(/notice/);
      await desk.type('what is an app password?');
      expect(desk.says()).toMatch(/app password/i);
    },
  },
  {
    title: 'walks the head through the guide, with a way back',
    async play({ heads: [head] }) {
      await head.press('Set up MFA');
      expect(head.says()).toMatch(/Who are you\?/);
      await head.press('Only I use this mailbox');
      expect(head.says()).toMatch(/Step 1 of \d[\s\S]*What do you have\?/);
      await head.press('iPhone');
      expect(head.says()).toMatch(/Step 2 of \d/);
      await head.press('Next');
      expect(head.link(/Open security info/i)).toMatch(/^https?:\/\//);
      await head.press('Back');
      expect(head.says()).toMatch(/Step 2 of \d/);
      await walkToTheCheck(head);
    },
  },
  {
    title: 'says "not yet" to a check that comes too early, and "done" after the registration',
    async play(world) {
      const [head] = world.heads;
      await head.press(checkButton);
      await head.sees(/not yet/i);
      expect(head.says()).toMatch(/not yet/i);
      await world.register(head);
      await head.press('Check again');
      // Where Microsoft takes its time, the card says so first and changes by itself.
      await head.sees(/Done/);
      expect(head.says()).toMatch(/Done/);
      expect(head.says()).toMatch(/Microsoft Authenticator/);
      expect(head.says()).toMatch(/19 November/);
    },
  },
  {
    title: 'answers questions from the plan, and says when it does not know',
    async play({ heads: [head] }) {
      await head.type('when is my turn?');
      expect(head.says()).toMatch(/19 November/);
      await head.type('what is an app password?');
      expect(head.says()).toMatch(/app password/i);
      await head.type('what is the capital of France?');
      expect(head.says()).not.toMatch(/Paris/);
      expect(head.says()).toMatch(/0845 303 3003|Service Desk/i);
    },
  },
  {
    title: 'tells a head who registers on 12 November that Outlook will ask on the 19th',
    async play(world) {
      const [, early, late, later] = world.heads;
      for (const person of [early, late, later, world.office]) await person.install();
      const before = early.chat.messages.length;
      await world.moveTo('2018-11-12');
      await early.sees(/19 November/, { from: before, withinMs: 60_000 });
      await world.register(early);
      await early.type('status');
      expect(early.says()).toMatch(
        /Outlook will ask on Monday 19 November 2018|until.*Monday 19 November 2018/,
      );
      expect(early.says()).not.toMatch(/26 November/);
    },
  },
  {
    title: 'tells a head who registers on 20 November that installed Outlook needs an app password now',
    async play(world) {
      const [, , late, later] = world.heads;
      const people = [late, later, world.office];
      const before = people.map((one) => one.chat.messages.length);
      await world.moveTo('2018-11-20');
      // What fell due on the day before, the fourteenth before the office's week among it, goes out first.
      for (const [index, one] of people.entries()) {
        await one.sees(/November|December/, { from: before[index] ?? 0, withinMs: 60_000 });
      }
      await late.type('status');
      expect(late.says()).toMatch(/stopped/i);
      await world.register(late);
      await late.type('status');
      expect(late.says()).toMatch(/app password/i);
      expect(late.says()).not.toMatch(/works until/i);
    },
  },
  ...guideChapters,
  {
    title: 'sends a notice to the heads who are not ready and counts it to the end',
    async play({ desk, heads: [head, early, late, later] }) {
      const before = later.chat.messages.length;
      await desk.type('notice');
      await desk.press('Preview', {
        audience: 'not-ready:head-online',
        text: 'Please *bring* your phone.\nThank you.',
      });
      expect(desk.says()).toMatch(/Send to 1 account\?|Send to \d+ accounts\?/);
      expect(desk.says()).toContain(later.upn);
      for (const ready of [head, early, late]) expect(desk.says()).not.toContain(ready.upn);
      await desk.press(/^Send to /);
      const notice = await later.sees(/Please \*bring\* your phone\./, { from: before });
      expect(wordsOf(notice)).toMatch(/Thank you\./);
      const end = await desk.sees(/Sent to \d+ accounts?/, { withinMs: 60_000 });
      expect(wordsOf(end)).toMatch(/Waiting:?\s+0/);
      expect(wordsOf(end)).toMatch(/Failed:?\s+0/);
    },
  },
  {
    title: 'refuses a notice to someone outside the service desk',
    async play({ heads: [head] }) {
      await head.type('notice');
      expect(head.buttons().map((one) => one.title)).not.toContain('Preview');
    },
  },
  {
    title:
      'reminds the office by itself a week before its date, although two of its three people have finished',
    async play(world) {
      const before = world.office.chat.messages.length;
      await world.moveTo('2018-11-26');
      const reminder = await world.office.sees(/3 December 2018/, { from: before });
      expect(wordsOf(reminder)).toMatch(/in 7 days/);
      expect(wordsOf(reminder)).toMatch(/Still to do: Alex\./);
    },
  },
  {
    title: 'helps a head who registers on 27 November: everything stops until then, then the app password',
    async play(world) {
      const [, , , later] = world.heads;
      await world.moveTo('2018-11-27');
      await later.type('status');
      expect(later.says()).toMatch(/stopped/i);
      await beginAlone(later);
      await walkToTheCheck(later);
      await world.register(later);
      await later.press(checkButton);
      expect(later.says()).toMatch(/Done/);
      expect(later.says()).toMatch(/app password/i);
      expect(later.says()).not.toMatch(/works until/i);
    },
  },
  {
    title: 'goes on after kill -9 where everyone was, and repeats nothing',
    async play(world) {
      const { office } = world;
      await comeBackAs(office, 'Alex');
      const place = /Step 3 of \d/;
      expect(office.says()).toMatch(place);
      const everyone = [...world.heads, office, world.desk];
      const counts = everyone.map((one) => one.chat.messages.length);
      await world.killAndRestart();
      await office.press('Next');
      expect(office.says()).toMatch(/Step 4 of \d/);
      await office.press('Back');
      await office.install();
      expect(office.buttons()[0]?.title).toBe('Set up mine');
      await office.press('Set up mine');
      await office.press(/^Alex, at step 3 of \d$/);
      expect(office.says()).toMatch(place);
      const expected = everyone.map((one, index) => (counts[index] ?? 0) + (one === office ? 2 : 0));
      expect(everyone.map((one) => one.chat.messages.length)).toEqual(expected);
    },
  },
];
