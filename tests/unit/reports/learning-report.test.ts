import { describe, expect, it } from "vitest";
import type { Hidden } from "#audits/charts/figures.ts";
import type { Block, Inline, Report } from "#audits/reports/blocks.ts";
import { learningReport } from "#audits/reports/learning-report.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { fullReport, noCaseReport, oneCaseReport, share } from "../../report/fixtures.ts";

const hidden: Hidden = { hidden: true, reason: "fewer than 5 plans" };

/** Everything that a report says, chart descriptions apart. */
function allWords({ blocks }: Report): string {
  const line = (runs: Inline[]) => runs.map((run) => run.text).join("");
  const of = (block: Block): string[] => {
    switch (block.kind) {
      case "heading":
        return [block.text];
      case "paragraph":
        return [line(block.runs)];
      case "list":
        return block.items.map(line);
      case "quote":
        return [...block.paragraphs, block.source];
      case "callout":
        return [block.title, ...block.paragraphs.map(line)];
      case "key-figures":
        return block.figures.flatMap((figure) => [figure.figure, figure.label, figure.note]);
      case "panels":
        return block.panels.flatMap((panel) => [panel.title, ...panel.items.map(line)]);
      case "table":
        return [
          block.caption,
          ...block.head.flat().map((cell) => cell.text),
          ...block.rows.flat().map(line),
          ...block.notes,
        ];
      case "figure":
        return [block.caption, block.source];
      case "recommendations":
        return block.items.flatMap((item) => [
          item.title,
          item.text,
          ...item.facts.map((fact) => `${fact.term} ${fact.text}`),
        ]);
      case "definitions":
        return block.items.map((item) => `${item.term} ${line(item.text)}`);
      case "tick-boxes":
        return block.options.map((option) => `${option.label} ${option.text}`);
      case "writing-lines":
        return [block.label];
      case "picture-text":
        return block.paragraphs.map(line);
      case "contents":
      case "page-break":
        return [];
    }
  };
  return blocks.flatMap(of).join("\n").replaceAll("\u00a0", " ");
}

const said = (data: LearningReportData) => allWords(learningReport(data));
const chapters = (data: LearningReportData) =>
  learningReport(data).blocks.flatMap((block) => (block.kind === "heading" && block.level === 2 ? [block.text] : []));

describe("the answer at the top", () => {
  it("says the share in the sample and how many of all plans that means", () => {
    expect(said(fullReport())).toContain(
      "22 of 40 sampled plans were good or better (55%). For all 1,712 plans, that means between 684 and 1,184 are likely to be.",
    );
  });

  it("speaks of the plans themselves below 10, without any percentage anywhere", () => {
    const words = said(oneCaseReport());
    expect(words).toContain(
      "1 of 1 plan was good or better. Fewer than 10 plans say something about those plans only.",
    );
    expect(words.replace(/95%|45%|55%/g, "")).not.toContain("%");
  });

  it("says that there is nothing to report while no plan has a result", () => {
    expect(said(noCaseReport())).toContain(
      "No plan has a settled grade yet, so there is nothing to report on quality.",
    );
  });

  it("says why the share cannot be shown where it is hidden", () => {
    const data = fullReport();
    const words = said({ ...data, grades: { ...data.grades, good: hidden, goodInPopulation: null } });
    expect(words).toContain("How many were good or better cannot be shown: fewer than 5 plans.");
    expect(words).not.toMatch(/22 of 40 sampled/);
  });

  it("does not project where every plan was read", () => {
    const data = fullReport();
    const words = said({
      ...data,
      sample: { ...data.sample, population: 40 },
      grades: { ...data.grades, goodInPopulation: { lower: 22, upper: 22 } },
    });
    expect(words).toContain("All 40 plans were read: 22 were good or better (55%).");
    expect(words).not.toContain("likely to be.");
  });

  it("takes the word for good from the rubric", () => {
    const data = fullReport();
    const levels = [
      { label: "Met", good: true },
      { label: "Partly met", good: false },
      { label: "Not met", good: false },
      { label: "Absent", good: false },
    ];
    expect(said({ ...data, levels })).toContain("22 of 40 sampled plans were met (55%)");
  });
});

