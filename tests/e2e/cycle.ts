/** The main job from end to end: one cycle on one plan, two auditors, moderation, results and the report. */
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import type { Hand } from "./hand.ts";
import { type DemoRole, signInAs, signOut } from "./people.ts";

export type Look = (what: string) => Promise<void>;

/** Levels that differ from Good, by auditor: what the panel has to settle. */
const EDUCATION = { EP2: "Requires improvement" };
const HEALTH = { VC1: "Outstanding", EP2: "Inadequate" };
const QUOTE = "[Child] will have access to regular small group support as required.";

/**
 * @param look is called on every kind of page, to check it as it stands
 * @returns the address of the cycle
 */
export async function walkCycle(hand: Hand, title: string, look: Look): Promise<string> {
  const { page } = hand;
  const as = async (role: DemoRole) => {
    await signOut(page);
    await signInAs(hand, role);
  };

  await as("quality lead");
  await hand.open("/cycles");
  await look("cycles");
  await hand.link("Open a cycle");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open a cycle");
  await look("open a cycle");
  await hand.type("Name of the cycle", title);
  await hand.choose("Length", /Short form/);
  for (const [legend, day, month, year] of DATES) {
    await hand.typeIn(legend, "Day", day);
    await hand.typeIn(legend, "Month", month);
    await hand.typeIn(legend, "Year", year);
  }
  await hand.press("Open the cycle");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Design the sample");
  await look("design the sample");

  await hand.type("At least, in each group", "0");
  await hand.type("Plans to audit", "1");
  await hand.press("Update");
  await expect(page.getByRole("button", { name: "Draw 1 plan" })).toBeVisible();
  await hand.press("Draw 1 plan");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The sample");
  await look("the sample");
  const cycle = new URL(page.url()).pathname.replace(/\/sample$/, "");
  const reference = (await page.getByRole("rowheader").first().innerText()).trim();

  await hand.link("Assign auditors to these plans");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Audits");
  await look("assign auditors");
  for (const box of await page.getByRole("checkbox").all()) {
    const name = (await box.evaluate((e: HTMLInputElement) => e.labels?.[0]?.textContent ?? "")).trim();
    await hand.tick(name, /Tom Hargreaves|Amina Yusuf/.test(name));
  }
  await hand.press("Assign auditors");
  await expect(page.getByText("Every plan has an auditor.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Plans and their audits" })).toContainText("Tom Hargreaves, education");
  await expect(page.getByRole("table", { name: "Plans and their audits" })).toContainText("Amina Yusuf, health");
  await hand.open(cycle);
  await look("overview");
  await pressOnce(hand, "Open scoring");
  await expect(page.getByText("0 of 2 audits are in")).toBeVisible();

  await as("education auditor");
  await scorePlan(hand, reference, EDUCATION, look);
  await as("health auditor");
  await scorePlan(hand, reference, HEALTH, async () => {});

  await as("quality lead");
  await hand.open(cycle);
  await pressOnce(hand, "Close scoring and begin moderation");
  await hand.open(`${cycle}/moderation`);
  await look("moderation list");
  await hand.link(new RegExp(reference));
  await expect(page.getByText(/criterion 1 of/)).toBeVisible();
  await look("moderation");
  await settleAll(hand);
  await hand.press(`Sign off ${reference}`);
  await expect(page.getByText(/^Signed off on/)).toBeVisible();
  await look("signed off");

  await hand.open(cycle);
  await pressOnce(hand, "End moderation");
  await hand.open(`${cycle}/results`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("results");
  await look("results");
  await hand.open(`${cycle}/themes`);
  await look("themes");
  await report(hand, cycle, look);
  return cycle;
}

/** Presses a button that its own work takes off the page. Leaving sooner would call the work off before the server has it. */
async function pressOnce(hand: Hand, name: string): Promise<void> {
  await hand.press(name);
  await expect(hand.page.getByRole("button", { name })).toHaveCount(0);
}

const DATES = [
  ["Plans from", "1", "1", "2026"],
  ["Plans to", "31", "10", "2026"],
  ["Scoring opens", "2", "11", "2026"],
  ["Audits are due", "27", "11", "2027"],
] as const;

