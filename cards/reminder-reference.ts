import { type AdaptiveCard, card } from './card.ts';
import { fact, header, note, paragraph, title } from './elements.ts';
import type { DateWords, Surface } from './standing.ts';
import { sentence } from './words-dates.ts';
import { surfaceName } from './words-surface.ts';

/** What the service desk is told of a reference. `at` is when it was sent, in words. */
export type ReminderReferenceView = { serviceDesk: string } & (
  | { kind: 'unknown' }
  | {
      kind: 'genuine';
      reference: string;
      at: string;
      /** What the reminder spoke of, and the school it went to. */
      surface?: Surface;
      when: DateWords;
      school?: string;
    }
);

/** Whether a reference is one of ours; nobody's name or address. */
export function reminderReferenceCard(view: ReminderReferenceView): AdaptiveCard {
  return card(reminderReferenceSummary(view), [
    ...header(`For the ${view.serviceDesk}`),
    ...(view.kind === 'unknown'
      ? [
          title('Not known'),
          paragraph('I have sent no message with this reference, or it is too old. Look at it once more.'),
        ]
      : [
          title(`${view.reference} is genuine`),
          paragraph('I have sent a reminder with this reference.'),
          fact('Sent', view.at),
          fact('About', aboutWords(view), view.when),
          ...(view.school === undefined ? [] : [fact('School', view.school)]),
        ]),
    note(
      'A reference can be copied. A message that asks for a password or a code is not ours, whatever it carries.',
    ),
  ]);
}

/** The same in plain words. */
export function reminderReferenceSummary(view: ReminderReferenceView): string {
  return view.kind === 'unknown'
    ? 'I know no message with this reference.'
    : `${view.reference} is genuine: sent ${view.at}, about ${aboutWords(view)}.`;
}

function aboutWords({ surface }: Extract<ReminderReferenceView, { kind: 'genuine' }>): string {
  return surface === undefined ? 'A date that has left the plan' : sentence(surfaceName(surface));
}
