import { z } from 'zod';
import { type Graph, type GraphCall, GraphFailure } from './client.ts';
import { background } from './retry.ts';

/** A collection to read to its end: the first page's call, with the schema of one item in place of the reply's. */
export interface Listing<Item> extends Omit<GraphCall<unknown>, 'reply' | 'body' | 'expected'> {
  item: z.ZodType<Item, z.ZodTypeDef, unknown>;
}

/**
 * The pages of a collection, one held at a time; empty pages are passed over. Patient as a sweep is, page by page,
 * unless the listing says otherwise. Throws GraphFailure, also after
 * some pages: whoever needs the whole collection must read to the end before believing it.
 */
export async function* eachPage<Item>(graph: Graph, listing: Listing<Item>): AsyncGenerator<Item[]> {
  const { item, ...call } = listing;
  const reply = z.object({ value: z.array(item), '@odata.nextLink': z.string().nullish() });
  const seen = new Set<string>();
  let path: string | undefined = listing.path;
  while (path !== undefined) {
    const page: z.output<typeof reply> = await graph.ask({
      ...call,
      patience: call.patience ?? background,
      path,
      reply,
    });
    if (page.value.length > 0) yield page.value;
    path = nextPath(graph, listing.resource, page['@odata.nextLink'] || undefined);
    if (path !== undefined && seen.has(path)) throw badLink(listing.resource, 'that was followed before');
    if (path !== undefined) seen.add(path);
    if (seen.size > mostPages) throw badLink(listing.resource, `after ${mostPages} pages`);
  }
}

/** Two million accounts at 999 a page, one page at a time. More is a server that never ends. */
const mostPages = 2_000;

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
