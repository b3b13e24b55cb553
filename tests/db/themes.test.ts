import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { searchTerms } from "#audits/search/query.ts";
import { retireTheme, splitTheme, mergeThemes, type CodebookStep } from "#audits/themes/edit.ts";
import { assignAll, samePlaces } from "#db/assignments.ts";
import { ownAudits, ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import {
  codebookDraft,
  publishCodebookDraft,
  startCodebookDraft,
  stepCodebook,
  undoCodebook,
} from "#db/codebook-drafts.ts";
import { takeCodebook } from "#db/codebooks.ts";
import {
  alike,
  codedTwice,
  codingProgress,
  codingQueue,
  codingsOf,
  findingsToCode,
  plansByTheme,
} from "#db/coding-lists.ts";
import { type CodeInput, codeFindings, undoCoding } from "#db/codings.ts";
import { keepFinding } from "#db/findings.ts";
import { cycleOf, drawSample, moveCycle, openCycle } from "#db/cycles.ts";
import { cockpitOf, settle, signOff } from "#db/moderations.ts";
import { actorOf } from "#db/people.ts";
import { evidenceOf } from "#db/results.ts";
import { currentCodebook, publishedRubrics } from "#db/rubrics.ts";
import { type FindingFilter, searchFindings } from "#db/search.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { NothingChanged, type Store } from "#db/store.ts";
import { countsOf } from "#db/theme-words.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-02T09:00:00Z");
const LATER = new Date("2026-11-03T09:00:00Z");
const PEOPLE = { lead: "quality_lead", chair: "panel_chair", eve: "auditor", hal: "auditor" } as const;

/** Two plans, each with two auditors, in scoring. */
async function world(store: Store) {
  const area = { name: "T", partners: "T", concernContacts: [], demonstration: false };
  await setUpArea(store, area, [{ id: "org_1", name: "Council", agency: "education" }], AT);
  const who = {} as Record<keyof typeof PEOPLE, Actor>;
  for (const [key, role] of Object.entries(PEOPLE)) {
    const agency = key === "eve" ? ("education" as const) : key === "hal" ? ("health" as const) : null;
    const person = {
      id: `per_${key}`,
      name: `Person ${key}`,
      email: `${key}@t.example`,
      password: "a long enough password",
      memberships: [{ organisationId: "org_1", role, agency }],
    };
    await addPerson(store, { id: null, name: "Set-up" }, person, AT);
    who[key as keyof typeof PEOPLE] = (await actorOf(store.db, `per_${key}`, AT)) as Actor;
  }
  await store.transaction(async (tx) => {
    await tx.insert(tx.tables.imports).values({ id: "imp_1", status: "kept", files: [], startedAt: AT });
    await tx.insert(tx.tables.cases).values(
      [1, 2].map((n) => ({
        id: `cas_${n}`,
        pseudonym: String(n).padStart(32, "0"),
        reference: `C-000${n}`,
        legalRegime: "cfa_2014",
        planType: "existing" as const,
        planDate: "2026-06-12",
        birthMonth: "2016-03",
        phase: "primary" as const,
        yearGroup: 5,
        secondaryNeeds: [],
        active: true,
        firstImportId: "imp_1",
        lastImportId: "imp_1",
        version: 1,
      })),
    );
  });
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-full")!;
  const codebook = await currentCodebook(store.db);
  const input = {
    title: "Autumn",
    question: "",
    rubricId: rubric.id,
    codebookId: codebook.id,
    shortForm: true,
    modules: ["plan"],
    limitsMode: "applied" as const,
    periodFrom: "2026-01-01",
    periodTo: "2026-10-31",
    scoringOpens: "2026-11-02",
    scoringDue: "2026-11-27",
    moderationOn: null,
  };
  const cycleId = await openCycle(store, who.lead, input, AT, "seed");
  const steps = [
    await drawSample(store, who.lead, cycleId, { ...PLAIN_DESIGN, size: 2, stratifyBy: "phase", minimum: 1 }, "", AT),
  ];
  await assignAll(store, who.lead, (await cycleOf(store.db, cycleId))!, samePlaces(["per_eve", "per_hal"], 2), AT);
  steps.push(await moveCycle(store, who.lead, cycleId, "scoring", AT));
  expect(steps.every((s) => s.ok)).toBe(true);
  return { who, cycleId, codebook };
}
type World = Awaited<ReturnType<typeof world>>;

