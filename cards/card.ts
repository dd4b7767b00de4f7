import { buttonLines } from './button-lines.ts';

/**
 * The part of Adaptive Cards 1.5 that this house uses, as plain objects.
 * Reference: https://adaptivecards.io/explorer/ and learn.microsoft.com, "Cards reference" (bots: 1.5; mobile is
 * documented to 1.2 only, so every Action.Execute carries an Action.Submit as its fallback).
 */
export interface AdaptiveCard {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  /** What a client shows that cannot show the card. */
  fallbackText: string;
  body: Element[];
  actions?: Action[];
}

export type Element =
  | TextBlock
  | RichTextBlock
  | Container
  | ColumnSet
  | Picture
  | TextInput
  | ChoiceInput
  | DateInput
  | ActionSet;

export type Spacing = 'none' | 'small' | 'default' | 'medium' | 'large' | 'extraLarge';

interface Placed {
  id?: string;
  /** Hidden until a toggle shows it. */
  isVisible?: false;
  spacing?: Spacing;
  separator?: boolean;
}

/** Rendered as Markdown by Teams: for our own words only. */
export interface TextBlock extends Placed {
  type: 'TextBlock';
  text: string;
  wrap: true;
  size?: 'small' | 'default' | 'medium' | 'large' | 'extraLarge';
  weight?: 'default' | 'bolder';
  style?: 'heading';
}

/** Never rendered as Markdown, wraps by itself. */
export interface RichTextBlock extends Placed {
  type: 'RichTextBlock';
  inlines: TextRun[];
}

export interface TextRun {
  type: 'TextRun';
  text: string;
  size?: 'small' | 'default';
  weight?: 'bolder';
  isSubtle?: boolean;
}

export interface Container extends Placed {
  type: 'Container';
  style?: 'emphasis' | 'good' | 'warning' | 'attention' | 'accent';
  bleed?: boolean;
  items: Element[];
}

export interface ColumnSet extends Placed {
  type: 'ColumnSet';
  columns: Column[];
}

interface Column {
  type: 'Column';
  width: 'auto' | 'stretch' | `${number}px` | number;
  spacing?: Spacing;
  items: Element[];
}

export interface Picture extends Placed {
  type: 'Image';
  url: string;
  altText: string;
  size?: 'auto' | 'stretch' | 'medium' | 'large';
}

interface TextInput extends Placed {
  type: 'Input.Text';
  id: string;
  label: string;
  isMultiline?: boolean;
  isRequired?: boolean;
  maxLength: number;
  placeholder?: string;
  errorMessage?: string;
  value?: string;
}

interface ChoiceInput extends Placed {
  type: 'Input.ChoiceSet';
  id: string;
  label: string;
  style: 'compact' | 'expanded';
  isRequired?: boolean;
  wrap: true;
  errorMessage?: string;
  placeholder?: string;
  choices: { title: string; value: string }[];
  /** Any number of them; `value` then holds those chosen with commas between them, as does what comes back. */
  isMultiSelect?: boolean;
  value?: string;
}

/** A day; `value` and what comes back are 'YYYY-MM-DD', or empty text. */
interface DateInput extends Placed {
  type: 'Input.Date';
  id: string;
  label: string;
  value?: string;
}

interface ActionSet extends Placed {
  type: 'ActionSet';
  actions: Action[];
}

export type Action = ExecuteAction | SubmitAction | OpenUrlAction | ToggleAction;

interface Pressable {
  title: string;
  style?: 'positive' | 'destructive';
}

/** Data that a button sends back: ids and a version under the verb's name, never state to be trusted. */
export type ActionData = { action: string } & Record<string, unknown>;

export interface SubmitAction extends Pressable {
  type: 'Action.Submit';
  data: ActionData;
  associatedInputs?: 'auto' | 'none';
}

export interface ExecuteAction extends Pressable {
  type: 'Action.Execute';
  verb: string;
  data: ActionData;
  associatedInputs?: 'auto' | 'none';
  fallback: SubmitAction;
}

interface OpenUrlAction extends Pressable {
  type: 'Action.OpenUrl';
  url: string;
}

/**
 * Shows or hides parts of its own card, without a word to the bot. Adaptive Cards 1.2, so mobile clients know it; the
 * fallback asks the bot for the same things in a new message.
 */
export interface ToggleAction extends Pressable {
  type: 'Action.ToggleVisibility';
  /** An id alone: shown if hidden, hidden if shown. */
  targetElements: (string | { elementId: string; isVisible: boolean })[];
  fallback: SubmitAction;
}

/**
 * A whole card. `actions` are its buttons in their order, below everything else: as the card's action bar where they
 * fit side by side on a phone, else as lines of buttons at the end of its body. `summary` becomes the fallback text;
 * clients show that as Markdown, so square brackets, which make links, become round ones. There is no `lang`:
 * adaptivecards 3.0.6 refuses it on every second card that it reads, because the pattern that it tests with keeps its
 * place. `below` stands under the buttons: what they show when they are pressed.
 */
export function card(
  summary: string,
  body: Element[],
  actions: Action[] = [],
  below: Element[] = [],
): AdaptiveCard {
  const lines = buttonLines(actions);
  const isInBody = lines.length > 1 || below.length > 0;
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: summary.replaceAll('[', '(').replaceAll(']', ')'),
    body: isInBody ? [...body, ...lines.map(barLine), ...below] : body,
    ...(lines.length === 1 && !isInBody ? { actions } : {}),
  };
}

/** The id of the first line of buttons below a card's texts. */
export const barId = 'bar-0';

function barLine(actions: Action[], index: number): Element {
  return { type: 'ActionSet', id: `bar-${index}`, spacing: index === 0 ? 'medium' : 'small', actions };
}
