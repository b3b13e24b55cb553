import type { AnchorPlan } from "#audits/calibration/anchor.ts";
import type { Effect } from "#audits/actions/effect.ts";
import { ENTRY_KINDS, RESPONSES } from "#audits/actions/entries.ts";
import { ACTION_STATUSES } from "#audits/actions/life.ts";
import type { NamedMeasure, Reading } from "#audits/actions/measure.ts";
import { SOURCE_KINDS } from "#audits/actions/sources.ts";
import type { RequestJourney } from "#audits/cases/reading.ts";
import type { NewMembership } from "#audits/people/membership.ts";
import type { FamilyConsent, Questionnaire } from "#audits/family/questionnaire.ts";
import { AMENDED, DISPUTE_OUTCOMES } from "#audits/feedback/life.ts";
import { type PackContent, RECEIVERS } from "#audits/feedback/pack.ts";
import type { PanelChoice } from "#audits/panel/assign.ts";
import { CLEARANCES } from "#audits/panel/forum.ts";
import { INTEREST_KINDS } from "#audits/panel/interests.ts";
import { REMINDER_KINDS } from "#audits/panel/reminders.ts";
import type { SampleDesign } from "#audits/panel/sample-plan.ts";
import type { Edition } from "#audits/reports/edition.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { REPORT_KINDS } from "#audits/reports/outline.ts";
import { STAGES } from "#audits/reports/written/life.ts";
import { COPY_FORMATS } from "#audits/room/copies.ts";
import type { EntryContent } from "#audits/room/content.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import type { Change } from "#audits/rubric/edit/changes.ts";
import type { DrawRecord } from "#audits/sampling/record.ts";
import type { Codebook } from "#audits/themes/codebook.ts";
import { EVENT_KINDS } from "#audits/trail/events.ts";
import {
  AGENCIES,
  AUDIT_STATUSES,
  CYCLE_KINDS,
  CYCLE_STATUSES,
  HOLD_SCOPES,
  NEEDS,
  PHASES,
  PLAN_TYPES,
  ROLES,
  SETTING_TYPES,
  WITHDRAWALS,
} from "#audits/vocabulary.ts";
import type { Kit } from "./engine/kit.ts";

/**
 * Every table, once, for both engines. Rows that are evidence are never deleted: references restrict, corrections add a
 * version or a new row, and what is frozen (published rubrics, submitted answers' history, the trail) is guarded by
 * triggers in the migrations.
 */
