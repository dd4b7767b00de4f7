import type { Action, AdaptiveCard, Element } from '../../cards/card.ts';

/** Every element of a card, containers before what they hold. */
export function elementsOf(card: AdaptiveCard): Element[] {
  return card.body.flatMap(withChildren);
}

/** Every button of a card, also those among its elements; not the fallbacks. */
export function actionsOf(card: AdaptiveCard): Action[] {
  const inBody = elementsOf(card).flatMap((element) => (element.type === 'ActionSet' ? element.actions : []));
  return [...inBody, ...(card.actions ?? [])];
}

/** The buttons below a card's texts, in their order, in however many lines they stand. */
export function barOf(card: AdaptiveCard): Action[] {
  const lines = card.body.flatMap((element) =>
    element.type === 'ActionSet' && element.id?.startsWith('bar-') ? element.actions : [],
  );
  return [...lines, ...(card.actions ?? [])];
}

export interface Said {
  text: string;
  isMarkdown: boolean;
}

/** Everything that a card says outside its buttons, and whether clients read it as Markdown. */
export function textsOf(card: AdaptiveCard): Said[] {
  return elementsOf(card).flatMap((element): Said[] => {
    switch (element.type) {
      case 'TextBlock':
        return [{ text: element.text, isMarkdown: true }];
      case 'RichTextBlock':
        return [{ text: element.inlines.map(({ text }) => text).join(''), isMarkdown: false }];
      default:
        return [];
    }
  });
}

/** The same as one text, a line an element. */
export function wordsOf(card: AdaptiveCard): string {
  return textsOf(card)
    .map(({ text }) => text)
    .join('\n');
}

function withChildren(element: Element): Element[] {
  switch (element.type) {
    case 'Container':
      return [element, ...element.items.flatMap(withChildren)];
    case 'ColumnSet':
      return [element, ...element.columns.flatMap((column) => column.items).flatMap(withChildren)];
    default:
      return [element];
  }
}
