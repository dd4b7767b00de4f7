import { randomUUID } from 'node:crypto';
import type { ActionEntry } from '../../cards/actions/action.ts';
import {
  guideBack,
  guideCheck,
  guideChoose,
  guideLater,
  guideNext,
  guideRestart,
  guideSaid,
  guideStart,
  guideStep,
  guideStuck,
  guideWho,
  guideWorks,
} from '../../cards/actions/guide.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import type { GuidePlace } from '../../cards/guide-frame.ts';
import type { Guide } from '../../services/guides/guide.ts';
import { setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import { addKeeper, keepersOf, parseFirstName } from '../../services/people/keepers.ts';
import { checkRegistration, mineWorks, saidDone } from '../guides/check.ts';
import { openGuide, whoCard } from '../guides/open.ts';
import { pressStep, putAway, showStep, stuckAt } from '../guides/press.ts';
import { isKnown, isShared, type Walker, walkerOf } from '../guides/walker.ts';
import { type Answer, cardIn, type Router } from '../router.ts';
import { strangerCard } from '../standing-card.ts';
import type { Turn } from '../turn.ts';
import type { ConversationDeps } from './deps.ts';
import { registerTypedSteps } from './typed-steps.ts';

const setUpMfa =
  /^(how (do|can) i )?(please )?(set ?up|start|begin|continue|register( for)?|turn on|enable)( (my|the))? (mfa|2fa|multi[- ]?factor( authentication)?|two[- ]?(factor|step)( (authentication|verification))?|(microsoft )?authenticator( app)?)$/i;
const setUpOnly = /^(set ?up|mfa set ?up)$/i;

/** The guides: one card that updates in place, or in plain mode a new message a step; places are kept for good. */
export function registerGuides(router: Router, deps: ConversationDeps): void {
  const withGuide =
    <Payload extends { guide: string }>(
      handle: (walker: Walker, payload: Payload, turn: Turn, data: unknown) => Promise<AdaptiveCard>,
    ) =>
    async (turn: Turn, payload: Payload, data?: unknown): Promise<Answer> => {
      const { person } = turn;
      if (!isKnown(person)) return strangerCard(deps.plan);
      // A guide that a later version of the product no longer has is answered with one that it has.
      const guide = deps.guides.get(payload.guide) ?? firstGuide(deps);
      const walker = await walkerOf(deps, person, guide);
      const card = await handle(walker, payload, turn, data);
      return walker.plain ? { newMessage: card } : card;
    };
  const moves = (entry: ActionEntry<typeof guideNext.payload.shape>, kind: 'next' | 'back' | 'restart') =>
    router.pressed(
      entry,
      'replace',
      withGuide((walker, place: GuidePlace) => pressStep(walker, place, { kind })),
    );
  const shows = (
    entry: ActionEntry<typeof guideNext.payload.shape>,
    handle: (walker: Walker, place: GuidePlace, turn: Turn) => Promise<AdaptiveCard>,
  ) => router.pressed(entry, 'replace', withGuide(handle));

  const open = withGuide((walker, { step, keeper, alone }: Asked) =>
    openGuide(walker, { step, keeperId: keeper, alone }),
  );
  const typed = (pattern: RegExp, guide: string) =>
    router.typed('guide.start', pattern, async (turn) => {
      await turn.send(cardIn(await open(turn, { guide })));
    });
  for (const pattern of [setUpMfa, setUpOnly]) typed(pattern, setUpMfaGuideId);
  for (const guide of deps.guides.values()) typed(exactly(guide.command), guide.id);

  router.pressed(guideStart, 'new-message', open);
  router.pressed(
    guideWho,
    'replace',
    withGuide((walker, payload: Asked, _turn, data) =>
      sayWho(walker, payload, guideWho.inputs.parse(data).firstName),
    ),
  );
  moves(guideNext, 'next');
  moves(guideBack, 'back');
  moves(guideRestart, 'restart');
  router.pressed(
    guideChoose,
    'replace',
    withGuide((walker, { choice, ...place }: GuidePlace & { choice: string }) =>
      pressStep(walker, place, { kind: 'choose', choice }),
    ),
  );
  shows(guideStep, showStep);
  shows(guideStuck, (walker, place) => stuckAt(walker, place, randomUUID()));
  shows(guideLater, putAway);
  shows(guideWorks, mineWorks);
  shows(guideSaid, saidDone);
  shows(guideCheck, (walker, place, { cardActivityId }) =>
    checkRegistration(walker, { place, cardActivityId, wake: deps.wake }),
  );
  registerTypedSteps(router, deps);
}

/** What a button into a guide carries, and the answer to "Who are you?". */
interface Asked {
  guide: string;
  step?: string;
  keeper?: string;
  alone?: boolean;
}

/** The answer to "Who are you?": a known keeper, a new first name, or somebody who uses the account alone. */
async function sayWho(walker: Walker, said: Asked, typedName: string): Promise<AdaptiveCard> {
  const { deps, person } = walker;
  const { step, keeper, alone } = said;
  if (keeper !== undefined || alone || !isShared(person))
    return openGuide(walker, { step, keeperId: keeper, alone });
  const name = parseFirstName(typedName);
  const added = name.ok
    ? await addKeeper(deps.database, {
        accountId: person.account.id,
        firstName: name.firstName,
        now: deps.clock.now(),
      })
    : { fault: name.fault };
  if ('fault' in added) return whoAgain(walker, step, added.fault);
  return openGuide(walker, { step, keeperId: added.keeper.id });
}

async function whoAgain(walker: Walker, step: string | undefined, fault: string): Promise<AdaptiveCard> {
  const { keepers } = await keepersOf(walker.deps.database, walker.person.account.id);
  return whoCard(walker, keepers, { step, fault });
}

/** A command as a person types it, in any case and with any spaces. */
function exactly(command: string): RegExp {
  const words = command.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${words.join('\\s+')}$`, 'i');
}

function firstGuide({ guides }: ConversationDeps): Guide {
  const [guide] = guides.values();
  if (!guide) throw new Error('No guide is loaded: the product ships with at least one.');
  return guide;
}