export const defineSchema = (k: Kit) => {
  // ---- The area and its people ------------------------------------------------------------------------------------

  /** One row: the local area that this installation serves. */
  const area = k.table("area", {
    id: k.id(),
    name: k.text().notNull(),
    partners: k.text().notNull(),
    /** Named contacts for an urgent concern, shown before the form. */
    concernContacts: k.json<{ name: string; role: string; telephone: string }[]>().notNull(),
    demonstration: k.bool().notNull(),
    createdAt: k.time().notNull(),
    version: k.int().notNull().default(1),
  });

  /** What the area decided for itself, a row a section; sections that nobody changed have none. */
  const settings = k.table("settings", {
    key: k.id(),
    value: k.json<unknown>().notNull(),
    version: k.int().notNull(),
    changedAt: k.time().notNull(),
  });

  const organisations = k.table("organisations", {
    id: k.id(),
    name: k.text().notNull(),
    agency: k.oneOf(AGENCIES),
  });

  const people = k.table(
    "people",
    {
      id: k.id(),
      name: k.text().notNull(),
      email: k.text().notNull(),
      emailVerified: k.bool().notNull(),
      image: k.text(),
      createdAt: k.time().notNull(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex("people_email").on(t.email)],
  );

  const memberships = k.table(
    "memberships",
    {
      id: k.id(),
      personId: k.ref(() => people.id).notNull(),
      organisationId: k.ref(() => organisations.id).notNull(),
      role: k.oneOf(ROLES).notNull(),
      /** The agency for which an auditor scores. */
      agency: k.oneOf(AGENCIES),
      /** The code by which the case files name a plan writer: whose plans' feedback this person reads. */
      writerRef: k.text(),
      endsAt: k.time(),
      version: k.int().notNull().default(1),
    },
    (t) => [k.uniqueIndex("memberships_once").on(t.personId, t.organisationId, t.role)],
  );

  const sessions = k.table(
    "sessions",
    {
      id: k.id(),
      /** SHA-256 of the token in the browser's cookie: whoever reads this table can sign in as nobody. */
      token: k.text().notNull(),
      userId: k.ref(() => people.id).notNull(),
      /** How it began: "password", or "provider:" and the key of the identity provider. */
      way: k.text().notNull().default("password"),
      /** Whether a second factor was shown, here or at the identity provider. */
      secondFactor: k.bool().notNull().default(false),
      expiresAt: k.time().notNull(),
      ipAddress: k.text(),
      userAgent: k.text(),
      createdAt: k.time().notNull(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex("sessions_token").on(t.token), k.index("sessions_by_person").on(t.userId)],
  );

  /** Ways to prove who one is: a password hash, or an identity provider's account. */
  const accounts = k.table(
    "accounts",
    {
      id: k.id(),
      accountId: k.text().notNull(),
      providerId: k.text().notNull(),
      userId: k.ref(() => people.id).notNull(),
      accessToken: k.text(),
      refreshToken: k.text(),
      idToken: k.text(),
      accessTokenExpiresAt: k.time(),
      refreshTokenExpiresAt: k.time(),
      scope: k.text(),
      password: k.text(),
      createdAt: k.time().notNull(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.index("accounts_by_person").on(t.userId), k.uniqueIndex("accounts_once").on(t.providerId, t.accountId)],
  );

  /** A person's authenticator app. Secrets are encrypted under a key that is not in the database. */
  const secondFactors = k.table("second_factors", {
    personId: k
      .ref(() => people.id)
      .primaryKey()
      .notNull(),
    /** Null until a first code proved that the app has the key. */
    secret: k.text(),
    /** The session that was shown a key on the set-up page, and the key, which is not proved yet. */
    pending: k.text(),
    /** The last 30-second step whose code was taken; no code of it or of an earlier one counts again. */
    lastStep: k.int().notNull(),
    confirmedAt: k.time(),
  });

  /** Single-use codes in place of the authenticator, as keyed hashes. */
  const recoveryCodes = k.table(
    "recovery_codes",
    {
      id: k.id(),
      personId: k.ref(() => people.id).notNull(),
      hash: k.text().notNull(),
      usedAt: k.time(),
    },
    (t) => [k.index("recovery_codes_by_person").on(t.personId)],
  );

  const invitations = k.table(
    "invitations",
    {
      id: k.id(),
      email: k.text().notNull(),
      name: k.text().notNull(),
      memberships: k.json<NewMembership[]>().notNull(),
      invitedBy: k.ref(() => people.id).notNull(),
      invitedAt: k.time().notNull(),
      /** SHA-256 of the token in the link. */
      tokenHash: k.text().notNull(),
      expiresAt: k.time().notNull(),
      acceptedAt: k.time(),
      personId: k.ref(() => people.id),
      withdrawnAt: k.time(),
      version: k.int().notNull(),
    },
    (t) => [k.uniqueIndex("invitations_token").on(t.tokenHash), k.index("invitations_by_email").on(t.email)],
  );

  /** Secrets that are good once and for a short time: a reset link, the step between password and code, the way to an identity provider and back. */
  const tickets = k.table(
    "tickets",
    {
      id: k.id(),
      kind: k.oneOf(["reset", "second_step", "provider"] as const).notNull(),
      /** SHA-256 of the secret. */
      hash: k.text().notNull(),
      personId: k.ref(() => people.id),
      data: k.json<Record<string, string | number>>().notNull(),
      expiresAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex("tickets_hash").on(t.hash), k.index("tickets_by_person").on(t.personId)],
  );

  /** How often something was tried of late, by keyed hash of what and from where: nobody's address can be read from it. */
  const attempts = k.table("attempts", {
    key: k.id(),
    count: k.int().notNull(),
    lastAt: k.time().notNull(),
  });

  const verifications = k.table(
    "verifications",
    {
      id: k.id(),
      identifier: k.text().notNull(),
      value: k.text().notNull(),
      expiresAt: k.time().notNull(),
      createdAt: k.time().notNull(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.index("verifications_by_identifier").on(t.identifier)],
  );

  /** Forms that made something, by the key of their page: one that comes twice is led to what the first made. Swept after a day. */
  const formKeys = k.table(
    "form_keys",
    {
      personId: k.ref(() => people.id).notNull(),
      /** SHA-256 of the page's random key and of everything that was sent with it. */
      key: k.text().notNull(),
      ledTo: k.text().notNull(),
      at: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.personId, t.key] }), k.index("form_keys_by_age").on(t.at)],
  );

  // ---- Cases --------------------------------------------------------------------------------------------------------

  /** One upload: read, previewed, then kept as a whole or cancelled. The staged reading holds no identifiers. */
  const imports = k.table("imports", {
    id: k.id(),
    status: k.oneOf(["reading", "preview", "kept", "cancelled", "refused"] as const).notNull(),
    files: k.json<string[]>().notNull(),
    referenceDate: k.day(),
    /** ImportReading as JSON while in preview; emptied when kept or cancelled. */
    staged: k.text(),
    summary: k.json<ImportSummary>(),
    refusal: k.text(),
    startedBy: k.ref(() => people.id),
    startedAt: k.time().notNull(),
    endedAt: k.time(),
  });

  const cases = k.table(
    "cases",
    {
      id: k.id(),
      /** Keyed hash of what identifies the child; the key is not in the database. */
      pseudonym: k.text().notNull(),
      /** What people call the case: C-0417. */
      reference: k.text().notNull(),
      caseRef: k.text(),
      legalRegime: k.text().notNull(),
      templateVersion: k.text(),
      planType: k.oneOf(PLAN_TYPES).notNull(),
      planDate: k.day().notNull(),
      birthMonth: k.text(),
      yearGroup: k.int(),
      phase: k.oneOf(PHASES),
      sex: k.text(),
      primaryNeed: k.oneOf(NEEDS),
      secondaryNeeds: k.json<(typeof NEEDS)[number][]>().notNull(),
      settingType: k.oneOf(SETTING_TYPES),
      settingUrn: k.text(),
      locality: k.text(),
      lookedAfter: k.bool(),
      cinCp: k.bool(),
      eotas: k.bool(),
      homeEducated: k.bool(),
      sendTeam: k.text(),
      planWriterRef: k.text(),
      personalBudget: k.bool(),
      residential: k.bool(),
      requestDate: k.day(),
      decisionToAssessDate: k.day(),
      decisionToIssueDate: k.day(),
      finalDate: k.day(),
      week20Exempt: k.bool(),
      reviewMeetingDate: k.day(),
      reviewDecision: k.oneOf(["amend", "maintain", "cease"] as const),
      reviewDecisionDate: k.day(),
      reviewDraftDate: k.day(),
      phaseTransferDue: k.day(),
      phaseTransferFinal: k.day(),
      adviceHealthRequested: k.day(),
      adviceHealthReceived: k.day(),
      adviceCareRequested: k.day(),
      adviceCareReceived: k.day(),
      adviceEpRequested: k.day(),
      adviceEpReceived: k.day(),
      complaint: k.bool(),
      tribunal: k.bool(),
      /** False when the latest import of a whole caseload no longer had the child's plan. */
      active: k.bool().notNull(),
      firstImportId: k.ref(() => imports.id).notNull(),
      lastImportId: k.ref(() => imports.id).notNull(),
      version: k.int().notNull(),
    },
    (t) => [k.uniqueIndex("cases_pseudonym").on(t.pseudonym), k.uniqueIndex("cases_reference").on(t.reference)],
  );

  /** The way of one request to a plan or a refusal, for timeliness; also of plans that have ceased since. */
  const journeys = k.table(
    "journeys",
    {
      id: k.id(),
      key: k.text().notNull(),
      journey: k.json<RequestJourney>().notNull(),
      lastImportId: k.ref(() => imports.id).notNull(),
    },
    (t) => [k.uniqueIndex("journeys_key").on(t.key)],
  );

  // ---- Rubrics and codebooks ----------------------------------------------------------------------------------------

  const rubrics = k.table(
    "rubrics",
    {
      id: k.id(),
      key: k.text().notNull(),
      version: k.text().notNull(),
      title: k.text().notNull(),
      status: k.oneOf(["draft", "published"] as const).notNull(),
      document: k.json<RubricDocument>().notNull(),
      /** SHA-256 of the document's canonical text, printed in reports. */
      sha256: k.text().notNull(),
      publishedAt: k.time(),
      /** The published version that this one was made from. */
      basedOn: k.text(),
      /** Who agreed to publish it, and on which day; null for what ships. */
      agreedBy: k.text(),
      agreedOn: k.day(),
    },
    (t) => [k.uniqueIndex("rubrics_version").on(t.key, t.version)],
  );

  /** Drafts: what people work on. The document may be incomplete; only publishing asks for a whole one. */
  const rubricDrafts = k.table("rubric_drafts", {
    id: k.id(),
    key: k.text().notNull(),
    document: k.json<unknown>().notNull(),
    basedOn: k.ref(() => rubrics.id),
    version: k.int().notNull(),
    startedBy: k.ref(() => people.id).notNull(),
    startedAt: k.time().notNull(),
    editedBy: k.ref(() => people.id).notNull(),
    editedAt: k.time().notNull(),
    /** Set while the draft is in the bin, from which it can be brought back. */
    deletedAt: k.time(),
    publishedAs: k.ref(() => rubrics.id),
  });

  /** Every step of a draft, so that it can be undone, made again, and compared with what another person saw. */
  const rubricDraftSteps = k.table(
    "rubric_draft_steps",
    {
      draftId: k.ref(() => rubricDrafts.id).notNull(),
      version: k.int().notNull(),
      kind: k.oneOf(["edit", "undo", "redo"] as const).notNull(),
      /** The edit that an undo takes back or a redo makes again. */
      of: k.int(),
      sentence: k.text().notNull(),
      changes: k.json<Change[]>().notNull(),
      madeBy: k.ref(() => people.id).notNull(),
      madeAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.draftId, t.version] })],
  );

  /** Who has a draft open, so that two people at work on it are told. */
  const rubricDraftVisits = k.table(
    "rubric_draft_visits",
    {
      draftId: k.ref(() => rubricDrafts.id).notNull(),
      personId: k.ref(() => people.id).notNull(),
      seenAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.draftId, t.personId] })],
  );

  /** Which partner confirmed which text and weights; a later row of the same partner for the same text holds. */
  const rubricApprovals = k.table(
    "rubric_approvals",
    {
      id: k.id(),
      rubricKey: k.text().notNull(),
      /** Hash of the document without its version number: a change of anything else is another text. */
      contentHash: k.text().notNull(),
      organisationId: k.ref(() => organisations.id).notNull(),
      agreed: k.bool().notNull(),
      /** The person who confirmed the weights on behalf of the partner. */
      confirmedBy: k.text().notNull(),
      confirmedOn: k.day().notNull(),
      recordedBy: k.ref(() => people.id).notNull(),
      recordedAt: k.time().notNull(),
    },
    (t) => [k.index("rubric_approvals_by_content").on(t.contentHash)],
  );

  /** Versions taken out of use, and brought back: the last row of a version holds. */
  const rubricRetirements = k.table(
    "rubric_retirements",
    {
      id: k.id(),
      rubricId: k.ref(() => rubrics.id).notNull(),
      retired: k.bool().notNull(),
      reason: k.text().notNull(),
      madeBy: k.ref(() => people.id).notNull(),
      madeAt: k.time().notNull(),
    },
    (t) => [k.index("rubric_retirements_by_rubric").on(t.rubricId)],
  );

  /** One upload of a rubric: looked at first, then kept as a draft or put away. */
  const rubricImports = k.table("rubric_imports", {
    id: k.id(),
    file: k.text().notNull(),
    status: k.oneOf(["preview", "kept", "cancelled"] as const).notNull(),
    /** The document as it was read; emptied once it is kept or put away. */
    document: k.json<unknown>(),
    problems: k.json<{ where: string; sentence: string; stops: boolean }[]>().notNull(),
    startedBy: k.ref(() => people.id).notNull(),
    startedAt: k.time().notNull(),
    draftId: k.ref(() => rubricDrafts.id),
  });

  const codebooks = k.table(
    "codebooks",
    {
      id: k.id(),
      key: k.text().notNull(),
      version: k.text().notNull(),
      document: k.json<Codebook>().notNull(),
      publishedAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex("codebooks_version").on(t.key, t.version)],
  );

  /** A codebook at work; one draft at a time. A version that is published has its own row above and never changes. */
  const codebookDrafts = k.table("codebook_drafts", {
    id: k.id(),
    document: k.json<Codebook>().notNull(),
    basedOn: k.ref(() => codebooks.id).notNull(),
    version: k.int().notNull(),
    startedBy: k.ref(() => people.id).notNull(),
    startedAt: k.time().notNull(),
    editedBy: k.ref(() => people.id).notNull(),
    editedAt: k.time().notNull(),
    /** Set when the draft was put away without being published. */
    deletedAt: k.time(),
    publishedAs: k.ref(() => codebooks.id),
  });

  /** Every step of a draft, so that it can be undone, made again, and compared with what another person saw. */
  const codebookDraftSteps = k.table(
    "codebook_draft_steps",
    {
      draftId: k.ref(() => codebookDrafts.id).notNull(),
      version: k.int().notNull(),
      kind: k.oneOf(["edit", "undo", "redo"] as const).notNull(),
      /** The edit that an undo takes back or a redo makes again. */
      of: k.int(),
      sentence: k.text().notNull(),
      changes: k.json<Change[]>().notNull(),
      madeBy: k.ref(() => people.id).notNull(),
      madeAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.draftId, t.version] })],
  );

  // ---- Cycles, samples and audits -----------------------------------------------------------------------------------

  const cycles = k.table("cycles", {
    id: k.id(),
    title: k.text().notNull(),
    question: k.text().notNull(),
    /** A calibration is scored as any cycle is, on made-up plans: it has no results, and nothing counts it. */
    kind: k.oneOf(CYCLE_KINDS).notNull().default("audit"),
    status: k.oneOf(CYCLE_STATUSES).notNull(),
    rubricId: k.ref(() => rubrics.id).notNull(),
    codebookId: k.ref(() => codebooks.id).notNull(),
    shortForm: k.bool().notNull(),
    modules: k.json<string[]>().notNull(),
    /** Shadow reports what limits would have done without applying them. */
    limitsMode: k.oneOf(["applied", "shadow"] as const).notNull(),
    periodFrom: k.day().notNull(),
    periodTo: k.day().notNull(),
    scoringOpens: k.day().notNull(),
    scoringDue: k.day().notNull(),
    moderationOn: k.day(),
    /** Fixed when the cycle is opened, before the list of cases is read. */
    seed: k.text().notNull(),
    seedFixedAt: k.time().notNull(),
    /** By which rule auditors were given to plans the last time; null before that. */
    panel: k.json<PanelChoice>(),
    openedBy: k.ref(() => people.id).notNull(),
    openedAt: k.time().notNull(),
    closedAt: k.time(),
    version: k.int().notNull(),
  });

  /** Every draw stays, so that drawing again leaves a trace; the one without `replacedAt` holds. */
  const draws = k.table(
    "draws",
    {
      id: k.id(),
      cycleId: k.ref(() => cycles.id).notNull(),
      number: k.int().notNull(),
      record: k.json<DrawRecord>().notNull(),
      design: k.json<SampleDesign>().notNull(),
      reason: k.text().notNull(),
      drawnBy: k.ref(() => people.id).notNull(),
      drawnAt: k.time().notNull(),
      replacedAt: k.time(),
    },
    (t) => [k.uniqueIndex("draws_number").on(t.cycleId, t.number)],
  );

  const sampledCases = k.table(
    "sampled_cases",
    {
      id: k.id(),
      cycleId: k.ref(() => cycles.id).notNull(),
      drawId: k.ref(() => draws.id).notNull(),
      /** Null for a made-up plan, which is about nobody. */
      caseId: k.ref(() => cases.id),
      stratum: k.text().notNull(),
      /** Place in the draw within the stratum, from 1; reserves follow the sample. */
      position: k.int().notNull(),
      standing: k.oneOf(["sample", "reserve", "replaced"] as const).notNull(),
      /** The case as it was when drawn: what the auditors and the results go by. */
      snapshot: k.json<CaseSnapshot>().notNull(),
      replacedReason: k.text(),
      /** When it left the sample. Null for what left before this was kept. */
      replacedAt: k.time(),
      /** The reserve that took its place: a row of this table; null where none did. */
      replacedById: k.text(),
    },
    (t) => [
      k.uniqueIndex("sampled_once").on(t.drawId, t.caseId),
      k.index("sampled_by_cycle").on(t.cycleId, t.standing, t.drawId),
    ],
  );

  /** A cycle that scores plans of an earlier cycle again under another version of its rubric, to tell the two apart. */
  const bridgingSets = k.table("bridging_sets", {
    cycleId: k.ref(() => cycles.id).primaryKey(),
    earlierCycleId: k.ref(() => cycles.id).notNull(),
    madeBy: k.ref(() => people.id).notNull(),
    madeAt: k.time().notNull(),
  });

  /** A made-up plan of a calibration, with its text and reference levels as they were when the round was opened. */
  const calibrationPlans = k.table(
    "calibration_plans",
    {
      sampledCaseId: k
        .ref(() => sampledCases.id)
        .primaryKey()
        .notNull(),
      anchor: k.text().notNull(),
      plan: k.json<AnchorPlan>().notNull(),
    },
    (t) => [k.index("calibration_plans_by_anchor").on(t.anchor)],
  );

  const audits = k.table(
    "audits",
    {
      id: k.id(),
      cycleId: k.ref(() => cycles.id).notNull(),
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      auditorId: k.ref(() => people.id).notNull(),
      agency: k.oneOf(AGENCIES).notNull(),
      status: k.oneOf(AUDIT_STATUSES).notNull(),
      dueOn: k.day().notNull(),
      assignedAt: k.time().notNull(),
      startedAt: k.time(),
      submittedAt: k.time(),
      /** The criterion on which the auditor was last, so that the sheet opens there. */
      lastCriterion: k.text(),
      reopenedReason: k.text(),
      withdrawnAt: k.time(),
      withdrawnBecause: k.oneOf(WITHDRAWALS),
      version: k.int().notNull(),
    },
    (t) => [
      k.uniqueIndex("audits_once").on(t.sampledCaseId, t.auditorId),
      k.index("audits_by_auditor").on(t.auditorId),
      k.index("audits_by_cycle").on(t.cycleId),
    ],
  );

  /** One row a criterion: the answer as it stands. `score` is a level's value as text, "NA", "CT", or null. */
  const answers = k.table(
    "answers",
    {
      auditId: k.ref(() => audits.id).notNull(),
      criterion: k.text().notNull(),
      score: k.text(),
      reason: k.text().notNull(),
      note: k.text().notNull(),
      quotes: k.json<{ section: string; page: number | null; words: string }[]>().notNull(),
      finding: k.json<{ kind: "strength" | "improvement"; words: string; themes: string[] } | null>(),
      version: k.int().notNull(),
      savedAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.auditId, t.criterion] })],
  );

  /** Every level that was ever saved, so that a late change can be seen. */
  const answerHistory = k.table(
    "answer_history",
    {
      id: k.serial(),
      auditId: k.ref(() => audits.id).notNull(),
      criterion: k.text().notNull(),
      version: k.int().notNull(),
      score: k.text(),
      savedAt: k.time().notNull(),
    },
    (t) => [k.index("answer_history_by_audit").on(t.auditId, t.criterion)],
  );

  /** What an auditor declared: a plan, a setting or a writer's code whose plans the person must not score. */
  const interests = k.table(
    "interests",
    {
      id: k.id(),
      personId: k.ref(() => people.id).notNull(),
      kind: k.oneOf(INTEREST_KINDS).notNull(),
      value: k.text().notNull(),
      declaredAt: k.time().notNull(),
      endedAt: k.time(),
    },
    (t) => [k.index("interests_by_person").on(t.personId)],
  );

  // ---- Moderation ---------------------------------------------------------------------------------------------------

  /** When a panel meets. Times are of the clock in England on that day; what is called off stays. */
  const meetings = k.table(
    "meetings",
    {
      id: k.id(),
      cycleId: k.ref(() => cycles.id).notNull(),
      day: k.day().notNull(),
      /** "14:00" */
      startsAt: k.text().notNull(),
      endsAt: k.text().notNull(),
      /** A room, or the address of a video call. */
      place: k.text().notNull(),
      plannedBy: k.ref(() => people.id).notNull(),
      plannedAt: k.time().notNull(),
      changedAt: k.time().notNull(),
      cancelledAt: k.time(),
      cancelledReason: k.text(),
      /** How often calendars were told of a change (RFC 5545, SEQUENCE), from 0. */
      sequence: k.int().notNull(),
      version: k.int().notNull(),
    },
    (t) => [k.index("meetings_by_cycle").on(t.cycleId)],
  );

  const meetingPeople = k.table(
    "meeting_people",
    {
      meetingId: k.ref(() => meetings.id).notNull(),
      personId: k.ref(() => people.id).notNull(),
      askedAt: k.time().notNull(),
      /** When the person was no longer asked. */
      droppedAt: k.time(),
    },
    (t) => [k.primaryKey({ columns: [t.meetingId, t.personId] }), k.index("meeting_people_by_person").on(t.personId)],
  );

  /** The plans that are to be on the table. */
  const meetingPlans = k.table(
    "meeting_plans",
    {
      meetingId: k.ref(() => meetings.id).notNull(),
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.meetingId, t.sampledCaseId] }),
      k.index("meeting_plans_by_plan").on(t.sampledCaseId),
    ],
  );

  const moderations = k.table(
    "moderations",
    {
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      present: k.json<string[]>().notNull(),
      gradeShownAt: k.time(),
      signedOffBy: k.ref(() => people.id),
      signedOffAt: k.time(),
      /** PlanResult at sign-off; never computed again, so that a later method does not rewrite it. */
      result: k.json<unknown>(),
      version: k.int().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.sampledCaseId] })],
  );

  /** What the panel agreed; a change adds a version, the highest holds. */
  const settlements = k.table(
    "settlements",
    {
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      criterion: k.text().notNull(),
      version: k.int().notNull(),
      agreed: k.text().notNull(),
      reason: k.text().notNull(),
      finding: k.text().notNull(),
      settledBy: k.ref(() => people.id).notNull(),
      settledAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.sampledCaseId, t.criterion, t.version] })],
  );

  /** A cycle that was taken back to moderation after its results were out. One without `endedAt` is under way. */
  const cycleReopenings = k.table(
    "cycle_reopenings",
    {
      id: k.id(),
      cycleId: k.ref(() => cycles.id).notNull(),
      reason: k.text().notNull(),
      reopenedBy: k.ref(() => people.id).notNull(),
      reopenedAt: k.time().notNull(),
      /** The internal figures (CycleFigures) as they stood until then, for whoever read them. */
      figures: k.json<unknown>().notNull(),
      endedAt: k.time(),
    },
    (t) => [k.index("cycle_reopenings_by_cycle").on(t.cycleId)],
  );

  /** A sign-off that was taken back in a reopened cycle, as it stood. */
  const earlierSignOffs = k.table(
    "earlier_sign_offs",
    {
      id: k.id(),
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      present: k.json<string[]>().notNull(),
      signedOffBy: k.ref(() => people.id).notNull(),
      signedOffAt: k.time().notNull(),
      /** PlanResult, as it was. */
      result: k.json<unknown>().notNull(),
      reason: k.text().notNull(),
      takenBackBy: k.ref(() => people.id).notNull(),
      takenBackAt: k.time().notNull(),
    },
    (t) => [k.index("earlier_sign_offs_by_plan").on(t.sampledCaseId)],
  );

  // ---- Reminders ----------------------------------------------------------------------------------------------------

  /**
   * What a person was reminded of: one row a kind, day and subject, taken before the mail leaves, so that two processes never
   * send the same.
   */
  const reminders = k.table(
    "reminders",
    {
      personId: k.ref(() => people.id).notNull(),
      kind: k.oneOf(REMINDER_KINDS).notNull(),
      /** The cycle of a reminder that somebody sent by hand; "" for those of the daily run. */
      about: k.text().notNull(),
      day: k.day().notNull(),
      /** What it told of: what was told once is not told again. */
      keys: k.json<string[]>().notNull(),
      status: k.oneOf(["sending", "sent", "failed"] as const).notNull(),
      tries: k.int().notNull(),
      at: k.time().notNull(),
      /** Who sent it by hand; null for the daily run. */
      sentBy: k.ref(() => people.id),
    },
    (t) => [k.primaryKey({ columns: [t.personId, t.kind, t.about, t.day] }), k.index("reminders_by_time").on(t.at)],
  );

  /** Who wants no reminders by mail. */
  const reminderRefusals = k.table("reminder_refusals", {
    personId: k
      .ref(() => people.id)
      .primaryKey()
      .notNull(),
    since: k.time().notNull(),
  });
  // ---- Themes -------------------------------------------------------------------------------------------------------

  /**
   * What was found, one row a finding or quoted answer, and one a finding that the panel wrote: the word index and the list
   * that is coded. Made from `answers` and `settlements` in the transaction that writes those, and gone with them. The
   * migrations lay a full-text index over `stems`.
   */
  const findings = k.table(
    "findings",
    {
      id: k.serial(),
      /** The audit, or "panel". */
      source: k.text().notNull(),
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      cycleId: k.ref(() => cycles.id).notNull(),
      criterion: k.text().notNull(),
      /** What people call the case, for the order of lists. */
      reference: k.text().notNull(),
      /** Who wrote it; null for the panel. */
      auditorId: k.text(),
      agency: k.oneOf(AGENCIES),
      /** Null where an answer has quotes and no finding. */
      kind: k.oneOf(["strength", "improvement"] as const),
      /** The stems of its words and quotes (audits/search/words.ts). */
      stems: k.text().notNull(),
      savedAt: k.time().notNull(),
      /** "none": nothing to code. "differs": two coders chose different themes and nobody has settled it. */
      state: k.oneOf(["none", "open", "coded", "differs"] as const).notNull(),
      /** Coded once, to a theme that was split since. */
      waits: k.bool().notNull(),
      /** 0 to 9999 by the cycle's seed: those below the share of the second coder are coded twice. */
      lot: k.int().notNull(),
      firstBy: k.text(),
      secondBy: k.text(),
    },
    (t) => [
      k.uniqueIndex("findings_once").on(t.sampledCaseId, t.source, t.criterion),
      // Holds all that progress is counted from, so that no row with its words is read.
      k
        .index("findings_progress")
        .on(t.cycleId, t.state, t.waits, t.firstBy, t.secondBy, t.lot, t.sampledCaseId, t.source),
      k.index("findings_by_criterion").on(t.cycleId, t.criterion, t.kind, t.reference),
      k.index("findings_to_code").on(t.cycleId, t.state, t.reference, t.criterion),
      k.index("findings_by_auditor").on(t.auditorId, t.savedAt),
      k.index("findings_by_time").on(t.savedAt),
    ],
  );

  /** What a person coded a finding to. Coding again, or taking back, adds a version; the highest of each part holds. */
  const codings = k.table(
    "codings",
    {
      id: k.serial(),
      auditId: k.ref(() => audits.id).notNull(),
      criterion: k.text().notNull(),
      cycleId: k.ref(() => cycles.id).notNull(),
      /** The first coder, the second who does not see the first, and what was settled where they differ. */
      part: k.oneOf(["first", "second", "settled"] as const).notNull(),
      version: k.int().notNull(),
      /** Codes, the most important first; empty where no theme fits; null where a coding was taken back. */
      themes: k.json<string[] | null>(),
      /** What would have fitted, in a line, where no theme does. */
      line: k.text().notNull(),
      /** The version of the codebook by which it was coded. */
      codebookId: k.ref(() => codebooks.id).notNull(),
      /** What was suggested, in order. */
      suggested: k.json<string[]>().notNull(),
      /** Findings that were coded in one go share it, and are taken back in one go. */
      batch: k.text().notNull(),
      takesBack: k.bool().notNull(),
      codedBy: k.ref(() => people.id).notNull(),
      codedAt: k.time().notNull(),
    },
    (t) => [
      k.uniqueIndex("codings_once").on(t.auditId, t.criterion, t.part, t.version),
      k.index("codings_by_cycle").on(t.cycleId, t.codedBy),
    ],
  );

  /** The themes that hold for each finding, to be counted: what coders chose, else what its auditor ticked. */
  const findingCodes = k.table(
    "finding_codes",
    {
      auditId: k.text().notNull(),
      criterion: k.text().notNull(),
      code: k.text().notNull(),
      /** From 1, the most important first. */
      place: k.int().notNull(),
      cycleId: k.ref(() => cycles.id).notNull(),
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      byCoder: k.bool().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.auditId, t.criterion, t.code] }),
      k.index("finding_codes_by_theme").on(t.cycleId, t.code, t.sampledCaseId, t.auditId),
    ],
  );

  /** In how many coded findings a word stood, by theme: what suggestions learn from. "" is any word, and any theme. */
  const themeWords = k.table(
    "theme_words",
    {
      word: k.text().notNull(),
      code: k.text().notNull(),
      n: k.int().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.word, t.code] })],
  );

  /** What a member of the panel thinks of an open criterion before the panel meets, or where it does not meet. */
  const panelViews = k.table(
    "panel_views",
    {
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      criterion: k.text().notNull(),
      personId: k.ref(() => people.id).notNull(),
      view: k.text().notNull(),
      reason: k.text().notNull(),
      version: k.int().notNull(),
      savedAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.sampledCaseId, t.criterion, t.personId] })],
  );

  // ---- Actions and the scorecard ------------------------------------------------------------------------------------

  /** What complaints or tribunal appeals are about, beside what audits find. Counts stand in period_counts. */
  const learningSources = k.table("learning_sources", {
    id: k.id(),
    kind: k.oneOf(SOURCE_KINDS).notNull(),
    title: k.text().notNull(),
    words: k.text().notNull(),
    /** The theme of the codebook that says the same of plans. */
    theme: k.text(),
    openedBy: k.ref(() => people.id).notNull(),
    openedAt: k.time().notNull(),
    version: k.int().notNull(),
  });

  /** Counts that somebody typed in for a period: of a learning source, or of a row of the scorecard. The highest version holds. */
  const periodCounts = k.table(
    "period_counts",
    {
      /** "source:" and the id of a learning source, or "indicator:" and the key of a row. */
      subject: k.text().notNull(),
      periodFrom: k.day().notNull(),
      periodTo: k.day().notNull(),
      version: k.int().notNull(),
      count: k.int().notNull(),
      /** How many there were in all; null where only the number is known. */
      of: k.int(),
      enteredBy: k.ref(() => people.id).notNull(),
      enteredAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.subject, t.periodFrom, t.periodTo, t.version] })],
  );

  /** What reviews said of outcomes, in numbers for a period. The highest version holds. */
  const outcomeCounts = k.table(
    "outcome_counts",
    {
      periodFrom: k.day().notNull(),
      periodTo: k.day().notNull(),
      /** A phase, or "" for all together. */
      phase: k.text().notNull(),
      version: k.int().notNull(),
      reviews: k.int().notNull(),
      met: k.int().notNull(),
      partly: k.int().notNull(),
      notMet: k.int().notNull(),
      narrative: k.text().notNull(),
      enteredBy: k.ref(() => people.id).notNull(),
      enteredAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.periodFrom, t.periodTo, t.phase, t.version] })],
  );

  const actions = k.table(
    "actions",
    {
      id: k.id(),
      /** What people call it: A-07. */
      number: k.int().notNull(),
      title: k.text().notNull(),
      steps: k.text().notNull(),
      ownerId: k.ref(() => people.id).notNull(),
      withWhom: k.text().notNull(),
      services: k.json<(typeof AGENCIES)[number][]>().notNull(),
      /** Measure and baseline as they were when the action was opened: they never change. */
      measure: k.json<NamedMeasure>().notNull(),
      baseline: k.json<Reading>().notNull(),
      target: k.int().notNull(),
      dueOn: k.day().notNull(),
      next: k.text().notNull(),
      sourceId: k.ref(() => learningSources.id),
      status: k.oneOf(ACTION_STATUSES).notNull(),
      doneOn: k.day(),
      /** The cycle that tests it. */
      testCycleId: k.ref(() => cycles.id),
      /** As it was recorded; evidence that goes later takes nothing from it. */
      effect: k.json<Effect>(),
      effectOn: k.day(),
      openedBy: k.ref(() => people.id).notNull(),
      openedAt: k.time().notNull(),
      version: k.int().notNull(),
    },
    (t) => [k.uniqueIndex("actions_number").on(t.number), k.index("actions_by_owner").on(t.ownerId)],
  );

  /** Every version of an action as it was, with what was done to it. */
  const actionVersions = k.table(
    "action_versions",
    {
      actionId: k.ref(() => actions.id).notNull(),
      version: k.int().notNull(),
      /** What happened, without who: "marked as done". */
      words: k.text().notNull(),
      reason: k.text().notNull(),
      kept: k.json<KeptAction>().notNull(),
      madeBy: k.ref(() => people.id).notNull(),
      madeAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.actionId, t.version] })],
  );

  /** Comments, evidence and responses of services, first to last. */
  const actionEntries = k.table(
    "action_entries",
    {
      id: k.id(),
      actionId: k.ref(() => actions.id).notNull(),
      kind: k.oneOf(ENTRY_KINDS).notNull(),
      words: k.text().notNull(),
      link: k.text(),
      agency: k.oneOf(AGENCIES),
      response: k.oneOf(RESPONSES),
      writtenBy: k.ref(() => people.id).notNull(),
      writtenAt: k.time().notNull(),
    },
    (t) => [k.index("action_entries_by_action").on(t.actionId)],
  );

  /**
   * What measures count: one row a plan at sign-off, taken from its result and from the case as it was drawn, so that no page
   * of measures reads scores. Goes with the plan's evidence.
   */
  const planResults = k.table(
    "plan_results",
    {
      sampledCaseId: k
        .ref(() => sampledCases.id)
        .primaryKey()
        .notNull(),
      cycleId: k.ref(() => cycles.id).notNull(),
      signedOffOn: k.day().notNull(),
      /** Keys of grades; null where the plan could not be graded. */
      before: k.text(),
      after: k.text(),
      phase: k.text(),
      primaryNeed: k.text(),
      settingType: k.text(),
      locality: k.text(),
      sendTeam: k.text(),
      writerRef: k.text(),
      legalRegime: k.text(),
    },
    (t) => [k.index("plan_results_by_cycle").on(t.cycleId, t.phase, t.before, t.after)],
  );

  /** Grades of domains and agreed levels of criteria of a signed-off plan: a grade's key, a level's value, "NA" or "CT" as text. */
  const planLevels = k.table(
    "plan_levels",
    {
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      cycleId: k.ref(() => cycles.id).notNull(),
      part: k.oneOf(["domain", "criterion"] as const).notNull(),
      key: k.text().notNull(),
      level: k.text().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.sampledCaseId, t.part, t.key] }),
      k.index("plan_levels_by_cycle").on(t.cycleId, t.part, t.key, t.level, t.sampledCaseId),
    ],
  );

  /** Where a measure over time begins anew: a cause is known, and it is expected to last. Ended, never deleted. */
  const stepChanges = k.table(
    "step_changes",
    {
      id: k.id(),
      series: k.text().notNull(),
      day: k.day().notNull(),
      reason: k.text().notNull(),
      madeBy: k.ref(() => people.id).notNull(),
      madeAt: k.time().notNull(),
      endedBy: k.ref(() => people.id),
      endedAt: k.time(),
      endedReason: k.text(),
    },
    (t) => [k.index("step_changes_by_series").on(t.series)],
  );

  // ---- What leaves the building -------------------------------------------------------------------------------------

  /** What a panel found, for the plan writer, the setting or one service: a draft until it is sent, and fixed from then on. */
  const feedbackPacks = k.table(
    "feedback_packs",
    {
      id: k.id(),
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      receiver: k.oneOf(RECEIVERS).notNull(),
      content: k.json<PackContent>().notNull(),
      /** Whom it went to: whoever writes plans under this code, one plan writer, or a service's managers in an organisation. */
      writerRef: k.text(),
      personId: k.ref(() => people.id),
      organisationId: k.ref(() => organisations.id),
      draftedBy: k.ref(() => people.id).notNull(),
      draftedAt: k.time().notNull(),
      sentBy: k.ref(() => people.id),
      sentAt: k.time(),
      replyBy: k.day(),
      /** The first look of somebody it was sent to. */
      readBy: k.ref(() => people.id),
      readAt: k.time(),
      resolvedBy: k.ref(() => people.id),
      resolvedAt: k.time(),
      resolution: k.text(),
      /** Why no pack goes out, where the lead decided so. */
      notNeeded: k.text(),
      notNeededAt: k.time(),
      version: k.int().notNull(),
    },
    (t) => [
      k.uniqueIndex("feedback_packs_once").on(t.sampledCaseId, t.receiver),
      k.index("feedback_packs_by_writer").on(t.writerRef),
      k.index("feedback_packs_by_organisation").on(t.organisationId),
    ],
  );

  /** What a receiver answered; the last of a pack says how things stand with the plan. */
  const feedbackReplies = k.table(
    "feedback_replies",
    {
      id: k.id(),
      packId: k.ref(() => feedbackPacks.id).notNull(),
      words: k.text().notNull(),
      amended: k.oneOf(AMENDED).notNull(),
      /** The day on which the plan was, or is to be, amended. */
      amendedOn: k.day(),
      repliedBy: k.ref(() => people.id).notNull(),
      repliedAt: k.time().notNull(),
    },
    (t) => [k.index("feedback_replies_by_pack").on(t.packId)],
  );

  /** A level that a receiver holds to be wrong, and what the lead answered. */
  const feedbackDisputes = k.table(
    "feedback_disputes",
    {
      id: k.id(),
      packId: k.ref(() => feedbackPacks.id).notNull(),
      criterion: k.text().notNull(),
      reason: k.text().notNull(),
      raisedBy: k.ref(() => people.id).notNull(),
      raisedAt: k.time().notNull(),
      outcome: k.oneOf(DISPUTE_OUTCOMES),
      answer: k.text(),
      answeredBy: k.ref(() => people.id),
      answeredAt: k.time(),
    },
    (t) => [k.uniqueIndex("feedback_disputes_once").on(t.packId, t.criterion)],
  );

  /** What a dispute that was upheld changed, beside a moderation that stays as it was signed off. */
  const corrections = k.table(
    "corrections",
    {
      id: k.id(),
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      criterion: k.text().notNull(),
      /** Scores as text; `after` is null where the level stands and a note qualifies it. */
      before: k.text().notNull(),
      after: k.text(),
      words: k.text().notNull(),
      disputeId: k.ref(() => feedbackDisputes.id).notNull(),
      madeBy: k.ref(() => people.id).notNull(),
      madeAt: k.time().notNull(),
    },
    (t) => [
      k.uniqueIndex("corrections_by_dispute").on(t.disputeId),
      k.index("corrections_by_plan").on(t.sampledCaseId),
    ],
  );

  // ---- The family, and the parent carer forum -------------------------------------------------------------------------

  /** Whether the forum's auditors may see a plan: one row a marking, ended and never deleted. */
  const forumClearances = k.table(
    "forum_clearances",
    {
      id: k.id(),
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      kind: k.oneOf(CLEARANCES).notNull(),
      /** Who redacted it and how it was checked, or how the family's consent is recorded. */
      how: k.text().notNull(),
      markedBy: k.ref(() => people.id).notNull(),
      markedAt: k.time().notNull(),
      endedBy: k.ref(() => people.id),
      endedAt: k.time(),
    },
    (t) => [k.index("forum_clearances_by_plan").on(t.sampledCaseId)],
  );

  /** One asking of a family: by a call, or by a link that works once. Never part of a grade. */
  const familyExperiences = k.table(
    "family_experiences",
    {
      id: k.id(),
      sampledCaseId: k.ref(() => sampledCases.id).notNull(),
      way: k.oneOf(["call", "link"] as const).notNull(),
      /** The questions as they stood when the family was asked. */
      questionnaire: k.json<Questionnaire>().notNull(),
      askedBy: k.ref(() => people.id).notNull(),
      askedAt: k.time().notNull(),
      /** Who calls. */
      callerId: k.ref(() => people.id),
      /** SHA-256 of the secret in the link. */
      tokenHash: k.text(),
      /** The last day on which the family can answer. */
      openUntil: k.day().notNull(),
      withdrawnAt: k.time(),
      answeredAt: k.time(),
      /** The family would rather not. */
      declinedAt: k.time(),
      /** What the family agreed to, as it was put to them; null until they answer. */
      consent: k.json<FamilyConsent | null>(),
      answers: k.json<Record<string, string> | null>(),
      words: k.text(),
      /** The family took its consent back: answers and words are emptied. */
      consentEndedAt: k.time(),
      version: k.int().notNull(),
    },
    (t) => [
      k.uniqueIndex("family_experiences_token").on(t.tokenHash),
      k.index("family_experiences_by_plan").on(t.sampledCaseId),
      k.index("family_experiences_by_caller").on(t.callerId),
    ],
  );

  /** A report with the words that people write beside its figures: draft, in review, signed off, issued, withdrawn. */
  const writtenReports = k.table(
    "written_reports",
    {
      id: k.id(),
      cycleId: k.ref(() => cycles.id).notNull(),
      kind: k.oneOf(REPORT_KINDS).notNull(),
      view: k.oneOf(["published", "internal"] as const).notNull(),
      /** Counts the reports of a cycle: the version that readers see. */
      number: k.int().notNull(),
      stage: k.oneOf(STAGES).notNull(),
      audience: k.text().notNull(),
      /** Chapters that are switched on, in their order. */
      chapters: k.json<string[]>().notNull(),
      /** The figures as they were when the report was begun. */
      data: k.json<LearningReportData>().notNull(),
      /** The rubric as it was then, for those kinds that carry it. */
      rubric: k.json<RubricDocument | null>(),
      /** Organisations whose sign-off it needs. */
      partners: k.json<string[]>().notNull(),
      version: k.int().notNull(),
      startedBy: k.ref(() => people.id).notNull(),
      startedAt: k.time().notNull(),
      editedBy: k.ref(() => people.id).notNull(),
      editedAt: k.time().notNull(),
      issuedBy: k.ref(() => people.id),
      issuedAt: k.time(),
      /** What was issued, whole: its files are made from this and can be made again, byte for byte. */
      edition: k.json<Edition | null>(),
      contentHash: k.text(),
      withdrawnBy: k.ref(() => people.id),
      withdrawnAt: k.time(),
      withdrawnReason: k.text(),
    },
    (t) => [
      k.index("written_reports_by_cycle").on(t.cycleId),
      k.uniqueIndex("written_reports_number").on(t.cycleId, t.number),
    ],
  );

  /** The report's own words by field; a change adds a version, the highest holds. */
  const reportWords = k.table(
    "report_words",
    {
      reportId: k.ref(() => writtenReports.id).notNull(),
      field: k.text().notNull(),
      /** Version of the whole report that this save made. */
      version: k.int().notNull(),
      text: k.text().notNull(),
      savedBy: k.ref(() => people.id).notNull(),
      savedAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.reportId, t.field, t.version] })],
  );

  /** What partners say of a report in review. */
  const reportComments = k.table(
    "report_comments",
    {
      id: k.id(),
      reportId: k.ref(() => writtenReports.id).notNull(),
      chapter: k.text(),
      words: k.text().notNull(),
      writtenBy: k.ref(() => people.id).notNull(),
      writtenAt: k.time().notNull(),
      settledBy: k.ref(() => people.id),
      settledAt: k.time(),
    },
    (t) => [k.index("report_comments_by_report").on(t.reportId)],
  );

  /** What was decided on a quote, and by whom; the last decision holds. */
  const reportQuotes = k.table(
    "report_quotes",
    {
      id: k.serial(),
      reportId: k.ref(() => writtenReports.id).notNull(),
      key: k.text().notNull(),
      decision: k.oneOf(["in", "out"] as const).notNull(),
      decidedBy: k.ref(() => people.id).notNull(),
      decidedAt: k.time().notNull(),
    },
    (t) => [k.index("report_quotes_by_report").on(t.reportId)],
  );

  /** Where a name of a list that was used once and kept nowhere was found: the place, never the name. */
  const reportNamesFound = k.table(
    "report_names_found",
    {
      reportId: k.ref(() => writtenReports.id).notNull(),
      key: k.text().notNull(),
      place: k.text().notNull(),
      starts: k.int().notNull(),
      ends: k.int().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.reportId, t.key] })],
  );

  /** That names were looked for, in which words; `names` is how many, 0 where the area keeps no list. */
  const reportNameChecks = k.table(
    "report_name_checks",
    {
      id: k.serial(),
      reportId: k.ref(() => writtenReports.id).notNull(),
      /** Fingerprint of everything that was searched. */
      wordsHash: k.text().notNull(),
      names: k.int().notNull(),
      checkedBy: k.ref(() => people.id).notNull(),
      checkedAt: k.time().notNull(),
    },
    (t) => [k.index("report_name_checks_by_report").on(t.reportId)],
  );

  /** Why something that the redaction check found may stay; the last answer holds. */
  const reportAnswers = k.table(
    "report_answers",
    {
      id: k.serial(),
      reportId: k.ref(() => writtenReports.id).notNull(),
      key: k.text().notNull(),
      reason: k.text().notNull(),
      answeredBy: k.ref(() => people.id).notNull(),
      answeredAt: k.time().notNull(),
    },
    (t) => [k.index("report_answers_by_report").on(t.reportId)],
  );

  /** Which partner signed which words off. A change of the words is another fingerprint, which nobody has signed. */
  const reportSignOffs = k.table(
    "report_sign_offs",
    {
      id: k.id(),
      reportId: k.ref(() => writtenReports.id).notNull(),
      organisationId: k.ref(() => organisations.id).notNull(),
      contentHash: k.text().notNull(),
      /** Who signed on behalf of the partner, and on which day. */
      signedBy: k.text().notNull(),
      signedOn: k.day().notNull(),
      recordedBy: k.ref(() => people.id).notNull(),
      recordedAt: k.time().notNull(),
    },
    (t) => [k.index("report_sign_offs_by_report").on(t.reportId)],
  );

  /** PDFs of reports, as they were asked for and made. */
  const reports = k.table(
    "reports",
    {
      id: k.id(),
      cycleId: k.ref(() => cycles.id).notNull(),
      /** The report that it is of; null for those made before reports were written. */
      writtenId: k.ref(() => writtenReports.id),
      kind: k.oneOf(REPORT_KINDS).notNull(),
      status: k.oneOf(["queued", "making", "ready", "failed"] as const).notNull(),
      progress: k.text().notNull(),
      /** The report's data, frozen when it was asked for: the same data give the same bytes. */
      data: k.json<unknown>().notNull(),
      bytes: k.bytes(),
      sha256: k.text(),
      pages: k.int(),
      replaced: k.json<string[]>(),
      problem: k.text(),
      askedBy: k.ref(() => people.id).notNull(),
      askedAt: k.time().notNull(),
      readyAt: k.time(),
    },
    (t) => [k.index("reports_by_cycle").on(t.cycleId), k.index("reports_by_written").on(t.writtenId)],
  );

  /** Which of several servers does a piece of long work (a report, the reading of an import), and until when that holds. */
  const leases = k.table("leases", {
    id: k.id(),
    holder: k.text().notNull(),
    until: k.time().notNull(),
  });

  // ---- The inspection room ------------------------------------------------------------------------------------------

  /** A room that is put together for inspectors and open from a day to a day. */
  const rooms = k.table("rooms", {
    id: k.id(),
    title: k.text().notNull(),
    /** Who released it for the partnership, as they are called there. */
    releasedBy: k.text().notNull(),
    opensOn: k.day(),
    closesOn: k.day(),
    /** The fingerprint of all that it said when somebody looked at it as the inspector sees it. */
    previewedHash: k.text(),
    previewedAt: k.time(),
    /** When its contents were fixed. */
    openedAt: k.time(),
    openedBy: k.ref(() => people.id),
    /** Closed before its last day, and why. */
    closedAt: k.time(),
    closedBy: k.ref(() => people.id),
    closedReason: k.text(),
    madeBy: k.ref(() => people.id).notNull(),
    madeAt: k.time().notNull(),
    version: k.int().notNull(),
  });

  /** What the lead decided about each entry of a room; an entry without a row is undecided. */
  const roomEntries = k.table(
    "room_entries",
    {
      roomId: k.ref(() => rooms.id).notNull(),
      key: k.text().notNull(),
      standing: k.oneOf(["open", "taken", "left_out"] as const).notNull(),
      reason: k.text().notNull(),
      words: k.text().notNull(),
      /** The plan that a trail follows; emptied when the plan’s evidence goes. */
      sampledId: k.text(),
      changedBy: k.ref(() => people.id).notNull(),
      changedAt: k.time().notNull(),
      version: k.int().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.roomId, t.key] })],
  );

  /** What an entry said, fixed with its fingerprint: one row a version. */
  const roomContents = k.table(
    "room_contents",
    {
      id: k.id(),
      roomId: k.ref(() => rooms.id).notNull(),
      key: k.text().notNull(),
      number: k.int().notNull(),
      /** Null once the evidence of the plan that a trail followed was removed. */
      content: k.json<EntryContent | null>(),
      sha256: k.text().notNull(),
      sampledId: k.text(),
      addedBy: k.ref(() => people.id).notNull(),
      addedAt: k.time().notNull(),
    },
    (t) => [
      k.uniqueIndex("room_contents_once").on(t.roomId, t.key, t.number),
      k.index("room_contents_by_plan").on(t.sampledId),
    ],
  );

  /** Who is let into a room. Whoever is invited has no account yet: the id is the one that they get on accepting. */
  const roomGuests = k.table(
    "room_guests",
    {
      id: k.id(),
      roomId: k.ref(() => rooms.id).notNull(),
      personId: k.text().notNull(),
      invitationId: k.text(),
      invitedBy: k.ref(() => people.id).notNull(),
      invitedAt: k.time().notNull(),
      endedAt: k.time(),
    },
    (t) => [
      k.uniqueIndex("room_guests_once").on(t.roomId, t.personId),
      k.index("room_guests_by_person").on(t.personId),
    ],
  );

  /** What an inspector asked about a room or one of its entries, and what was answered. */
  const roomQuestions = k.table(
    "room_questions",
    {
      id: k.id(),
      roomId: k.ref(() => rooms.id).notNull(),
      /** Null: about the room. */
      key: k.text(),
      words: k.text().notNull(),
      askedBy: k.ref(() => people.id).notNull(),
      askedAt: k.time().notNull(),
      answer: k.text(),
      answeredBy: k.ref(() => people.id),
      answeredAt: k.time(),
    },
    (t) => [k.index("room_questions_by_room").on(t.roomId)],
  );

  /** Copies that left a room: whose, of what, and the fingerprint of the very file. */
  const roomCopies = k.table(
    "room_copies",
    {
      id: k.id(),
      roomId: k.ref(() => rooms.id).notNull(),
      contentId: k.ref(() => roomContents.id).notNull(),
      number: k.int().notNull(),
      format: k.oneOf(COPY_FORMATS).notNull(),
      /** Which table of the entry; null: the whole entry. */
      part: k.text(),
      madeFor: k.ref(() => people.id).notNull(),
      madeAt: k.time().notNull(),
      sha256: k.text().notNull(),
    },
    (t) => [k.uniqueIndex("room_copies_number").on(t.roomId, t.number), k.index("room_copies_by_file").on(t.sha256)],
  );

  const concerns = k.table("concerns", {
    id: k.id(),
    reference: k.text().notNull(),
    caseReference: k.text().notNull(),
    words: k.text().notNull(),
    told: k.text().notNull(),
    raisedBy: k.ref(() => people.id).notNull(),
    raisedAt: k.time().notNull(),
    /** Who deals with it, and since when: the receipt of whoever raised it says so. */
    takenUpBy: k.ref(() => people.id),
    takenUpAt: k.time(),
  });

  /** The figures of a cycle as they were when evidence that they stand on was removed; they hold no plan's reference. */
  const frozenFigures = k.table("frozen_figures", {
    cycleId: k
      .ref(() => cycles.id)
      .primaryKey()
      .notNull(),
    /** CycleFigures, with what names single plans taken out once the cycle's own evidence is gone. */
    figures: k.json<unknown>().notNull(),
    frozenAt: k.time().notNull(),
    /** When the first of the cycle's own evidence was removed; null while it is only compared with a cycle whose evidence is gone. */
    evidenceRemovedAt: k.time(),
  });

  // ---- Keeping and removing -----------------------------------------------------------------------------------------

  /** What must not be removed, and why. A hold is ended, never deleted. */
  const legalHolds = k.table(
    "legal_holds",
    {
      id: k.id(),
      scope: k.oneOf(HOLD_SCOPES).notNull(),
      /** The case or the cycle; null for everything. */
      subjectId: k.text(),
      reason: k.text().notNull(),
      placedBy: k.ref(() => people.id).notNull(),
      placedAt: k.time().notNull(),
      endedBy: k.ref(() => people.id),
      endedAt: k.time(),
      endedReason: k.text(),
    },
    (t) => [k.index("legal_holds_by_subject").on(t.scope, t.subjectId)],
  );

  /** One run of the retention schedule. Open only inside the transaction of the run: that is when the guards give way. */
  const disposals = k.table("disposals", {
    id: k.id(),
    runBy: k.ref(() => people.id).notNull(),
    startedAt: k.time().notNull(),
    finishedAt: k.time(),
    /** The periods that held. */
    periods: k.json<unknown>().notNull(),
    /** How many of each kind were removed and how many a hold kept. */
    counts: k.json<unknown>().notNull(),
  });

  /** What a run removes, by kind and id: nothing else gives way. */
  const disposalItems = k.table(
    "disposal_items",
    {
      disposalId: k.ref(() => disposals.id).notNull(),
      kind: k.text().notNull(),
      subjectId: k.text().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.disposalId, t.kind, t.subjectId] }),
      k.index("disposal_items_by_subject").on(t.subjectId),
    ],
  );

  // ---- The trail ----------------------------------------------------------------------------------------------------

  /** Append-only, chained by hash; triggers on both engines refuse every update and delete. */
  const trail = k.table(
    "trail",
    {
      position: k.int().notNull(),
      /** How the event is hashed: see audits/trail/events.ts. */
      format: k.int().notNull().default(1),
      at: k.time().notNull(),
      kind: k.oneOf(EVENT_KINDS).notNull(),
      actorId: k.text(),
      actorName: k.text().notNull(),
      subjectKind: k.text().notNull(),
      subjectId: k.text().notNull(),
      sentence: k.text().notNull(),
      previousHash: k.text().notNull(),
      hash: k.text().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.position] }),
      k.index("trail_by_subject").on(t.subjectKind, t.subjectId),
      k.index("trail_by_actor").on(t.actorId, t.at),
    ],
  );

  /** The names that stand in events, as they were then. Name and salt are emptied when retention removes a person's name. */
  const trailNames = k.table(
    "trail_names",
    {
      id: k.id(),
      personId: k.text().notNull(),
      /** The number by which the person is called when the name is gone: P-0042. One for all names of a person. */
      number: k.int().notNull(),
      name: k.text(),
      salt: k.text(),
      commitment: k.text().notNull(),
    },
    (t) => [k.index("trail_names_by_person").on(t.personId)],
  );

  /** The last event of each day: what is handed to somebody outside. */
  const anchors = k.table(
    "anchors",
    {
      day: k.day().notNull(),
      position: k.int().notNull(),
      hash: k.text().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.day] })],
  );

  return {
    area,
    settings,
    organisations,
    people,
    memberships,
    sessions,
    accounts,
    secondFactors,
    recoveryCodes,
    invitations,
    tickets,
    attempts,
    verifications,
    formKeys,
    imports,
    cases,
    journeys,
    rubrics,
    rubricDrafts,
    rubricDraftSteps,
    rubricDraftVisits,
    rubricApprovals,
    rubricRetirements,
    rubricImports,
    codebooks,
    codebookDrafts,
    codebookDraftSteps,
    cycles,
    bridgingSets,
    draws,
    sampledCases,
    calibrationPlans,
    audits,
    answers,
    answerHistory,
    interests,
    moderations,
    settlements,
    meetings,
    meetingPeople,
    meetingPlans,
    cycleReopenings,
    earlierSignOffs,
    reminders,
    reminderRefusals,
    panelViews,
    feedbackPacks,
    feedbackReplies,
    feedbackDisputes,
    corrections,
    forumClearances,
    familyExperiences,
    writtenReports,
    reportWords,
    reportComments,
    reportQuotes,
    reportNamesFound,
    reportNameChecks,
    reportAnswers,
    reportSignOffs,
    learningSources,
    periodCounts,
    outcomeCounts,
    actions,
    actionVersions,
    actionEntries,
    findings,
    codings,
    findingCodes,
    themeWords,
    planResults,
    planLevels,
    stepChanges,
    leases,
    reports,
    rooms,
    roomEntries,
    roomContents,
    roomGuests,
    roomQuestions,
    roomCopies,
    concerns,
    frozenFigures,
    legalHolds,
    disposals,
    disposalItems,
    trail,
    trailNames,
    anchors,
  };
};

