import { gallery } from '../../cards/gallery/gallery.ts';
import { actionsOf, barOf, elementsOf } from './card-walk.ts';

/** What WCAG 2.2 AA asks of a card and a card's own words can give; colours and focus are the client's. */
describe.each(gallery)('$name', ({ name, card }) => {
  test('has no row of more than six buttons, because Teams shows no more', () => {
    expect(barOf(card).length).toBeLessThanOrEqual(6);
    for (const element of elementsOf(card)) {
      if (element.type === 'ActionSet') expect(element.actions.length).toBeLessThanOrEqual(6);
    }
  });

  test('names every input and says what is wrong with it', () => {
    for (const element of elementsOf(card)) {
      if (element.type !== 'Input.Text' && element.type !== 'Input.ChoiceSet') continue;
      expect(element.label.trim()).not.toBe('');
      expect(element.errorMessage?.trim()).toBeTruthy();
    }
  });

  test('describes every picture in a sentence', () => {
    for (const element of elementsOf(card)) {
      if (element.type === 'Image') expect(element.altText.trim().length).toBeGreaterThan(10);
    }
  });

  test('has buttons that say what they do, no two different ones alike', () => {
    const byTitle = new Map<string, string>();
    for (const action of actionsOf(card)) {
      expect(action.title.trim()).not.toBe('');
      const does =
        action.type === 'Action.OpenUrl'
          ? action.url
          : JSON.stringify(action.type === 'Action.ToggleVisibility' ? action.targetElements : action.data);
      expect([action.title, byTitle.get(action.title) ?? does]).toEqual([action.title, does]);
      byTitle.set(action.title, does);
    }
  });

  test('opens only https addresses', () => {
    for (const action of actionsOf(card)) {
      if (action.type === 'Action.OpenUrl') expect(new URL(action.url).protocol).toBe('https:');
    }
  });

  test('has its title marked as a heading, before any other one', () => {
    const [first] = elementsOf(card).filter((element) => element.type === 'TextBlock');
    expect(first).toMatchObject({ style: 'heading', size: 'large' });
  });

  if (/in plain mode/.test(name)) {
    test('has nothing in plain mode but texts, inputs and buttons that answer below', () => {
      const kinds = new Set(elementsOf(card).map(({ type }) => type));
      for (const kind of ['Image', 'Container', 'ColumnSet'] as const) expect(kinds).not.toContain(kind);
      expect(actionsOf(card).map(({ type }) => type)).not.toContain('Action.Execute');
    });
  }
});
