import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Test } from 'tap';

/** Starts the browser that comes from npm, or the one that WASTELAND_TEST_BROWSER names. */
export async function startBrowser(t: Test): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env['WASTELAND_TEST_BROWSER'] ?? (await sparticuz.executablePath()),
    // Nothing else of what the package suggests: it turns off what browsers protect people by.
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'],
    headless: true,
  });
  t.teardown(() => browser.close());
  return browser;
}

/** Somebody with a browser of their own, who fills in forms and clicks. */
export class Person {
  readonly page: Page;
  readonly base: string;
  /** What the browser complained about, and what ran that should not. */
  readonly complaints: string[] = [];

  private constructor(page: Page, base: string) {
    this.page = page;
    this.base = base;
  }

  static async at(browser: Browser, base: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ baseURL: base, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const person = new Person(page, base);
    page.on('console', (message) => {
      // That a page is a refusal is no fault of the page.
      if (/Failed to load resource.*status of 4\d\d/.test(message.text())) return;
      if (['error', 'warning'].includes(message.type())) person.complaints.push(message.text());
    });
    page.on('pageerror', (error) => person.complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      person.complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return person;
  }

  async go(path: string): Promise<number> {
    return (await this.page.goto(path))?.status() ?? 0;
  }

  /** Fills in the fields of the form that has this button, by their labels, and sends it; folded ones are opened. */
  async send(button: string, fields: Record<string, string> = {}): Promise<void> {
    const form = this.page
      .locator('form')
      .filter({ has: this.page.getByRole('button', { name: button, exact: true, includeHidden: true }) });
    await form.first().waitFor({ state: 'attached' });
    await this.#unfold(form.first());
    for (const [label, text] of Object.entries(fields)) {
      const field = form.getByLabel(label).first();
      await this.#unfold(field);
      const tag = await field.evaluate((element) => element.tagName);
      await (tag === 'SELECT' ? field.selectOption(text) : field.fill(text));
    }
    await form.getByRole('button', { name: button, exact: true }).first().click();
    // A form that is signed here is busy until it has come back, or its page is left.
    await this.page.locator('form[aria-busy]').first().waitFor({ state: 'detached' });
    await this.page.waitForLoadState();
  }

  async register(handle: string, name = ''): Promise<string> {
    await this.go('/register');
    await this.send('Register', { Handle: handle, Name: name });
    return (await this.page.locator('[data-copy]').getAttribute('data-copy')) ?? '';
  }

  /** Registers with a key that only this browser has; the answer is the recovery key's file. */
  async registerOwnKey(handle: string, name = ''): Promise<string> {
    await this.askForOwnKey(handle, name);
    return (await this.page.locator('[data-fill="recovery"]').getAttribute('data-copy')) ?? '';
  }

  /** The same, whatever comes of it. */
  async askForOwnKey(handle: string, name = ''): Promise<void> {
    await this.go('/register');
    await this.page.getByLabel('This browser, and nobody else').check();
    await this.send('Register', { Handle: handle, Name: name });
  }

  /** Whether the page says this, or does soon. */
  async sees(text: RegExp): Promise<boolean> {
    const shown = this.page.locator('main').filter({ hasText: text });
    return await shown.waitFor({ timeout: 20_000 }).then(
      () => true,
      () => false,
    );
  }

  text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  /** Opens what the reader of a page would have to open, outermost first. */
  async #unfold(inside: ReturnType<Page['locator']>): Promise<void> {
    const folds = inside.locator('xpath=ancestor::details[not(@open)]');
    for (let left = await folds.count(); left > 0; left = await folds.count()) {
      await folds.first().locator(':scope > summary').click();
    }
  }
}
