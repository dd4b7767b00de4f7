/** The article on what an app password is: cards lead to it once an account's installed Outlook needs one. */
export const appPasswordArticleId = 'app-password-what';

/** The article for whoever wants a person: where their account is known they get the form to write to one. */
export const askAPersonArticleId = 'ask-a-person';
