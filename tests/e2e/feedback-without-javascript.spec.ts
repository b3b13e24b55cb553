import { test } from "@playwright/test";
import { walkFamily } from "./feedback.ts";
import { pointer } from "./hand.ts";

test("a family answers by its link with JavaScript switched off", async ({ page }) => {
  await walkFamily(pointer(page), 0, async () => {});
});
