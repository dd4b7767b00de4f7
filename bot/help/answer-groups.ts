/** A heading of the list of answers, and the articles under it in the order in which they are read. */
interface AnswerGroup {
  title: string;
  articleIds: string[];
}

/** The list of answers by heading. An article that stands nowhere here is listed under {@link otherAnswers}. */
export const answerGroups: AnswerGroup[] = [
  {
    title: 'About MFA',
    articleIds: [
      'what-is-mfa',
      'why-mfa',
      'who-is-affected',
      'enabled-or-enforced',
      'how-often',
      'how-long',
      'opt-out',
      'teams-onedrive-calendar',
    ],
  },
  {
    title: 'Setting it up',
    articleIds: [
      'how-to-set-up',
      'where-to-set-up',
      'which-methods',
      'get-the-app',
      'qr-code',
      'number-to-type',
      'no-smartphone',
      'own-phone',
      'second-method',
      'two-accounts',
      'shared-mailbox',
    ],
  },
  {
    title: 'When something goes wrong',
    articleIds: [
      'lost-phone',
      'new-phone',
      'code-rejected',
      'no-notification',
      'no-signal',
      'unexpected-prompt',
      'forgotten-password',
    ],
  },
  {
    title: 'Outlook and app passwords',
    articleIds: [
      'online-or-client',
      'app-password-what',
      'app-password-who',
      'app-password-how',
      'email-on-phone',
      'copiers-and-programs',
      'pop-imap',
    ],
  },
  {
    title: 'Groups of accounts',
    articleIds: [
      'head-accounts',
      'office-accounts',
      'everyone-else',
      'early-adopter',
      'unused-accounts',
      'recreate-account',
    ],
  },
  {
    title: 'The announcement and the bot',
    articleIds: ['the-sheet', 'guides-and-documents', 'is-this-genuine', 'what-the-bot-knows', 'reminders'],
  },
];

export const otherAnswers = 'More answers';

/** What people ask most: the few answers that the first page names. */
export const commonAnswerIds = [
  'what-is-mfa',
  'which-methods',
  'no-smartphone',
  'own-phone',
  'app-password-who',
  'email-on-phone',
  'unexpected-prompt',
  'shared-mailbox',
];

/** Answers about using the chat itself, and what the pages show by themselves: the schedule and the contacts. */
export const answersElsewhere: ReadonlySet<string> = new Set([
  'what-can-you-do',
  'someone-elses-status',
  'all-dates',
  'contact',
]);
