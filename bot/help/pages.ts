import type { Clock } from '../../services/clock.ts';
import { factsOfAnybody } from '../../services/guides/facts.ts';
import type { Guide } from '../../services/guides/guide.ts';
import { setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import { today } from '../../services/rollout/calendar.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import { answerList, answerView, commonAnswers, type PublicAnswers } from './answers-view.ts';
import { contactsView, phonesOf } from './contacts-view.ts';
import { datesView } from './dates-view.ts';
import { type GenuineResult, genuinePath } from './genuine.ts';
import { groupedGuides, printedGuideIds, urgentGuideIds } from './guide-groups.ts';
import { type GuideView, guideView } from './guide-view.ts';
import type { PictureSize } from './picture-size.ts';
import { relatedLink } from './related-link.ts';
import { createTemplates } from './templates.ts';

export interface PagesDeps {
  plan: RolloutPlan;
  guides: ReadonlyMap<string, Guide>;
  knowledge: PublicAnswers;
  clock: Clock;
  /** Empty where no pictures are served. */
  pictures: ReadonlyMap<string, PictureSize>;
  /** The address of the first page as people type it, without https://. */
  address: string | undefined;
}

/** The pages as HTML, each as it is at this moment of the rollout. */
export interface Pages {
  /** The page at a path such as '/help/dates'; undefined where there is none. */
  at(path: string): string | undefined;
  /** The page that checks a reference, with what came of it. */
  genuine(result: GenuineResult): string;
  /** What stands at an address where no page is. */
  notFound(): string;
  /** The paths of all pages that exist now. */
  paths(): string[];
}

/** Makes the pages from the same files as the bot's cards. */
export function createPages(deps: PagesDeps): Pages {
  const { plan, guides, knowledge, clock, pictures, address } = deps;
  const contacts = contactsView(plan);
  const render = createTemplates(phonesOf(contacts));
  const site = {
    title: 'MFA help',
    organisation: plan.organisation,
    nav: navigation,
    contacts,
    address,
  };
  const page = (template: string, path: string, title: string, view: object = {}) =>
    render(template, { ...view, site, path, title });
  const viewOf = (guide: Guide): GuideView =>
    guideView(guide, { guides, pictures, facts: factsOfAnybody(plan, clock.now()) });
  const picked = (ids: string[]) => ids.flatMap((id) => guides.get(id) ?? []);
  const dates = () => datesView(plan, clock.now());
  const { securityInfoUrl } = plan;

  const genuine = (result: GenuineResult) => page('check', genuinePath, 'Check a reference', { result });

  const fixed: Partial<Record<string, (path: string) => string>> = {
    [genuinePath]: () => genuine({ kind: 'nothing-asked' }),
    '/help': (path) =>
      page('home', path, 'Help with MFA for your Office 365 account', {
        urgent: picked(urgentGuideIds).map(viewOf),
        guideGroups: groupedGuides(guides).map(({ title, guides: some }) => ({
          title,
          guides: some.map(viewOf),
        })),
        answers: commonAnswers(knowledge, clock.now()),
        dates: dates(),
        securityInfoUrl,
      }),
    '/help/dates': (path) => page('dates', path, 'Dates', { dates: dates(), setUpGuideId: setUpMfaGuideId }),
    '/help/answers': (path) =>
      page('answers', path, 'Answers', { groups: answerList(knowledge, clock.now()) }),
    '/help/print': (path) =>
      page('print', path, 'MFA help on paper', {
        guides: picked(printedGuideIds).map((guide) => ({ ...viewOf(guide), prefix: `${guide.id}-` })),
        dates: dates(),
        securityInfoUrl,
      }),
  };

  const guidePage = (id: string, path: string) => {
    const guide = guides.get(id);
    return guide && page('guide', path, guide.title, { guide: viewOf(guide) });
  };
  const answerPage = (id: string, path: string) => {
    const answer = answerView(knowledge, id, clock.now());
    const related = answer?.related && relatedLink(answer.related, guides);
    return answer && page('answer', path, answer.title, { answer, related });
  };

  const made = (path: string): string | undefined => {
    const [, kind, id = ''] = /^\/help\/(guides|answers)\/([^/]+)$/.exec(path) ?? [];
    if (kind === 'guides') return guidePage(id, path);
    if (kind === 'answers') return answerPage(id, path);
    return fixed[path]?.(path);
  };
  const lost = page('not-found', '', 'Page not found');
  const ofToday = keptWhileSame<string | undefined>(
    () => `${today(plan, clock.now())} ${plan.revision ?? 0}`,
  );

  return {
    at: (path) => ofToday(path, made),
    genuine,
    notFound: () => lost,
    paths: () => [
      ...Object.keys(fixed),
      ...[...guides.keys()].map((id) => `/help/guides/${id}`),
      ...answerList(knowledge, clock.now()).flatMap(({ answers }) =>
        answers.map(({ id }) => `/help/answers/${id}`),
      ),
    ],
  };
}

/**
 * Makes each thing once for a state, which is the day and the revision of the plan: a page takes some milliseconds, which
 * anybody on the internet could ask for all the time. What does not exist is not kept, so that made-up names cannot fill
 * the memory.
 */
function keptWhileSame<Made>(state: () => string): (name: string, make: (name: string) => Made) => Made {
  let kept = { state: state(), things: new Map<string, Made>() };
  return (name, make) => {
    const current = state();
    if (kept.state !== current) kept = { state: current, things: new Map() };
    const thing = kept.things.get(name) ?? make(name);
    if (thing !== undefined) kept.things.set(name, thing);
    return thing;
  };
}

const navigation = [
  { url: '/help', label: 'Start' },
  { url: '/help/dates', label: 'Dates' },
  { url: '/help/answers', label: 'Answers' },
  { url: '/help/print', label: 'Print' },
];
