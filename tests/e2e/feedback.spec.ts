import { test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { walkFamily, walkFeedback } from "./feedback.ts";
import { pointer } from "./hand.ts";

test("feedback goes out, comes back disputed and is answered", async ({ page }) => {
  await walkFeedback(pointer(page), expectAccessible);
});

test("a family answers by its link on a phone, in large print", async ({ page }) => {
  await walkFamily(pointer(page), 0, expectAccessible);
});
