/** The inspection room: from an empty checklist to an open room by one person, and what the inspector then does in it. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { expectAccessible } from "./accessible.ts";
import { pointer } from "./hand.ts";
import { signInAs, signOut } from "./people.ts";

const PASSWORD = "otter umbrella kettle";

/** The day so many days from now, as its three boxes. */
function boxes(days: number): [string, string, string] {
  const [year = "", month = "", day = ""] = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" })
    .format(new Date(Date.now() + days * 86_400_000))
    .split("-");
  return [day, month, year];
}

test("one person fills and opens a room, and an inspector reads it, asks, takes a copy along and verifies it", async ({
  page,
}) => {
  const hand = pointer(page);
  const title = page.getByRole("heading", { level: 1 });
  await signInAs(hand, "quality lead");
  await hand.open("/rooms");
  await expectAccessible(page, "rooms");
  await hand.type("What is the room for?", "Area inspection, autumn");
  await hand.press("Start a room");
  await expect(title).toHaveText("Checklist of the room");
  const desk = page.url();
  const id = desk.split("/").pop() ?? "";
  await hand.press("Propose plans for the trails");
  for (const [entry, words] of [
    ["framework", "We audit three times a year.\n\n- The board reads each report."],
    ["challenge", "The board asked for therapy hours in every plan."],
  ]) {
    await hand.open(`/rooms/${id}/entries/${entry}`);
    await hand.type("The entry, in your words", words ?? "");
    await hand.press("Take it in");
    await expect(title).toHaveText("Checklist of the room");
  }
  await hand.press(/Take in all \d+ that are made/);
  await expect(page.getByText("18 of 18 entries are settled.")).toBeVisible();
  await expectAccessible(page, "checklist of a room");
  await hand.link("Preview as the inspector");
  await expect(page.getByText("This is what the inspector sees")).toBeVisible();
  await expectAccessible(page, "preview of a room");
  await hand.press("I have looked at this room");
  await hand.open(`/rooms/${id}/open`);
  for (const [legend, days] of [
    ["First day", 0],
    ["Last day", 13],
  ] as const) {
    const [day, month, year] = boxes(days);
    await hand.typeIn(legend, "Day", day);
    await hand.typeIn(legend, "Month", month);
    await hand.typeIn(legend, "Year", year);
  }
  await hand.type("Who released it for the partnership?", "The quality lead");
  await hand.press("Open the room");
  await expect(title).toHaveText("Inspectors");
  await hand.type("Name", "Iris Vaughan");
  await hand.type("Email address", "iris.vaughan@inspect.example");
  await hand.select("Which inspectorate do they work for?", "Inspectorate");
  await hand.press("Invite");
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();

  await signOut(page);
  await hand.open(link);
  await hand.type("New password", PASSWORD);
  await hand.press("Accept the invitation");
  await expect(page.getByText("Your new password is kept")).toBeVisible();
  await hand.open("/sign-in");
  await hand.type("Email address", "iris.vaughan@inspect.example");
  await hand.type("Password", PASSWORD);
  await hand.press("Sign in");
  await page.waitForURL(/second-factor/);
  await hand.open(`/room/${id}`);
  await page.waitForURL(/second-factor/);
  const key = (await page.locator(".secret-key").innerText()).replace(/\s/g, "");
  await hand.type("6-digit code", new TOTP({ secret: Secret.fromBase32(key) }).generate());
  await hand.press("Set up the app");
  await hand.link("I have kept the codes: go on");
  await hand.open("/room");
  await expect(title).toContainText("Inspection room");
  await expectAccessible(page, "the room, as its inspector");
  expect((await page.goto("/reports"))?.status()).toBe(404);
  await hand.open(`/room/${id}`);
  await hand.link("Results of the last eight quarters");
  await expect(title).toContainText("Results of the last eight quarters");
  await expectAccessible(page, "an entry of the room");
  await hand.type("Your question", "Who decides which plans are read?");
  await hand.press("Send question");
  await expect(page.getByText("Not answered yet.")).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), hand.link("Whole entry (PDF)")]);
  expect(download.suggestedFilename()).toContain("iris-vaughan-results-v1.pdf");
  const file = await download.path();
  await hand.open(`/room/${id}/verify`);
  await page
    .getByLabel("A copy from this room")
    .setInputFiles({ name: "copy.pdf", mimeType: "application/pdf", buffer: readFileSync(file) });
  await hand.press("Verify the file");
  await expect(page.getByText("This is the copy as it left this room")).toBeVisible();
  await expect(page.getByText(createHash("sha256").update(readFileSync(file)).digest("hex")).first()).toBeVisible();
  await expectAccessible(page, "verifying in the room");

  await signOut(page);
  await signInAs(hand, "quality lead");
  await hand.open(`/rooms/${id}/questions`);
  await hand.type("Your answer", "A lot, by a number that is fixed before.");
  await hand.press("Answer");
  await expect(page.getByText("Answered by Deborah Lane")).toBeVisible();
  await hand.open(`/rooms/${id}/visits`);
  await expect(page.getByText(/Iris Vaughan looked at Results of the last eight quarters/)).toBeVisible();
});