export type Tables = ReturnType<typeof defineSchema>;

/** What of an action is kept with each version. */
export type KeptAction = {
  title: string;
  steps: string;
  ownerId: string;
  withWhom: string;
  services: (typeof AGENCIES)[number][];
  target: number;
  dueOn: string;
  next: string;
  status: (typeof ACTION_STATUSES)[number];
  doneOn: string | null;
  testCycleId: string | null;
  outcome: Effect["outcome"] | null;
};

/** What an import did, kept after its rows are. */
export type ImportSummary = {
  source: "sen2" | "flat";
  added: number;
  changed: number;
  unchanged: number;
  leftOut: number;
  gone: number;
  droppedColumns: string[];
};

/** What the auditors, the strata and the results know of a sampled case, frozen at the draw. */
export type CaseSnapshot = {
  reference: string;
  phase: string | null;
  yearGroup: number | null;
  birthMonth: string | null;
  primaryNeed: string | null;
  settingType: string | null;
  planType: string;
  planDate: string;
  locality: string | null;
  sendTeam: string | null;
  planWriterRef: string | null;
  lookedAfter: boolean | null;
  cinCp: boolean | null;
  personalBudget: boolean | null;
  eotas: boolean | null;
  homeEducated: boolean | null;
  /** Absent in samples drawn before it was kept. */
  residential?: boolean | null;
  legalRegime?: string | null;
};
