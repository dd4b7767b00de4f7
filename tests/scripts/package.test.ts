import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { unzipSync } from 'fflate';
import { buildPackage, type PackageParts } from '../../scripts/package/build.ts';
import { iconFaults, iconRules } from '../../scripts/package/icons.ts';
import { manifestVersion, schemaFaults } from '../../scripts/package/schema.ts';

const folder = join(import.meta.dirname, '../../appPackage');
const template = readFileSync(join(folder, 'manifest.json'), 'utf8');

const environment = {
  MicrosoftAppId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  TEAMS_APP_ID: '16fd2706-8baf-433b-82eb-8c7fada847da',
  PUBLIC_URL: 'https://bot.example.org/',
};

const parts = (changes: Partial<PackageParts> = {}): PackageParts => ({
  environment,
  version: '1.2.3',
  organisation: 'Norfolk County Council',
  template,
  icon: (file) => readFileSync(join(folder, file)),
  ...changes,
});

const faultsOf = (changes: Partial<PackageParts>): string[] => {
  const made = buildPackage(parts(changes));
  return made.ok ? [] : made.faults;
};

const withTemplate = (change: (manifest: Record<string, unknown>) => void): string => {
  const manifest = JSON.parse(template);
  change(manifest);
  return JSON.stringify(manifest);
};

/** A picture of one shape, `size` pixels wide and high. */
const drawn = (size: number, shape: string) =>
  new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${shape}</svg>`)
    .render()
    .asPng();

describe('the Teams app package', () => {
  it('is valid by Microsoft’s schema and holds the manifest and both icons, nothing else', () => {
    const made = buildPackage(parts());
    if (!made.ok) throw new Error(made.faults.join('\n'));
    const files = unzipSync(made.zip);
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    const manifest = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString());
    expect(schemaFaults(manifest)).toEqual([]);
    expect(JSON.stringify(manifest)).not.toMatch(/\$\{\{/);
    expect(manifest).toMatchObject({
      manifestVersion,
      version: '1.2.3',
      id: environment.TEAMS_APP_ID,
      developer: { name: 'Norfolk County Council', privacyUrl: 'https://bot.example.org/help' },
      validDomains: ['bot.example.org'],
      webApplicationInfo: { id: environment.MicrosoftAppId },
      localizationInfo: { defaultLanguageTag: 'en-gb' },
    });
    expect(manifest.bots[0]).toMatchObject({
      botId: environment.MicrosoftAppId,
      scopes: ['personal', 'team', 'groupChat'],
      supportsFiles: false,
    });
    // No resource-specific consent: the bot reads nothing of a team or a group chat.
    expect(manifest.authorization).toBeUndefined();
  });

  it('gives the same bytes for the same input', () => {
    const [first, second] = [buildPackage(parts()), buildPackage(parts())];
    if (!first.ok || !second.ok) throw new Error('not made');
    expect(Buffer.from(first.zip).equals(Buffer.from(second.zip))).toBe(true);
  });

  it('offers at most twelve commands a scope, one list for each', () => {
    const { bots } = JSON.parse(template);
    const lists: { scopes: string[]; commands: unknown[] }[] = bots[0].commandLists;
    expect(lists.map(({ scopes }) => scopes)).toEqual([['personal'], ['team'], ['groupChat']]);
    for (const { commands } of lists) expect(commands.length).toBeLessThanOrEqual(12);
  });

  it('takes the authority’s own privacy and terms pages', () => {
    const own = { PRIVACY_URL: 'https://example.org/privacy', TERMS_URL: 'https://example.org/terms' };
    const made = buildPackage(parts({ environment: { ...environment, ...own } }));
    expect(made).toMatchObject({
      manifest: { developer: { privacyUrl: own.PRIVACY_URL, termsOfUseUrl: own.TERMS_URL } },
    });
  });

  it('names every fault of the environment and of the icons at once', () => {
    const faults = faultsOf({
      environment: { MicrosoftAppId: 'bot', TEAMS_APP_ID: ' ', PUBLIC_URL: 'http://bot.example.org' },
      icon: () => drawn(64, ''),
    });
    expect(faults).toEqual([
      expect.stringMatching(/^MicrosoftAppId must be an id/),
      expect.stringMatching(/^TEAMS_APP_ID is missing/),
      expect.stringMatching(/^PUBLIC_URL must be an https/),
      'color.png must be 192 × 192 pixels, it is 64 × 64',
      'outline.png must be 32 × 32 pixels, it is 64 × 64',
    ]);
  });

  it.each([
    'https://localhost:3978',
    'https://127.0.0.1',
    'https://bot',
    'ftp://bot.example.org',
    'bot.example.org',
  ])('refuses %s as a public address', (PUBLIC_URL) => {
    expect(faultsOf({ environment: { ...environment, PUBLIC_URL } })).toEqual([
      expect.stringMatching(/^PUBLIC_URL/),
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['is no JSON', '{', /not valid JSON/],
    [
      'has a placeholder that nothing fills',
      withTemplate((one) => (one.accentColor = `${'$'}{{COLOUR}}`)),
      /COLOUR/,
    ],
    ['lacks a part', withTemplate((one) => delete one.icons), /icons/],
    ['has a part that Teams does not know', withTemplate((one) => (one.colour = 'red')), /colour/],
    [
      'has a name that is too long',
      withTemplate((one) => (one.name = { short: 'x'.repeat(31) })),
      /name\/short.*30/,
    ],
    [
      'has thirteen commands',
      withTemplate((one) => {
        const [bot] = one.bots as { commandLists: { commands: unknown[] }[] }[];
        bot?.commandLists[0]?.commands.push({ title: 'one more' });
      }),
      /commands.*12/,
    ],
    [
      'claims another version of the schema',
      withTemplate((one) => (one.manifestVersion = '1.19')),
      /manifestVersion/,
    ],
  ])('refuses a template that %s', (_what, faulty, words) => {
    const faults = faultsOf({ template: faulty });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(words);
  });

  it('says when the organisation’s name is too long for Teams', () => {
    expect(faultsOf({ organisation: 'x'.repeat(33) })).toEqual([
      expect.stringMatching(/developer\/name.*32/),
    ]);
  });

  it('lets no value break out of its place', () => {
    const organisation = `A "quoted" ${'$'}{{VERSION}} \\`;
    const made = buildPackage(parts({ organisation }));
    expect(made).toMatchObject({ manifest: { developer: { name: organisation } } });
  });
});

describe('the icons', () => {
  it.each(iconRules)('$file is what Teams takes', (rule) => {
    expect(iconFaults(readFileSync(join(folder, rule.file)), rule)).toEqual([]);
  });

  const outline = { file: 'outline.png', size: 32, kind: 'outline' as const };
  const colour = { file: 'color.png', size: 192, kind: 'colour' as const };

  it.each([
    [Buffer.from('GIF89a, not a PNG at all'), outline, 'outline.png is not a PNG picture'],
    [drawn(32, ''), outline, 'outline.png is empty'],
    [drawn(32, '<rect width="9" height="9" fill="#fed"/>'), outline, 'outline.png must be white only'],
    [
      drawn(32, '<rect width="32" height="32" fill="#fff"/>'),
      outline,
      'outline.png must be lines on transparent ground',
    ],
    [
      drawn(192, '<circle cx="96" cy="96" r="96" fill="#1F4E79"/>'),
      colour,
      'color.png must fill its square: it has holes',
    ],
  ])('refuses a picture that is not: %#', (picture, rule, fault) => {
    expect(iconFaults(picture, rule)).toEqual([fault]);
  });
});
