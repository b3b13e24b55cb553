import { describe, expect, it } from "vitest";
import { DotLine, KeyFigures, UnitStrip } from "~/components/figures.tsx";
import { lengthOf } from "~/components/govuk/character-count.tsx";
import { Table, WideRegion } from "~/components/govuk/table.tsx";
import { KeyStrip } from "~/components/keys.tsx";
import { Note } from "~/components/notes.tsx";
import { ProgressBar } from "~/components/progress.tsx";
import { MarkedWords, QuoteRow } from "~/components/quotes.tsx";
import { DomainRail, FactList } from "~/components/rail.tsx";
import { SaveState, saveWords } from "~/components/save-state.tsx";
import { SceneFigure } from "~/components/scene.tsx";
import { StepList } from "~/components/steps.tsx";
import { all, one, rendered, spoken, textOf } from "./render.tsx";

describe("a save state", () => {
  it("says in words what is kept and what is not", () => {
    expect(saveWords({ kind: "saved", at: "10:42" }).words).toBe("Saved at 10:42");
    expect(saveWords({ kind: "offline" }).words).toBe("Not saved: no connection. Kept on this page, trying again");
    expect(saveWords({ kind: "clash", at: "10:40" }).words).toBe(
      "Changed in another window at 10:40. Choose which to keep",
    );
    expect(saveWords({ kind: "held", answers: 1 }).words).toBe("1 answer not saved yet");
    expect(saveWords({ kind: "held", answers: 3 }).words).toBe("3 answers not saved yet");
    expect(saveWords({ kind: "on-press" }).words).toBe("Saves when you press Save");
  });

  it("is a polite status that does not change with every save", () => {
    const status = (at: string) =>
      one(rendered(<SaveState status={{ kind: "saved", at }} />), "span", { role: "status" });
    expect(status("10:42")).toEqual(status("10:43"));
    expect(textOf(status("10:42").children)).toBe("Saved");
  });
});

describe("a figure", () => {
  it("as a dot on a line has its words for those who do not see it", () => {
    const svg = one(rendered(<DotLine value={0.55} lower={0.4} upper={0.69} label="55%, 40% to 69%" />), "svg");
    expect(svg.attributes.role).toBe("img");
    expect(svg.attributes["aria-label"]).toBe("55%, 40% to 69%");
  });

  it("is open where we could not tell, and filled where we could", () => {
    const fill = (open: boolean) =>
      one(rendered(<DotLine value={0.1} lower={-0.11} upper={0.31} scale="change" open={open} label="" />), "circle")
        .attributes.fill;
    expect(fill(true)).toBe("#ffffff");
    expect(fill(false)).toBe("#12436d");
  });

  it("stands at its place on the scale, and an interval beyond it stops at the edge", () => {
    const [line, dot] = ["line", "circle"].map(
      (tag) =>
        all(rendered(<DotLine value={0} lower={-0.9} upper={0.25} scale="change" label="" width={216} />), tag).at(-1)!,
    );
    expect(dot!.attributes.cx).toBe("108");
    expect([line!.attributes.x1, line!.attributes.x2]).toEqual(["8", "158"]);
  });

  it("draws one square a plan", () => {
    const strip = rendered(<UnitStrip n={40} parts={[{ tone: "inadequate", count: 6 }]} label="6 of 40 plans" />);
    const squares = all(strip, "rect");
    expect(squares).toHaveLength(40);
    expect(squares.filter((square) => square.attributes.fill === "#8a2a10")).toHaveLength(6);
    expect(spoken(strip)).toBe("6 of 40 plans");
  });

  it("in the strip carries what it is of and its interval", () => {
    const strip = rendered(
      <KeyFigures figures={[{ value: "+10", unit: "points", label: "since spring", note: "−11 to +31" }]} />,
    );
    expect(spoken(strip)).toBe("+10 points since spring −11 to +31");
  });

  it("of progress is said in words, the bar hidden from screen readers", () => {
    expect(spoken(rendered(<ProgressBar done={26} of={39} words="26 of 39 scored" />))).toBe("26 of 39 scored");
    const filled = all(rendered(<ProgressBar done={26} of={39} words="" />), "rect")[1]!;
    expect(filled.attributes.width).toBe("66.7");
  });
});

