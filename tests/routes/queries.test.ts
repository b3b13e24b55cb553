import { readdirSync } from "node:fs";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { type Action, ACTIONS, type Actor } from "#audits/people/permissions.ts";
import {
  actionFor,
  actionsFor,
  addEntry,
  changePromise,
  chooseTest,
  moveAction,
  openAction,
  recordEffect,
} from "#db/actions.ts";
import * as assignmentQueries from "#db/assignments.ts";
import * as auditQueries from "#db/audits.ts";
import * as interestQueries from "#db/interests.ts";
import { cycleOf, moveDueDate, openCycle } from "#db/cycles.ts";
import { meetingOf, meetingsFor, planMeeting, plansOnTable } from "#db/meetings.ts";
import { takeBackSignOff } from "#db/reopenings.ts";
import { ownWithdrawn, releaseAuditor, withdrawAudit } from "#db/withdrawals.ts";
import { replaceSampled } from "#db/sample-changes.ts";
import { sentOnce } from "#db/form-keys.ts";
import { answerByCall, answerByLink, askedByLink, callOf, callsOf, declineCall } from "#db/family-answers.ts";
import { endFamilyConsent, withdrawAsking } from "#db/family.ts";
import { answerDispute, resolvePack } from "#db/feedback-answers.ts";
import { leadPack } from "#db/feedback.ts";
import { leaveOutPack, savePack, sendPack } from "#db/feedback-sending.ts";
import { disputeLevel, noteReceipt, packSentTo, packsSentTo, replyToPack } from "#db/feedback-received.ts";
import { endForumMarking, markForForum, shutToActor } from "#db/forum.ts";
import { changeRole, endRole } from "#db/memberships.ts";
import { ownAnchor, ownRounds } from "#db/calibrations.ts";
import { panelPlansOf, panelSeat, saveView } from "#db/panel-views.ts";
import { cockpitOf, settle, settledOf, signOff } from "#db/moderations.ts";
import { openTo, roomsOpenTo } from "#db/room-guests.ts";
import { askQuestion, recordCopy } from "#db/room-visits.ts";
import { type RoomContent, roomOf } from "#db/rooms.ts";
import { findingsToCode } from "#db/coding-lists.ts";
import { codeFindings, lastCoded, undoCoding } from "#db/codings.ts";
import { concernOf, concernsRaised } from "#db/people.ts";
import { downloadReport, filesOf, readyReports, reportOf, reportsOfCycle } from "#db/reports.ts";
import { startReport, writtenReport, writtenReports } from "#db/written-reports.ts";
import { ownCodes, takeRecoveryCode } from "#db/second-factors.ts";
import { cancelStagedRubric, keepStagedRubric, stagedRubric, stageRubric } from "#db/rubric-uploads.ts";
import { searchFindings } from "#db/search.ts";
import { endSessionOf, sessionsOf } from "#db/sessions.ts";
import { newId, NothingChanged, type Store } from "#db/store.ts";
import { actor, plansOf, plantWorld, THEN } from "../http/world.ts";
import { type TestArea, testArea } from "./area.ts";

/**
 * Every query that db/ exports, and what keeps it from telling or changing what is another's: the permission that its caller
 * must have asked for, that there is no case in it, or the scope that it takes, which is tried here with another's ids.
 */
type Scope = { caller: Action[] } | "no case data" | "set-up and jobs only" | ((world: World) => Promise<void>);
type World = {
  store: Store;
  cycleId: string;
  otherCycle: string;
  plan: string;
  /** Audits of the second plan, which is not signed off: eve's, hal's and, in another organisation, ivy's. */
  audits: Record<string, string>;
  eve: Actor;
  lead: Actor;
  chair: Actor;
};

const nothingOf = (value: unknown) => expect(JSON.stringify(value) ?? "").not.toContain("leakzq");
/** Of somebody else, of another organisation, and of nobody. */
const notEves = ({ audits }: World) => [audits.hal ?? "", audits.ivy ?? "", "aud_none"];

/** A recovery code of hal, once. */
async function plantCodes(store: Store): Promise<void> {
  const { recoveryCodes } = store.tables;
  if ((await store.db.select().from(recoveryCodes)).length) return;
  const row = { id: newId("rec"), personId: "per_hal", hash: "hash-of-hal" };
  await store.transaction((tx) => tx.insert(recoveryCodes).values(row));
}

/** A draft with small numbers shown. @returns its id */
async function plantReport(store: Store, lead: Actor, cycleId: string): Promise<string> {
  const data = { view: "internal", groups: [], previousCycles: [] } as never;
  const start = { kind: "learning" as const, data, audience: "", rubric: null, partners: [] };
  return startReport(store, lead, { id: cycleId, title: "Cycle" }, start, THEN);
}

/** A session of hal. @returns its id */
async function plantSession(store: Store): Promise<string> {
  const id = newId("ses");
  const expiresAt = new Date(THEN.getTime() + 3_600_000);
  const row = { id, token: id, userId: "per_hal", expiresAt, createdAt: THEN, updatedAt: THEN };
  await store.transaction((tx) => tx.insert(store.tables.sessions).values(row));
  return id;
}

/** A meeting to which hal alone is asked. @returns its id */
async function meetingAbout(store: Store, chair: Actor, cycleId: string, planIds: string[]): Promise<string> {
  const times = { day: "2026-12-02", startsAt: "14:00", endsAt: "16:00", place: "Room 3" };
  const planned = await planMeeting(store, chair, cycleId, { ...times, personIds: ["per_hal"], planIds }, THEN);
  if (!planned.ok) throw new Error(planned.sentence);
  return planned.id;
}

const NO_EDIT = { criteria: new Set<string>(), quotes: new Set<string>(), words: new Map(), ask: "", next: "" };
const SAID = { answers: new Map([["asked", "yes"]]), words: "", takePart: true, mayUseWords: false };

/** Readers, each with the packs that were sent to somebody else, and one that there is none of. */
async function othersPacks(store: Store): Promise<[Actor, string[]][]> {
  const rows = await store.db.select().from(store.tables.feedbackPacks);
  expect(rows).toHaveLength(3);
  const own: Record<string, string> = { writer: "plan_writer", manager: "health", manager2: "social_care" };
  return Promise.all(
    ["writer", "writer2", "manager", "manager2", "lead", "eve"].map(
      async (key): Promise<[Actor, string[]]> => [
        await actor(store, key),
        [...rows.filter((r) => r.receiver !== own[key]).map((r) => r.id), "fbp_none"],
      ],
    ),
  );
}

/** An action of the lead's that asks for health. @returns its id */
async function plantAction({ store, lead, cycleId }: World): Promise<string> {
  const cycle = (await cycleOf(store.db, cycleId))!;
  const of = {
    kind: "cycle" as const,
    cycleId,
    title: cycle.title,
    from: cycle.periodFrom,
    to: cycle.periodTo,
    scoringOpens: cycle.scoringOpens,
    scoringDue: cycle.scoringDue,
    rubric: { key: "ehc-plan-full", version: "1.0.0" },
    codebook: "1.0.0",
    random: true,
    shortForm: true,
    limitsMode: "applied" as const,
  };
  const measure = {
    measure: { kind: "criterion" as const, key: "VC1", atLeast: "good" },
    title: "VC1 good or better",
    words: "share of plans with VC1 good or better",
    fault: "VC1 was not good or better",
    better: "higher" as const,
  };
  const promise = { title: "Ask the child", steps: "Ask", ownerId: lead.id, withWhom: "", target: 80, next: "" };
  const whole = { ...promise, services: ["health" as const], dueOn: "2027-03-31" };
  const baseline = { count: 6, n: 20, interval: null, open: true, of };
  return openAction(store, lead, { promise: whole, measure, baseline, sourceId: null }, THEN);
}

