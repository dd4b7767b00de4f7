import type { AdaptiveCard } from '../../cards/card.ts';
import type { GuidePlace, GuideSubject } from '../../cards/guide-frame.ts';
import { type GuideWay, guideStepCard } from '../../cards/guide-step.ts';
import { type StepWords, stepAt, stepNumber, wordsOf } from '../../services/guides/engine.ts';
import type { GuideFacts } from '../../services/guides/facts.ts';
import type { StoredWalk } from '../../services/guides/walks.ts';
import { keepersOf } from '../../services/people/keepers.ts';
import { whoView } from '../views.ts';
import type { Walker } from './walker.ts';

/** The step where a walk stands, as a card; `note` stands above it. */
export async function stepCard(
  walker: Walker,
  walk: StoredWalk,
  { facts, note }: { facts: GuideFacts; note?: string | undefined },
): Promise<AdaptiveCard> {
  const { deps, guide } = walker;
  const words = wordsOf(stepAt(guide, walk), facts);
  const { n, of } = stepNumber(guide, facts, walk);
  return guideStepCard({
    ...(await subjectOf(walker, walk.keeperId)),
    place: placeOf(guide.id, walk),
    number: n,
    of,
    title: words.title,
    text: words.text,
    list: words.list,
    picture: pictureOf(deps.publicUrl, words),
    tip: words.tip,
    link: words.link,
    way: wayOf(words),
    note,
    plainLines: words.plain,
    serviceDesk: deps.plan.serviceDesk.name,
  });
}

/** Whose guide it is and how this account reads it. */
export async function subjectOf(
  { deps, person, guide, plain }: Walker,
  keeperId: string | undefined,
): Promise<GuideSubject> {
  const { database, plan } = deps;
  const { keepers } = keeperId === undefined ? { keepers: [] } : await keepersOf(database, person.account.id);
  const keeper = keepers.find(({ id }) => id === keeperId);
  return {
    who: whoView(plan, person.account.upn),
    keeper: keeper && { id: keeper.id, firstName: keeper.firstName },
    guideTitle: guide.title,
    plain,
  };
}

/** What every button of a walk carries. */
export function placeOf(guide: string, { walkId, trail, version }: StoredWalk): GuidePlace {
  return { walk: walkId, guide, step: trail.at(-1) ?? '', version };
}

/** Pictures have an address only where the bot has one; without it they are left out. */
function pictureOf(publicUrl: string | undefined, { picture }: StepWords) {
  if (publicUrl === undefined || picture === undefined) return undefined;
  return { url: `${publicUrl}/pictures/${picture.file}`, altText: picture.alt };
}

function wayOf({ choices, check, end }: StepWords): GuideWay {
  if (end !== undefined) {
    const leads = end.guide && { title: end.guide.label, guide: end.guide.id, step: end.guide.step };
    return { kind: 'end', end: end.kind, leads };
  }
  if (choices !== undefined) return { kind: 'choices', choices };
  return check === undefined ? { kind: 'next' } : { kind: 'check' };
}
