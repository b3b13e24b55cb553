import type { AnchorPlan } from "#audits/calibration/anchor.ts";
import type { RequestJourney } from "#audits/cases/reading.ts";
import type { NewMembership } from "#audits/people/membership.ts";
import { INTEREST_KINDS } from "#audits/panel/interests.ts";
import { REMINDER_KINDS } from "#audits/panel/reminders.ts";
import type { SampleDesign } from "#audits/panel/sample-plan.ts";
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
    (t) => [k.uniqueIndex("sampled_once").on(t.drawId, t.caseId), k.index("sampled_by_cycle").on(t.cycleId)],
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
    (t) => [k.index("plan_results_by_cycle").on(t.cycleId, t.phase)],
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
      k.index("plan_levels_by_cycle").on(t.cycleId, t.part, t.key, t.level),
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

  const reports = k.table(
    "reports",
    {
      id: k.id(),
      cycleId: k.ref(() => cycles.id).notNull(),
      kind: k.oneOf(["learning"] as const).notNull(),
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
    (t) => [k.index("reports_by_cycle").on(t.cycleId)],
  );

  const concerns = k.table("concerns", {
    id: k.id(),
    reference: k.text().notNull(),
    caseReference: k.text().notNull(),
    words: k.text().notNull(),
    told: k.text().notNull(),
    raisedBy: k.ref(() => people.id).notNull(),
    raisedAt: k.time().notNull(),
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
    planResults,
    planLevels,
    stepChanges,
    reports,
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
