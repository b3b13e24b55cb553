import { expect, type Page, test } from "@playwright/test";
import { asPointer, signOut } from "./people.ts";

/** All that this site keeps in the browser's own store, as text. */
const keptInBrowser = (page: Page) =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("ehc-waiting");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const request = database.transaction("answers").objectStore("answers").getAll();
    const rows = await new Promise<{ sealed: ArrayBuffer }[]>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    database.close();
    return { rows: rows.length, text: rows.map((row) => new TextDecoder("latin1").decode(row.sealed)).join() };
  });

const NOTE = "A note that was typed on the train";

test("without a connection the auditor goes on, nothing is lost when the window closes, and only the writer can read what waits", async ({
  page,
  context,
}) => {
  const hand = await asPointer(page, "education auditor");
  await hand.open("/my-audits");
  const ahead = page.waitForResponse(/\/ahead$/);
  await page.getByRole("link", { name: /^Continue/ }).click();
  await page.waitForURL(/\/criteria\//);
  await ahead;
  const [first, next] = [page.url(), page.getByRole("button", { name: /^Save and go to / })];
  const [heading] = [page.getByRole("heading", { level: 1 })];

  await context.setOffline(true);
  await page.getByLabel("Note for the panel").fill(NOTE);
  await page.getByRole("heading", { level: 1 }).click();
  await expect(page.getByText("Not saved: no connection.").first()).toBeVisible();
  const firstTitle = await heading.innerText();
  await next.click();
  await expect(heading).not.toHaveText(firstTitle);
  const second = page.url();
  expect(second).not.toBe(first);
  await page.getByRole("radio", { name: /^Good/ }).check();
  await expect(page.getByText("2 answers wait in this browser").first()).toBeVisible();

  // What waits says nothing to whoever looks into the browser's store.
  const sealed = await keptInBrowser(page);
  expect(sealed.rows).toBe(2);
  expect(sealed.text).not.toContain("train");

  // The window closes; somebody else uses the laptop; then the writer is back.
  await page.close({ runBeforeUnload: false });
  await context.setOffline(false);
  const other = await context.newPage();
  await signOut(other);
  const otherHand = await asPointer(other, "health auditor");
  await otherHand.open("/my-audits");
  await other.locator('a[href^="/audits/"]').first().click();
  await other.waitForURL(/\/audits\//);
  await expect(other.getByText("waited here")).toHaveCount(0);
  expect((await keptInBrowser(other)).rows).toBe(2);
  await signOut(other);
  await asPointer(other, "education auditor");
  // The writer's own home sends what waits, and says so.
  await expect(other.getByText(/2 answers that waited here are saved now/)).toBeVisible();
  await expect.poll(async () => (await keptInBrowser(other)).rows).toBe(0);
  await other.goto(second);
  await expect(other.getByRole("radio", { name: /^Good/ })).toBeChecked();
  await other.goto(first);
  await expect(other.getByLabel("Note for the panel")).toHaveValue(NOTE);
  await other.getByLabel("Note for the panel").fill("");
  await other.getByRole("heading", { level: 1 }).click();
  await expect(other.getByText(/^Saved at/).first()).toBeVisible();
});
