import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import restify from 'restify';
import { servePictures } from '../../bot/pictures.ts';

const folder = new URL('../../pictures/', import.meta.url);

describe('servePictures', () => {
  let server: restify.Server;
  let port: number;
  let url: string;

  beforeAll(async () => {
    server = restify.createServer({ ignoreTrailingSlash: true });
    // As bot/server.ts does for everything else.
    server.pre((_request, response, next) => {
      response.header('X-Content-Type-Options', 'nosniff');
      response.header('Cache-Control', 'no-store');
      next();
    });
    servePictures(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = server.address().port;
    url = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    server.server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'));

  it('serves every picture with its bytes, to be kept for a day', async () => {
    expect(pictures.length).toBeGreaterThan(0);
    for (const name of pictures) {
      const response = await fetch(`${url}/pictures/${name}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.status).toBe(200);
      expect(bytes.equals(readFileSync(new URL(name, folder)))).toBe(true);
      expect(response.headers.get('content-type')).toBe('image/png');
      expect(response.headers.get('content-length')).toBe(String(bytes.length));
      expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('etag')).toMatch(/^"[\w-]{43}"$/);
    }
  });

  it('gives each picture a tag of its own, the same each time', async () => {
    const tagOf = async (name: string) => (await fetch(`${url}/pictures/${name}`)).headers.get('etag');
    const tags = await Promise.all(pictures.map(tagOf));
    expect(new Set(tags).size).toBe(pictures.length);
    expect(await Promise.all(pictures.map(tagOf))).toEqual(tags);
  });

  it('answers HEAD with the headers alone', async () => {
    const whole = await fetch(`${url}/pictures/security-info.png`);
    const head = await fetch(`${url}/pictures/security-info.png`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    for (const header of ['content-type', 'content-length', 'etag', 'cache-control']) {
      expect(head.headers.get(header)).toBe(whole.headers.get(header));
    }
    expect(await head.text()).toBe('');
    await whole.arrayBuffer();
    expect((await fetch(`${url}/pictures/nothing.png`, { method: 'HEAD' })).status).toBe(404);
  });

  it.each([
    ['the same tag', (tag: string) => tag, 304],
    ['a weak form of it', (tag: string) => `W/${tag}`, 304],
    ['a list with it', (tag: string) => `"other", ${tag}`, 304],
    ['an asterisk', () => '*', 304],
    ['another tag', () => '"other"', 200],
  ])('answers a reader who holds %s', async (_what, held, status) => {
    const address = `${url}/pictures/app-store.png`;
    const tag = (await fetch(address, { method: 'HEAD' })).headers.get('etag') ?? '';
    const response = await raw('/pictures/app-store.png', { 'If-None-Match': held(tag) });
    expect(response.status).toBe(status);
    expect(response.headers.etag).toBe(tag);
    expect(response.headers['cache-control']).toBe('public, max-age=86400');
    expect(response.length === 0).toBe(status === 304);
  });

  it.each([
    '/pictures/nothing.png',
    '/pictures/security-info',
    '/pictures/SECURITY-INFO.PNG',
    '/pictures/rendered.json',
    '/pictures/source',
    '/pictures/source%2Fsecurity-info.svg',
    '/pictures/..%2Fpackage.json',
    '/pictures/..%5Cpackage.json',
    '/pictures/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/pictures/../package.json',
    '/pictures/security-info.png%00',
    '/pictures/security-info.png%2F..%2Fapp-store.png',
    '/pictures/__proto__',
    '/pictures/constructor',
  ])('has nothing at %s', async (path) => {
    const response = await raw(path);
    expect(response.status).toBe(404);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.text).not.toContain('mfa-rollout-bot');
  });

  it('says in a few words that there is no such picture', async () => {
    const response = await fetch(`${url}/pictures/nothing.png`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe('There is no such picture.\n');
  });

  it('takes nothing else than a question for a picture', async () => {
    expect((await fetch(`${url}/pictures/app-store.png`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}/pictures/app-store.png`, { method: 'DELETE' })).status).toBe(405);
  });

  /** The path as it is written: fetch would resolve its dots first. */
  function raw(path: string, headers: Record<string, string> = {}) {
    return new Promise<{
      status: number | undefined;
      headers: Record<string, unknown>;
      text: string;
      length: number;
    }>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, headers }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const body = Buffer.concat(chunks);
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: body.toString('latin1'),
          length: body.length,
        });
      });
      sent.on('error', reject);
      sent.end();
    });
  }
});
