import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type restify from 'restify';
import { entityTagOf, isHeld } from './entity-tag.ts';

interface Picture {
  bytes: Buffer;
  /** Strong: a digest of the bytes, in its quotes. */
  etag: string;
}

/**
 * Serves the guides' pictures under /pictures/<name>.png, to anybody: Teams fetches them without a token, and they say
 * nothing of anybody. The folder is read once, here (about a megabyte): afterwards a name is looked up, never opened,
 * so that no name can lead to another file. A day in a cache: a picture changes with a release at most.
 */
export function servePictures(server: restify.Server): void {
  const pictures = readPictures();
  const answer = async (request: restify.Request, response: restify.Response) => {
    answerPicture(pictures.get(String(request.params.name)), request, response);
  };
  server.get('/pictures/:name', answer);
  server.head('/pictures/:name', answer);
}

function readPictures(): ReadonlyMap<string, Picture> {
  const folder = fileURLToPath(new URL('../pictures', import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith('.png'));
  return new Map(
    names.map((name) => {
      const bytes = readFileSync(join(folder, name));
      return [name, { bytes, etag: entityTagOf(bytes) }];
    }),
  );
}

function answerPicture(
  picture: Picture | undefined,
  request: restify.Request,
  response: restify.Response,
): void {
  if (!picture) {
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    finish(response, { status: 404, body: 'There is no such picture.\n', isHead: request.method === 'HEAD' });
    return;
  }
  response.setHeader('Cache-Control', 'public, max-age=86400');
  response.setHeader('ETag', picture.etag);
  if (isHeld(request.header('if-none-match', ''), picture.etag)) {
    response.writeHead(304);
    response.end();
    return;
  }
  response.setHeader('Content-Type', 'image/png');
  finish(response, { status: 200, body: picture.bytes, isHead: request.method === 'HEAD' });
}

/** The length is said for HEAD too. restify's writeHead returns nothing, so nothing is chained to it. */
function finish(
  response: restify.Response,
  content: { status: number; body: string | Buffer; isHead: boolean },
): void {
  response.setHeader('Content-Length', Buffer.byteLength(content.body));
  response.writeHead(content.status);
  if (content.isHead) response.end();
  else response.end(content.body);
}
