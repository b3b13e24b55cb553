import { expect, it } from "vitest";
import type { Actor } from "#audits/people/permissions.ts";
import { contentHash } from "#audits/reports/edition.ts";
import { quotesOf } from "#audits/reports/written/quotes.ts";
import { cycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import { openCycle } from "#db/cycles.ts";
import { actorOf } from "#db/people.ts";
import { comment, commentsOn, decideQuote, settleComment, signReport } from "#db/report-review.ts";
import { checkedQuotes, saveWords, wordHistory, wordsOf } from "#db/report-words.ts";
import { askReport, downloadReport, endReport, filesOf, fileWith, nextReport } from "#db/reports.ts";
import { currentCodebook, publishedRubrics } from "#db/rubrics.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { NothingChanged, type Store } from "#db/store.ts";
import { eventsAbout } from "#db/trail.ts";
import { verifyTrail } from "#db/trail-check.ts";
import {
  editionNow,
  issueReport,
  moveReport,
  setOutline,
  startReport,
  withdrawReport,
  type WrittenReport,
  writtenReport,
  writtenReports,
} from "#db/written-reports.ts";
import { scored, smallCycle, times } from "../unit/results/small-cycle.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const FIGURES = cycleFigures(
  smallCycle([...times(14, scored(2, 2, 2, 2)), ...times(9, scored(1, 1, 1, 1))]),
  [],
  "2026-11-22",
);
const quote = (text: string) => ({ text, lang: null, section: "F", page: 2 });
/** Published figures, with a theme that has two quotes. */
const DATA = {
  ...published(FIGURES),
  themes: [
    {
      code: "T1",
      name: "Vague provision",
      polarity: "improvement" as const,
      definition: null,
      share: { count: 12, n: 23, interval: null },
      previous: null,
      change: null,
      quotes: [quote("Support as needed."), quote("Access to a quiet space.")],
    },
  ],
};

