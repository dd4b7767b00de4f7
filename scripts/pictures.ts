import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

/** The widest picture that a card in Teams takes, in pixels (facts section 1). */
const widthPixels = 1024;

/** Where Debian's fonts-liberation lies. The same letters everywhere: no other font of the machine is looked at. */
const fontDir = process.env.LIBERATION_FONTS ?? '/usr/share/fonts/truetype/liberation';

const folder = fileURLToPath(new URL('../pictures', import.meta.url));

/**
 * Renders every pictures/source/*.svg to pictures/*.png and writes down in pictures/rendered.json which source gave
 * which picture, so that a test can tell a stale picture without any font:
 *
 *     npm run pictures
 */
function main(): void {
  if (!existsSync(join(fontDir, 'LiberationSans-Regular.ttf'))) {
    console.error(
      `No Liberation fonts in ${fontDir}. Install fonts-liberation, or say where they are: LIBERATION_FONTS=<folder>`,
    );
    process.exitCode = 1;
    return;
  }
  const rendered: Record<string, { source: string; picture: string }> = {};
  for (const file of readdirSync(join(folder, 'source')).sort()) {
    const name = file.replace(/\.svg$/, '');
    const source = readFileSync(join(folder, 'source', file));
    const picture = render(source);
    writeFileSync(join(folder, `${name}.png`), picture);
    rendered[name] = { source: sha256(source), picture: sha256(picture) };
    console.info(`${name}.png: ${Math.round(picture.length / 1024)} KB`);
  }
  writeFileSync(join(folder, 'rendered.json'), `${JSON.stringify(rendered, null, 2)}\n`);
}

function render(source: Buffer): Buffer {
  const image = new Resvg(source, {
    fitTo: { mode: 'width', value: widthPixels },
    font: { loadSystemFonts: false, fontDirs: [fontDir], defaultFontFamily: 'Liberation Sans' },
  });
  return image.render().asPng();
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

main();
