/** What happens to the rows about a person when they are erased. */
export type Erasure =
  | { kind: 'delete' }
  /** The record stays, with a made-up id in place of the person. `set` may use $1 to $3. */
  | { kind: 'pseudonymise'; set: string };

/** The rows of one kind that are about a person. */
export interface PersonalRows {
  /** What the export calls them. */
  name: string;
  table: string;
  /** Which rows: $1 is the account's object id, or '' where it is not known; $2 its addresses in lower case. */
  where: string;
  /** What the export shows: of other people nothing but what the person wrote to them or they to the person. */
  shows: string;
  /** In which order the export shows them. */
  orderBy: string;
  erasure: Erasure;
}

const ofTheAccount = 'account_id = $1';
const deleted: Erasure = { kind: 'delete' };

/**
 * Every place where something about a person is kept, in the order in which an erasure has to go. docs/data-protection.md
 * lists the same columns; a test of the two fails on a column that neither names.
 *
 * - $3 is the made-up id. It is drawn anew for each erasure and is no function of the person, so nothing leads back.
 * - Questions, their groups and messages with a thumb are kept without whose they are, so they are not here.
 */
export const personalRows: PersonalRows[] = [
  {
    name: 'account',
    table: 'accounts',
    where: 'id = $1',
    shows: `id, upn, display_name, enabled, school_domain, cohort, seen_at, source, last_sign_in, last_sign_in_kind,
            last_sign_in_as_of`,
    orderBy: 'id',
    erasure: deleted,
  },
  {
    name: 'mfaStatus',
    table: 'statuses',
    where: ofTheAccount,
    shows: `methods, registered, not_registered_since, methods_source, methods_as_of, state, state_as_of,
            report_disagrees, asked_at, state_asked_at`,
    orderBy: 'account_id',
    erasure: deleted,
  },
  {
    name: 'connectsTheOldWay',
    table: 'legacy_sign_ins',
    where: ofTheAccount,
    shows: 'protocol, last_day',
    orderBy: 'account_id',
    erasure: deleted,
  },
  {
    name: 'reportHandedOver',
    table: 'report_upload_rows',
    where: 'address = any($2::text[])',
    shows: 'address, methods, registered, as_of, dated',
    orderBy: 'address',
    erasure: deleted,
  },
  {
    name: 'chat',
    table: 'conversations',
    where: ofTheAccount,
    shows: `conversation_id, service_url, bot_id, tenant_id, teams_user_id, installed, blocked, greeted_event, greeted_at,
            known_since, updated_at`,
    orderBy: 'account_id',
    erasure: deleted,
  },
  {
    name: 'installation',
    table: 'installations',
    where: ofTheAccount,
    shows: 'cause, state, why, attempts, installed_at, requested_at, not_before, settled_at',
    orderBy: 'account_id',
    erasure: deleted,
  },
  {
    name: 'keepers',
    table: 'keepers',
    where: ofTheAccount,
    shows: 'id, first_name, joined_at, is_owner, works_at',
    orderBy: 'number',
    erasure: deleted,
  },
  {
    name: 'keeperList',
    table: 'keeper_lists',
    where: ofTheAccount,
    shows: 'closed_at',
    orderBy: 'account_id',
    erasure: deleted,
  },
  {
    name: 'outlookWords',
    table: 'outlook_words',
    where: ofTheAccount,
    shows: 'keeper_id, word, said_at',
    orderBy: 'said_at',
    erasure: deleted,
  },
  {
    name: 'placesInGuides',
    table: 'guide_walks',
    where: ofTheAccount,
    shows: `id, keeper_id, guide_id, trail, state, end_step, method, end_kind, opened_at, updated_at, finished_at,
            shown_at`,
    orderBy: 'opened_at, guide_id',
    erasure: deleted,
  },
  {
    name: 'preferences',
    table: 'preferences',
    where: ofTheAccount,
    shows: 'plain, updated_at',
    orderBy: 'account_id',
    erasure: deleted,
  },
  {
    name: 'lastTopic',
    table: 'last_topics',
    where: ofTheAccount,
    shows: 'article_id, at',
    orderBy: 'account_id',
    erasure: deleted,
  },
  {
    name: 'remindersMade',
    table: 'reminder_cards',
    where: ofTheAccount,
    shows: 'delivery_id, reference, phase_id, phase_date, form, shown, reported_at, made_at',
    orderBy: 'delivery_id',
    erasure: deleted,
  },
  {
    name: 'remindersPutOff',
    table: 'snoozes',
    where: ofTheAccount,
    shows: 'phase_id, phase_date, until_day, used, planned, snoozed_at',
    orderBy: 'phase_date, phase_id',
    erasure: deleted,
  },
  {
    name: 'messagesFromTheBot',
    table: 'deliveries',
    where: ofTheAccount,
    shows: `id, kind, operation, activity_id, sent_activity_id, subject, state, why, attempts, possible_repeats, created_at,
            started_at, settled_at, expires_at`,
    orderBy: 'id',
    // Counted by notices, so they stay. What waits, or is being carried just now, ends with a reason of its own: its
    // carrier finds that it no longer holds it.
    erasure: {
      kind: 'pseudonymise',
      set: `account_id = $3, key = replace(key, $1, $3), activity_id = null, sent_activity_id = null,
            why = case when state in ('due', 'claimed') then 'person-erased' else why end,
            settled_at = case when state in ('due', 'claimed') then clock_timestamp() else settled_at end,
            claimed_by = null, lease_until = null,
            state = case when state in ('due', 'claimed') then 'skipped' else state end`,
    },
  },
  {
    name: 'messagesInOwnTickets',
    table: 'ticket_messages',
    where: 'ticket_id in (select id from tickets where account_id = $1)',
    shows: 'ticket_id, seq, sender, text, at, outcome, outcome_why',
    orderBy: 'ticket_id, seq',
    erasure: deleted,
  },
  {
    name: 'tickets',
    table: 'tickets',
    where: ofTheAccount,
    shows: 'id, number, keeper_id, guide_id, step_id, state, opened_at, closed_at',
    orderBy: 'number',
    erasure: deleted,
  },
  {
    name: 'answersToTickets',
    table: 'ticket_messages',
    where: `author_id = $1 and ticket_id not in (select id from tickets where account_id = $1)`,
    shows: 'ticket_id, seq, text, at',
    orderBy: 'at, ticket_id, seq',
    // What was answered belongs to whoever asked; a reply that has not arrived has nobody to tell of it any more.
    erasure: { kind: 'pseudonymise', set: 'author_id = $3' },
  },
  {
    name: 'ticketsClosed',
    table: 'tickets',
    where: 'closed_by = $1 and account_id <> $1',
    shows: 'number, closed_at',
    orderBy: 'number',
    erasure: { kind: 'pseudonymise', set: 'closed_by = $3' },
  },
  {
    name: 'noticeDrafts',
    table: 'notices',
    where: `author_id = $1 and state = 'draft'`,
    shows: 'id, text, audience, state, created_at',
    orderBy: 'created_at, id',
    erasure: deleted,
  },
  {
    name: 'noticesSent',
    table: 'notices',
    where: `author_id = $1 and state <> 'draft'`,
    shows: 'id, text, audience, state, created_at, sent_at, done_at',
    orderBy: 'created_at, id',
    // Without its card nobody is shown how far it is; it still goes to whom it is for.
    erasure: { kind: 'pseudonymise', set: 'author_id = $3, card_activity_id = null' },
  },
  {
    name: 'callsToThem',
    table: 'reach_calls',
    where: ofTheAccount,
    shows: 'phase_id, phase_date, called_at',
    orderBy: 'called_at, phase_id',
    erasure: deleted,
  },
  {
    name: 'callsMade',
    table: 'reach_calls',
    where: 'called_by = $1 and account_id <> $1',
    shows: 'phase_id, phase_date, called_at',
    orderBy: 'called_at, phase_id',
    erasure: { kind: 'pseudonymise', set: 'called_by = $3' },
  },
  {
    name: 'planChangeDrafts',
    table: 'plan_change_drafts',
    where: 'author_id = $1',
    shows: 'id, what, phase_id, school, date, why, created_at',
    orderBy: 'created_at, id',
    erasure: deleted,
  },
  {
    name: 'planChanges',
    table: 'plan_changes',
    where: 'by_account = $1',
    shows: 'id, what, phase_id, school, date, undoes, why, at',
    orderBy: 'id',
    // The plan is made of them, so they stay.
    erasure: { kind: 'pseudonymise', set: 'by_account = $3' },
  },
  {
    name: 'answersWritten',
    table: 'desk_answers',
    where: 'created_by = $1',
    shows: 'number, state, draft, published, published_at',
    orderBy: 'number',
    erasure: { kind: 'pseudonymise', set: 'created_by = $3' },
  },
  {
    name: 'answersLastChanged',
    table: 'desk_answers',
    where: 'lower(changed_by) = any($2::text[])',
    shows: 'number, changed_at',
    orderBy: 'number',
    erasure: { kind: 'pseudonymise', set: 'changed_by = $3' },
  },
  {
    name: 'changesOfAnswers',
    table: 'desk_answer_history',
    where: `(by_account = $1 or lower(by_upn) = any($2::text[]))`,
    shows: 'answer_id, version, what, at, words',
    orderBy: 'at, answer_id, version',
    erasure: { kind: 'pseudonymise', set: 'by_account = $3, by_upn = $3' },
  },
  {
    name: 'questionsPutAside',
    table: 'asked_groups',
    where: 'lower(settled_by) = any($2::text[])',
    shows: 'id, leader, settled_at',
    orderBy: 'settled_at, id',
    erasure: { kind: 'pseudonymise', set: 'settled_by = $3' },
  },
];
