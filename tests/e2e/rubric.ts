/** The rubric studio from end to end: an own rubric, changed, mended, agreed, published, and a cycle opened with it. */
import { expect } from "@playwright/test";
import type { Look } from "./cycle.ts";
import type { Hand } from "./hand.ts";
import { signInAs } from "./people.ts";

const DESCRIPTORS = ["Outstanding", "Good", "Requires improvement", "Inadequate"];

/** @param saves whether the page saves by itself; without JavaScript the button does */
export async function walkRubric(hand: Hand, title: string, saves: boolean, look: Look): Promise<void> {
  const { page } = hand;
  const heading = page.getByRole("heading", { level: 1 });
  await signInAs(hand, "quality lead");
  await hand.open("/rubrics");
  await look("rubrics");
  await hand.link("Start a draft");
  await hand.choose("How do you want to start?", /as a copy/);
  await hand.select("Published rubric to start from", "Full audit of an EHC plan, version 1.0.0");
  await hand.type("Title of a rubric of your own", title);
  await look("start a draft");
  await hand.press("Start the draft");
  await expect(heading).toHaveText(title);
  await look("overview of a draft");
  const draft = new URL(page.url()).pathname;

  await hand.link("Provision is specified and quantified");
  await expect(heading).toHaveText("Edit EP2");
  await hand.type("Good", "Type, hours, ratio and expertise are given for each item, and somebody is named.");
  if (saves) {
    await expect(page.getByText(/^Saved at/)).toBeVisible();
    // The preview follows, without a button.
    await expect(page.locator(".preview-row")).toContainText("somebody is named");
  }
  await look("edit a criterion");
  await hand.press("Save and go to the overview");
  await expect(heading).toHaveText(title);
  await expect(page.getByRole("button", { name: /^Undo.*descriptor of Good of EP2/ })).toBeVisible();

  await hand.link("Go to Educational provision");
  await hand.press("Add a criterion to Educational provision");
  await expect(heading).toHaveText("Edit EP6");
  await expect(page.getByText(/problems? stops? this draft from being published/)).toBeVisible();
  await hand.type(/^Criterion$/, "Equipment and adaptations");
  await hand.type("Question the auditor answers", "Is the equipment named, with who provides it?");
  for (const level of DESCRIPTORS.slice(0, 3)) await hand.type(level, `What ${level} looks like for equipment.`);
  await hand.press("Save and go to the overview");
  await expect(heading).toHaveText(title);
  // One descriptor is missing still. That stops nothing, and it is told: the suggestion leads to its field.
  await expect(page.getByText(/this draft from being published/)).toHaveCount(0);
  await hand.unfold(/suggestions?; none of them stops publishing/);
  await hand.link(/EP6.*Inadequate/);
  await expect(heading).toHaveText("Edit EP6");
  await expect(page).toHaveURL(/#field-descriptor/);
  await hand.type("Inadequate", "Equipment that the child needs is not mentioned.");
  await hand.press("Save and go to the overview");
  await expect(heading).toHaveText(title);
  await expect(page.getByText(/EP6.*what Inadequate looks like/)).toHaveCount(0);
  await hand.link("Go to Educational provision");
  await hand.press("Up EP6");
  await expect(page.getByText("Moved.")).toBeVisible();
  await hand.press("Remove EP6");
  await expect(page.getByText("Removed. Undo brings it back.")).toBeVisible();
  await hand.press(/^Undo.*removed the criterion EP6/);
  await expect(page.getByRole("link", { name: "Equipment and adaptations" }).first()).toBeVisible();

  await hand.open(`${draft}/preview`);
  await hand.press("Fill in and grade");
  await expect(page.getByText(/^Score .* gives Good/).first()).toBeVisible();
  await look("preview of the sheet");
  for (const part of [
    "about",
    "sections",
    "times",
    "grades",
    "scale/four_grades",
    "domain/EP",
    "limit/hard",
    "module/plan",
  ]) {
    await hand.open(`${draft}/edit/${part}`);
    await look(`edit ${part}`);
  }
  await hand.open(`${draft}/partners`);
  await hand.select("Partner", "Northshire Council");
  await hand.type(/Who confirmed the weights/, "Ngozi Barrett, designated clinical officer");
  await day(hand, "On which day");
  await hand.choose("What they say", "They agree to the weights and limits");
  await hand.press("Record it");
  await expect(page.getByRole("rowheader", { name: "Northshire Council" })).toBeVisible();
  await look("partners who agree");

  await hand.open(`${draft}/publish`);
  await hand.type("Who agreed to publish it", "The quality board");
  await day(hand, "When they agreed");
  await hand.tick(/never changes again/);
  await look("publish");
  await hand.press("Publish");
  await expect(page.getByText("Version 1.0.0 is published.")).toBeVisible();
  await expect(heading).toHaveText(title);
  await look("published rubric");
  await hand.link("Versions and where they are used");
  await expect(heading).toHaveText(`Versions of ${title}`);
  await look("versions");

  await hand.open("/cycles/new");
  await hand.type("Name of the cycle", `Cycle with ${title}`);
  await hand.choose("Rubric", new RegExp(title));
  for (const [legend, d, m, y] of [
    ["Plans from", "1", "1", "2026"],
    ["Plans to", "31", "10", "2026"],
    ["Scoring opens", "2", "11", "2026"],
    ["Audits are due", "27", "11", "2027"],
  ] as const) {
    await hand.typeIn(legend, "Day", d);
    await hand.typeIn(legend, "Month", m);
    await hand.typeIn(legend, "Year", y);
  }
  await hand.press("Open the cycle");
  await expect(heading).toHaveText("Design the sample");
}

async function day(hand: Hand, legend: string): Promise<void> {
  await hand.typeIn(legend, "Day", "20");
  await hand.typeIn(legend, "Month", "11");
  await hand.typeIn(legend, "Year", "2025");
}
