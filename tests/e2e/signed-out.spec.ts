import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { asPointer, signOut } from "./people.ts";

const LONG = "A long note, typed while the session ran out. ".repeat(20).trim();

test("a session that ends during a long note loses no word of it, and a clock that is days ahead changes nothing", async ({
  page,
}) => {
  // The browser's clock is wrong by nine days and five hours: what is saved, when it was saved and who is signed in go by the server's.
  await page.clock.install({ time: new Date(Date.now() + (9 * 24 + 5) * 3_600_000) });
  await asPointer(page, "education auditor");
  await page.getByRole("link", { name: /^Continue/ }).click();
  await page.waitForURL(/\/criteria\//);
  await page.waitForLoadState("networkidle");
  await page.clock.runFor(1000);
  const note = page.getByLabel("Note for the panel");
  await note.fill("Before the session ended");
  await page.getByRole("heading", { level: 1 }).click();
  await expect(page.getByText(/^Saved at/).first()).toBeVisible();
  const inEngland = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const apart = async () => {
    const words = await page
      .getByText(/^Saved at/)
      .first()
      .innerText();
    const [said = ""] = /\d\d:\d\d/.exec(words) ?? [];
    const difference = Math.abs(minutes(said) - minutes(inEngland.format(Date.now())));
    return Math.min(difference, 1440 - difference);
  };
  // What stood there before may have been saved long ago.
  await expect.poll(apart).toBeLessThanOrEqual(2);

  // The session is over on the server; the auditor types on.
  const sheet = page.url();
  await signOut(page);
  await note.fill(LONG);
  await page.getByRole("heading", { level: 1 }).click();
  await expect(page.getByText("Not saved: you are signed out.").first()).toBeVisible();
  await page.getByRole("button", { name: /^Save and go to / }).click();
  await expect(note).toHaveValue(LONG);

  // Signed in again in the same window, the words that waited in this browser are saved.
  page.on("dialog", (dialog) => void dialog.accept());
  await asPointer(page, "education auditor");
  await page.goto(sheet);
  await expect(note).toHaveValue(LONG);
  await expect(page.getByText(/^Saved at/).first()).toBeVisible();
  await note.fill("");
  await page.getByRole("heading", { level: 1 }).click();
  await expect(page.getByText(/^Saved at/).first()).toBeVisible();
});

test("who is asked to a meeting sees it first, and takes it along as a file", async ({ page }) => {
  const chair = await asPointer(page, "panel chair");
  await chair.open("/cycles/cyc_demo_winter_2026/meetings/new");
  const year = new Date().getFullYear() + 1;
  for (const [name, value] of Object.entries({ Day: "1", Month: "7", Year: String(year) }))
    await page.getByRole("group", { name: "Day" }).getByLabel(name, { exact: true }).fill(value);
  await page.getByLabel("Starts at").fill("2pm");
  await page.getByLabel("Ends at").fill("16:00");
  await page.getByLabel("Where").fill("Room 3");
  await page.getByRole("button", { name: "Plan the meeting" }).click();
  await expect(page.getByRole("alert")).toContainText("The meeting is planned");
  await expectAccessible(page, "meetings with one more");
  await signOut(page);
  await asPointer(page, "education auditor");
  await page.getByRole("link", { name: new RegExp(`1 July ${year}, 14:00 to 16:00`) }).click();
  await expect(page.getByText("Room 3")).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^Add it to your calendar/ }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`moderation-meeting-${year}-07-01.ics`);
});
