import { createRequire } from 'node:module';
import * as dates from '../../cards/actions/dates.ts';
import * as guide from '../../cards/actions/guide.ts';
import * as help from '../../cards/actions/help.ts';
import * as keepers from '../../cards/actions/keepers.ts';
import * as learning from '../../cards/actions/learning.ts';
import * as notice from '../../cards/actions/notice.ts';
import * as plain from '../../cards/actions/plain.ts';
import * as plan from '../../cards/actions/plan.ts';
import * as progress from '../../cards/actions/progress.ts';
import * as question from '../../cards/actions/question.ts';
import * as reminder from '../../cards/actions/reminder.ts';
import * as school from '../../cards/actions/school.ts';
import * as status from '../../cards/actions/status.ts';
import * as ticket from '../../cards/actions/ticket.ts';
import * as unreached from '../../cards/actions/unreached.ts';
import { gallery } from '../../cards/gallery/gallery.ts';
import { actionsOf, barOf, elementsOf, textsOf } from './card-walk.ts';

interface Renderer {
  AdaptiveCard: new () => {
    parse(json: unknown, context: unknown): void;
    validateProperties(): { validationEvents: { message: string }[] };
  };
  SerializationContext: new () => { eventCount: number; getEventAt(index: number): { message: string } };
}

// The renderer's ESM entry does not load in Node.
const require = createRequire(import.meta.url);
const renderer: Renderer = require('adaptivecards/dist/adaptivecards.js');

const parsers = new Map(
  [
    dates,
    guide,
    help,
    keepers,
    learning,
    notice,
    plain,
    plan,
    progress,
    question,
    school,
    reminder,
    status,
    ticket,
    unreached,
  ]
    .flatMap((module): unknown[] => Object.values(module))
    .filter(isEntry)
    .map((entry) => [entry.verb, entry.payload]),
);

const cards = gallery.map(({ name, card, summary }) => ({ name, card, summary }));

test('every card in the gallery has a name of its own', () => {
  expect(new Set(cards.map(({ name }) => name)).size).toBe(cards.length);
});

describe.each(cards)('$name', ({ card, summary }) => {
  test('is read by the adaptivecards renderer without a complaint', () => {
    const context = new renderer.SerializationContext();
    const parsed = new renderer.AdaptiveCard();
    parsed.parse(card, context);
    const events = Array.from(
      { length: context.eventCount },
      (_, index) => context.getEventAt(index).message,
    );
    expect(events).toEqual([]);
    expect(parsed.validateProperties().validationEvents.map(({ message }) => message)).toEqual([]);
  });

  test('fits into a message', () => {
    const json = JSON.stringify(card);
    expect(Buffer.byteLength(json, 'utf8')).toBeLessThan(28 * 1024);
    expect(Buffer.byteLength(json, 'utf16le')).toBeLessThan(80 * 1024);
  });

  test('has a summary that is also its fallback text and makes no link', () => {
    expect(summary.length).toBeGreaterThan(10);
    expect(card.fallbackText.length).toBe(summary.length);
    expect(card.fallbackText).not.toMatch(/[[\]]/);
  });

  test('starts with words, says nothing empty, and wraps all text', () => {
    for (const element of elementsOf(card)) {
      if (element.type === 'TextBlock' || element.type === 'Input.ChoiceSet') expect(element.wrap).toBe(true);
    }
    for (const { text } of textsOf(card)) expect(text.trim()).not.toBe('');
    for (const { text } of textsOf(card)) expect(text).not.toMatch(/undefined|\[object|NaN|\.\.$|\?\./);
  });

  test('has one main button at most, and it comes first', () => {
    const isMain = actionsOf(card).filter(({ style }) => style === 'positive');
    expect(isMain.length).toBeLessThanOrEqual(1);
    if (isMain.length === 1) expect(barOf(card)[0]).toBe(isMain[0]);
  });

  test('sends back only what its own parser takes', () => {
    for (const action of actionsOf(card)) {
      if (action.type === 'Action.OpenUrl') continue;
      const { data } = action.type === 'Action.ToggleVisibility' ? action.fallback : action;
      const fromTeams = { ...data, msteams: { type: 'invoke' } };
      const { action: verb, ...payload } = data;
      expect(parsers.get(verb)?.safeParse(fromTeams)).toEqual({ success: true, data: payload });
      if (action.type === 'Action.Execute') {
        expect(action.verb).toBe(verb);
        expect(action.fallback).toMatchObject({
          type: 'Action.Submit',
          title: action.title,
          data: action.data,
        });
      }
    }
  });
});

function isEntry(
  value: unknown,
): value is { verb: string; payload: { safeParse(value: unknown): { success: boolean; data?: unknown } } } {
  return typeof value === 'object' && value !== null && 'verb' in value && 'payload' in value;
}
