import { gallery } from '../../cards/gallery/gallery.ts';
import { plainCard } from '../../cards/plain.ts';
import { actionsOf, elementsOf, wordsOf } from './card-walk.ts';

const squeezed = (text: string) => text.replaceAll('•', '').replaceAll(/\s+/g, ' ').trim();

describe.each(gallery)('$name', ({ card }) => {
  const plain = plainCard(card);

  test('loses no word and no input in plain mode', () => {
    expect(squeezed(wordsOf(plain))).toBe(squeezed(wordsOf(card)));
    const inputs = (of: typeof card) => elementsOf(of).filter(({ type }) => type.startsWith('Input.'));
    expect(inputs(plain)).toEqual(inputs(card));
  });

  test('keeps every button with what it sends, in its place', () => {
    // What a toggle would show, plain mode shows.
    const buttons = (of: typeof card) =>
      actionsOf(of).flatMap((action) => (action.type === 'Action.ToggleVisibility' ? [] : [action]));
    expect(actionsOf(plain).map(({ title }) => title)).toEqual(buttons(card).map(({ title }) => title));
    const sent = (of: typeof card) =>
      buttons(of).map((action) => (action.type === 'Action.OpenUrl' ? action.url : action.data));
    expect(sent(plain)).toEqual(sent(card));
  });

  test('is nothing but texts, inputs and buttons whose answers come below', () => {
    const kinds = new Set(elementsOf(plain).map(({ type }) => type));
    for (const kind of ['Image', 'Container', 'ColumnSet'] as const) expect(kinds).not.toContain(kind);
    expect(actionsOf(plain).map(({ type }) => type)).not.toContain('Action.Execute');
    expect(plainCard(plain)).toEqual(plain);
  });
});
