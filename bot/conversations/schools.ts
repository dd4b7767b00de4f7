import { schoolList, schoolRefresh, schoolRemind, schoolShow } from '../../cards/actions/school.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { schoolCard } from '../../cards/school.ts';
import { schoolListCard } from '../../cards/school-list.ts';
import { schoolRefusalCard } from '../../cards/school-refusal.ts';
import type { RemindedRound } from '../../cards/school-view.ts';
import { enqueue } from '../../services/deliveries/enqueue.ts';
import { earlierStatus, statusAsAllowed } from '../../services/directory/fresh-status.ts';
import { askedFor, askedReminder } from '../../services/reminders/asked.ts';
import { describeTime } from '../../services/rollout/calendar.ts';
import { type HeadRights, headRights } from '../head.ts';
import { answerWithinMs, personAsked } from '../person.ts';
import type { Router } from '../router.ts';
import { type SchoolContent, schoolContent, schoolView } from '../school-card.ts';
import { strangerCard } from '../standing-card.ts';
import type { Turn } from '../turn.ts';
import { contactView, whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

/** `my school`, for head teachers: who is ready in it, and a reminder for those who are not. */
export function registerSchools(router: Router, deps: ConversationDeps): void {
  const show = forHeads(deps, async (head) =>
    schoolCard(schoolView(deps.plan, await contentFor(deps, head, 'asked-now'))),
  );
  router.typed('school', /^((show|see) )?(me )?(my|our) school$/i, async (turn) => {
    await turn.send(await show(turn));
  });
  router.pressed(schoolShow, 'new-message', show);
  router.pressed(schoolRefresh, 'replace', show);
  router.pressed(
    schoolList,
    'replace',
    forHeads(deps, async (head, { from }: { from: number }) =>
      schoolListCard({ ...schoolView(deps.plan, await contentFor(deps, head, 'known')), from }),
    ),
  );
  router.pressed(
    schoolRemind,
    'replace',
    forHeads(deps, (head) => remind(deps, head)),
  );
}

type Head = Extract<HeadRights, { kind: 'head' }>;

/** Lets a handler run only for the head of a school, looked up at this very action; everybody else is told kindly. */
function forHeads<Rest extends unknown[]>(
  deps: ConversationDeps,
  handle: (head: Head, ...rest: Rest) => Promise<AdaptiveCard>,
): (turn: Turn, ...rest: Rest) => Promise<AdaptiveCard> {
  return async ({ person }, ...rest) => {
    const now = deps.clock.now();
    const first = headRights(deps.plan, person, now);
    // What is stored is too old: Graph is asked once more, with more patience than every turn has.
    const rights =
      first.kind === 'unknown' && person.known?.by === 'graph-before'
        ? headRights(deps.plan, await personAsked(deps, person.accountId), now)
        : first;
    switch (rights.kind) {
      case 'head':
        return handle(rights, ...rest);
      case 'gone':
        return strangerCard(deps.plan);
      case 'unknown':
        return rights.account
          ? schoolRefusalCard({
              kind: 'unanswered',
              who: whoView(deps.plan, rights.account.upn),
              contact: contactView(deps.plan),
            })
          : strangerCard(deps.plan);
      case 'not-a-head':
      case 'no-view':
        return schoolRefusalCard({
          kind: rights.kind,
          who: whoView(deps.plan, rights.account.upn),
          contact: contactView(deps.plan),
        });
    }
  };
}

/** How long a head waits for a newer report, in milliseconds; after that the older one speaks, with its time. */
const reportWithinMs = 2_000;

/** Graph is asked about the head's own mailbox only where the card is to be as new as can be. */
async function contentFor(
  deps: ConversationDeps,
  head: Head,
  how: 'asked-now' | 'known',
): Promise<SchoolContent> {
  if (how === 'known') return schoolContent(deps, head, { status: await earlierStatus(deps, head.account) });
  const [status] = await Promise.all([
    statusAsAllowed(deps, head.account, answerWithinMs),
    deps.refreshReport(reportWithinMs),
  ]);
  return schoolContent(deps, head, { status });
}

/**
 * Puts a reminder on the road for each account that is not ready and had nothing about it that day. Whether it is still
 * needed is decided when it is sent; pressed twice, or on two devices, it is one reminder all the same.
 */
async function remind(deps: ConversationDeps, head: Head): Promise<AdaptiveCard> {
  const { plan, database, clock } = deps;
  const { round } = await contentFor(deps, head, 'known');
  const now = clock.now();
  const asked = askedFor(plan, now);
  const made = await enqueue(
    database,
    round.toRemind.map(({ accountId, dated }) =>
      askedReminder(plan, asked, { accountId, phaseId: dated.phase.id, phaseDate: dated.date }),
    ),
  );
  if (made > 0) deps.wake();
  deps.log.info({ made, already: round.already.length }, 'a head teacher asked for reminders');
  const pressed: RemindedRound = {
    made,
    // Those in between were put on the road by the same press on another device.
    already: round.already.length + round.toRemind.length - made,
    unreachable: round.unreachable.length,
    ...(asked.at > now && { at: describeTime(plan, asked.at, now) }),
  };
  return schoolCard(schoolView(plan, await contentFor(deps, head, 'known'), pressed));
}
