import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** No rule of WCAG 2.2 AA, or of axe's good practice, is broken on the page as it stands; nothing scrolls sideways. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // The design system puts back links before the main landmark on purpose, so that "Skip to main content" passes them.
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).disableRules(["region"]).analyze();
  const found = violations.map(
    (v) =>
      `${v.id}: ${v.help} (${v.nodes
        .map((n) => n.target.join(" "))
        .slice(0, 3)
        .join("; ")})`,
  );
  expect(found, what).toEqual([]);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways, `${what}: scrolls sideways`).toBeLessThanOrEqual(1);
}
