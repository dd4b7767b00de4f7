import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';

/** A browser that only the journey uses, with one page, and what it tried to reach beyond this machine. */
export interface JourneyBrowser {
  /** For pages outside the story. */
  browser: Browser;
  page: Page;
  /** Addresses beyond this machine that the pages' own policy did not stop. */
  leaks(): string[];
  close(): Promise<void>;
}

/** Starts Chromium, from CHROMIUM_PATH where it is set. */
export async function openBrowser(): Promise<JourneyBrowser> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      // What the browser itself would send.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: 'en-GB' });
  const leaks = watchForLeaks(context);
  return {
    browser,
    page: await context.newPage(),
    leaks: () => [...leaks],
    close: () => browser.close(),
  };
}

/** A request that the content policy stops fails as `csp`; every other one has at least been tried. */
function watchForLeaks(context: BrowserContext): Set<string> {
  const leaks = new Set<string>();
  const isForeign = (request: Request) =>
    !/^(https?:\/\/(localhost|127\.0\.0\.1)[:/]|data:|blob:|about:)/.test(request.url());
  context.on('response', (response) => {
    if (isForeign(response.request())) leaks.add(response.url());
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    if (isForeign(request) && !/csp|BLOCKED/i.test(reason)) leaks.add(`${request.url()} (${reason})`);
  });
  return leaks;
}