async function scorePlan(hand: Hand, reference: string, differ: Record<string, string>, look: Look): Promise<void> {
  const { page } = hand;
  await hand.open("/my-audits");
  await look("my audits");
  const row = page.getByRole("row").filter({ hasText: reference });
  const start = row.getByRole("link").last();
  await hand.open((await start.getAttribute("href")) ?? "");
  let first = true;
  for (let sheets = 0; sheets < 60; sheets++) {
    const key = /criteria\/(\w+)/.exec(page.url())?.[1];
    if (!key) break;
    // The address changes a moment before the page does.
    await expect(page.getByRole("heading", { level: 1 })).toContainText(key);
    const level = differ[key] ?? "Good";
    await hand.choose("Which level fits best?", new RegExp(`^${level}`));
    if (level === "Requires improvement" || level === "Inadequate") {
      await hand.type(/Words/, QUOTE);
      await hand.choose(/Finding|kind/i, "Area for improvement");
      await hand.type(/finding/i, "Hours, group size and qualification are missing in section F.");
    }
    if (first) await look("score sheet");
    first = false;
    await hand.press(/^Save and (go to|check)/);
    await page.waitForURL((url) => !url.pathname.endsWith(`/criteria/${key}`));
  }
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Check");
  await look("check answers");
  for (const box of await page.getByRole("checkbox").all())
    await hand.tick((await box.evaluate((e: HTMLInputElement) => e.labels?.[0]?.textContent ?? "")).trim());
  await hand.press(`Submit audit of ${reference}`);
  await page.waitForURL(/submitted/);
  await look("submitted");
}

/** Settles whatever is open, until the plan can be signed off. */
async function settleAll(hand: Hand): Promise<void> {
  const { page } = hand;
  for (let settled = 0; settled < 30; settled++) {
    if (await page.getByRole("button", { name: /^Sign off / }).count()) return;
    const key = /^(\w+)/.exec(await page.getByRole("heading", { level: 1 }).innerText())?.[1] ?? "";
    await hand.choose(/What does the panel agree/, /Good/);
    await hand.type("Reason", "The panel read section F together and agreed this level.");
    await hand.press(new RegExp(`^Settle ${key}`));
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(new RegExp(`^${key}\\b`));
  }
}

/** A report from its beginning to its PDF: chapters, redaction check, review, sign-off by every partner, issue. */
async function report(hand: Hand, cycle: string, look: Look): Promise<void> {
  const { page } = hand;
  await hand.open(`${cycle}/report`);
  await look("reports of the cycle");
  await hand.press("Begin the report");
  await page.waitForURL(/\/edit\//);
  await look("report editor");
  const written = new URL(page.url()).pathname.replace(/\/edit\/.*/, "");
  await hand.open(`${written}/chapters`);
  // Quotes in themes need a second person; nobody was asked anything yet.
  for (const chapter of [/^Themes/, /^You said/, /^Actions/]) {
    const box = page.getByRole("checkbox", { name: chapter });
    if ((await box.isEnabled()) && (await box.isChecked())) await hand.tick(chapter, false);
  }
  await look("chapters of the report");
  await hand.press("Save the chapters");
  await hand.open(`${written}/redaction`);
  await look("redaction check");
  await hand.press(/no list/i);
  await expect(page.getByText("No list of names is kept")).toBeVisible();
  const keep = page.getByRole("button", { name: /^Keep/ });
  for (let finds = await keep.count(); finds > 0; finds--) {
    await expect(keep).toHaveCount(finds);
    await hand.type("Why it identifies nobody", "It names a service or a document");
    await hand.press(/^Keep/);
  }
  await expect(keep).toHaveCount(0);
  await hand.open(`${written}/release`);
  await look("release");
  await hand.press("Send to review");
  await expect(page.getByText("The report is in review.")).toBeVisible();
  const sign = page.getByRole("button", { name: /^Sign off for/ });
  for (let left = await sign.count(); left > 0; left--) {
    await expect(sign).toHaveCount(left);
    await hand.type("Who signs for the partner", "Jo Bell, service director");
    await hand.press(/^Sign off for/);
  }
  await hand.press("Issue the report");
  await expect(page.getByText("The report is issued.")).toBeVisible();
  const link = page.getByRole("link", { name: /Download the PDF/ }).first();
  for (let tries = 0; tries < 60 && !(await link.isVisible()); tries++) {
    await page.waitForTimeout(1000);
    if (!(await link.isVisible())) await page.reload();
  }
  await look("report issued");
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  expect(bytes.length).toBeGreaterThan(20_000);
}
