import type { GraphFailure } from '../graph/client.ts';

/** Said where Graph answered 429: asked again a little later it will answer. */
export const busyForNow = 'Microsoft is busy and asked us to wait';

/** Said where this app lacks the permission, or has no access to Graph at all: asking again soon changes nothing. */
export const notAllowed = 'Microsoft did not let us look this up';

/** Whether Graph did not let this app ask, which an administrator can change and time cannot. */
export function isRefusal({ code }: GraphFailure): boolean {
  return code === 'forbidden' || code === 'no-licence' || code === 'no-token' || code === 'unauthorised';
}

/** Why something is not known, as a clause for people: it follows "We could not check this:" and carries no codes. */
export function whyUnknown(failure: GraphFailure): string {
  switch (failure.code) {
    case 'unavailable':
      return 'Microsoft did not answer';
    case 'throttled':
      return busyForNow;
    case 'bad-reply':
      return 'Microsoft gave an answer that we could not read';
    case 'not-found':
      return 'Microsoft does not know this account any more';
    case 'no-token':
    case 'unauthorised':
    case 'forbidden':
    case 'no-licence':
    case 'refused':
      return notAllowed;
  }
}
