/**
 * Why an account did not get a message, in words: the codes of bot/outbound/connector-errors and of the decisions
 * at the moment of sending. One that is not listed is shown with its dashes as spaces: readable before it has words.
 */
export function reasonWords(why: string): string {
  return words[why] ?? why.replaceAll('-', ' ');
}

const words: Record<string, string> = {
  'account-disabled': 'sign-in is blocked for the account',
  'account-gone': 'the account no longer exists',
  'already-ready': 'MFA is set up already',
  'already-reminded-today': 'a reminder went to them that day already',
  'app-disabled-by-admin': 'an administrator has switched this app off',
  'app-not-installed': 'this app is not installed in their Teams',
  'bad-request': 'Teams did not accept the message',
  'blocked-by-user': 'they have blocked this app',
  'blocked-or-uninstalled': 'they have blocked or removed this app',
  'bot-not-recognised': 'Teams did not recognise this app',
  'busy-chat': 'the chat was busy each time it was tried',
  cancelled: 'the notice was cancelled',
  'card-gone': 'the card that it would change is no longer there',
  'chat-or-message-gone': 'the chat is gone',
  'connection-broken': 'the connection to Teams broke each time it was tried',
  'date-moved': 'the date in the plan has moved',
  'guide-gone': 'the guide is no longer there',
  'internal-error': 'something went wrong on our side',
  'just-asked': 'Microsoft is being asked',
  'membership-unknown':
    'Microsoft has not said if they are in the service desk; these are held until it does',
  'message-too-large': 'the message was too long for Teams',
  'microsoft-busy': 'Microsoft is busy and asked us to wait',
  'moved-on': 'they went on in the guide before the answer came',
  'no-bot-token': 'this app could not sign in to Teams',
  'no-connection': 'Teams could not be reached',
  'not-enough-permissions': 'this app may not write to them',
  'not-service-desk': 'they are no longer in the service desk',
  'notice-gone': 'the notice no longer exists',
  'phase-removed': 'the plan no longer has this date',
  'refused-without-reason': 'Teams refused the message and gave no reason',
  'service-url-not-allowed': 'their chat is on an address that this app does not trust',
  'status-unknown': 'Microsoft has not said if MFA is set up; these are held until it does',
  'teams-error': 'Teams had an error',
  'teams-unavailable': 'Teams was not available',
  throttled: 'Teams asked us to slow down each time it was tried',
  'ticket-closed': 'the ticket was closed before',
  'ticket-gone': 'the ticket no longer exists',
  'timed-out': 'Teams did not answer in time',
  'too-late': 'it could not be sent in time',
  'unexpected-answer': 'Teams gave an answer that is not known',
  'wrong-service-url': 'their chat has moved to another address',
};
