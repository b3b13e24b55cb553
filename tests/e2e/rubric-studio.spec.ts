import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { pointer } from "./hand.ts";
import { asPointer } from "./people.ts";
import { walkRubric } from "./rubric.ts";

test("an own rubric from a copy to a cycle, each page checked with axe", async ({ page }) => {
  await walkRubric(pointer(page), "Rubric by pointer", true, (what) => expectAccessible(page, what));
});

test("a draft that loses its connection keeps what is typed, and sends it when the connection is back", async ({
  page,
  context,
}) => {
  const hand = await asPointer(page, "quality lead");
  await hand.open("/rubrics/new");
  await hand.select("Published rubric to start from", "Full audit of an EHC plan, version 1.0.0");
  await hand.press("Start the draft");
  await hand.link("Provision is specified and quantified");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Edit EP2");
  await expect(page.getByText(/^Saved at/)).toBeVisible();
  await context.setOffline(true);
  await hand.type("Question the auditor answers", "Typed without a connection.");
  await expect(page.getByText("Not saved: no connection. Kept on this page, trying again").first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Question the auditor answers" })).toHaveValue(
    "Typed without a connection.",
  );
  await context.setOffline(false);
  await expect(page.getByText(/^Saved at/)).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Question the auditor answers" })).toHaveValue(
    "Typed without a connection.",
  );
});
