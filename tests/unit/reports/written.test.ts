import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compareAreas } from "#audits/exchange/compare.ts";
import { exchangeOf, exchangeText, readExchange } from "#audits/exchange/file.ts";
import { exchangeJsonSchema } from "#audits/exchange/json-schema.ts";
import { reportOf } from "#audits/reports/edition.ts";
import { easyTheme } from "#audits/reports/kinds/easy-words.ts";
import { plainText } from "#audits/reports/forms/plain-text.ts";
import { tableSheets } from "#audits/reports/forms/sheets.ts";
import { CHAPTERS, type LearningReportData } from "#audits/reports/learning-report-data.ts";
import { CHAPTER_TITLES, PUBLISHED_ONLY, settledChapters, startingChapters } from "#audits/reports/outline.ts";
import { fieldsOf, isField, withWords } from "#audits/reports/written/own-words.ts";
import { quotesOf, quoteStanding } from "#audits/reports/written/quotes.ts";
import { findingsIn, passagesOf } from "#audits/reports/written/redaction.ts";
import { wordingQuestions } from "#audits/reports/written/wording.ts";
import { fullReport, noCaseReport, oneCaseReport } from "../../report/fixtures.ts";

const change = (verdict: "better" | "worse" | "could_not_tell") => ({
  since: "spring 2026",
  change: { difference: 0.1, interval: { lower: -0.11, upper: 0.31 }, verdict },
});
const asked = (words: string, data = fullReport(), field = "commentary.grades") =>
  wordingQuestions({ [field]: words }, data).map(({ phrase }) => phrase);

describe("wording", () => {
  it("that claims a change is questioned unless the interval bears it out", () => {
    const with_ = (verdict: Parameters<typeof change>[0]) => ({ ...fullReport(), change: change(verdict) });
    expect(asked("Plans have improved.", with_("could_not_tell"))).toEqual(["improved"]);
    expect(asked("Plans have improved.", with_("better"))).toEqual([]);
    expect(asked("Quality fell.", with_("better"))).toEqual(["fell"]);
    expect(asked("Plans have improved.", { ...fullReport(), change: null })).toEqual(["improved"]);
  });

  it("of what families said or of what is still to come is no claim", () => {
    expect(asked("Things have improved.", fullReport(), "asked.n1.said")).toEqual([]);
    expect(asked("Things improved.", fullReport(), "recommendation.n1.text")).toEqual([]);
  });

  it("about causes, certainty, all plans, and percentages that stand nowhere is questioned", () => {
    expect(asked("This was caused by training.")).toEqual(["caused"]);
    expect(asked("All our plans name an outcome.")).toEqual(["All our plans"]);
    expect(asked("55% are good, and 61% are read.")).toEqual(["61%"]);
    expect(asked("Most of our plans are good.")).toEqual(["Most of our plans"]);
  });
});

