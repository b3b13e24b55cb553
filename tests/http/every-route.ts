import { type Action, ACTIONS } from "#audits/people/permissions.ts";

/**
 * Every address of the product, for the tests over HTTP: what opening it and sending its form asks of a person, and the kinds of
 * ids in it. An id stands as its kind in capitals.
 */
type Place = {
  path: string;
  /** "nobody" where there is nothing to open. */
  open: Action | "everyone" | "nobody";
  send?: Action | "everyone";
};

/** Ids of things whose very existence is a secret from those they are not for. */
export const SECRET_IDS = ["AUDIT", "CONCERN", "REPORT"] as const;

export const EVERY_ROUTE: Record<string, Place> = {
  "home.tsx": { path: "/", open: "everyone" },
  "sign-in.tsx": { path: "/sign-in", open: "everyone", send: "everyone" },
  "sign-in-code.tsx": { path: "/sign-in/code", open: "everyone", send: "everyone" },
  "sign-in-with.ts": { path: "/sign-in/with/council", open: "everyone" },
  "sign-in-with-back.ts": { path: "/sign-in/with/council/back", open: "everyone" },
  "forgot-password.tsx": { path: "/forgot-password", open: "everyone", send: "everyone" },
  "reset.tsx": { path: "/reset/none", open: "everyone", send: "everyone" },
  "invitation.tsx": { path: "/invitation/none", open: "everyone", send: "everyone" },
  "account.tsx": { path: "/account", open: "account.own", send: "account.own" },
  "account-password.tsx": { path: "/account/password", open: "account.own", send: "account.own" },
  "account-second-factor.tsx": { path: "/account/second-factor", open: "account.own", send: "account.own" },
  "account-recovery-codes.tsx": { path: "/account/recovery-codes", open: "account.own", send: "account.own" },
  "account-recovery-codes-txt.ts": { path: "/account/recovery-codes.txt", open: "nobody", send: "account.own" },
  "sign-out.ts": { path: "/sign-out", open: "everyone", send: "everyone" },
  "still-here.ts": { path: "/still-here", open: "concerns.raise" },
  "accessibility.tsx": { path: "/accessibility", open: "everyone" },
  "privacy.tsx": { path: "/privacy", open: "everyone" },
  "help.tsx": { path: "/help", open: "everyone" },
  "not-found.tsx": { path: "/nothing-here", open: "everyone" },
  "my-audits.tsx": { path: "/my-audits", open: "audits.score" },
  "audit.ts": { path: "/audits/AUDIT", open: "audits.score" },
  "score-sheet.tsx": { path: "/audits/AUDIT/criteria/CRITERION", open: "audits.score", send: "audits.score" },
  "save-answer.ts": { path: "/audits/AUDIT/save", open: "nobody", send: "audits.score" },
  "check-audit.tsx": { path: "/audits/AUDIT/check", open: "audits.score", send: "audits.score" },
  "audit-submitted.tsx": { path: "/audits/AUDIT/submitted", open: "audits.score" },
  "sheets-ahead.ts": { path: "/audits/AUDIT/ahead", open: "audits.score" },
  "hand-back.tsx": { path: "/audits/AUDIT/hand-back", open: "audits.score", send: "audits.score" },
  "cycles.tsx": { path: "/cycles", open: "cycles.view" },
  "cycle-new.tsx": { path: "/cycles/new", open: "cycles.open", send: "cycles.open" },
  "cycle.tsx": { path: "/cycles/CYCLE", open: "cycles.view", send: "cycles.open" },
  "cycle-sample.tsx": { path: "/cycles/CYCLE/sample", open: "sample.draw", send: "sample.draw" },
  "cycle-sample-check.ts": { path: "/cycles/CYCLE/sample.txt", open: "sample.draw" },
  "cycle-audits.tsx": { path: "/cycles/CYCLE/audits", open: "audits.assign", send: "audits.assign" },
  "cycle-moderation.tsx": { path: "/cycles/CYCLE/moderation", open: "moderation.chair" },
  "moderation.tsx": { path: "/cycles/CYCLE/moderation/PLAN", open: "moderation.chair", send: "moderation.chair" },
  "cycle-results.tsx": { path: "/cycles/CYCLE/results", open: "results.published" },
  "cycle-results-csv.ts": { path: "/cycles/CYCLE/results.csv", open: "results.published" },
  "cycle-themes.tsx": { path: "/cycles/CYCLE/themes", open: "results.view" },
  "cycle-report.tsx": { path: "/cycles/CYCLE/report", open: "reports.read", send: "reports.make" },
  "report-progress.tsx": { path: "/cycles/CYCLE/report/REPORT", open: "reports.read", send: "reports.make" },
  "reports.tsx": { path: "/reports", open: "reports.read" },
  "report-pdf.ts": { path: "/reports/REPORT/pdf", open: "reports.read" },
  "cases.tsx": { path: "/cases", open: "cases.view" },
  "imports.tsx": { path: "/imports", open: "cases.import" },
  "import-new.tsx": { path: "/imports/new", open: "cases.import", send: "cases.import" },
  "import-template.ts": { path: "/imports/template.csv", open: "cases.import" },
  "import.tsx": { path: "/imports/imp_1", open: "cases.import", send: "cases.import" },
  "import-problems.ts": { path: "/imports/imp_1/problems.csv", open: "cases.import" },
  "rubrics.tsx": { path: "/rubrics", open: "rubrics.view" },
  "rubric.tsx": { path: "/rubrics/RUBRIC", open: "rubrics.view" },
  "people.tsx": { path: "/people", open: "people.view" },
  "person.tsx": { path: "/people/per_hal", open: "people.view" },
  "person-sign-in.tsx": { path: "/people/per_hal/sign-in", open: "people.change", send: "people.change" },
  "invitations.tsx": { path: "/people/invitations", open: "people.invite", send: "people.invite" },
  "invite.tsx": { path: "/people/invite", open: "people.invite", send: "people.invite" },
  "mail-test.tsx": { path: "/settings/mail-test", open: "settings.change", send: "settings.change" },
  "person-change.tsx": { path: "/people/per_hal/change", open: "people.change", send: "people.change" },
  "person-role-new.tsx": { path: "/people/per_hal/role", open: "people.give", send: "people.give" },
  "person-role.tsx": { path: "/people/per_hal/roles/mem_none", open: "people.change", send: "people.change" },
  // The form has no field, so it is sent for somebody who is not there.
  "person-remove.tsx": { path: "/people/per_none/remove", open: "people.change", send: "people.change" },
  "organisations.tsx": { path: "/organisations", open: "people.change" },
  "organisation-new.tsx": { path: "/organisations/new", open: "people.change", send: "people.change" },
  "organisation.tsx": { path: "/organisations/org_council", open: "people.change", send: "people.change" },
  "settings.tsx": { path: "/settings", open: "settings.change" },
  "settings-area.tsx": { path: "/settings/area", open: "settings.change", send: "settings.change" },
  "settings-contacts.tsx": { path: "/settings/contacts", open: "settings.change", send: "settings.change" },
  "settings-sign-in.tsx": { path: "/settings/sign-in", open: "settings.change", send: "settings.change" },
  "system.tsx": { path: "/system", open: "system.view", send: "system.view" },
  "trail.tsx": { path: "/trail", open: "trail.view" },
  "feedback.tsx": { path: "/feedback", open: "feedback.read" },
  "urgent-concern.tsx": { path: "/urgent-concern", open: "concerns.raise", send: "concerns.raise" },
  "urgent-concern-receipt.tsx": { path: "/urgent-concern/CONCERN", open: "concerns.raise" },
};

/** The name by which the framework knows the route of a file. */
export const routeIdOf = (file: string): string => `routes/${file.replace(/\.tsx?$/, "")}`;

export const isAction = (asked: string | undefined): asked is Action => asked !== undefined && asked in ACTIONS;
