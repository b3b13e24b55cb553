import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import { emptyAnswer } from "#audits/panel/answer.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { Agency, Role } from "#audits/vocabulary.ts";
import { assignAll, samePlaces } from "#db/assignments.ts";
import { auditsOf, ownAudits, ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import { cycleOf, drawSample, factsOf, moveCycle, moveDueDate, openCycle, sampleOf } from "#db/cycles.ts";
import { runDisposal } from "#db/disposal.ts";
import { figuresOfCycle } from "#db/figures.ts";
import { cancelMeeting, changeMeeting, meetingOf, meetingsFor, planMeeting, plansOnTable } from "#db/meetings.ts";
import { cockpitOf, settle, signOff } from "#db/moderations.ts";
import { actorOf } from "#db/people.ts";
import { notBegun } from "#db/reminder-sources.ts";
import { keepOutcomes, reminderDay, remindersOn, switchReminders, takeNotBegun, takeReminders } from "#db/reminders.ts";
import { earlierSignOffsOf, isReopened, reopenCycle, reopeningsOf, takeBackSignOff } from "#db/reopenings.ts";
import { earlierCycles } from "#db/results.ts";
import { dueForDisposal } from "#db/retention.ts";
import { currentCodebook, publishedRubrics } from "#db/rubrics.ts";
import { departuresOf, replaceSampled } from "#db/sample-changes.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { NothingChanged, type Store } from "#db/store.ts";
import { eventsAbout } from "#db/trail.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { waitingNow } from "#db/waiting.ts";
import { ownWithdrawn, releaseAuditor, withdrawAudit } from "#db/withdrawals.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-02T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

/** Eight plans, four auditors of four agencies, and a cycle of three plans with two auditors each, open for scoring. */
async function world(store: Store) {
  const setUp = { id: null, name: "Set-up" };
  const settings = { name: "Testshire", partners: "Testshire Council", concernContacts: [], demonstration: false };
  await setUpArea(store, settings, [{ id: "org_council", name: "Testshire Council", agency: "education" }], AT);
  const person = async (key: string, name: string, role: Role, agency: Agency | null = null): Promise<Actor> => {
    const memberships = [{ organisationId: "org_council", role, agency }];
    const id = `per_${key}`;
    await addPerson(store, setUp, { id, name, email: `${key}@testshire.example`, password: null, memberships }, AT);
    return (await actorOf(store.db, id, AT)) as Actor;
  };
  const people = {
    lead: await person("lead", "Deborah Lane", "quality_lead"),
    chair: await person("chair", "Chris Vale", "panel_chair"),
    eve: await person("eve", "Eve Marsh", "auditor", "education"),
    hal: await person("hal", "Hal Brook", "auditor", "health"),
    ivy: await person("ivy", "Ivy Stone", "auditor", "social_care"),
  };
  await store.transaction(async (tx) => {
    await tx.insert(tx.tables.imports).values({ id: "imp_1", status: "kept", files: [], startedAt: AT });
    await tx.insert(tx.tables.cases).values(
      Array.from({ length: 5 }, (_, i) => ({
        id: `cas_${i}`,
        pseudonym: String(i).padStart(32, "0"),
        reference: `C-000${i + 1}`,
        legalRegime: "cfa_2014",
        planType: "existing" as const,
        planDate: "2024-05-01",
        phase: "primary" as const,
        yearGroup: 3,
        primaryNeed: "ASD" as const,
        secondaryNeeds: [],
        active: true,
        firstImportId: "imp_1",
        lastImportId: "imp_1",
        version: 1,
      })),
    );
  });
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-full");
  const input = {
    title: "Autumn",
    question: "Is provision clear?",
    rubricId: rubric?.id ?? "",
    codebookId: (await currentCodebook(store.db)).id,
    shortForm: true,
    modules: ["plan"],
    limitsMode: "applied" as const,
    periodFrom: "2026-01-01",
    periodTo: "2026-10-31",
    scoringOpens: "2026-11-02",
    scoringDue: "2026-11-27",
    moderationOn: null,
  };
  const id = await openCycle(store, people.lead, input, AT, "seed");
  await drawSample(store, people.lead, id, { ...PLAIN_DESIGN, size: 3, stratifyBy: null }, "", AT);
  const give = [people.eve.id, people.hal.id, people.ivy.id];
  await assignAll(store, people.lead, (await cycleOf(store.db, id))!, samePlaces(give, 2), AT);
  expect(await moveCycle(store, people.lead, id, "scoring", AT)).toEqual({ ok: true });
  const cycle = async () => (await cycleOf(store.db, id))!;
  return { ...people, id, cycle };
}

async function score(store: Store, who: Actor, auditId: string, value: number, submits = true): Promise<void> {
  const sheet = (await ownSheet(store.db, auditId, who.id))!;
  const quotes = [{ section: "F", page: 3, words: "[Child] will have access to support." }];
  for (const c of submits ? sheet.asked : sheet.asked.slice(0, 2))
    await saveAnswer(store, who, auditId, { ...emptyAnswer(c.key), score: value, quotes }, 0, later(1));
  if (submits) expect(await submitAudit(store, who, auditId, later(2))).toEqual({ ok: true });
}

/** Scores and signs off everything, and closes the cycle. */
async function closed(store: Store, w: Awaited<ReturnType<typeof world>>, value = 3): Promise<void> {
  for (const who of [w.eve, w.hal, w.ivy])
    for (const { audit } of await ownAudits(store.db, who.id)) await score(store, who, audit.id, value);
  expect(await moveCycle(store, w.lead, w.id, "moderation", later(3))).toEqual({ ok: true });
  for (const plan of await sampleOf(store.db, w.id)) {
    const verdict = await cockpitOf(store.db, w.id, plan.id);
    for (const { criterion } of verdict.ok ? verdict.cockpit.moderation.queue : []) {
      const given = { criterion: criterion.key, agreed: value, reason: "Clear", finding: "" };
      await settle(store, w.chair, w.id, plan.id, given, [], later(4));
    }
    expect(await signOff(store, w.chair, w.id, plan.id, [w.chair.id], later(5))).toEqual({ ok: true });
  }
  for (const to of ["feedback", "closed"] as const)
    expect(await moveCycle(store, w.lead, w.id, to, later(6))).toEqual({ ok: true });
}

forEachEngine((_name, open) => {
  describe("an auditor who cannot go on", () => {
    it("keeps what was submitted; the half audit is kept apart, and another begins from nothing", async () => {
      const store = await open();
      const w = await world(store);
      const [first, second] = await ownAudits(store.db, w.eve.id);
      await score(store, w.eve, first!.audit.id, 3);
      await score(store, w.eve, second!.audit.id, 1, false);
      const out = await releaseAuditor(store, w.lead, await w.cycle(), w.eve.id, "On leave until March", later(5));
      expect(out).toEqual({ ok: true, given: 1, lacking: 0 });
      const onPlan = (await auditsOf(store.db, w.id)).filter(
        ({ audit }) => audit.sampledCaseId === second!.audit.sampledCaseId,
      );
      expect(onPlan.filter(({ audit }) => audit.status !== "withdrawn")).toHaveLength(2);
      const taken = onPlan.find(
        ({ audit }) => audit.status === "assigned" && audit.assignedAt.getTime() === later(5).getTime(),
      );
      const to = [w.hal, w.ivy].find((p) => p.id === taken?.audit.auditorId)!;
      expect((await ownSheet(store.db, taken!.audit.id, to.id))?.answers.size).toBe(0);
      // What was written stays with its writer's audit, which takes nothing more.
      const kept = (await ownSheet(store.db, second!.audit.id, w.eve.id))!;
      expect([kept.answers.size, kept.audit.status]).toEqual([2, "withdrawn"]);
      const answer = { ...emptyAnswer(kept.asked[3]!.key), score: 2 };
      expect(await saveAnswer(store, w.eve, kept.audit.id, answer, 0, later(6))).toMatchObject({
        ok: false,
        why: "closed",
      });
      expect(await ownWithdrawn(store.db, w.eve.id)).toMatchObject([
        { reference: second!.sampled.snapshot.reference, begun: true, because: "It went to somebody else" },
      ]);
      const events = await eventsAbout(store.db, "audit", second!.audit.id);
      expect(events.at(-1)?.sentence).toMatch(/^Deborah Lane took C-000\d from Eve Marsh: On leave until March$/);
      expect((await releaseAuditor(store, w.lead, await w.cycle(), w.eve.id, "Again", later(7))).ok).toBe(false);
    });

    it("lets scoring go on without one audit, but never without the only one of a plan", async () => {
      const store = await open();
      const w = await world(store);
      const all = await auditsOf(store.db, w.id);
      const [one, other] = all.filter(({ audit }) => audit.sampledCaseId === all[0]!.audit.sampledCaseId);
      const go = async (id: string, reason = "The auditor has left") =>
        withdrawAudit(store, w.lead, await w.cycle(), id, reason, later(1));
      expect((await go(one!.audit.id, "")).ok).toBe(false);
      expect(await go(one!.audit.id)).toEqual({ ok: true });
      expect(await go(other!.audit.id)).toMatchObject({
        ok: false,
        sentence: expect.stringMatching(/only audit of the plan/),
      });
      expect(await factsOf(store.db, await w.cycle())).toMatchObject({ assigned: 3, audits: 5 });
    });
  });

  describe("a plan that leaves the sample while it is scored", () => {
    it("gives its place to the next reserve, which goes to the same auditors from nothing; the record says so", async () => {
      const store = await open();
      const w = await world(store);
      const [own] = await ownAudits(store.db, w.eve.id);
      await score(store, w.eve, own!.audit.id, 3);
      const leaving = own!.sampled;
      const out = await replaceSampled(store, w.lead, w.id, leaving.id, "The family has moved", later(3));
      expect(out).toMatchObject({ ok: true, replacedBy: expect.stringMatching(/^C-000\d$/), lacking: 0 });
      const sample = await sampleOf(store.db, w.id);
      expect(sample).toHaveLength(3);
      const next = sample.find((s) => s.snapshot.reference === (out.ok && out.replacedBy))!;
      const all = await auditsOf(store.db, w.id);
      const auditorsOf = (plan: string) =>
        all
          .filter(({ audit }) => audit.sampledCaseId === plan)
          .map(({ audit }) => [audit.auditorId, audit.status])
          .sort();
      expect(auditorsOf(next.id).map(([, status]) => status)).toEqual(["assigned", "assigned"]);
      expect(auditorsOf(next.id).map(([who]) => who)).toEqual(auditorsOf(leaving.id).map(([who]) => who));
      // What was submitted stays with the plan it is about, and nobody counts it.
      expect(
        auditorsOf(leaving.id)
          .map(([, status]) => status)
          .sort(),
      ).toEqual(["submitted", "withdrawn"]);
      expect(await departuresOf(store.db, w.id)).toEqual([
        {
          reference: leaving.snapshot.reference,
          stratum: leaving.stratum,
          at: later(3),
          reason: "The family has moved",
          by: next.snapshot.reference,
        },
      ]);
      expect(await factsOf(store.db, await w.cycle())).toMatchObject({ sampled: 3, audits: 6, submitted: 0 });
    });

    it("goes without a replacement only when the lead says so, and never as the last plan", async () => {
      const store = await open();
      const w = await world(store);
      const leave = async (unreplaced = false) => {
        const [plan] = await sampleOf(store.db, w.id);
        return replaceSampled(store, w.lead, w.id, plan!.id, "The plan ceased", later(3), { unreplaced });
      };
      expect(await leave()).toMatchObject({ ok: true });
      expect(await leave()).toMatchObject({ ok: true });
      expect(await leave()).toMatchObject({ ok: false, noReserve: true });
      expect(await leave(true)).toMatchObject({ ok: true, replacedBy: null });
      expect(await sampleOf(store.db, w.id)).toHaveLength(2);
      expect(await leave(true)).toMatchObject({ ok: true });
      expect(await leave(true)).toMatchObject({ ok: false, sentence: expect.stringMatching(/last plan/) });
    });
  });

  describe("the day on which audits are due", () => {
    it("closes nothing when it is over, and moves for all that is not submitted", async () => {
      const store = await open();
      const w = await world(store);
      const [first] = await ownAudits(store.db, w.eve.id);
      const late = new Date("2026-12-05T10:00:00Z");
      const answer = { ...emptyAnswer("VC1"), score: 3 };
      expect(await saveAnswer(store, w.eve, first!.audit.id, answer, 0, late)).toMatchObject({ ok: true });
      const move = (day: string, reason = "A week of snow") =>
        moveDueDate(store, w.lead, w.id, day, reason, "2026-12-05", late);
      expect((await move("2026-12-04")).ok).toBe(false);
      expect((await move("2026-12-11", "")).ok).toBe(false);
      expect(await move("2026-12-11")).toEqual({ ok: true });
      expect(new Set((await ownAudits(store.db, w.eve.id)).map((o) => o.audit.dueOn))).toEqual(new Set(["2026-12-11"]));
    });
  });

  describe("a cycle that is reopened after its results were out", () => {
    it("keeps its earlier figures and sign-offs, changes only what is taken back, and is compared again when it closes", async () => {
      const store = await open();
      const w = await world(store);
      await closed(store, w);
      const before = await figuresOfCycle(store.db, w.id, "2026-11-02");
      const [plan] = await sampleOf(store.db, w.id);
      const take = (reason = "A level was read wrongly") =>
        takeBackSignOff(store, w.lead, w.id, plan!.id, reason, later(8));
      expect(await take()).toMatchObject({ ok: false });
      const { moderations } = store.tables;
      const unsign = () =>
        store.transaction((tx) =>
          tx.update(moderations).set({ signedOffAt: null }).where(eq(moderations.sampledCaseId, plan!.id)),
        );
      await expect(unsign()).rejects.toThrow();

      expect((await reopenCycle(store, w.lead, w.id, "", later(7))).ok).toBe(false);
      expect(await reopenCycle(store, w.lead, w.id, "One plan was signed off by mistake", later(7))).toEqual({
        ok: true,
      });
      expect(await cycleOf(store.db, w.id)).toMatchObject({ status: "moderation", closedAt: null });
      expect(await isReopened(store.db, w.id)).toBe(true);
      // The database itself lets go of a sign-off only when what it was is kept.
      await expect(unsign()).rejects.toThrow();
      expect((await take("")).ok).toBe(false);
      expect(await take()).toEqual({ ok: true });
      expect(await earlierSignOffsOf(store.db, plan!.id)).toMatchObject([
        { signedOffAt: later(5), by: "Deborah Lane" },
      ]);
      expect(await moveCycle(store, w.lead, w.id, "feedback", later(9))).toMatchObject({ ok: false });

      const verdict = await cockpitOf(store.db, w.id, plan!.id);
      const [item] = verdict.ok ? verdict.cockpit.moderation.queue : [];
      if (item) {
        const given = { criterion: item.criterion.key, agreed: 1, reason: "Too vague", finding: "" };
        expect(await settle(store, w.chair, w.id, plan!.id, given, [], later(9))).toEqual({ ok: true });
      }
      expect(await signOff(store, w.chair, w.id, plan!.id, [w.chair.id], later(10))).toEqual({ ok: true });
      for (const to of ["feedback", "closed"] as const)
        expect(await moveCycle(store, w.lead, w.id, to, later(11))).toEqual({ ok: true });
      const [reopening] = await reopeningsOf(store.db, [w.id]);
      expect(reopening).toMatchObject({ by: "Deborah Lane", reopenedAt: later(7), endedAt: later(11) });
      expect(reopening?.figures.grades).toEqual(JSON.parse(JSON.stringify(before?.grades)));
      expect((await verifyTrail(store.db)).fault).toBeNull();
    });

    it("loses the evidence of its reopening, too, when its time is over, and cannot be opened any more", async () => {
      const store = await open();
      const w = await world(store);
      const [plan] = await sampleOf(store.db, w.id);
      const when = { day: "2026-12-02", startsAt: "14:00", endsAt: "16:00", place: "Room 3" };
      const asked = { personIds: [w.eve.id], planIds: [plan!.id] };
      expect((await planMeeting(store, w.chair, w.id, { ...when, ...asked }, later(1))).ok).toBe(true);
      await closed(store, w);
      const reopen = (at: Date) => reopenCycle(store, w.lead, w.id, "One plan was signed off by mistake", at);
      expect(await reopen(later(7))).toEqual({ ok: true });
      expect(await takeBackSignOff(store, w.lead, w.id, plan!.id, "Read wrongly", later(8))).toEqual({ ok: true });
      expect(await signOff(store, w.chair, w.id, plan!.id, [w.chair.id], later(9))).toEqual({ ok: true });
      for (const to of ["feedback", "closed"] as const)
        expect(await moveCycle(store, w.lead, w.id, to, later(10))).toEqual({ ok: true });
      const old = new Date("2033-03-01T10:00:00Z");
      const { seen } = await dueForDisposal(store.db, old);
      expect(await runDisposal(store, w.lead, seen, old)).toMatchObject({ ok: true });
      const { meetingPlans, earlierSignOffs } = store.tables;
      expect(await store.db.select().from(meetingPlans)).toEqual([]);
      expect(await store.db.select().from(earlierSignOffs)).toEqual([]);
      expect((await reopeningsOf(store.db, [w.id]))[0]?.figures.beside.limitedPlans).toEqual([]);
      expect(await reopen(old)).toMatchObject({
        ok: false,
        sentence: expect.stringMatching(/evidence .* was removed/),
      });
    });

    it("is not compared with while it is open, and cannot be opened twice", async () => {
      const store = await open();
      const w = await world(store);
      await closed(store, w);
      const { id: _id, ...same } = await w.cycle();
      const spring = { ...same, title: "Spring", scoringOpens: "2027-01-04", scoringDue: "2027-01-29" };
      const next = await openCycle(store, w.lead, spring, later(7));
      expect(await earlierCycles(store.db, next)).toEqual([w.id]);
      const reopen = () => reopenCycle(store, w.lead, w.id, "A mistake", later(8));
      expect(await reopen()).toEqual({ ok: true });
      expect(await earlierCycles(store.db, next)).toEqual([]);
      expect(await reopen()).toMatchObject({ ok: false });
    });
  });

  describe("a meeting", () => {
    const PLAN = { day: "2026-12-02", startsAt: "14:00", endsAt: "16:00", place: "Room 3" };
    it("is planned, seen by who is asked, changed by one at a time, and called off for good", async () => {
      const store = await open();
      const w = await world(store);
      const personIds = [w.chair.id, w.eve.id, "per_nobody"];
      const planned = await planMeeting(store, w.chair, w.id, { ...PLAN, personIds, planIds: [] }, later(1));
      const id = planned.ok ? planned.id : "";
      expect((await meetingOf(store.db, id))?.asked.map((a) => a.id)).toEqual([w.chair.id, w.eve.id]);
      expect((await meetingsFor(store.db, w.eve.id, "2026-12-02")).map((m) => m.id)).toEqual([id]);
      expect(await meetingsFor(store.db, w.eve.id, "2026-12-03")).toEqual([]);
      expect(await meetingsFor(store.db, w.hal.id, "2026-11-01")).toEqual([]);
      const change = (version: number, more = {}) =>
        changeMeeting(
          store,
          w.lead,
          id,
          { ...PLAN, personIds: [w.chair.id, w.hal.id], planIds: [], ...more },
          version,
          later(2),
        );
      expect(await change(1)).toMatchObject({ moved: false, asked: { added: [w.hal.id], dropped: [w.eve.id] } });
      expect(await meetingOf(store.db, id)).toMatchObject({ sequence: 1, version: 2 });
      await expect(change(1)).rejects.toThrow(NothingChanged);
      // Only plans changed: calendars have nothing to hear.
      expect(await change(2, { planIds: [(await sampleOf(store.db, w.id))[0]!.id] })).toMatchObject({ moved: false });
      expect((await meetingOf(store.db, id))?.sequence).toBe(1);
      // Whoever was dropped can be asked again.
      expect(await change(3, { personIds: [w.eve.id] })).toMatchObject({ asked: { added: [w.eve.id] } });
      expect((await cancelMeeting(store, w.chair, id, "", later(3))).ok).toBe(false);
      expect(await cancelMeeting(store, w.chair, id, "The room is flooded", later(3))).toEqual({ ok: true });
      expect((await cancelMeeting(store, w.chair, id, "Again", later(4))).ok).toBe(false);
      expect(await meetingsFor(store.db, w.eve.id, "2026-11-01")).toEqual([]);
      expect((await change(5)).ok).toBe(false);
    });

    it("tells an auditor of a plan on the table only once nobody scores it blind any more", async () => {
      const store = await open();
      const w = await world(store);
      const [own] = await ownAudits(store.db, w.eve.id);
      const plan = own!.sampled.id;
      const planned = await planMeeting(
        store,
        w.chair,
        w.id,
        { ...PLAN, personIds: [w.eve.id], planIds: [plan] },
        later(1),
      );
      const shown = async () => {
        const meeting = (await meetingOf(store.db, planned.ok ? planned.id : ""))!;
        return (await plansOnTable(store.db, meeting, { moderates: false, actor: w.eve })).map((p) => p.id);
      };
      await score(store, w.eve, own!.audit.id, 3);
      expect(await shown()).toEqual([]);
      const other = (await auditsOf(store.db, w.id)).find(
        ({ audit }) => audit.sampledCaseId === plan && audit.auditorId !== w.eve.id,
      )!;
      await score(store, [w.hal, w.ivy].find((p) => p.id === other.audit.auditorId)!, other.audit.id, 2);
      expect(await shown()).toEqual([plan]);
    });
  });

  describe("reminders", () => {
    const sentencesOf = async (store: Store, today: string) =>
      (await remindersOn(store.db, await reminderDay(store.db, today))).map(
        (r) => `${r.personId} ${r.kind}: ${r.sentence}`,
      );

    it("tell of what is due soon, today and late, once each, and of no plan", async () => {
      const store = await open();
      const w = await world(store);
      expect(await sentencesOf(store, "2026-11-23")).toEqual([]);
      expect(await sentencesOf(store, "2026-11-24")).toContain(
        "per_eve due_soon: 2 audits of Autumn are due on Friday 27 November. You have not begun them.",
      );
      expect(await sentencesOf(store, "2026-11-27")).toContain("per_eve due_today: 2 audits of Autumn are due today.");
      const late = await sentencesOf(store, "2026-11-30");
      expect(late).toContain(
        "per_eve overdue: 2 audits of Autumn were due on Friday 27 November. You can still finish them, until your quality lead closes scoring.",
      );
      expect(late).toContain("per_lead waiting: Autumn: 6 audits are late.");
      expect(late.join()).not.toMatch(/C-\d{4}/);
      const days = ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"];
      const told: number[] = [];
      for (const day of days) {
        const mails = await takeReminders(store, day, new Date(`${day}T08:00:00Z`));
        told.push(mails.filter((m) => m.to.id === w.eve.id).length);
      }
      expect(told).toEqual([1, 0, 0, 1, 1, 0]);
    });

    it("leave once, however many processes ask at the same time, and again when the mail server refused", async () => {
      const store = await open();
      const w = await world(store);
      const at = new Date("2026-11-27T08:00:00Z");
      const asked = await Promise.all(Array.from({ length: 6 }, () => takeReminders(store, "2026-11-27", at)));
      const mails = asked.flat();
      expect(mails.map((m) => m.to.id).sort()).toEqual([w.eve.id, w.hal.id, w.ivy.id]);
      const outcomes = mails.map((mail) => ({ mail, sent: mail.to.id !== w.hal.id }));
      await keepOutcomes(store, outcomes, true, at);
      for (let i = 0; i < 2; i++) {
        const again = await takeReminders(store, "2026-11-27", at);
        expect(again.map((m) => m.to.id)).toEqual([w.hal.id]);
        await keepOutcomes(
          store,
          again.map((mail) => ({ mail, sent: false })),
          true,
          at,
        );
      }
      expect(await takeReminders(store, "2026-11-27", at)).toEqual([]);
    });

    it("leave what was not sent yesterday for today", async () => {
      const store = await open();
      const w = await world(store);
      const first = await takeReminders(store, "2026-11-24", new Date("2026-11-24T08:00:00Z"));
      await keepOutcomes(
        store,
        first.map((mail) => ({ mail, sent: mail.to.id !== w.hal.id })),
        true,
        AT,
      );
      const next = await takeReminders(store, "2026-11-25", new Date("2026-11-25T08:00:00Z"));
      expect(next.map((m) => m.to.id)).toEqual([w.hal.id]);
    });

    it("do not reach who switched them off, who left, or who has nothing to do", async () => {
      const store = await open();
      const w = await world(store);
      await switchReminders(store, w.eve, false, AT);
      const { memberships } = store.tables;
      await store.transaction((tx) =>
        tx.update(memberships).set({ endsAt: AT }).where(eq(memberships.personId, w.hal.id)),
      );
      const mails = await takeReminders(store, "2026-11-27", new Date("2026-11-27T08:00:00Z"));
      expect(mails.map((m) => m.to.id).sort()).toEqual([w.ivy.id, w.lead.id]);
      expect((await waitingNow(store.db, "2026-11-27")).map((x) => x.sentence)).toEqual([
        "2 audits are with somebody who has left",
      ]);
      await switchReminders(store, w.eve, true, AT);
      expect((await takeReminders(store, "2026-11-27", new Date("2026-11-27T09:00:00Z"))).map((m) => m.to.id)).toEqual([
        w.eve.id,
      ]);
    });

    it("sent by hand go to who has begun nothing, once a day", async () => {
      const store = await open();
      const w = await world(store);
      const [own] = await ownAudits(store.db, w.eve.id);
      await score(store, w.eve, own!.audit.id, 3, false);
      const cycle = await w.cycle();
      const send = async () =>
        takeNotBegun(
          store,
          w.lead,
          cycle,
          await notBegun(store.db, cycle),
          "2026-11-10",
          new Date("2026-11-10T10:00:00Z"),
        );
      const first = await send();
      expect(first.mails.map((m) => m.to.id).sort()).toEqual([w.hal.id, w.ivy.id]);
      expect(await send()).toMatchObject({ mails: [], already: 2 });
    });

    it("tell who is asked to a meeting on the next working day", async () => {
      const store = await open();
      const w = await world(store);
      const plan = { day: "2026-11-30", startsAt: "14:00", endsAt: "16:00", place: "Room 3" };
      await planMeeting(store, w.chair, w.id, { ...plan, personIds: [w.ivy.id], planIds: [] }, AT);
      expect((await sentencesOf(store, "2026-11-26")).filter((s) => s.includes("meeting"))).toEqual([]);
      expect((await sentencesOf(store, "2026-11-27")).filter((s) => s.includes(" meeting:"))).toEqual([
        "per_ivy meeting: You are asked to a moderation meeting of Autumn on Monday 30 November 2026, 14:00 to 16:00. Where: Room 3",
      ]);
    });
  });
});
