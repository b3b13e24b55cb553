import { test } from "@playwright/test";
import { pointer } from "./hand.ts";
import { walkInvitation } from "./invitation.ts";

test("the same way in with JavaScript switched off", async ({ page }) => {
  await walkInvitation(pointer(page), "ada.without@northshire.example", async () => {});
});
