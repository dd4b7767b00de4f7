import type { Person } from '../../support/cloud/person.ts';

/**
 * Where a story happens: the product under `npm start` against the simulated cloud, or the demo. The story
 * cannot tell the difference.
 */
export interface World {
  /** Head accounts of different schools; none has a second step at the beginning. */
  heads: [Person, Person, Person, Person];
  office: Person;
  /** A member of the service desk's group, covered by no cohort. */
  desk: Person;
  /**
   * Moves the bot's clock to 09:00 of a day (later than before) and lets the bot look at what is due. The
   * authority has switched MFA on for the accounts whose phase has come.
   */
  moveTo(date: string): Promise<void>;
  /** The person adds the Authenticator app on Microsoft's page. */
  register(person: Person): Promise<void>;
  /** Kills the bot without a farewell and starts it again on the same data, at the same time. */
  killAndRestart(): Promise<void>;
  close(): Promise<void>;
}