describe("the redaction check", () => {
  const found = (words: string, names: string[] = [], data = fullReport()) =>
    findingsIn([{ place: "Note", words, field: null }], data, names).map(({ kind, found: text }) => [kind, text]);

  it("finds what has a form", () => {
    expect(found("NHS 943 476 5919, jo@example.org, DH1 4PS, 01632 960117.").map(([kind]) => kind)).toEqual([
      "NHS number",
      "e-mail address",
      "postcode",
      "telephone number",
    ]);
    expect(found("He was seen on 12 March 2015.")).toEqual([["date of birth", "12 March 2015"]]);
    expect(found("It is due on 12 March 2027.")).toEqual([]);
  });

  it("finds names of a list in any case and with accents left away, but no everyday word that is also a name", () => {
    expect(
      found("we met zoe's sister and Małgorzata.", ["Zoë Bell", "Malgorzata Zak"]).map(([, text]) => text),
    ).toContain("Małgorzata");
    expect(found("it will be may soon.", ["Will May"])).toEqual([]);
    expect(found("then Will spoke.", ["Will May"])[0]).toEqual(["name", "Will"]);
  });

  it("asks after a word that may be a name, and not after the report's own words", () => {
    expect(found("It was Jayden who said so.")).toEqual([["possible name", "Jayden"]]);
    expect(found("It was Northshire in November, and Health.")).toEqual([]);
  });

  it("asks after the whole name where it begins a sentence or a passage, and not after the sentence's own capital", () => {
    expect(found("Jamie Fletcher was asked.")).toEqual([["possible name", "Jamie Fletcher"]]);
    expect(found("It was late. Jamie Fletcher was asked.")).toEqual([["possible name", "Jamie Fletcher"]]);
    expect(found("Mum Jamie was asked.")).toEqual([["possible name", "Mum Jamie"]]);
    expect(found("Two workshops. The Board read it.\nPlans were read.")).toEqual([]);
  });

  it("searches what the report shows of actions, part by part, and nothing that it does not show", () => {
    const data = fullReport();
    const places = (chapters: LearningReportData["chapters"]) =>
      passagesOf({ ...data, chapters }, {}, new Set())
        .map(({ place }) => place)
        .filter((place) => /action 1/i.test(place));
    expect(places(undefined)).toEqual(expect.arrayContaining(["Action 1, title", "Action 1, owner"]));
    expect(places(["headlines", "asked"])).toEqual(["Action 1, title"]);
  });

  it("finds counts that a published report hides, and leaves them in an internal one", () => {
    expect(found("Only three plans and 12 plans did.")).toEqual([["small number", "three plans"]]);
    expect(found("Only three plans did.", [], { ...fullReport(), view: "internal" })).toEqual([]);
  });

  it("gives a find another key as soon as its words change, so that it is asked again", () => {
    const key = (words: string) => findingsIn([{ place: "Note", words, field: null }], fullReport())[0]?.key;
    expect(key("It was Jayden.")).toBe(key("It was Jayden."));
    expect(key("It was Jayden.")).not.toBe(key("So it was Jayden."));
  });

  it("reads every field that people wrote and every quote that stands in the report", () => {
    const [quote] = quotesOf(fullReport());
    const places = passagesOf(fullReport(), { headline: "A", "change.silent": "yes" }, new Set([quote?.key ?? ""]));
    expect(places.map(({ place }) => place)).toEqual(
      expect.arrayContaining(["Headline", `Quote under ‘${quote?.theme}’`, "Question of the cycle"]),
    );
  });
});

describe("chapters", () => {
  it("are fifteen, those without data are left out and cannot be switched on", () => {
    expect(CHAPTERS).toHaveLength(15);
    expect(startingChapters("learning", fullReport())).not.toContain("families");
    expect(settledChapters("learning", ["families", "headlines"], fullReport())).not.toContain("families");
  });

  it("without which a report would claim more than it can show come back", () => {
    expect(settledChapters("learning", [], fullReport())).toEqual(["method", "headlines", "cautions", "notes"]);
  });

  it("have fields that the editor knows and forms can carry", () => {
    for (const chapter of CHAPTERS)
      for (const { fields } of fieldsOf("learning", chapter, fullReport(), {}))
        for (const { name } of fields) expect(isField(name), name).toBe(true);
    expect(["asked.n99.said", "commentary.nowhere", "__proto__", "headline.x.y"].filter(isField)).toEqual([]);
  });

  it("leave out entries without a word, and say so where nobody knows yet what a difference was", () => {
    const data = withWords(fullReport(), { "asked.n2.said": "Said.", "asked.n2.did": "Did.", "asked.n1.said": " " });
    expect(data.asked).toEqual([{ said: "Said.", asked: "", did: "Did.", difference: "" }]);
    expect(plainText(reportOf({ kind: "learning", data }))).toContain("The difference it made: We do not know yet.");
  });

  it("take the difference that was made from the re-audit of the action behind an entry, unless somebody wrote it", () => {
    const earlier = { title: "Train writers", owner: "Head of SEND", standing: "Done" };
    const figures = {
      ...fullReport(),
      previousActions: [
        { ...earlier, name: "A-01", found: "It worked. EP2: 11 of 38 before and 22 of 40 after.", here: true },
        { ...earlier, name: "A-02", found: null, here: false },
      ],
    };
    const text = (words: Record<string, string>) => {
      const data = withWords(figures, { "asked.n1.said": "Said.", "asked.n1.did": "Did.", ...words });
      return plainText(reportOf({ kind: "public", data }));
    };
    expect(text({ "asked.n1.action": "A-01" })).toContain("made: A re-audit looked: It worked. EP2: 11 of 38 before");
    expect(text({ "asked.n1.action": "A-02" })).toContain("made: We do not know yet. A later audit tests A-02.");
    expect(text({ "asked.n1.action": "A-01", "asked.n1.difference": "Ours." })).toContain("made: Ours.");
    const [first] = fieldsOf("public", "asked", figures, {});
    expect(first?.fields.find(({ options }) => options)?.options?.map(({ value }) => value)).toEqual([
      "",
      "A-01",
      "A-02",
    ]);
    expect(fieldsOf("public", "asked", { ...figures, previousActions: [], actions: [] }, {})[0]?.fields).toHaveLength(
      4,
    );
    expect(isField("asked.n1.action")).toBe(true);
    expect(passagesOf(figures, { "asked.n1.action": "A-01" }, new Set()).map(({ field }) => field)).not.toContain(
      "asked.n1.action",
    );
  });
});

