import { createHmac } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ownAudits } from "#db/audits.ts";
import { sampleOf } from "#db/cycles.ts";
import { DEMO_CYCLE, DEMO_MEETING, DEMO_PERSON } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { DEMO_PEOPLE } from "#db/demo/people.ts";
import { runDisposal } from "#db/disposal.ts";
import { askFamily } from "#db/family.ts";
import { packsSentTo } from "#db/feedback-received.ts";
import { startReport } from "#db/written-reports.ts";
import { figuresOfCycle } from "#db/figures.ts";
import { dueForDisposal } from "#db/retention.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { cockpitOf } from "#db/moderations.ts";
import { actorOf, raiseConcern } from "#db/people.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { runOn } from "~/server/database.server.ts";
import { readSettings } from "~/server/settings.ts";
import { answer, cookiesFor } from "./area.ts";

/**
 * Every loader of the product, and whether it shows case-level data. One that does leaves an event with who, what and when;
 * one that does not says why. A route that nobody listed fails.
 */
type Shows =
  | { as: string; path: string; params?: Record<string, string>; leaves: string; about: string }
  | { because: string };

const NO_DATA = { because: "has no loader: it is a page of words, or only takes a form" };
const SUMMER = DEMO_CYCLE.summer2026;
const QUALITY_LEAD = "quality lead";
const VIEW = "case.viewed";

