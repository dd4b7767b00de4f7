import { execute } from './actions/action.ts';
import { guideStep } from './actions/guide.ts';
import { ticketOpen, ticketTextMax } from './actions/ticket.ts';
import type { AdaptiveCard, Element } from './card.ts';
import { bullets, heading, note, paragraph, primary, title, withoutInputs } from './elements.ts';
import { type GuidePlace, type GuideSubject, guideCard } from './guide-frame.ts';
import type { Contact } from './standing.ts';
import { outsideLine } from './words-contact.ts';

/** Somebody pressed "I'm stuck". */
export interface GuideStuckView extends GuideSubject {
  place: GuidePlace;
  /** The step's own title. */
  stepTitle: string;
  /** What usually helps at this step, a sentence each; may be empty. */
  helps: string[];
  /** A new UUID each time that the card is shown: two presses of its button make one ticket. */
  requestId: string;
  contact: Contact;
}

/** What usually helps here, then the way to a person; the step itself has not moved. */
export function guideStuckCard(view: GuideStuckView): AdaptiveCard {
  const { place, requestId, contact } = view;
  const ask = `Ask the ${contact.serviceDesk}`;
  return guideCard(view, {
    summary: guideStuckSummary(view),
    body: [
      paragraph(['You are at: ', { strong: view.stepTitle }]),
      ...help(view),
      heading('Ask a person'),
      paragraph(
        `The ${contact.serviceDesk} sees which step you are on and answers in this chat. You do not have to write anything.`,
      ),
      {
        type: 'Input.Text',
        id: 'text',
        label: 'What do you see? Leave out passwords and codes.',
        isMultiline: true,
        maxLength: ticketTextMax,
        errorMessage: `Write at most ${ticketTextMax.toLocaleString('en-GB')} characters`,
        spacing: 'medium',
      },
      note(`In a hurry? ${outsideLine(contact)}`),
    ],
    actions: [
      primary(execute(ticketOpen, ask, { requestId, ...place })),
      withoutInputs(execute(guideStep, 'Back to the step', place)),
    ],
  });
}

/** The first thing that helps, or the way to a person. */
export function guideStuckSummary({ guideTitle, helps, contact }: GuideStuckView): string {
  return `Stuck in ${guideTitle}? ${helps[0] ?? `Ask the ${contact.serviceDesk}.`}`;
}

function help({ helps }: GuideStuckView): Element[] {
  if (helps.length === 0) return [title('Let a person help you')];
  return [title('What usually helps here'), ...bullets(helps)];
}
