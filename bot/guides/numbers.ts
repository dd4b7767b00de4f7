import type { GuideNumbers } from '../../cards/guide-numbers.ts';
import { factsOfAnybody } from '../../services/guides/facts.ts';
import type { Guide } from '../../services/guides/guide.ts';
import { stoppedAfterMs } from '../../services/guides/guide-metrics.ts';
import { shownStep } from '../../services/guides/passage.ts';
import { wordsOf } from '../../services/guides/step-words.ts';
import { walkNumbers } from '../../services/guides/walks.ts';
import type { ConversationDeps } from '../conversations/deps.ts';

const methodWords: Record<string, string> = {
  authenticator: 'Authenticator app',
  phone: 'text or call',
  passkey: 'passkey or security key',
  'hardware-token': 'hardware token',
  none: 'none of these',
};

/** How the guides go, in the order in which the product lists them; no names and no accounts. */
export async function guideNumbers(
  { database, guides, plan, clock }: Pick<ConversationDeps, 'database' | 'guides' | 'plan' | 'clock'>,
  now: Date,
): Promise<GuideNumbers[]> {
  const found = await walkNumbers(database, { stoppedBefore: new Date(now.getTime() - stoppedAfterMs) });
  const facts = factsOfAnybody(plan, clock.now());
  const titleOf = (guide: Guide, stepId: string) => {
    const step = shownStep(guide, stepId);
    return step ? wordsOf(step, facts).title : stepId;
  };
  return [...guides.values()].map((guide) => {
    const numbers = found.find(({ guideId }) => guideId === guide.id);
    return {
      title: guide.title,
      opened: numbers?.opened ?? 0,
      finished: numbers?.done ?? 0,
      usualTime: numbers?.medianSeconds === undefined ? undefined : minutes(numbers.medianSeconds),
      stops: (numbers?.stopped ?? []).map(({ stepId, count }) => ({ step: titleOf(guide, stepId), count })),
      methods: (numbers?.methods ?? []).map(({ method, count }) => ({
        method: methodWords[method] ?? method,
        count,
      })),
    };
  });
}

function minutes(seconds: number): string {
  if (seconds < 60) return 'under a minute';
  if (seconds < 2 * 60 * 60) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} hours`;
}
