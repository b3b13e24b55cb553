/**
 * How a person works a page: by pointer, or by keyboard alone. A journey is written once and walked with either hand.
 * The keyboard never calls a control by script: it presses Tab until the browser's own focus is there.
 */
import { expect, type Locator, type Page } from "@playwright/test";

export type Hand = {
  page: Page;
  /** Opens an address, as a bookmark does. */
  open(path: string): Promise<void>;
  link(name: string | RegExp): Promise<void>;
  press(name: string | RegExp): Promise<void>;
  /** Chooses a radio of the group with this legend. */
  choose(legend: string | RegExp, label: string | RegExp): Promise<void>;
  tick(label: string | RegExp, on?: boolean): Promise<void>;
  /** Chooses from a list that drops down, by the words of the choice. */
  select(label: string | RegExp, words: string): Promise<void>;
  /** Opens what is folded under these words. */
  unfold(words: string | RegExp): Promise<void>;
  type(label: string | RegExp, text: string): Promise<void>;
  /** Types into a box of a group whose boxes share their names, such as the day of a date. */
  typeIn(legend: string | RegExp, label: string, text: string): Promise<void>;
};

const MOST_TABS = 400;

/** A link, also one that is drawn as a button. */
const linkOf = (page: Page, name: string | RegExp) =>
  page
    .getByRole("link", { name })
    .or(page.locator("a").and(page.getByRole("button", { name })))
    .first();

export function pointer(page: Page): Hand {
  return {
    page,
    open: async (path) => void (await page.goto(path)),
    link: (name) => linkOf(page, name).click(),
    press: (name) => page.getByRole("button", { name }).first().click(),
    choose: (legend, label) => page.getByRole("group", { name: legend }).getByRole("radio", { name: label }).check(),
    tick: (label, on = true) => page.getByRole("checkbox", { name: label }).setChecked(on),
    select: async (label, words) =>
      void (await page.getByRole("combobox", { name: label }).first().selectOption({ label: words })),
    unfold: (words) => page.locator("summary", { hasText: words }).click(),
    type: (label, text) => page.getByRole("textbox", { name: label }).first().fill(text),
    typeIn: (legend, label, text) =>
      page.getByRole("group", { name: legend }).getByRole("textbox", { name: label }).fill(text),
  };
}

export function keyboard(page: Page): Hand {
  /** At the beginning of a page the first Tab offers to skip what stands before the content. */
  async function skip(target: Locator): Promise<void> {
    const worthIt = await target.evaluate(
      (element) => document.activeElement === document.body && element.closest("main") !== null,
    );
    if (!worthIt) return;
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.classList.contains("govuk-skip-link")))
      await page.keyboard.press("Enter");
  }
  /** Tabs from where the focus is until it stands on the control: on where that lies ahead, back where it lies behind. */
  async function reach(target: Locator): Promise<void> {
    await expect(target, "is on the page").toBeVisible();
    await skip(target);
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      const way = await target.evaluate((element) => {
        const at = document.activeElement;
        if (at === element) return null;
        const isBehind = at !== null && at !== document.body && element.compareDocumentPosition(at) & 4;
        return isBehind ? "Shift+Tab" : "Tab";
      });
      if (way === null) return;
      await page.keyboard.press(way);
    }
    throw new Error(`The keyboard does not reach ${target}`);
  }
  return {
    page,
    open: async (path) => void (await page.goto(path)),
    async link(name) {
      await reach(linkOf(page, name));
      await page.keyboard.press("Enter");
    },
    async press(name) {
      await reach(page.getByRole("button", { name }).first());
      await page.keyboard.press("Enter");
    },
    async choose(legend, label) {
      const group = page.getByRole("group", { name: legend });
      const wanted = group.getByRole("radio", { name: label });
      // Tab stops once in a group of radios: at the chosen one, or at the first when none is.
      const chosen = group.getByRole("radio", { checked: true });
      await reach((await chosen.count()) ? chosen.first() : group.getByRole("radio").first());
      if (!(await chosen.count())) await page.keyboard.press("Space");
      for (let steps = 0; steps < 20 && !(await wanted.isChecked()); steps++) await page.keyboard.press("ArrowDown");
      await expect(wanted).toBeChecked();
    },
    async tick(label, on = true) {
      const box = page.getByRole("checkbox", { name: label });
      if ((await box.isChecked()) === on) return;
      await reach(box);
      await page.keyboard.press("Space");
    },
    async select(label, words) {
      const list = page.getByRole("combobox", { name: label }).first();
      await reach(list);
      // The letters that are typed choose the entry that begins with them.
      await page.keyboard.type(words);
      await expect(list.locator("option:checked")).toHaveText(words);
    },
    async unfold(words) {
      await reach(page.locator("summary", { hasText: words }));
      await page.keyboard.press("Enter");
    },
    async type(label, text) {
      await reach(page.getByRole("textbox", { name: label }).first());
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
    async typeIn(legend, label, text) {
      await reach(page.getByRole("group", { name: legend }).getByRole("textbox", { name: label }));
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
  };
}
