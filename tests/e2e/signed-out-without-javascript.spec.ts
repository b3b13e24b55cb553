import { expect, test } from "@playwright/test";
import { asPointer, signOut } from "./people.ts";

test("without JavaScript, too, a session that ends during a long note loses no word of it", async ({
  page,
  context,
}) => {
  const long = "A long note, typed while the session ran out. ".repeat(20).trim();
  await asPointer(page, "education auditor");
  await page.getByRole("link", { name: /^Continue/ }).click();
  await page.waitForURL(/\/criteria\//);
  const sheet = page.url();
  await page.getByLabel("Note for the panel").fill(long);
  await signOut(page);
  await page.getByRole("button", { name: /^Save and go to / }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You are signed out");
  const other = context.waitForEvent("page");
  await page.getByRole("link", { name: "Sign in in another window" }).click();
  await asPointer(await other, "education auditor");
  await page.getByRole("button", { name: "Save what I typed" }).click();
  await page.waitForURL((url) => url.href !== sheet && url.pathname.includes("/criteria/"));
  await page.goto(sheet);
  await expect(page.getByLabel("Note for the panel")).toHaveValue(long);
  await page.getByLabel("Note for the panel").fill("");
  await page.getByRole("button", { name: /^Save and go to / }).click();
});
