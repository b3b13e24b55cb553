import { expect, test } from "@playwright/test";
import { DEMO_CYCLE } from "#db/demo/ids.ts";
import { expectAccessible } from "./accessible.ts";
import { asPointer, signOut } from "./people.ts";

const moderation = `/cycles/${DEMO_CYCLE.autumn2026}/moderation`;

test("a panel settles on the shared screen by keys, and goes on to the next criterion", async ({ page }) => {
  const hand = await asPointer(page, "panel chair");
  await hand.open(moderation);
  await hand.link("in meeting mode for a shared screen");
  await page.waitForURL(/\/meeting$/);
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).toHaveText(/^[A-Z]{2}\d /);
  const first = (await title.innerText()).split(" ")[0] as string;
  // Whose level it is stands there by agency; the names of those present are folded away.
  await expect(page.getByRole("table").first()).not.toContainText("Tom Hargreaves");
  await page.getByRole("radio").first().focus();
  await page.keyboard.press("1");
  await page.keyboard.press("3");
  // The arrow keys go on from what a number key chose.
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: "Panel agrees Good" })).toBeChecked();
  await hand.type("Reason", "The panel read the section together.");
  // What no button has kept yet is not left without a word.
  const question = page.waitForEvent("dialog");
  const left = page.getByRole("link", { name: "Leave meeting mode" }).click();
  const asked = await question;
  expect(asked.message()).toContain(`What you chose or typed on ${first} is not kept yet.`);
  await asked.dismiss();
  await left;
  await expect(page.getByRole("textbox", { name: "Reason" })).toHaveValue("The panel read the section together.");
  await page.getByRole("radio", { name: "Panel agrees Good" }).focus();
  await page.keyboard.press("s");
  await expect(title).not.toContainText(first);
  await expect(page.getByRole("region", { name: "Agreed so far" })).toContainText(first);
  await expectAccessible(page, "meeting mode");
  await hand.link("Leave meeting mode");
  await expect(page.getByRole("navigation", { name: "Criteria to settle" })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("an auditor writes a view for the panel, and a lead opens a calibration that the auditor can read", async ({
    page,
  }) => {
    const hand = await asPointer(page, "health auditor");
    await hand.open("/panel");
    await page.locator('a[href*="/panel/smp_"]').first().click();
    const open = page.locator("section.ruled").first();
    await open.getByRole("radio", { name: "Good", exact: true }).check();
    await open.getByRole("textbox", { name: "Your reason" }).fill("Section F has hours and group sizes.");
    await open.getByRole("button", { name: /^Save your view/ }).click();
    await expect(page.locator("section.ruled").first().getByRole("button")).toContainText("again");

    await signOut(page);
    await asPointer(page, "quality lead");
    await hand.open("/calibration/new");
    await hand.type("Name of the calibration", "Calibration by hand");
    await hand.tick(/^Anchor C/);
    await hand.tick(/Amina Yusuf/);
    await hand.typeIn("Audits are due", "Day", "31");
    await hand.typeIn("Audits are due", "Month", "12");
    await hand.typeIn("Audits are due", "Year", "2099");
    await hand.press("Open the calibration");
    await expect(page.getByText("0 of 1 audits are in.")).toBeVisible();

    await signOut(page);
    await asPointer(page, "health auditor");
    await hand.open("/my-audits");
    await page.getByRole("row").filter({ hasText: "Anchor C" }).getByRole("link", { name: /Start/ }).click();
    const plan = page.getByRole("link", { name: /Read the made-up plan/ }).first();
    await hand.open((await plan.getAttribute("href")) ?? "");
    await expect(page.getByRole("heading", { name: "Section K: Advice" })).toBeVisible();
  });
});