describe("a change since the last cycle", () => {
  const withChange = (
    difference: number,
    lower: number,
    upper: number,
    verdict: "better" | "worse" | "could_not_tell",
  ) => {
    const data = fullReport();
    return said({
      ...data,
      change: { since: "spring 2026", change: { difference, interval: { lower, upper }, verdict } },
    });
  };

  it("could not be told where its interval holds zero, and is never called no change", () => {
    const words = withChange(0.104, -0.11, 0.31, "could_not_tell");
    expect(words).toContain(
      "Up 10 points since spring 2026, but the true change could be anything between 11 down and 31 up: we could not tell if plans are better.",
    );
    expect(words).not.toMatch(/no (significant )?change/i);
  });

  it("is better or worse only with its whole interval on one side, and without claiming a cause", () => {
    expect(withChange(0.24, 0.03, 0.42, "better")).toContain(
      "Up 24 points since spring 2026; the true change is likely to be between 3 and 42 points up. Other changes could also have played a part.",
    );
    expect(withChange(-0.24, -0.42, -0.03, "worse")).toContain(
      "Down 24 points since spring 2026; the true change is likely to be between 3 and 42 points down.",
    );
  });
});

describe("domains", () => {
  const figure = (data: LearningReportData) =>
    learningReport(data).blocks.find(
      (block) => block.kind === "figure" && block.caption === "plans at each level by domain",
    );

  it("come with the headline ones first and otherwise in the order of the rubric", () => {
    const block = figure(fullReport());
    const rows =
      block?.kind === "figure" && block.chart.kind === "domains" ? block.chart.rows.map((row) => row.label) : [];
    expect(rows).toEqual([
      "Voice of the child and family",
      "Personalisation and needs",
      "Outcomes focus",
      "Health and social care input",
      "Preparation for adulthood",
      "Statutory form and accuracy",
      "Educational provision",
    ]);
  });

  it("are told apart only where their intervals keep apart", () => {
    const data = fullReport();
    expect(said(data)).toContain(
      "The share runs from 30% (Health and social care input) to 83% (Statutory form and accuracy). Their intervals do not overlap",
    );
    const close = data.domains.map((domain, i) => ({ ...domain, good: share(20 + (i % 2) * 2, 40) }));
    expect(said({ ...data, domains: close })).toContain(
      "Their intervals overlap, so chance alone could explain the order.",
    );
  });

  it("show bars without shares where there are too few plans for percentages", () => {
    const block = figure(oneCaseReport());
    expect(block?.kind === "figure" && block.chart.kind).toBe("grade-bars");
  });
});

describe("limits", () => {
  it("that fired are named with how many grades they lowered", () => {
    const data = fullReport();
    const loweredTo = [
      { level: "Inadequate", plans: 6 },
      { level: "Requires improvement", plans: 5 },
    ];
    expect(said({ ...data, limits: { ...data.limits, lowered: 11, loweredTo } })).toContain(
      "Limits lowered the grade of 11 plans: 6 to Inadequate and 5 to Requires improvement.",
    );
  });

  it("give no parts of a total where one part is hidden: the rest would tell it", () => {
    const data = fullReport();
    const loweredTo = [
      { level: "Inadequate", plans: 6 },
      { level: "Requires improvement", plans: hidden },
    ];
    const words = said({ ...data, limits: { ...data.limits, loweredTo } });
    expect(words).toContain("Limits lowered the grade of 10 plans.");
    expect(words).not.toContain("6 to Inadequate");
  });

  it("that were only tried out are said to have changed no grade", () => {
    expect(said(oneCaseReport())).toContain(
      "In this cycle limits were tried out. They changed no grade. Limits would have lowered the grade of 1 plan: 1 to Inadequate.",
    );
  });
});

describe("method and limits of the audit", () => {
  it("hold what is needed to repeat the draw", () => {
    const data = fullReport();
    const words = said(data);
    for (const fact of [data.sample.seed, data.sample.frameHash, data.rubric.hash, "version 3.0.0", "5 October 2026"])
      expect(words).toContain(fact);
  });

  it("give agreement as counts first, then the coefficient with its interval", () => {
    expect(said(fullReport())).toContain(
      "16 plans were scored by two or more auditors. They chose the same level for 468 of 641 criteria (73.0%) and were within one level for 622 (97.0%). Allowing for matches by chance, agreement is 0.78 (95% interval 0.70 to 0.86)",
    );
  });

  it("give no coefficient below 10 plans, and its reason where there is none", () => {
    const data = fullReport();
    const few = said({ ...data, agreement: { ...data.agreement, plans: 9 } });
    expect(few).toContain("These are too few plans to judge how consistent the auditors are.");
    expect(few).not.toContain("0.78");
    const none = said({
      ...data,
      agreement: { ...data.agreement, ac2: { value: null, reason: "All scores were the same." } },
    });
    expect(none).toContain("All scores were the same.");
  });

  it("say so where no plan was moderated or scored twice", () => {
    const words = said(oneCaseReport());
    expect(words).toContain(
      "No plan was moderated. The levels in this report are the auditors’ own; where they differed, no panel has settled it.",
    );
    expect(words).toContain("No plan was scored by two auditors; agreement cannot be measured.");
    expect(words).toContain("Each plan was read by one auditor");
  });

  it("say how many figures are hidden", () => {
    expect(said(fullReport())).toContain("23 figures were hidden to protect children, so some tables do not add up.");
  });
});

