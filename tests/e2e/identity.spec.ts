import { test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { pointer } from "./hand.ts";
import { walkInvitation } from "./invitation.ts";

test("an invited person chooses a password, sets an authenticator up and signs in with its code", async ({ page }) => {
  await walkInvitation(pointer(page), "ada.okoye@northshire.example", (what) => expectAccessible(page, what));
});
