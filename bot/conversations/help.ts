import { helpShow } from '../../cards/actions/help.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { helpCard } from '../../cards/help.ts';
import { appPasswordGuideId, setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import { rightsOf } from '../person.ts';
import type { Router } from '../router.ts';
import type { Turn } from '../turn.ts';
import { contactView, whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

/** `help`: what this person can type, by their role at this moment. */
export function registerHelp(router: Router, deps: ConversationDeps): void {
  const show = async ({ person }: Turn): Promise<AdaptiveCard> =>
    helpCard({
      who: person.account ? whoView(deps.plan, person.account.upn) : { address: '' },
      serviceDesk: (await rightsOf(deps, person)) === 'member',
      guide: setUpMfaGuideId,
      guides: guidesInGroups(deps),
      contact: contactView(deps.plan),
    });
  router.typed('help', /^(help( me)?|menu|what can you do)$/i, async (turn) => {
    await turn.send(await show(turn));
  });
  router.pressed(helpShow, 'new-message', show);
}

function guidesInGroups({ guides }: ConversationDeps) {
  const named = (ids: string[]) =>
    [...guides.values()]
      .filter(({ id }) => ids.includes(id))
      .map(({ id, command, title }) => ({ id, command, title }));
  const settingUp = [setUpMfaGuideId, 'shared-mailbox'];
  const first = [...settingUp, appPasswordGuideId];
  return {
    setUp: named(settingUp),
    appPassword: named([appPasswordGuideId]),
    trouble: named([...guides.keys()].filter((id) => !first.includes(id))),
  };
}
