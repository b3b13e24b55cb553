import { expect, it } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { learningReport } from "#audits/reports/learning-report.ts";
import { cycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import { type Criterion, levelsOf, type RubricDocument } from "#audits/rubric/document.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { rubricDocument } from "#audits/rubric/schema.ts";
import { samePlaces, assignAll } from "#db/assignments.ts";
import { auditsOf, ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import { cycleOf, drawSample, moveCycle, openCycle } from "#db/cycles.ts";
import { cockpitOf, moderationList, settle, signOff } from "#db/moderations.ts";
import { actorOf } from "#db/people.ts";
import { evidenceOf } from "#db/results.ts";
import { currentCodebook, publishedRubrics, publishRubric } from "#db/rubrics.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import type { Store } from "#db/store.ts";
import { checkView } from "~/server/check-audit.server.ts";
import { cockpitView } from "~/server/moderation.server.ts";
import { sheetView } from "~/server/score-sheet.server.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

/** A rubric of shapes that no shipped one has: a profile over parts of domains, three scales, no "cannot tell", NA for the panel. */
const PROFILE: RubricDocument = (() => {
  const levels = (key: string, count: number) => ({
    key,
    title: key,
    levels: Array.from({ length: count }, (_, i) => ({
      key: `${key}${i}`,
      label: `${key} ${i}`,
      short: `${i}`,
      value: i,
    })),
  });
  const c = (key: string, domain: string, scale: string, more = {}) => ({
    key,
    domain,
    title: `Title ${key}`,
    question: `What of ${key}?`,
    scale,
    evidenceAt: [`${scale}0`],
    ...more,
  });
  return rubricDocument.parse({
    format: "ehc-rubric/1",
    key: "profile",
    version: "1.0.0",
    title: "Profile",
    about: "Mixed scales and no grade.",
    legalRegime: "cfa_2014",
    validFrom: "2014-09-01",
    levelOrder: "worst_first",
    sections: [{ key: "F", label: "F" }],
    scales: [levels("two", 2), levels("eleven", 11), levels("three", 3)],
    grades: [
      { key: "met", label: "Met", short: "M", min: 50 },
      { key: "not_met", label: "Not met", short: "N", min: 0 },
    ],
    goodFrom: "met",
    modules: [{ key: "main", title: "Main" }],
    mainModule: "main",
    scoring: { method: "profile" },
    domains: [
      { key: "W", module: "main", title: "Whole", shortTitle: "Whole" },
      { key: "P1", module: "main", parent: "W", title: "Part one", shortTitle: "One" },
      { key: "P2", module: "main", parent: "W", title: "Part two", shortTitle: "Two" },
    ],
    criteria: [
      c("A1", "P1", "two", { cannotTell: false }),
      c("A2", "P1", "eleven"),
      c("A3", "P2", "three", { notApplicable: { allowed: true, rule: "Never mind.", decidedBy: "panel" } }),
    ],
  });
})();

async function area(store: Store) {
  await setUpArea(
    store,
    { name: "Testshire", partners: "", concernContacts: [], demonstration: false },
    [{ id: "org", name: "Council", agency: "education" }],
    AT,
  );
  const person = async (name: string, role: "quality_lead" | "auditor", agency: "education" | "health" | null) => {
    const membership = { organisationId: "org", role, agency };
    const email = `${name}@testshire.example`;
    const id = await addPerson(
      store,
      { id: null, name: "Set-up" },
      { name, email, password: null, memberships: [membership] },
      AT,
    );
    return (await actorOf(store.db, id, AT)) as Actor;
  };
  const people = {
    lead: await person("lead", "quality_lead", null),
    eve: await person("eve", "auditor", "education"),
    hal: await person("hal", "auditor", "health"),
  };
  await store.transaction(async (tx) => {
    await tx.insert(tx.tables.imports).values({ id: "imp_1", status: "kept", files: [], startedAt: AT });
    await tx.insert(tx.tables.cases).values(
      [3, 9].map((yearGroup, i) => ({
        id: `cas_${i}`,
        pseudonym: String(i).padStart(32, "0"),
        reference: `C-000${i + 1}`,
        legalRegime: "cfa_2014",
        planType: "existing" as const,
        planDate: "2024-05-01",
        phase: i ? ("secondary" as const) : ("primary" as const),
        yearGroup,
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

/** The level that an auditor gives: the second best, and for one auditor the lowest of every fourth criterion. */
function levelFor(rubric: RubricDocument, c: Criterion, i: number, low: boolean): number {
  const values = levelsOf(rubric, c)
    .map((l) => l.value)
    .sort((a, b) => b - a);
  return (low && i % 4 === 0 ? values.at(-1) : values[Math.min(1, values.length - 1)]) ?? 0;
}

forEachEngine((_name, open) => {
  it("a cycle on each kind of rubric goes through sheet, moderation, results and report", async () => {
    const store = await open();
    const { lead, eve, hal } = await area(store);
    await publishRubric(store, lead, PROFILE, AT);
    const rubrics = await publishedRubrics(store.db);
    expect(rubrics.map((r) => r.key).sort()).toEqual([...SHIPPED_RUBRICS.map((r) => r.key), "profile"].sort());
    const codebook = await currentCodebook(store.db);

    for (const { id: rubricId, document: rubric } of rubrics) {
      const id = await openCycle(
        store,
        lead,
        {
          title: rubric.title,
          question: "",
          rubricId,
          codebookId: codebook.id,
          shortForm: rubric.key === "ehc-plan-full",
          modules: rubric.modules.map((m) => m.key).sort((a) => (a === rubric.mainModule ? -1 : 0)),
          limitsMode: "applied",
          periodFrom: "2026-01-01",
          periodTo: "2026-10-31",
          scoringOpens: "2026-11-02",
          scoringDue: "2026-11-27",
          moderationOn: null,
        },
        AT,
      );
      const design = { ...PLAIN_DESIGN, size: 2 };
      expect(await drawSample(store, lead, id, design, "", AT)).toEqual({ ok: true });
      const cycle = (await cycleOf(store.db, id))!;
      await assignAll(store, lead, cycle, samePlaces([eve.id, hal.id], 2), AT);
      expect(await moveCycle(store, lead, id, "scoring", AT)).toEqual({ ok: true });

      for (const { audit } of await auditsOf(store.db, id)) {
        const who = audit.auditorId === eve.id ? eve : hal;
        const sheet = (await ownSheet(store.db, audit.id, who.id))!;
        expect(sheet.asked.length, rubric.key).toBeGreaterThan(0);
        for (const [i, c] of sheet.asked.entries()) {
          expect(sheetView(sheet, c, codebook.document).criterion.levels.length).toBe(levelsOf(rubric, c).length);
          const na = c.notApplicable.decidedBy === "panel" && c.notApplicable.allowed;
          const score = na ? ("NA" as const) : levelFor(rubric, c, i, who === hal);
          const quotes = [{ section: rubric.sections[0]?.key ?? "", page: 1, words: "[Child] has help." }];
          const answer = { ...emptyAnswer(c.key), score, quotes, reason: na ? "Nothing is advised" : "" };
          expect(await saveAnswer(store, who, audit.id, answer, 0, later(1))).toMatchObject({ ok: true, problems: [] });
        }
        const view = checkView((await ownSheet(store.db, audit.id, who.id))!);
        expect(view.grades.map((g) => g.title)).toContain(
          rubric.modules.find((m) => m.key === rubric.mainModule)?.title,
        );
        expect(await submitAudit(store, who, audit.id, later(2)), rubric.key).toEqual({ ok: true });
      }
      expect(await moveCycle(store, lead, id, "moderation", later(3))).toEqual({ ok: true });

      for (const { sampled } of await moderationList(store.db, id)) {
        const verdict = await cockpitOf(store.db, id, sampled.id);
        if (!verdict.ok) throw new Error(verdict.why);
        const { queue } = verdict.cockpit.moderation;
        // What only the panel may leave out is on the table although both auditors left it out.
        for (const { criterion, group } of queue)
          if (criterion.notApplicable.decidedBy === "panel") expect(group).toBe("na_to_confirm");
        for (const { criterion, views } of queue) {
          expect(cockpitView(verdict.cockpit, criterion.key, true).current?.key).toBe(criterion.key);
          const agreed = views[0]?.answer.score ?? null;
          const settled = { criterion: criterion.key, agreed, reason: "The panel read it together", finding: "" };
          expect(await settle(store, lead, id, sampled.id, settled, [lead.id], later(4)), criterion.key).toEqual({
            ok: true,
          });
        }
        expect(await signOff(store, lead, id, sampled.id, [lead.id], later(5))).toEqual({ ok: true });
      }
      expect(await moveCycle(store, lead, id, "feedback", later(6))).toEqual({ ok: true });

      const evidence = (await evidenceOf(store.db, id))!;
      const grades = evidence.plans.map((p) => p.result?.modules[0]);
      expect(grades.every((g) => g?.status === "final")).toBe(true);
      expect(grades.every((g) => (g?.grade === null) === (rubric.scoring.method === "profile"))).toBe(true);
      const figures = cycleFigures(evidence, [], "2026-11-30");
      expect(figures.grades.after).toHaveLength(rubric.grades.length);
      expect(figures.domains.length).toBe(rubric.domains.length);
      if (rubric.scoring.method === "profile") {
        // A profile has no grade of the plan to count; each plan has a grade of its parts that apply.
        expect([figures.grades.n, figures.grades.notGraded]).toEqual([0, 2]);
        for (const g of grades)
          expect([g?.domains.W?.graded, g?.domains.P1?.graded, g?.domains.P2?.graded]).toEqual([true, true, false]);
      } else expect([figures.grades.n, figures.grades.notGraded]).toEqual([2, 0]);
      for (const view of [figures, published(figures)]) expect(learningReport(view).blocks.length).toBeGreaterThan(5);
    }
  }, 240_000);
});
