import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Article, FaultyArticle, readArticle } from './article.ts';
import type { Phrasing } from './lexical.ts';
import { normalise } from './normalise.ts';

/** The articles that ship with the product. */
const ownArticlesDir = fileURLToPath(new URL('./articles', import.meta.url));

/**
 * Reads every *.md file of a folder, in the order of their names. Throws FaultyArticle, which names the file, for the
 * first article that cannot be used, and for one whose phrasing another article has too.
 */
export function readArticles(articlesDir: string = ownArticlesDir): Article[] {
  const files = readdirSync(articlesDir).filter((file) => file.endsWith('.md'));
  const articles = files
    .toSorted()
    .map((file) => readArticle(file, readFileSync(join(articlesDir, file), 'utf8')));
  if (articles.length === 0) throw new FaultyArticle(articlesDir, 'There are no articles in this folder.');
  refuseSharedPhrasings(articles);
  return articles;
}

/** What a question is compared with: the title and the phrasings of every article, and what is not answered here. */
export function phrasingsOf(articles: Article[]): Phrasing[] {
  const own = articles.flatMap(({ id, title, phrasings }) =>
    distinct([title, ...phrasings]).map((text) => ({ text, articleId: id })),
  );
  return [...own, ...offTopicPhrasings().map((text) => ({ text, articleId: undefined }))];
}

/** The texts without those that differ from another in spelling only. */
function distinct(texts: string[]): string[] {
  return [...new Map(texts.toReversed().map((text) => [normalise(text), text])).values()].toReversed();
}

function refuseSharedPhrasings(articles: Article[]): void {
  const owners = new Map<string, string>();
  for (const { id, phrasings } of articles) {
    for (const phrasing of phrasings) {
      const owner = owners.get(normalise(phrasing)) ?? id;
      if (owner !== id) {
        throw new FaultyArticle(
          `${id}.md`,
          `Its phrasing "${phrasing}" means the same as one in ${owner}.md.`,
        );
      }
      owners.set(normalise(phrasing), id);
    }
  }
}

const offTopicSchema = z.object({ phrasings: z.array(z.string().min(1)) }).strict();

function offTopicPhrasings(): string[] {
  const file = fileURLToPath(new URL('./off-topic.yaml', import.meta.url));
  return offTopicSchema.parse(parse(readFileSync(file, 'utf8'))).phrasings;
}
