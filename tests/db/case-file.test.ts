import { createHmac } from "node:crypto";
import { asc, eq, inArray } from "drizzle-orm";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { CASE_FILE_TABLES } from "#db/case-file-tables.ts";
import { caseFile } from "#db/case-file.ts";
import { DEMO_CYCLE, DEMO_PERSON } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { sqliteKit } from "#db/engine/kit.ts";
import { placeHold } from "#db/holds.ts";
import { actorOf, raiseConcern } from "#db/people.ts";
import { defineSchema } from "#db/schema.ts";
import { recordView } from "#db/trail.ts";
import { caseZip } from "~/server/case-file.server.tsx";
import { forEachEngine } from "./engines.ts";

const NOW = new Date("2026-11-22T10:00:00Z");

describe("everything held about one case", () => {
  it("decides for every table of the schema whether it is in it, with the reason", () => {
    expect(Object.keys(CASE_FILE_TABLES).sort()).toEqual(Object.keys(defineSchema(sqliteKit)).sort());
    for (const [table, where] of Object.entries(CASE_FILE_TABLES))
      expect(Object.values(where).join("").length, table).toBeGreaterThan(10);
  });
});

forEachEngine((_engine, open) => {
  it("holds all of it, of nobody else, and names staff only where that was chosen", async () => {
    const store = await open({ timeLimit: 120_000 });
    const pseudonymOf = (identity: string) => createHmac("sha256", "key").update(identity).digest("hex").slice(0, 32);
    await loadDemonstration(store, { pseudonymOf, progress: () => {} });
    const lead = (await actorOf(store.db, DEMO_PERSON.qualityLead, NOW))!;
    const { cases, sampledCases, audits, answers, answerHistory, settlements } = store.tables;
    const sample = await store.db
      .select()
      .from(sampledCases)
      .where(eq(sampledCases.cycleId, DEMO_CYCLE.summer2026))
      .orderBy(asc(sampledCases.id));
    // A plan on which the panel had to settle something, so that every table has a row of it.
    const settledIds = new Set((await store.db.select().from(settlements)).map((s) => s.sampledCaseId));
    const plan = sample.find((s) => s.standing === "sample" && settledIds.has(s.id))!;
    const [one] = await store.db.select().from(cases).where(eq(cases.id, plan.caseId!));
    const { reference } = one!;
    const concern = { caseReference: reference.toLowerCase(), words: "a worry about transport", told: "yes" };
    await raiseConcern(store, lead, concern, NOW);
    await raiseConcern(store, lead, { ...concern, caseReference: "C-9999", words: "another child's worry" }, NOW);
    await placeHold(store, lead, { scope: "case", subject: reference }, "A request for access.", NOW);
    await recordView(store, lead, { kind: "feedback", id: lead.id }, `feedback on ${reference}, C-9998`, NOW);

    const file = (await caseFile(store.db, plan.caseId!, { names: "agency", unfinished: false }))!;
    expect(await caseFile(store.db, "cas_none", { names: "agency", unfinished: false })).toBeNull();
    const json = JSON.stringify(file);
    const sheets = await store.db.select().from(audits).where(eq(audits.sampledCaseId, plan.id));
    const ids = sheets.map((a) => a.id);
    const own = await store.db.select().from(answers).where(inArray(answers.auditId, ids));
    expect(own.length).toBeGreaterThan(20);
    const inFile = file.plans.find((p) => p.cycle.id === DEMO_CYCLE.summer2026 && p.standing === "sample")!;
    expect(inFile.audits.flatMap((a) => a.answers)).toHaveLength(own.length);
    for (const row of own) {
      for (const quote of row.quotes) expect(json).toContain(JSON.stringify(quote.words));
      for (const words of [row.note, row.reason, row.finding?.words ?? ""])
        expect(json).toContain(JSON.stringify(words).slice(1, -1));
    }
    const history = await store.db.select().from(answerHistory).where(inArray(answerHistory.auditId, ids));
    expect(inFile.audits.flatMap((a) => a.earlierLevels)).toHaveLength(history.length);
    const agreed = await store.db.select().from(settlements).where(eq(settlements.sampledCaseId, plan.id));
    expect(inFile.settled.map((s) => s.finding)).toEqual(expect.arrayContaining(agreed.map((s) => s.finding)));
    expect(inFile.moderation?.signedOffAt).toBeInstanceOf(Date);
    expect(file.case).toEqual(one);
    expect(file.concerns.map((c) => c.words)).toEqual(["a worry about transport"]);
    expect(file.holds.map((h) => h.reason)).toEqual(["A request for access."]);
    expect(file.imports.length).toBeGreaterThan(0);
    const sentences = file.trail.map((e) => e.sentence).join("\n");
    expect(sentences).toContain(`gave ${reference} to A member of staff`);
    expect(sentences).toContain(`feedback on ${reference}, another case`);

    // Nothing of another child, and no name of staff.
    const references = new Set(json.match(/\bC-\d{4,}\b/g));
    expect([...references]).toEqual([reference]);
    const people = await store.db.select().from(store.tables.people);
    for (const { name } of people) expect(json, name).not.toContain(name);
    const named = JSON.stringify(await caseFile(store.db, plan.caseId!, { names: "name", unfinished: false }));
    expect(named).toContain(people.find((p) => p.id === sheets[0]?.auditorId)?.name);

    // The files of the ZIP: one to read, one for machines.
    const made = { area: "Testshire <img onerror>", at: NOW, by: lead.name, names: "agency" as const };
    const files = unzipSync(caseZip(file, made));
    expect(Object.keys(files)).toEqual([`case-${reference}.html`, `case-${reference}.json`]);
    const page = strFromU8(files[`case-${reference}.html`]!);
    expect(page).toMatch(/^<!doctype html><html lang="en-GB">/);
    expect(page).not.toContain("<img");
    expect(page).toContain("a worry about transport");
    expect(JSON.parse(strFromU8(files[`case-${reference}.json`]!)).case.reference).toBe(reference);
  });

  it("keeps scoring blind that is under way, unless its end is asked for", async () => {
    const store = await open({ timeLimit: 120_000 });
    const pseudonymOf = (identity: string) => createHmac("sha256", "key").update(identity).digest("hex").slice(0, 32);
    await loadDemonstration(store, { pseudonymOf, progress: () => {} });
    const { audits, sampledCases } = store.tables;
    const begun = (await store.db.select().from(audits).where(eq(audits.status, "in_progress")))[0]!;
    const [plan] = await store.db.select().from(sampledCases).where(eq(sampledCases.id, begun.sampledCaseId));
    const answersIn = async (unfinished: boolean) => {
      const file = (await caseFile(store.db, plan!.caseId!, { names: "agency", unfinished }))!;
      const own = file.plans.find((p) => p.cycle.id === begun.cycleId && p.standing === plan!.standing)!;
      return own.audits.flatMap((a) => [...a.answers, ...a.earlierLevels]).length;
    };
    expect(await answersIn(false)).toBe(0);
    expect(await answersIn(true)).toBeGreaterThan(0);
  });
});
