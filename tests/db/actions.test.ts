import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Promised } from "#audits/actions/promise.ts";
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import type { PlanResult } from "#audits/panel/result.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { publishedCard } from "#audits/scorecard/card.ts";
import { domainsOf } from "#audits/rubric/document.ts";
import { gradeModule } from "#audits/rubric/grade-plan.ts";
import type { Agency, Role } from "#audits/vocabulary.ts";
import { cyclesAfter, effectBy, readingOf, reauditFacts } from "#db/action-evidence.ts";
import { actionReminders, ownersOf } from "#db/action-people.ts";
import { actionsInReport } from "#db/action-report.ts";
import {
  actionFor,
  actionHistory,
  actionsFor,
  addEntry,
  changePromise,
  chooseTest,
  entriesOf,
  moveAction,
  openAction,
  recordEffect,
} from "#db/actions.ts";
import { type Cycle, cycleOf, drawSample, openCycle, sampleOf } from "#db/cycles.ts";
import { addSource, enterCount, ofSource, periodCounts, sourcesOf } from "#db/learning-sources.ts";
import { actorOf } from "#db/people.ts";
import { keepMissingPlanResults } from "#db/plan-results.ts";
import { currentCodebook, publishedRubrics } from "#db/rubrics.ts";
import { cardOf, enterOutcomes, outcomesOf } from "#db/scorecard.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { NothingChanged, type Store } from "#db/store.ts";
import { eventsAbout } from "#db/trail.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");
const TODAY = "2026-11-22";
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