describe("a report of a reopened cycle", () => {
  it.each(["learning", "public", "evidence", "board"] as const)("says when: %s", (kind) => {
    const reopened = [{ on: "2026-12-01", until: "2026-12-04" }];
    const text = plainText(reportOf({ kind, data: { ...fullReport(), reopened } }));
    expect(text).toContain("Reopened: 1 December 2026, moderated again until 4 December 2026");
    expect(text).toContain("The cycle was reopened on 1 December 2026 so that a mistake could be put right");
    const open = { ...fullReport(), reopened: [{ on: "2026-12-01", until: null }] };
    expect(plainText(reportOf({ kind, data: open }))).toContain("so these figures can still change");
    expect(plainText(reportOf({ kind, data: fullReport() }))).not.toContain("eopened");
  });
});

describe("a quote", () => {
  const decision = (decided: "in" | "out", by: string) => ({ key: "q", decision: decided, by });
  it("waits until somebody other than who began the report has checked it, and can be left out by anybody", () => {
    expect(quoteStanding("q", "lead", [])).toBe("waits");
    expect(quoteStanding("q", "lead", [decision("in", "lead")])).toBe("waits");
    expect(quoteStanding("q", "lead", [decision("in", "chair")])).toBe("checked");
    expect(quoteStanding("q", "lead", [decision("in", "chair"), decision("out", "lead")])).toBe("left out");
  });
});

