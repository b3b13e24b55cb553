import { readdirSync } from "node:fs";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLES, type Role } from "#audits/vocabulary.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { answer, type PersonKey, type TestArea, testArea } from "./area.ts";

/** Every address, who may open it, and who may send its form. A file that is not listed here fails the test. */
type Access = {
  path: string;
  open: PersonKey[] | "everyone";
  send?: PersonKey[] | "everyone";
  params?: Record<string, string>;
};
const LEAD_CHAIR: PersonKey[] = ["lead", "chair"];
const PUBLISHED: PersonKey[] = ["lead", "chair", "board"];
const BY_LEAD_AND_ADMIN: Pick<Access, "open" | "send"> = { open: ["lead", "admin"], send: ["lead", "admin"] };
const EVERYBODY: PersonKey[] = [
  "lead",
  "chair",
  "eve",
  "hal",
  "writer",
  "manager",
  "board",
  "data",
  "inspector",
  "admin",
];
/** Who scores: an audit that is not theirs answers 404, which the tests of scoring look at. */
const SCORERS: PersonKey[] = ["lead", "chair", "eve", "hal"];

const ACTION_READERS: PersonKey[] = ["lead", "chair", "manager", "board"];
const CARD_READERS: PersonKey[] = ["lead", "chair", "board", "manager"];
const RUBRIC_READERS: PersonKey[] = ["lead", "chair", "eve", "hal", "writer", "manager", "board", "admin"];
/** Who may visit a room at all: which one is asked of the room. */
const VISITORS: PersonKey[] = ["lead", "inspector"];

