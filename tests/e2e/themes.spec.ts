import { expect, test } from "@playwright/test";
import { DEMO_CYCLE } from "#db/demo/ids.ts";
import { expectAccessible } from "./accessible.ts";
import { asPointer } from "./people.ts";

const coding = `/cycles/${DEMO_CYCLE.autumn2026}/themes/code`;

test("findings are coded by single keys, taken back, and found again by the search", async ({ page }) => {
  const hand = await asPointer(page, "quality lead");
  await hand.open(coding);
  const list = page.locator(".bench__rail .part");
  const waiting = Number((await list.innerText()).split(" ")[0]);
  const first = page.locator(".suggestion__box").first();
  await first.focus();
  await page.keyboard.press("1");
  await expect(first).toBeChecked();
  await expectAccessible(page, "a finding with a theme ticked");
  const theme = (await page.locator(".suggestion__name").first().innerText()).trim();
  await page.keyboard.press("s");
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await expect(list).toHaveText(`${waiting - 1} findings to code`);
  // The focus is in the work again, so the next finding needs no pointer and no Tab.
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.keyboard.press("u");
  await expect(page.getByText("Taken back. What held before holds again.")).toBeVisible();
  await expect(list).toHaveText(`${waiting} findings to code`);
  // Nothing ticked: the sentence stands at the themes, and the page says what is wrong first.
  await page.getByRole("button", { name: "Save and next finding" }).click();
  await expect(page.getByRole("alert")).toContainText("Tick at least one theme, or choose “No theme fits”");
  await hand.open(`/search?q=${encodeURIComponent("as required")}`);
  await expect(page.locator("mark").first()).toHaveText(/^(as|required)$/i);
  await expectAccessible(page, "what a search found");
  expect(theme).not.toBe("");
});
