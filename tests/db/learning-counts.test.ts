import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { readMeasure } from "#audits/actions/measure.ts";
import { caseSeries, stepsOfYear, caseYears } from "#audits/learning/series.ts";
import { caseloadTimes } from "#audits/results/caseload.ts";
import { countedPlans } from "#audits/results/counted.ts";
import { publishedCycleThemes } from "#audits/results/cycle-themes.ts";
import { published } from "#audits/results/published.ts";
import { measurableOf } from "#db/action-evidence.ts";
import { findingsBehind } from "#db/action-findings.ts";
import { caseloadOf } from "#db/caseload.ts";
import { existingCases, existingJourneys } from "#db/cases.ts";
import { themesOfCycle } from "#db/cycle-themes.ts";
import { cyclesOut } from "#db/cycles.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { figuresOfCycle } from "#db/figures.ts";
import { evidenceOf } from "#db/results.ts";
import { forEachEngine } from "./engines.ts";

/** What the database adds up for pages is what the same evidence gives when it is read plan by plan. */
const TODAY = "2026-11-22";

forEachEngine((name, open) => {
  it(`counts of every cycle of the demonstration are those of its evidence, on ${name}`, {
    timeout: 240_000,
  }, async () => {
    const store = await open({ timeLimit: 200_000 });
    await loadDemonstration(store, {
      pseudonymOf: (identity) => createHmac("sha256", "key").update(identity).digest("hex").slice(0, 32),
      progress: () => {},
    });
    const { db } = store;
    const cycles = await cyclesOut(db);
    expect(cycles.length).toBeGreaterThan(2);
    let compared = 0;
    for (const cycle of cycles) {
      const figures = (await figuresOfCycle(db, cycle.id, TODAY))!;
      const themes = await themesOfCycle(db, cycle);
      expect(themes.themes).toEqual(figures.themes);
      expect(themes.grades.n).toBe(figures.grades.n);
      expect(themes.sample.method).toBe(figures.sample.method);
      expect(figures.beside).toMatchObject(themes.beside);
      if (themes.beside.compared) compared++;
      const [safe, whole] = [publishedCycleThemes(themes), published(figures)];
      expect(safe.themes).toEqual(whole.themes);
      expect(safe.beside.signedOff).toBe(whole.beside.signedOff);

      const evidence = (await evidenceOf(db, cycle.id, false))!;
      const { counted, signedOff } = countedPlans(evidence);
      const source = (await measurableOf(db, cycle, { themes: true, criteria: "all" }))!;
      expect(source.counts.n).toBe(counted.length);
      expect(source.counts.signedOff).toBe(signedOff);
      const { limitsMode, before, after } = figures.grades;
      expect(source.counts.grades).toEqual(limitsMode === "applied" ? after : before);
      expect([...source.counts.domains.values()]).toEqual(figures.domains.map((domain) => domain.counts));
      for (const { code, share } of figures.themes)
        expect(source.counts.themes?.get(code) ?? 0).toBe("count" in share ? share.count : -1);
      const criterion = source.rubric.criteria[0]!;
      const levels = counted.map(({ result }) => result.scores[criterion.key]);
      expect(
        source.counts.criteria!.filter(({ key }) => key === criterion.key).reduce((sum, row) => sum + row.count, 0),
      ).toBe(levels.filter((level) => level !== undefined && level !== null).length);
      const grade = { kind: "grade" as const, atLeast: source.rubric.goodFrom };
      const read = readMeasure(source, grade);
      if (read.ok) {
        expect(read.value).toMatchObject({
          count: figures.grades.good && "count" in figures.grades.good ? figures.grades.good.count : -1,
        });
        expect(read.value.open).toBe(!("hidden" in whole.grades.good));
      }

      const code = figures.themes.find(({ polarity }) => polarity === "improvement")!.code;
      const behind = await findingsBehind(db, cycle, { kind: "theme", code }, 1, 1_000);
      const own = evidence.plans
        .filter(({ result }) => result)
        .flatMap((plan) =>
          plan.audits.flatMap(({ answers }) =>
            answers.flatMap(({ finding }) =>
              finding?.themes.includes(code) ? [`${plan.reference} ${finding.words}`] : [],
            ),
          ),
        );
      expect(behind.found.map(({ reference, words }) => `${reference} ${words}`).sort()).toEqual(own.sort());
      expect(behind.total).toBe(own.length);
      const [second] = (await findingsBehind(db, cycle, { kind: "theme", code }, 2, 1)).found;
      expect(second).toEqual(behind.found[1]);
    }
    expect(compared).toBeGreaterThan(0);

    const caseload = (await caseloadOf(db))!;
    const records = {
      journeys: await existingJourneys(db),
      cases: (await existingCases(db)).map(({ record }) => record),
      referenceDate: caseload.referenceDate,
    };
    const year = caseYears(caseload).at(-1)!;
    expect(stepsOfYear(caseload, year)).toEqual(caseloadTimes(records)!.measures);
    expect(await caseloadOf(db)).toBe(caseload);
    const series = caseSeries("timeliness.plan_20_weeks", caseload);
    expect(caseSeries("timeliness.plan_20_weeks", caseload)).toBe(series);
    const [one] = await db.select().from(db.tables.cases).limit(1);
    await store.transaction(async (tx) => {
      const { cases } = tx.tables;
      await tx
        .update(cases)
        .set({ requestDate: "2019-01-01", version: one!.version + 1 })
        .where(eq(cases.id, one!.id));
    });
    const later = (await caseloadOf(db))!;
    expect(later).not.toBe(caseload);
    expect(later.cases.find(({ pseudonym }) => pseudonym === one!.pseudonym)?.requestDate).toBe("2019-01-01");
    expect(caseSeries("timeliness.plan_20_weeks", later)).not.toBe(series);
  });
});
