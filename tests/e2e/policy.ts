import type { Page } from "@playwright/test";

/** Says in the console of every page what its content security policy refused, so that a sweep fails on it. */
export async function reportViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, disposition }) =>
      console.error(
        `Policy ${disposition === "enforce" ? "enforced" : disposition}: ${effectiveDirective} ${blockedURI}`,
      ),
    );
  });
}
