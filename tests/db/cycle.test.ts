import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { Agency, Phase, Role } from "#audits/vocabulary.ts";
import { samePlaces, assignAll, handBack, reopenAudit } from "#db/assignments.ts";
import { auditsOf, ownAudits, ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import { cycleOf, drawSample, drawsOf, factsOf, moveCycle, openCycle, sampleOf } from "#db/cycles.ts";
import { replaceSampled } from "#db/sample-changes.ts";
import { cockpitOf, moderationList, settle, signOff } from "#db/moderations.ts";
import { actorOf } from "#db/people.ts";
import { evidenceOf } from "#db/results.ts";
import { currentCodebook, publishedRubrics } from "#db/rubrics.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import type { Store } from "#db/store.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

async function area(store: Store) {
  await setUpArea(
    store,
    { name: "Testshire", partners: "Testshire Council and others", concernContacts: [], demonstration: false },
    [{ id: "org_council", name: "Testshire Council", agency: "education" }],
    AT,
  );
  const person = async (name: string, role: Role, agency: Agency | null = null): Promise<Actor> => {
    const email = `${name.toLowerCase()}@testshire.example`;
    const id = await addPerson(
      store,
      { id: null, name: "Set-up" },
      {
        id: `per_${name.toLowerCase()}`,
        name,
        email,
        password: null,
        memberships: [{ organisationId: "org_council", role, agency }],
      },
      AT,
    );
    return (await actorOf(store.db, id, AT)) as Actor;
  };
  const people = {
    lead: await person("Lead", "quality_lead"),
    eve: await person("Eve", "auditor", "education"),
    hal: await person("Hal", "auditor", "health"),
  };
  const phases: Phase[] = [
    "primary",
    "primary",
    "primary",
    "primary",
    "secondary",
    "secondary",
    "secondary",
    "post_16",
  ];
  await store.transaction(async (tx) => {
    await tx.insert(tx.tables.imports).values({ id: "imp_1", status: "kept", files: [], startedAt: AT });
    await tx.insert(tx.tables.cases).values(
      phases.map((phase, i) => ({
        id: `cas_${i}`,
        pseudonym: String(i).padStart(32, "0"),
        reference: `C-000${i + 1}`,
        legalRegime: "cfa_2014",
        planType: "existing" as const,
        planDate: "2024-05-01",
        phase,
        yearGroup: phase === "primary" ? 3 : 9,
        primaryNeed: "ASD" as const,
        secondaryNeeds: [],
        active: true,
        firstImportId: "imp_1",
        lastImportId: "imp_1",
        version: 1,
      })),
    );
  });
  return people;
}

async function cycle(store: Store, lead: Actor, size = 4) {
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-full");
  const codebook = await currentCodebook(store.db);
  const id = await openCycle(
    store,
    lead,
    {
      title: "Autumn",
      question: "Is provision clear?",
      rubricId: rubric!.id,
      codebookId: codebook.id,
      shortForm: true,
      modules: ["plan"],
      limitsMode: "applied",
      periodFrom: "2026-01-01",
      periodTo: "2026-10-31",
      scoringOpens: "2026-11-02",
      scoringDue: "2026-11-27",
      moderationOn: null,
    },
    AT,
    "testshire-autumn",
  );
  const drawn = await drawSample(store, lead, id, { ...PLAIN_DESIGN, size, stratifyBy: "phase", minimum: 1 }, "", AT);
  expect(drawn).toEqual({ ok: true });
  return id;
}

const assign = async (store: Store, people: { lead: Actor; eve: Actor; hal: Actor }, id: string) =>
  assignAll(store, people.lead, (await cycleOf(store.db, id))!, samePlaces([people.eve.id, people.hal.id], 2), AT);

async function scoreAll(store: Store, who: Actor, auditId: string, levels: (key: string) => number) {
  const sheet = (await ownSheet(store.db, auditId, who.id))!;
  for (const c of sheet.asked) {
    const value = levels(c.key);
    const quotes = value < 2 ? [{ section: "F", page: 3, words: "[Child] will have access to support." }] : [];
    const saved = await saveAnswer(store, who, auditId, { ...emptyAnswer(c.key), score: value, quotes }, 0, later(1));
    expect(saved).toMatchObject({ ok: true, problems: [] });
  }
}

forEachEngine((_name, open) => {
  it("a cycle goes from its sample to a signed-off result, and the trail holds together", async () => {
    const store = await open();
    const people = await area(store);
    const id = await cycle(store, people.lead);
    const sample = await sampleOf(store.db, id);
    expect(sample).toHaveLength(4);
    expect(new Set(sample.map((s) => s.stratum))).toEqual(new Set(["Primary", "Secondary", "Post-16"]));
    expect((await moveCycle(store, people.lead, id, "scoring", AT)).ok).toBe(false);
    expect((await assign(store, people, id)).unassigned).toEqual([]);
    expect(await moveCycle(store, people.lead, id, "scoring", AT)).toEqual({ ok: true });

    for (const { audit } of await auditsOf(store.db, id)) {
      const who = audit.auditorId === people.eve.id ? people.eve : people.hal;
      await scoreAll(store, who, audit.id, (key) => (key === "VC1" && who === people.hal ? 1 : key === "EP2" ? 0 : 2));
      expect(await submitAudit(store, who, audit.id, later(2))).toEqual({ ok: true });
    }
    expect(await moveCycle(store, people.lead, id, "moderation", later(3))).toEqual({ ok: true });

    for (const { sampled } of await moderationList(store.db, id)) {
      const verdict = await cockpitOf(store.db, id, sampled.id);
      if (!verdict.ok) throw new Error(verdict.why);
      expect(verdict.cockpit.moderation.queue.map((q) => q.criterion.key)).toEqual(["EP2", "VC1"]);
      expect((await signOff(store, people.lead, id, sampled.id, [], later(4))).ok).toBe(false);
      const panel = [people.lead.id];
      expect(
        await settle(
          store,
          people.lead,
          id,
          sampled.id,
          { criterion: "VC1", agreed: 1, reason: "Thin", finding: "" },
          panel,
          later(4),
        ),
      ).toEqual({ ok: true });
      expect(
        await settle(
          store,
          people.lead,
          id,
          sampled.id,
          { criterion: "EP2", agreed: 0, reason: "", finding: "" },
          panel,
          later(4),
        ),
      ).toEqual({ ok: true });
      expect(await signOff(store, people.lead, id, sampled.id, panel, later(5))).toEqual({ ok: true });
    }
    const facts = await factsOf(store.db, (await cycleOf(store.db, id))!);
    expect(facts).toMatchObject({ sampled: 4, audits: 8, submitted: 8, signedOff: 4 });
    const evidence = (await evidenceOf(store.db, id))!;
    expect(evidence.plans.map((p) => p.result?.modules[0]?.grade)).toEqual(Array(4).fill("inadequate"));
    expect(evidence.plans.every((p) => p.result?.scores.VC1 === 1)).toBe(true);
    expect(await moveCycle(store, people.lead, id, "feedback", later(6))).toEqual({ ok: true });
    expect(await moveCycle(store, people.lead, id, "closed", later(7))).toEqual({ ok: true });
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });

  it("the same seed over the same list draws the same plans, and drawing again needs a reason and leaves the first draw", async () => {
    const store = await open();
    const { lead } = await area(store);
    const [one, two] = [await cycle(store, lead), await cycle(store, lead)];
    const references = async (id: string) => (await sampleOf(store.db, id)).map((s) => s.snapshot.reference);
    expect(await references(one)).toEqual(await references(two));
    const design = { ...PLAIN_DESIGN, size: 3 };
    expect((await drawSample(store, lead, one, design, " ", AT)).ok).toBe(false);
    expect((await drawSample(store, lead, one, design, "Moved to LS1 4AP", AT)).ok).toBe(false);
    expect((await drawSample(store, lead, one, design, "The caseload was imported again", AT)).ok).toBe(true);
    expect((await drawsOf(store.db, one)).map((d) => [d.draw.number, d.draw.replacedAt !== null])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(await sampleOf(store.db, one)).toHaveLength(3);
    expect((await drawSample(store, lead, one, { ...design, size: 9 }, "More", AT)).ok).toBe(false);
  });

  it("a plan that cannot be audited is replaced by the next reserve of its group, with a reason", async () => {
    const store = await open();
    const { lead } = await area(store);
    const id = await cycle(store, lead);
    const before = await sampleOf(store.db, id);
    const leaving = before.find((s) => s.stratum === "Secondary")!;
    expect((await replaceSampled(store, lead, id, leaving.id, "", AT)).ok).toBe(false);
    expect(await replaceSampled(store, lead, id, leaving.id, "NHS 943 476 5919 has moved", AT)).toMatchObject({
      sentence: "Remove the NHS number from your reason. It must not identify the child",
    });
    expect(await replaceSampled(store, lead, id, leaving.id, "The plan was withdrawn", AT)).toEqual({
      ok: true,
      replacedBy: "C-0006",
      lacking: 0,
    });
    const after = await sampleOf(store.db, id);
    expect(after).toHaveLength(before.length);
    expect(after.some((s) => s.id === leaving.id)).toBe(false);
    const postSixteen = after.find((s) => s.stratum === "Post-16")!;
    expect((await replaceSampled(store, lead, id, postSixteen.id, "Ceased", AT)).ok).toBe(false);
  });

  it("an auditor sees and changes only the audits given to them", async () => {
    const store = await open();
    const people = await area(store);
    const id = await cycle(store, people.lead);
    await assign(store, people, id);
    await moveCycle(store, people.lead, id, "scoring", AT);
    const [mine] = (await ownAudits(store.db, people.eve.id)).filter((a) => a.audit.auditorId === people.eve.id);
    expect(await ownSheet(store.db, mine!.audit.id, people.hal.id)).toBeNull();
    const answer = { ...emptyAnswer("VC1"), score: 3 };
    expect(await saveAnswer(store, people.hal, mine!.audit.id, answer, 0, AT)).toEqual({ ok: false, why: "gone" });
    expect(await submitAudit(store, people.hal, mine!.audit.id, AT)).toMatchObject({ ok: false, why: "gone" });
    expect((await ownSheet(store.db, mine!.audit.id, people.eve.id))!.answers.size).toBe(0);
  });

  it("a second window never overwrites the first, and a refused quote does not cost the level", async () => {
    const store = await open();
    const people = await area(store);
    const id = await cycle(store, people.lead);
    await assign(store, people, id);
    await moveCycle(store, people.lead, id, "scoring", AT);
    const auditId = (await ownAudits(store.db, people.eve.id))[0]!.audit.id;
    const save = (score: number, basedOn: number, words = "clear") =>
      saveAnswer(
        store,
        people.eve,
        auditId,
        { ...emptyAnswer("VC1"), score, quotes: [{ section: "A", page: 2, words }] },
        basedOn,
        AT,
      );
    expect(await save(3, 0)).toMatchObject({ ok: true, version: 1 });
    expect(await save(1, 0)).toMatchObject({ ok: false, why: "changed", theirs: { score: 3, version: 1 } });
    expect(await save(2, 1, "write to mum@example.org")).toMatchObject({
      ok: true,
      version: 2,
      problems: [{ field: "quotes[0].words" }],
    });
    const kept = (await ownSheet(store.db, auditId, people.eve.id))!.answers.get("VC1")!;
    expect([kept.score, kept.quotes]).toEqual([2, [{ section: "A", page: 2, words: "clear" }]]);
    expect(await submitAudit(store, people.eve, auditId, AT)).toMatchObject({ ok: false, why: "unfinished" });
  });

  it("moderation stays shut while one audit of the plan is missing, and a handed-back plan can be given to another", async () => {
    const store = await open();
    const people = await area(store);
    const id = await cycle(store, people.lead, 3);
    await assign(store, people, id);
    await moveCycle(store, people.lead, id, "scoring", AT);
    const { audit } = (await ownAudits(store.db, people.eve.id))[0]!;
    await scoreAll(store, people.eve, audit.id, () => 2);
    await submitAudit(store, people.eve, audit.id, AT);
    expect(await cockpitOf(store.db, id, audit.sampledCaseId)).toMatchObject({ ok: false, why: "blind" });
    expect((await reopenAudit(store, people.lead, id, audit.id, "Ring 0113 496 0000", AT)).ok).toBe(false);
    expect((await reopenAudit(store, people.lead, id, audit.id, "HS4 has no quote", AT)).ok).toBe(true);
    expect((await ownSheet(store.db, audit.id, people.eve.id))!.audit.reopenedReason).toBe("HS4 has no quote");
    expect(await handBack(store, people.hal, audit.id, "I know the family", AT)).toMatchObject({ ok: false });
    expect(await handBack(store, people.eve, audit.id, "I know the family", AT)).toEqual({ ok: true });
    expect((await ownAudits(store.db, people.eve.id)).some((a) => a.audit.id === audit.id)).toBe(false);
  });

  it("the database itself refuses to rewrite the trail, a published rubric and what a panel settled", async () => {
    const store = await open();
    const people = await area(store);
    await cycle(store, people.lead);
    const { trail, rubrics } = store.tables;
    await expect(store.transaction((tx) => tx.update(trail).set({ sentence: "x" }))).rejects.toThrow();
    await expect(store.transaction((tx) => tx.delete(trail))).rejects.toThrow();
    await expect(store.transaction((tx) => tx.update(rubrics).set({ title: "x" }).where(sql`1 = 1`))).rejects.toThrow();
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });
});
