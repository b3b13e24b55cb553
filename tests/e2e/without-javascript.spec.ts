import { test } from "@playwright/test";
import { walkCycle } from "./cycle.ts";
import { pointer } from "./hand.ts";

test("the same cycle with JavaScript switched off", async ({ page }) => {
  await walkCycle(pointer(page), "Journey without JavaScript", async () => {});
});
