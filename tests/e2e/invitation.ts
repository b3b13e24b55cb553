/** From an invitation to signing in with a code: what every new person goes through once. */
import { expect } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import type { Look } from "./cycle.ts";
import type { Hand } from "./hand.ts";
import { signInAs, signOut } from "./people.ts";

const PASSWORD = "otter umbrella kettle";

/** Waits for the next time step where this one is nearly over, so that a code holds until it is sent. */
async function codeOf(key: string, steps: number): Promise<string> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 5_000) await new Promise((resolve) => setTimeout(resolve, left + 500));
  return new TOTP({ secret: Secret.fromBase32(key.replace(/\s/g, "")) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });
}

export async function walkInvitation(hand: Hand, email: string, look: Look): Promise<void> {
  const { page } = hand;
  const title = page.getByRole("heading", { level: 1 });
  await signInAs(hand, "administrator");
  await hand.open("/people");
  await hand.link("Invitations");
  await expect(title).toHaveText("Invitations");
  await look("invitations");
  await hand.link("Invite a person");
  await expect(title).toHaveText("Invite a person");
  await look("invite a person");
  await hand.press("Send the invitation");
  await expect(page.getByRole("link", { name: "Enter the person’s name" })).toBeVisible();
  await look("invite a person, refused");
  await hand.type("Name", "Ada <b>Okoye</b>");
  await hand.type("Work email address", email);
  await hand.choose("What will the person do?", "Plan writer");
  await hand.type("Code in the case files", "W07");
  await page
    .getByRole("combobox", { name: "Which organisation does the person work for?" })
    .selectOption("Northshire Council");
  await page.waitForTimeout(1100);
  await hand.press("Send the invitation");
  await expect(title).toHaveText("Ada <b>Okoye</b> is invited");
  await look("invited");
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();

  await signOut(page);
  await hand.open(link);
  await expect(title).toHaveText("Welcome, Ada <b>Okoye</b>");
  await look("the invitation");
  await hand.type("New password", PASSWORD);
  await hand.press("Accept the invitation");
  await expect(page.getByText("Your new password is kept")).toBeVisible();
  await hand.open(link);
  await expect(title).toHaveText("This invitation cannot be used");
  await look("a used invitation");

  const signIn = async () => {
    await hand.open("/sign-in");
    await hand.type("Email address", email);
    await hand.type("Password", PASSWORD);
    await hand.press("Sign in");
  };
  await signIn();
  await expect(title).toHaveText(/Feedback/);
  await hand.open("/account");
  await look("my account");
  await hand.open("/account/second-factor");
  await look("set up an authenticator app");
  const key = await page.locator(".secret-key").innerText();
  await hand.type("6-digit code", await codeOf(key, 0));
  await hand.press("Set up the app");
  await expect(title).toHaveText("Your authenticator app is set up");
  await expect(page.locator(".recovery-codes li")).toHaveCount(10);
  await look("recovery codes");
  const recovery = await page.locator(".recovery-codes li").first().innerText();
  await hand.link("I have kept the codes: go on");
  await expect(title).toHaveText("My account");
  for (const path of ["/account/password", "/account/recovery-codes", "/account/second-factor"]) {
    await hand.open(path);
    await look(path);
  }

  await hand.press("Sign out");
  await expect(title).toHaveText("Sign in");
  await signIn();
  await expect(title).toHaveText("Enter your code");
  await look("enter your code");
  await hand.open("/account");
  await expect(title).toHaveText("Sign in");
  await hand.open("/sign-in/code");
  // The code that set the app up counts no more, so the next one is entered.
  await hand.type("6-digit code", await codeOf(key, 1));
  await hand.press("Go on");
  await expect(title).toHaveText(/Feedback/);

  await hand.press("Sign out");
  await expect(title).toHaveText("Sign in");
  await signIn();
  await hand.type("6-digit code", recovery);
  await hand.press("Go on");
  await expect(title).toHaveText(/Feedback/);
  await hand.open("/account");
  await expect(page.getByText("9 left")).toBeVisible();
}
