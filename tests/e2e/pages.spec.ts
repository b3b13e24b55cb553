import { expect, type Page, test } from "@playwright/test";
import { DEMO_CYCLE, DEMO_MEETING, DEMO_PERSON } from "#db/demo/ids.ts";
import { expectAccessible } from "./accessible.ts";
import { reportViolations } from "./policy.ts";
import { asPointer, type DemoRole } from "./people.ts";

const summer = `/cycles/${DEMO_CYCLE.summer2026}`;
const autumn = `/cycles/${DEMO_CYCLE.autumn2026}`;

/** Each page as the least of the roles that may open it. */
const PAGES: [DemoRole, string[]][] = [
  [
    "quality lead",
    [
      "/cycles",
      "/cycles/new",
      summer,
      `${summer}/sample`,
      `${summer}/audits`,
      `${summer}/themes`,
      `${autumn}/themes/code`,
      `${autumn}/themes/code?list=differences`,
      `${summer}/themes/coders`,
      "/search?q=therapist",
      "/codebooks",
      "/codebooks/compare",
      "/codebooks/import",
      "/codebooks/codes/EP-VAGUE",
      `${summer}/report`,
      "/reports",
      "/reports/verify",
      "/reports/compare",
      "/people",
      "/trail",
      "/trail/1",
      "/trail/anchors",
      "/rubrics",
      "/rubrics/new",
      "/rubrics/import",
      "/rubrics/columns",
      "/rubrics/partners",
      "/rubrics/compare",
      "/rubrics/history/ehc-plan-full",
      `${summer}/bridging`,
      "/measures/overview",
      "/measures/themes",
      "/measures/groups",
      "/measures/over-time",
      "/measures/teams?by=locality",
      "/measures/steps?measure=advice.health",
      "/measures/timeliness",
      "/measures/social-care-input",
      `${summer}/reopen`,
      `${autumn}/audits`,
      "/reminders",
      `${summer}/agreement`,
      "/panel",
      "/panel-pattern",
      "/calibration",
      "/calibration/new",
      "/calibration/plans/early-years-speech",
      `${summer}/feedback`,
      `${summer}/family`,
      `${summer}/forum`,
      "/family-questions",
      "/family-calls",
      "/actions",
      `/actions/new?cycle=${DEMO_CYCLE.summer2026}`,
      `/actions/new?cycle=${DEMO_CYCLE.summer2026}&measure=theme:EP-VAGUE`,
      "/actions/sources",
      "/rooms",
      "/scorecard",
      "/scorecard/rows",
      "/scorecard/rows/training",
      "/outcomes",
    ],
  ],
  ["service manager", ["/measures/health-input"]],
  [
    "panel chair",
    [
      `${autumn}/moderation`,
      `${summer}/results`,
      `${autumn}/meetings`,
      `${autumn}/meetings/new`,
      `/meetings/${DEMO_MEETING.autumn}`,
      `/meetings/${DEMO_MEETING.autumn}/change`,
      `/meetings/${DEMO_MEETING.autumn}/cancel`,
    ],
  ],
  [
    "education auditor",
    ["/my-audits", "/my-levels", "/panel", "/rubrics", "/urgent-concern", `/meetings/${DEMO_MEETING.winter}`],
  ],
  ["data officer", ["/cases", "/imports", "/imports/new", "/retention", "/retention/periods", "/holds"]],
  ["inspector", ["/account/second-factor", "/urgent-concern"]],
  ["board member", [`${summer}/results`, "/actions", "/scorecard", "/measures/board"]],
  ["plan writer", ["/feedback", "/account", "/account/password", "/account/second-factor"]],
  [
    "administrator",
    [
      "/people",
      `/people/${DEMO_PERSON.healthAuditor}`,
      `/people/${DEMO_PERSON.healthAuditor}/sign-in`,
      `/people/${DEMO_PERSON.healthAuditor}/change`,
      `/people/${DEMO_PERSON.healthAuditor}/role`,
      `/people/${DEMO_PERSON.healthAuditor}/remove`,
      "/people/invitations",
      "/people/invite",
      "/organisations",
      "/organisations/new",
      "/organisations/org_demo_icb",
      "/settings",
      "/settings/area",
      "/settings/contacts",
      "/settings/sign-in",
      "/settings/reminders",
      "/settings/moderation",
      "/settings/feedback",
      "/settings/reports",
      "/settings/mail-test",
      "/system",
    ],
  ],
];

