import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** A question to measure with. `accept`: the articles that answer it; none where only "I do not know" is right. */
export interface Question {
  ask: string;
  accept: string[];
  /** The article that was answered just before, for one that only adds to it. */
  after?: string | undefined;
  /** Where it asks two things: the articles that answer the second. */
  second?: string[] | undefined;
}

const fileSchema = z
  .object({
    questions: z.array(
      z
        .object({
          ask: z.string().min(1),
          accept: z.array(z.string()),
          after: z.string().optional(),
          second: z.array(z.string()).optional(),
        })
        .strict(),
    ),
  })
  .strict();

/** The set that phrasings, weights and thresholds were chosen on: every file of bench/questions. */
export function developmentQuestions(): Question[] {
  const folder = new URL('../questions/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .flatMap((file) => questionsOf(new URL(file, folder)));
}

/** The set that nothing was chosen on. */
export function heldOutQuestions(): Question[] {
  return questionsOf(new URL('../held-out-questions.yaml', import.meta.url));
}

function questionsOf(file: URL): Question[] {
  const parsed = fileSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data.questions;
  throw new Error(
    `${file.pathname} cannot be used. ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
  );
}