async function area(store: Store) {
  await setUpArea(
    store,
    { name: "Testshire", partners: "Testshire Council and others", concernContacts: [], demonstration: false },
    [{ id: "org", name: "Testshire Council", agency: "education" }],
    AT,
  );
  const person = async (name: string, role: Role, agency: Agency | null = null): Promise<Actor> => {
    const memberships = [{ organisationId: "org", role, agency }];
    const email = `${name.toLowerCase()}@testshire.example`;
    const id = await addPerson(store, { id: null, name: "Set-up" }, { name, email, password: null, memberships }, AT);
    return (await actorOf(store.db, id, AT)) as Actor;
  };
  const people = {
    lead: await person("Lead", "quality_lead"),
    health: await person("Health", "service_manager", "health"),
    care: await person("Care", "service_manager", "social_care"),
    board: await person("Board", "board_member"),
    auditor: await person("Eve", "auditor", "education"),
  };
  await store.transaction(async (tx) => {
    await tx.insert(tx.tables.imports).values({ id: "imp_1", status: "kept", files: [], startedAt: AT });
    await tx.insert(tx.tables.cases).values(
      Array.from({ length: 40 }, (_, i) => ({
        id: `cas_${i}`,
        pseudonym: String(i).padStart(32, "0"),
        reference: `C-${String(i + 1).padStart(4, "0")}`,
        legalRegime: "cfa_2014",
        planType: "existing" as const,
        planDate: i % 2 ? "2026-10-01" : "2024-05-01",
        phase: "primary" as const,
        yearGroup: 3,
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

/** A closed cycle of 20 plans drawn at random, of which the first `good` have every level at good and the others below. */
async function closedCycle(store: Store, lead: Actor, title: string, opens: string, good: number): Promise<Cycle> {
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-full");
  if (!rubric) throw new Error("No rubric ships");
  const id = await openCycle(
    store,
    lead,
    {
      title,
      question: "",
      rubricId: rubric.id,
      codebookId: (await currentCodebook(store.db)).id,
      shortForm: false,
      modules: ["plan"],
      limitsMode: "applied",
      periodFrom: "2026-01-01",
      periodTo: "2026-12-31",
      scoringOpens: opens,
      scoringDue: opens,
      moderationOn: null,
    },
    AT,
    title,
  );
  const drawn = await drawSample(store, lead, id, { ...PLAIN_DESIGN, size: 20, minimum: 0 }, "", AT);
  if (!drawn.ok) throw new Error(drawn.sentence);
  const asked = domainsOf(rubric.document, "plan").flatMap((d) => d.criteria);
  const sample = await sampleOf(store.db, id);
  await store.transaction(async (tx) => {
    for (const [i, sampled] of sample.entries()) {
      const scores = Object.fromEntries(asked.map((c) => [c.key, i < good ? 2 : 1]));
      const graded = gradeModule(rubric.document, "plan", asked, new Map(Object.entries(scores)), "applied");
      const result: PlanResult = { scores, bothViews: [], modules: [graded], method: "grade/1" };
      await tx
        .insert(tx.tables.moderations)
        .values({ sampledCaseId: sampled.id, present: [], signedOffBy: lead.id, signedOffAt: AT, result, version: 1 });
    }
    await tx.update(tx.tables.cycles).set({ status: "closed", closedAt: AT }).where(eq(tx.tables.cycles.id, id));
  });
  await keepMissingPlanResults(store);
  return (await cycleOf(store.db, id)) as Cycle;
}

const promise = (ownerId: string): Promised => ({
  title: "Write provision that a school could staff",
  steps: "A template\nTwo workshops",
  ownerId,
  withWhom: "",
  services: ["health"],
  target: 60,
  dueOn: "2026-11-25",
  next: "",
});
const EP2 = { kind: "criterion", key: "EP2", atLeast: "good" } as const;

async function opened(store: Store, lead: Actor, cycle: Cycle, ownerId: string) {
  const read = await readingOf(store.db, cycle, EP2);
  if (!read.ok) throw new Error(read.sentence);
  const given = { promise: promise(ownerId), measure: read.named, baseline: read.reading, sourceId: null };
  return openAction(store, lead, given, AT);
}

forEachEngine((_name, open) => {
  it("actions run from a baseline through evidence to an effect that a later cycle tells", async () => {
    const store = await open();
    const { lead, health } = await area(store);
    const spring = await closedCycle(store, lead, "Spring", "2026-04-13", 5);
    const autumn = await closedCycle(store, lead, "Autumn", "2026-10-01", 15);
    const id = await opened(store, lead, spring, health.id);
    const now = async () => (await actionFor(store.db, lead, id))!.action;
    expect(await now()).toMatchObject({ number: 1, status: "proposed", baseline: { count: 5, n: 20, open: true } });
    expect((await cyclesAfter(store.db, spring.scoringDue)).map((c) => c.title)).toEqual(["Autumn"]);

    const move = async (by: Actor, to: "agreed" | "in_progress" | "done" | "closed", minutes: number) =>
      moveAction(store, by, { id, version: (await now()).version }, { to, reason: "", today: TODAY }, later(minutes));
    expect(await move(lead, "agreed", 1)).toEqual({ ok: true });
    expect(await move(health, "in_progress", 2)).toEqual({ ok: true });
    expect((await move(health, "done", 3)).ok).toBe(false);
    const evidence = { kind: "evidence" as const, words: "Template in use", link: null, agency: null, response: null };
    expect(await addEntry(store, health, id, evidence, later(4))).toMatch(/^ent_/);
    expect(await move(health, "done", 5)).toEqual({ ok: true });
    expect((await move(lead, "closed", 6)).ok).toBe(false);

    const seen = async () => ({ id, version: (await now()).version });
    expect(await chooseTest(store, lead, await seen(), autumn, later(7))).toEqual({ ok: true });
    const effect = await effectBy(store.db, await now(), autumn);
    if (!effect.ok) throw new Error(effect.sentence);
    expect(effect.value).toMatchObject({ outcome: "effective", after: { count: 15, n: 20 } });
    expect(await recordEffect(store, lead, await seen(), { effect: effect.value, on: TODAY }, later(8))).toEqual({
      ok: true,
    });
    expect((await recordEffect(store, lead, await seen(), { effect: effect.value, on: TODAY }, later(9))).ok).toBe(
      false,
    );
    // A target that moves after the test would rewrite the finding.
    const softer = { ...promise(health.id), target: 50 };
    expect((await changePromise(store, lead, await seen(), softer, later(10))).ok).toBe(false);
    expect(await move(lead, "closed", 11)).toEqual({ ok: true });

    expect((await actionHistory(store.db, id)).map((h) => `${h.by} ${h.words}`)).toEqual([
      "Lead opened",
      "Lead marked as agreed",
      "Health marked as in progress",
      "Health marked as done",
      "Lead chose Autumn as the re-audit",
      "Lead recorded the effect",
      "Lead closed",
    ]);
    const both = (await sampleOf(store.db, spring.id)).map((s) => s.caseId);
    const sample = await sampleOf(store.db, autumn.id);
    expect(await reauditFacts(store.db, autumn.id, spring.id)).toEqual({
      plans: 20,
      again: sample.filter((s) => both.includes(s.caseId)).length,
    });
    const ofSpring = await actionsInReport(store.db, spring, "published");
    expect(ofSpring.earlier).toEqual([]);
    expect(ofSpring.own).toMatchObject([{ name: "A-01", baseline: "25% (11 to 47), 5 of 20", owner: "Health" }]);
    const { own, earlier } = await actionsInReport(store.db, autumn, "published");
    expect(own).toEqual([]);
    expect(earlier).toMatchObject([{ name: "A-01", standing: "Closed", owner: "Health", here: true }]);
    expect(earlier[0]?.found).toMatch(/^It worked\./);
    expect((await actionsInReport(store.db, autumn, "published", "social_care")).earlier).toEqual([]);
    const [everybodys] = (await actionsInReport(store.db, autumn, "published", null, "organisations")).earlier;
    expect(everybodys).toMatchObject({ name: "A-01", owner: "Testshire Council" });
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });

  it("actions are seen and changed only by whom they are for", async () => {
    const store = await open();
    const { lead, health, care, board, auditor } = await area(store);
    const spring = await closedCycle(store, lead, "Spring", "2026-04-13", 5);
    const id = await opened(store, lead, spring, lead.id);
    const ids = async (by: Actor) => (await actionsFor(store.db, by)).map((a) => a.action.id);
    for (const by of [lead, health, board]) expect(await ids(by)).toEqual([id]);
    for (const by of [care, auditor]) {
      expect(await ids(by)).toEqual([]);
      expect(await actionFor(store.db, by, id)).toBeNull();
    }
    const said = { words: "We can", link: null };
    const response = { kind: "response" as const, ...said, agency: "health" as const, response: "will_do" as const };
    const comment = { kind: "comment" as const, ...said, agency: null, response: null };
    expect(await addEntry(store, care, id, { ...response, agency: "social_care" }, AT)).toBeNull();
    expect(await addEntry(store, care, id, comment, AT)).toBeNull();
    expect(await addEntry(store, board, id, response, AT)).toBeNull();
    expect(await addEntry(store, health, id, { ...comment, kind: "evidence" }, AT)).toBeNull();
    expect(await addEntry(store, health, id, response, AT)).toMatch(/^ent_/);
    expect(await addEntry(store, board, id, comment, later(1))).toMatch(/^ent_/);
    expect((await entriesOf(store.db, id)).map((e) => `${e.by} ${e.kind}`)).toEqual([
      "Health response",
      "Board comment",
    ]);
    const moved = { to: "agreed" as const, reason: "", today: TODAY };
    for (const by of [health, board, auditor])
      expect((await moveAction(store, by, { id, version: 1 }, moved, AT)).ok).toBe(false);
    expect((await ownersOf(store.db, AT)).map((o) => o.name)).toEqual(["Board", "Care", "Health", "Lead"]);
  });

  it("actions tell the second of two people, keep their history and baseline, and remind who answers for them", async () => {
    const store = await open();
    const { lead, health } = await area(store);
    const spring = await closedCycle(store, lead, "Spring", "2026-04-13", 5);
    const id = await opened(store, lead, spring, health.id);
    const changed = { ...promise(health.id), title: "Another title" };
    expect(await changePromise(store, lead, { id, version: 1 }, changed, AT)).toEqual({ ok: true });
    await expect(changePromise(store, lead, { id, version: 1 }, promise(health.id), AT)).rejects.toThrow(
      NothingChanged,
    );
    expect((await actionHistory(store.db, id)).map((h) => h.kept.title)).toEqual([
      "Write provision that a school could staff",
      "Another title",
    ]);
    const { actions, actionVersions } = store.tables;
    const better = { ...(await actionFor(store.db, lead, id))!.action.baseline, count: 1 };
    await expect(
      store.transaction((tx) => tx.update(actions).set({ baseline: better }).where(eq(actions.id, id))),
    ).rejects.toThrow();
    await expect(store.transaction((tx) => tx.delete(actionVersions))).rejects.toThrow();

    expect(await actionReminders(store.db, "2026-11-10")).toEqual([]);
    expect(await actionReminders(store.db, TODAY)).toEqual([
      {
        personId: health.id,
        kind: "action_due",
        key: `${id}:2026-11-25`,
        sentence: "Action A-01, which you answer for, is due on 25 November 2026.",
        path: `/actions/${id}`,
      },
    ]);
    const [late] = await actionReminders(store.db, "2026-12-24");
    expect(late).toMatchObject({ kind: "action_overdue", key: `${id}:2026-11-25:2026-12` });
    for (const event of await eventsAbout(store.db, "action", id)) expect(event.sentence).not.toContain("title");
  });
  it("the scorecard is made from audits, reviews and typed counts, a correction taking the place of what was wrong", async () => {
    const store = await open();
    const { lead } = await area(store);
    await closedCycle(store, lead, "Spring", "2026-04-13", 5);
    await closedCycle(store, lead, "Autumn", "2026-10-01", 15);
    const outcomes = { from: "2026-04-01", to: "2026-07-31", phase: null, reviews: 60, narrative: "Waits for therapy" };
    await enterOutcomes(store, lead, { ...outcomes, met: 8, partly: 30, notMet: 10 }, AT);
    await enterOutcomes(store, lead, { ...outcomes, met: 80, partly: 30, notMet: 10 }, later(1));
    expect((await outcomesOf(store.db)).map((o) => o.met)).toEqual([80]);
    expect(await store.db.select().from(store.tables.outcomeCounts)).toHaveLength(2);
    await enterCount(
      store,
      lead,
      "indicator:training",
      { from: "2026-07-01", to: "2026-09-30", count: 3, of: null },
      AT,
    );

    const card = await cardOf(store.db, TODAY);
    const row = (key: string) => card.rows.find((r) => r.indicator.key === key);
    expect(row("case_audits")?.points.at(-1)?.value).toEqual({ kind: "count", count: 40 });
    const voice = row("plans_voice");
    expect(voice?.points.map((p) => [p.label, p.value.kind === "share" && p.value.share])).toMatchObject([
      ["Spring", { count: 5, n: 20 }],
      ["Autumn", { count: 15, n: 20 }],
    ]);
    expect(voice?.change?.verdict).toBe("better");
    expect(row("outcomes_met")?.points.at(-1)?.value).toMatchObject({ share: { count: 80, n: 120 } });
    expect(row("reviews_voice")?.why).toMatch(/No cycle/);
    const published = publishedCard(card);
    expect(JSON.stringify(published.rows.find((r) => r.indicator.key === "training"))).toContain('"hidden":true');
    await expect(store.transaction((tx) => tx.delete(store.tables.outcomeCounts))).rejects.toThrow();
  });

  it("learning sources keep themes of complaints and appeals with counts for a time", async () => {
    const store = await open();
    const { lead } = await area(store);
    const source = { kind: "tribunal" as const, title: "Section F", words: "", theme: "EP-VAGUE" };
    const id = await addSource(store, lead, source, AT);
    const period = { from: "2026-07-01", to: "2026-09-30" };
    await enterCount(store, lead, ofSource(id), { ...period, count: 6, of: 14 }, AT);
    await enterCount(store, lead, ofSource(id), { ...period, count: 5, of: 14 }, later(1));
    expect((await sourcesOf(store.db)).map((s) => s.title)).toEqual(["Section F"]);
    expect((await periodCounts(store.db)).get(ofSource(id))).toEqual([{ ...period, count: 5, of: 14 }]);
    const said = (await eventsAbout(store.db, "learning_source", ofSource(id))).map((e) => e.sentence);
    expect(said).toEqual([
      "Lead entered a count for 1 July to 30 September 2026.",
      "Lead corrected a count for 1 July to 30 September 2026.",
    ]);
  });
});