/** A room that is open to one inspector is there for nobody else, and takes nothing from them. */
async function roomIsShut({ store, lead, eve }: World): Promise<void> {
  const day = THEN.toISOString().slice(0, 10);
  const id = newId("room");
  await store.transaction(async (tx) => {
    const made = { madeBy: lead.id, madeAt: THEN, openedAt: THEN, opensOn: day, closesOn: day, version: 1 };
    await tx.insert(tx.tables.rooms).values({ id, title: "Visit", releasedBy: "The lead", ...made });
    const guest = { personId: "per_inspector", invitedBy: lead.id, invitedAt: THEN };
    await tx.insert(tx.tables.roomGuests).values({ id: newId("rgu"), roomId: id, ...guest });
  });
  expect((await openTo(store.db, "per_inspector", id, THEN))?.id).toBe(id);
  for (const other of ["per_eve", "per_board", "per_none"]) {
    expect(await openTo(store.db, other, id, THEN)).toBeNull();
    expect(await roomsOpenTo(store.db, other, THEN)).toEqual([]);
  }
  const tomorrow = new Date(THEN.getTime() + 86_400_000);
  expect(await openTo(store.db, "per_inspector", id, tomorrow)).toBeNull();
  await expect(askQuestion(store, eve, id, null, "What is here?", THEN)).rejects.toThrow(NothingChanged);
  const room = (await roomOf(store.db, id))!;
  const mark = { number: 1, person: eve.name, role: "auditor", room: room.title, at: THEN };
  const content = { id: "rct_none", key: "results", number: 1, content: null, sha256: "" } as unknown as RoomContent;
  const copy = { content, format: "json" as const, part: null, mark, sha256: "" };
  await expect(recordCopy(store, eve, room, copy, true)).rejects.toThrow(NothingChanged);
}

