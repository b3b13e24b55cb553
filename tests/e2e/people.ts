import type { Page } from "@playwright/test";
import { DEMO_PEOPLE } from "#db/demo/people.ts";
import { type Hand, pointer } from "./hand.ts";

export type DemoRole =
  | "service manager"
  | "quality lead"
  | "panel chair"
  | "education auditor"
  | "health auditor"
  | "data officer"
  | "inspector"
  | "board member"
  | "plan writer"
  | "service manager"
  | "administrator";

/** Signs in by the form, with whichever hand. */
export async function signInAs(hand: Hand, role: DemoRole): Promise<void> {
  const person = DEMO_PEOPLE.find((p) => p.role === role);
  if (!person) throw new Error(`The demonstration area has no ${role}`);
  await hand.open("/sign-in");
  await hand.type("Email address", person.email);
  await hand.type("Password", person.password);
  await hand.press("Sign in");
  await hand.page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

export const signOut = async (page: Page): Promise<void> => {
  await page.context().clearCookies();
};

export const asPointer = async (page: Page, role: DemoRole): Promise<Hand> => {
  const hand = pointer(page);
  await signInAs(hand, role);
  return hand;
};
