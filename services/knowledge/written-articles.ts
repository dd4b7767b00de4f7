import { today } from '../rollout/calendar.ts';
import { describeDay } from '../rollout/phases.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Log } from '../telemetry/log.ts';
import { type Article, blocksOf } from './article.ts';
import type { Phrasing } from './lexical.ts';
import { phrasingsOfArticles } from './library.ts';
import type { Reach } from './reach.ts';

/** An answer that somebody wrote while the bot runs. `text` is shown as it stands: no template, no markup. */
export interface WrittenAnswer {
  articleId: string;
  title: string;
  phrasings: string[];
  text: string;
  reach: Reach;
  publishedOn: Date;
}

/** Where they are kept. The revision is cheap to ask for and another one after every change, on whichever instance. */
export interface WrittenAnswers {
  revision(): Promise<number>;
  published(): Promise<WrittenAnswer[]>;
}

/** The written answers as articles, as new as the last `refresh`. */
export interface WrittenArticles {
  get(id: string): Article | undefined;
  /** Reads them anew where something has changed. Where they cannot be read, the former ones stand and that is logged. */
  refresh(): Promise<void>;
}

export function createWrittenArticles(options: {
  written: WrittenAnswers | undefined;
  plan: RolloutPlan;
  log: Pick<Log, 'warn'>;
  taken(phrasings: Phrasing[]): void;
}): WrittenArticles {
  const { written, plan, log, taken } = options;
  let articles = new Map<string, Article>();
  let revision = 0;
  let reading: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const read = async () => {
    if (written === undefined) return;
    try {
      const now = await written.revision();
      if (now === revision) return;
      const found = (await written.published()).map((answer) => articleOf(plan, answer));
      articles = new Map(found.map((article) => [article.id, article]));
      taken(phrasingsOfArticles(found));
      revision = now;
    } catch (error) {
      log.warn({ err: error }, 'The answers of the service desk could not be read; the former ones stand');
    }
  };
  return {
    get: (id) => articles.get(id),
    refresh() {
      const start = () => {
        reading = read().finally(() => {
          reading = undefined;
        });
        return reading;
      };
      if (!reading) return start();
      // What is being read may be older than this question: whoever comes meanwhile shares the reading after it.
      next ??= reading.then(() => {
        next = undefined;
        return start();
      });
      return next;
    },
  };
}

function articleOf(plan: RolloutPlan, answer: WrittenAnswer): Article {
  const { articleId, title, phrasings, text, reach, publishedOn } = answer;
  const rendered = {
    blocks: blocksOf(text),
    source: { name: plan.serviceDesk.name, date: describeDay(today(plan, publishedOn)) },
  };
  return { id: articleId, title, phrasings, situational: false, reach, render: () => rendered };
}
