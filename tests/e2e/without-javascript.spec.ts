import { test } from "@playwright/test";
import { walkCycle } from "./cycle.ts";
import { pointer } from "./hand.ts";
import { walkRubric } from "./rubric.ts";

test("the same cycle with JavaScript switched off", async ({ page }) => {
  await walkCycle(pointer(page), "Journey without JavaScript", async () => {});
});

test("an own rubric from a copy to a cycle with JavaScript switched off", async ({ page }) => {
  await walkRubric(pointer(page), "Rubric without JavaScript", false, async () => {});
});