const ROUTES: Record<string, Shows> = {
  "interests.tsx": { because: "shows what a person declared about themselves" },
  "rubric-approvals.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-columns.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-compare.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-draft-changes.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-draft-delete.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-draft-export.ts": { because: "shows what a rubric says, and no case" },
  "rubric-draft-part.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-draft-partners.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-draft-preview.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-draft-publish.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-draft-save.ts": { because: "shows what a rubric says, and no case" },
  "rubric-draft-sheet.ts": { because: "shows what a rubric says, and no case" },
  "rubric-draft.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-export.ts": { because: "shows what a rubric says, and no case" },
  "rubric-history.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-import-preview.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-import.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-new.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-partners-needed.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-retire.tsx": { because: "shows what a rubric says, and no case" },
  "rubric-sheet.ts": { because: "shows what a rubric says, and no case" },
  "rubric-template.ts": { because: "shows what a rubric says, and no case" },
  "type-in.tsx": { as: "education auditor", path: "/audits/AUDIT/type-in", leaves: VIEW, about: "typed_sheet" },
  "cycle-bridging.tsx": { as: QUALITY_LEAD, path: "/cycles/CYCLE/bridging", leaves: VIEW, about: "bridging" },
  "account.tsx": { because: "shows a person’s own account" },
  "account-password.tsx": { because: "shows a person’s own account" },
  "account-recovery-codes.tsx": { because: "shows a person’s own codes" },
  "account-recovery-codes-txt.ts": { because: "gives out a person’s own codes" },
  "account-second-factor.tsx": { because: "shows a person’s own key" },
  "forgot-password.tsx": { because: "is for who is not signed in" },
  "invitation.tsx": { because: "is for who is not signed in" },
  "reset.tsx": { because: "is for who is not signed in" },
  "sign-in-code.tsx": { because: "is for who is not signed in" },
  "sign-in-with.ts": { because: "leads to a work account" },
  "sign-in-with-back.ts": { because: "leads back from a work account" },
  "invitations.tsx": { because: "lists invitations" },
  "invite.tsx": { because: "is a form about a person who works here" },
  "person-sign-in.tsx": { because: "shows how a person who works here signs in" },
  "mail-test.tsx": { because: "shows whether mail can be sent" },
  "accessibility.tsx": NO_DATA,
  "privacy.tsx": NO_DATA,
  "document.tsx": { because: "shows a document of the project" },
  "help.tsx": { because: "says how the product works" },
  "home.tsx": { because: "leads to another page" },
  "not-found.tsx": { because: "says that there is no such page" },
  "sign-in.tsx": { because: "is for who is not signed in" },
  "sign-out.ts": NO_DATA,
  "still-here.ts": { because: "keeps a session" },
  "audit.ts": { because: "leads to the score sheet" },
  "save-answer.ts": {
    because: "answers whoever wrote it with what they wrote; the sheet it belongs to leaves the event",
  },
  "my-audits.tsx": { as: "education auditor", path: "/my-audits", leaves: VIEW, about: "own_audits" },
  "score-sheet.tsx": {
    as: "education auditor",
    path: "/audits/AUDIT/criteria/VC1",
    params: { criterion: "VC1" },
    leaves: VIEW,
    about: "audit",
  },
  "sheets-ahead.ts": { as: "forum auditor", path: "/audits/AUDIT/ahead", leaves: VIEW, about: "audit" },
  "check-audit.tsx": { as: "health auditor", path: "/audits/AUDIT/check", leaves: VIEW, about: "audit" },
  "hand-back.tsx": { as: "social care auditor", path: "/audits/AUDIT/hand-back", leaves: VIEW, about: "audit" },
  "audit-submitted.tsx": {
    as: "school auditor",
    path: "/audits/SUBMITTED/submitted",
    leaves: VIEW,
    about: "audit",
  },
  "cycles.tsx": { because: "counts plans by step, and names none" },
  "cycle-new.tsx": { because: "asks for a title, a question and dates" },
  "cycle.tsx": { because: "counts plans by step, and names none" },
  "cycle-sample.tsx": { as: QUALITY_LEAD, path: "/cycles/CYCLE/sample", leaves: VIEW, about: "cycle_plans" },
  "cycle-sample-check.ts": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/sample.txt",
    leaves: "sample.downloaded",
    about: "cycle",
  },
  "cycle-audits.tsx": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/audits",
    params: { cycleId: DEMO_CYCLE.autumn2026 },
    leaves: VIEW,
    about: "cycle_plans",
  },
  "cycle-moderation.tsx": { as: "panel chair", path: "/cycles/CYCLE/moderation", leaves: VIEW, about: "cycle_plans" },
  "moderation.tsx": { as: "panel chair", path: "/cycles/CYCLE/moderation/PLAN", leaves: VIEW, about: "sampled_case" },
  "moderation-take-back.tsx": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/moderation/PLAN/take-back",
    leaves: VIEW,
    about: "sampled_case",
  },
  "cycle-meetings.tsx": { because: "counts the plans of meetings, and names none" },
  "meeting-new.tsx": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/meetings/new",
    params: { cycleId: DEMO_CYCLE.winter2026 },
    leaves: VIEW,
    about: "cycle_plans",
  },
  "meeting.tsx": { as: "panel chair", path: "/meetings/MEETING", leaves: VIEW, about: "meeting" },
  "meeting-change.tsx": { as: "panel chair", path: "/meetings/MEETING/change", leaves: VIEW, about: "cycle_plans" },
  "meeting-cancel.tsx": { because: "says when a meeting is, and names no plan" },
  "meeting-ics.ts": { because: "gives a file for a calendar, which holds no plan" },
  "cycle-reopen.tsx": { because: "says what reopening means, and names no plan" },
  "reminders.tsx": { because: "names auditors and counts their audits" },
  "settings-reminders.tsx": { because: "shows settings" },
  "moderation-meeting.tsx": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/moderation/PLAN/meeting",
    leaves: VIEW,
    about: "sampled_case",
  },
  "cycle-agreement.tsx": {
    as: "panel chair",
    path: "/cycles/CYCLE/agreement",
    params: { cycleId: DEMO_CYCLE.autumn2025 },
    leaves: VIEW,
    about: "cycle",
  },
  "cycle-agreement-csv.ts": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/agreement.csv",
    leaves: "agreement.downloaded",
    about: "cycle",
  },
  "panel.tsx": { as: "forum auditor", path: "/panel", leaves: VIEW, about: "panel" },
  "panel-plan.tsx": { as: "panel chair", path: "/panel/OPEN", leaves: VIEW, about: "sampled_case" },
  "my-levels.tsx": { as: "education auditor", path: "/my-levels", leaves: VIEW, about: "own_levels" },
  "panel-pattern.tsx": { because: "counts levels over many plans, and names neither plan nor auditor" },
  "calibrations.tsx": { because: "lists made-up plans" },
  "calibration-new.tsx": { because: "lists made-up plans and auditors" },
  "calibration.tsx": { because: "counts levels on made-up plans" },
  "calibration-anchor.tsx": { because: "shows a made-up plan, which is about nobody" },
  "audit-plan.tsx": { because: "shows a made-up plan, which is about nobody" },
  "audit-calibration.tsx": { because: "shows own levels on a made-up plan, which is about nobody" },
  "settings-moderation.tsx": { because: "shows settings" },
  "cycle-results.tsx": { as: QUALITY_LEAD, path: "/cycles/CYCLE/results", leaves: VIEW, about: "cycle" },
  "cycle-results-csv.ts": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/results.csv",
    leaves: "results.downloaded",
    about: "cycle",
  },
  "cycle-themes.tsx": { as: "panel chair", path: "/cycles/CYCLE/themes", leaves: VIEW, about: "cycle" },
  "actions.tsx": { because: "lists actions, which name no case" },
  "action-new.tsx": { as: QUALITY_LEAD, path: "/actions/new", leaves: VIEW, about: "action_measures" },
  "action.tsx": { as: QUALITY_LEAD, path: "/actions/ACTION", leaves: VIEW, about: "action" },
  "action-change.tsx": { because: "shows a promise and counts over a whole cycle" },
  "action-test.tsx": { because: "shows counts over whole cycles" },
  "action-findings.tsx": {
    as: "panel chair",
    path: "/actions/ACTION/findings",
    leaves: VIEW,
    about: "action_findings",
  },
  "learning-sources.tsx": { because: "shows themes and counts for a time, and no case" },
  "learning-source.tsx": { because: "shows themes and counts for a time, and no case" },
  "scorecard.tsx": { as: QUALITY_LEAD, path: "/scorecard", leaves: VIEW, about: "scorecard" },
  "scorecard-csv.ts": {
    as: "board member",
    path: "/scorecard.csv",
    leaves: "scorecard.downloaded",
    about: "scorecard",
  },
  "scorecard-rows.tsx": { because: "lists what the scorecard counts" },
  "scorecard-row.tsx": { because: "shows what a row counts, and typed counts for a time" },
  "outcomes.tsx": { because: "shows counts of outcomes for a time, and no case" },
  "cycle-coding.tsx": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/themes/code",
    params: { cycleId: DEMO_CYCLE.autumn2026 },
    leaves: VIEW,
    about: "cycle_findings",
  },
  "cycle-coders.tsx": { because: "counts over a whole cycle how often two coders agree, and names no case" },
  "search.tsx": { as: "health auditor", path: "/search?q=therapist", leaves: VIEW, about: "findings" },
  "codebooks.tsx": { because: "shows the codebook, and no case" },
  "codebook.tsx": { because: "shows the codebook, and no case" },
  "codebook-export.ts": { because: "gives the codebook, and no case" },
  "codebook-compare.tsx": { because: "shows the codebook, and no case" },
  "codebook-theme.tsx": {
    as: QUALITY_LEAD,
    path: "/codebooks/codes/EP-VAGUE",
    params: { code: "EP-VAGUE" },
    leaves: VIEW,
    about: "theme",
  },
  "codebook-import.tsx": { because: "asks for a file" },
  "codebook-draft.tsx": { because: "shows the codebook, and no case" },
  "codebook-draft-theme.tsx": { because: "shows the codebook, and no case" },
  "codebook-draft-end.tsx": { because: "shows the codebook, and no case" },
  "codebook-draft-publish.tsx": { because: "shows the codebook, and no case" },
  "measures.ts": { because: "leads to another page" },
  "measure-page.tsx": {
    as: QUALITY_LEAD,
    path: "/measures/health-input",
    params: { page: "health-input" },
    leaves: VIEW,
    about: "measures",
  },
  "measure-steps.tsx": {
    as: "quality lead",
    path: "/measures/steps?measure=advice.health",
    leaves: VIEW,
    about: "measures",
  },
  "measure-cases.tsx": {
    as: QUALITY_LEAD,
    path: "/measures/cases?year=2025&step=plan_20_weeks&with=late",
    leaves: VIEW,
    about: "measures_cases",
  },
  "measure-plans.tsx": {
    as: QUALITY_LEAD,
    path: `/measures/plans?cycle=${SUMMER}&by=phase&group=primary&grade=better`,
    leaves: VIEW,
    about: "measures_plans",
  },
  "measure-file.ts": {
    as: QUALITY_LEAD,
    path: "/measures/health-input/criteria.csv",
    params: { page: "health-input", file: "criteria.csv" },
    leaves: "measures.downloaded",
    about: "measures",
  },
  "cycle-report.tsx": { because: "lists reports and counts plans" },
  "report-progress.tsx": { because: "says how far a report is" },
  "rooms.tsx": { because: "lists inspection rooms" },
  "room-desk.tsx": {
    because: "shows how entries stand, made of published figures and plans that nobody can be told by",
  },
  "room-entry.tsx": {
    because: "shows published figures; a trail, which follows one plan, is recorded (tests/routes/room.test.ts)",
  },
  "room-open.tsx": { because: "shows days" },
  "room-inspectors.tsx": { because: "lists who is let in" },
  "room-questions.tsx": { because: "shows what inspectors asked" },
  "room-visits.tsx": { because: "shows events of the trail" },
  "visit.tsx": { because: "lists inspection rooms" },
  "visit-room.tsx": {
    because:
      "shows what was fixed for an inspection: inspectors’ looks are recorded in a kind of their own (tests/routes/room.test.ts)",
  },
  "visit-entry.tsx": {
    because:
      "shows what was fixed for an inspection: inspectors’ looks are recorded in a kind of their own (tests/routes/room.test.ts)",
  },
  "visit-copy.ts": {
    because: "gives a copy of what was fixed for an inspection, each on record (tests/routes/room.test.ts)",
  },
  "visit-verify.tsx": { because: "shows fingerprints" },
  "reports.tsx": { because: "lists reports and cycles" },
  "report-verify.tsx": { because: "compares a file that somebody brings, and keeps nothing of it" },
  "report-compare.tsx": { because: "shows published figures of two areas" },
  "report-read.tsx": { as: QUALITY_LEAD, path: "/reports/INTERNAL", leaves: VIEW, about: "written_report" },
  "report-edit.tsx": {
    as: QUALITY_LEAD,
    path: "/reports/INTERNAL/edit/headlines",
    params: { chapter: "headlines" },
    leaves: VIEW,
    about: "written_report",
  },
  "report-save.ts": NO_DATA,
  "report-chapters.tsx": { because: "lists chapters" },
  "report-redaction.tsx": {
    as: "panel chair",
    path: "/reports/INTERNAL/redaction",
    leaves: VIEW,
    about: "written_report",
  },
  "report-versions.tsx": {
    as: QUALITY_LEAD,
    path: "/reports/INTERNAL/versions",
    leaves: VIEW,
    about: "written_report",
  },
  "report-release.tsx": {
    as: "panel chair",
    path: "/reports/INTERNAL/release",
    leaves: VIEW,
    about: "written_report",
  },
  "report-file.ts": {
    as: QUALITY_LEAD,
    path: "/reports/INTERNAL/file/txt",
    params: { format: "txt" },
    leaves: "report.downloaded",
    about: "written_report",
  },
  "report-pdf.ts": {
    as: "board member",
    path: "/reports/REPORT/pdf",
    leaves: "report.downloaded",
    about: "report",
  },
  "cases.tsx": { as: "data officer", path: "/cases", leaves: VIEW, about: "cases" },
  "case.tsx": { as: QUALITY_LEAD, path: "/cases/CASE", leaves: VIEW, about: "case" },
  "case-export.ts": NO_DATA,
  "retention.tsx": { as: "data officer", path: "/retention", leaves: VIEW, about: "retention" },
  "retention-periods.tsx": { because: "shows periods" },
  "holds.tsx": { because: "names what is held and why, not what is kept of it" },
  "hold-end.tsx": { because: "names what is held and why, not what is kept of it" },
  "imports.tsx": { because: "counts the cases of each import" },
  "import-new.tsx": { because: "asks for files" },
  "import-template.ts": { because: "gives the heads of columns" },
  "import.tsx": { as: "data officer", path: "/imports/IMPORT", leaves: VIEW, about: "import" },
  "import-problems.ts": {
    as: "data officer",
    path: "/imports/IMPORT/problems.csv",
    leaves: "import.downloaded",
    about: "import",
  },
  "rubrics.tsx": { because: "lists rubrics" },
  "rubric.tsx": { because: "shows a rubric" },
  "person.tsx": { because: "shows an account, no cases" },
  "person-change.tsx": { because: "shows an account, no cases" },
  "person-remove.tsx": { because: "shows an account, no cases" },
  "person-role.tsx": { because: "shows an account, no cases" },
  "person-role-new.tsx": { because: "shows an account, no cases" },
  "organisations.tsx": { because: "lists organisations" },
  "organisation.tsx": { because: "shows an organisation" },
  "organisation-new.tsx": { because: "asks for a name" },
  "settings.tsx": { because: "shows settings" },
  "settings-area.tsx": { because: "shows settings" },
  "settings-contacts.tsx": { because: "shows settings" },
  "settings-sign-in.tsx": { because: "shows settings" },
  "system.tsx": { because: "shows the state of the server" },
  "people.tsx": { because: "lists people of the partnership, no cases" },
  "trail.tsx": { because: "shows events, which never hold what a case says" },
  "trail-csv.ts": { as: "administrator", path: "/trail.csv", leaves: "trail.exported", about: "trail" },
  "trail-anchors.tsx": { because: "shows checksums" },
  "trail-anchors-file.ts": {
    as: "administrator",
    path: "/trail/anchors.txt",
    leaves: "anchor.downloaded",
    about: "trail",
  },
  "trail-event.tsx": { because: "shows one event, which never holds what a case says" },
  "feedback-pack.tsx": { as: "plan writer", path: "/feedback/PACK", leaves: VIEW, about: "feedback_pack" },
  "feedback-pack-pdf.ts": {
    as: "plan writer",
    path: "/feedback/PACK/pack.pdf",
    leaves: "feedback.downloaded",
    about: "feedback_pack",
  },
  "cycle-feedback.tsx": { as: QUALITY_LEAD, path: "/cycles/CYCLE/feedback", leaves: VIEW, about: "cycle_feedback" },
  "feedback-review.tsx": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/feedback/PLAN/health",
    params: { receiver: "health" },
    leaves: VIEW,
    about: "sampled_case",
  },
  "settings-reports.tsx": { because: "shows settings" },
  "settings-feedback.tsx": { because: "shows settings" },
  "cycle-family.tsx": { as: QUALITY_LEAD, path: "/cycles/CYCLE/family", leaves: VIEW, about: "cycle_family" },
  "cycle-forum.tsx": {
    as: QUALITY_LEAD,
    path: "/cycles/CYCLE/forum",
    params: { cycleId: DEMO_CYCLE.winter2026 },
    leaves: VIEW,
    about: "cycle_plans",
  },
  "family.tsx": { because: "is for whoever has the link, and shows the questions alone" },
  "family-calls.tsx": { as: "panel chair", path: "/family-calls", leaves: VIEW, about: "family_calls" },
  "family-call.tsx": { as: "panel chair", path: "/family-calls/CALL", leaves: VIEW, about: "family_call" },
  "family-questions.tsx": { because: "shows the questions that families are asked" },
  "feedback.tsx": { as: "plan writer", path: "/feedback", leaves: VIEW, about: "feedback" },
  "urgent-concern.tsx": { as: QUALITY_LEAD, path: "/urgent-concern", leaves: VIEW, about: "concerns" },
  "urgent-concern-receipt.tsx": {
    as: "education auditor",
    path: "/urgent-concern/CONCERN",
    leaves: VIEW,
    about: "concern",
  },
};

