import { execute, submit } from './actions/action.ts';
import { guideBack, guideCheck, guideRestart } from './actions/guide.ts';
import { questionAsk } from './actions/question.ts';
import { statusShow } from './actions/status.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, header, heading, linkRow, note, panel, paragraph, primary, title } from './elements.ts';
import type { GuidePlace } from './guide-step.ts';
import type { Contact, EffectView, Who } from './standing.ts';
import { outlookAfterSetUp } from './words-after-set-up.ts';
import { helpLine } from './words-contact.ts';
import { joined } from './words-dates.ts';

/** What Microsoft answered at the end of the guide. `at` in words: '09:40 today'. */
export type GuideResult =
  | {
      kind: 'done';
      /** In words, at least one. */
      methods: string[];
      at: string;
      effect: EffectView;
      /** The article that explains app passwords, where one is of use now. */
      appPasswordArticle?: string;
    }
  | { kind: 'not-yet'; at: string; link?: { title: string; url: string } }
  | { kind: 'unanswered'; at: string };

/** The end of the guide that sets up MFA. */
export interface GuideResultView {
  who: Who;
  place: GuidePlace;
  guideTitle: string;
  result: GuideResult;
  contact: Contact;
}

/** Takes the place of the guide's last step. */
export function guideResultCard(view: GuideResultView): AdaptiveCard {
  return card(
    guideResultSummary(view),
    [...header(view.guideTitle, view.who.address), ...body(view)],
    buttons(view),
  );
}

/** The result in plain words. */
export function guideResultSummary({ result, who }: GuideResultView): string {
  switch (result.kind) {
    case 'done':
      return `Done: MFA is set up for ${who.address} with ${joined(result.methods)}.`;
    case 'not-yet':
      return `Not yet: Microsoft does not see a second step for ${who.address}, checked at ${result.at}.`;
    case 'unanswered':
      return `Microsoft did not answer at ${result.at}. Nothing is lost. Please try again.`;
  }
}

function body({ result, who, contact }: GuideResultView): Element[] {
  switch (result.kind) {
    case 'done':
      return [
        title('Done. MFA is set up'),
        paragraph([`Microsoft knows `, { strong: joined(result.methods) }, ' for this account.']),
        panel([
          paragraph([{ strong: 'What happens to Outlook' }], 'none'),
          ...outlookAfterSetUp(result.effect).map((line) => paragraph(line, 'small')),
        ]),
        ...(result.methods.length > 1
          ? []
          : [
              paragraph([
                { strong: 'Add a second one. ' },
                'If you lose your phone, another sign-in method lets you in. You can add it on the security info page.',
              ]),
            ]),
        ...(who.shared ? [paragraph('Each person who uses this account needs their own second step.')] : []),
        note(`Microsoft said this at ${result.at}.`),
      ];
    case 'not-yet':
      return [
        title('Not yet'),
        paragraph(`Microsoft does not see a second step for this account yet, checked at ${result.at}.`),
        heading('What to do'),
        ...bullets([
          'Wait a minute, then check again. It can take a moment to show.',
          `Look at the top right of the security info page: it must be ${who.address} that is signed in.`,
          'Finish on that page until it says that the method was added.',
        ]),
        ...linkRow(result.link),
        note(`Still not there? ${helpLine(contact)}`),
      ];
    case 'unanswered':
      return [
        title('Microsoft did not answer'),
        paragraph(`I asked at ${result.at} and got no answer, so I do not know if MFA is set up.`),
        paragraph('Nothing is lost and your place is kept. Please try again in a minute.'),
        note(`If it goes on: ${helpLine(contact)}`),
      ];
  }
}

function buttons({ result, place }: GuideResultView): Action[] {
  switch (result.kind) {
    case 'done':
      return [
        result.appPasswordArticle === undefined
          ? primary(submit(statusShow, 'My status', {}))
          : primary(submit(questionAsk, 'App passwords', { id: result.appPasswordArticle })),
        execute(guideRestart, 'Add another', place),
      ];
    case 'not-yet':
      return [primary(execute(guideCheck, 'Check again', place)), execute(guideBack, 'Back', place)];
    case 'unanswered':
      return [primary(execute(guideCheck, 'Try again', place)), execute(guideBack, 'Back', place)];
  }
}
