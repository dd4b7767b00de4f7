/** The guide that sets up MFA: where reminders and most answers lead. */
export const setUpMfaGuideId = 'set-up-mfa';

/** The guide that finds out whether installed Outlook needs an app password, and helps to make one. */
export const appPasswordGuideId = 'app-password';