/** Pages of one plan, found by the first link that leads to one. */
const WORK: Partial<Record<DemoRole, { from: string; to: string }[]>> = {
  "panel chair": [
    { from: `${autumn}/moderation`, to: `${autumn}/moderation/smp_` },
    { from: `${autumn}/moderation`, to: "/meeting" },
    { from: "/panel", to: "/panel/smp_" },
  ],
  "education auditor": [
    { from: "/my-audits", to: "/criteria/" },
    { from: "/my-audits", to: "/check" },
    { from: "/my-audits", to: "/hand-back" },
    { from: "/rubrics", to: "/rubrics/rub_" },
  ],
  "plan writer": [{ from: "/feedback", to: "/feedback/fbp_" }],
  "quality lead": [
    { from: `${summer}/feedback`, to: `${summer}/feedback/smp_` },
    { from: "/reports", to: "/reports/wri_" },
    { from: `${summer}/report`, to: "/release" },
    { from: "/cases", to: "/imports/new" },
    { from: "/cases", to: "/cases/cas_" },
    { from: "/actions", to: "/actions/act_" },
  ],
  administrator: [{ from: `/people/${DEMO_PERSON.healthAuditor}`, to: "/roles/" }],
};

/** How many pages one test looks at, so that each ends in its time on a busy machine. */
const AT_ONCE = 24;

for (const [width, height, what] of [
  [1366, 768, "an old council laptop"],
  [390, 844, "a phone"],
  [320, 640, "400% zoom"],
] as const) {
  const everywhere = (who: string, look: (page: Page) => Promise<void>) =>
    test(`every page ${who} is accessible and fits at ${width} pixels: ${what}`, async ({ page }) => {
      const problems: string[] = [];
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      await reportViolations(page);
      await page.setViewportSize({ width, height });
      await look(page);
      expect(problems).toEqual([]);
    });

  everywhere("of everybody", async (page) => {
    for (const path of [
      "/sign-in",
      "/forgot-password",
      "/accessibility",
      "/privacy",
      "/help",
      "/documents/dpia",
      "/documents/hazard-log",
    ]) {
      await page.goto(path);
      await expectAccessible(page, path);
    }
  });

  for (const [role, all] of PAGES)
    for (let first = 0; first < all.length; first += AT_ONCE) {
      const paths = all.slice(first, first + AT_ONCE);
      const name = first === 0 ? `of the ${role}` : `of the ${role}, from ${paths[0]} on,`;
      everywhere(name, async (page) => {
        const hand = await asPointer(page, role);
        for (const path of paths) {
          await hand.open(path);
          await expect(page.getByRole("heading", { level: 1 }), path).toHaveCount(1);
          await expectAccessible(page, `${path} as ${role}`);
        }
        const isLast = first + AT_ONCE >= all.length;
        for (const work of (isLast ? WORK[role] : null) ?? []) {
          await hand.open(work.from);
          await hand.open((await page.locator(`a[href*="${work.to}"]`).first().getAttribute("href")) ?? "");
          await expectAccessible(page, `${page.url()} as ${role}`);
        }
      });
    }
}

test("a page that is not there and one that is not for me say so plainly", async ({ page }) => {
  await asPointer(page, "education auditor");
  for (const [path, status, title] of [
    ["/nothing-here", 404, "Page not found"],
    ["/cycles/cyc_none", 403, "You do not have access to this page"],
    ["/audits/aud_of_nobody/check", 404, "Page not found"],
    ["/family/none", 404, "This link cannot be used"],
  ] as const) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(status);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expectAccessible(page, path);
  }
});

test("the published view never shows a number below 5 that the internal view has", async ({ page }) => {
  await asPointer(page, "board member");
  await page.goto(`${summer}/results`);
  await expect(page.getByText("Internal view.")).toHaveCount(0);
  const answer = await page.request.get(`${summer}/results.csv`);
  expect(answer.status()).toBe(200);
});
