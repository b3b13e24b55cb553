import { expect, test } from "@playwright/test";
import { DEMO_CYCLE } from "#db/demo/ids.ts";
import { expectAccessible } from "./accessible.ts";
import { asPointer, signOut } from "./people.ts";
import { reportViolations } from "./policy.ts";

test("a number is followed down to its plans, leaves as a picture, and reaches the board without small numbers", async ({
  page,
}) => {
  await reportViolations(page);
  await asPointer(page, "quality lead");
  // Other journeys close cycles of their own, so the newest is not always the same.
  const summer = `cycle=${DEMO_CYCLE.summer2026}`;
  await page.goto(`/measures/overview?${summer}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview: Summer 2026 routine audit");
  await expect(page.getByRole("link", { name: "Groups", exact: true })).toBeVisible();
  await page.goto(`/measures/groups?${summer}`);
  await page.getByLabel("By", { exact: true }).selectOption("Locality");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/by=locality/);
  await expectAccessible(page, "groups by locality");

  const row = page
    .getByRole("table", { name: "Plans good or better by locality" })
    .getByRole("row", { name: /^Ashmere/ });
  const plans = Number.parseInt(await row.getByRole("cell").first().innerText(), 10);
  await row.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Plans behind the number");
  await expect(page.getByRole("row")).toHaveCount(plans + 1);
  await expectAccessible(page, "plans behind a number");
  await page.goBack();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "PNG" }).first().click();
  expect((await download).suggestedFilename()).toBe("groups-locality-grades-internal.png");

  await signOut(page);
  await asPointer(page, "board member");
  await page.goto(`/measures/groups?${summer}&by=locality&view=internal`);
  await expect(page.getByText("Published view.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Plans good or better by locality" }).getByRole("link")).toHaveCount(0);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ["board", "over-time"]) {
    await page.goto(`/measures/${path}`);
    await expectAccessible(page, `${path} for the board at 320 pixels`);
  }
});
