import { test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { walkCycle } from "./cycle.ts";
import { keyboard, pointer } from "./hand.ts";

test("a cycle from opening to the report as PDF, each page checked with axe", async ({ page }) => {
  await walkCycle(pointer(page), "Journey by pointer", (what) => expectAccessible(page, what));
});

test("the same cycle by keyboard alone", async ({ page }) => {
  await walkCycle(keyboard(page), "Journey by keyboard", async () => {});
});
