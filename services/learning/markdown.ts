import { stringify } from 'yaml';
import type { PublishedAnswer } from './published.ts';

/**
 * An answer as the Markdown of an article: `readArticle` of knowledge reads it back to the same title, phrasings, reach
 * and blocks. Signs that an article must not hold or that Liquid would read, such as # or {{, come out as typed.
 * The words must be as `checkAnswer` leaves them; `publishedOnWords` is the day as people say it.
 */
export function toMarkdown(
  answer: PublishedAnswer,
  about: { serviceDesk: string; publishedOnWords: string },
): string {
  const { articleId, title, phrasings, cohorts, validFrom, validUntil } = answer;
  const fields = {
    id: articleId,
    title,
    source: { name: asTyped(about.serviceDesk), date: asTyped(about.publishedOnWords) },
    ...(cohorts.length > 0 && { cohorts }),
    ...((validFrom || validUntil) && {
      valid: { ...(validFrom && { from: validFrom }), ...(validUntil && { until: validUntil }) },
    }),
    phrasings,
  };
  const body = answer.text.split('\n').map(asTyped).join('\n');
  return `---\n${stringify(fields, { lineWidth: 0 })}---\n${body}\n`;
}

/** A line as Liquid must read it to give it out as typed; most go as they are. */
function asTyped(line: string): string {
  return troublesome.test(`${line}\n`) ? literally(line) : line;
}

/** What an article must not hold (article.ts, refuseMarkup) or Liquid reads as its own. */
const troublesome = /^\s*(#|\*|>|\d+\.\s)|\*\*|`|\]\(|<[a-z/]|\{[{%]/imu;

/**
 * The line with each sign that makes trouble given out by Liquid: `{{ '#' }}`. All of them, because an article's check
 * looks at the line without what Liquid gives out, and that may begin with another sign, or as a numbered list does.
 */
function literally(line: string): string {
  const [lead = ''] = /^[\s\d.#*>`<\]{]*/.exec(line) ?? [];
  const rest = line.slice(lead.length);
  return lead.replaceAll(/[.#*>`<\]{]/g, "{{ '$&' }}") + rest.replaceAll(/[#*>`<\]{]/g, "{{ '$&' }}");
}