const QUERIES: Record<string, Scope> = {
  "rooms.allRooms": { caller: ["rooms.assemble"] },
  "rooms.changeEntry": { caller: ["rooms.assemble"] },
  "rooms.choicesOf": { caller: ["room.visit"] },
  "rooms.choosePlan": { caller: ["rooms.assemble"] },
  "rooms.contentsOf": { caller: ["room.visit"] },
  "rooms.entriesNow": { caller: ["rooms.assemble"] },
  "rooms.entrySubject": "no case data",
  "rooms.proposeInto": { caller: ["rooms.assemble"] },
  "rooms.roomFingerprint": "no case data",
  "rooms.roomOf": { caller: ["room.visit"] },
  "rooms.startRoom": { caller: ["rooms.assemble"] },
  "rooms.takeAllIn": { caller: ["rooms.assemble"] },
  "room-opening.addVersion": { caller: ["rooms.assemble"] },
  "room-opening.closeRoom": { caller: ["rooms.assemble"] },
  "room-opening.moveLastDay": { caller: ["rooms.assemble"] },
  "room-opening.notePreview": { caller: ["rooms.assemble"] },
  "room-opening.openRoom": { caller: ["rooms.assemble"] },
  "room-guests.closeToGuests": "no case data",
  "room-guests.endGuest": { caller: ["rooms.assemble"] },
  "room-guests.guestsOf": { caller: ["rooms.assemble"] },
  "room-guests.letIn": { caller: ["rooms.assemble"] },
  "room-guests.openTo": roomIsShut,
  "room-guests.roomsOpenTo": roomIsShut,
  "room-visits.answerQuestion": { caller: ["rooms.assemble"] },
  "room-visits.askQuestion": roomIsShut,
  "room-visits.copyWith": { caller: ["room.visit"] },
  "room-visits.eventsOfRoom": { caller: ["room.visit"] },
  "room-visits.nextCopyNumber": { caller: ["room.visit"] },
  "room-visits.noteLook": { caller: ["room.visit"] },
  "room-visits.noteVerified": { caller: ["room.visit"] },
  "room-visits.questionsOf": { caller: ["room.visit"] },
  "room-visits.recordCopy": roomIsShut,
  "room-visits.roomReminders": "no case data",
  "room-visits.verifyContents": { caller: ["room.visit"] },
  "room-sources.makeEntries": { caller: ["rooms.assemble"] },
  "room-trails.makeTrail": { caller: ["rooms.assemble"] },
  "room-trails.trailCandidates": { caller: ["rooms.assemble"] },
  "rooms.roomEvent": "no case data",
  "rooms.entryEvent": "no case data",
  "figures.figuresOnce": { caller: ["results.view", "rooms.assemble"] },
  "invitations.invitePersonIn": { caller: ["people.invite", "rooms.assemble"] },
  "action-report.shownEffect": "no case data",
  "action-report.shownReading": "no case data",
  "attempts.attempt": "no case data",
  "attempts.forgive": "no case data",
  "attempts.secondsAfter": "no case data",
  "attempts.sweepAttempts": "no case data",
  "copies.copyToFile": "set-up and jobs only",
  "copies.examine": "set-up and jobs only",
  "copies.moveArea": "set-up and jobs only",
  "copies.restoreCopy": "set-up and jobs only",
  "copies.nameOf": "no case data",
  "copies.sha256Of": "no case data",
  "sealed-files.isSealed": "no case data",
  "sealed-files.newKey": "no case data",
  "sealed-files.seal": "no case data",
  "sealed-files.secretsIn": "no case data",
  "sealed-files.unseal": "no case data",
  "trail.noteBackupRemoved": "no case data",
  "identity-store.inTransaction": "no case data",
  "invitations.inviteeOf": "no case data",
  "invitations.acceptByAddress": "no case data",
  "invitations.acceptInvitation": "no case data",
  "invitations.invitationWith": "no case data",
  "invitations.invitePerson": { caller: ["people.invite"] },
  "invitations.openInvitations": { caller: ["people.invite"] },
  "invitations.renewInvitation": { caller: ["people.invite"] },
  "invitations.withdrawInvitation": { caller: ["people.invite"] },
  "mail.recordMailFailure": "no case data",
  "mail.recordMailTest": "no case data",
  "passwords.changePassword": { caller: ["account.own"] },
  "passwords.checkPassword": { caller: ["account.own"] },
  "passwords.hasPassword": { caller: ["account.own"] },
  "passwords.hashFor": "no case data",
  "passwords.keepPassword": { caller: ["account.own"] },
  "passwords.makeResetLink": { caller: ["people.change"] },
  "passwords.personWith": "no case data",
  "passwords.resetFor": "no case data",
  "passwords.resetPassword": "no case data",
  "providers.personFrom": "no case data",
  "second-factors.codesLeft": { caller: ["account.own"] },
  "second-factors.confirmFactor": { caller: ["account.own"] },
  "second-factors.factorOf": { caller: ["account.own"] },
  "second-factors.hasFactor": "no case data",
  "second-factors.keyFor": "no case data",
  "second-factors.ownCodes": async ({ store }) => {
    await plantCodes(store);
    expect((await ownCodes(store.db, "per_hal")).size).toBe(1);
    expect((await ownCodes(store.db, "per_eve")).size).toBe(0);
  },
  "second-factors.pendingKey": { caller: ["account.own"] },
  "second-factors.removeSecondFactor": { caller: ["people.change"] },
  "second-factors.renewCodes": { caller: ["account.own"] },
  "second-factors.takeRecoveryCode": async ({ store, eve }) => {
    await plantCodes(store);
    expect(await store.transaction((tx) => takeRecoveryCode(tx, eve, "hash-of-hal", THEN))).toBeNull();
    expect((await ownCodes(store.db, "per_hal")).size).toBe(1);
  },
  "second-factors.takeStep": "no case data",
  "sessions.endIdleSession": "no case data",
  "sessions.endSessionInBrowser": "no case data",
  "sessions.endSessionOf": async ({ store, eve }) => {
    const id = await plantSession(store);
    await expect(endSessionOf(store, eve, eve.id, id, THEN)).rejects.toThrow(NothingChanged);
    expect((await sessionsOf(store.db, "per_hal", THEN)).map((s) => s.id)).toContain(id);
  },
  "sessions.endSessionsIn": "no case data",
  "sessions.endSessionsOf": { caller: ["account.own"] },
  "sessions.recordRefusal": "no case data",
  "sessions.recordSession": "no case data",
  "sessions.sessionsOf": async ({ store }) => {
    const id = await plantSession(store);
    const later = new Date(THEN.getTime() + 1);
    expect((await sessionsOf(store.db, "per_hal", later)).map((s) => s.id)).toContain(id);
    expect((await sessionsOf(store.db, "per_eve", later)).map((s) => s.id)).not.toContain(id);
  },
  "sessions.sweepIdentity": "no case data",
  "sessions.touchSession": "no case data",
  "tickets.cancelTickets": "no case data",
  "tickets.hashOfSecret": "no case data",
  "tickets.issueTicket": "no case data",
  "tickets.newSecret": "no case data",
  "tickets.sweepTickets": "no case data",
  "tickets.takeTicket": "no case data",
  "tickets.ticketOf": "no case data",
  "audit-progress.progressOf": { caller: ["audits.score"] },
  "audit-progress.stagesOf": { caller: ["audits.score"] },
  "audits.attributesOf": "no case data",
  "audits.sheetOfPlan": "no case data",
  "audits.auditsOf": { caller: ["audits.assign", "moderation.chair", "cycles.view"] },
  "assignments.assignAll": { caller: ["audits.assign"] },
  "audits.answersOf": { caller: ["moderation.chair", "results.view"] },
  "audits.ownAudits": async ({ store, eve }) => {
    const own = await auditQueries.ownAudits(store.db, eve.id);
    expect(own.length).toBe(3);
    expect(own.every(({ audit }) => audit.auditorId === eve.id)).toBe(true);
    expect(await auditQueries.ownAudits(store.db, "per_none")).toEqual([]);
  },
  "audits.withheldFrom": async ({ store, eve }) => {
    expect(await auditQueries.withheldFrom(store.db, eve.id)).toBe(0);
  },
  "audits.ownSheet": async (world) => {
    for (const id of notEves(world)) expect(await auditQueries.ownSheet(world.store.db, id, world.eve.id)).toBeNull();
  },
  "audits.ownToSave": async (world) => {
    const { store, eve, audits } = world;
    for (const id of notEves(world)) expect(await auditQueries.ownToSave(store.db, id, eve.id, "VC1")).toBeNull();
    const own = await auditQueries.ownToSave(store.db, audits.eve ?? "", eve.id, "VC1");
    expect(own?.audit.auditorId).toBe(eve.id);
  },
  "answer-rows.rowToSave": { caller: ["audits.score"] },
  "answer-rows.answersOfOne": { caller: ["audits.score"] },
  "answer-rows.addAnswer": { caller: ["audits.score"] },
  "answer-rows.changeAnswer": { caller: ["audits.score"] },
  "answer-rows.addToHistory": { caller: ["audits.score"] },
  "answer-rows.noteProgress": { caller: ["audits.score"] },
  "audits.saveAnswer": async (world) => {
    for (const id of notEves(world)) {
      const saved = await auditQueries.saveAnswer(
        world.store,
        world.eve,
        id,
        { ...emptyAnswer("VC1"), score: 3 },
        0,
        THEN,
      );
      expect(saved).toMatchObject({ ok: false, why: "gone" });
    }
  },
  "audits.rememberPlace": async (world) => {
    const places = async () =>
      JSON.stringify(
        (await auditQueries.auditsOf(world.store.db, world.cycleId)).map(({ audit }) => audit.lastCriterion),
      );
    const before = await places();
    for (const id of notEves(world))
      await auditQueries.rememberPlace(world.store, world.eve, id, "ZZ9").catch(() => {});
    expect(await places()).toBe(before);
  },
  "action-evidence.caseloadNow": { caller: ["actions.open", "scorecard.view"] },
  "action-evidence.cyclesAfter": "no case data",
  "action-evidence.effectBy": { caller: ["actions.view"] },
  "action-evidence.measurablesOf": { caller: ["actions.view", "scorecard.view"] },
  "action-evidence.measurableOf": { caller: ["actions.view", "scorecard.view"] },
  "action-evidence.readingOf": { caller: ["actions.open"] },
  "action-findings.findingsBehind": { caller: ["results.view"] },
  "caseload.caseloadOf": { caller: ["measures.service", "actions.open", "scorecard.view"] },
  "caseload.casesOfPseudonyms": { caller: ["results.view"] },
  "cycle-themes.themesOfCycle": { caller: ["results.view"] },
  "figures.comparableBefore": { caller: ["results.view", "results.published"] },
  "coding-lists.plansByTheme": { caller: ["results.view"] },
  "figures.frozenFiguresOf": { caller: ["results.view", "results.published"] },
  "theme-counts.answersWithThemes": { caller: ["results.view"] },
  "theme-counts.themeCounts": { caller: ["results.view", "actions.view", "measures.published"] },
  "action-evidence.reauditFacts": { caller: ["actions.view"] },
  "action-people.actionReminders": "no case data",
  "action-people.ownersOf": { caller: ["actions.open"] },
  "action-report.actionsInReport": { caller: ["reports.make"] },
  "actions.actionFor": async (world) => {
    const id = await plantAction(world);
    expect(await actionFor(world.store.db, await actor(world.store, "manager"), id)).not.toBeNull();
    for (const other of ["manager2", "eve", "writer", "data", "inspector", "admin"])
      expect(await actionFor(world.store.db, await actor(world.store, other), id)).toBeNull();
  },
  "actions.actionHistory": { caller: ["actions.view"] },
  "actions.actionName": "no case data",
  "actions.actionsFor": async (world) => {
    await plantAction(world);
    expect((await actionsFor(world.store.db, await actor(world.store, "manager"))).length).toBeGreaterThan(0);
    for (const other of ["manager2", "eve", "writer", "data", "inspector", "admin"])
      expect(await actionsFor(world.store.db, await actor(world.store, other))).toEqual([]);
  },
  "actions.addEntry": async (world) => {
    const id = await plantAction(world);
    const entry = { kind: "comment" as const, words: "leakzq", link: null, agency: null, response: null };
    expect(await addEntry(world.store, world.eve, id, entry, THEN)).toBeNull();
    expect(await addEntry(world.store, await actor(world.store, "manager2"), id, entry, THEN)).toBeNull();
  },
  "actions.changePromise": async (world) => {
    const seen = { id: await plantAction(world), version: 1 };
    const promise = (await actionFor(world.store.db, world.lead, seen.id))!.action;
    const manager = await actor(world.store, "manager");
    expect(await changePromise(world.store, manager, seen, promise, THEN)).toMatchObject({ ok: false });
  },
  "actions.chooseTest": async (world) => {
    const seen = { id: await plantAction(world), version: 1 };
    expect(await chooseTest(world.store, await actor(world.store, "manager"), seen, null, THEN)).toMatchObject({
      ok: false,
    });
  },
  "actions.entriesOf": { caller: ["actions.view"] },
  "actions.mayRespondFor": "no case data",
  "actions.moveAction": async (world) => {
    const seen = { id: await plantAction(world), version: 1 };
    const move = { to: "agreed" as const, reason: "", today: "2026-11-03" };
    for (const key of ["manager", "board", "eve"])
      expect(await moveAction(world.store, await actor(world.store, key), seen, move, THEN)).toMatchObject({
        ok: false,
      });
  },
  "actions.openAction": { caller: ["actions.open"] },
  "actions.recordEffect": async (world) => {
    const seen = { id: await plantAction(world), version: 1 };
    const given = { effect: {} as never, on: "2026-11-03" };
    expect(await recordEffect(world.store, await actor(world.store, "manager"), seen, given, THEN)).toMatchObject({
      ok: false,
    });
  },
  "learning-sources.addSource": { caller: ["sources.change"] },
  "learning-sources.changeSource": { caller: ["sources.change"] },
  "learning-sources.enterCount": { caller: ["sources.change", "scorecard.change"] },
  "learning-sources.ofIndicator": "no case data",
  "learning-sources.ofSource": "no case data",
  "learning-sources.periodCounts": { caller: ["sources.view", "scorecard.view"] },
  "learning-sources.sourceOf": { caller: ["sources.view"] },
  "learning-sources.sourcesOf": { caller: ["sources.view"] },
  "scorecard.cardOf": { caller: ["scorecard.view"] },
  "scorecard.enterOutcomes": { caller: ["outcomes.enter"] },
  "scorecard.outcomesOf": { caller: ["outcomes.enter", "scorecard.view"] },
  "scorecard.recordCardDownload": "no case data",
  "assignments.forumOnTop": "no case data",
  "assignments.auditorsWithConflicts": { caller: ["audits.assign"] },
  "assignments.samePlaces": "no case data",
  "assignments.reassign": async ({ store, lead, otherCycle, audits }) => {
    const other = (await cycleOf(store.db, otherCycle))!;
    const [id, reason] = [audits.eve ?? "", "On leave until March"];
    expect(await assignmentQueries.reassign(store, lead, other, id, "per_ivy", reason, THEN)).toMatchObject({
      ok: false,
    });
  },
  "interests.interestsInForce": { caller: ["audits.assign"] },
  "interests.ownInterests": async ({ store, eve }) => {
    const hal = await actor(store, "hal");
    await interestQueries.declareInterest(store, hal, { kind: "setting", value: "123456" }, THEN);
    expect(await interestQueries.ownInterests(store.db, eve.id)).toEqual([]);
  },
  "interests.declareInterest": "no case data",
  "interests.endInterest": async ({ store, eve }) => {
    const hal = await actor(store, "hal");
    await interestQueries.declareInterest(store, hal, { kind: "setting", value: "123456" }, THEN);
    const [own] = await interestQueries.ownInterests(store.db, hal.id);
    await expect(interestQueries.endInterest(store, eve, own?.id ?? "", THEN)).rejects.toThrow(NothingChanged);
  },
  "audits.submitAudit": async (world) => {
    for (const id of notEves(world))
      expect(await auditQueries.submitAudit(world.store, world.eve, id, THEN)).toMatchObject({
        ok: false,
        why: "gone",
      });
  },
  "assignments.handBack": async (world) => {
    for (const id of notEves(world))
      expect(await assignmentQueries.handBack(world.store, world.eve, id, "I know the family", THEN)).toMatchObject({
        ok: false,
      });
  },
  "assignments.reopenAudit": async ({ store, lead, otherCycle, audits }) => {
    const reason = "A quote is missing";
    expect(await assignmentQueries.reopenAudit(store, lead, otherCycle, audits.eve ?? "", reason, THEN)).toMatchObject({
      ok: false,
    });
  },
  "cases.casesOf": { caller: ["cases.view"] },
  "cases.existingCases": { caller: ["cases.import"] },
  "cases.referencesOf": { caller: ["cases.import", "cases.view"] },
  "cases.existingJourneys": { caller: ["cases.import", "results.published"] },
  "cases.importsOf": { caller: ["cases.import"] },
  "cases.importOf": { caller: ["cases.import"] },
  "cases.beginImport": { caller: ["cases.import"] },
  "cases.endReading": "set-up and jobs only",
  "cases.importsLeft": "set-up and jobs only",
  "leases.isHeld": "set-up and jobs only",
  "leases.lease": "set-up and jobs only",
  "leases.endLease": "set-up and jobs only",
  "leases.renewLease": "set-up and jobs only",
  "cases.previewOf": { caller: ["cases.import"] },
  "cases.keepImport": { caller: ["cases.import"] },
  "cases.cancelImport": { caller: ["cases.import"] },
  "codebook-drafts.codebookDraft": "no case data",
  "codebook-drafts.codebookSteps": "no case data",
  "codebook-drafts.dropCodebookDraft": { caller: ["themes.edit"] },
  "codebook-drafts.publishCodebookDraft": { caller: ["themes.edit"] },
  "codebook-drafts.saveTheme": { caller: ["themes.edit"] },
  "codebook-drafts.startCodebookDraft": { caller: ["themes.edit"] },
  "codebook-drafts.stepCodebook": { caller: ["themes.edit"] },
  "codebook-drafts.undoCodebook": { caller: ["themes.edit"] },
  "codebooks.codebookVersions": "no case data",
  "codebooks.cyclesByCodebook": { caller: ["results.view", "themes.edit"] },
  "codebooks.publishedCodebook": "no case data",
  "codebooks.recordCodebookExport": "no case data",
  "codebooks.takeCodebook": { caller: ["themes.edit"] },
  "coding-lists.alike": { caller: ["themes.code"] },
  "coding-lists.codedTwice": { caller: ["themes.code"] },
  "coding-lists.codingProgress": { caller: ["themes.code"] },
  "coding-lists.codingQueue": { caller: ["themes.code"] },
  "coding-lists.codingsOf": { caller: ["themes.code"] },
  "coding-lists.findingsToCode": async ({ store, otherCycle }) => {
    const all = (await store.db.select().from(store.tables.findings)).map((f) => f.id);
    expect(all.length).toBeGreaterThan(0);
    expect(await findingsToCode(store.db, otherCycle, all)).toEqual([]);
  },
  "coding-lists.waitsForSecond": "no case data",
  "codings.codeFindings": async ({ store, lead, cycleId, otherCycle }) => {
    // What is not signed off, or of another cycle, is not there.
    const all = (await store.db.select().from(store.tables.findings)).filter((f) => f.state === "open");
    const choice = { themes: ["EP-VAGUE"], noneFits: false, line: "" };
    for (const cycle of [cycleId, otherCycle]) {
      const ids = all.slice(0, 1).map((f) => f.id);
      const input = { list: "second" as const, ids, choice, seen: 0, suggested: [] };
      expect(await codeFindings(store, lead, cycle, input, THEN)).toMatchObject({ ok: false });
    }
    expect(await store.db.select().from(store.tables.codings)).toEqual([]);
  },
  "codings.lastCoded": async ({ store, cycleId, eve }) => {
    expect(await lastCoded(store.db, cycleId, eve.id)).toBeNull();
  },
  "codings.undoCoding": async ({ store, cycleId, lead }) => {
    expect(await undoCoding(store, lead, cycleId, THEN)).toMatchObject({ ok: false });
  },
  "findings.indexCycles": "set-up and jobs only",
  "findings.keepFinding": { caller: ["audits.score"] },
  "findings.keepPanelFinding": { caller: ["moderation.chair"] },
  "findings.learntOf": { caller: ["themes.code"] },
  "findings.lotOf": "no case data",
  "findings.removeFindings": { caller: ["retention.run"] },
  "findings.themesHeld": { caller: ["results.view", "results.published"] },
  "search.searchFindings": async ({ store, cycleId, eve, lead }) => {
    const everything = { terms: [], cycleId: "", kind: "" as const, theme: "", agency: "" as const, reference: "" };
    const found = (who: Actor) => searchFindings(store.db, who, everything, 1, 500);
    const own = await found(eve);
    expect(own.total).toBeGreaterThan(0);
    const rows = await store.db.select().from(store.tables.findings);
    const byEve = rows.filter((f) => f.auditorId === eve.id);
    const sources = byEve.map((f) => `${f.source} ${f.criterion}`);
    expect(own.found.filter((f) => !sources.includes(`${f.ownAudit} ${f.criterion}`))).toEqual([]);
    expect(own.total).toBe(byEve.length);
    // The cycle is in scoring: whoever leads it finds nothing that others wrote.
    expect((await found(lead)).found.filter((f) => f.cycleId === cycleId && f.ownAudit === null)).toEqual([]);
    expect(await found({ ...eve, id: "per_none" })).toEqual({ found: [], total: 0 });
  },
  "theme-words.countsOf": "no case data",
  "theme-words.learn": { caller: ["themes.code"] },
  "cycles.openCycle": { caller: ["cycles.open"] },
  "cycles.cyclesOf": { caller: ["cycles.view"] },
  "cycles.cyclesOut": { caller: ["results.published"] },
  "cycles.cycleOf": "no case data",
  "cycles.factsOf": { caller: ["cycles.view"] },
  "cycles.moveCycle": { caller: ["cycles.open"] },
  "cycles.drawsOf": { caller: ["sample.draw"] },
  "cycles.drawSample": { caller: ["sample.draw"] },
  "cycles.sampleOf": { caller: ["sample.draw", "audits.assign", "moderation.chair"] },
  "sample-changes.reservesOf": { caller: ["sample.draw"] },
  "sample-changes.replaceSampled": async ({ store, lead, otherCycle, plan }) => {
    expect(await replaceSampled(store, lead, otherCycle, plan, "Moved away", THEN)).toMatchObject({ ok: false });
  },
  "assignments.giveAudit": { caller: ["audits.assign", "sample.draw"] },
  "assignments.conflictsByPlan": "no case data",
  "assignments.barred": "no case data",
  "cycles.moveDueDate": async ({ store, lead, otherCycle, audits }) => {
    const { audits: rows } = store.tables;
    const dueOn = async () => (await store.db.select().from(rows)).find((a) => a.id === audits.eve)?.dueOn;
    const before = await dueOn();
    await moveDueDate(store, lead, otherCycle, "2027-02-01", "A week of snow", "2026-11-03", THEN);
    expect(await dueOn()).toBe(before);
  },
  "withdrawals.withdrawAudit": async ({ store, lead, otherCycle, audits }) => {
    const other = { ...(await cycleOf(store.db, otherCycle))!, status: "scoring" as const };
    expect(await withdrawAudit(store, lead, other, audits.eve ?? "", "No time left", THEN)).toMatchObject({
      ok: false,
    });
  },
  "withdrawals.releaseAuditor": async ({ store, lead, otherCycle }) => {
    const other = (await cycleOf(store.db, otherCycle))!;
    expect(await releaseAuditor(store, lead, other, "per_eve", "On leave", THEN)).toMatchObject({ ok: false });
  },
  "withdrawals.ownWithdrawn": async ({ store, eve }) => {
    const { audits } = store.tables;
    const gone = { status: "withdrawn" as const, withdrawnAt: THEN };
    const [own] = await auditQueries.ownAudits(store.db, "per_ivy");
    await store.transaction((tx) =>
      tx
        .update(audits)
        .set(gone)
        .where(eq(audits.id, own?.audit.id ?? "")),
    );
    expect(await ownWithdrawn(store.db, eve.id)).toEqual([]);
    expect(await ownWithdrawn(store.db, "per_ivy")).toHaveLength(1);
  },
  "meetings.meetingsOf": { caller: ["meetings.plan"] },
  "meetings.meetingOf": { caller: ["meetings.see"] },
  "meetings.meetingsFor": async ({ store, chair, cycleId, eve }) => {
    await meetingAbout(store, chair, cycleId, []);
    expect(await meetingsFor(store.db, "per_hal", "2026-11-01")).not.toEqual([]);
    expect(await meetingsFor(store.db, eve.id, "2026-11-01")).toEqual([]);
  },
  "meetings.panelOf": { caller: ["meetings.plan"] },
  "meetings.planMeeting": async ({ store, chair, otherCycle, plan }) => {
    // A plan of another cycle does not come onto the table.
    const id = await meetingAbout(store, chair, otherCycle, [plan]);
    expect((await meetingOf(store.db, id))?.planIds).toEqual([]);
  },
  "meetings.changeMeeting": { caller: ["meetings.plan"] },
  "meetings.cancelMeeting": { caller: ["meetings.plan"] },
  "meetings.plansOnTable": async ({ store, chair, cycleId, plan, eve }) => {
    const third = (await plansOf(store))[2]?.id ?? "";
    const meeting = (await meetingOf(store.db, await meetingAbout(store, chair, cycleId, [plan, third])))!;
    const shownTo = async (who: Actor) =>
      (await plansOnTable(store.db, meeting, { moderates: false, actor: who })).map((p) => p.id);
    expect(await shownTo({ ...eve, id: "per_none" })).toEqual([]);
    // The third is still scored blind: that it is on the table is told to nobody who scores.
    expect(await shownTo(eve)).not.toContain(third);
  },
  "reopenings.reopeningsOf": { caller: ["results.published", "reports.read"] },
  "reopenings.reopenCycle": { caller: ["cycles.open"] },
  "reopenings.isReopened": "no case data",
  "reopenings.takeBackSignOff": async ({ store, lead, otherCycle, plan }) => {
    expect(await takeBackSignOff(store, lead, otherCycle, plan, "A level was wrong", THEN)).toMatchObject({
      ok: false,
    });
  },
  "reopenings.earlierSignOffsOf": { caller: ["cycles.open"] },
  "reminder-sources.ownAuditReminders": "set-up and jobs only",
  "reminder-sources.meetingReminders": "set-up and jobs only",
  "reminder-sources.notBegun": { caller: ["reminders.send"] },
  "reminders.remindersOn": "set-up and jobs only",
  "reminders.reminderDay": "no case data",
  "reminders.takeReminders": "set-up and jobs only",
  "reminders.takeNotBegun": { caller: ["reminders.send"] },
  "reminders.keepOutcomes": "no case data",
  "reminders.remindersSince": { caller: ["reminders.send"] },
  "reminders.refusesReminders": { caller: ["account.own"] },
  "reminders.switchReminders": { caller: ["account.own"] },
  "waiting.waitingNow": { caller: ["cycles.view"] },
  "waiting.waitingReminders": "set-up and jobs only",
  "sample-changes.departuresOf": { caller: ["sample.draw"] },
  "sample-changes.signedOffIn": { caller: ["sample.draw"] },
  "sample-frame.frameOfDraw": { caller: ["sample.draw"] },
  "first-round.firstAuditorsOf": { caller: ["audits.assign"] },
  "form-keys.sentOnce": async ({ store, eve, lead }) => {
    const send = (personId: string) =>
      sentOnce(
        store,
        { key: "same", personId },
        THEN,
        (once) => once.transaction(async () => personId),
        (id) => `/${id}`,
      );
    await send(eve.id);
    expect(await send(lead.id)).toEqual({ to: `/${lead.id}`, made: lead.id });
  },
  "identity-store.identityStore": "no case data",
  "memberships.endOf": "no case data",
  "memberships.personOf": { caller: ["people.change"] },
  "memberships.rolesNow": "no case data",
  "memberships.openAuditsOf": { caller: ["people.change"] },
  "memberships.changePerson": { caller: ["people.change"] },
  "memberships.giveRole": { caller: ["people.give"] },
  "memberships.changeRole": async ({ store, lead }) => {
    const [of] = await store.db.select().from(store.tables.memberships);
    const to = { agency: null, writerRef: null, lastDay: null };
    expect(
      await changeRole(
        store,
        lead,
        of?.personId === "per_eve" ? "per_hal" : "per_eve",
        of?.id ?? "",
        to,
        of?.version ?? 0,
        THEN,
      ),
    ).toMatchObject({ ok: false });
  },
  "memberships.endRole": async ({ store, lead }) => {
    const [of] = await store.db.select().from(store.tables.memberships);
    expect(
      await endRole(store, lead, of?.personId === "per_eve" ? "per_hal" : "per_eve", of?.id ?? "", THEN),
    ).toMatchObject({ ok: false });
  },
  "memberships.removePerson": { caller: ["people.change"] },
  "panel-views.viewsOn": { caller: ["moderation.chair", "moderation.take_part"] },
  "panel-views.viewsWritten": { caller: ["moderation.chair"] },
  "panel-views.panelPlansOf": async ({ store, eve }) => {
    const { audits } = store.tables;
    const own = await store.db.select().from(audits).where(eq(audits.auditorId, eve.id));
    expect((await panelPlansOf(store.db, eve)).every((p) => own.some((a) => a.sampledCaseId === p.sampledId))).toBe(
      true,
    );
    expect(await panelPlansOf(store.db, { ...eve, id: "per_board" })).toEqual([]);
  },
  "panel-views.panelSeat": async ({ store, plan, eve }) => {
    expect(await panelSeat(store.db, eve, plan)).not.toBeNull();
    expect(await panelSeat(store.db, { ...eve, id: "per_board" }, plan)).toBeNull();
    const blind = (await plansOf(store))[2]?.id ?? "";
    expect(await panelSeat(store.db, eve, blind)).toBeNull();
  },
  "panel-views.saveView": async ({ store, plan, eve }) => {
    const given = { criterion: "EP2", view: 2, reason: "x" };
    const other = { ...eve, id: "per_board" };
    expect(await saveView(store, other, plan, given, 0, THEN)).toEqual({ ok: false, why: "gone" });
  },
  "levels.evidenceWithAgreed": { caller: ["audits.score", "results.view"] },
  "calibrations.openCalibration": { caller: ["calibration.open"] },
  "calibrations.calibrators": { caller: ["calibration.open"] },
  "calibrations.anchorsSeen": { caller: ["calibration.open"] },
  "calibrations.rubricsForCalibration": { caller: ["calibration.open"] },
  "calibrations.roundsOf": { caller: ["calibration.view"] },
  "calibrations.roundOf": { caller: ["calibration.view"] },
  "calibrations.closeCalibration": { caller: ["calibration.open"] },
  "calibrations.ownAnchor": async ({ store, audits, eve }) => {
    for (const id of Object.values(audits)) expect(await ownAnchor(store.db, id, eve.id)).toBeNull();
  },
  "calibrations.ownRounds": async ({ store }) => expect(await ownRounds(store.db, "per_nobody")).toEqual([]),
  "cycles.isOfCase": "no case data",
  "reports.recordAgreementDownload": { caller: ["results.view"] },
  "moderations.moderationList": { caller: ["moderation.chair"] },
  "moderations.cockpitOf": async ({ store, cycleId, otherCycle, plan, audits }) => {
    expect(await cockpitOf(store.db, otherCycle, plan)).toEqual({ ok: false, why: "gone" });
    // A plan of which one audit is not in tells nobody anything, the panel chair included.
    const third = (await plansOf(store))[2]?.id ?? "";
    const verdict = await cockpitOf(store.db, cycleId, third);
    expect(verdict).toMatchObject({ ok: false });
    nothingOf(verdict);
    expect(audits.eve).toBeTruthy();
  },
  "moderations.settledOf": { caller: ["moderation.chair", "results.view"] },
  "moderations.settle": async ({ store, chair, otherCycle, plan }) => {
    const given = { criterion: "VC1", agreed: 2 as const, reason: "Clear", finding: "" };
    expect(await settle(store, chair, otherCycle, plan, given, [], THEN)).toEqual({ ok: false, why: "gone" });
    expect((await settledOf(store.db, plan)).size).toBe(0);
  },
  "moderations.showGradeEarly": { caller: ["moderation.chair"] },
  "moderations.signOff": async ({ store, chair, otherCycle, plan }) => {
    expect(await signOff(store, chair, otherCycle, plan, [], THEN)).toMatchObject({ ok: false });
  },
  "case-file-feedback.afterSignOff": { caller: ["cases.export"] },
  "feedback.addresseeOf": { caller: ["feedback.manage", "feedback.read"] },
  "feedback-sending.addresseesFor": { caller: ["feedback.manage"] },
  "feedback-answers.answerDispute": async ({ store, lead, otherCycle }) => {
    const key = { cycleId: otherCycle, sampledId: (await plansOf(store))[0]?.id ?? "", receiver: "health" as const };
    const answer = { outcome: "stands", words: "No", after: null };
    expect(await answerDispute(store, lead, key, "fbd_none", answer, THEN)).toEqual({ ok: false, why: "gone" });
  },
  "feedback.correctionsOf": { caller: ["feedback.manage", "feedback.read", "moderation.chair"] },
  "feedback.disputesOf": { caller: ["feedback.manage", "feedback.read"] },
  "feedback.factsOfPacks": { caller: ["feedback.manage", "feedback.read"] },
  "feedback.leadPack": async ({ store, otherCycle, cycleId, plan }) => {
    const first = (await plansOf(store))[0]?.id ?? "";
    const receiver = "health" as const;
    expect(await leadPack(store.db, { cycleId: otherCycle, sampledId: first, receiver })).toBeNull();
    // A plan that is not signed off has no pack yet.
    expect(await leadPack(store.db, { cycleId, sampledId: plan, receiver })).toBeNull();
  },
  "feedback-sending.leaveOutPack": async ({ store, lead, otherCycle }) => {
    const key = { cycleId: otherCycle, sampledId: (await plansOf(store))[0]?.id ?? "", receiver: "setting" as const };
    expect(await leaveOutPack(store, lead, key, "No advice", 0, THEN)).toEqual({ ok: false, why: "gone" });
  },
  "feedback.packsOfCycle": { caller: ["feedback.manage"] },
  "feedback-sending.peopleOfPack": { caller: ["feedback.manage", "feedback.read"] },
  "feedback.packRow": { caller: ["feedback.manage"] },
  "feedback.proposedPack": "no case data",
  "feedback.signedOffPlan": { caller: ["feedback.manage"] },
  "feedback.repliesOf": { caller: ["feedback.manage", "feedback.read"] },
  "feedback-answers.resolvePack": async ({ store, lead, otherCycle }) => {
    const key = { cycleId: otherCycle, sampledId: (await plansOf(store))[0]?.id ?? "", receiver: "health" as const };
    expect(await resolvePack(store, lead, key, "Done", THEN)).toEqual({ ok: false, why: "gone" });
  },
  "feedback-sending.savePack": async ({ store, lead, otherCycle, plan }) => {
    const key = { cycleId: otherCycle, sampledId: plan, receiver: "health" as const };
    expect(await savePack(store, lead, key, NO_EDIT, 0, THEN)).toEqual({ ok: false, why: "gone" });
  },
  "feedback-sending.sendPack": async ({ store, lead, cycleId, plan }) => {
    const key = { cycleId, sampledId: plan, receiver: "health" as const };
    expect(await sendPack(store, lead, key, NO_EDIT, "org:org_council", 0, THEN)).toEqual({ ok: false, why: "gone" });
  },
  "feedback-received.packsSentTo": async ({ store }) => {
    const sent = async (who: string) => JSON.stringify(await packsSentTo(store.db, await actor(store, who)));
    expect(JSON.parse(await sent("writer"))).toHaveLength(1);
    for (const other of ["writer2", "eve", "lead", "board", "admin", "multi"]) expect(await sent(other)).toBe("[]");
    expect(await sent("manager")).toContain("leakzqpanel0for_health_");
    expect(await sent("manager")).not.toMatch(/for_(education|social_care|setting|forum|all)_/);
    expect(await sent("manager2")).not.toMatch(/for_(education|health|setting|forum|all)_/);
    // What auditors noted for the panel alone is in nobody's pack.
    for (const who of ["writer", "manager", "manager2"]) expect(await sent(who)).not.toMatch(/leakzq\w*note/);
  },
  "feedback-received.packSentTo": async ({ store }) => {
    for (const [reader, packs] of await othersPacks(store))
      for (const id of packs) expect(await packSentTo(store.db, reader, id)).toBeNull();
  },
  "feedback-received.noteReceipt": async ({ store }) => {
    for (const [reader, packs] of await othersPacks(store))
      for (const id of packs) await noteReceipt(store, reader, id, THEN);
    const rows = await store.db.select().from(store.tables.feedbackPacks);
    expect(rows.every((row) => row.readAt === null)).toBe(true);
  },
  "feedback-received.replyToPack": async ({ store }) => {
    const reply = { words: "Thank you", amended: "no", amendedOn: null };
    for (const [reader, packs] of await othersPacks(store))
      for (const id of packs)
        expect(await replyToPack(store, reader, id, reply, THEN)).toEqual({ ok: false, why: "gone" });
  },
  "feedback-received.disputeLevel": async ({ store }) => {
    for (const [reader, packs] of await othersPacks(store))
      for (const id of packs) {
        const [row] = await store.db.select().from(store.tables.feedbackPacks);
        const criterion = row?.content.lines[0]?.criterion ?? "";
        expect(await disputeLevel(store, reader, id, { criterion, reason: "No" }, THEN)).toEqual({
          ok: false,
          why: "gone",
        });
      }
  },
  "family-answers.answerByCall": async ({ store, eve }) => {
    const [row] = await store.db.select().from(store.tables.familyExperiences);
    expect(await answerByCall(store, eve, row?.id ?? "", SAID, THEN)).toEqual({ ok: false, why: "gone" });
  },
  "family-answers.answerByLink": async ({ store }) => {
    for (const secret of ["", "none"])
      expect(await answerByLink(store, secret, SAID, THEN)).toEqual({ ok: false, why: "gone" });
  },
  "family.askFamily": { caller: ["family.ask"] },
  "family-answers.askedByLink": async ({ store }) => {
    // A call has no link, and no secret at all is not the secret of a call.
    expect(await askedByLink(store.db, "", THEN)).toBeNull();
  },
  "family.askingsOfCycle": { caller: ["family.view"] },
  "family-answers.callOf": async ({ store, eve, lead, chair }) => {
    const [row] = await store.db.select().from(store.tables.familyExperiences);
    for (const other of [eve, lead]) expect(await callOf(store.db, other, row?.id ?? "", THEN)).toBeNull();
    expect(await callOf(store.db, chair, row?.id ?? "", THEN)).not.toBeNull();
  },
  "family.callersNow": { caller: ["family.ask"] },
  "family-answers.callsOf": async ({ store, eve, chair }) => {
    expect(await callsOf(store.db, eve, THEN)).toEqual([]);
    expect(await callsOf(store.db, chair, THEN)).toHaveLength(1);
  },
  "family-answers.declineCall": async ({ store, eve }) => {
    const [row] = await store.db.select().from(store.tables.familyExperiences);
    expect(await declineCall(store, eve, row?.id ?? "", THEN)).toEqual({ ok: false, why: "gone" });
  },
  "family.endFamilyConsent": async ({ store, lead, otherCycle }) => {
    const [row] = await store.db.select().from(store.tables.familyExperiences);
    expect((await endFamilyConsent(store, lead, otherCycle, row?.id ?? "", THEN)).ok).toBe(false);
  },
  "family.withdrawAsking": async ({ store, lead, otherCycle }) => {
    const [row] = await store.db.select().from(store.tables.familyExperiences);
    expect((await withdrawAsking(store, lead, otherCycle, row?.id ?? "", THEN)).ok).toBe(false);
  },
  "family-answers.familiesAsked": { caller: ["reports.make"] },
  "family-answers.familiesHeard": { caller: ["family.view", "results.published"] },
  "family.familyState": "no case data",
  "forum.clearancesOf": { caller: ["forum.mark", "audits.assign", "audits.score"] },
  "forum.endForumMarking": async ({ store, lead, otherCycle }) => {
    expect((await endForumMarking(store, lead, otherCycle, "fcl_none", THEN)).ok).toBe(false);
  },
  "forum.markForForum": async ({ store, lead, otherCycle, plan }) => {
    const marking = { kind: "redacted", how: "By the team" };
    expect(await markForForum(store, lead, otherCycle, [plan], marking, THEN)).toEqual({ ok: true, marked: 0 });
    expect((await store.db.select().from(store.tables.forumClearances)).length).toBe(0);
  },
  "forum.shutToActor": async ({ store, plan, lead }) => {
    expect([...(await shutToActor(store.db, await actor(store, "multi"), [plan]))]).toEqual([plan]);
    expect((await shutToActor(store.db, lead, [plan])).size).toBe(0);
  },
  "organisations.organisationsOf": "no case data",
  "organisations.addOrganisation": "no case data",
  "organisations.changeOrganisation": "no case data",
  "organisations.removeOrganisation": "no case data",
  "organisations.changeArea": "no case data",
  "people.theArea": "no case data",
  "people.actorOf": "no case data",
  "people.everybody": { caller: ["people.view", "moderation.chair", "audits.score"] },
  "people.leadsOf": { caller: ["audits.score", "concerns.raise"] },
  "people.auditorsOf": { caller: ["audits.assign"] },
  "people.raiseConcern": { caller: ["concerns.raise"] },
  "people.concernOf": async ({ store, eve }) => {
    const all = await store.db.select().from(store.tables.concerns);
    for (const { id, raisedBy } of all) {
      const found = await concernOf(store.db, id, { raisedBy: eve.id });
      expect(found?.concern.raisedBy ?? null).toBe(raisedBy === eve.id ? eve.id : null);
    }
  },
  "report-data.familyQuotes": { caller: ["reports.check", "reports.read"] },
  "report-data.reportData": { caller: ["reports.make"] },
  "people.concernsRaised": async ({ store, eve }) => {
    const own = await concernsRaised(store.db, { raisedBy: eve.id });
    expect(own.length).toBeGreaterThan(0);
    for (const { concern } of own) expect(concern.raisedBy).toBe(eve.id);
    expect((await concernsRaised(store.db)).length).toBeGreaterThan(own.length);
  },
  "people.concernsWaiting": { caller: ["concerns.view"] },
  "people.takeUpConcern": { caller: ["concerns.view"] },
  "reports.askReport": { caller: ["reports.make"] },
  "reports.reportOf": async ({ store }) => {
    const [report] = await store.db.select().from(store.tables.reports);
    expect(await reportOf(store.db, report?.id ?? "", "published")).toBeNull();
    expect(await reportOf(store.db, report?.id ?? "", "all")).not.toBeNull();
  },
  "reports.reportsOfCycle": async ({ store, cycleId, otherCycle }) => {
    expect(await reportsOfCycle(store.db, cycleId, "published")).toEqual([]);
    expect(await reportsOfCycle(store.db, cycleId, "all")).toHaveLength(1);
    expect(await reportsOfCycle(store.db, otherCycle, "all")).toEqual([]);
  },
  "reports.readyReports": async ({ store }) => {
    const { reports } = store.tables;
    await store.transaction((tx) => tx.update(reports).set({ status: "ready", bytes: new Uint8Array([1]) }));
    expect(await readyReports(store.db, "published")).toEqual([]);
    expect(await readyReports(store.db, "all")).toHaveLength(1);
  },
  "reports.downloadReport": async ({ store }) => {
    const board = await actor(store, "board");
    const [report] = await store.db.select().from(store.tables.reports);
    const trail = async () => (await store.db.select().from(store.tables.trail)).length;
    const before = await trail();
    expect(await downloadReport(store, board, report?.id ?? "", "published", THEN)).toBeNull();
    expect(await trail()).toBe(before);
  },
  "reports.filesOf": async ({ store, lead, cycleId }) => {
    const id = await plantReport(store, lead, cycleId);
    expect(await filesOf(store.db, id, "published")).toEqual([]);
    expect(await filesOf(store.db, "wri_none", "all")).toEqual([]);
  },
  "reports.orderOf": { caller: ["reports.make"] },
  "reports.recordRemake": { caller: ["reports.make"] },
  "reports.fileWith": { caller: ["reports.verify"] },
  "report-review.decideQuote": { caller: ["reports.check"] },
  "report-review.namesFound": { caller: ["reports.comment"] },
  "report-review.nameChecks": { caller: ["reports.comment"] },
  "report-review.keepNameCheck": { caller: ["reports.check"] },
  "report-review.redactionAnswers": { caller: ["reports.comment"] },
  "report-review.answerFinding": { caller: ["reports.check"] },
  "report-review.commentsOn": { caller: ["reports.comment"] },
  "report-review.comment": { caller: ["reports.comment"] },
  "report-review.settleComment": { caller: ["reports.make"] },
  "report-review.signOffsOf": { caller: ["reports.comment"] },
  "report-review.signedFor": "no case data",
  "report-review.signReport": { caller: ["reports.sign"] },
  "report-words.wordsOf": { caller: ["reports.read"] },
  "report-words.wordHistory": { caller: ["reports.check"] },
  "report-words.saveWords": { caller: ["reports.check", "reports.make"] },
  "report-words.quoteDecisions": { caller: ["reports.comment"] },
  "report-words.checkedQuotes": { caller: ["reports.read"] },
  "written-reports.reportWords": "no case data",
  "written-reports.startReport": { caller: ["reports.make"] },
  "written-reports.writtenReport": async ({ store, lead, cycleId }) => {
    const id = await plantReport(store, lead, cycleId);
    for (const reader of ["partner", "reader"] as const) expect(await writtenReport(store.db, id, reader)).toBeNull();
    expect(await writtenReport(store.db, id, "internal")).not.toBeNull();
  },
  "written-reports.writtenReports": async ({ store, lead, cycleId, otherCycle }) => {
    await plantReport(store, lead, cycleId);
    for (const reader of ["partner", "reader"] as const) expect(await writtenReports(store.db, reader)).toEqual([]);
    expect(await writtenReports(store.db, "internal", otherCycle)).toEqual([]);
  },
  "written-reports.editionNow": { caller: ["reports.read"] },
  "written-reports.setOutline": { caller: ["reports.make"] },
  "written-reports.nextVersion": { caller: ["reports.make", "reports.check", "reports.sign"] },
  "written-reports.moveReport": { caller: ["reports.make"] },
  "written-reports.issueReport": { caller: ["reports.make"] },
  "written-reports.withdrawReport": { caller: ["reports.make"] },
  "reports.recordResultsDownload": "no case data",
  "reports.reportQueue": "no case data",
  "reports.nextReport": "set-up and jobs only",
  "reports.noteProgress": "set-up and jobs only",
  "reports.endReport": "set-up and jobs only",
  "reports.makeReportAgain": { caller: ["reports.make"] },
  "results.evidenceOf": { caller: ["results.view", "results.published", "reports.make", "reports.read"] },
  "results.earlierCycles": { caller: ["results.view", "results.published", "reports.make", "reports.read"] },
  "rubrics.documentHash": "no case data",
  "rubrics.publishRubric": "set-up and jobs only",
  "rubrics.publishCodebook": "set-up and jobs only",
  "rubrics.publishCodebookIn": { caller: ["themes.edit"] },
  "rubrics.publishedRubrics": "no case data",
  "rubrics.rubricOf": "no case data",
  "rubrics.rubricOfPlan": "no case data",
  "rubrics.currentCodebook": "no case data",
  "rubrics.codebookOf": "no case data",
  "sample-frame.frameOf": { caller: ["sample.draw"] },
  "bridging.bridgeable": { caller: ["cycles.open"] },
  "bridging.bridgedFrom": { caller: ["cycles.open"] },
  "bridging.bridgesOf": { caller: ["cycles.open"] },
  "bridging.bridgingSetsOf": { caller: ["cycles.open"] },
  "bridging.makeBridging": { caller: ["cycles.open"] },
  "case-file.caseFile": { caller: ["cases.export"] },
  "case-file.caseStanding": { caller: ["cases.view"] },
  "disposal.runDisposal": { caller: ["retention.run"] },
  "figures.evidenceRemoved": "no case data",
  "plan-themes.themesByPlan": { caller: ["measures.published"] },
  "plan-results.keepPlanResults": { caller: ["moderation.chair"] },
  "plan-results.dropPlanResults": { caller: ["moderation.chair", "retention.run"] },
  "plan-results.keepMissingPlanResults": "set-up and jobs only",
  "steps.stepsInForce": "no case data",
  "steps.stepsOf": "no case data",
  "steps.setStep": "no case data",
  "steps.endStep": "no case data",
  "tallies.auditCounts": { caller: ["measures.published"] },
  "tallies.gradedLevels": { caller: ["measures.service", "results.view", "actions.view", "scorecard.view"] },
  "tallies.criterionLevels": { caller: ["measures.service"] },
  "tallies.cyclesKept": { caller: ["measures.published"] },
  "tallies.cyclesMeasured": { caller: ["measures.service"] },
  "tallies.groupValues": { caller: ["results.view"] },
  "tallies.levelsByGroup": { caller: ["measures.published"] },
  "tallies.plansBehind": { caller: ["results.view"] },
  "tallies.plansByGroup": { caller: ["measures.published"] },
  "tallies.talliesOf": { caller: ["measures.service"] },
  "tallies.auditsOfSample": { caller: ["results.view"] },
  "tallies.writersTeams": { caller: ["results.view"] },
  "figures.figuresOfCycle": { caller: ["results.published"] },
  "figures.freezeFigures": { caller: ["cycles.open"] },
  "figures.standsOn": "no case data",
  "figures.withoutPlans": "no case data",
  "figures.figuresFrom": "no case data",
  "worked-out.workedOutOnce": "no case data",
  "published.readOnce": "no case data",
  "unchanged.whileUnchanged": "no case data",
  "holds.endHold": { caller: ["holds.change"] },
  "holds.holdsInForce": "no case data",
  "holds.holdsOf": { caller: ["holds.change"] },
  "holds.placeHold": { caller: ["holds.change"] },
  "moderation-so-far.cycleSoFar": { caller: ["moderation.chair"] },
  "moderations.settledOnPlans": { caller: ["moderation.chair"] },
  "retention.disposalsOf": { caller: ["retention.view"] },
  "retention.dueForDisposal": { caller: ["retention.view"] },
  "retention.removedPseudonym": "no case data",
  "rubric-approvals.approvalsOf": { caller: ["rubrics.approve"] },
  "rubric-approvals.contentHash": "no case data",
  "rubric-approvals.cyclesWith": "no case data",
  "rubric-approvals.organisationsOf": "no case data",
  "rubric-approvals.recordApproval": { caller: ["rubrics.approve"] },
  "rubric-approvals.retireRubric": { caller: ["rubrics.edit"] },
  "rubric-approvals.retiredRubrics": "no case data",
  "rubric-approvals.rubricsForCycles": { caller: ["cycles.open"] },
  "rubric-drafts.anyDraftOf": { caller: ["rubrics.edit"] },
  "rubric-drafts.binDraft": { caller: ["rubrics.edit"] },
  "rubric-drafts.changeDraft": { caller: ["rubrics.edit"] },
  "rubric-drafts.documentAt": { caller: ["rubrics.edit"] },
  "rubric-drafts.draftOf": { caller: ["rubrics.edit"] },
  "rubric-drafts.draftsOf": { caller: ["rubrics.edit"] },
  "rubric-drafts.latestSteps": { caller: ["rubrics.edit"] },
  "rubric-drafts.noteVisit": { caller: ["rubrics.edit"] },
  "rubric-drafts.othersAt": { caller: ["rubrics.edit"] },
  "rubric-drafts.savePart": { caller: ["rubrics.edit"] },
  "rubric-drafts.startDraft": { caller: ["rubrics.edit"] },
  "rubric-drafts.startDraftIn": { caller: ["rubrics.edit"] },
  "rubric-drafts.titleOf": "no case data",
  "rubric-drafts.undoDraft": { caller: ["rubrics.edit"] },
  "rubric-drafts.undoable": { caller: ["rubrics.edit"] },
  "rubric-publishing.freeRubricKey": { caller: ["rubrics.edit"] },
  "rubric-publishing.publishDraft": { caller: ["rubrics.edit"] },
  "rubric-uploads.cancelStagedRubric": async ({ store, lead, eve }) => {
    const id = await stageRubric(store, lead, { file: "a.json", document: {}, problems: [] }, THEN);
    await expect(cancelStagedRubric(store, eve, id)).rejects.toThrow(NothingChanged);
  },
  "rubric-uploads.keepStagedRubric": async ({ store, lead, eve }) => {
    const id = await stageRubric(store, lead, { file: "a.json", document: {}, problems: [] }, THEN);
    await expect(keepStagedRubric(store, eve, id, "own", THEN)).rejects.toThrow();
    expect(await stagedRubric(store.db, lead, id)).toMatchObject({ status: "preview" });
  },
  "rubric-uploads.stageRubric": { caller: ["rubrics.edit"] },
  "rubric-uploads.stagedRubric": async ({ store, lead, eve }) => {
    const id = await stageRubric(store, lead, { file: "a.json", document: {}, problems: [] }, THEN);
    expect(await stagedRubric(store.db, lead, id)).not.toBeNull();
    expect(await stagedRubric(store.db, eve, id)).toBeNull();
  },
  "rubrics.publishRubricIn": "no case data",
  "rubrics.recordExport": "no case data",
  "rubrics.versionsOf": "no case data",
  "trail-check.anchorNow": "no case data",
  "trail-check.anchorsOf": { caller: ["trail.view"] },
  "trail-check.checkedTrail": "no case data",
  "trail-check.verifyTrail": { caller: ["trail.view"] },
  "trail-names.actorToken": "no case data",
  "trail-names.commitmentTo": "no case data",
  "trail-names.inWords": "no case data",
  "trail-names.namesLike": "no case data",
  "trail-names.namesOfEvent": "no case data",
  "trail-names.numberKept": "no case data",
  "trail-names.staffNumber": "no case data",
  "trail-search.searchTrail": { caller: ["trail.view"] },
  "trail.eventAt": { caller: ["trail.view"] },
  "trail.hashOf": "no case data",
  "trail.hashedText": "no case data",
  "trail.recordDownload": "no case data",
  "trail.recordView": "no case data",
  "schema.defineSchema": "no case data",
  "set-up.setUpArea": "set-up and jobs only",
  "set-up.addPerson": "no case data",
  "settings.settingOf": "no case data",
  "settings.changeSetting": "no case data",
  "settings.changeSettingIn": "no case data",
  "store.newId": "no case data",
  "store.NothingChanged": "no case data",
  "store.one": "no case data",
  "store.together": "no case data",
  "store.withoutValues": "no case data",
  "trail.eventOn": "no case data",
  "trail.record": "no case data",
  "trail.noteBackup": "no case data",
  "trail.latestEvents": { caller: ["trail.view"] },
  "trail.eventsAbout": { caller: ["audits.score", "trail.view"] },
};

