import { execute, submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import {
  guideBack,
  guideCheck,
  guideLater,
  guideRestart,
  guideSaid,
  guideStart,
  guideStuck,
  guideWorks,
} from './actions/guide.ts';
import { keepersShow } from './actions/keepers.ts';
import { statusShow } from './actions/status.ts';
import type { Action, AdaptiveCard, Element } from './card.ts';
import {
  bullets,
  heading,
  linkRow,
  note,
  panel,
  panelHeading,
  paragraph,
  primary,
  title,
} from './elements.ts';
import { type GuidePlace, type GuideSubject, guideCard, readerOf } from './guide-frame.ts';
import { getOutlookWorking } from './next-button.ts';
import type { Contact, EffectView, Who } from './standing.ts';
import { outlookAfterSetUp } from './words-after-set-up.ts';
import { helpLine } from './words-contact.ts';
import { joined } from './words-dates.ts';
import { finishedLines } from './words-keepers.ts';

/** Who of a shared account said "mine works", and who did not yet; `waiting` is empty once the list is closed. */
export interface KeepersDone {
  done: string[];
  waiting: string[];
}

/** What Microsoft answered at the end of the guide, and what the keeper said then. `at` in words: '09:40 today'. */
export type GuideResult =
  | {
      kind: 'done';
      /** In words, at least one. */
      methods: string[];
      at: string;
      effect: EffectView;
      /** The guide that gets installed Outlook working, where it is affected now. */
      outlookGuide?: string;
      /** Present where several people share the account. */
      keepers?: KeepersDone;
    }
  /** A keeper of a shared account pressed "Mine works". */
  | { kind: 'works'; keepers: KeepersDone; outlookGuide?: string }
  /** Microsoft takes longer than a person should wait; an edit of this card or a new message brings the answer. */
  | { kind: 'still-asking'; comesAs: 'edit' | 'message' }
  | { kind: 'not-yet'; at: string; link?: { title: string; url: string } }
  /** Somebody who had a second step went to add another one, and Microsoft knows only what was there before. */
  | {
      kind: 'not-added';
      /** What was chosen and what Microsoft knows, in words. */
      chosen: string;
      methods: string[];
      at: string;
      link?: { title: string; url: string };
    }
  | { kind: 'unanswered'; at: string }
  /** This app may not ask Microsoft: the page shows it, and the person says it. */
  | { kind: 'cannot-look'; link?: { title: string; url: string } }
  /** They said so. */
  | { kind: 'said' };

/** The end of the guide that sets up MFA. */
export interface GuideResultView extends GuideSubject {
  place: GuidePlace;
  result: GuideResult;
  contact: Contact;
}

/** How a late answer comes. */
const comesBy = {
  edit: 'This card changes by itself when the answer comes.',
  message: 'The answer comes here by itself.',
};

/** Takes the place of the guide's last step. */
export function guideResultCard(view: GuideResultView): AdaptiveCard {
  return guideCard(view, {
    summary: guideResultSummary(view),
    body: body(view),
    actions: buttons(view),
  });
}

/** The result in plain words. */
export function guideResultSummary({ result, who }: GuideResultView): string {
  switch (result.kind) {
    case 'done':
      return `Done: MFA is set up for ${who.address} with ${joined(result.methods)}.`;
    case 'works':
      return `Yours works. ${finishedLines(result.keepers).join(' ')}`;
    case 'still-asking':
      return `I am still asking Microsoft about ${who.address}. ${comesBy[result.comesAs]}`;
    case 'not-yet':
      return `Not yet: Microsoft does not see a second step for ${who.address}, checked at ${result.at}.`;
    case 'not-added':
      return `Not yet: Microsoft does not see ${result.chosen} for ${who.address}, checked at ${result.at}.`;
    case 'unanswered':
      return `Microsoft did not answer at ${result.at}. Nothing is lost. Please try again.`;
    case 'cannot-look':
      return `I cannot look this up for ${who.address}. Is what you added on the security info page?`;
    case 'said':
      return `Thank you. I have noted that MFA is set up for ${who.address}.`;
  }
}

function body({ result, who, keeper, contact }: GuideResultView): Element[] {
  switch (result.kind) {
    case 'done':
      return done(result);
    case 'works':
      return [
        title(result.keepers.waiting.length === 0 ? 'This mailbox is done' : 'Yours works'),
        paragraph(
          keeper === undefined
            ? 'Thank you. I have noted it.'
            : `Thank you, ${keeper.firstName}. I have noted it.`,
        ),
        ...finishedLines(result.keepers).map((line) => paragraph(line)),
      ];
    case 'still-asking':
      return [
        title('I am still asking Microsoft'),
        paragraph(`${comesBy[result.comesAs]} You do not have to wait.`),
      ];
    case 'not-yet':
      return [
        title('Not yet'),
        paragraph(`Microsoft does not see a second step for this account yet, checked at ${result.at}.`),
        ...whatToDo(who),
        ...linkRow(result.link),
        note(`Still not there? ${helpLine(contact)}`),
      ];
    case 'not-added':
      return [
        title('Not there yet'),
        paragraph([
          'Microsoft does not see ',
          { strong: result.chosen },
          ` for this account yet. It knows ${joined(result.methods)}, checked at ${result.at}.`,
        ]),
        ...whatToDo(who),
        ...linkRow(result.link),
        note(`Still not there? ${helpLine(contact)}`),
      ];
    case 'unanswered':
      return [
        title('Microsoft did not answer'),
        paragraph(`I asked at ${result.at} and got no answer, so I do not know if MFA is set up.`),
        paragraph('Nothing is lost and your place is kept. Try again in a minute, or come back later.'),
        note(`If it goes on: ${helpLine(contact)}`),
      ];
    case 'cannot-look':
      return [
        title('Please look yourself'),
        paragraph('I may not ask Microsoft about this account, so I cannot check it for you.'),
        paragraph([
          'Open the security info page. Is ',
          { strong: 'what you added' },
          ' in the list? Then press "Yes, it is there".',
        ]),
        ...linkRow(result.link),
        note(`Not in the list? Go back and do the last step again. ${helpLine(contact)}`),
      ];
    case 'said':
      return [
        title('Thank you. You are done'),
        paragraph('I have noted what you told me. I could not check it with Microsoft.'),
        secondOne,
        note(`Does sign-in not work? ${helpLine(contact)}`),
      ];
  }
}

type Done = Extract<GuideResult, { kind: 'done' }>;

function done(result: Done): Element[] {
  return [
    title('Done. MFA is set up'),
    paragraph(['Microsoft knows ', { strong: joined(result.methods) }, ' for this account.']),
    ...(result.keepers === undefined ? [] : [askKeeper(result.keepers)]),
    panel([
      panelHeading('What happens to Outlook'),
      ...outlookAfterSetUp(result.effect).map((line) => paragraph(line, 'small')),
    ]),
    // With others still waiting, one thing at a time: "Mine works".
    ...(result.methods.length > 1 || (result.keepers?.waiting.length ?? 0) > 0 ? [] : [secondOne]),
    note(`Microsoft said this at ${result.at}.`),
  ];
}

/** Microsoft sees devices, not people: whose device it is, only the person can say. */
function askKeeper(keepers: KeepersDone): Element {
  return panel([
    panelHeading('Is your own device there?'),
    paragraph(
      'I cannot see whose device it is. Sign in once with your own. If that works, press "Mine works".',
      'small',
    ),
    ...finishedLines(keepers).map((line) => paragraph(line, 'small')),
  ]);
}

const secondOne = paragraph([
  { strong: 'Add a second one. ' },
  'If you lose your phone, another sign-in method lets you in. Press "Add another" to go through it.',
]);

function whatToDo({ address }: Who): Element[] {
  return [
    heading('What to do'),
    ...bullets([
      'Wait a minute, then check again. It can take a moment to show.',
      `Look at the top right of the security info page: it must be ${address} that is signed in.`,
      'Finish on that page until it says that the method was added.',
    ]),
  ];
}

function buttons({ result, place, keeper }: GuideResultView): Action[] {
  const back = execute(guideBack, 'Back', place);
  const stuck = execute(guideStuck, "I'm stuck", place);
  switch (result.kind) {
    case 'done': {
      const outlook = outlookButton(result.outlookGuide, keeper?.id);
      const another = execute(guideRestart, 'Add another', place);
      const main =
        result.keepers === undefined
          ? [...outlook, submit(statusShow, 'My status', {})]
          : [execute(guideWorks, 'Mine works', place), ...outlook];
      return [...withPrimary(main), another, stuck];
    }
    case 'works':
      return withPrimary([
        ...outlookButton(result.outlookGuide, keeper?.id),
        submit(keepersShow, 'Who uses this mailbox', {}),
        submit(statusShow, 'My status', {}),
      ]);
    case 'still-asking':
      return [back];
    case 'not-yet':
    case 'not-added':
      return [primary(execute(guideCheck, 'Check again', place)), back, stuck, notNow(place)];
    case 'unanswered':
      return [primary(execute(guideCheck, 'Try again', place)), back, notNow(place)];
    case 'cannot-look':
      return [primary(execute(guideSaid, 'Yes, it is there', place)), back, stuck, notNow(place)];
    case 'said':
      return [primary(submit(datesShow, 'Dates', {})), execute(guideRestart, 'Add another', place), stuck];
  }
}

function notNow(place: GuidePlace): Action {
  return execute(guideLater, 'Not now', place);
}

function outlookButton(guide: string | undefined, keeper: string | undefined): Action[] {
  return guide === undefined ? [] : [submit(guideStart, getOutlookWorking, { guide, ...readerOf(keeper) })];
}

function withPrimary([first, ...rest]: Action[]): Action[] {
  return first === undefined ? [] : [primary(first), ...rest];
}
