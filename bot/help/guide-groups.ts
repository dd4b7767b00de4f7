import type { Guide } from '../../services/guides/guide.ts';
import { appPasswordGuideId, setUpMfaGuideId } from '../../services/guides/guide-ids.ts';

/** What somebody needs first who cannot sign in. */
export const urgentGuideIds = ['locked-out', 'lost-phone', 'code-not-accepted'];

/** What is worth having on paper, since it is needed where no screen can be reached. */
export const printedGuideIds = ['locked-out', 'lost-phone', setUpMfaGuideId];

/** The guides as the first page lists them: setting up before what goes wrong, an unknown one with the latter. */
export function groupedGuides(guides: ReadonlyMap<string, Guide>): { title: string; guides: Guide[] }[] {
  const settingUp = settingUpIds.flatMap((id) => guides.get(id) ?? []);
  const others = [...guides.values()].filter(({ id }) => !settingUpIds.includes(id));
  return [
    { title: 'Setting up', guides: settingUp },
    { title: 'When something goes wrong', guides: others.toSorted(urgentFirst) },
  ].filter(({ guides: some }) => some.length > 0);
}

const settingUpIds = [setUpMfaGuideId, appPasswordGuideId, 'shared-mailbox', 'new-phone'];

function urgentFirst(one: Guide, other: Guide): number {
  return rank(one) - rank(other);
}

function rank({ id }: Guide): number {
  const at = urgentGuideIds.indexOf(id);
  return at < 0 ? urgentGuideIds.length : at;
}
