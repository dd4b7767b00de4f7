import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const folder = fileURLToPath(new URL('../pictures/', import.meta.url));
const read = (file: string) => readFileSync(`${folder}${file}`);
const named = (path: string, ending: string) =>
  readdirSync(path)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();

const names = named(folder, '.png');
const rendered = z
  .record(z.object({ source: z.string(), picture: z.string() }))
  .parse(JSON.parse(read('rendered.json').toString('utf8')));

/** What the guides show; a guide that names another picture is refused at start. */
const shown =
  `another-way app-code app-store automatic-time choose-app-password choose-authenticator choose-passkey
  choose-phone copy-app-password delete-method deny-prompt hardware-token iphone-mail name-app-password outlook-password-box
  outlook-phone-app outlook-sign-in-page outlook-version outlook-which-box scan-the-code security-info security-key text-code
  type-the-number`.split(/\s+/);

/** Shows two things to tell apart, and nothing to press. */
const compared = ['outlook-which-box'];

it('has a picture and a source for everything that the guides show', () => {
  expect(names).toEqual(expect.arrayContaining(shown));
  expect(named(`${folder}source`, '.svg')).toEqual(names);
  expect(Object.keys(rendered).sort()).toEqual(names);
});

describe.each(names)('the picture %s', (name) => {
  const picture = read(`${name}.png`);
  const source = read(`source/${name}.svg`);
  const svg = source.toString('utf8');
  const fontSizes = [...svg.matchAll(/font-size: ([\d.]+)px/g)].map((match) => Number(match[1]));

  it('is what its source renders to: after a change, npm run pictures', () => {
    expect(rendered[name]).toEqual({ source: sha256(source), picture: sha256(picture) });
  });

  it('is a PNG that Teams takes and a phone loads quickly', () => {
    expect(picture.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    // Teams' own limit for pictures in cards is 1024 pixels either way (facts section 1).
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1024, 576]);
    expect(picture.length).toBeLessThan(60_000);
    expect(svg).toContain(
      '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360">',
    );
  });

  it('marks what to press with a ring and an arrow, not with colour alone', () => {
    const marks = compared.includes(name) ? 0 : 1;
    expect(count(svg, 'class="ring"')).toBe(marks);
    expect(count(svg, 'class="arrow"')).toBe(marks);
    // The white edge keeps the ring apart from a blue button or a dark phone.
    expect(count(svg, 'class="halo"')).toBe(count(svg, 'class="ring"'));
  });

  it('stands on a light panel of its own with letters that are large enough', () => {
    expect(svg.indexOf('<rect class="panel"')).toBeGreaterThan(-1);
    expect(svg.indexOf('<rect class="panel"')).toBeLessThan(svg.search(/<(text|path|circle|g)\b/));
    expect(Math.min(...fontSizes)).toBeGreaterThanOrEqual(18);
    expect(svg).toMatch(/<title>[^<]{20,}<\/title>/);
  });

  it('uses the one style of all pictures and nothing from elsewhere', () => {
    expect(styleOf(name)).toBe(styleOf('security-info'));
    expect(svg).not.toMatch(/<(image|script|foreignObject|use|a)\b|@import|@font-face|url\((?!#)/);
    expect(svg.match(/https?:\/\/[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    expect(svg.match(/font-family: [^;]*/g)).toEqual(['font-family: "Liberation Sans", Arial, sans-serif']);
  });
});

it.each([
  ['#1b1f24', '#eef2f7', 'words on the panel'],
  ['#4a5260', '#eef2f7', 'quiet words on the panel'],
  ['#4a5260', '#ffffff', 'quiet words on a window'],
  ['#1f5fbf', '#ffffff', 'links, and words on a button'],
  ['#1f5fbf', '#dce8fa', 'links on a pale ground'],
])('shows %s on %s (%s) with enough contrast to read', (words, ground) => {
  const style = styleOf('security-info');
  expect(style).toContain(words);
  expect(style).toContain(ground);
  expect(contrast(words, ground)).toBeGreaterThanOrEqual(4.5);
});

it.each([
  ['#c2006b', '#ffffff', 'the mark on its white edge'],
  ['#c2006b', '#eef2f7', 'the mark on the panel'],
  ['#8a8f98', '#ffffff', "the panel's border in Teams' light theme"],
  ['#8a8f98', '#1f1f1f', "the panel's border in Teams' dark theme"],
  ['#8a8f98', '#000000', "the panel's border in high contrast"],
])('shows %s on %s (%s) with enough contrast to see', (line, ground) => {
  expect(styleOf('security-info')).toContain(line);
  expect(contrast(line, ground)).toBeGreaterThanOrEqual(3);
});

it('shows no code that a camera could take: an even number of squares a side, where every QR code has an odd one', () => {
  const svg = read('source/scan-the-code.svg').toString('utf8');
  const codes = [...svg.matchAll(/fill-rule="evenodd" d="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(codes).toHaveLength(2);
  for (const code of codes) {
    const starts = [...code.matchAll(/M([\d.]+) [\d.]+h([\d.]+)/g)].map(([, x, wide]) => [
      Number(x),
      Number(wide),
    ]);
    const left = Math.min(...starts.map(([x = 0]) => x));
    const right = Math.max(...starts.map(([x = 0, wide = 0]) => x + wide));
    const square = Math.min(...starts.map(([, wide = 0]) => wide));
    expect(Math.round((right - left) / square)).toBe(16);
  }
});

function styleOf(name: string): string | undefined {
  return /<style>([\s\S]*?)<\/style>/.exec(read(`source/${name}.svg`).toString('utf8'))?.[1];
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** WCAG 2.2: the ratio of two colours' relative luminance. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