async function exported(): Promise<string[]> {
  const modules = readdirSync("db").filter((name) => name.endsWith(".ts"));
  const names = await Promise.all(
    modules.map(async (name) => {
      const module = (await import(/* @vite-ignore */ `../../db/${name}`)) as Record<string, unknown>;
      return Object.keys(module)
        .filter((key) => typeof module[key] === "function")
        .map((key) => `${name.replace(".ts", "")}.${key}`);
    }),
  );
  return names.flat();
}

describe("every query", () => {
  let area: TestArea;
  let world: World;
  beforeAll(async () => {
    area = await testArea();
    const { store, cycleId } = area;
    await plantWorld(store, cycleId);
    const plan = (await plansOf(store))[1];
    const lead = await actor(store, "lead");
    const cycle = await cycleOf(store.db, cycleId);
    if (!plan || !cycle) throw new Error("The world is too small");
    const { title, question, rubricId, codebookId, shortForm, modules, limitsMode, periodFrom, periodTo } = cycle;
    const { scoringOpens, scoringDue, moderationOn } = cycle;
    const input = {
      title,
      question,
      rubricId,
      codebookId,
      shortForm,
      modules,
      limitsMode,
      periodFrom,
      periodTo,
      scoringOpens,
      scoringDue,
      moderationOn,
    };
    const otherCycle = await openCycle(store, lead, input, THEN);
    world = {
      store,
      cycleId,
      otherCycle,
      plan: plan.id,
      audits: plan.audits,
      eve: await actor(store, "eve"),
      lead,
      chair: await actor(store, "chair"),
    };
  });
  afterAll(() => area.close());

  it("is listed with what keeps it from telling what is another's", async () => {
    const all = await exported();
    const missing = all.filter((name) => !(name in QUERIES));
    expect(
      missing,
      "List these in QUERIES of tests/routes/queries.test.ts: the caller's permission, or a scope that is tried",
    ).toEqual([]);
    expect(
      Object.keys(QUERIES).filter((name) => !all.includes(name)),
      "These are gone: take them off QUERIES",
    ).toEqual([]);
  });

  it("names only permissions that there are", () => {
    const named = Object.values(QUERIES).flatMap((scope) => (typeof scope === "object" ? scope.caller : []));
    expect(named.filter((action) => !(action in ACTIONS))).toEqual([]);
  });

  for (const [name, scope] of Object.entries(QUERIES)) {
    if (typeof scope !== "function") continue;
    it(`${name} does nothing and says nothing with the ids of another person, organisation or cycle`, () =>
      scope(world));
  }
});
