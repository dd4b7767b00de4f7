import { today } from '../rollout/calendar.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Log } from '../telemetry/log.ts';
import type { Answer, Situation } from './answer.ts';
import { askerContext, dayContext, phoneCodesEnd, planContext } from './answer-context.ts';
import { type Article, FaultyArticle } from './article.ts';
import { changesNamedIn } from './changed-dates.ts';
import type { Phrasing } from './lexical.ts';
import { phrasingsOf, readArticles } from './library.ts';
import { followUpIn } from './message-parts.ts';
import { reaches } from './reach.ts';
import { createRetrieval, type Found } from './retrieval.ts';
import { isSharingArticle, safely } from './safety.ts';
import { type SentenceModel, startSentenceModel } from './sentence-model.ts';
import { everySituation } from './situations.ts';
import { asksAboutSomebodyElse, somebodyElseArticleId } from './somebody-else.ts';
import { createWrittenArticles, type WrittenAnswers } from './written-articles.ts';

/** Who asks, when, and which article was answered just before in the same chat, if one was. */
export interface Asking {
  upn?: string | undefined;
  now: Date;
  after?: string | undefined;
}

/** Everything the bot can answer. Close it when the process stops: it owns a worker thread. */
export interface Knowledge {
  find(question: string, asking: Asking): Promise<Found>;
  /** The article filled in for this person; undefined where no article has that id, or none that is for them. */
  answer(articleId: string, situation: Situation): Answer | undefined;
  /** Whether an article speaks of the person who asks, so that their status is worth asking for. */
  isSituational(articleId: string): boolean;
  /** An article's title, for a "did you mean" button. */
  titleOf(articleId: string): string | undefined;
  /** The articles that say the same to everybody, in the order of their ids: what can stand on a public page. */
  forEverybody(): { id: string; title: string }[];
  /** Takes in what was written since the last question, as every question does. */
  refresh(): Promise<void>;
  /** Settles once the sentence model is up ('both') or has been given up ('lexical'). Nobody needs to wait. */
  ready: Promise<'both' | 'lexical'>;
  close(): Promise<void>;
}

export interface KnowledgeOptions {
  plan: RolloutPlan;
  log: Pick<Log, 'info' | 'warn'>;
  /** Answers that people write while the bot runs; none by default. */
  written?: WrittenAnswers;
  /** Folder of *.md articles; the product's own by default. */
  articlesDir?: string;
  /** Starts the sentence model; its worker by default. Tests pass one that fails or never answers. */
  startModel?: (phrasings: Phrasing[]) => SentenceModel;
}

/**
 * Reads the articles, proves each in every situation it can be asked in, and starts the sentence model in the
 * background: until it is up, and if it never comes up, words alone find the article. Rejects with FaultyArticle,
 * naming the file and the fault.
 */
export async function createKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  const { plan, log, written, articlesDir, startModel = startSentenceModel } = options;
  const articles = new Map(readArticles(articlesDir).map((article) => [article.id, article]));
  const ofPlan = createPlanContext(plan);
  prove([...articles.values()], plan, ofPlan());

  const retrieval = createRetrieval({ phrasings: phrasingsOf([...articles.values()]), log, startModel });
  const ofPeople = createWrittenArticles({
    written,
    plan,
    log,
    taken: (phrasings) => retrieval.takeFurther(phrasings),
  });
  const articleOf = (id: string) => articles.get(id) ?? ofPeople.get(id);
  const isFor = (article: Article, { upn, now }: { upn?: string | undefined; now: Date }) =>
    reaches(article.reach, plan, { upn, day: today(plan, now) });
  return {
    async find(question, asking) {
      await ofPeople.refresh();
      const before = asking.after === undefined ? undefined : articleOf(asking.after);
      const after = before && { articleId: before.id, phrasing: before.phrasings[0] ?? before.title };
      const found = await retrieval.find(question, {
        isOffered(id) {
          const article = articleOf(id);
          return article !== undefined && isFor(article, asking);
        },
        ...(after && { after }),
      });
      // "And to the office?" after "never give a code to anybody" still asks about giving it.
      const goesOn = after && isSharingArticle(after.articleId) && followUpIn(question) !== undefined;
      const message = retrieval.correct(goesOn ? `${after.phrasing} ${question}` : question);
      const isAboutOthers = articles.has(somebodyElseArticleId) && asksAboutSomebodyElse(message);
      return safely(message, isAboutOthers ? aboutSomebodyElse(found) : found);
    },
    answer(articleId, situation) {
      const article = articleOf(articleId);
      if (article === undefined || !isFor(article, situation)) return undefined;
      const ofDay = { ...ofPlan(), ...dayContext(plan, situation.now) };
      const variables = article.situational ? { ...ofDay, ...askerContext(plan, situation) } : ofDay;
      const { title, related } = article;
      const rendered = article.render(variables);
      const changes = changesNamedIn(plan, situation.upn, rendered.blocks);
      return {
        articleId,
        title,
        ...rendered,
        ...(changes.length > 0 && { changes }),
        ...(related && { related }),
      };
    },
    isSituational: (articleId) => articleOf(articleId)?.situational ?? false,
    titleOf: (articleId) => articleOf(articleId)?.title,
    forEverybody: () =>
      [...articles.values()].flatMap(({ id, title, situational, reach }) =>
        situational || reach.cohorts.length > 0 ? [] : [{ id, title }],
      ),
    refresh: () => ofPeople.refresh(),
    ready: retrieval.ready,
    close: () => retrieval.close(),
  };
}

/**
 * The dates of the plan as words take milliseconds to make, and every answer is filled in from the same until the service
 * desk changes one.
 */
function createPlanContext(plan: RolloutPlan): () => ReturnType<typeof planContext> {
  let made: { revision: number | undefined; context: ReturnType<typeof planContext> } | undefined;
  return () => {
    if (made === undefined || made.revision !== plan.revision)
      made = { revision: plan.revision, context: planContext(plan) };
    return made.context;
  };
}

/** What was found, with the answer about other people's accounts in the place of those about the asker's own. */
function aboutSomebodyElse(found: Found): Found {
  const { mark } = found;
  return {
    kind: 'found',
    articleIds: [somebodyElseArticleId],
    others: [],
    near: [],
    ...(mark && { mark }),
  };
}

/** A situational article is filled in for every kind of asker and day; any other knows only whether phones still get codes. */
function prove(articles: Article[], plan: RolloutPlan, ofPlan: object): void {
  for (const day of [plan.source.published, phoneCodesEnd]) {
    const variables = { ...ofPlan, ...dayContext(plan, new Date(`${day}T12:00:00Z`)) };
    for (const article of articles.filter(({ situational }) => !situational)) article.render(variables);
  }
  const cohorts = new Set(plan.cohorts.map(({ id }) => id));
  for (const { id, reach } of articles) {
    const unknown = reach.cohorts.find((cohort) => !cohorts.has(cohort));
    if (unknown !== undefined) throw new FaultyArticle(`${id}.md`, `The plan has no cohort "${unknown}".`);
  }
  for (const situation of everySituation(plan)) {
    const variables = { ...ofPlan, ...dayContext(plan, situation.now), ...askerContext(plan, situation) };
    for (const article of articles.filter(({ situational }) => situational)) article.render(variables);
  }
}