describe("themes", () => {
  it("carry their change with its interval, and worth a look only where that is so", () => {
    const words = said(fullReport());
    expect(words).toContain("+5 (−17 to +26) could not tell");
    expect(words).toContain("−38 (−55 to −17) worth a look");
    expect(words).toContain("It is a reason to ask, not a verdict.");
  });

  it("have no column for a change where cycles may not be compared, and say why", () => {
    const data = fullReport();
    const words = said({ ...data, themes: data.themes.map((theme) => ({ ...theme, previous: null, change: null })) });
    expect(words).not.toContain("Last cycle");
    expect(words).toContain(
      "Themes are not compared with the last cycle, because the rubric or the kind of sample differs.",
    );
  });

  it("that are hidden stand last, by name, and without the quotes that would tell their number", () => {
    const data = fullReport();
    const [first, ...others] = data.themes;
    const quote = { text: "Only one plan said this.", lang: null, section: "F", page: 1 };
    const rare = (name: string) => ({
      ...(first as NonNullable<typeof first>),
      code: `XX-${name}`,
      name,
      share: hidden,
      previous: null,
      change: null,
      quotes: [quote],
    });
    const { blocks } = learningReport({ ...data, themes: [rare("Zebra"), rare("Apple"), ...others] });
    const table = blocks.find((block) => block.kind === "table" && block.caption.startsWith("areas for improvement"));
    const names = table?.kind === "table" ? table.rows.map((row) => row[0]?.[0]?.text) : [];
    expect(names.slice(-3)).toEqual(["Apple", "Plan not updated after review", "Zebra"]);
    expect(JSON.stringify(blocks)).not.toContain("Only one plan said this.");
  });

  it("give quotes their section and page, and their language where it is not English", () => {
    const quotes = learningReport(fullReport()).blocks.filter((block) => block.kind === "quote");
    expect(quotes[0]).toMatchObject({ source: "From a plan, section F, page 11" });
    expect(quotes.at(-1)).toMatchObject({ lang: "cy" });
  });
});

describe("a report", () => {
  it("leaves out chapters that have nothing to say", () => {
    expect(chapters(oneCaseReport())).not.toContain("By group");
    expect(chapters(fullReport())).toContain("By group");
  });

  it("names a draft and an internal view on every page", () => {
    expect(learningReport(noCaseReport()).meta.banner).toBe("Draft, internal, small numbers shown");
    expect(learningReport(fullReport()).meta.banner).toBeNull();
  });

  it("points only to places that it has, each of them once", () => {
    for (const data of [fullReport(), oneCaseReport(), noCaseReport()]) {
      const { blocks } = learningReport(data);
      const ids = blocks.flatMap((block) => ("id" in block ? [block.id] : []));
      expect(new Set(ids).size).toBe(ids.length);
      const targets = [...JSON.stringify(blocks).matchAll(/"to":"([^"]+)"/g)].map((match) => match[1]);
      for (const target of targets) expect(ids).toContain(target);
    }
  });

  it("keeps every row of a table as wide as its head", () => {
    for (const data of [fullReport(), oneCaseReport(), noCaseReport()]) {
      for (const block of learningReport(data).blocks) {
        if (block.kind !== "table") continue;
        for (const row of block.head)
          expect(row.reduce((sum, cell) => sum + (cell.span ?? 1), 0)).toBe(block.columns.length);
        for (const row of block.rows) expect(row).toHaveLength(block.columns.length);
      }
    }
  });

  it("ends the page of headlines only where nobody wrote beside them, so that no page holds a comment alone", () => {
    const headlinesOf = (data: LearningReportData) => {
      const { blocks } = learningReport(data);
      const from = blocks.findIndex((block) => block.kind === "heading" && block.id === "headlines");
      const next = blocks.findIndex((block, i) => i > from && block.kind === "heading" && block.level === 2);
      return blocks.slice(from, next).map(({ kind }) => kind);
    };
    expect(headlinesOf({ ...fullReport(), commentary: [] }).at(-1)).toBe("page-break");
    expect(
      headlinesOf({ ...fullReport(), commentary: [{ chapter: "headlines", paragraphs: ["A word."] }] }).at(-1),
    ).toBe("callout");
  });

  it("puts what people wrote under the chapter that they wrote it for", () => {
    const { blocks } = learningReport(fullReport());
    const at = blocks.findIndex((block) => block.kind === "callout" && block.title === "What this means");
    const chapter = blocks.slice(0, at).findLast((block) => block.kind === "heading" && block.level === 2);
    expect(chapter).toMatchObject({ id: "grades" });
  });
});
