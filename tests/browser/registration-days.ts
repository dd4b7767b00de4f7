import { goTo, register, type Stage } from './chapter.ts';
import { patienceMs } from './teams-window.ts';

/** A head who registers on a certain day, and what the status must then say about installed Outlook. */
export interface RegistrationDay {
  date: string;
  inWords: string;
  outlook: RegExp;
}

/** Before the switch, between the two dates, and after both (design: what the switch does to an account). */
export const registrationDays: RegistrationDay[] = [
  {
    date: '2018-11-12',
    inWords: 'Monday 12 November 2018',
    outlook: /Installed Outlook[\s\S]*Monday 19 November 2018/,
  },
  {
    date: '2018-11-20',
    inWords: 'Tuesday 20 November 2018',
    outlook: /Installed Outlook\s*Needs an app password/,
  },
  {
    date: '2018-11-27',
    inWords: 'Tuesday 27 November 2018',
    outlook: /Installed Outlook\s*Needs an app password/,
  },
];

/** Plays one of them on a demo that has just begun. */
export async function playRegistrationDay({ page, head }: Stage, day: RegistrationDay): Promise<void> {
  await head.hasSeen('Set up MFA before');
  await goTo(page, day.date, day.inWords);
  const opened = page.waitForEvent('popup', { timeout: patienceMs });
  await page.locator('#window-head').getByRole('link', { name: 'Security info' }).click();
  const securityInfo = await opened;
  await register(securityInfo);
  await securityInfo.close();
  await head.say('status');
  await head.sees('MFA is set up');
  await head.sees(day.outlook);
}