describe("a chart", () => {
  const scene = {
    width: 300,
    height: 40,
    title: "Plans at each grade",
    alt: "22 of 40 good or better.",
    table: {
      columns: [
        { label: "Grade", numeric: false },
        { label: "Plans", numeric: true },
      ],
      rows: [["Good", "19"]],
    },
    marks: [
      { kind: "rect" as const, x: 0, y: 0, width: 10, height: 10, fill: "#12436d" },
      { kind: "line" as const, x1: 0, y1: 0, x2: 9, y2: 0, stroke: "#485661", strokeWidth: 1, strokeDasharray: "4 3" },
      {
        kind: "text" as const,
        x: 5,
        y: 9,
        text: "19",
        fontSize: 14,
        fontWeight: 600 as const,
        fill: "#0b0c0c",
        textAnchor: "middle" as const,
      },
    ],
  };
  const figure = rendered(
    <SceneFigure scene={scene} narrow={{ ...scene, width: 150 }} number="Figure 1" source="n = 40" />,
  );

  it("names and describes its drawing for every width", () => {
    const drawings = all(figure, "svg", { role: "img" });
    expect(drawings.map((svg) => svg.attributes.width)).toEqual(["300", "150"]);
    for (const svg of drawings) {
      expect(textOf([one(figure, "title", { id: svg.attributes["aria-labelledby"]! })])).toBe("Plans at each grade");
      expect(textOf([one(figure, "desc", { id: svg.attributes["aria-describedby"]! })])).toBe(
        "22 of 40 good or better.",
      );
    }
  });

  it("draws its marks with attributes", () => {
    const [svg] = all(figure, "svg");
    expect(one(svg!.children, "line").attributes).toMatchObject({ "stroke-dasharray": "4 3", "stroke-width": "1" });
    expect(one(svg!.children, "text").attributes).toMatchObject({ "text-anchor": "middle", "font-weight": "600" });
    expect(textOf([one(svg!.children, "text")])).toBe("19");
  });

  it("has the same numbers as a table in a disclosure", () => {
    const details = one(figure, "details");
    expect(spoken(all(details.children, "summary"))).toBe("Show figure 1 as a table");
    expect(all(details.children, "td").map((cell) => spoken(cell.children))).toEqual(["19"]);
    expect(spoken(all(details.children, "caption"))).toBe("Figure 1: Plans at each grade");
  });
});

describe("a quote", () => {
  const row = rendered(
    <QuoteRow
      number={2}
      names={{ section: "quotes[1].section", page: "quotes[1].page", words: "quotes[1].words" }}
      ids={{ section: "q2-section", page: "q2-page", words: "q2-words" }}
      sections={[{ value: "F", label: "F" }]}
      values={{ section: "F", page: "41", words: "access to support" }}
      errors={{ page: "Page of quote 2 must be between 1 and 24" }}
      vague={["access to"]}
    />,
  );

  it("names its fields with its number", () => {
    expect(all(row, "label").map((label) => [label.attributes.for, spoken(label.children)])).toEqual([
      ["q2-section", "Section of quote 2"],
      ["q2-page", "Page of quote 2"],
      ["q2-words", "Words from the plan of quote 2"],
    ]);
  });

  it("ties what is wrong to the field it is about", () => {
    expect(one(row, "input").attributes["aria-describedby"]).toBe("q2-page-error");
    expect(spoken([one(row, "p", { id: "q2-page-error" })])).toBe("Error: Page of quote 2 must be between 1 and 24");
    expect(one(row, "textarea").attributes["aria-describedby"]).toBeUndefined();
  });

  it("marks phrases that are often vague below the field, and says that they set nothing", () => {
    expect(all(row, "mark").map((mark) => textOf(mark.children))).toEqual(["access to"]);
    expect(spoken(row)).toContain("For you to weigh. They do not set the level.");
  });

  it("keeps every word when phrases are marked, longest first and whatever their case", () => {
    const text = "Access to a key adult (as required) as required.";
    const marked = rendered(
      <p>
        <MarkedWords text={text} phrases={["key", "key adult", "access to", "as required", ""]} />
      </p>,
    );
    expect(textOf(marked)).toBe(text);
    expect(all(marked, "mark").map((mark) => textOf(mark.children))).toEqual([
      "Access to",
      "key adult",
      "as required",
      "as required",
    ]);
  });
});

