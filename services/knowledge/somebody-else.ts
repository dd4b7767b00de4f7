/** The article for whoever asks how far somebody else is. */
export const somebodyElseArticleId = 'someone-elses-status';

/**
 * Whether a message asks if another person, named or described, is set up: "Has Mrs B been switched over yet?", "is my
 * deputy's account ready?". That is refused by its words as well as by retrieval, because the nearest neighbour answers
 * about the asker's own account, as if it were the other one's. `message` is read in the spelling of `normalise`. Pure.
 */
export function asksAboutSomebodyElse(message: string): boolean {
  return asked.test(message) || wantedToKnow.test(message);
}

const title = String.raw`(?:mr|mrs|miss|ms|dr|sir|father|sister)\s+\p{L}+`;
const role = `(?:mate|colleagues?|deputy|head|headteacher|boss|ta|secretary|bursar|caretaker|cook|governor|teacher|manager|assistant|friend|wife|husband|partner|job share|cleaner|technician|trainee)`;
const somebody = `(?:${title}|(?:my|our)\\s+(?:\\p{L}+\\s+)?${role}|(?:her|his)\\s+(?:account|mailbox|email)|\\S+@\\S+)`;
const isDone = String.raw`(?:set\s+(?:\p{L}+\s+){0,2}up|done|ready|registered|switched|turned on|enabled|enforced|finished|completed|sorted|signed up|activated|on mfa|got it|got mfa)`;
const asked = new RegExp(`\\b(?:has|have|did|is|was)\\s+${somebody}(?:\\s+\\S+){0,7}?\\s+${isDone}\\b`, 'u');
const wantedToKnow = new RegExp(
  `\\b(?:know|tell|see|check|say|find out)\\s+(?:me\\s+)?(?:if|whether)\\s+${somebody}(?:\\s+\\S+){0,7}?\\s+${isDone}\\b`,
  'u',
);