async function area(store: Store) {
  const orgs = [
    { id: "org", name: "Council", agency: "education" as const },
    { id: "icb", name: "Care board", agency: "health" as const },
  ];
  await setUpArea(store, { name: "Testshire", partners: "", concernContacts: [], demonstration: false }, orgs, AT);
  const person = async (
    name: string,
    role: "quality_lead" | "panel_chair" | "board_member",
    organisationId = "org",
  ) => {
    const email = `${name.toLowerCase().replace(" ", ".")}@testshire.example`;
    const memberships = [{ organisationId, role, agency: null }];
    const id = await addPerson(store, { id: null, name: "Set-up" }, { name, email, password: null, memberships }, AT);
    return (await actorOf(store.db, id, AT)) as Actor;
  };
  const lead = await person("Deborah Lane", "quality_lead");
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-full");
  const input = {
    title: "Autumn 2026",
    question: "",
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
  return {
    lead,
    chair: await person("Chris Vale", "panel_chair"),
    board: await person("Bo Hill", "board_member", "icb"),
    cycle: { id: await openCycle(store, lead, input, AT), title: input.title },
  };
}

forEachEngine((_, open) => {
  const begun = async (data = DATA) => {
    const store = await open();
    const people = await area(store);
    const start = { kind: "learning" as const, data, audience: "", rubric: null, partners: ["org", "icb"] };
    const id = await startReport(store, people.lead, people.cycle, start, AT);
    const now = async () => (await writtenReport(store.db, id, "internal")) as WrittenReport;
    return { store, id, now, ...people };
  };

  /** Takes a report that has nothing left to finish through review to sign-off. @returns the fingerprint that was signed */
  async function signedOff({ store, lead, now }: Awaited<ReturnType<typeof begun>>): Promise<string> {
    await moveReport(store, lead, await now(), "review", ["org", "icb"], later(10));
    const seen = contentHash(await editionNow(store.db, await now()));
    for (const organisationId of ["org", "icb"])
      await signReport(
        store,
        lead,
        await now(),
        { organisationId, signedBy: "N. Barrett", signedOn: "2026-11-23", seen },
        later(11),
      );
    return seen;
  }

  it("begins with its figures frozen, every chapter that has something to say, and a number in its cycle", async () => {
    const { store, lead, cycle, now } = await begun();
    const report = await now();
    expect(report).toMatchObject({ stage: "draft", number: 1, view: "published", startedByName: "Deborah Lane" });
    expect(report.data.grades).toEqual(DATA.grades);
    expect(report.chapters).not.toContain("families");
    const next = { kind: "board" as const, data: DATA, audience: "", rubric: null, partners: [] };
    await startReport(store, lead, cycle, next, later(1));
    expect((await writtenReports(store.db, "internal", cycle.id)).map(({ number }) => number)).toEqual([2, 1]);
  });

  it("keeps every version of its words, with who wrote them", async () => {
    const { store, lead, chair, id } = await begun();
    const save = (by: Actor, text: string, basedOn: number) =>
      saveWords(store, by, id, { fields: { headline: text, nonsense: "x" }, basedOn, choice: null }, later(basedOn));
    expect(await save(lead, "First", 1)).toMatchObject({ ok: true, version: 2 });
    expect(await save(chair, "Second", 2)).toMatchObject({ ok: true, version: 3 });
    expect(await wordsOf(store.db, id)).toEqual({ headline: "Second" });
    expect((await wordHistory(store.db, id)).map(({ text, by }) => [text, by])).toEqual([
      ["Second", "Chris Vale"],
      ["First", "Deborah Lane"],
    ]);
  });

  it("tells the second of two writers of the same words, and overwrites nothing unseen", async () => {
    const { store, lead, chair, id } = await begun();
    const save = (
      by: Actor,
      fields: Record<string, string>,
      basedOn: number,
      choice: { keep: "mine" | "theirs"; seen: number } | null = null,
    ) => saveWords(store, by, id, { fields, basedOn, choice }, later(5));
    await save(lead, { headline: "Hers", "commentary.grades": "Grades" }, 1);
    const clash = await save(chair, { headline: "His", "commentary.themes": "Themes" }, 1);
    expect(clash).toMatchObject({
      ok: false,
      why: "clash",
      by: "Deborah Lane",
      disputes: [{ field: "headline", mine: "His", theirs: "Hers" }],
    });
    expect(await wordsOf(store.db, id)).toEqual({ headline: "Hers", "commentary.grades": "Grades" });
    // A field that he left as his page showed it stays hers, and his other words are kept.
    expect(await save(chair, { headline: "", "commentary.themes": "Themes" }, 1)).toMatchObject({
      ok: true,
      theirs: ["headline"],
    });
    expect(await save(chair, { headline: "His" }, 1, { keep: "mine", seen: 3 })).toMatchObject({ ok: true });
    expect(await wordsOf(store.db, id)).toMatchObject({ headline: "His", "commentary.themes": "Themes" });
  });

  it("refuses chapters from a page that is out of date", async () => {
    const { store, lead, id, now } = await begun();
    const outline = { chapters: ["headlines" as const, "method" as const], audience: "the board", basedOn: 1 };
    expect(await setOutline(store, lead, id, outline, AT)).toBe(true);
    expect(await setOutline(store, lead, id, outline, AT)).toBe(false);
    // What a report cannot be without comes back in its place.
    expect((await now()).chapters).toEqual(["headlines", "method", "cautions", "notes"]);
  });

  it("shows a quote only when somebody else than who began the report has checked it", async () => {
    const world = await begun();
    const { store, lead, chair, now } = world;
    const [first, second] = quotesOf(DATA).map(({ key }) => key) as [string, string];
    await decideQuote(store, lead, await now(), { key: first, decision: "in" }, later(1));
    expect(await checkedQuotes(store.db, await now())).toEqual(new Set());
    await decideQuote(store, chair, await now(), { key: first, decision: "in" }, later(2));
    await decideQuote(store, lead, await now(), { key: second, decision: "out" }, later(3));
    expect(await checkedQuotes(store.db, await now())).toEqual(new Set([first]));
    const { data } = await editionNow(store.db, await now());
    expect(data.themes[0]?.quotes.map(({ text }) => text)).toEqual(["Support as needed."]);
  });

  it("is signed off when every partner has signed these very words, and no longer when a word changes", async () => {
    const world = await begun();
    const { store, lead, now, id } = world;
    await moveReport(store, lead, await now(), "review", ["org", "icb"], later(1));
    const seen = contentHash(await editionNow(store.db, await now()));
    const sign = { organisationId: "org", signedBy: "A", signedOn: "2026-11-23", seen };
    expect(await signReport(store, lead, await now(), sign, later(2))).toBe(true);
    expect((await now()).stage).toBe("review");
    await saveWords(store, lead, id, { fields: { headline: "New" }, basedOn: 3, choice: null }, later(3));
    // Who signs what they read before finds that it is other words now.
    expect(await signReport(store, lead, await now(), { ...sign, organisationId: "icb" }, later(4))).toBe(false);
    expect((await now()).stage).toBe("review");
    const fresh = contentHash(await editionNow(store.db, await now()));
    for (const organisationId of ["icb", "org"])
      await signReport(store, lead, await now(), { ...sign, organisationId, seen: fresh }, later(5));
    expect((await now()).stage).toBe("signed");
    expect(
      await saveWords(store, lead, id, { fields: { headline: "Late" }, basedOn: 9, choice: null }, later(6)),
    ).toMatchObject({ why: "closed" });
  });

  it("is frozen when it is issued: its figures, words and edition cannot be changed by anybody", async () => {
    const world = await begun();
    const { store, lead, now, id } = world;
    const signed = await signedOff(world);
    await expect(issueReport(store, lead, await now(), "0".repeat(64), later(20))).rejects.toBeInstanceOf(
      NothingChanged,
    );
    const edition = await issueReport(store, lead, await now(), signed, later(20));
    expect(edition.data).toMatchObject({ status: "final", date: "2026-11-22", version: "1" });
    const report = await now();
    expect(report).toMatchObject({ stage: "issued", contentHash: signed });
    expect(await editionNow(store.db, report)).toEqual(edition);
    const { writtenReports: w } = store.tables;
    await expect(
      store.transaction((tx) => tx.update(w).set({ data: { ...DATA, area: "Elsewhere" } })),
    ).rejects.toThrow();
    await expect(store.transaction((tx) => tx.delete(w))).rejects.toThrow();
    await expect(
      store.transaction((tx) => tx.update(store.tables.reportWords).set({ text: "x" })),
    ).resolves.toBeDefined();
    const events = (await eventsAbout(store.db, "written_report", id)).map(({ kind }) => kind);
    expect(events).toEqual(["report.started", "report.moved", "report.signed", "report.signed", "report.issued"]);
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });

  it("is read by partners from review on, by others when it is issued, and stays known once it is withdrawn", async () => {
    const world = await begun();
    const { store, lead, now, id } = world;
    const seenBy = async () =>
      (await Promise.all((["internal", "partner", "reader"] as const).map((r) => writtenReport(store.db, id, r)))).map(
        Boolean,
      );
    expect(await seenBy()).toEqual([true, false, false]);
    const signed = await signedOff(world);
    expect(await seenBy()).toEqual([true, true, false]);
    await issueReport(store, lead, await now(), signed, later(20));
    expect(await seenBy()).toEqual([true, true, true]);
    await withdrawReport(store, lead, await now(), "A table was wrong", later(30));
    // Who read it is told that it is withdrawn; its files are gone.
    expect(await seenBy()).toEqual([true, true, true]);
    await expect(withdrawReport(store, lead, await now(), "Again", later(31))).rejects.toThrow();
  });

  it("with small numbers is read by nobody outside, at no stage", async () => {
    const world = await begun({ ...FIGURES, themes: [] } as never);
    const { store, lead, now, id } = world;
    await issueReport(
      store,
      lead,
      await now().then(async () => {
        await signedOff(world);
        return now();
      }),
      contentHash(await editionNow(store.db, await now())),
      later(20),
    );
    for (const reader of ["partner", "reader"] as const) expect(await writtenReport(store.db, id, reader)).toBeNull();
  });

  it("gives out the PDF of a draft to its makers only, and of an issued report to its readers", async () => {
    const world = await begun();
    const { store, lead, cycle, now, id } = world;
    const ask = async () => {
      const { kind, data } = await editionNow(store.db, await now());
      const file = await askReport(
        store,
        lead,
        { ...cycle, writtenId: id },
        { kind, data, size: "standard" },
        later(1),
      );
      await nextReport(store, "server", later(1));
      const bytes = new TextEncoder().encode(file);
      await endReport(
        store,
        file,
        "server",
        { ok: true, bytes, sha256: file.slice(-16).padEnd(64, "0"), pages: 3, replaced: [] },
        later(2),
      );
      return file;
    };
    const draft = await ask();
    expect(await downloadReport(store, lead, draft, "published", later(3))).toBeNull();
    expect(await downloadReport(store, lead, draft, "all", later(3))).not.toBeNull();
    await issueReport(
      store,
      lead,
      await (async () => {
        await signedOff(world);
        return now();
      })(),
      contentHash(await editionNow(store.db, await now())),
      later(20),
    );
    const issued = await ask();
    expect((await filesOf(store.db, id, "published")).map((file) => file.id)).toEqual([issued]);
    expect(await fileWith(store.db, issued.slice(-16).padEnd(64, "0"))).toMatchObject({
      stage: "issued",
      event: { kind: "report.made" },
    });
    expect(await fileWith(store.db, "f".repeat(64))).toBeNull();
    const { reports } = store.tables;
    await expect(store.transaction((tx) => tx.update(reports).set({ bytes: new Uint8Array([1]) }))).rejects.toThrow();
  });

  it("takes comments of partners, each dealt with once", async () => {
    const { store, lead, board, now, id } = await begun();
    const one = await comment(store, board, await now(), { chapter: "grades", words: "Say more." }, later(1));
    expect(await commentsOn(store.db, id)).toMatchObject([{ byName: "Bo Hill", words: "Say more.", settledAt: null }]);
    await settleComment(store, lead, await now(), one, later(2));
    await expect(settleComment(store, lead, await now(), one, later(3))).rejects.toBeInstanceOf(NothingChanged);
  });
});
