import {
  unreachedCalled,
  unreachedFind,
  unreachedPage,
  unreachedSchool,
  unreachedShow,
  unreachedTakeBack,
} from '../../cards/actions/unreached.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { unreachedCard } from '../../cards/unreached.ts';
import { unreachedSchoolCard } from '../../cards/unreached-school.ts';
import { noteCalled, takeBack } from '../../services/reach/calls.ts';
import { unreachedOfSchool } from '../../services/reach/school.ts';
import { type UnreachedPlace, unreached } from '../../services/reach/unreached.ts';
import type { Answer, Router } from '../router.ts';
import { answerForDesk } from '../service-desk.ts';
import type { Turn } from '../turn.ts';
import { unreachedSchoolView, unreachedView } from '../unreached-views.ts';
import type { ConversationDeps } from './deps.ts';

/** How many schools, and how many accounts of one, a card shows: short enough to be read on a phone. */
const schoolsACard = 5;
const accountsACard = 6;

/** `unreached`, for members of the service desk, checked at every press: whom Teams cannot reach, to be called. */
export function registerUnreached(router: Router, deps: ConversationDeps): void {
  const forDesk = (turn: Turn, handle: () => Promise<AdaptiveCard>) =>
    answerForDesk(deps, { turn, wanted: 'see whom to call' }, handle);
  const inPlace = async (turn: Turn, handle: () => Promise<AdaptiveCard>): Promise<Answer> =>
    (await forDesk(turn, handle)).answer;

  router.typed(
    'unreached',
    /^((the|show|list) )*(unreached( accounts| people)?|call list|calls|who(m)? (can you not|can[’']t you) reach)$/i,
    async (turn) => {
      await turn.send((await forDesk(turn, () => callList(deps, { which: 'open' }))).card);
    },
  );
  router.pressed(
    unreachedShow,
    'new-message',
    async (turn) => (await forDesk(turn, () => callList(deps, { which: 'open' }))).card,
  );
  router.pressed(unreachedPage, 'replace', (turn, { which, date, school }) =>
    inPlace(turn, () => callList(deps, { which, after: date && school ? { date, school } : undefined })),
  );
  router.pressed(unreachedFind, 'replace', (turn, _, data) =>
    inPlace(turn, () => found(deps, unreachedFind.inputs.parse(data).search)),
  );
  router.pressed(unreachedSchool, 'replace', (turn, { school, after }) =>
    inPlace(turn, () => oneSchool(deps, { school, after })),
  );
  router.pressed(unreachedCalled, 'replace', (turn, { school, account, open, after }) =>
    inPlace(turn, async () => {
      const { plan, database, clock } = deps;
      // A card without the mark may have shown anybody.
      if (account === undefined && open === undefined)
        return oneSchool(deps, { school, after, isOther: true });
      const now = clock.now();
      const by = turn.person.accountId;
      const count = await database.transaction((tx) =>
        noteCalled(tx, { plan, school, accountId: account, openMark: open, by, now }),
      );
      if (account !== undefined) return oneSchool(deps, { school, after });
      const outcome = count > 0 ? { done: { count, at: now.toISOString() } } : { isOther: true };
      return oneSchool(deps, { school, after, ...outcome });
    }),
  );
  router.pressed(unreachedTakeBack, 'replace', (turn, { school, account, at, after }) =>
    inPlace(turn, async () => {
      if (account !== undefined) await takeBack(deps.database, { accountId: account });
      else if (at !== undefined) await takeBack(deps.database, { school, at: new Date(at) });
      return oneSchool(deps, { school, after });
    }),
  );
}

async function callList(
  deps: ConversationDeps,
  { which, after }: { which: 'open' | 'called'; after?: UnreachedPlace | undefined },
): Promise<AdaptiveCard> {
  const { plan, database, clock } = deps;
  const page = await unreached(database, { plan, now: clock.now(), which, most: schoolsACard, after });
  return unreachedCard(await unreachedView(deps, page, { which, after }));
}

/** By a part of the domain, or a whole address; one school that is found opens at once. */
async function found(deps: ConversationDeps, typed: string): Promise<AdaptiveCard> {
  const { plan, database, clock } = deps;
  const wanted = typed.trim().toLowerCase();
  // The whole of what is shown again is short, whatever was sent.
  const search = (wanted.split('@').at(-1) ?? wanted).replaceAll(/[^a-z0-9.-]/g, '').slice(0, 100);
  if (search === '') return callList(deps, { which: 'open' });
  const page = await unreached(database, {
    plan,
    now: clock.now(),
    which: 'all',
    most: schoolsACard,
    search,
  });
  const schools = [...new Set(page.schools.map(({ school }) => school))];
  const [only] = schools;
  if (only !== undefined && page.totalSchools === 1) return oneSchool(deps, { school: only });
  // More than a card of them: the card says that another word finds fewer. A page of a search has no next one.
  return unreachedCard(await unreachedView(deps, page, { which: 'found', search }));
}

async function oneSchool(
  deps: ConversationDeps,
  asked: Parameters<typeof unreachedSchoolView>[2],
): Promise<AdaptiveCard> {
  const { plan, database, clock } = deps;
  const { school, after } = asked;
  const page = await unreachedOfSchool(database, {
    plan,
    now: clock.now(),
    school,
    after,
    most: accountsACard,
  });
  return unreachedSchoolCard(await unreachedSchoolView(deps, page, asked));
}
