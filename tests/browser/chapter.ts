import type { Browser, Page } from 'playwright-core';
import type { RunningDemo } from './demo-process.ts';
import { patienceMs, type TeamsWindow } from './teams-window.ts';

/** Everything a chapter of the journey works with. `demo` is another one after a restart. */
export interface Stage {
  browser: Browser;
  page: Page;
  demo: RunningDemo;
  head: TeamsWindow;
  office: TeamsWindow;
  desk: TeamsWindow;
  restart(): Promise<void>;
  /** Keeps a screenshot of this moment under a name, for eyes. */
  portray(name: string): Promise<void>;
}

export interface Chapter {
  title: string;
  play(stage: Stage): Promise<void>;
}

/** Moves the clock by the bar of the page and waits until it has arrived. */
export async function goTo(page: Page, date: string, inWords: string): Promise<void> {
  await page.getByLabel('Go to').fill(date);
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await page.locator('#day').filter({ hasText: inWords }).waitFor({ timeout: patienceMs });
  await page.getByText(`The clock moved to ${inWords}.`).waitFor({ timeout: patienceMs });
}

/** Adds the Authenticator app on the pretend page. */
export async function register(securityInfo: Page): Promise<void> {
  await securityInfo.getByText('Pretend page.').waitFor({ timeout: patienceMs });
  await securityInfo.getByRole('button', { name: /^Microsoft Authenticator/ }).click();
  await securityInfo.getByText('Microsoft Authenticator was added.').waitFor({ timeout: patienceMs });
}
