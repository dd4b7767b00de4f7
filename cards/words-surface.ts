import type { Surface } from './standing.ts';

/** The two ways into a mailbox, by the names that every card uses. */
export function surfaceWords(surface: Surface): string {
  return surface === 'online' ? 'Outlook on the web' : 'Installed Outlook, the program on your computer';
}

/** The same within a sentence: 'Outlook on the web', 'installed Outlook'. */
export function surfaceName(surface: Surface): string {
  return surface === 'online' ? 'Outlook on the web' : 'installed Outlook';
}
