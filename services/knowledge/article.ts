import { Liquid, type Template } from 'liquidjs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AnswerBlock, Related } from './answer.ts';
import type { Reach } from './reach.ts';

/** One answer to one kind of question, as its file tells it; the body and the source still hold their variables. */
export interface Article {
  id: string;
  title: string;
  /** The question in staff's own words; what retrieval compares with. */
  phrasings: string[];
  /** A situational article speaks of the person who asks; any other is the same for everybody. */
  situational: boolean;
  /** Whom it is for and when. */
  reach: Reach;
  related?: Related;
  render(variables: object): RenderedArticle;
}

export interface RenderedArticle {
  blocks: AnswerBlock[];
  source: { name: string; date: string };
}

/** An article that cannot be used; the message names the file and what is wrong with it. */
export class FaultyArticle extends Error {
  readonly file: string;

  constructor(file: string, message: string, cause?: unknown) {
    super(`The article ${file} cannot be used. ${message}`, { cause });
    this.name = 'FaultyArticle';
    this.file = file;
  }
}

/**
 * Reads one article: YAML between two lines of `---`, then short paragraphs and bullets with Liquid variables.
 * Throws FaultyArticle for a missing field, an id unlike the file's name, a Liquid fault, or markup that a card
 * would show as it stands. An unknown variable shows when the article is rendered (strictVariables).
 */
export function readArticle(file: string, text: string): Article {
  const match = /^---\r?\n(.*?)\r?\n---\r?\n(.*)$/su.exec(text);
  if (match === null)
    throw new FaultyArticle(file, 'It does not begin with fields between two lines of ---.');
  const [, front = '', body = ''] = match;
  const fields = readFields(file, front);
  if (`${fields.id}.md` !== file)
    throw new FaultyArticle(file, `Its id is ${fields.id}, unlike the name of the file.`);
  refuseMarkup(file, body);
  const templates = {
    body: template(file, body),
    name: template(file, fields.source.name),
    date: template(file, fields.source.date),
  };
  return {
    id: fields.id,
    title: fields.title,
    phrasings: fields.phrasings,
    situational: fields.situational,
    reach: { cohorts: fields.cohorts, ...fields.valid },
    related: relatedOf(fields.related),
    render: (variables) => {
      const filled = (one: Template[]) => fill(file, one, variables);
      const blocks = blocksOf(filled(templates.body));
      if (blocks.length === 0)
        throw new FaultyArticle(file, 'It says nothing at all in one of the situations.');
      return { blocks, source: { name: filled(templates.name).trim(), date: filled(templates.date).trim() } };
    },
  };
}

/** Paragraphs (lines up to an empty one, joined) and bullets (lines that begin with "- "). */
export function blocksOf(text: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  let open = false;
  for (const line of text.split('\n').map((one) => one.trim())) {
    const last = blocks.at(-1);
    if (line === '') {
      open = false;
    } else if (line.startsWith('- ')) {
      const item = line.slice(2).trim();
      if (last?.kind === 'bullets') last.items.push(item);
      else blocks.push({ kind: 'bullets', items: [item] });
      open = false;
    } else if (open && last?.kind === 'text') {
      last.text += ` ${line}`;
    } else {
      blocks.push({ kind: 'text', text: line });
      open = true;
    }
  }
  return blocks;
}

const engine = new Liquid({ strictVariables: true, strictFilters: true, ownPropertyOnly: true });

const sentence = z.string().trim().min(1);
const isoDate = z.string().date();
const fieldsSchema = z
  .object({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    title: sentence.max(100),
    phrasings: z.array(sentence.max(200)).min(1),
    source: z.object({ name: sentence, date: sentence }).strict(),
    situational: z.boolean().default(false),
    cohorts: z.array(sentence).default([]),
    valid: z.object({ from: isoDate.optional(), until: isoDate.optional() }).strict().default({}),
    related: z
      .union([
        z.object({ guide: sentence, step: sentence.optional() }).strict(),
        z.object({ command: z.enum(['status', 'dates', 'help', 'person', 'my-data']) }).strict(),
      ])
      .optional(),
  })
  .strict();

function readFields(file: string, front: string): z.infer<typeof fieldsSchema> {
  let value: unknown;
  try {
    value = parse(front);
  } catch (error) {
    throw new FaultyArticle(file, `Its fields are not YAML: ${messageOf(error)}`, error);
  }
  const parsed = fieldsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'fields'}: ${issue.message}`);
  throw new FaultyArticle(file, faults.join('; '));
}

/** Cards show the text as it stands, so markup would be seen as stray signs. */
function refuseMarkup(file: string, body: string): void {
  const found = /^\s*(#|\*|>|\d+\.\s)|\*\*|`|\]\(|<[a-z/]/imu.exec(
    body.replaceAll(/\{%.*?%\}|\{\{.*?\}\}/gsu, ''),
  );
  if (found !== null)
    throw new FaultyArticle(file, `Markup that a card would show as it stands: ${found[0].trim()}`);
}

function template(file: string, text: string): Template[] {
  try {
    return engine.parse(text);
  } catch (error) {
    throw new FaultyArticle(file, messageOf(error), error);
  }
}

function fill(file: string, one: Template[], variables: object): string {
  try {
    return String(engine.renderSync(one, variables));
  } catch (error) {
    throw new FaultyArticle(file, messageOf(error), error);
  }
}

function relatedOf(related: z.infer<typeof fieldsSchema>['related']): Related | undefined {
  if (related === undefined) return undefined;
  return 'guide' in related
    ? { kind: 'guide', guide: related.guide, ...(related.step && { step: related.step }) }
    : { kind: 'command', command: related.command };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
