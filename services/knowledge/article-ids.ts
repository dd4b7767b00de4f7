/** The article on what an app password is: cards lead to it once an account's installed Outlook needs one. */
export const appPasswordArticleId = 'app-password-what';