const FILES = readdirSync("app/routes").filter((name) => /\.tsx?$/.test(name));
type Route = { loader?: (args: LoaderFunctionArgs) => Promise<unknown> };

describe("who looked at what", () => {
  const folder = mkdtempSync(join(tmpdir(), "ehc-views-"));
  const ids: Record<string, string> = { cycleId: SUMMER, meetingId: DEMO_MEETING.autumn };
  const written: Record<string, string> = {};
  let store: Store;
  /** A plan that the panel has not signed off. */
  let openPlan = "";

  beforeAll(async () => {
    const file = join(folder, "audit.sqlite");
    await migrateDatabase({ file, guards: GUARDS, now: new Date("2026-11-22T09:00:00Z") });
    store = await openDatabase(defineSchema, { file });
    const pseudonymOf = (identity: string) => createHmac("sha256", "key").update(identity).digest("hex").slice(0, 32);
    await loadDemonstration(store, { pseudonymOf, progress: () => {} });
    const keys = { pseudonymKey: "1".repeat(64), sessionSecret: "2".repeat(64) };
    runOn({ store, keys, settings: readSettings({ NODE_ENV: "test", DATA_DIR: folder }) });
    const [plan] = await sampleOf(store.db, SUMMER);
    ids.sampledId = plan!.id;
    ids.caseId = plan!.caseId;
    for (const { id } of await sampleOf(store.db, DEMO_CYCLE.autumn2026)) {
      const verdict = await cockpitOf(store.db, DEMO_CYCLE.autumn2026, id);
      if (verdict.ok && !verdict.cockpit.row?.signedOffAt) openPlan = id;
    }
    const eve = (await actorOf(store.db, DEMO_PERSON.educationAuditor, new Date()))!;
    ids.concernId = (await raiseConcern(store, eve, { caseReference: "C-1", words: "w", told: "yes" }, new Date())).id;
    const reading = {
      format: "flat",
      referenceDate: "2026-11-01",
      files: [],
      derived: [],
      ignored: [],
      cases: [],
      journeys: [],
    };
    const laura = (await actorOf(store.db, DEMO_PERSON.planWriter, new Date()))!;
    ids.packId = (await packsSentTo(store.db, laura)).find((p) => p.row.readAt)!.row.id;
    const lead = (await actorOf(store.db, DEMO_PERSON.qualityLead, new Date()))!;
    const [unasked] = (await sampleOf(store.db, DEMO_CYCLE.winter2026)).slice(-1);
    const caller = { callerId: DEMO_PERSON.panelChair };
    const call = await askFamily(store, lead, DEMO_CYCLE.winter2026, unasked!.id, caller, new Date());
    ids.experienceId = call.ok ? call.id : "";
    const figures = (await figuresOfCycle(store.db, SUMMER, "2026-11-22"))!;
    const start = { kind: "learning" as const, data: figures, audience: "", rubric: null, partners: [] };
    // A report for each page: the same person looking at the same report again is no second view.
    for (const file of FILES.filter((name) => name.startsWith("report-")))
      written[file] = await startReport(store, lead, { id: SUMMER, title: "Summer" }, start, new Date());
    const [action] = await store.db.select().from(store.tables.actions);
    ids.actionId = action!.id;
    ids.importId = "imp_preview";
    ids.reportId = "rep_ready";
    await store.transaction(async (tx) => {
      const period = { from: "2025-11-02", to: "2026-11-01" };
      const staged = JSON.stringify({
        ...reading,
        period,
        problems: [],
        dropped: [],
        leftOut: [],
        carries: [],
        candidates: 0,
        returnYear: null,
      });
      await tx
        .insert(tx.tables.imports)
        .values({ id: "imp_preview", status: "preview", files: ["a.csv"], staged, startedAt: new Date() });
      await tx.insert(tx.tables.reports).values({
        id: "rep_ready",
        cycleId: SUMMER,
        kind: "learning",
        status: "ready",
        progress: "Ready",
        data: { data: { view: "published", version: "1" }, size: "standard" },
        bytes: new Uint8Array([1]),
        askedBy: eve.id,
        askedAt: new Date(),
      });
    });
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it("is answered for every route of the product", () => {
    expect(FILES.filter((file) => !(file in ROUTES))).toEqual([]);
    expect(Object.keys(ROUTES).filter((file) => !FILES.includes(file))).toEqual([]);
  });

  for (const [file, shows] of Object.entries(ROUTES)) {
    if ("because" in shows) {
      if (shows === NO_DATA)
        it(`${file} has no loader`, async () => {
          const route = (await import(/* @vite-ignore */ `../../app/routes/${file}`)) as Route;
          // The way out of a session leads away when it is opened by address.
          if (file !== "sign-out.ts") expect(route.loader).toBeUndefined();
        });
      continue;
    }
    it(`${shows.path} leaves "${shows.leaves}" about ${shows.about}, once in ten minutes`, async () => {
      const person = DEMO_PEOPLE.find((one) => one.role === shows.as)!;
      // What the same person saw of the same thing on another page is longer ago than ten minutes.
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11 * 60_000 });
      const cookie = await cookiesFor(person);
      const { people } = store.tables;
      const [{ id: personId } = { id: "" }] = await store.db
        .select()
        .from(people)
        .where(eq(people.email, person.email));
      const own = await ownAudits(store.db, personId);
      const open = own.find((o) => o.audit.status !== "submitted" && o.cycle.status === "scoring") ?? own[0];
      const submitted = own.find((o) => o.audit.status === "submitted");
      const auditId = (shows.path.includes("SUBMITTED") ? submitted : open)?.audit.id ?? "";
      const sampledId = shows.path.includes("OPEN") ? openPlan : ids.sampledId;
      const route = (await import(/* @vite-ignore */ `../../app/routes/${file}`)) as Route;
      const look = () => {
        const request = new Request(`http://localhost:3000${shows.path}`, { headers: { Cookie: cookie } });
        const args = {
          request,
          params: { ...ids, auditId, sampledId, writtenId: written[file] ?? "", ...shows.params },
          context: { nonce: "", requestId: "", from: "" },
        };
        return answer(() => Promise.resolve(route.loader?.(args as LoaderFunctionArgs)));
      };
      const last = async () => {
        const { trail } = store.tables;
        return (await store.db.select().from(trail).orderBy(desc(trail.position)).limit(1))[0]!;
      };
      const before = await last();
      expect((await look()).status).toBe(200);
      const event = await last();
      expect(event).toMatchObject({ kind: shows.leaves, subjectKind: shows.about, actorId: personId });
      expect(event.position).toBe(before.position + 1);
      await look();
      expect((await last()).position).toBe(event.position + (shows.leaves === VIEW ? 0 : 1));
    });
  }

  it("when the evidence of a cycle was removed, every page of it still answers, and the results say when it went", async () => {
    const later = new Date("2033-03-01T10:00:00Z");
    const officer = (await actorOf(store.db, DEMO_PERSON.dataOfficer, new Date()))!;
    const before = await figuresOfCycle(store.db, SUMMER, "2033-03-01");
    const { seen } = await dueForDisposal(store.db, later);
    expect(await runDisposal(store, officer, seen, later)).toMatchObject({ ok: true });
    const person = DEMO_PEOPLE.find((one) => one.role === QUALITY_LEAD)!;
    const cookie = await cookiesFor(person);
    const open = async (file: string) => {
      const request = new Request(`http://localhost:3000/cycles/${SUMMER}`, { headers: { Cookie: cookie } });
      const route = (await import(/* @vite-ignore */ `../../app/routes/${file}`)) as Route;
      const args = { request, params: ids, context: { nonce: "", requestId: "", from: "" } };
      return answer(() => Promise.resolve(route.loader?.(args as LoaderFunctionArgs)));
    };
    for (const file of FILES.filter((name) => name.startsWith("cycle-") && name !== "cycle-new.tsx"))
      expect((await open(file)).status, file).toBe(200);
    expect((await open("moderation.tsx")).status).toBe(404);
    expect((await open("report-pdf.ts")).status).toBe(200);
    const results = (await open("cycle-results.tsx")).data as { removed: string; figures: { grades: unknown } };
    expect(results.removed).toBe("1 March 2033");
    expect(results.figures.grades).toEqual(before?.grades);
  });
});
