import type { Person } from '../support/cloud/person.ts';

/** The button of the last step of setting up MFA. */
export const checkButton = 'Check now';

/** Opens the guide as somebody who shares the mailbox with nobody: "What do you have?" is the first step. */
export async function beginAlone(person: Person, command = 'set up MFA'): Promise<void> {
  await person.type(command);
  await person.press('Only I use this mailbox');
}

/** Opens the guide as one of several, new by this first name. */
export async function beginAs(person: Person, firstName: string): Promise<void> {
  await person.type('set up MFA');
  await person.press('Continue', { firstName });
}

/** Opens the guide as one of several who has said so before. */
export async function comeBackAs(person: Person, firstName: string): Promise<void> {
  await person.type('set up MFA');
  await person.press(new RegExp(`^${firstName}(,|$)`));
}

/** Presses Next until the step that asks Microsoft; says there what is at hand where that is still asked. */
export async function walkToTheCheck(person: Person, device = 'iPhone'): Promise<void> {
  for (let step = 0; step < 9; step += 1) {
    const titles = person.buttons().map(({ title }) => title);
    if (titles.includes(checkButton)) return;
    await person.press(titles.includes(device) ? device : 'Next');
  }
  throw new Error(`The guide does not end:\n${person.says()}`);
}
