import { expect, type Page } from "@playwright/test";
import { DEMO_CYCLE } from "#db/demo/ids.ts";
import type { Hand } from "./hand.ts";
import { signInAs, signOut } from "./people.ts";

type Check = (page: Page, what: string) => Promise<void>;

/** A lead reviews a proposed pack and sends it; the service reads, replies and disputes; the lead answers and resolves. */
export async function walkFeedback(hand: Hand, check: Check): Promise<void> {
  const { page } = hand;
  await signInAs(hand, "quality lead");
  await hand.open(`/cycles/${DEMO_CYCLE.autumn2026}/feedback?show=review`);
  await check(page, "the packs to review");
  await hand.link(/^Health services/);
  const reference = (await page.locator(".over-title").innerText()).replace("Feedback on ", "");
  await check(page, "a proposed pack");
  await hand.type(/write your own|What do you ask/, "Say how often, and by whom.");
  await hand.press("Send the pack");
  await expect(page.getByText("The pack is sent.", { exact: false })).toBeVisible();
  await expect(page.getByText("Nothing yet.")).toBeVisible();
  const sent = page.url().replace(/\?.*/, "");

  await signOut(page);
  await signInAs(hand, "service manager");
  await hand.open("/feedback");
  await hand.link(reference);
  await expect(page.getByText("Say how often, and by whom.")).toBeVisible();
  await check(page, "a pack as its reader sees it");
  await hand.unfold("Dispute a level");
  await page.getByRole("combobox", { name: "Which level?" }).selectOption({ index: 1 });
  await hand.type("Why is it wrong?", "It stands in the appendix.");
  await hand.press("Send the dispute");
  await expect(page.getByText("Your dispute is sent.", { exact: false })).toBeVisible();

  await signOut(page);
  await signInAs(hand, "quality lead");
  await hand.open(sent);
  await check(page, "a disputed pack");
  await hand.choose(/^What do you decide/, /^Not upheld/);
  await hand.type(/^Your answer/, "The plan itself must say it.");
  await hand.press("Answer the dispute");
  await expect(page.getByText("Not upheld: the level stands.", { exact: false })).toBeVisible();
}

/** A lead makes a link; a family answers by it on a phone, once, and finds it used afterwards. */
export async function walkFamily(hand: Hand, planPlace: number, check: Check): Promise<void> {
  const { page } = hand;
  await signInAs(hand, "quality lead");
  await hand.open(`/cycles/${DEMO_CYCLE.winter2026}/family`);
  await page.locator("summary", { hasText: "Ask the family" }).nth(planPlace).click();
  await page
    .getByRole("button", { name: /^Make a link for/ })
    .nth(planPlace)
    .click();
  const link = new URL(await page.getByRole("textbox", { name: "Link" }).inputValue()).pathname;
  await signOut(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await hand.open(link);
  await check(page, "the questions to a family");
  await hand.link("Show it in large print");
  await check(page, "the questions in large print");
  await hand.choose(/^1\. /, "Mostly");
  await hand.press("Send my answers");
  await expect(page.getByRole("heading", { name: "There is a problem" })).toBeVisible();
  await check(page, "the questions with an error");
  await hand.tick(/^I agree/);
  await hand.press("Send my answers");
  await expect(page.getByRole("heading", { level: 1, name: "Your answers are sent" })).toBeVisible();
  await hand.open(link);
  await expect(page.getByRole("radio")).toHaveCount(0);
  await check(page, "a link that was used");
}
