import { expect, test } from "@playwright/test";
import { reportViolations } from "./policy.ts";

/** What somebody would put into a page who found a way to: each tells on itself when it runs. */
const INJECTED = [
  "<script>window.ran = 'inline script'</script>",
  "<script nonce=guessed>window.ran = 'script with a guessed nonce'</script>",
  '<img src="data:image/png;base64,x" onerror="window.ran = \'handler\'">',
  "<svg onload=\"window.ran = 'svg'\"></svg>",
  '<script src="https://evil.example/x.js"></script>',
  '<base href="https://evil.example/">',
  '<p id="styled" style="position: fixed">styled</p>',
].join("");

test("what is put into a page does not run, load or style", async ({ page }) => {
  test.setTimeout(40_000);
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await reportViolations(page);
  const reached: string[] = [];
  await page.route(/evil\.example/, (route) => {
    reached.push(route.request().url());
    return route.fulfill({ body: "window.ran = 'another site'", contentType: "text/javascript" });
  });
  await page.route("**/help", async (route) => {
    const response = await route.fetch();
    return route.fulfill({ response, body: (await response.text()).replace("<main", `${INJECTED}<main`) });
  });
  // The page as the server sent it: taking it over in the browser would draw it anew without what was put in.
  await page.route("**/assets/*.js", (route) => route.abort());
  await page.goto("/help", { waitUntil: "domcontentloaded" });
  await expect(page.locator("#styled")).toHaveCount(1);
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => (window as unknown as { ran?: string }).ran)).toBeUndefined();
  expect(reached).toEqual([]);
  expect(await page.locator("#styled").evaluate((p) => getComputedStyle(p).position)).toBe("static");
  for (const directive of ["script-src-elem", "script-src-attr", "style-src-attr", "base-uri"])
    expect(said.filter((line) => line.startsWith(`Policy enforced: ${directive}`)).length, directive).toBeGreaterThan(
      0,
    );
});

test("no other site can frame a page", async ({ page }) => {
  const answer = await page.request.get("/sign-in");
  expect(answer.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  await page.route("https://frames.example/", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<iframe id="f" src="${new URL("/sign-in", answer.url()).href}"></iframe>`,
    }),
  );
  await page.goto("https://frames.example/");
  await page.waitForTimeout(500);
  await expect(page.frameLocator("#f").getByRole("heading", { name: "Sign in" })).toHaveCount(0);
});
