/** A class of data with a time of its own after which it is deleted. docs/data-protection.md says what belongs to it. */
export type RetentionClass = keyof typeof retentionDays;

/** For how many days each class is kept. */
export type Retention = Record<RetentionClass, number>;

/**
 * The days of each class where a plan names none, and the least and most that a plan may name. The least is what the bot
 * itself needs; the most keeps a slip of the pen from keeping something for ever.
 */
export const retentionDays = {
  /** Questions asked in vain, after they were asked. They hold nobody's name. */
  questions: { usual: 90, from: 7, to: 365 },
  /** Which answer a message showed, with its thumb, after it was sent. Teams lets people change a thumb for weeks. */
  feedback: { usual: 60, from: 7, to: 365 },
  /** Messages that the bot started by itself and their faults, after they ended. A month answers "was I told?". */
  deliveries: { usual: 90, from: 30, to: 730 },
  /** The service desk's notices, after they were sent, or given up. */
  notices: { usual: 365, from: 30, to: 1095 },
  /** Tickets with all their messages, after they were closed. */
  tickets: { usual: 365, from: 30, to: 1095 },
  /** Places in guides, after they were last moved. */
  walks: { usual: 365, from: 30, to: 1095 },
  /**
   * All that is kept of an account, after the directory last named it: a deletion in Entra can be undone for 30 days
   * (learn.microsoft.com/graph/api/directory-deleteditems-restore).
   */
  leavers: { usual: 30, from: 7, to: 365 },
  /** The same of an account that no directory ever named, after it was last heard from. */
  unlisted: { usual: 365, from: 30, to: 1095 },
  /** Who changed an answer of the service desk and when; an answer's last change stays with it. */
  answerHistory: { usual: 730, from: 90, to: 2555 },
  /** Rows of a report that an administrator handed over, after they did. */
  uploads: { usual: 180, from: 30, to: 365 },
  /** When the directory and the report were read: no personal data. */
  readings: { usual: 90, from: 7, to: 365 },
} as const;
