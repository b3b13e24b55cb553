import { describe, expect, it } from "vitest";
import { GradeWord, LevelRows, NOT_SCORED, ShortGrade, toneAt } from "~/components/levels.tsx";
import { AgreeTable, AuditorScale } from "~/components/panel.tsx";
import { all, one, rendered, spoken } from "./render.tsx";

const options = [
  { value: "4", label: "Outstanding", descriptor: "All items are specified.", key: "1", place: 0, of: 4 },
  { value: "3", label: "Good", descriptor: "Main items are specified.", key: "2", place: 1, of: 4 },
  { value: "2", label: "Requires improvement", descriptor: "Some are vague.", key: "3", place: 2, of: 4 },
  {
    value: "1",
    label: "Inadequate",
    descriptor: "Mostly vague.",
    key: "4",
    place: 3,
    of: 4,
    limit: "Limits the whole plan to Inadequate",
  },
  { value: "CT", label: "Cannot tell", descriptor: "No evidence.", key: "5", place: null, of: 4 },
];

describe("a level", () => {
  it("has the colour of its grade on a scale of four, best first, whatever its words are", () => {
    expect([0, 1, 2, 3].map((place) => toneAt(place, 4))).toEqual(["outstanding", "good", "ri", "inadequate"]);
    expect([0, 1].map((place) => toneAt(place, 2))).toEqual(["outstanding", "inadequate"]);
    expect([0, 1, 2].map((place) => toneAt(place, 3))).toEqual(["outstanding", "ri", "inadequate"]);
    expect([0, 1, 2, 3, 4].map((place) => toneAt(place, 5))).toEqual([
      "outstanding",
      "good",
      "neutral",
      "ri",
      "inadequate",
    ]);
    expect(toneAt(null, 4)).toBe("neutral");
  });

  it("is a word, and its letter is read as the word", () => {
    expect(spoken(rendered(<GradeWord label="Requires improvement" />))).toBe("Requires improvement");
    expect(spoken(rendered(<ShortGrade short="RI" label="Requires improvement" />))).toBe("Requires improvement");
    expect(spoken(rendered(<ShortGrade {...NOT_SCORED} />))).toBe("Not scored yet");
  });
});

describe("the level rows", () => {
  const rows = rendered(
    <LevelRows
      name="score"
      id="level"
      legend="Which level fits best?"
      options={options}
      chosen="2"
      error="Select a level"
    />,
  );

  it("are native radios of one name in a fieldset, the row being the label", () => {
    expect(spoken(all(rows, "legend"))).toBe("Which level fits best?");
    const radios = all(rows, "input", { type: "radio", name: "score" });
    expect(radios.map((radio) => radio.attributes.value)).toEqual(["4", "3", "2", "1", "CT"]);
    expect(all(rows, "label").map((label) => spoken(label.children))).toEqual([
      "Outstanding All items are specified.",
      "Good Main items are specified.",
      "Requires improvement Some are vague.",
      "Inadequate Mostly vague. Limits the whole plan to Inadequate",
      "Cannot tell No evidence.",
    ]);
    expect(all(rows, "label").every((label) => all(label.children, "input").length === 1)).toBe(true);
  });

  it("show the chosen one only", () => {
    const chosen = all(rows, "input").filter((radio) => "checked" in radio.attributes);
    expect(chosen.map((radio) => radio.attributes.value)).toEqual(["2"]);
  });

  it("keep the key hints from screen readers", () => {
    const keys = all(rows, "span", { class: "key" });
    expect(keys).toHaveLength(5);
    expect(keys.every((key) => key.attributes["aria-hidden"] === "true")).toBe(true);
  });

  it("put the answers that are no level apart, after the levels", () => {
    const groups = all(rows, "div", { class: "levels__rows" });
    expect(groups.map((group) => all(group.children, "input").length)).toEqual([4, 1]);
  });

  it("give an error link the first radio to land on, and describe the group by the error", () => {
    expect(one(rows, "input", { id: "level" }).attributes.value).toBe("4");
    expect(one(rows, "fieldset").attributes["aria-describedby"]).toBe("level-error");
    expect(spoken([one(rows, "p", { id: "level-error" })])).toBe("Error: Select a level");
  });

  it("have no error and no choice where there is none", () => {
    const plain = rendered(<LevelRows name="score" legend="Level" options={options} chosen="" />);
    expect(one(plain, "fieldset").attributes["aria-describedby"]).toBeUndefined();
    expect(all(plain, "input").some((radio) => "checked" in radio.attributes)).toBe(false);
  });
});

describe("the panel's table", () => {
  const table = rendered(
    <AgreeTable
      name="agreed"
      id="agreed"
      legend="What does the panel agree?"
      auditors={[
        { id: "a", agency: "Education", name: "T. Hargreaves", letter: "E", score: "3" },
        { id: "b", agency: "Health", name: "A. Yusuf", letter: "H", score: "2" },
      ]}
      rows={options}
      chosen="2"
    />,
  );

  it("names each radio after what the panel agrees", () => {
    expect(all(table, "input").map((radio) => radio.attributes["aria-label"])).toEqual(
      options.map((option) => `Panel agrees ${option.label}`),
    );
  });

  it("says in words who gave which level", () => {
    const rows = all(table, "tr").slice(1);
    const given = rows.map((row) =>
      all(row.children, "td")
        .slice(0, 2)
        .map((cell) => spoken(cell.children)),
    );
    expect(given).toEqual([
      ["", ""],
      ["Education, T. Hargreaves", ""],
      ["", "Health, A. Yusuf"],
      ["", ""],
      ["", ""],
    ]);
  });

  it("stays a table with headers where a phone lays it out as a list", () => {
    expect(all(table, "th", { role: "columnheader" })).toHaveLength(4);
    expect(all(table, "th", { role: "rowheader" })).toHaveLength(5);
    expect(all(table, "td", { role: "cell" })).toHaveLength(15);
  });

  it("has a small scale whose letters are hidden and said in words", () => {
    const scale = rendered(
      <AuditorScale
        columns={[
          { key: "3", short: "G", letters: ["E", "H"], agreed: false },
          { key: "2", short: "RI", letters: ["F"], agreed: true },
        ]}
        text="Education and health: Good, forum: Requires improvement"
      />,
    );
    expect(spoken(scale)).toBe("Education and health: Good, forum: Requires improvement");
    expect(all(scale, "span", { class: "auditor-scale__box--agreed" })).toHaveLength(1);
  });
});
