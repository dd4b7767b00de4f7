import { randomUUID } from 'node:crypto';
import { plainOff, plainOn } from '../../cards/actions/plain.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { earlierStatus } from '../../services/directory/fresh-status.ts';
import { stepAt, wordsOf } from '../../services/guides/engine.ts';
import { latestWalk, type StoredWalk } from '../../services/guides/walks.ts';
import { setPlain } from '../../services/people/preferences.ts';
import { checkRegistration } from '../guides/check.ts';
import { presentStep, pressStep, putAway, stuckAt } from '../guides/press.ts';
import { placeOf } from '../guides/step-card.ts';
import { factsKnown, isKnown, type KnownPerson, type Walker, walkerOf } from '../guides/walker.ts';
import type { Router } from '../router.ts';
import { strangerCard, whereYouStand } from '../standing-card.ts';
import type { Turn } from '../turn.ts';
import type { ConversationDeps } from './deps.ts';

const noGuide = 'No guide is open here. Type “set up MFA” to begin one, or “help” to see what else there is.';
const nowPlain =
  'Plain mode is on: each step comes as one short message, without pictures. Type “cards” to have cards again.';
const nowCards =
  'Plain mode is off: a step is a card again, with pictures. Type “plain mode” to have short messages.';

type Walking = Walker & { walk: StoredWalk };

/** What can be typed instead of pressed, in the guide that this account moved last; and the choice of plain mode. */
export function registerTypedSteps(router: Router, deps: ConversationDeps): void {
  const inGuide = (
    route: string,
    pattern: RegExp,
    handle: (walking: Walking, turn: Turn) => Promise<AdaptiveCard | undefined>,
  ) =>
    router.typed(route, pattern, async (turn) => {
      const walking = await walkingOf(deps, turn);
      const card = walking && (await handle(walking, turn));
      if (card) await turn.send(card);
      else await turn.say(noGuide);
    });

  for (const [kind, pattern] of [
    ['next', /^next$/i],
    ['back', /^(back|go back)$/i],
    ['restart', /^(start (again|over)|restart)$/i],
  ] as const) {
    inGuide(`guide.${kind}`, pattern, (walking) => pressStep(walking, placeOfWalk(walking), { kind }));
  }
  // Perhaps typed days later: the step is shown, as the button of that name does, and not walked past unseen.
  inGuide('guide.step', /^(continue|go on)$/i, (walking) => presentStep(walking, walking.walk));
  inGuide('guide.choose', /^(answer )?\d{1,2}$/i, (walking, { text }) =>
    chooseNumber(walking, Number(text.replace(/\D/g, ''))),
  );
  inGuide('guide.stuck', /^(i['’]?m |i am )?stuck$/i, (walking) =>
    stuckAt(walking, placeOfWalk(walking), randomUUID()),
  );
  inGuide('guide.later', /^not now$/i, (walking) => putAway(walking, placeOfWalk(walking)));
  inGuide('guide.check', /^check( now| again)?$/i, (walking) =>
    checkRegistration(walking, {
      place: placeOfWalk(walking),
      cardActivityId: undefined,
      wake: deps.wake,
    }),
  );

  const setMode = async (person: KnownPerson, plain: boolean) => {
    await setPlain(deps.database, { accountId: person.account.id, plain, now: deps.clock.now() });
  };
  for (const [plain, pattern, sentence] of [
    [true, /^(use )?plain( mode| text)?( on)?$/i, nowPlain],
    [false, /^((use )?cards( with pictures)?|plain( mode)? off)$/i, nowCards],
  ] as const) {
    router.typed('guide.mode', pattern, async (turn) => {
      if (!isKnown(turn.person)) return void (await turn.send(strangerCard(deps.plan)));
      await setMode(turn.person, plain);
      await turn.say(sentence);
      const walking = await walkingOf(deps, turn);
      if (walking?.walk.state === 'under-way') await turn.send(await presentStep(walking, walking.walk));
    });
  }
  for (const [entry, plain] of [
    [plainOn, true],
    [plainOff, false],
  ] as const) {
    router.pressed(entry, 'new-message', async (turn) => {
      if (!isKnown(turn.person)) return strangerCard(deps.plan);
      await setMode(turn.person, plain);
      const walking = await walkingOf(deps, turn);
      const sentence = plain ? nowPlain : nowCards;
      if (walking) return presentStep(walking, walking.walk, sentence);
      // The button of a card that was forwarded: no guide is open here.
      await turn.say(sentence);
      return whereYouStand(deps, turn.person, {
        firstTime: false,
        statusOf: (account) => earlierStatus(deps, account),
      });
    });
  }
}

async function walkingOf(deps: ConversationDeps, { person }: Turn): Promise<Walking | undefined> {
  if (!isKnown(person)) return undefined;
  const walk = await latestWalk(deps.database, person.account.id);
  const guide = walk && deps.guides.get(walk.guideId);
  return guide && { ...(await walkerOf(deps, person, guide)), walk };
}

/** The number of an answer as plain mode shows them; undefined where the step has no such answer. */
async function chooseNumber(walking: Walking, number: number): Promise<AdaptiveCard | undefined> {
  const { guide, walk } = walking;
  const { choices } = wordsOf(stepAt(guide, walk), await factsKnown(walking, walk.keeperId));
  const choice = choices?.[number - 1];
  if (!choice) return presentStep(walking, walking.walk, 'There is no answer with that number here.');
  return pressStep(walking, placeOfWalk(walking), { kind: 'choose', choice: choice.id });
}

function placeOfWalk({ guide, walk }: Walking) {
  return placeOf(guide.id, walk);
}
