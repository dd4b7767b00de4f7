import { z } from 'zod';
import { idSchema } from './action.ts';

/** Which reminder the card shows. It works for the account that the reminder went to, and for nobody else. */
const reminder = idSchema;

const aboutReminder = z.object({ reminder });

/** "I've done it": asks Microsoft at once. */
export const reminderDone = { verb: 'reminder.done', payload: aboutReminder };

/** Puts the account's reminders off; which day that is, is worked out when it is pressed. */
export const reminderSnooze = {
  verb: 'reminder.snooze',
  payload: z.object({ reminder, until: z.enum(['tomorrow', 'three-days', 'week']) }),
};

/** What a hidden part of the card holds, as a new message, for clients that cannot show it. */
export const reminderMore = {
  verb: 'reminder.more',
  payload: z.object({ reminder, part: z.enum(['snooze', 'more']) }),
};

/** The form to write to the service desk, which begins with the reminder. */
export const reminderHelp = { verb: 'reminder.help', payload: aboutReminder };

/** How to check that the reminder is genuine. */
export const reminderGenuine = { verb: 'reminder.genuine', payload: aboutReminder };

/** Tells the service desk that the reminder looks suspicious. */
export const reminderSuspicious = { verb: 'reminder.suspicious', payload: aboutReminder };

/** Whether installed Outlook works, once MFA is on. */
export const reminderOutlook = {
  verb: 'reminder.outlook',
  payload: z.object({ reminder, word: z.enum(['works', 'not-working']) }),
};