const FOUND: Record<string, string> = {
  eve: "Zoë’s therapies are given ‘as required’, in a small group.",
  hal: "The speech therapist’s weekly sessions were left out.",
};

/** Scores every audit; each auditor writes one finding, on EP2. */
async function scoreAll(store: Store, { who }: World, submit = true): Promise<void> {
  for (const key of ["eve", "hal"] as const)
    for (const { audit } of await ownAudits(store.db, who[key].id)) {
      const sheet = (await ownSheet(store.db, audit.id, who[key].id))!;
      for (const { key: criterion } of sheet.asked) {
        const found = criterion === "EP2";
        const finding = { kind: "improvement" as const, words: FOUND[key]!, themes: key === "eve" ? ["EP-VAGUE"] : [] };
        const quotes = [{ section: "F", page: 3, words: found ? "Café visits, hours as advised" : "Some words" }];
        await saveAnswer(
          store,
          who[key],
          audit.id,
          {
            ...emptyAnswer(criterion),
            score: !found ? 2 : key === "eve" ? 1 : 0,
            quotes,
            finding: found ? finding : null,
          },
          0,
          AT,
        );
      }
      if (submit) expect(await submitAudit(store, who[key], audit.id, AT)).toEqual({ ok: true });
    }
}

/** Settles and signs off every plan of a cycle in moderation. */
async function panelMeets(store: Store, { who, cycleId }: World): Promise<void> {
  for (const { id } of await store.db.select().from(store.tables.sampledCases)) {
    const verdict = await cockpitOf(store.db, cycleId, id);
    if (!verdict.ok) throw new Error("closed");
    for (const { criterion } of verdict.cockpit.moderation.queue) {
      const finding = "Panel: say how often the plumber comes.";
      const given = { criterion: criterion.key, agreed: 1 as const, reason: "Clear", finding };
      expect(await settle(store, who.chair, cycleId, id, given, [], AT)).toEqual({ ok: true });
    }
    expect(await signOff(store, who.chair, cycleId, id, [], AT)).toEqual({ ok: true });
  }
}

async function moderateAll(store: Store, w: World): Promise<void> {
  expect(await moveCycle(store, w.who.lead, w.cycleId, "moderation", AT)).toEqual({ ok: true });
  await panelMeets(store, w);
}

const search = async (store: Store, actor: Actor, typed: string, filter: Partial<FindingFilter> = {}) => {
  const all: FindingFilter = {
    terms: searchTerms(typed) ?? [],
    cycleId: "",
    kind: "",
    theme: "",
    agency: "",
    reference: "",
    ...filter,
  };
  const { found, total } = await searchFindings(store.db, actor, all, 1, 20);
  expect(found.length).toBe(Math.min(20, total));
  return found;
};

const coder = (actor: Actor, share = 100) => ({ id: actor.id, share });
const choice = (...themes: string[]) => ({ themes, noneFits: false, line: "" });
const input = (ids: number[], themes: string[], rest: Partial<CodeInput> = {}): CodeInput => ({
  list: "first",
  ids,
  choice: choice(...themes),
  seen: 0,
  suggested: [],
  ...rest,
});
const findingOf = async (store: Store, cycleId: string, id: number) =>
  (await findingsToCode(store.db, cycleId, [id]))[0]!.finding;

