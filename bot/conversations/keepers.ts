import { keeperLeft, keeperOwner, keepersClose, keepersShow } from '../../cards/actions/keepers.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { keepersCard } from '../../cards/keepers.ts';
import { setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import {
  closeList,
  type KeeperList,
  keepersOf,
  makeOwner,
  removeKeeper,
} from '../../services/people/keepers.ts';
import { isPlain } from '../../services/people/preferences.ts';
import { today } from '../../services/rollout/calendar.ts';
import { describeDay } from '../../services/rollout/phases.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import { isKnown, isShared, type KnownPerson } from '../guides/walker.ts';
import { type Answer, cardIn, type Router } from '../router.ts';
import { strangerCard } from '../standing-card.ts';
import type { Turn } from '../turn.ts';
import { contactView, whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

const who =
  /^((who|which people) (uses?|shares?|is using) (this|the|our|my) (mailbox|account)|(our |the )?keepers|people|shared mailbox list)$/i;

const oneUser =
  'As far as I know, only you use this account, so there is no list. A shared mailbox has one: type this in its chat.';

interface KeeperPayload {
  keeper?: string | undefined;
  /** How many people the pressed card showed. */
  seen?: number | undefined;
}

/** `who uses this mailbox`: the keepers of a shared account, who of them is done, and who looks after the list. */
export function registerKeepers(router: Router, deps: ConversationDeps): void {
  const { database, clock } = deps;
  /** `change` is left out where no keeper was chosen: the list is shown as it is. */
  const list =
    (
      change?: (of: {
        accountId: string;
        keeperId: string;
        seen?: number | undefined;
      }) => Promise<KeeperList>,
    ) =>
    async ({ person }: Turn, { keeper, seen }: KeeperPayload): Promise<Answer> => {
      if (!isKnown(person)) return strangerCard(deps.plan);
      const accountId = person.account.id;
      const found =
        change && keeper !== undefined
          ? await change({ accountId, keeperId: keeper, seen })
          : await keepersOf(database, accountId);
      const plain = await isPlain(database, accountId);
      const card = listCard(deps.plan, person, { found, plain });
      return plain ? { newMessage: card } : card;
    };

  const show = list();
  router.typed('keepers', who, async (turn) => {
    if (isKnown(turn.person) && !isShared(turn.person)) return turn.say(oneUser);
    await turn.send(cardIn(await show(turn, {})));
  });
  router.pressed(keepersShow, 'new-message', show);
  router.pressed(
    keeperLeft,
    'replace',
    list((of) => removeKeeper(database, of)),
  );
  router.pressed(
    keeperOwner,
    'replace',
    list((of) => makeOwner(database, of)),
  );
  router.pressed(
    keepersClose,
    'replace',
    list((of) => closeList(database, { ...of, now: clock.now() })),
  );
}

function listCard(
  plan: RolloutPlan,
  person: KnownPerson,
  { found, plain }: { found: KeeperList; plain: boolean },
): AdaptiveCard {
  const inWords = (time: Date) => describeDay(today(plan, time));
  return keepersCard({
    who: whoView(plan, person.account.upn),
    guide: setUpMfaGuideId,
    keepers: found.keepers.map(({ saidAt, ...keeper }) => ({
      ...keeper,
      ...(saidAt && { saidAt: inWords(saidAt) }),
    })),
    closedAt: found.closedAt && inWords(found.closedAt),
    plain,
    contact: contactView(plan),
  });
}
