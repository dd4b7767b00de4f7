import { type AdaptiveCard, card } from './card.ts';
import { paragraph, primary, title } from './elements.ts';

/** For a group chat or a channel. `link` opens the reader's own chat with the bot. */
export interface PersonalChatView {
  link: string;
}

/** The offer of a private answer. Everybody here reads it, so it names nobody and no account. */
export function personalChatCard({ link }: PersonalChatView): AdaptiveCard {
  return card(
    personalChatSummary(),
    [
      title('Let us talk in private'),
      paragraph(
        'I help people set up MFA: a second step when you sign in, besides your password. I have guides with ' +
          'pictures, dates and answers.',
      ),
      paragraph(
        'I answer in private, because what I say is about one account: its dates, its steps and how it stands. ' +
          'Nobody else should read that here.',
      ),
      paragraph('Open our chat, then type "help" to see what I can do.'),
    ],
    [primary({ type: 'Action.OpenUrl', title: 'Open our chat', url: link })],
  );
}

/** The same in plain words. */
export function personalChatSummary(): string {
  return 'I answer in private, because what I say is about one account. Open our chat and type "help".';
}
