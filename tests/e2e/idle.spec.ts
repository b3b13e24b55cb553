import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { asPointer } from "./people.ts";

test("two minutes before the session ends a notice takes the focus, and one key press keeps the session", async ({
  page,
}) => {
  await page.clock.install();
  await asPointer(page, "education auditor");
  await page.goto("/my-audits");
  // The notice counts from when the page's script has run, and what it fetches starts the time anew.
  await page.waitForLoadState("networkidle");
  await page.clock.runFor(1000);
  await page.clock.fastForward("17:50");
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await page.clock.fastForward("00:15");
  const stay = page.getByRole("button", { name: "Stay signed in" });
  await expect(stay).toBeFocused();
  await expectAccessible(page, "the notice");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await page.clock.fastForward("20:05");
  await expect(page.getByRole("link", { name: "Sign in again" })).toHaveAttribute("href", "/sign-in?back=%2Fmy-audits");
});
