import type { AdaptiveCard } from './card.ts';
import { note } from './elements.ts';

/** Who brought this app to somebody who did not ask for it. */
export interface IntroductionView {
  organisation: string;
  /** 'ICT Service Desk' */
  serviceDesk: string;
}

/**
 * The card with a first line that says whose app this is and why it is there: for the first message to somebody for whom
 * the app was installed. One message instead of a welcome and the message, in whatever order they would arrive.
 */
export function withIntroduction(card: AdaptiveCard, view: IntroductionView): AdaptiveCard {
  return { ...card, body: [note(introductionWords(view), 'none'), ...card.body] };
}

/** The line itself. */
function introductionWords({ organisation, serviceDesk }: IntroductionView): string {
  return `This is a new chat. ${organisation} has added this app to your Teams to help you with multi-factor authentication (MFA), a second step when you sign in. It is run by the ${serviceDesk}. Type help to see what it can do.`;
}
