import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { asPointer, signOut } from "./people.ts";

test("without JavaScript, too, a session that ends during a long note loses no word of it", async ({
  page,
  context,
  browser,
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
  // Where scripts are off the timers of the checker never fire, so it reads the same page in a window of its own.
  const markup = await page.content();
  const scripted = await browser.newContext({ javaScriptEnabled: true });
  const reader = await scripted.newPage();
  await reader.route("**/*.js", (route) => route.abort());
  await reader.route(page.url(), (route) => route.fulfill({ contentType: "text/html", body: markup }));
  await reader.goto(page.url());
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("You are signed out");
  await expectAccessible(reader, "signed out while typing");
  await scripted.close();
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
