import type { GalleryEntry } from '../../cards/gallery/entry.ts';
import { hostConfig, type Theme, themes } from './host-config.ts';

/**
 * The widths that cards are looked at in: a phone, and a wide window.
 */
const widths = [320, 700];

/** One HTML page with every card, light and dark, narrow and wide. `renderer` is the adaptivecards script. */
export function galleryPage(cards: GalleryEntry[], renderer: string): string {
  const data = {
    cards,
    widths,
    hosts: { light: hostConfig(themes.light), dark: hostConfig(themes.dark) },
  };
  return `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<title>Cards</title>
<style>${styles()}</style>
<main></main>
<script>${renderer}</script>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>(${render.toString()})()</script>
</html>
`;
}

/** Runs in the page. It is written as text of the page by `toString`, so it uses nothing from this file. */
function render(): void {
  const page = globalThis as unknown as PageGlobals;
  const data = JSON.parse(page.document.getElementById('data').textContent);
  const main = page.document.querySelector('main');
  for (const entry of data.cards) {
    const section = page.document.createElement('section');
    section.id = entry.name;
    const heading = page.document.createElement('h2');
    heading.textContent = entry.name;
    const summary = page.document.createElement('p');
    summary.textContent = entry.summary;
    section.append(heading, summary);
    for (const theme of ['light', 'dark'] as const) {
      const row = page.document.createElement('div');
      row.className = `row ${theme}`;
      for (const width of data.widths) {
        const card = new page.AdaptiveCards.AdaptiveCard();
        card.hostConfig = new page.AdaptiveCards.HostConfig(data.hosts[theme]);
        card.parse(entry.card);
        const frame = page.document.createElement('div');
        frame.className = 'frame';
        frame.style.width = `${width}px`;
        frame.append(card.render());
        row.append(frame);
      }
      section.append(row);
    }
    main.append(section);
  }
}

interface PageNode {
  id: string;
  className: string;
  textContent: string;
  style: { width: string };
  append(...nodes: unknown[]): void;
}

interface PageGlobals {
  document: {
    getElementById(id: string): PageNode;
    querySelector(selector: string): PageNode;
    createElement(name: string): PageNode;
  };
  AdaptiveCards: {
    AdaptiveCard: new () => { hostConfig: unknown; parse(card: unknown): void; render(): unknown };
    HostConfig: new (config: unknown) => unknown;
  };
}

function styles(): string {
  return `
body { margin: 24px; font: 14px/20px 'Segoe UI', 'Liberation Sans', sans-serif; color: #242424; }
h2 { margin: 0; font-size: 16px; }
section { margin-bottom: 40px; }
.row { display: flex; align-items: flex-start; gap: 24px; padding: 24px; }
.frame { border-radius: 6px; box-sizing: border-box; box-shadow: 0 1px 3px rgb(0 0 0 / 30%); }
.ac-adaptiveCard { border-radius: 6px; }
.ac-textBlock, .ac-richTextBlock { line-height: 20px !important; }
.ac-pushButton { font: 600 14px/20px 'Segoe UI', 'Liberation Sans', sans-serif; padding: 5px 12px; border-radius: 4px;
  background: transparent; color: inherit; border: 1px solid; min-width: 64px; white-space: normal !important; }
.ac-pushButton.style-positive { background: #5b5fc7; color: #fff; border-color: #5b5fc7; }
.ac-input { font: inherit; width: 100%; box-sizing: border-box; padding: 6px 8px; border-radius: 4px; }
textarea.ac-input { min-height: 120px; }
.ac-input-label { margin-bottom: 4px; }
${themeStyles('light', themes.light)}
${themeStyles('dark', themes.dark)}
`;
}

function themeStyles(name: string, theme: Theme): string {
  return `
.${name} { background: ${theme.page}; color: ${theme.text}; }
.${name} .ac-pushButton { border-color: ${theme.line}; }
.${name} .ac-input { background: ${theme.card}; color: ${theme.text}; border: 1px solid ${theme.line}; }`;
}