const ROUTES: Record<string, Access> = {
  "home.tsx": { path: "/", open: "everyone" },
  "sign-in.tsx": { path: "/sign-in", open: "everyone", send: "everyone" },
  "sign-in-code.tsx": { path: "/sign-in/code", open: "everyone", send: "everyone" },
  "sign-in-with.ts": { path: "/sign-in/with/council", open: "everyone" },
  "sign-in-with-back.ts": { path: "/sign-in/with/council/back", open: "everyone" },
  "forgot-password.tsx": { path: "/forgot-password", open: "everyone", send: "everyone" },
  "reset.tsx": { path: "/reset/none", open: "everyone", send: "everyone" },
  "invitation.tsx": { path: "/invitation/none", open: "everyone", send: "everyone" },
  "account.tsx": { path: "/account", open: EVERYBODY, send: EVERYBODY },
  "account-password.tsx": { path: "/account/password", open: EVERYBODY, send: EVERYBODY },
  "account-second-factor.tsx": { path: "/account/second-factor", open: EVERYBODY, send: EVERYBODY },
  "account-recovery-codes.tsx": { path: "/account/recovery-codes", open: EVERYBODY, send: EVERYBODY },
  "account-recovery-codes-txt.ts": { path: "/account/recovery-codes.txt", open: EVERYBODY, send: EVERYBODY },
  "invitations.tsx": { path: "/people/invitations", open: ["lead", "admin"], send: ["lead", "admin"] },
  "invite.tsx": { path: "/people/invite", open: ["lead", "admin"], send: ["lead", "admin"] },
  "mail-test.tsx": { path: "/settings/mail-test", open: ["admin"], send: ["admin"] },
  "sign-out.ts": { path: "/sign-out", open: "everyone", send: "everyone" },
  "still-here.ts": { path: "/still-here", open: EVERYBODY },
  "accessibility.tsx": { path: "/accessibility", open: "everyone" },
  "privacy.tsx": { path: "/privacy", open: "everyone" },
  "document.tsx": { path: "/documents/dpia", open: "everyone", params: { name: "dpia" } },
  "help.tsx": { path: "/help", open: "everyone" },
  "not-found.tsx": { path: "/nothing", open: "everyone" },
  "my-audits.tsx": { path: "/my-audits", open: SCORERS },
  "interests.tsx": { path: "/my-interests", open: SCORERS, send: SCORERS },
  "audit.ts": { path: "/audits/AUDIT", open: SCORERS },
  "score-sheet.tsx": { path: "/audits/AUDIT/criteria/VC1", open: SCORERS, send: SCORERS, params: { criterion: "VC1" } },
  "save-answer.ts": { path: "/audits/AUDIT/save", open: SCORERS, send: SCORERS },
  "sheets-ahead.ts": { path: "/audits/AUDIT/ahead", open: SCORERS },
  "check-audit.tsx": { path: "/audits/AUDIT/check", open: SCORERS, send: SCORERS },
  "audit-submitted.tsx": { path: "/audits/AUDIT/submitted", open: SCORERS },
  "type-in.tsx": { path: "/audits/AUDIT/type-in", open: SCORERS, send: SCORERS },
  "hand-back.tsx": { path: "/audits/AUDIT/hand-back", open: SCORERS, send: SCORERS },
  "cycles.tsx": { path: "/cycles", open: LEAD_CHAIR },
  "cycle-new.tsx": { path: "/cycles/new", open: ["lead"], send: ["lead"] },
  "cycle.tsx": { path: "/cycles/CYCLE", open: LEAD_CHAIR, send: ["lead"] },
  "cycle-sample.tsx": { path: "/cycles/CYCLE/sample", open: ["lead"], send: ["lead"] },
  "cycle-sample-check.ts": { path: "/cycles/CYCLE/sample.txt", open: ["lead"] },
  "cycle-audits.tsx": { path: "/cycles/CYCLE/audits", open: ["lead"], send: ["lead"] },
  "cycle-moderation.tsx": { path: "/cycles/CYCLE/moderation", open: LEAD_CHAIR },
  "moderation.tsx": { path: "/cycles/CYCLE/moderation/PLAN", open: LEAD_CHAIR, send: LEAD_CHAIR },
  "moderation-take-back.tsx": { path: "/cycles/CYCLE/moderation/PLAN/take-back", open: ["lead"], send: ["lead"] },
  "cycle-meetings.tsx": { path: "/cycles/CYCLE/meetings", open: LEAD_CHAIR },
  "meeting-new.tsx": { path: "/cycles/CYCLE/meetings/new", open: LEAD_CHAIR, send: LEAD_CHAIR },
  "cycle-reopen.tsx": { path: "/cycles/CYCLE/reopen", open: ["lead"], send: ["lead"] },
  // A meeting to which one is not asked answers 404, which the tests of meetings look at.
  "meeting.tsx": { path: "/meetings/MEETING", open: SCORERS },
  "meeting-change.tsx": { path: "/meetings/MEETING/change", open: LEAD_CHAIR, send: LEAD_CHAIR },
  "meeting-cancel.tsx": { path: "/meetings/MEETING/cancel", open: LEAD_CHAIR, send: LEAD_CHAIR },
  "meeting-ics.ts": { path: "/meetings/MEETING/meeting.ics", open: SCORERS },
  "reminders.tsx": { path: "/reminders", open: ["lead"], send: ["lead"] },
  "moderation-meeting.tsx": { path: "/cycles/CYCLE/moderation/PLAN/meeting", open: LEAD_CHAIR, send: LEAD_CHAIR },
  "cycle-agreement.tsx": { path: "/cycles/CYCLE/agreement", open: LEAD_CHAIR },
  "cycle-agreement-csv.ts": { path: "/cycles/CYCLE/agreement.csv", open: LEAD_CHAIR },
  "panel.tsx": { path: "/panel", open: SCORERS },
  "panel-plan.tsx": { path: "/panel/PLAN", open: SCORERS, send: SCORERS },
  "my-levels.tsx": { path: "/my-levels", open: SCORERS },
  "panel-pattern.tsx": { path: "/panel-pattern", open: LEAD_CHAIR },
  "calibrations.tsx": { path: "/calibration", open: LEAD_CHAIR },
  "calibration-new.tsx": { path: "/calibration/new", open: ["lead"], send: ["lead"] },
  "calibration.tsx": {
    path: "/calibration/cyc_none",
    open: LEAD_CHAIR,
    send: ["lead"],
    params: { roundId: "cyc_none" },
  },
  "calibration-anchor.tsx": {
    path: "/calibration/plans/early-years-speech",
    open: LEAD_CHAIR,
    params: { anchor: "early-years-speech" },
  },
  "audit-plan.tsx": { path: "/audits/AUDIT/plan", open: SCORERS },
  "audit-calibration.tsx": { path: "/audits/AUDIT/calibration", open: SCORERS },
  "cycle-results.tsx": { path: "/cycles/CYCLE/results", open: PUBLISHED },
  "cycle-results-csv.ts": { path: "/cycles/CYCLE/results.csv", open: PUBLISHED },
  "cycle-themes.tsx": { path: "/cycles/CYCLE/themes", open: LEAD_CHAIR },
  "actions.tsx": { path: "/actions", open: ACTION_READERS },
  "action-new.tsx": { path: "/actions/new", open: ["lead"], send: ["lead"] },
  "action.tsx": { path: "/actions/ACTION", open: ACTION_READERS, send: ACTION_READERS },
  "action-change.tsx": { path: "/actions/ACTION/change", open: ["lead"], send: ["lead"] },
  "action-test.tsx": { path: "/actions/ACTION/test", open: ["lead"], send: ["lead"] },
  "action-findings.tsx": { path: "/actions/ACTION/findings", open: LEAD_CHAIR },
  "learning-sources.tsx": { path: "/actions/sources", open: ["lead", "chair", "board"], send: ["lead"] },
  "learning-source.tsx": { path: "/actions/sources/SOURCE", open: ["lead", "chair", "board"], send: ["lead"] },
  "scorecard.tsx": { path: "/scorecard", open: CARD_READERS },
  "scorecard-csv.ts": { path: "/scorecard.csv", open: CARD_READERS },
  "scorecard-rows.tsx": { path: "/scorecard/rows", open: ["lead"], send: ["lead"] },
  "scorecard-row.tsx": { path: "/scorecard/rows/none", open: ["lead"], send: ["lead"], params: { key: "none" } },
  "outcomes.tsx": { path: "/outcomes", open: ["lead", "manager", "data"], send: ["lead", "manager", "data"] },
  "rooms.tsx": { path: "/rooms", open: ["lead"], send: ["lead"] },
  "room-desk.tsx": { path: "/rooms/ROOM", open: ["lead"], send: ["lead"] },
  "room-entry.tsx": {
    path: "/rooms/ROOM/entries/results",
    open: ["lead"],
    send: ["lead"],
    params: { entry: "results" },
  },
  "room-open.tsx": { path: "/rooms/ROOM/open", open: ["lead"], send: ["lead"] },
  "room-inspectors.tsx": { path: "/rooms/ROOM/inspectors", open: ["lead"], send: ["lead"] },
  "room-questions.tsx": { path: "/rooms/ROOM/questions", open: ["lead"], send: ["lead"] },
  "room-visits.tsx": { path: "/rooms/ROOM/visits", open: ["lead"] },
  "visit.tsx": { path: "/room", open: VISITORS },
  "visit-room.tsx": { path: "/room/ROOM", open: VISITORS, send: VISITORS },
  "visit-verify.tsx": { path: "/room/ROOM/verify", open: VISITORS, send: VISITORS },
  "visit-entry.tsx": {
    path: "/room/ROOM/entries/results",
    open: VISITORS,
    send: VISITORS,
    params: { entry: "results" },
  },
  "visit-copy.ts": {
    path: "/room/ROOM/entries/results/copy/entry.json",
    open: VISITORS,
    params: { entry: "results", file: "entry.json" },
  },
  "cycle-coding.tsx": { path: "/cycles/CYCLE/themes/code", open: LEAD_CHAIR, send: LEAD_CHAIR },
  "cycle-coders.tsx": { path: "/cycles/CYCLE/themes/coders", open: LEAD_CHAIR, send: ["lead"] },
  "search.tsx": { path: "/search", open: SCORERS },
  "codebooks.tsx": { path: "/codebooks", open: SCORERS, send: ["lead"] },
  "codebook.tsx": { path: "/codebooks/cbk_none", open: SCORERS, params: { codebookId: "cbk_none" } },
  "codebook-export.ts": {
    path: "/codebooks/cbk_none/export/csv",
    open: SCORERS,
    params: { codebookId: "cbk_none", format: "csv" },
  },
  "codebook-compare.tsx": { path: "/codebooks/compare", open: SCORERS },
  "codebook-theme.tsx": { path: "/codebooks/codes/EP-VAGUE", open: SCORERS, params: { code: "EP-VAGUE" } },
  "codebook-import.tsx": { path: "/codebooks/import", open: ["lead"], send: ["lead"] },
  "codebook-draft.tsx": { path: "/codebooks/drafts/DRAFT", open: ["lead"], send: ["lead"] },
  "codebook-draft-theme.tsx": {
    path: "/codebooks/drafts/DRAFT/themes/new",
    open: ["lead"],
    send: ["lead"],
    params: { code: "new" },
  },
  "codebook-draft-end.tsx": {
    path: "/codebooks/drafts/DRAFT/end/EP-VAGUE",
    open: ["lead"],
    send: ["lead"],
    params: { code: "EP-VAGUE" },
  },
  "codebook-draft-publish.tsx": { path: "/codebooks/drafts/DRAFT/publish", open: ["lead"], send: ["lead"] },
  "measures.ts": { path: "/measures", open: [...PUBLISHED, "manager"] },
  "measure-page.tsx": {
    path: "/measures/health-input",
    open: [...PUBLISHED, "manager"],
    params: { page: "health-input" },
  },
  "measure-steps.tsx": { path: "/measures/steps?measure=none", open: ["lead"], send: ["lead"] },
  "measure-cases.tsx": {
    path: "/measures/cases?year=2025&step=plan_20_weeks&with=late",
    open: LEAD_CHAIR,
  },
  "measure-plans.tsx": { path: "/measures/plans?cycle=cyc_none", open: LEAD_CHAIR },
  "measure-file.ts": {
    path: "/measures/health-input/steps.csv",
    open: [...PUBLISHED, "manager"],
    params: { page: "health-input", file: "steps.csv" },
  },
  "cycle-report.tsx": { path: "/cycles/CYCLE/report", open: PUBLISHED, send: ["lead"] },
  "report-progress.tsx": { path: "/cycles/CYCLE/report/REPORT", open: PUBLISHED, send: ["lead"] },
  "reports.tsx": { path: "/reports", open: PUBLISHED },
  "report-verify.tsx": { path: "/reports/verify", open: PUBLISHED, send: PUBLISHED },
  "report-compare.tsx": { path: "/reports/compare", open: PUBLISHED, send: PUBLISHED },
  "report-read.tsx": { path: "/reports/WRITTEN", open: PUBLISHED },
  "report-edit.tsx": {
    path: "/reports/WRITTEN/edit/headlines",
    open: LEAD_CHAIR,
    send: LEAD_CHAIR,
    params: { chapter: "headlines" },
  },
  "report-save.ts": { path: "/reports/WRITTEN/save", open: ["lead"], send: ["lead"] },
  "report-chapters.tsx": { path: "/reports/WRITTEN/chapters", open: ["lead"], send: ["lead"] },
  "report-redaction.tsx": { path: "/reports/WRITTEN/redaction", open: LEAD_CHAIR, send: LEAD_CHAIR },
  "report-versions.tsx": { path: "/reports/WRITTEN/versions", open: LEAD_CHAIR },
  "report-release.tsx": {
    path: "/reports/WRITTEN/release",
    open: ["lead", "chair", "board"],
    send: ["lead", "chair", "board"],
  },
  "report-file.ts": { path: "/reports/WRITTEN/file/txt", open: PUBLISHED, params: { format: "txt" } },
  "report-pdf.ts": { path: "/reports/REPORT/pdf", open: PUBLISHED },
  "cases.tsx": { path: "/cases", open: ["lead", "chair", "data"] },
  "case.tsx": { path: "/cases/cas_0", open: ["lead", "chair", "data"], params: { caseId: "cas_0" } },
  "case-export.ts": { path: "/cases/cas_none/export", open: ["lead"], send: ["lead"], params: { caseId: "cas_none" } },
  "retention.tsx": { path: "/retention", open: ["data", "admin"], send: ["data"] },
  "retention-periods.tsx": { path: "/retention/periods", open: ["data"], send: ["data"] },
  "holds.tsx": { path: "/holds", open: ["lead", "data"], send: ["lead", "data"] },
  "hold-end.tsx": {
    path: "/holds/hld_none/end",
    open: ["lead", "data"],
    send: ["lead", "data"],
    params: { holdId: "hld_none" },
  },
  "imports.tsx": { path: "/imports", open: ["lead", "data"] },
  "import-new.tsx": { path: "/imports/new", open: ["lead", "data"], send: ["lead", "data"] },
  "import-template.ts": { path: "/imports/template.csv", open: ["lead", "data"] },
  "import.tsx": {
    path: "/imports/imp_1",
    open: ["lead", "data"],
    send: ["lead", "data"],
    params: { importId: "imp_1" },
  },
  "import-problems.ts": { path: "/imports/imp_1/problems.csv", open: ["lead", "data"], params: { importId: "imp_1" } },
  "rubrics.tsx": { path: "/rubrics", open: RUBRIC_READERS, send: ["lead"] },
  "rubric.tsx": { path: "/rubrics/RUBRIC", open: RUBRIC_READERS },
  "rubric-new.tsx": { path: "/rubrics/new", open: ["lead"], send: ["lead"] },
  "rubric-partners-needed.tsx": { path: "/rubrics/partners", open: ["lead"], send: ["lead"] },
  "rubric-import.tsx": { path: "/rubrics/import", open: ["lead"], send: ["lead"] },
  "rubric-import-preview.tsx": { path: "/rubrics/import/IMPORT", open: ["lead"], send: ["lead"] },
  "rubric-template.ts": { path: "/rubrics/template/csv", open: ["lead"], params: { format: "csv" } },
  "rubric-columns.tsx": { path: "/rubrics/columns", open: ["lead"] },
  "rubric-export.ts": { path: "/rubrics/RUBRIC/export/csv", open: RUBRIC_READERS, params: { format: "csv" } },
  "rubric-draft-export.ts": { path: "/rubrics/drafts/DRAFT/export/csv", open: ["lead"], params: { format: "csv" } },
  "rubric-sheet.ts": { path: "/rubrics/RUBRIC/sheet.pdf", open: RUBRIC_READERS },
  "rubric-draft-sheet.ts": { path: "/rubrics/drafts/DRAFT/sheet.pdf", open: ["lead"] },
  "rubric-compare.tsx": { path: "/rubrics/compare", open: RUBRIC_READERS },
  "rubric-history.tsx": { path: "/rubrics/history/none", open: RUBRIC_READERS, params: { key: "none" } },
  "rubric-approvals.tsx": { path: "/rubrics/RUBRIC/partners", open: LEAD_CHAIR, send: LEAD_CHAIR },
  "rubric-retire.tsx": { path: "/rubrics/RUBRIC/retire", open: ["lead"], send: ["lead"] },
  "rubric-draft.tsx": { path: "/rubrics/drafts/DRAFT", open: ["lead"], send: ["lead"] },
  "rubric-draft-part.tsx": {
    path: "/rubrics/drafts/DRAFT/edit/about",
    open: ["lead"],
    send: ["lead"],
    params: { kind: "about" },
  },
  "rubric-draft-save.ts": { path: "/rubrics/drafts/DRAFT/save", open: ["lead"], send: ["lead"] },
  "rubric-draft-preview.tsx": { path: "/rubrics/drafts/DRAFT/preview", open: ["lead"], send: ["lead"] },
  "rubric-draft-partners.tsx": { path: "/rubrics/drafts/DRAFT/partners", open: LEAD_CHAIR, send: LEAD_CHAIR },
  "rubric-draft-changes.tsx": { path: "/rubrics/drafts/DRAFT/changes", open: ["lead"] },
  "rubric-draft-publish.tsx": { path: "/rubrics/drafts/DRAFT/publish", open: ["lead"], send: ["lead"] },
  "rubric-draft-delete.tsx": { path: "/rubrics/drafts/DRAFT/delete", open: ["lead"], send: ["lead"] },
  "cycle-bridging.tsx": { path: "/cycles/CYCLE/bridging", open: ["lead"], send: ["lead"] },
  "people.tsx": { path: "/people", open: ["lead", "admin"] },
  "person.tsx": { path: "/people/per_hal", open: ["lead", "admin"], params: { personId: "per_hal" } },
  "person-sign-in.tsx": { path: "/people/per_hal/sign-in", ...BY_LEAD_AND_ADMIN, params: { personId: "per_hal" } },
  "person-change.tsx": { path: "/people/per_hal/change", ...BY_LEAD_AND_ADMIN, params: { personId: "per_hal" } },
  "person-role-new.tsx": { path: "/people/per_hal/role", ...BY_LEAD_AND_ADMIN, params: { personId: "per_hal" } },
  "person-role.tsx": {
    path: "/people/per_hal/roles/mem_none",
    ...BY_LEAD_AND_ADMIN,
    params: { personId: "per_hal", membershipId: "mem_none" },
  },
  // The form has no field, so it is sent for somebody who is not there.
  "person-remove.tsx": { path: "/people/per_none/remove", ...BY_LEAD_AND_ADMIN, params: { personId: "per_none" } },
  "organisations.tsx": { path: "/organisations", open: ["lead", "admin"] },
  "organisation-new.tsx": { path: "/organisations/new", ...BY_LEAD_AND_ADMIN },
  "organisation.tsx": {
    path: "/organisations/org_council",
    ...BY_LEAD_AND_ADMIN,
    params: { organisationId: "org_council" },
  },
  "settings.tsx": { path: "/settings", open: ["admin"] },
  "settings-area.tsx": { path: "/settings/area", open: ["admin"], send: ["admin"] },
  "settings-contacts.tsx": { path: "/settings/contacts", open: ["admin"], send: ["admin"] },
  "settings-reminders.tsx": { path: "/settings/reminders", open: ["admin"], send: ["admin"] },
  "settings-moderation.tsx": { path: "/settings/moderation", open: ["admin"], send: ["admin"] },
  "settings-sign-in.tsx": { path: "/settings/sign-in", open: ["admin"], send: ["admin"] },
  "system.tsx": { path: "/system", open: ["admin"], send: ["admin"] },
  "trail.tsx": { path: "/trail", open: ["lead", "admin"], send: ["lead", "admin"] },
  "trail-csv.ts": { path: "/trail.csv", open: ["lead", "admin"] },
  "trail-anchors.tsx": { path: "/trail/anchors", open: ["lead", "admin"] },
  "trail-anchors-file.ts": { path: "/trail/anchors.txt", open: ["lead", "admin"] },
  "trail-event.tsx": { path: "/trail/1", open: ["lead", "admin"], params: { position: "1" } },
  "feedback.tsx": { path: "/feedback", open: ["writer", "manager"] },
  "feedback-pack.tsx": {
    path: "/feedback/fbp_none",
    open: ["writer", "manager"],
    send: ["writer", "manager"],
    params: { packId: "fbp_none" },
  },
  "feedback-pack-pdf.ts": {
    path: "/feedback/fbp_none/pack.pdf",
    open: ["writer", "manager"],
    params: { packId: "fbp_none" },
  },
  "cycle-feedback.tsx": { path: "/cycles/CYCLE/feedback", open: ["lead"] },
  "feedback-review.tsx": {
    path: "/cycles/CYCLE/feedback/PLAN/health",
    open: ["lead"],
    send: ["lead"],
    params: { receiver: "health" },
  },
  "settings-reports.tsx": { path: "/settings/reports", open: ["admin"], send: ["admin"] },
  "settings-feedback.tsx": { path: "/settings/feedback", open: ["admin"], send: ["admin"] },
  "cycle-family.tsx": { path: "/cycles/CYCLE/family", open: PUBLISHED, send: ["lead"] },
  "cycle-forum.tsx": { path: "/cycles/CYCLE/forum", open: ["lead"], send: ["lead"] },
  "family.tsx": { path: "/family/none", open: "everyone", send: "everyone" },
  "family-calls.tsx": { path: "/family-calls", open: SCORERS },
  "family-call.tsx": {
    path: "/family-calls/fam_none",
    open: SCORERS,
    send: SCORERS,
    params: { experienceId: "fam_none" },
  },
  "family-questions.tsx": { path: "/family-questions", open: ["lead"], send: ["lead"] },
  "urgent-concern.tsx": { path: "/urgent-concern", open: EVERYBODY, send: EVERYBODY },
  "urgent-concern-receipt.tsx": {
    path: "/urgent-concern/con_none",
    open: EVERYBODY,
    send: ["lead"],
    params: { concernId: "con_none" },
  },
};