describe("a list", () => {
  it("of steps says which are done and leads to the next", () => {
    const steps = rendered(
      <StepList
        steps={[
          { title: "Import your cases", text: "A file.", done: true, status: "Done: 1,722 cases" },
          { title: "Choose a rubric", text: "One that ships.", done: true, status: "" },
          {
            title: "Open a cycle",
            text: "",
            done: false,
            status: "",
            action: { text: "Open", href: "/new", main: true },
          },
        ]}
      />,
    );
    expect(all(steps, "li").map((step) => spoken(step.children))).toEqual([
      "Import your cases A file. Done: 1,722 cases",
      "Choose a rubric One that ships. Done",
      "Open a cycle Open",
    ]);
    expect(one(steps, "a").attributes.href).toBe("/new");
  });

  it("of domains shows my own progress and levels, the current criterion marked", () => {
    const rail = rendered(
      <DomainRail
        current="EP2"
        domains={[
          { title: "Outcomes focus", href: "/d1", done: 6, of: 6 },
          {
            title: "Educational provision",
            href: "/d2",
            done: 1,
            of: 5,
            criteria: [
              { code: "EP1", title: "Every need", href: "/ep1", answer: { short: "G", label: "Good" } },
              { code: "EP2", title: "Specified", href: "/ep2", answer: { short: "–", label: "Not scored yet" } },
            ],
          },
        ]}
      />,
    );
    expect(spoken(rail)).toBe(
      "Outcomes focus 6 of 6 Educational provision 1 of 5 EP1 Every need Good EP2 Specified Not scored yet",
    );
    expect(all(rail, "a", { "aria-current": "page" }).map((link) => link.attributes.href)).toEqual(["/ep2"]);
  });

  it("of facts pairs names and values", () => {
    const facts = rendered(<FactList facts={[{ name: "Scored", value: "2 to 27 November" }]} />);
    expect([spoken(all(facts, "dt")), spoken(all(facts, "dd"))]).toEqual(["Scored", "2 to 27 November"]);
  });

  it("of keys says what each does", () => {
    const keys = rendered(
      <KeyStrip
        entries={[
          { keys: ["1", "4"], does: "level" },
          { keys: ["N"], does: "next" },
        ]}
      />,
    );
    expect(spoken(keys)).toBe("1 to 4 level, N next");
  });
});

describe("a note", () => {
  it("has a heading of the level that the page needs, and its one action last", () => {
    const note = rendered(
      <Note tone="amber" title="1 thing to finish" headingLevel={3} action={<a href="/x">Finish</a>}>
        <p>HS3 has no quote.</p>
      </Note>,
    );
    expect(spoken(all(note, "h3"))).toBe("1 thing to finish");
    expect(spoken(note)).toBe("1 thing to finish HS3 has no quote. Finish");
  });
});

describe("a table", () => {
  const table = rendered(
    <WideRegion label="Audits to do">
      <Table
        caption="Audits to do"
        head={["Plan", "Due", ""]}
        firstCellIsHeader
        phoneList
        rows={[{ cells: ["C-0417", "27 November", ""], tone: "amber" }]}
      />
    </WideRegion>,
  );

  it("keeps its roles and its columns' words where a phone lays rows out as items", () => {
    expect(all(table, "th", { role: "columnheader" })).toHaveLength(2);
    expect(all(table, "td", { role: "cell" }).map((cell) => cell.attributes["data-label"])).toEqual([
      undefined,
      "Due",
      undefined,
    ]);
    expect(all(table, "tr", { class: "row--amber" })).toHaveLength(1);
  });

  it("scrolls, when it must, in a named region that the keyboard reaches", () => {
    expect(one(table, "section").attributes).toMatchObject({ "aria-label": "Audits to do", tabindex: "0" });
  });
});

describe("a count of what was written", () => {
  it("counts words between white space, and characters as people see them", () => {
    expect(lengthOf("  Two words\n", "words")).toBe(2);
    expect(lengthOf("", "words")).toBe(0);
    expect(lengthOf("ŵ👩🏻‍🚀é", "characters")).toBe(3);
  });
});