forEachEngine((_engine, open) => {
  it("finds words whatever their endings, accents and capitals; an auditor own words only, while scoring nobody else’s", async () => {
    const store = await open();
    const w = await world(store);
    await scoreAll(store, w, false);
    const { eve, hal, lead, chair } = w.who;
    expect((await search(store, eve, "zoe therapy")).map((f) => f.words)).toEqual([FOUND.eve, FOUND.eve]);
    expect((await search(store, eve, '"small groups"')).length).toBe(2);
    expect((await search(store, eve, '"group small"')).length).toBe(0);
    expect((await search(store, eve, "CAFES")).length).toBe(2);
    expect((await search(store, eve, "thera*")).length).toBe(2);
    expect(await search(store, eve, "weekly")).toEqual([]);
    expect((await search(store, hal, "weekly")).length).toBe(2);
    // Scoring goes on: the lead and the chair find nothing of it.
    for (const one of [lead, chair]) expect(await search(store, one, "therapies")).toEqual([]);
    // Signs of either engine's own query language are only words.
    for (const typed of ["small:*", "a' | b", "NEAR(a b)", '" OR "', "col:small", "!!! & ("])
      await search(store, eve, typed);
  });

  it("lets the lead and the panel find what others wrote once scoring is over, and blinds a plan again that is reopened", async () => {
    const store = await open();
    const w = await world(store);
    await scoreAll(store, w);
    const { eve, lead } = w.who;
    expect(await moveCycle(store, lead, w.cycleId, "moderation", AT)).toEqual({ ok: true });
    expect((await search(store, lead, "therapist OR")).length).toBe(0);
    expect((await search(store, lead, "therapist")).length).toBe(2);
    expect((await search(store, lead, "therapist", { agency: "education" })).length).toBe(0);
    expect((await search(store, lead, "", { theme: "EP-VAGUE" })).map((f) => f.words)).toEqual([FOUND.eve, FOUND.eve]);
    expect((await search(store, lead, "words", { kind: "quotes" })).length).toBeGreaterThan(0);
    const [own] = await ownAudits(store.db, eve.id);
    await store.transaction((tx) =>
      tx.update(tx.tables.audits).set({ status: "in_progress" }).where(eq(tx.tables.audits.id, own!.audit.id)),
    );
    const left = await search(store, lead, "therapist");
    expect(left.map((f) => f.reference)).not.toContain(own!.sampled.snapshot.reference);
    expect(left.length).toBe(1);
  });

  it("follows an answer that is changed or emptied", async () => {
    const store = await open();
    const w = await world(store);
    const { eve } = w.who;
    const [own] = await ownAudits(store.db, eve.id);
    const save = (words: string, basedOn: number) =>
      saveAnswer(
        store,
        eve,
        own!.audit.id,
        {
          ...emptyAnswer("EP2"),
          score: 1,
          finding: words ? { kind: "improvement", words, themes: ["EP-VAGUE"] } : null,
        },
        basedOn,
        AT,
      );
    await save("A marmalade finding", 0);
    expect((await search(store, eve, "marmalade")).length).toBe(1);
    await save("A different finding", 1);
    expect(await search(store, eve, "marmalade")).toEqual([]);
    expect((await search(store, eve, "different")).length).toBe(1);
    await save("", 2);
    expect(await search(store, eve, "different")).toEqual([]);
    expect(await store.db.select().from(store.tables.findingCodes)).toEqual([]);
  });

  it("codes findings of signed-off plans, learns from it, and takes it back", async () => {
    const store = await open();
    const w = await world(store);
    await scoreAll(store, w);
    const { lead, chair } = w.who;
    expect(await moveCycle(store, lead, w.cycleId, "moderation", AT)).toEqual({ ok: true });
    expect((await codingQueue(store.db, w.cycleId, "first", coder(lead), 8)).total).toBe(0);
    await panelMeets(store, w);
    const queue = await codingQueue(store.db, w.cycleId, "first", coder(lead), 8);
    expect(queue.total).toBe(4);
    expect((await search(store, lead, "plumbers", { kind: "panel" })).length).toBeGreaterThan(0);
    const [one, two] = queue.ids as [number, number];
    const before = await findingOf(store, w.cycleId, one);
    expect(await codeFindings(store, lead, w.cycleId, input([one], ["EP-DILUTED", "EP-VAGUE"]), AT)).toEqual({
      ok: true,
      coded: 1,
    });
    // The counts that suggestions stand on, and the results, follow.
    const counts = async () => countsOf(store.db, w.codebook.document, ["criterion:EP2"]);
    expect((await counts())("criterion:EP2", "EP-DILUTED")).toBe(1);
    const themes = async () => {
      const evidence = (await evidenceOf(store.db, w.cycleId, false))!;
      const audit = evidence.plans
        .flatMap((p) => p.audits.map((a) => ({ p, a })))
        .find(({ p, a }) => p.sampledId === before.sampledCaseId && a.auditorId === before.auditorId);
      return audit?.a.answers.find((x) => x.criterion === "EP2")?.finding?.themes;
    };
    expect(await themes()).toEqual(["EP-DILUTED", "EP-VAGUE"]);
    expect(await plansByTheme(store.db, [w.cycleId])).toContainEqual({
      cycleId: w.cycleId,
      code: "EP-DILUTED",
      plans: 1,
    });
    // A page that was drawn before somebody coded it saves nothing.
    expect(await codeFindings(store, chair, w.cycleId, input([one], ["EP-VAGUE"]), AT)).toMatchObject({
      ok: false,
      why: "changed",
    });
    // A theme of the other kind, none, or one that no codebook has is refused.
    for (const codes of [["EP-STRONG"], [], ["EP-NONE"]])
      expect(await codeFindings(store, lead, w.cycleId, input([two], codes), AT)).toMatchObject({
        ok: false,
        why: "problems",
      });
    expect(
      await codeFindings(
        store,
        lead,
        w.cycleId,
        { ...input([two], []), choice: { themes: [], noneFits: true, line: "" } },
        AT,
      ),
    ).toMatchObject({ ok: false });
    // Another cycle's finding is not there.
    expect(await codeFindings(store, lead, "cyc_none", input([two], ["EP-VAGUE"]), AT)).toEqual({
      ok: false,
      why: "gone",
    });

    expect(await undoCoding(store, lead, w.cycleId, AT)).toMatchObject({ ok: true, id: one });
    expect((await counts())("criterion:EP2", "EP-DILUTED")).toBe(0);
    expect(await store.db.select().from(store.tables.themeWords)).toEqual([]);
    expect(await themes()).toEqual(before.agency === "education" ? ["EP-VAGUE"] : []);
    expect((await findingOf(store, w.cycleId, one)).state).toBe("open");
    expect(await undoCoding(store, lead, w.cycleId, AT)).toMatchObject({ ok: false });
    expect((await store.db.select().from(store.tables.codings)).map((c) => [c.version, c.themes])).toEqual([
      [1, ["EP-DILUTED", "EP-VAGUE"]],
      [2, null],
    ]);
  });

  it("opens a coded finding again whose words were changed after a sign-off was taken back, and forgets the old ones", async () => {
    const store = await open();
    const w = await world(store);
    await scoreAll(store, w);
    await moderateAll(store, w);
    const { lead } = w.who;
    const { ids } = await codingQueue(store.db, w.cycleId, "first", coder(lead), 8);
    await codeFindings(store, lead, w.cycleId, input([ids[0]!], ["EP-DILUTED"]), AT);
    const { finding, audit, answer } = (await findingsToCode(store.db, w.cycleId, [ids[0]!]))[0]!;
    const place = { reference: finding.reference, seed: "seed" };
    const keep = (words: string) => {
      const found = { ...answer, finding: { ...answer.finding!, words }, savedAt: AT };
      return store.transaction((tx) => keepFinding(tx, audit, place, found));
    };
    await keep(answer.finding!.words);
    expect((await findingOf(store, w.cycleId, ids[0]!)).state).toBe("coded");
    await keep("Quite another marmalade finding");
    expect(await findingOf(store, w.cycleId, ids[0]!)).toMatchObject({ state: "open", firstBy: null });
    expect(await store.db.select().from(store.tables.themeWords)).toEqual([]);
    expect((await search(store, lead, "marmalade")).length).toBe(1);
    // What was withdrawn is not coded.
    await store.transaction((tx) =>
      tx.update(tx.tables.audits).set({ status: "withdrawn" }).where(eq(tx.tables.audits.id, audit.id)),
    );
    expect((await codingQueue(store.db, w.cycleId, "first", coder(lead), 8)).total).toBe(3);
    expect((await codingProgress(store.db, w.cycleId, coder(lead))).total).toBe(3);
    expect(await findingsToCode(store.db, w.cycleId, [ids[0]!])).toEqual([]);
  });

  it("codes several alike in one go, and takes them back in one go", async () => {
    const store = await open();
    const w = await world(store);
    await scoreAll(store, w);
    await moderateAll(store, w);
    const { lead } = w.who;
    const { ids } = await codingQueue(store.db, w.cycleId, "first", coder(lead), 8);
    const finding = await findingOf(store, w.cycleId, ids[0]!);
    const others = await alike(store.db, finding, "first", coder(lead), 20);
    expect(others.length).toBe(3);
    expect(await codeFindings(store, lead, w.cycleId, input([ids[0]!, ...others], ["EP-VAGUE"]), AT)).toEqual({
      ok: true,
      coded: 4,
    });
    expect(await codingProgress(store.db, w.cycleId, coder(lead))).toMatchObject({ total: 4, open: 0, yours: 4 });
    expect(await undoCoding(store, lead, w.cycleId, AT)).toMatchObject({ ok: true, count: 4 });
    expect((await codingProgress(store.db, w.cycleId, coder(lead))).open).toBe(4);
  });

  it("has a second coder who is another person, and a difference that a person settles", async () => {
    const store = await open();
    const w = await world(store);
    await scoreAll(store, w);
    await moderateAll(store, w);
    const { lead, chair } = w.who;
    const { ids } = await codingQueue(store.db, w.cycleId, "first", coder(lead), 8);
    for (const id of ids) await codeFindings(store, lead, w.cycleId, input([id], ["EP-VAGUE"]), AT);
    expect((await codingQueue(store.db, w.cycleId, "second", coder(lead), 8)).total).toBe(0);
    expect((await codingQueue(store.db, w.cycleId, "second", coder(chair, 0), 8)).total).toBe(0);
    const second = await codingQueue(store.db, w.cycleId, "second", coder(chair), 8);
    expect(second.total).toBe(4);
    const [one, two] = second.ids as [number, number];
    expect(await codeFindings(store, lead, w.cycleId, input([one], ["EP-VAGUE"], { list: "second" }), AT)).toEqual({
      ok: false,
      why: "gone",
    });
    await codeFindings(store, chair, w.cycleId, input([one], ["EP-VAGUE"], { list: "second" }), AT);
    await codeFindings(store, chair, w.cycleId, input([two], ["EP-DILUTED"], { list: "second" }), AT);
    const pairs = await codedTwice(store.db, w.cycleId);
    expect(pairs).toHaveLength(2);
    expect(pairs).toContainEqual({ first: ["EP-VAGUE"], second: ["EP-DILUTED"] });
    // The first holds until somebody settles it.
    expect((await plansByTheme(store.db, [w.cycleId])).map((r) => r.code)).toEqual(["EP-VAGUE"]);
    expect((await codingQueue(store.db, w.cycleId, "differences", coder(lead), 8)).ids).toEqual([two]);
    expect(
      await codeFindings(store, lead, w.cycleId, input([two], ["EP-DILUTED"], { list: "differences" }), AT),
    ).toEqual({ ok: true, coded: 1 });
    expect((await codingProgress(store.db, w.cycleId, coder(lead))).differs).toBe(0);
    expect((await plansByTheme(store.db, [w.cycleId])).map((r) => r.code).sort()).toEqual(["EP-DILUTED", "EP-VAGUE"]);
    const parts = await codingsOf(store.db, await findingOf(store, w.cycleId, two));
    expect([parts.first?.by, parts.second?.by, parts.settled?.by]).toEqual([
      "Person lead",
      "Person chair",
      "Person lead",
    ]);
  });

  it("publishes a draft of the codebook; a cycle that goes on with it counts merged themes together and codes split ones again", async () => {
    const store = await open();
    const w = await world(store);
    await scoreAll(store, w);
    await moderateAll(store, w);
    const { lead } = w.who;
    const { ids } = await codingQueue(store.db, w.cycleId, "first", coder(lead), 8);
    const [one, two, three] = ids as [number, number, number];
    await codeFindings(store, lead, w.cycleId, input([one], ["EP-VAGUE"]), AT);
    await codeFindings(store, lead, w.cycleId, input([two], ["EP-DILUTED", "GT-BROKEN"]), AT);
    await codeFindings(store, lead, w.cycleId, input([three], ["GT-BROKEN"]), AT);

    const draftId = await startCodebookDraft(store, lead, AT);
    expect(await startCodebookDraft(store, lead, AT)).toBe(draftId);
    const step = (run: Parameters<typeof stepCodebook>[3]) => stepCodebook(store, lead, draftId, run, AT);
    const parts = [
      { code: "EP-HOURS", name: "No hours" },
      { code: "EP-WHO", name: "Nobody named" },
    ];
    await step((b): CodebookStep => splitTheme(b, "EP-VAGUE", parts, "again", "Two things"));
    await step((b) => mergeThemes(b, ["EP-DILUTED"], "GT-BROKEN", "Alike"));
    await step((b) => retireTheme(b, "AR-STALE", "By mistake"));
    expect(await undoCodebook(store, lead, draftId, "undo", 4, AT)).toMatchObject({ ok: true });
    const draft = (await codebookDraft(store.db, draftId))!;
    expect(draft.document.themes.find((t) => t.code === "AR-STALE")?.ended).toBeUndefined();
    expect(
      await publishCodebookDraft(store, lead, draftId, { seen: draft.version - 1, step: "major" }, AT),
    ).toMatchObject({ ok: false });
    const published = await publishCodebookDraft(store, lead, draftId, { seen: draft.version, step: "major" }, LATER);
    expect(published).toMatchObject({ ok: true, version: "2.0.0" });
    if (!published.ok) return;
    expect(await codebookDraft(store.db, draftId)).toBeNull();

    // Nothing changes for the cycle until somebody says so.
    expect((await plansByTheme(store.db, [w.cycleId])).map((r) => r.code)).toContain("EP-VAGUE");
    const cycle = (await cycleOf(store.db, w.cycleId))!;
    expect(await takeCodebook(store, lead, cycle, published.codebookId, AT)).toEqual({ waits: 1 });
    const counts = await plansByTheme(store.db, [w.cycleId]);
    expect(counts.map((r) => r.code)).toEqual(["GT-BROKEN"]);
    expect(await findingOf(store, w.cycleId, one)).toMatchObject({ state: "open", waits: true });
    const book = (await currentCodebook(store.db)).document;
    expect((await countsOf(store.db, book, []))("", "GT-BROKEN")).toBe(3);
    // Who still sees the old version cannot change it again.
    await expect(takeCodebook(store, lead, cycle, cycle.codebookId, AT)).rejects.toThrow(NothingChanged);
    // The old code is not offered any more.
    const seen = (await codingsOf(store.db, await findingOf(store, w.cycleId, one))).first!.version;
    expect(await codeFindings(store, lead, w.cycleId, input([one], ["EP-VAGUE"], { seen }), AT)).toMatchObject({
      ok: false,
      why: "problems",
    });
    expect(await codeFindings(store, lead, w.cycleId, input([one], ["EP-HOURS"], { seen }), AT)).toEqual({
      ok: true,
      coded: 1,
    });
    expect((await findingOf(store, w.cycleId, one)).waits).toBe(false);
  });

  it("refuses every change of a coding and of a draft's steps, whoever asks the database", async () => {
    const store = await open();
    const w = await world(store);
    await scoreAll(store, w);
    await moderateAll(store, w);
    const { lead } = w.who;
    const { ids } = await codingQueue(store.db, w.cycleId, "first", coder(lead), 8);
    await codeFindings(store, lead, w.cycleId, input([ids[0]!], ["EP-VAGUE"]), AT);
    const { codings } = store.tables;
    await expect(store.transaction((tx) => tx.update(codings).set({ line: "x" }))).rejects.toThrow();
    await expect(store.transaction((tx) => tx.delete(codings).where(eq(codings.cycleId, w.cycleId)))).rejects.toThrow();
  });
});
