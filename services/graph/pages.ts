import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Graph, type GraphCall, GraphFailure } from './client.ts';
import { background } from './retry.ts';

/** A collection to read to its end: the first page's call, with the schema of one item in place of the reply's. */
export interface Listing<Item> extends Omit<GraphCall<unknown>, 'reply' | 'body' | 'expected'> {
  item: z.ZodType<Item, z.ZodTypeDef, unknown>;
}

/**
 * One page, and where the next one is: kept, it lets another process go on. Undefined after the last. The items are the
 * reader's own: who takes them out of the array lets them go before the next page comes.
 */
export interface Page<Item> {
  items: Item[];
  next: string | undefined;
}

/**
 * The pages of a collection, one held at a time; empty pages are passed over. Patient as a sweep is, page by page,
 * unless the listing says otherwise. Throws GraphFailure, also after
 * some pages: whoever needs the whole collection must read to the end before believing it.
 */
export async function* eachPage<Item>(graph: Graph, listing: Listing<Item>): AsyncGenerator<Item[]> {
  for await (const { items } of eachLinkedPage(graph, listing)) if (items.length > 0) yield items;
}

/**
 * The same with each page's link, and empty pages too. The listing's path may be a link that an earlier reading kept:
 * Graph answers a link that is too old with 400 or 410, which is a GraphFailure 'refused'.
 */
export async function* eachLinkedPage<Item>(
  graph: Graph,
  listing: Listing<Item>,
): AsyncGenerator<Page<Item>> {
  const { item, ...call } = listing;
  const reply = z.object({ value: eachOf(item), '@odata.nextLink': z.string().nullish() });
  const seen = new Set<string>();
  let path: string | undefined = listing.path;
  while (path !== undefined) {
    const page: z.output<typeof reply> = await graph.ask({
      ...call,
      patience: call.patience ?? background,
      path,
      reply,
    });
    path = nextPath(graph, listing.resource, page['@odata.nextLink'] || undefined);
    const mark = path === undefined ? undefined : markOf(path);
    if (mark !== undefined && seen.has(mark)) throw badLink(listing.resource, 'that was followed before');
    yield { items: page.value, next: path };
    if (mark !== undefined) seen.add(mark);
    if (seen.size > mostPages) throw badLink(listing.resource, `after ${mostPages} pages`);
  }
}

/**
 * An array whose items are parsed one after the other, so that what zod makes on the way is gone with each. Of a sweep
 * with zod's own array 4.5 MB outlived each collection of young garbage, and what grows old is collected seldom; 1 MB this way.
 */
function eachOf<Item>(
  item: z.ZodType<Item, z.ZodTypeDef, unknown>,
): z.ZodType<Item[], z.ZodTypeDef, unknown> {
  return z.custom<unknown[]>(Array.isArray).transform((values, context) => {
    const items: Item[] = [];
    for (const [index, value] of values.entries()) {
      const parsed = item.safeParse(value);
      if (!parsed.success) {
        for (const issue of parsed.error.issues) context.addIssue({ ...issue, path: [index, ...issue.path] });
        return z.NEVER;
      }
      items.push(parsed.data);
    }
    return items;
  });
}

/** Two million accounts at 100 a page, where Graph takes no larger one. More is a server that never ends. */
const mostPages = 20_000;

/** A link takes hundreds of bytes, and a large tenant has thousands of them. */
function markOf(path: string): string {
  return createHash('sha1').update(path).digest('base64').slice(0, 16);
}

/** A nextLink under graph.microsoft.com: one that names another host would carry the bearer token there. */
function nextPath(graph: Graph, resource: string, link: string | undefined): string | undefined {
  if (link === undefined) return undefined;
  const address = URL.canParse(link) ? new URL(link) : undefined;
  if (!address || !graph.origins.includes(address.origin)) throw badLink(resource, 'to another host');
  if (!/^\/(v1\.0|beta)\//.test(address.pathname)) throw badLink(resource, 'to another version');
  return `${graph.origins[0]}${address.pathname}${address.search}`;
}

function badLink(resource: string, which: string): GraphFailure {
  return new GraphFailure('bad-reply', `Microsoft Graph gave ${resource} a link to the next page ${which}.`);
}
