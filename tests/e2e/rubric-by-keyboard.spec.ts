import { test } from "@playwright/test";
import { keyboard } from "./hand.ts";
import { walkRubric } from "./rubric.ts";

// Keeping a picture of a long page at every press of Tab would take longer than the journey.
test.use({ trace: "off" });

test("an own rubric from a copy to a cycle by keyboard alone", async ({ page }) => {
  await walkRubric(keyboard(page), "Rubric by keyboard", true, async () => {});
});
