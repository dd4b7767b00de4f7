/** Reading Adaptive Cards the way a person does: what it says, and which buttons it has. */

type Json = Record<string, unknown>;

/** A button with what its press sends. */
export interface Button {
  type: 'Action.Execute' | 'Action.Submit' | 'Action.OpenUrl';
  title: string;
  verb?: string;
  data: Json;
  url?: string;
  /** Whether a press also sends what the card's inputs hold, and needs those that are required. */
  sendsInputs: boolean;
}

/** An input with the value that it starts with. */
export interface Input {
  id: string;
  type: string;
  value?: string;
  isRequired: boolean;
  choices: { title: string; value: string }[];
}

/** The Adaptive Card of an activity, or undefined where it has none. */
export function cardOf(activity: unknown): Json | undefined {
  const attachments = isObject(activity) ? activity.attachments : undefined;
  if (!Array.isArray(attachments)) return undefined;
  const found = attachments.find(
    (part: unknown) => isObject(part) && part.contentType === 'application/vnd.microsoft.card.adaptive',
  );
  return isObject(found) && isObject(found.content) ? found.content : undefined;
}

/** Every visible text of a card in reading order, one a line; facts as `title: value`, buttons as `[title]`. */
export function textOf(card: unknown): string {
  const lines: string[] = [];
  for (const part of elements(card)) {
    const line = lineOf(part);
    if (line) lines.push(line);
  }
  return lines.join('\n');
}

/** The buttons of a card in reading order, those in card and action sets and in `selectAction` alike. */
export function buttonsOf(card: unknown): Button[] {
  return elements(card).flatMap((part) => {
    const type = part.type;
    if (type !== 'Action.Execute' && type !== 'Action.Submit' && type !== 'Action.OpenUrl') return [];
    return [
      {
        type,
        title: textIn(part, 'title') ?? '',
        verb: textIn(part, 'verb'),
        data: isObject(part.data) ? part.data : {},
        url: textIn(part, 'url'),
        sendsInputs: part.associatedInputs !== 'none',
      },
    ];
  });
}

/** The inputs of a card in reading order. */
export function inputsOf(card: unknown): Input[] {
  return elements(card).flatMap((part) => {
    const type = textIn(part, 'type') ?? '';
    const id = textIn(part, 'id');
    if (!type.startsWith('Input.') || id === undefined) return [];
    const choices = Array.isArray(part.choices) ? part.choices.filter(isObject) : [];
    return [
      {
        id,
        type,
        value: textIn(part, 'value'),
        isRequired: part.isRequired === true,
        choices: choices.map((one) => ({
          title: textIn(one, 'title') ?? '',
          value: textIn(one, 'value') ?? '',
        })),
      },
    ];
  });
}

/** All objects with a `type` below `node`, depth first, without fallbacks (a desktop client shows none). */
function elements(node: unknown): Json[] {
  if (Array.isArray(node)) return node.flatMap(elements);
  if (!isObject(node)) return [];
  const below = Object.entries(node)
    .filter(([key]) => key !== 'fallback' && key !== 'data' && key !== 'choices')
    .flatMap(([, value]) => (typeof value === 'object' ? elements(value) : []));
  return 'type' in node || 'value' in node ? [node, ...below] : below;
}

function lineOf(part: Json): string | undefined {
  const type = textIn(part, 'type');
  if (type === 'RichTextBlock') {
    const inlines = Array.isArray(part.inlines) ? part.inlines : [];
    return inlines.map((one: unknown) => (isObject(one) ? textIn(one, 'text') : String(one))).join('');
  }
  if (type === 'TextRun') return undefined;
  if (type === undefined) return part.title === undefined ? undefined : `${part.title}: ${part.value}`;
  if (type.startsWith('Action.')) return `[${textIn(part, 'title') ?? ''}]`;
  return textIn(part, 'text') ?? textIn(part, 'label');
}

function textIn(part: Json, key: string): string | undefined {
  const value = part[key];
  return typeof value === 'string' ? value : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
