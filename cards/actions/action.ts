import { z } from 'zod';
import type { ActionData, ExecuteAction, SubmitAction, ToggleAction } from '../card.ts';

/**
 * One verb of one feature. The card builds its button from the entry and the handler reads the press with
 * `entry.payload`, so the two cannot drift apart. A payload's parser strips what it does not know: Teams adds
 * `msteams` and the values of inputs to the same object.
 */
export interface ActionEntry<Shape extends z.ZodRawShape> {
  readonly verb: string;
  readonly payload: z.ZodObject<Shape>;
}

/** An id that a button carries: a guide, a step, an article, a notice. */
export const idSchema = z.string().min(1).max(100);

/** The version of what the card shows; a handler that finds a newer one answers with the current card. */
export const versionSchema = z.number().int().min(0).max(1_000_000_000);

/** The shape of verbs that carry nothing. */
export const emptySchema = z.object({});

/**
 * A button that updates its card in place. Clients that do not know Action.Execute (mobile is documented to
 * schema 1.2) send the same data as a message.
 */
export function execute<Shape extends z.ZodRawShape>(
  entry: ActionEntry<Shape>,
  title: string,
  payload: z.input<z.ZodObject<Shape>>,
): ExecuteAction {
  const data: ActionData = { ...payload, action: entry.verb };
  return {
    type: 'Action.Execute',
    title,
    verb: entry.verb,
    data,
    fallback: { type: 'Action.Submit', title, data },
  };
}

/** A button whose answer is a new message below. */
export function submit<Shape extends z.ZodRawShape>(
  entry: ActionEntry<Shape>,
  title: string,
  payload: z.input<z.ZodObject<Shape>>,
): SubmitAction {
  return { type: 'Action.Submit', title, data: { ...payload, action: entry.verb } };
}

/**
 * A button that shows a hidden part of its card, or hides it again; `hides` are other parts that then give way. Clients
 * that do not know it send `entry`, whose answer is a new message with the same things.
 */
export function toggle<Shape extends z.ZodRawShape>(
  entry: ActionEntry<Shape>,
  { title, shows, hides }: { title: string; shows: string; hides: string[] },
  payload: z.input<z.ZodObject<Shape>>,
): ToggleAction {
  return {
    type: 'Action.ToggleVisibility',
    title,
    targetElements: [shows, ...hides.map((elementId) => ({ elementId, isVisible: false }))],
    fallback: submit(entry, title, payload),
  };
}
