import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { gallery } from '../cards/gallery/gallery.ts';
import { galleryPage } from './gallery-page/page.ts';

/**
 * Renders every card in every state to one page that needs no network:
 *
 *     node scripts/gallery.ts <out dir>
 */
function main(outDir: string | undefined): void {
  if (outDir === undefined) {
    console.error('Say where the page goes: node scripts/gallery.ts <out dir>');
    process.exitCode = 1;
    return;
  }
  const require = createRequire(import.meta.url);
  const renderer = require.resolve('adaptivecards/dist/adaptivecards.min.js');
  const file = join(resolve(outDir), 'index.html');
  mkdirSync(resolve(outDir), { recursive: true });
  cpSync(join(import.meta.dirname, '../pictures'), join(resolve(outDir), 'pictures'), { recursive: true });
  const page = galleryPage(gallery, readFileSync(renderer, 'utf8'));
  writeFileSync(file, page.replaceAll('https://bot.example/pictures/', 'pictures/'));
  console.info(`${gallery.length} cards: ${file}`);
}

main(process.argv[2]);
