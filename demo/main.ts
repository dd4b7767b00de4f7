import { compose } from '../bot/compose.ts';
import { type BotToStart, type StartedBot, startDemo } from './demo.ts';
import { parseOptions } from './options.ts';
import { answerPage, pagePaths } from './page/page.ts';
import { busyPort, portsFrom } from './ports.ts';

/** `npm run demo`: everything on one machine, until Ctrl-C or SIGTERM. */
async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return fail(parsed.problem);
  const busy = await busyPort(portsFrom(parsed.options.port));
  if (busy) return fail(busy);
  const demo = await startDemo(parsed.options, startBot);
  console.log(`The demo is ready: open ${demo.url} in a browser. Ctrl-C stops it; everything is kept.`);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    demo.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** The product, with the demo's page on its server. */
async function startBot(parts: BotToStart): Promise<StartedBot> {
  const bot = await compose(parts);
  return {
    servePage(page) {
      const answer: Parameters<typeof bot.server.get>[1] = async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(Buffer.from(chunk));
        const reply = await answerPage(page, {
          method: request.method ?? 'GET',
          path: request.path(),
          contentType: request.header('content-type', ''),
          body: Buffer.concat(chunks).toString('utf8'),
        });
        response.sendRaw(reply.status, reply.body, { 'Content-Type': reply.contentType });
      };
      for (const path of pagePaths.get) bot.server.get(path, answer);
      for (const path of pagePaths.post) bot.server.post(path, answer);
    },
    listen: () => bot.listen(),
    stop: () => bot.stop(),
    tick: () => bot.tick(),
  };
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

await main();
