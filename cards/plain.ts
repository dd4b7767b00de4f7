import type { Action, AdaptiveCard, ColumnSet, Element, TextRun } from './card.ts';

/**
 * The same card for plain mode: no picture, no panel, no columns, so that everything is read in one order, and
 * buttons whose answers come as new messages instead of changing a card under a screen reader. What a button would show
 * is shown, so that button goes. No word, input or other button is lost, and none changes its place.
 */
export function plainCard(card: AdaptiveCard): AdaptiveCard {
  return {
    ...card,
    body: card.body.flatMap(plainElements),
    ...(card.actions === undefined ? {} : { actions: plainActions(card.actions) }),
  };
}

function plainElements(element: Element): Element[] {
  switch (element.type) {
    case 'Image':
      return [];
    case 'Container':
      return element.items.flatMap(plainElements);
    case 'ColumnSet':
      return plainRow(element);
    case 'ActionSet':
      return actionSet(element);
    case 'RichTextBlock':
      return [{ ...element, spacing: 'default' }];
    case 'TextBlock':
      return [element.spacing === 'none' ? { ...element, spacing: 'default' } : element];
    case 'Input.Text':
    case 'Input.ChoiceSet':
    case 'Input.Date':
      return [element];
  }
}

/** A row of texts, such as a number and what it counts, is one paragraph: '1. Open the page.' A bullet is no word. */
function plainRow({ columns }: ColumnSet): Element[] {
  const cells = columns.flatMap(({ items }) => items.flatMap(plainElements));
  const texts = cells.filter((cell) => cell.type === 'RichTextBlock');
  if (texts.length < cells.length) return cells;
  const isBullet = (inlines: TextRun[]) => inlines.every(({ text }) => text === '•');
  const words = texts.map(({ inlines }) => inlines).filter((inlines) => !isBullet(inlines));
  const space: TextRun = { type: 'TextRun', text: ' ' };
  const inlines = words.flatMap((runs, index) => (index === 0 ? runs : [space, ...runs]));
  return [{ type: 'RichTextBlock', spacing: 'default', inlines }];
}

function actionSet(element: Extract<Element, { type: 'ActionSet' }>): Element[] {
  const actions = plainActions(element.actions);
  return actions.length === 0 ? [] : [{ ...element, actions }];
}

/** The fallback of a button that updates its card is a button whose answer is a new message. */
function plainActions(actions: Action[]): Action[] {
  return actions
    .filter(({ type }) => type !== 'Action.ToggleVisibility')
    .map((action) => (action.type === 'Action.Execute' ? action.fallback : action));
}
