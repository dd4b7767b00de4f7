/** One of the three people of the demo, each with a Teams window of their own. */
export interface Persona {
  /** Also the name of the window's folder. */
  key: 'head' | 'office' | 'service-desk';
  upn: string;
  /** Heading of the window. */
  title: string;
  /** Who that is, in a sentence. */
  about: string;
  /** What to type first, to see what the bot can do for this person. */
  tries: string[];
}

/** In the order of their windows, from left to right. */
export const personas: [Persona, Persona, Persona] = [
  {
    key: 'head',
    upn: 'head@hillside.norfolk.sch.uk',
    title: 'Head teacher',
    about: 'First in the rollout. Has no second step on the first day.',
    tries: ['set up MFA', 'app password', 'status'],
  },
  {
    key: 'office',
    upn: 'office@hillside.norfolk.sch.uk',
    title: 'School office',
    about: 'Used by several people. Two weeks after the heads.',
    tries: ['set up MFA', 'who uses this mailbox', 'dates'],
  },
  {
    key: 'service-desk',
    upn: 'servicedesk@norfolk.gov.uk',
    title: 'Service desk',
    about: 'No part of the rollout. Answers tickets and sends notices.',
    tries: ['tickets', 'notice', 'progress'],
  },
];
