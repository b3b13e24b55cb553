import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyPassword } from "better-auth/crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemsIn, thingsToFinish } from "#audits/panel/answer.ts";
import { agreementOnPlan } from "#audits/panel/moderation.ts";
import { type PlanResult, planResult } from "#audits/panel/result.ts";
import { type Criterion, criterionOf } from "#audits/rubric/document.ts";
import { compareViews, publishedFamily } from "#audits/family/differences.ts";
import { packState } from "#audits/feedback/life.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { SHIPPED_CODEBOOK } from "#audits/themes/library/shipped.ts";
import { PHASES } from "#audits/vocabulary.ts";
import { answersOf, ownAudits, ownSheet } from "#db/audits.ts";
import { casesOf, importsOf } from "#db/cases.ts";
import { cycleOf, cyclesOf, sampleOf } from "#db/cycles.ts";
import { DEMO_CYCLE, DEMO_PERSON, demoAuditId } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { DEMO_PEOPLE, demoActor } from "#db/demo/people.ts";
import { wordsOn } from "#db/demo/words.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { familiesHeard } from "#db/family-answers.ts";
import { packsSentTo } from "#db/feedback-received.ts";
import { type Cockpit, cockpitOf } from "#db/moderations.ts";
import { earlierCycles, evidenceOf } from "#db/results.ts";
import { figuresOfCycle } from "#db/figures.ts";
import { roundOf, roundsOf } from "#db/calibrations.ts";
import { roundView } from "~/server/calibration.server.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { forEachEngine } from "./engines.ts";

const TODAY = new Date("2026-11-22T09:00:00Z");
const load = (store: Store, key = "demonstration") =>
  loadDemonstration(store, {
    pseudonymOf: (identity) => createHmac("sha256", key).update(identity).digest("hex").slice(0, 32),
    progress: () => {},
  });

const folder = mkdtempSync(join(tmpdir(), "ehc-demo-"));
let store: Store;