describe("kinds and forms", () => {
  it("that leave the partnership are never made from small numbers", () => {
    const internal = { ...fullReport(), view: "internal" as const };
    for (const kind of PUBLISHED_ONLY) expect(() => reportOf({ kind, data: internal }), kind).toThrow(RangeError);
    expect(() => exchangeOf(internal, null)).toThrow(RangeError);
  });

  it("say something true where there is little or nothing to say", () => {
    for (const data of [oneCaseReport(), noCaseReport()].map((one) => ({ ...one, view: "published" as const })))
      for (const kind of ["board", "public", "easy_read", "evidence"] as const)
        expect(plainText(reportOf({ kind, data })).replace(/95%|45%|55%/g, ""), kind).not.toMatch(/\d%|NaN|undefined/);
  });

  it("have easy words for the themes that come with the product, and an area's own name for its own", () => {
    const library: { themes: { code: string; name: string; polarity: string }[] } = JSON.parse(
      readFileSync("audits/themes/library/ehc-themes.json", "utf8"),
    );
    for (const theme of library.themes) expect(easyTheme(theme), theme.code).toMatch(/^(Some|In some|School,) /);
    for (const theme of library.themes) expect(easyTheme({ ...theme, name: "Our own" })).toBe("Our own.");
    expect(easyTheme({ code: "constructor", name: "Another" })).toBe("Another.");
  });

  it("point from the questions of an evidence pack to what was found, and to what is done about it", () => {
    const data = { ...fullReport(), chapters: startingChapters("evidence", fullReport()) };
    const { blocks } = reportOf({ kind: "evidence", data });
    const chapters = blocks.flatMap((block) => (block.kind === "heading" && block.level === 2 ? [block.text] : []));
    for (const key of ["grades", "domains", "limits", "themes", "actions"] as const)
      expect(chapters).toContain(CHAPTER_TITLES[key]);
    const text = plainText({ ...reportOf({ kind: "evidence", data }), blocks });
    expect(text).toContain("How do leaders challenge, and what follows?");
    expect(text).toMatch(/Found most often as an area for improvement: ‘Vague or unquantified provision’, 24 of 40/);
  });

  it("keep as many lines of a board page as one side holds, and join what is asked without doubled stops", () => {
    const recommendation = { title: "Say hours", text: "It is owed.", owner: "The head", due: "May 2027", measure: "" };
    const board = reportOf({ kind: "board", data: { ...fullReport(), recommendations: [recommendation] } });
    expect(plainText(board)).toContain("Say hours. It is owed. The head, by May 2027");
    const panels = (board.shorter ?? []).map((blocks) => blocks.find((block) => block.kind === "panels"));
    expect(panels.map((one) => one?.kind === "panels" && Math.max(...one.panels.map((p) => p.items.length)))).toEqual([
      3,
      3,
      3,
      2,
      1,
      false,
    ]);
  });

  it("as a workbook have one sheet a table, whole numbers as numbers and hidden ones as they are printed", () => {
    const sheets = tableSheets("Report", reportOf({ kind: "learning", data: fullReport() }).blocks);
    expect(new Set(sheets.map(({ name }) => name)).size).toBe(sheets.length);
    const cells = sheets.slice(1).flatMap(({ rows }) => rows.flat());
    expect(cells).toContain("c");
    expect(cells.some((cell) => typeof cell === "number")).toBe(true);
  });
});

describe("the exchange file", () => {
  const file = () => exchangeOf(fullReport(), null);

  it("is read back as it was written, and its published schema is the one it is read by", () => {
    expect(readExchange(exchangeText(file()))).toEqual({ ok: true, file: file() });
    expect(JSON.parse(readFileSync("public/exchange.schema.json", "utf8"))).toEqual(exchangeJsonSchema());
  });

  it("holds no count that is hidden, and no word of a plan", () => {
    const text = exchangeText(file());
    expect(text).toContain('"hidden": true');
    for (const { quote } of quotesOf(fullReport())) expect(text).not.toContain(quote.text);
  });

  it("is refused with a sentence where it is something else or contradicts itself", () => {
    const refused = (source: string) => (readExchange(source) as { sentence: string }).sentence;
    expect(refused("no")).toMatch(/not JSON/);
    expect(refused('{"format":"other"}')).toMatch(/no exchange file/);
    expect(refused('{"format":"ehc-plan-quality-exchange/9"}')).toMatch(/another version/);
    expect(refused(JSON.stringify({ ...file(), extra: 1 }))).toMatch(/cannot be read/);
    const grades = { ...file().grades, good: { count: 41, n: 40, interval: null } };
    expect(refused(JSON.stringify({ ...file(), grades }))).toMatch(/contradict/);
  });

  it("is compared where rubric, rules and sampling match, with an interval that says when we could not tell", () => {
    const { why, rows } = compareAreas(file(), file());
    expect(why).toEqual([]);
    expect(rows[0]?.difference).toMatchObject({ value: 0, apart: false });
  });

  it("is not compared, and says why, where they do not", () => {
    const b = file();
    const reasons = (change_: object) => compareAreas(file(), { ...b, ...change_ }).why.join(" ");
    expect(reasons({ sampling: { ...b.sampling, kind: "chosen" } })).toMatch(/chose its plans for a reason/);
    expect(reasons({ limits: "shadow" })).toMatch(/only tried them out/);
    expect(reasons({ rubric: { ...b.rubric, version: "4", sha256: "f".repeat(64) } })).toMatch(/The rubrics differ/);
    expect(reasons({ grades: { ...b.grades, n: 9 } })).toMatch(/fewer than 10 plans/);
    expect(compareAreas(file(), { ...b, limits: "shadow" }).rows.every(({ difference }) => difference === null)).toBe(
      true,
    );
  });
});
