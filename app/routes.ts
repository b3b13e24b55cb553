import { index, type RouteConfig, route } from "@remix-run/route-config";

/** Every address of the product. Loaders and actions check permission themselves; a parent route guards nothing. */
export default [
  index("routes/home.tsx"),
  route("sign-in", "routes/sign-in.tsx"),
  route("sign-in/code", "routes/sign-in-code.tsx"),
  route("sign-in/with/:provider", "routes/sign-in-with.ts"),
  route("sign-in/with/:provider/back", "routes/sign-in-with-back.ts"),
  route("forgot-password", "routes/forgot-password.tsx"),
  route("reset/:token", "routes/reset.tsx"),
  route("invitation/:token", "routes/invitation.tsx"),
  route("sign-out", "routes/sign-out.ts"),
  route("still-here", "routes/still-here.ts"),

  // My account
  route("account", "routes/account.tsx"),
  route("account/password", "routes/account-password.tsx"),
  route("account/second-factor", "routes/account-second-factor.tsx"),
  route("account/recovery-codes", "routes/account-recovery-codes.tsx"),
  route("account/recovery-codes.txt", "routes/account-recovery-codes-txt.ts"),

  // Auditors
  route("my-audits", "routes/my-audits.tsx"),
  route("audits/:auditId", "routes/audit.ts"),
  route("audits/:auditId/criteria/:criterion", "routes/score-sheet.tsx"),
  route("audits/:auditId/save", "routes/save-answer.ts"),
  route("audits/:auditId/ahead", "routes/sheets-ahead.ts"),
  route("audits/:auditId/check", "routes/check-audit.tsx"),
  route("audits/:auditId/submitted", "routes/audit-submitted.tsx"),
  route("audits/:auditId/hand-back", "routes/hand-back.tsx"),

  // Cycles
  route("cycles", "routes/cycles.tsx"),
  route("cycles/new", "routes/cycle-new.tsx"),
  route("cycles/:cycleId", "routes/cycle.tsx"),
  route("cycles/:cycleId/sample", "routes/cycle-sample.tsx"),
  route("cycles/:cycleId/sample.txt", "routes/cycle-sample-check.ts"),
  route("cycles/:cycleId/audits", "routes/cycle-audits.tsx"),
  route("cycles/:cycleId/moderation", "routes/cycle-moderation.tsx"),
  route("cycles/:cycleId/moderation/:sampledId", "routes/moderation.tsx"),
  route("cycles/:cycleId/results", "routes/cycle-results.tsx"),
  route("cycles/:cycleId/results.csv", "routes/cycle-results-csv.ts"),
  route("cycles/:cycleId/themes", "routes/cycle-themes.tsx"),
  route("cycles/:cycleId/report", "routes/cycle-report.tsx"),
  route("cycles/:cycleId/report/:reportId", "routes/report-progress.tsx"),
  route("reports", "routes/reports.tsx"),
  route("reports/:reportId/pdf", "routes/report-pdf.ts"),

  // Cases
  route("cases", "routes/cases.tsx"),
  route("imports", "routes/imports.tsx"),
  route("imports/new", "routes/import-new.tsx"),
  route("imports/template.csv", "routes/import-template.ts"),
  route("imports/:importId", "routes/import.tsx"),
  route("imports/:importId/problems.csv", "routes/import-problems.ts"),

  // What a rubric says, who is who, what happened
  route("rubrics", "routes/rubrics.tsx"),
  route("rubrics/:rubricId", "routes/rubric.tsx"),
  route("people", "routes/people.tsx"),
  route("people/:personId", "routes/person.tsx"),
  route("people/:personId/sign-in", "routes/person-sign-in.tsx"),
  route("people/:personId/change", "routes/person-change.tsx"),
  route("people/:personId/role", "routes/person-role-new.tsx"),
  route("people/:personId/roles/:membershipId", "routes/person-role.tsx"),
  route("people/:personId/remove", "routes/person-remove.tsx"),
  route("organisations", "routes/organisations.tsx"),
  route("organisations/new", "routes/organisation-new.tsx"),
  route("organisations/:organisationId", "routes/organisation.tsx"),
  route("settings", "routes/settings.tsx"),
  route("settings/area", "routes/settings-area.tsx"),
  route("settings/contacts", "routes/settings-contacts.tsx"),
  route("settings/sign-in", "routes/settings-sign-in.tsx"),
  route("system", "routes/system.tsx"),
  route("people/invitations", "routes/invitations.tsx"),
  route("people/invite", "routes/invite.tsx"),
  route("settings/mail-test", "routes/mail-test.tsx"),
  route("trail", "routes/trail.tsx"),
  route("feedback", "routes/feedback.tsx"),
  route("urgent-concern", "routes/urgent-concern.tsx"),
  route("urgent-concern/:concernId", "routes/urgent-concern-receipt.tsx"),

  // For everyone
  route("accessibility", "routes/accessibility.tsx"),
  route("privacy", "routes/privacy.tsx"),
  route("help", "routes/help.tsx"),
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
