import type { Guide } from '../../services/guides/guide.ts';
import type { Related } from '../../services/knowledge/answer.ts';

/** Where an answer leads on the pages; undefined where it leads into the chat only. */
export function relatedLink(
  related: Related,
  guides: ReadonlyMap<string, Guide>,
): { url: string; label: string } | undefined {
  if (related.kind === 'command') {
    return related.command === 'dates' ? { url: '/help/dates', label: 'All dates' } : undefined;
  }
  const guide = guides.get(related.guide);
  return guide && { url: `/help/guides/${guide.id}`, label: `${guide.title}, step by step` };
}
