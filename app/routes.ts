import { index, type RouteConfig, route } from "@remix-run/route-config";

/** Every address of the product. Loaders and actions check permission themselves; a parent route guards nothing. */
export default [
  index("routes/home.tsx"),
  route("sign-in", "routes/sign-in.tsx"),
  route("sign-out", "routes/sign-out.ts"),
  route("still-here", "routes/still-here.ts"),

  // Auditors
  route("my-audits", "routes/my-audits.tsx"),
  route("audits/:auditId", "routes/audit.ts"),
  route("audits/:auditId/criteria/:criterion", "routes/score-sheet.tsx"),
  route("audits/:auditId/save", "routes/save-answer.ts"),
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
  route("cases/:caseId", "routes/case.tsx"),
  route("cases/:caseId/export", "routes/case-export.ts"),
  route("imports", "routes/imports.tsx"),
  route("imports/new", "routes/import-new.tsx"),
  route("imports/template.csv", "routes/import-template.ts"),
  route("imports/:importId", "routes/import.tsx"),
  route("imports/:importId/problems.csv", "routes/import-problems.ts"),

  // What a rubric says, who is who, what happened
  route("rubrics", "routes/rubrics.tsx"),
  route("rubrics/:rubricId", "routes/rubric.tsx"),
  route("people", "routes/people.tsx"),
  route("trail", "routes/trail.tsx"),
  route("trail.csv", "routes/trail-csv.ts"),
  route("trail/anchors", "routes/trail-anchors.tsx"),
  route("trail/anchors.txt", "routes/trail-anchors-file.ts"),
  route("trail/:position", "routes/trail-event.tsx"),
  route("retention", "routes/retention.tsx"),
  route("retention/periods", "routes/retention-periods.tsx"),
  route("holds", "routes/holds.tsx"),
  route("holds/:holdId/end", "routes/hold-end.tsx"),
  route("feedback", "routes/feedback.tsx"),
  route("urgent-concern", "routes/urgent-concern.tsx"),
  route("urgent-concern/:concernId", "routes/urgent-concern-receipt.tsx"),

  // For everyone
  route("accessibility", "routes/accessibility.tsx"),
  route("privacy", "routes/privacy.tsx"),
  route("documents/:name", "routes/document.tsx"),
  route("help", "routes/help.tsx"),
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