beforeAll(async () => {
  const file = join(folder, "demo.sqlite");
  await migrateDatabase({ file, guards: GUARDS, now: TODAY });
  store = await openDatabase(defineSchema, { file });
  await load(store);
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Every row of every table, without what differs from one copy to the next: random ids, salts, and hashes over them. */
async function rowsOf(of: Store): Promise<Record<string, string[]>> {
  const tables = Object.entries(of.tables).map(async ([name, table]) => {
    const rows = await of.db.select().from(table);
    const told = rows.map((row) =>
      JSON.stringify(row, (key, value) =>
        ["password", "hash", "previousHash", "salt", "commitment", "tokenHash"].includes(key) ? undefined : value,
      ),
    );
    return [name, told.map((row) => row.replace(/\b([a-z]{3})_[0-9a-hjkmnp-tv-z]{16}\b/g, "$1_")).sort()];
  });
  return Object.fromEntries(await Promise.all(tables));
}

/** The moderation of every plan of a cycle whose audits are all in. */
async function cockpits(cycleId: string): Promise<Cockpit[]> {
  const verdicts = await Promise.all(
    (await sampleOf(store.db, cycleId)).map((s) => cockpitOf(store.db, cycleId, s.id)),
  );
  return verdicts.flatMap((v) => (v.ok ? [v.cockpit] : []));
}

const summer = () => cockpits(DEMO_CYCLE.summer2026);
const mainGrade = ({ result }: Cockpit) => result.modules[0]!;

describe("the demonstration area", () => {
  it("has 731 cases in four phases, from a return and a supplement", async () => {
    const { cases, active } = await casesOf(store.db, 1, 1000);
    expect(active).toBe(731);
    expect(PHASES.map((phase) => cases.filter((c) => c.active && c.phase === phase).length)).toEqual([
      14, 245, 266, 206,
    ]);
    expect((await importsOf(store.db)).map((i) => [i.status, i.files.length])).toEqual([
      ["kept", 1],
      ["kept", 9],
    ]);
  });

  it("has three closed cycles, one in moderation and one in scoring", async () => {
    const cycles = await cyclesOf(store.db);
    expect(cycles.map(({ cycle, facts }) => [cycle.id, cycle.status, facts.sampled, facts.signedOff])).toEqual([
      [DEMO_CYCLE.winter2026, "scoring", 12, 0],
      [DEMO_CYCLE.autumn2026, "moderation", 16, 6],
      [DEMO_CYCLE.summer2026, "closed", 40, 40],
      [DEMO_CYCLE.spring2026, "closed", 30, 30],
      [DEMO_CYCLE.autumn2025, "closed", 24, 24],
    ]);
    const [winter, autumn] = cycles;
    expect(autumn?.facts.submitted).toBe(autumn?.facts.audits);
    expect(winter?.facts.submitted).toBeGreaterThan(0);
    expect(winter?.facts.submitted).toBeLessThan(winter?.facts.audits ?? 0);
  });

  it("lets one person of each role sign in, and one auditor of each agency", async () => {
    expect(DEMO_PEOPLE.map((p) => p.role)).toEqual([
      "quality lead",
      "panel chair",
      "education auditor",
      "health auditor",
      "social care auditor",
      "school auditor",
      "forum auditor",
      "plan writer",
      "service manager",
      "board member",
      "data officer",
      "inspector",
      "administrator",
    ]);
    const { people, accounts } = store.tables;
    const known = await store.db.select().from(people);
    const [account] = await store.db.select().from(accounts);
    expect(DEMO_PEOPLE.every((p) => known.some((k) => k.email === p.email && k.name === p.name))).toBe(true);
    expect(await verifyPassword({ hash: account?.password ?? "", password: DEMO_PEOPLE[0]!.password })).toBe(true);
  });

  it("has submitted audits in which nothing is left to finish, and no word that would be refused", async () => {
    const { audits, people } = store.tables;
    const rows = await store.db.select().from(audits);
    expect(rows.filter((a) => a.status === "submitted").length).toBeGreaterThan(200);
    for (const audit of rows) {
      const sheet = await ownSheet(store.db, audit.id, audit.auditorId);
      const answers = [...(sheet?.answers.values() ?? [])];
      const of = (key: string) => criterionOf(sheet!.rubric, key);
      expect(answers.flatMap((a) => problemsIn(sheet!.rubric, of(a.criterion), a))).toEqual([]);
      if (audit.status === "submitted") expect(thingsToFinish(sheet!.rubric, sheet!.asked, answers)).toEqual([]);
    }
    const names = (await store.db.select().from(people)).map((p) => p.name);
    const all = await answersOf(
      store.db,
      rows.map((a) => a.id),
    );
    const words = all
      .flatMap((a) => [a.reason, a.note, a.finding?.words ?? "", ...a.quotes.map((q) => q.words)])
      .join("\n");
    expect(words).not.toMatch(/[{}|<>]|undefined/);
    expect(names.filter((name) => words.includes(name))).toEqual([]);
  });

  it("has words on all 43 criteria of the plan: weak and strong quotes, findings of every theme that each criterion has", () => {
    const rubric = SHIPPED_RUBRICS[0]!;
    const domains = rubric.domains.filter((d) => d.module === rubric.mainModule).map((d) => d.key);
    const criteria = rubric.criteria.filter((c) => domains.includes(c.domain));
    expect(criteria).toHaveLength(43);
    const themes = (c: Criterion, polarity: string) =>
      c.themes.filter((code) => SHIPPED_CODEBOOK.themes.some((t) => t.code === code && t.polarity === polarity)).sort();
    const sections = rubric.sections.map((s) => s.key);
    for (const c of criteria) {
      const words = wordsOn(c.key);
      expect([...Object.values(words.poor), ...Object.values(words.thin)].flat().length).toBeGreaterThanOrEqual(2);
      const named = [words.poor, words.thin, words.strong].flatMap((quotes) => Object.keys(quotes));
      expect(named.filter((section) => !sections.includes(section))).toEqual([]);
      expect([c.key, Object.keys(words.improve).filter(Boolean).sort()]).toEqual([c.key, themes(c, "improvement")]);
      expect([c.key, Object.keys(words.praise).filter(Boolean).sort()]).toEqual([c.key, themes(c, "strength")]);
    }
  });

  it("codes findings to themes of their criterion: areas for improvement where it is weak, strengths where it is outstanding", async () => {
    const { audits } = store.tables;
    const rubric = (await summer())[0]!.rubric;
    const all = await answersOf(
      store.db,
      (await store.db.select().from(audits)).map((a) => a.id),
    );
    const found = all.flatMap((a) => (a.finding ? [{ ...a, finding: a.finding }] : []));
    expect(found.length).toBeGreaterThan(1000);
    for (const { criterion, score, finding } of found) {
      expect([criterion, score, finding.kind]).toEqual([criterion, score, score === 3 ? "strength" : "improvement"]);
      for (const code of finding.themes) {
        expect(criterionOf(rubric, criterion).themes).toContain(code);
        expect(SHIPPED_CODEBOOK.themes.find((t) => t.code === code)?.polarity).toBe(finding.kind);
      }
    }
  });

  it("keeps results that the product works out again from the audits and what was settled", async () => {
    for (const id of [DEMO_CYCLE.autumn2025, DEMO_CYCLE.summer2026, DEMO_CYCLE.autumn2026])
      for (const { row, result, moderation, settled, rubric, cycle, asked } of await cockpits(id)) {
        if (!row?.signedOffAt) continue;
        const { override, ...kept } = row.result as PlanResult;
        const agreed = new Map([...settled].map(([key, s]) => [key, s.agreed]));
        expect(kept).toEqual(planResult(rubric, cycle.modules, asked, moderation, agreed, cycle.limitsMode));
        expect(result).toEqual(row.result);
        expect(moderation.queue.filter((q) => !settled.has(q.criterion.key))).toEqual([]);
      }
  });

  it("has a trail without a break, in order of time up to today, and nothing under it that is later", async () => {
    expect(await verifyTrail(store.db)).toMatchObject({ brokenAt: null });
    const { trail, answers } = store.tables;
    const events = (await store.db.select().from(trail)).sort((a, b) => a.position - b.position);
    expect(events.filter((e, i) => i > 0 && e.at < events[i - 1]!.at)).toEqual([]);
    expect(events.at(-1)!.at < TODAY).toBe(true);
    expect((await store.db.select().from(answers)).filter((a) => a.savedAt > TODAY)).toEqual([]);
    const kinds = Map.groupBy(events, (e) => e.kind);
    expect(kinds.get("audit.submitted")!.length).toBeGreaterThan(240);
    expect(kinds.get("moderation.signed_off")).toHaveLength(100);
  });

  it("shows in summer about half of the plans good or better, a few outstanding, some inadequate", async () => {
    const grades = Map.groupBy(await summer(), (c) => mainGrade(c).grade);
    const count = (grade: string) => grades.get(grade)?.length ?? 0;
    expect(count("outstanding")).toBe(3);
    expect(count("good")).toBeGreaterThanOrEqual(16);
    expect(count("good")).toBeLessThanOrEqual(22);
    expect(count("inadequate")).toBe(6);
  });

  it("has auditors who mostly say the same, and nearly always within one level", async () => {
    const sums = { same: 0, one: 0, twoOrMore: 0 };
    for (const { rubric, moderation } of await summer()) {
      const { same, one, twoOrMore } = agreementOnPlan(rubric, moderation);
      sums.same += same;
      sums.one += one;
      sums.twoOrMore += twoOrMore;
    }
    const all = sums.same + sums.one + sums.twoOrMore;
    expect(sums.same / all).toBeGreaterThan(0.7);
    expect(sums.same / all).toBeLessThan(0.8);
    expect(sums.twoOrMore / all).toBeGreaterThan(0.02);
    expect(sums.twoOrMore / all).toBeLessThan(0.06);
  });

  it("has the hard cases: limits, an outstanding grade withheld, both views, a domain without evidence, full agreement", async () => {
    const plans = await summer();
    const fired = (id: string, because: string) => (c: Cockpit) =>
      mainGrade(c).fired.some((f) => f.id === id && (because === "" || f.because.includes(because)));
    const capped = plans.filter(fired("hard", "EP2"));
    expect(capped.some((c) => mainGrade(c).rawGrade === "good" && mainGrade(c).grade === "inadequate")).toBe(true);
    expect(plans.filter(fired("soft", "HS4")).length).toBe(8);
    expect(plans.filter(fired("three_soft", "")).length).toBe(1);
    const withheld = plans.filter((c) => mainGrade(c).rawGrade === "outstanding" && mainGrade(c).grade === "good");
    expect(withheld).toHaveLength(1);
    expect(plans.flatMap((c) => c.result.bothViews)).toHaveLength(1);
    expect(plans.filter((c) => mainGrade(c).domains.PA?.graded === false)).toHaveLength(2);
    expect(plans.some((c) => c.moderation.queue.length === 0)).toBe(true);
    expect(plans.filter((c) => c.auditors.length === 3)).toHaveLength(8);
    const groups = new Set(plans.flatMap((c) => c.moderation.queue.map((q) => q.group)));
    expect([...groups].sort()).toEqual(["cannot_tell", "limit", "na_against_level", "one_apart", "two_apart"]);
  });

  it("has a group of three plans, a plan replaced by a reserve, and letters of Welsh and Polish", async () => {
    const evidence = await evidenceOf(store.db, DEMO_CYCLE.summer2026);
    expect(evidence?.plans.filter((p) => p.stratum === "Early years")).toHaveLength(3);
    expect(evidence?.replaced).toHaveLength(1);
    const words = JSON.stringify(evidence?.plans);
    expect(words).toMatch(/[ŵŷ]/);
    expect(words).toMatch(/[łśż]/);
  });

  it("shows copied text falling from spring to summer, and vague provision staying common", async () => {
    const share = async (cycleId: string, theme: string) => {
      const plans = (await evidenceOf(store.db, cycleId))!.plans;
      const withTheme = plans.filter((p) =>
        p.audits.some((a) => a.answers.some((answer) => answer.finding?.themes.includes(theme))),
      );
      return withTheme.length / plans.length;
    };
    expect(await share(DEMO_CYCLE.spring2026, "PN-GENERIC")).toBeGreaterThan(0.4);
    expect(await share(DEMO_CYCLE.summer2026, "PN-GENERIC")).toBeLessThan(0.25);
    for (const id of [DEMO_CYCLE.autumn2025, DEMO_CYCLE.spring2026, DEMO_CYCLE.summer2026])
      expect(await share(id, "EP-VAGUE")).toBeGreaterThan(0.5);
  });

  it("has one sheet half done, one reopened and several not started for the education auditor", async () => {
    const own = (await ownAudits(store.db, DEMO_PERSON.educationAuditor)).filter(
      (a) => a.cycle.id === DEMO_CYCLE.winter2026,
    );
    expect(own.filter((a) => a.audit.status === "assigned").length).toBeGreaterThanOrEqual(2);
    expect(own.filter((a) => a.audit.reopenedReason)).toHaveLength(1);
    const [half] = own.filter((a) => a.audit.status === "in_progress" && !a.audit.reopenedReason);
    expect(half?.audit.lastCriterion).toBe("EP2");
    const sheet = await ownSheet(store.db, half!.audit.id, DEMO_PERSON.educationAuditor);
    const scored = sheet!.answers.size;
    expect(scored).toBeGreaterThan(20);
    expect(scored).toBeLessThan(sheet!.asked.length);
    expect(half?.audit.id).toBe(demoAuditId(DEMO_CYCLE.winter2026, half!.sampled.snapshot.reference, "education"));
  });

  it("has feedback in every state for the plan writer and for a service, each on what is theirs", async () => {
    const own = await packsSentTo(store.db, demoActor(DEMO_PERSON.planWriter));
    const health = await packsSentTo(store.db, demoActor(DEMO_PERSON.serviceManager));
    expect(own.length).toBeGreaterThan(1);
    expect(own.every((p) => p.row.receiver === "plan_writer" && p.snapshot.planWriterRef === "W05")).toBe(true);
    expect(health.every((p) => p.row.receiver === "health")).toBe(true);
    const [rubric] = SHIPPED_RUBRICS;
    const asked = health.flatMap((p) => p.row.content.lines.map((l) => criterionOf(rubric!, l.criterion).responsible));
    expect(new Set(asked)).toEqual(new Set(["health"]));
    const states = [...own, ...health].map((p) => packState(p.facts, "2026-11-22").key);
    expect([...new Set(states)].sort()).toEqual(["disputed", "read", "replied", "resolved", "sent"]);
  });

  it("has families heard beside the panel, and plans open to the forum's auditors and to no others of theirs", async () => {
    const heard = await familiesHeard(store.db, DEMO_CYCLE.summer2026);
    expect(heard).toHaveLength(12);
    const rubric = SHIPPED_RUBRICS[0]!;
    const views = new Set(compareViews(rubric, heard).map((c) => c.view));
    expect(views.size).toBe(4);
    expect(publishedFamily(heard, 5).heard).toBe(12);
    const sheets = await ownAudits(store.db, DEMO_PERSON.forumAuditor);
    const { audits } = store.tables;
    const given = await store.db.select().from(audits).where(eq(audits.auditorId, DEMO_PERSON.forumAuditor));
    expect(sheets).toHaveLength(given.length);
    const winter = sheets.find((s) => s.cycle.id === DEMO_CYCLE.winter2026)!;
    const sheet = await ownSheet(store.db, winter.audit.id, DEMO_PERSON.forumAuditor);
    expect(sheet!.asked.map((c) => c.key)).toEqual([
      "VC1",
      "VC2",
      "VC3",
      "VC4",
      "VC5",
      "VC6",
      "PN3",
      "PN4",
      "PN5",
      "OF3",
    ]);
  });

  it("has a plan beside whose derived grade the panel set its own, and counts the derived one", async () => {
    const own = (await summer()).filter((c) => c.result.override);
    expect(own).toHaveLength(1);
    const { override, modules } = own[0]!.result;
    expect(override?.derived).toBe(modules[0]?.grade);
    expect(override?.grade).not.toBe(override?.derived);
    const figures = await figuresOfCycle(store.db, DEMO_CYCLE.summer2026, "2026-11-22");
    expect(figures?.grades.overridden).toBe(1);
    const derived = (await summer()).filter((c) => mainGrade(c).grade === override?.derived).length;
    const place = SHIPPED_RUBRICS[0]!.grades.findIndex((g) => g.key === override?.derived);
    expect(figures?.grades.after[place]).toBe(derived);
  });

  it("has two calibrations, one closed with a pattern and one under way, which no cycle, case or result knows of", async () => {
    const rounds = await roundsOf(store.db);
    expect(rounds.map((r) => [r.cycle.status, r.audits, r.submitted])).toEqual([
      ["scoring", 5, 2],
      ["closed", 6, 6],
    ]);
    const [open, closed] = await Promise.all(rounds.map((r) => roundOf(store.db, r.cycle.id)));
    expect(roundView(closed!).plans[0]?.pattern?.length).toBeGreaterThan(15);
    expect(roundView(open!).plans[0]?.pattern).toBeUndefined();
    for (const { cycle } of rounds) {
      expect(await cycleOf(store.db, cycle.id)).toBeNull();
      expect(await evidenceOf(store.db, cycle.id)).toBeNull();
      expect(await sampleOf(store.db, cycle.id)).toEqual([]);
    }
    const ids = new Set(rounds.map((r) => r.cycle.id));
    expect((await cyclesOf(store.db)).filter(({ cycle }) => ids.has(cycle.id))).toEqual([]);
    expect(await earlierCycles(store.db, DEMO_CYCLE.winter2026)).not.toContain(rounds[1]?.cycle.id);
  });

  it("has views of two auditors on what is open of a plan", async () => {
    const { panelViews } = store.tables;
    const rows = await store.db.select().from(panelViews);
    expect(new Set(rows.map((r) => r.personId)).size).toBe(2);
    expect(new Set(rows.map((r) => r.sampledCaseId)).size).toBe(1);
  });

  it("has plans in moderation that are signed off, half settled and untouched, one of them with nothing to settle", async () => {
    const plans = await cockpits(DEMO_CYCLE.autumn2026);
    const begun = plans.filter((c) => c.row && !c.row.signedOffAt);
    expect(begun).toHaveLength(4);
    expect(begun.every((c) => c.settled.size > 0 && c.settled.size < c.moderation.queue.length)).toBe(true);
    const untouched = plans.filter((c) => !c.row);
    expect(untouched).toHaveLength(6);
    expect(untouched.filter((c) => c.moderation.queue.length === 0)).toHaveLength(1);
    expect(await cycleOf(store.db, DEMO_CYCLE.autumn2026)).toMatchObject({ title: "Autumn 2026 routine audit" });
  });
});

forEachEngine((name, open) => {
  it(`is the same on ${name} as in any other copy, and is not loaded over an area`, async () => {
    const other = await open();
    await load(other);
    const rows = await rowsOf(other);
    expect(rows).toEqual(await rowsOf(store));
    await expect(load(other)).rejects.toThrow("Load the demonstration into an empty one.");
    expect(await rowsOf(other)).toEqual(rows);
  });
});
