import { norfolkPlan } from '../../support/norfolk-plan.ts';
import { type HelpServer, startHelpServer } from './help-server.ts';

const plan = norfolkPlan();

/** What stands in a page's attributes of that name, each once. */
function attributes(html: string, name: string): string[] {
  return [
    ...new Set([...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value)),
  ];
}

/** All pages that links lead to from the first one, by their paths. Every one of them must be there. */
async function pagesOf(url: string): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const toSee = ['/help'];
  for (const path of toSee) {
    const response = await fetch(url + path);
    expect([path, response.status]).toEqual([path, 200]);
    const html = await response.text();
    pages.set(path, html);
    for (const link of attributes(html, 'href')) {
      const [target = ''] = link.split('#');
      if (target.startsWith('/') && !target.endsWith('.css') && !toSee.includes(target)) toSee.push(target);
    }
  }
  return pages;
}

describe('the help pages', () => {
  let server: HelpServer;
  let now = new Date('2018-11-12T09:00:00Z');
  let pages: Map<string, string>;
  beforeAll(async () => {
    server = await startHelpServer({ now: () => now });
    pages = await pagesOf(server.url);
  });
  afterAll(() => server.stop());
  const get = (path: string, init?: RequestInit) => fetch(server.url + path, { redirect: 'manual', ...init });

  it('are all reached from the first one: guides, dates, answers, paper', () => {
    const paths = [...pages.keys()];
    expect(paths).toEqual(expect.arrayContaining(['/help/dates', '/help/answers', '/help/print']));
    expect(paths.filter((path) => path.startsWith('/help/guides/')).length).toBeGreaterThanOrEqual(10);
    expect(paths.filter((path) => path.startsWith('/help/answers/')).length).toBeGreaterThanOrEqual(30);
  });

  it('confirm a reference to anybody, tell nothing of who got the message, and keep no answer', async () => {
    const ask = async (reference: string) => {
      const response = await fetch(`${server.url}/help/genuine`, {
        method: 'POST',
        body: new URLSearchParams({ reference }),
      });
      return { response, html: await response.text() };
    };
    const known = await ask('KMPT-WX34');
    expect(known.html).toContain('It was sent on Friday 9 November 2018');
    expect(known.html).toContain('Outlook on the web, planned for Monday 19 November 2018');
    expect(known.response.headers.get('cache-control')).toBe('no-store');
    const unknown = await ask('BBBB-BBBB');
    expect(unknown.html).toContain('We know no message with this reference');
    for (const typed of ['', 'x', "' or 1=1 --", '<b>', 'A'.repeat(5000)]) {
      expect((await ask(typed)).html).toBe(unknown.html);
    }
    // Three more of one caller, and it has to wait: what it asks then is not looked up.
    for (let times = 0; times < 3; times += 1) await ask('KMPT-WX34');
    const refused = await ask('KMPT-WX34');
    expect(refused.response.status).toBe(429);
    expect(Number(refused.response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.html).toContain('Please wait a minute');
    expect(refused.html).not.toContain('9 November');
    // The limit is shared: nobody is blamed, and the other ways are there at once.
    expect(refused.html).toContain('were checked just now, by you or by others');
    expect(refused.html).not.toContain('from here');
    expect(refused.html).toMatch(
      /<section class="urgent"[\s\S]*Ring the Service Desk[\s\S]*href="\/help#genuine"[\s\S]*<\/section>/,
    );
  });

  it('lead to places that are there, in themselves and in each other', () => {
    const anchors = new Map([...pages].map(([path, html]) => [path, attributes(html, 'id')]));
    const lost = [...pages].flatMap(([path, html]) =>
      attributes(html, 'href').filter((link) => {
        const [target = '', place] = link.split('#');
        return place !== undefined && !anchors.get(target || path)?.includes(place);
      }),
    );
    expect(lost).toEqual([]);
  });

  it('have one language, one title, one main heading, and each id once', () => {
    for (const [path, html] of pages) {
      expect([path, html.match(/<html lang="en-GB">|<main |<h1>|<title>[^<]+ - MFA help</g)?.length]).toEqual(
        [path, 4],
      );
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect([path, ids.length]).toEqual([path, new Set(ids).size]);
    }
  });

  it('hold no script, no form but the one that checks a reference, no style of their own and nothing from elsewhere', () => {
    for (const [path, html] of pages) {
      expect([path, html.includes('<form')]).toEqual([path, path === '/help/genuine']);
      expect(html).not.toMatch(/<script|<iframe|<style| style=| on[a-z]+=/);
      expect(attributes(html, 'src').filter((address) => !address.startsWith('/pictures/'))).toEqual([]);
    }
  });

  it('leave nothing open and send nobody into the chat', () => {
    for (const [path, html] of pages) {
      const faults =
        /\{\{|\}\}|\{%|undefined|\[object|>\s*null|press the button below|ask me "|write to the [\w ]+ here\b|Microsoft is asked/i.exec(
          html,
        );
      expect([path, faults?.[0]]).toEqual([path, undefined]);
    }
  });

  it('name a way by text relay beside every telephone number', () => {
    const { phone } = plan.namedContact;
    for (const [path, html] of pages) {
      const text = html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ');
      const numbers = text.split(phone).length - 1;
      const relays = text.split(`18001, then ${phone}`).length - 1;
      expect([path, numbers > 0, numbers]).toEqual([path, true, 2 * relays]);
    }
  });

  it('show pictures that are served, with their words and their size', async () => {
    const pictures = [...pages.values()].flatMap((html) =>
      [...html.matchAll(/<img [^>]*>/g)].map(([tag]) => tag),
    );
    expect(pictures.length).toBeGreaterThan(10);
    for (const picture of pictures) expect(picture).toMatch(/ width="\d+" height="\d+" alt="[^"]{10,}"/);
    for (const address of new Set(pictures.flatMap((picture) => attributes(picture, 'src')))) {
      expect((await get(address, { method: 'HEAD' })).status).toBe(200);
    }
  });

  it('tell the dates and how they lie to today', () => {
    expect(pages.get('/help/dates')).toMatch(
      /Monday 19 November 2018<\/strong>\s*<span class="standing">in 7 days/,
    );
    expect(pages.get('/help')).toContain('the week of Monday 3 December 2018'.replace('the', 'The'));
  });

  it('say how a message from the bot is checked without the bot', () => {
    for (const path of ['/help', '/help/print']) {
      expect(pages.get(path)).toContain('Look up Management Information Sheet 148/18');
      expect(pages.get(path)).toContain('do not take its word for it');
    }
  });

  it('carry headers that let nothing in, and may be kept for five minutes', async () => {
    for (const path of ['/help', '/help/style.css', '/help/guides/set-up-mfa']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; img-src 'self'; style-src 'self'/,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('public, max-age=300');
      expect(headers.get('set-cookie')).toBeNull();
    }
    expect((await get('/help')).headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect((await get('/help/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  it('are not sent again to somebody who has them, until the day changes them', async () => {
    const etag = (await get('/help/dates')).headers.get('etag') ?? '';
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await get('/help/dates', { headers: { 'if-none-match': held } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    now = new Date('2018-11-13T09:00:00Z');
    const next = await get('/help/dates', { headers: { 'if-none-match': etag } });
    expect(next.status).toBe(200);
    expect(await next.text()).toContain('in 6 days');
    now = new Date('2018-11-12T09:00:00Z');
  });

  it('answer HEAD with the same headers and no body', async () => {
    for (const path of ['/help', '/help/style.css', '/help/answers/what-is-mfa']) {
      const [head, whole] = await Promise.all([get(path, { method: 'HEAD' }), get(path)]);
      expect(head.status).toBe(200);
      expect(await head.text()).toBe('');
      expect(head.headers.get('etag')).toBe(whole.headers.get('etag'));
      expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await whole.text())));
    }
  });

  it.each([
    ['/', '/help'],
    ['/Help', '/help'],
    ['/HELP/Dates', '/help/dates'],
  ])('lead from %s to %s', async (path, to) => {
    const response = await get(path);
    expect([response.status, response.headers.get('location')]).toEqual([302, to]);
  });

  it('do not mind a slash at the end', async () => {
    expect((await get('/help/')).status).toBe(200);
    expect((await get('/help/dates/')).status).toBe(200);
  });

  it.each([
    '/help/mistyped',
    '/help/guides/mistyped',
    '/help/guides/',
    '/help/guides/../../package.json',
    '/help/guides/%2e%2e%2f%2e%2e%2fpackage.json',
    '/help/guides/__proto__',
    '/help/__proto__',
    '/help/answers/when-is-my-turn',
    '/help/answers/what-can-you-do',
    '/help/templates/home.liquid',
  ])('answer %s with a page that leads back', async (path) => {
    const response = await get(path, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const html = await response.text();
    expect(html).toContain('<h1>Page not found</h1>');
    expect(html).toContain('href="/help"');
    expect(html).not.toContain('mistyped');
  });

  it('leave to machines what is for machines', async () => {
    const response = await get('/no-such-thing', { headers: { accept: 'application/json' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect((await get('/help', { method: 'POST' })).status).toBe(405);
  });
});

describe('on the day after text and voice codes ended', () => {
  let server: HelpServer;
  beforeAll(async () => {
    server = await startHelpServer({ now: () => new Date('2027-02-02T09:00:00Z') });
  });
  afterAll(() => server.stop());

  it('no guide offers them', async () => {
    const pages = await pagesOf(server.url);
    for (const [path, html] of pages) {
      if (!path.startsWith('/help/guides/') && path !== '/help/print') continue;
      const choices = [...html.matchAll(/<span class="label">([^<]*)<\/span>/g)].map(
        ([, label = '']) => label,
      );
      expect([
        path,
        choices.filter((label) => /text message|phone call|text me|call me/i.test(label)),
      ]).toEqual([path, []]);
    }
  });
});

it('leave / to somebody else who serves it', async () => {
  const server = await startHelpServer({
    now: () => new Date('2018-11-12T09:00:00Z'),
    alsoServe(others) {
      others.get('/', async (_request, response) => {
        response.send(200, 'mine');
      });
    },
  });
  try {
    expect(await (await fetch(`${server.url}/`)).text()).toContain('mine');
    expect((await fetch(`${server.url}/help`)).status).toBe(200);
  } finally {
    await server.stop();
  }
});

describe('with another plan', () => {
  it('shows what the plan says, as text only', async () => {
    const server = await startHelpServer({
      now: () => new Date('2026-11-24T09:00:00Z'),
      plan: {
        ...plan,
        organisation: 'Bell & <b>Sons</b>',
        appPasswords: 'not-accepted',
        serviceDesk: {
          name: 'Help Desk',
          contact: 'See https://desk.example.org/?a=1&b=2, or ring 01603 123456.',
          phone: '01603 123456',
          email: 'desk@example.org',
        },
      },
    });
    try {
      const html = await (await fetch(`${server.url}/help`)).text();
      expect(html).toContain('Bell &amp; &lt;b&gt;Sons&lt;/b&gt;');
      expect(html).not.toContain('<b>Sons');
      expect(html).toContain('href="https://desk.example.org/?a=1&amp;b=2"');
      expect(html).toContain('href="mailto:desk@example.org"');
      expect(html).toContain('href="tel:01603123456"');
      expect(html).toContain('18001, then 01603 123456');
      const guide = await (await fetch(`${server.url}/help/guides/app-password`)).text();
      expect(guide).not.toContain('id="choose-app-password"');
    } finally {
      await server.stop();
    }
  });

  it('does without pictures where none are served', async () => {
    const server = await startHelpServer({
      now: () => new Date('2018-11-12T09:00:00Z'),
      picturesAvailable: false,
    });
    try {
      expect(await (await fetch(`${server.url}/help/guides/set-up-mfa`)).text()).not.toContain('<img');
    } finally {
      await server.stop();
    }
  });
});
