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
 * first article that cannot be used.
 */
export function readArticles(articlesDir: string = ownArticlesDir): Article[] {
  const files = readdirSync(articlesDir).filter((file) => file.endsWith('.md'));
  const articles = files
    .toSorted()
    .map((file) => readArticle(file, readFileSync(join(articlesDir, file), 'utf8')));
  if (articles.length === 0) throw new FaultyArticle(articlesDir, 'There are no articles in this folder.');
  return articles;
}

/**
 * What a question is compared with: the title and the phrasings of every article, and what is not answered here. Throws
 * FaultyArticle for an article whose phrasing another one has too.
 */
export function phrasingsOf(articles: Article[]): Phrasing[] {
  const own = phrasingsOfArticles(articles);
  refuseShared(own);
  return [...own, ...offTopicPhrasings().map((text) => phrasing(text, undefined))];
}

/** The title and the phrasings of every article, without those that differ from another of it in spelling only. */
export function phrasingsOfArticles(articles: Article[]): Phrasing[] {
  return articles.flatMap(({ id, title, phrasings }) => {
    const own = [title, ...phrasings].map((text) => phrasing(text, id));
    return [...new Map(own.toReversed().map((one) => [one.normal, one])).values()].toReversed();
  });
}

function phrasing(text: string, articleId: string | undefined): Phrasing {
  return { text, normal: normalise(text), articleId };
}

function refuseShared(phrasings: Phrasing[]): void {
  const owners = new Map<string, string>();
  for (const { text, normal, articleId = '' } of phrasings) {
    const owner = owners.get(normal);
    if (owner !== undefined)
      throw new FaultyArticle(
        `${articleId}.md`,
        `Its phrasing "${text}" means the same as one in ${owner}.md.`,
      );
    owners.set(normal, articleId);
  }
}

const offTopicSchema = z.object({ phrasings: z.array(z.string().min(1)) }).strict();

function offTopicPhrasings(): string[] {
  const file = fileURLToPath(new URL('./off-topic.yaml', import.meta.url));
  return offTopicSchema.parse(parse(readFileSync(file, 'utf8'))).phrasings;
}
