import { expect, test } from "@playwright/test";
import { DEMO_CYCLE } from "#db/demo/ids.ts";
import { expectAccessible } from "./accessible.ts";
import { asPointer, signOut } from "./people.ts";

test("an action goes from a theme of a cycle to evidence, and waits for its re-audit", async ({ page }) => {
  await asPointer(page, "quality lead");
  await page.goto(`/cycles/${DEMO_CYCLE.summer2026}/themes`);
  await page.getByRole("link", { name: "Open an action on a theme or a criterion" }).click();
  // Both pages link the theme by its name.
  await page.waitForURL(/\/actions\/new/);
  await page.getByRole("link", { name: "Educational provision not specified and quantified" }).click();
  await expect(page.getByText(/^\d+% \(\d+ to \d+\), \d+ of 40, Summer 2026 routine audit$/)).toBeVisible();
  await page.getByRole("button", { name: "Open the action" }).click();
  await expect(page.getByRole("alert")).toContainText("Enter what will be different");

  await page.getByLabel("What will be different?").fill("Hours in every line of section F");
  await page
    .getByLabel("What will be done?")
    .fill("Each draft is read against the list of vague phrases.\nA workshop a term.");
  await page.getByLabel("Target").fill("30");
  await page.getByLabel("Day").fill("31");
  await page.getByLabel("Month").fill("3");
  await page.getByLabel("Year").fill(String(new Date().getUTCFullYear() + 1));
  await page.getByLabel("Who answers for it?").selectOption({ label: "Deborah Lane, Northshire Council" });
  // A second press within a second counts as a double click; nobody fills the form in as fast as this.
  await page.waitForTimeout(1000);
  await page.getByRole("button", { name: "Open the action" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hours in every line of section F");
  await expectAccessible(page, "an action just opened");

  await page.getByRole("button", { name: "Mark as agreed" }).click();
  await page.getByRole("button", { name: "Mark as in progress" }).click();
  await expect(page.getByText("Mark as done: not yet. Add evidence first.")).toBeVisible();
  await page.getByText("Add evidence", { exact: true }).click();
  await page.getByLabel("What shows that it was done?").fill("Reading list in use since 1 December");
  await page.getByRole("button", { name: "Add the evidence" }).click();
  await page.getByRole("button", { name: "Mark as done" }).click();
  await expect(page.getByText("Not tested yet", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Test it by a re-audit" }).click();
  await page.getByLabel("Winter 2026 dip sample").check();
  await page.getByRole("button", { name: "Choose this cycle" }).click();
  await expect(page.getByText("Winter 2026 dip sample is in scoring.")).toBeVisible();
  await signOut(page);
});