type Route = {
  loader?: (args: LoaderFunctionArgs) => Promise<unknown>;
  action?: (args: ActionFunctionArgs) => Promise<unknown>;
};
const FILES = readdirSync("app/routes").filter((name) => /\.tsx?$/.test(name));

describe("who may open and send what", () => {
  let area: TestArea;
  const modules = new Map<string, Route>();
  beforeAll(async () => {
    area = await testArea();
    // Readers of published figures have to wait for the end of moderation, so the doors are tried on a cycle that is over.
    const { cycles } = area.store.tables;
    await area.store.transaction((tx) => tx.update(cycles).set({ status: "closed" }));
    for (const file of FILES) modules.set(file, (await import(/* @vite-ignore */ `../../app/routes/${file}`)) as Route);
  });
  afterAll(() => area.close());

  it("lists every route of the product", () => {
    expect(FILES.filter((file) => !(file in ROUTES))).toEqual([]);
    expect(Object.keys(ROUTES).filter((file) => !FILES.includes(file))).toEqual([]);
  });

  const ask = async (file: string, part: "loader" | "action", as: PersonKey | undefined) => {
    const { path, params } = ROUTES[file] as Access;
    const run = modules.get(file)?.[part];
    if (!run) throw new Error(`${file} has no ${part}`);
    // Ids of another's things are as good as none here: what is asked is whether the door opens at all.
    const request = await area.request(path.replace("CYCLE", area.cycleId), {
      as,
      form: part === "action" ? { intent: "none" } : undefined,
    });
    const args = {
      request,
      params: {
        cycleId: area.cycleId,
        auditId: "aud_none",
        sampledId: "smp_none",
        rubricId: "rub_none",
        draftId: "drf_none",
        actionId: "act_none",
        sourceId: "src_none",
        reportId: "rep_none",
        meetingId: "mtg_none",
        writtenId: "wri_none",
        roomId: "room_none",
        ...params,
      },
      context: { nonce: "", requestId: "test", from: "192.0.2.9" },
    };
    return answer(() => Promise.resolve(run(args as LoaderFunctionArgs & ActionFunctionArgs)));
  };

  for (const file of Object.keys(ROUTES)) {
    const access = ROUTES[file] as Access;
    for (const [part, who] of [["loader", access.open] as const, ["action", access.send] as const]) {
      if (!who || who === "everyone") continue;
      it(`${access.path}: ${part === "loader" ? "opens" : "takes a form"} for ${who.join(", ")} and nobody else`, async () => {
        if (!modules.get(file)?.[part]) {
          // A page without a loader of its own shows nothing that is not for everyone; only a file with an action alone may lack one.
          expect(part).toBe("loader");
          expect(modules.get(file)?.action).toBeTypeOf("function");
          return;
        }
        const out = await ask(file, part, undefined);
        expect([out.status, out.location?.startsWith("/sign-in")]).toEqual([302, true]);
        for (const person of EVERYBODY) {
          const { status } = await ask(file, part, person);
          if (who.includes(person)) expect([401, 403], `${person} at ${access.path}`).not.toContain(status);
          // For an inspector, what was not put into their room is not there at all.
          else expect(status, `${person} at ${access.path}`).toBe(person === "inspector" ? 404 : 403);
        }
      });
    }
  }

  it("opens nothing but the set-up to whoever still needs a second factor, page by page and form by form", async () => {
    const need = async (secondFactorFor: readonly Role[]) => {
      const { value, version } = await settingOf(area.store.db, "sign_in");
      const next = { ...value, secondFactorFor: [...secondFactorFor] };
      await changeSetting(area.store, { id: null, name: "Test" }, "sign_in", next, version, new Date());
    };
    const OPEN = ["account-second-factor.tsx", "still-here.ts"];
    await need(ROLES);
    for (const file of FILES.filter((name) => !OPEN.includes(name)))
      for (const part of ["loader", "action"] as const) {
        const who = ROUTES[file]?.[part === "loader" ? "open" : "send"];
        if (!Array.isArray(who) || !who[0] || !modules.get(file)?.[part]) continue;
        const { status, location } = await ask(file, part, who[0]);
        expect([status, location?.startsWith("/account/second-factor")], `${file} ${part}`).toEqual([302, true]);
      }
    await need([]);
  });

  it("leads back after sign-in to a page of this site, never to another", async () => {
    const { safePath } = await import("~/server/session.server.ts");
    expect([
      safePath("/cycles/cyc_1?view=published"),
      safePath("//evil.example"),
      safePath("/\\evil.example"),
      safePath("/.//evil.example"),
      safePath("https://evil.example"),
      safePath(null),
    ]).toEqual(["/cycles/cyc_1?view=published", "/", "/", "/", "/", "/"]);
  });

  it("answers the same to a wrong password and to an unknown address", async () => {
    const { action } = await import("../../app/routes/sign-in.tsx");
    const tried = async (email: string) => {
      const request = await area.request("/sign-in", { form: { email, password: "not the password", back: "/" } });
      const result = await answer(
        () =>
          action({ request, params: {}, context: { nonce: "", requestId: "", from: "192.0.2.9" } }) as Promise<unknown>,
      );
      return [result.status, JSON.stringify((result.data as { errors: unknown }).errors)];
    };
    expect(await tried("lead@testshire.example")).toEqual(await tried("nobody@testshire.example"));
  });

  it("ends a session after twenty idle minutes", async () => {
    const { whoIsAsking } = await import("~/server/session.server.ts");
    const request = await area.request("/cycles", { as: "board" });
    expect((await whoIsAsking(request))?.id).toBe(area.people.board.id);
    const { sessions } = area.store.tables;
    await area.store.transaction((tx) => tx.update(sessions).set({ updatedAt: new Date(Date.now() - 21 * 60_000) }));
    expect(await whoIsAsking(request)).toBeNull();
  });
});
