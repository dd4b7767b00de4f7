import type { Locator, Page } from 'playwright-core';

/** How long anything may take to appear. Busy machines need most of it; idle ones a second. */
export const patienceMs = 60_000;

/** The three windows on the page of a demo. */
export function windowsOn(page: Page): { head: TeamsWindow; office: TeamsWindow; desk: TeamsWindow } {
  return {
    head: new TeamsWindow(page, 'head'),
    office: new TeamsWindow(page, 'office'),
    desk: new TeamsWindow(page, 'service-desk'),
  };
}

/**
 * Waits until the page has put new windows in the place of those that it shows now. Until then the old ones still show
 * what they showed, and what is typed into them is lost.
 */
export async function windowsReplaced(page: Page): Promise<void> {
  const old = await page.locator('.window').elementHandles();
  await Promise.all(old.map((window) => window.waitForElementState('hidden', { timeout: patienceMs })));
}

/** One Teams window on the page of the demo, as the person in front of it uses it. */
export class TeamsWindow {
  readonly #page: Page;
  readonly #key: string;

  constructor(page: Page, key: 'head' | 'office' | 'service-desk') {
    this.#page = page;
    this.#key = key;
  }

  /** Everything in the window. */
  get root(): Locator {
    return this.#page.frameLocator(`#window-${this.#key} iframe`).locator('#root');
  }

  /** The messages of the chat, oldest first. */
  get messages(): Locator {
    return this.root.locator(':has(> [aria-label="Message header"])');
  }

  async say(text: string): Promise<void> {
    await this.root.getByRole('textbox').last().click();
    await this.type(text);
  }

  /** Types a message into the box that has the focus, and sends it. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
    await this.enter();
  }

  async enter(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  /** Puts the focus into the box for messages, as somebody without a mouse begins. */
  async focus(): Promise<void> {
    await this.root.getByRole('textbox').last().focus({ timeout: patienceMs });
  }

  /** Goes back from there with Shift and Tab until this button of the newest message has the focus. */
  async tabTo(name: string): Promise<void> {
    await this.focus();
    const button = this.messages.last().getByRole('button', { name, exact: true });
    await button.waitFor({ timeout: patienceMs });
    const hasFocus = () => button.evaluate((element) => element.matches(':focus'));
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if (await hasFocus()) return;
      await this.#page.keyboard.press('Shift+Tab');
    }
    throw new Error(`Tab does not lead to "${name}".`);
  }

  /** The pictures of all cards. */
  get pictures(): Locator {
    return this.messages.locator('.ac-adaptiveCard img');
  }

  /** The width of the picture of the newest message once it is loaded, in pixels of its own; 0 where it is broken. */
  async pictureWidth(): Promise<number> {
    const picture = this.messages.last().locator('.ac-adaptiveCard img').first();
    await picture.waitFor({ timeout: patienceMs });
    return picture.evaluate(async (element) => {
      const image = element as unknown as { decode(): Promise<void>; naturalWidth: number };
      await image.decode().catch(() => {});
      return image.naturalWidth;
    });
  }

  /** Presses a button of the newest message that has it. */
  async press(name: string | RegExp): Promise<void> {
    await this.root.getByRole('button', { name, exact: true }).last().click({ timeout: patienceMs });
  }

  /** Fills a field of the newest card that has it. */
  async fill(label: string, text: string): Promise<void> {
    await this.root.getByLabel(label).last().fill(text, { timeout: patienceMs });
  }

  /** Chooses from a list of the newest card that has it. */
  async choose(label: string, option: RegExp): Promise<void> {
    await this.root.getByRole('combobox', { name: label }).last().click({ timeout: patienceMs });
    // The list opens beside the chat, not inside it.
    await this.root
      .page()
      .frameLocator(`#window-${this.#key} iframe`)
      .getByRole('option', { name: option })
      .click();
  }

  /** Follows a link button into a new browser tab. */
  async follow(name: string): Promise<Page> {
    const opened = this.#page.waitForEvent('popup', { timeout: patienceMs });
    await this.root.getByRole('link', { name, exact: true }).last().click({ timeout: patienceMs });
    return opened;
  }

  /** Waits until the newest message shows this text. */
  async sees(text: string | RegExp): Promise<void> {
    await this.messages.last().filter({ hasText: text }).waitFor({ timeout: patienceMs });
  }

  /** Waits until any message shows this text. */
  async hasSeen(text: string | RegExp): Promise<void> {
    await this.messages.filter({ hasText: text }).first().waitFor({ timeout: patienceMs });
  }

  /** How many messages show this text now. */
  async count(text: string | RegExp): Promise<number> {
    return this.messages.filter({ hasText: text }).count();
  }

  /** What the last three messages say, for whoever looks for the reason of a failure. */
  async newest(): Promise<string> {
    return JSON.stringify((await this.messages.allInnerTexts().catch(() => [])).slice(-3));
  }
}
