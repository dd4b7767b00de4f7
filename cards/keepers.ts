import { execute, submit } from './actions/action.ts';
import { guideStart } from './actions/guide.ts';
import { keeperLeft, keeperOwner, keepersClose } from './actions/keepers.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import {
  bullets,
  buttonRow,
  header,
  heading,
  panel,
  panelHeading,
  paragraph,
  primary,
  title,
  type Words,
  withoutInputs,
} from './elements.ts';
import type { KeeperName } from './guide-frame.ts';
import { plainCard } from './plain.ts';
import type { Contact, Who } from './standing.ts';

/** One of the people who use the mailbox. */
interface KeeperRow extends KeeperName {
  isOwner: boolean;
  /** Said "mine works". */
  works: boolean;
  /** When they said so, in words: 'Monday 12 November 2018'. */
  saidAt?: string;
}

/** Who uses a shared mailbox. */
export interface KeepersView {
  who: Who;
  /** The guide that sets up MFA. */
  guide: string;
  /** In the order of joining; who left is not among them. */
  keepers: KeeperRow[];
  /** When the owner closed the list, in words; absent while it is open. */
  closedAt?: string;
  contact: Contact;
  plain?: boolean;
}

/** How many keepers have buttons of their own; a longer list has one choice for all of them, or it would pass 28 KB. */
const mostRows = 8;

/** Who has finished, who is missing, and what can be changed about it; it updates in place. */
export function keepersCard(view: KeepersView): AdaptiveCard {
  const found = card(
    keepersSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title('Who uses this mailbox'),
      ...closedPanel(view),
      ...people(view),
      ...ownerPart(view),
      heading('When somebody joins or leaves'),
      ...bullets([
        'Joins: they press "Set up mine" and give their first name.',
        'Leaves: take them off here, remove their device on the security info page, and change the password.',
      ]),
      heading('The better way'),
      paragraph(
        'A shared mailbox: each person signs in with their own account and opens this mailbox from there. Nobody ' +
          `shares a password or a second step. The ${view.contact.serviceDesk} can change it: type "talk to a person".`,
      ),
    ],
    [primary(withoutInputs(submit(guideStart, 'Set up mine', { guide: view.guide })))],
  );
  return view.plain ? plainCard(found) : found;
}

/** Who is missing, in plain words. */
export function keepersSummary(view: KeepersView): string {
  const { keepers, who } = view;
  if (keepers.length === 0) return `Nobody has said yet that they use ${who.address}.`;
  const finished = keepers.filter(({ works }) => works).length;
  return `${who.address} is used by ${keepers.length}: ${finished} done. ${stateWords(view)}`;
}

function stateWords({ keepers, closedAt }: KeepersView): string {
  if (closedAt !== undefined) return 'The list is closed, so the account counts as done.';
  return keepers.every(({ works }) => works)
    ? 'The account counts as done.'
    : 'The account is done when everybody is.';
}

function closedPanel({ closedAt }: KeepersView): Element[] {
  if (closedAt === undefined) return [];
  return [
    panel([
      panelHeading(`Closed since ${closedAt}`),
      paragraph(
        'This account counts as done, without those who are missing. The list opens again by itself when somebody ' +
          'new gives their first name.',
        'small',
      ),
    ]),
  ];
}

function people(view: KeepersView): Element[] {
  const { keepers } = view;
  if (keepers.length === 0) {
    return [
      paragraph('Nobody has said yet that they use it. Whoever is first becomes the owner of the list.'),
    ];
  }
  const state = view.closedAt === undefined ? [paragraph(stateWords(view))] : [];
  if (keepers.length > mostRows) return [...state, ...bullets(keepers.map(lineOf)), ...chooser(keepers)];
  return [
    ...state,
    ...keepers.map(
      (keeper): Element => ({
        type: 'Container',
        spacing: 'large',
        items: [
          paragraph(lineOf(keeper), 'none'),
          { type: 'ActionSet', spacing: 'small', actions: rowButtons(keeper) },
        ],
      }),
    ),
  ];
}

function lineOf({ firstName, isOwner, works, saidAt }: KeeperRow): Words {
  const said = works ? `done${saidAt === undefined ? '' : `, said so on ${saidAt}`}` : 'not done yet';
  return [{ strong: firstName }, `${isOwner ? ', owner of the list' : ''}: ${said}`];
}

function rowButtons({ id, firstName, isOwner }: KeeperRow): Action[] {
  return [
    execute(keeperLeft, `${firstName} left`, { keeper: id }),
    ...(isOwner ? [] : [execute(keeperOwner, `Make ${firstName} the owner`, { keeper: id })]),
  ];
}

/** One choice of a name for both buttons: the input has the name of the payload's field. */
function chooser(keepers: KeeperRow[]): Element[] {
  return [
    {
      type: 'Input.ChoiceSet',
      id: 'keeper',
      label: 'Change the list for',
      style: 'compact',
      wrap: true,
      isRequired: true,
      errorMessage: 'Choose a name first',
      placeholder: 'Choose a name',
      choices: keepers.map(({ id, firstName }) => ({ title: firstName, value: id })),
      spacing: 'large',
    },
    {
      type: 'ActionSet',
      spacing: 'small',
      actions: [execute(keeperLeft, 'They left', {}), execute(keeperOwner, 'Make them the owner', {})],
    },
  ];
}

/** What the owner does. Only the owner closes the list, so the button stands where there is one, with what it means. */
function ownerPart({ keepers, closedAt }: KeepersView): Element[] {
  const owner = keepers.find(({ isOwner }) => isOwner);
  if (owner === undefined) return [];
  const waiting = keepers.filter(({ works }) => !works);
  const canClose = closedAt === undefined && waiting.length > 0;
  return [
    heading('What the owner does'),
    paragraph([{ strong: owner.firstName }, ' looks after this list and takes off people who leave.']),
    ...(canClose
      ? [
          paragraph(
            `As the owner, ${owner.firstName} can also close the list. The account then counts as done without those ` +
              'who are missing, and nobody reminds them any more.',
          ),
          ...buttonRow(
            withoutInputs(
              execute(keepersClose, 'Close the list', { keeper: owner.id, seen: keepers.length }),
            ),
          ),
        ]
      : []),
  ];
}
