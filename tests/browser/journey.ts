import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type JourneyBrowser, openBrowser } from './browser.ts';
import type { Stage } from './chapter.ts';
import { chapters } from './chapters.ts';
import { newDataDir, startDemoProcess } from './demo-process.ts';
import { playRegistrationDay, registrationDays } from './registration-days.ts';
import { windowsOn } from './teams-window.ts';

/**
 * Plays the demo in a real browser: `node tests/browser/journey.ts`. Each chapter leaves a screenshot in
 * tests/browser/screenshots. Of the days on which a head may register one is played, with `--all-days` each. Ends with
 * code 1 at the first chapter that fails. Port 5978 and the four after it must be free, or another one named in
 * JOURNEY_PORT.
 */
async function main(): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await onStage('story', async (stage, browser) => {
    for (const [index, { title, play }] of chapters.entries()) {
      await tell(stage, `${index + 1} ${title}`, () => play(stage));
    }
    const leaks = browser.leaks();
    if (leaks.length > 0)
      throw new Error(`The windows tried to reach beyond this machine: ${leaks.join(', ')}`);
  });
  const days = process.argv.includes('--all-days') ? registrationDays : registrationDays.slice(1, 2);
  for (const day of days) {
    await onStage(day.date, async (stage) => {
      await tell(stage, `a head registers on ${day.inWords}`, () => playRegistrationDay(stage, day));
    });
  }
}

const screenshots = join('tests', 'browser', 'screenshots');

const port = Number(process.env.JOURNEY_PORT ?? 5978);

/** Sets up a demo that has just begun, with a browser on its page, and clears both away. */
async function onStage(
  name: string,
  act: (stage: Stage, browser: JourneyBrowser) => Promise<void>,
): Promise<void> {
  const dataDir = newDataDir();
  const browser = await openBrowser();
  const stage: Stage = {
    browser: browser.browser,
    page: browser.page,
    demo: await startDemoProcess({ dataDir, port }),
    ...windowsOn(browser.page),
    async restart() {
      stage.demo = await startDemoProcess({ dataDir, port });
    },
    async portray(name) {
      await stage.page.screenshot({ path: join(screenshots, `${name}.png`) });
    },
  };
  try {
    await stage.page.goto(stage.demo.url);
    await act(stage, browser);
  } catch (error) {
    await stage.portray(`failed-${name}`);
    for (const [who, window] of Object.entries(windowsOn(stage.page)))
      process.stderr.write(`The newest messages of ${who}: ${await window.newest()}\n`);
    throw error;
  } finally {
    await browser.close();
    await stage.demo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function tell(stage: Stage, title: string, act: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  await act();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`ok  ${title} (${seconds} s)\n`);
  await stage.portray(title.replaceAll(/\W+/g, '-').slice(0, 60));
}

await main();
