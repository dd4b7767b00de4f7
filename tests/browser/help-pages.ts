import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startHelpServer } from '../bot/help/help-server.ts';

/**
 * Opens every help page that links lead to from `baseUrl`/help, narrow and wide, light and dark, and throws with all
 * that is wrong: what axe finds (WCAG 2.2 AA and best practice), text under 16 px, a page wider than a phone, a link
 * within the pages that leads nowhere, a script, a cookie, a request to somewhere else. Gives the paths that it saw.
 * Looking takes most of the time, so that unless the check is `thorough` axe looks at each page in one of the four ways,
 * in turn; and of the pages of answers, which share one template, one in four is looked at, in one way each, one in nine of
 * them by axe, while the others are only asked for.
 */
export async function checkHelpPages(
  browser: Browser,
  baseUrl: string,
  { thorough = false }: { thorough?: boolean } = {},
): Promise<string[]> {
  const faults: string[] = [];
  const context = await browser.newContext({ locale: 'en-GB' });
  context.on('request', (request) => {
    if (!request.url().startsWith(baseUrl)) faults.push(`a request to ${request.url()}`);
  });
  const isBrief = (path: string, nth: number) =>
    !thorough && path.startsWith('/help/answers/') && nth % 4 !== 0;
  const paths = await walk(await context.newPage(), { baseUrl, isBrief }, async (page, path, nth) => {
    const isAnswer = !thorough && path.startsWith('/help/answers/');
    for (const [index, { width, colorScheme }] of looks.entries()) {
      // Of answers every fourth comes here: the looks must take turns among those.
      const isTurn = index === (isAnswer ? Math.floor(nth / 4) : nth) % looks.length;
      if (isAnswer && !isTurn) continue;
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const withAxe = thorough || (isTurn && (!isAnswer || nth % 9 === 0));
      for (const fault of await faultsOf(page, withAxe))
        faults.push(`${path} (${width} px, ${colorScheme}): ${fault}`);
    }
  });
  for (const { name } of await context.cookies()) faults.push(`a cookie ${name}`);
  await context.close();
  if (faults.length > 0) throw new Error(`The help pages have faults:\n${faults.join('\n')}`);
  return paths;
}

/** A phone and a wide window, each as the reader has set it. */
const looks = [320, 1200].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const axeOptions: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

/**
 * Follows every link within the pages once, from the first one on. A link to an anchor must find it. A page that is
 * `brief` is only asked for.
 */
async function walk(
  page: Page,
  { baseUrl, isBrief }: { baseUrl: string; isBrief: (path: string, nth: number) => boolean },
  look: (page: Page, path: string, nth: number) => Promise<void>,
): Promise<string[]> {
  const toSee = ['/help', '/help/no-such-page'];
  for (const [nth, path] of toSee.entries()) {
    if (isBrief(path, nth)) {
      const brief = await page.request.get(baseUrl + path);
      if (brief.status() !== 200) throw new Error(`${path} answers ${brief.status()}`);
      continue;
    }
    const response = await page.goto(baseUrl + path);
    const expected = path === '/help/no-such-page' ? 404 : 200;
    if (response?.status() !== expected) throw new Error(`${path} answers ${response?.status()}`);
    await look(page, path, nth);
    for (const link of await page.locator('a[href^="/"]').all()) {
      const [target = ''] = ((await link.getAttribute('href')) ?? '').split('#');
      if (!toSee.includes(target)) toSee.push(target);
    }
  }
  return toSee;
}

async function faultsOf(page: Page, withAxe: boolean): Promise<string[]> {
  const own = await page.evaluate<string[]>(`(${ownChecks.toString()})()`);
  if (!withAxe) return own;
  // Through the browser's own protocol: the pages' policy lets no script of theirs in.
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(axeOptions)})`);
  const violations = results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  return [...violations, ...own];
}

/** Runs in the page, as text: it uses nothing from this file. */
function ownChecks(): string[] {
  const { document, getComputedStyle } = globalThis as unknown as PageGlobals;
  const faults: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`it is ${root.scrollWidth} px wide`);
  if (
    document.querySelectorAll('script, iframe, form:not([action="/help/genuine"]), [style], [onclick]')
      .length > 0
  ) {
    faults.push('it holds more than text, pictures and the form for a reference');
  }
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].some(
      (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
    );
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    if (text && size < 16) faults.push(`text of ${size} px: ${(element.textContent ?? '').slice(0, 40)}`);
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const id = (link.getAttribute('href') ?? '').slice(1);
    if (document.getElementById(id) === null) faults.push(`no place is called ${id}`);
  }
  for (const picture of document.querySelectorAll('img')) {
    if (!picture.getAttribute('alt')) faults.push('a picture without words');
  }
  return faults;
}

/** The little of a browser's page that the checks use; the project is typed for Node. */
interface PageGlobals {
  document: {
    documentElement: { scrollWidth: number; clientWidth: number };
    querySelectorAll(selector: string): Iterable<PageElement> & { length: number };
    getElementById(id: string): PageElement | null;
  };
  getComputedStyle(element: PageElement): { fontSize: string };
}

interface PageElement {
  textContent: string | null;
  childNodes: Iterable<{ nodeType: number; textContent: string | null }>;
  getAttribute(name: string): string | null;
}

/** Pictures of the pages for eyes, and the pages on paper. */
async function portray(browser: Browser, baseUrl: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const portrayed = [
    '/help',
    '/help/guides/set-up-mfa',
    '/help/dates',
    '/help/answers',
    '/help/print',
    '/help/nothing',
  ];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 700, 1200]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      for (const path of portrayed) {
        await page.goto(baseUrl + path);
        await page.screenshot({
          path: join(folder, `${path.slice(1).replaceAll('/', '-')}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
      }
      await context.close();
    }
  }
  const page = await browser.newPage();
  for (const path of portrayed) {
    await page.goto(baseUrl + path);
    await page.pdf({
      path: join(folder, `${path.slice(1).replaceAll('/', '-')}.pdf`),
      preferCSSPageSize: true,
    });
  }
  await page.close();
}

/** `node tests/browser/help-pages.ts`: checks the pages by themselves, and leaves pictures and PDFs of them. */
async function main(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    for (const day of ['2018-11-12', '2027-02-02']) {
      const server = await startHelpServer({ now: () => new Date(`${day}T09:00:00Z`) });
      try {
        const paths = await checkHelpPages(browser, server.url, { thorough: true });
        process.stdout.write(`ok  ${paths.length} help pages as of ${day}\n`);
        await portray(browser, server.url, join('tests', 'browser', 'screenshots', `help-${day}`));
      } finally {
        await server.stop();
      }
    }
  } finally {
    await browser.close();
  }
}

if (import.meta.main) await main();
