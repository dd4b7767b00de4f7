import type { GuideNumbers } from '../../cards/guide-numbers.ts';
import { factsOfAnybody } from '../../services/guides/facts.ts';
import type { Guide } from '../../services/guides/guide.ts';
import { stoppedAfterMs } from '../../services/guides/guide-metrics.ts';
import { shownStep } from '../../services/guides/passage.ts';
import { wordsOf } from '../../services/guides/step-words.ts';
import { walkNumbers } from '../../services/guides/walks.ts';
import { alone, partsOf, smallest } from '../../services/progress/disclosure.ts';
import type { ConversationDeps } from '../conversations/deps.ts';

const methodWords: Record<string, string> = {
  authenticator: 'Authenticator app',
  phone: 'text or call',
  passkey: 'passkey or security key',
  'hardware-token': 'hardware token',
  none: 'none of these',
};

/** How the guides go, in the order in which the product lists them; no names, no accounts and no figure under five. */
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
    const opened = numbers?.opened ?? 0;
    const finished = numbers?.done ?? 0;
    return {
      title: guide.title,
      opened: alone(opened),
      finished: partsOf([finished, opened - finished])[0] ?? alone(finished),
      usualTime:
        numbers?.medianSeconds === undefined || finished < smallest
          ? undefined
          : minutes(numbers.medianSeconds),
      stops: (numbers?.stopped ?? [])
        .filter(({ count }) => count >= smallest)
        .map(({ stepId, count }) => ({ step: titleOf(guide, stepId), count })),
      methods: shownMethods(numbers?.methods ?? []),
    };
  });
}

/** Every method that can be chosen, also one that nobody chose: else one with few would be known to have somebody. */
function shownMethods(chosen: { method: string; count: number }[]): GuideNumbers['methods'] {
  if (chosen.length === 0) return [];
  const names = [...new Set([...chosen.map(({ method }) => method), ...Object.keys(methodWords)])];
  const figures = partsOf(names.map((name) => chosen.find(({ method }) => method === name)?.count ?? 0));
  return names.flatMap((name, index) => {
    const count = figures[index];
    return count === undefined || count.kind === 'withheld'
      ? []
      : [{ method: methodWords[name] ?? name, count }];
  });
}

function minutes(seconds: number): string {
  if (seconds < 60) return 'under a minute';
  if (seconds < 2 * 60 * 60) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} hours`;
}
