import type {
  Action,
  Container,
  Element,
  ExecuteAction,
  Picture,
  RichTextBlock,
  Spacing,
  SubmitAction,
  TextBlock,
  TextRun,
} from './card.ts';

/** A stretch of a paragraph: plain, or strong. */
type Run = string | { strong: string };
export type Words = string | Run[];

/** A block of a guide's step or of an answer, in plain text without Markdown. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'bullets'; items: string[] }
  | { kind: 'numbers'; items: string[] };

/** The small line on top that says whose card this is; nothing where nobody knows. */
export function header(...parts: (string | undefined)[]): Element[] {
  const text = parts.filter((part) => part !== undefined && part !== '').join('  ·  ');
  return text === '' ? [] : [note(text, 'none')];
}

/** The card's title, our own words only (a TextBlock: Teams reads it as Markdown). */
export function title(text: string, spacing: Spacing = 'small'): TextBlock {
  return { type: 'TextBlock', text, wrap: true, size: 'large', weight: 'bolder', style: 'heading', spacing };
}

/** A heading inside a card, our own words only (a TextBlock: Teams reads it as Markdown). */
export function heading(text: string, options: { separator?: boolean } = {}): TextBlock {
  return {
    type: 'TextBlock',
    text,
    wrap: true,
    size: 'medium',
    weight: 'bolder',
    style: 'heading',
    spacing: 'large',
    ...(options.separator ? { separator: true } : {}),
  };
}

/** The heading of a shaded box, our own words only (a TextBlock: Teams reads it as Markdown). */
export function panelHeading(text: string): TextBlock {
  return {
    type: 'TextBlock',
    text,
    wrap: true,
    size: 'default',
    weight: 'bolder',
    style: 'heading',
    spacing: 'none',
  };
}

/**
 * A paragraph. Never read as Markdown, so names, addresses and words of a plan may stand in it as they are.
 */
export function paragraph(words: Words, spacing: Spacing = 'default'): RichTextBlock {
  return { type: 'RichTextBlock', spacing, inlines: runs(words) };
}

/** A small quiet line: a source and its time, a reason. Never read as Markdown. */
export function note(text: string, spacing: Spacing = 'medium'): RichTextBlock {
  return { type: 'RichTextBlock', spacing, inlines: [run(text, { size: 'small', isSubtle: true })] };
}

/**
 * Text that a person typed, word for word: no Markdown, no links, each line a paragraph, empty lines as space.
 * Lines after the eightieth run on in one paragraph, or a notice of 1,000 short lines would grow past 28 KB.
 */
export function plainText(text: string): Element[] {
  const lines = folded(text.split(/\r\n|\r|\n/));
  const blocks: Element[] = [];
  let gap = false;
  for (const line of lines) {
    if (line.trim() === '') {
      gap = true;
      continue;
    }
    blocks.push(paragraph(line, blocks.length === 0 ? 'none' : gap ? 'medium' : 'small'));
    gap = false;
  }
  return blocks;
}

/** The blocks of a guide's step or an answer. */
export function blocks(content: Block[]): Element[] {
  return content.flatMap(blockElements);
}

/** A list with bullets. */
export function bullets(items: Words[]): Element[] {
  return list(items.map((item) => ['•', item]));
}

/** A label with what it says below it: reads well on a phone as on a wide window. */
export function fact(label: string, value: Words, more?: Words, spacing: Spacing = 'medium'): Element {
  return {
    type: 'Container',
    spacing,
    items: [
      { type: 'RichTextBlock', inlines: [run(label, { size: 'small', isSubtle: true })] },
      paragraph(value, 'none'),
      ...(more === undefined ? [] : [paragraph(more, 'none')]),
    ],
  };
}

/** A shaded box for the one thing that must not be missed. */
export function panel(items: Element[], style: Container['style'] = 'emphasis'): Container {
  return { type: 'Container', style, spacing: 'medium', items };
}

/** What has to be changed in what was typed; nothing where nothing has. */
export function faultPanel(fault: string | undefined): Element[] {
  if (fault === undefined) return [];
  return [panel([paragraph([{ strong: 'Please check: ' }, fault], 'none')], 'attention')];
}

/** A picture with the words for those who do not see it. */
export function picture(url: string, altText: string): Picture {
  return { type: 'Image', url, altText, size: 'auto', spacing: 'medium' };
}

/** The card's one main button. */
export function primary<Button extends Action>(action: Button): Button {
  return 'fallback' in action
    ? { ...action, style: 'positive', fallback: { ...action.fallback, style: 'positive' } }
    : { ...action, style: 'positive' };
}

/** A button that sends nothing of what was typed, and works where a required input is still empty. */
export function withoutInputs<Button extends ExecuteAction | SubmitAction>(action: Button): Button {
  return action.type === 'Action.Execute'
    ? { ...action, associatedInputs: 'none', fallback: { ...action.fallback, associatedInputs: 'none' } }
    : { ...action, associatedInputs: 'none' };
}

/** A page to open in the browser, as a button of its own among the text; nothing where there is none. */
export function linkRow(link: { title: string; url: string } | undefined): Element[] {
  if (link === undefined) return [];
  return buttonRow({ type: 'Action.OpenUrl', title: link.title, url: link.url });
}

/** A button in a row of its own: a long title does not squeeze the others. */
export function buttonRow(action: Action, spacing: Spacing = 'medium'): Element[] {
  return [{ type: 'ActionSet', spacing, actions: [action] }];
}

/** Buttons below each other, each in a row of its own. */
export function buttonRows(actions: Action[]): Element[] {
  return actions.flatMap((action, index) => buttonRow(action, index === 0 ? 'medium' : 'small'));
}

/** Small facts two in a row, such as counts. */
export function grid(cells: [label: string, value: string][]): Element[] {
  const rows = Array.from({ length: Math.ceil(cells.length / 2) }, (_, row) =>
    cells.slice(row * 2, row * 2 + 2),
  );
  return rows.map((row, index) => ({
    type: 'ColumnSet',
    spacing: index === 0 ? 'none' : 'medium',
    columns: row.map(([label, value]) => ({
      type: 'Column',
      width: 1,
      items: [fact(label, value, undefined, 'none')],
    })),
  }));
}

function folded(lines: string[]): string[] {
  const most = 80;
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), lines.slice(most - 1).join(' ')];
}

function blockElements(block: Block): Element[] {
  switch (block.kind) {
    case 'text':
      return [paragraph(block.text)];
    case 'bullets':
      return bullets(block.items);
    case 'numbers':
      return list(block.items.map((item, index) => [`${index + 1}.`, item]));
  }
}

function list(rows: [mark: string, words: Words][]): Element[] {
  return rows.map(([mark, words], index) => ({
    type: 'ColumnSet',
    spacing: index === 0 ? 'default' : 'small',
    columns: [
      { type: 'Column', width: '24px', items: [paragraph(mark, 'none')] },
      { type: 'Column', width: 'stretch', spacing: 'none', items: [paragraph(words, 'none')] },
    ],
  }));
}

function runs(words: Words): TextRun[] {
  const parts = typeof words === 'string' ? [words] : words;
  return parts.map((part) => (typeof part === 'string' ? run(part) : run(part.strong, { weight: 'bolder' })));
}

/** `{{DATE(…)}}` and `{{TIME(…)}}` are functions to a card's text; a zero-width space keeps them words. */
function run(text: string, look: Omit<TextRun, 'type' | 'text'> = {}): TextRun {
  return { type: 'TextRun', text: text.replaceAll('{{', '{\u200b{'), ...look };
}
