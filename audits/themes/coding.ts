import { measureAgreement } from "../agreement/measure.ts";
import type { Stat } from "../agreement/stat.ts";
import { identifiersIn } from "../panel/identifiers.ts";
import type { FindingKind } from "../vocabulary.ts";
import { type Codebook, offeredThemes } from "./codebook.ts";

/** The first coder; the second, who sees nothing of the first; and what a person settles where they differ. */
export const CODING_PARTS = ["first", "second", "settled"] as const;
export type CodingPart = (typeof CODING_PARTS)[number];

/** What a person chose for a finding: codes, the most important first; or none, and in a line what would have fitted. */
export type CodingChoice = { themes: string[]; noneFits: boolean; line: string };

export const MOST_THEMES = 5;
const LONGEST_LINE = 200;

export type CodingProblem = { field: "themes" | "line"; sentence: string };

/** What keeps a choice from being saved. */
export function problemsInCoding(book: Codebook, kind: FindingKind, choice: CodingChoice): CodingProblem[] {
  const { themes, noneFits, line } = choice;
  if (noneFits) {
    if (themes.length)
      return [{ field: "themes", sentence: "Untick the themes, or save them without “No theme fits”" }];
    if (!line.trim()) return [{ field: "line", sentence: "Say in a line what the finding is about" }];
    const [identifier] = identifiersIn(line);
    if (identifier) return [{ field: "line", sentence: `Remove the ${identifier}. It must not identify the child` }];
    return line.length > LONGEST_LINE
      ? [{ field: "line", sentence: `The line must be ${LONGEST_LINE} characters or fewer` }]
      : [];
  }
  if (themes.length === 0) return [{ field: "themes", sentence: "Tick at least one theme, or choose “No theme fits”" }];
  if (themes.length > MOST_THEMES) return [{ field: "themes", sentence: `Tick ${MOST_THEMES} themes or fewer` }];
  const offered = offeredThemes(book).filter((t) => t.polarity === kind);
  const other = themes.find((code) => !offered.some((t) => t.code === code));
  if (other === undefined) return [];
  const what = kind === "strength" ? "strengths" : "areas for improvement";
  return [{ field: "themes", sentence: `${other} is not among the ${what} of this version of the codebook` }];
}

/** Whether two coders chose the same themes, whatever their order. */
export const sameThemes = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((code) => other.includes(code));

/** How two coders compare on one theme: counts first, then Gwet's AC1 with its interval. */
export type CodeAgreement = {
  code: string;
  /** Findings to which both, the first alone, the second alone, and neither gave the theme. */
  both: number;
  firstOnly: number;
  secondOnly: number;
  neither: number;
  coefficient: Stat;
};
export type CodingAgreement = {
  /** Findings that two people coded, and those on which they chose exactly the same. */
  n: number;
  same: number;
  /** Themes that one of them used, those with most differences first. */
  codes: CodeAgreement[];
  /** The two themes that were most often chosen in place of each other; null where none were twice. */
  mixedUp: { a: string; b: string; n: number } | null;
};

/**
 * How far two coders agree, theme by theme, over the findings that both coded without seeing each other (`docs/statistics.md` 1:
 * AC1 on "given or not", interval by Gwet's t).
 */
export function codingAgreement(
  book: Codebook,
  pairs: readonly { first: readonly string[]; second: readonly string[] }[],
): CodingAgreement {
  const used = book.themes.filter(({ code }) => pairs.some((p) => p.first.includes(code) || p.second.includes(code)));
  const codes = used.map(({ code }): CodeAgreement => {
    const ratings = pairs.map((p) => [Number(p.first.includes(code)), Number(p.second.includes(code))]);
    const count = (one: number, other: number) => ratings.filter(([a, b]) => a === one && b === other).length;
    const [both, firstOnly, secondOnly, neither] = [count(1, 1), count(1, 0), count(0, 1), count(0, 0)];
    const ci = { method: "gwet-t" as const, level: 0.95 };
    const coefficient = measureAgreement({ measure: "gwet_ac1" }, ratings, { categories: [0, 1], ci });
    return { code, both, firstOnly, secondOnly, neither, coefficient };
  });
  const differing = (c: CodeAgreement) => c.firstOnly + c.secondOnly;
  return {
    n: pairs.length,
    same: pairs.filter((p) => sameThemes(p.first, p.second)).length,
    codes: codes.toSorted((a, b) => differing(b) - differing(a) || b.both - a.both),
    mixedUp: mixedUp(pairs),
  };
}

/** Of the pairs of themes of which each coder chose another, the commonest. */
function mixedUp(
  pairs: readonly { first: readonly string[]; second: readonly string[] }[],
): CodingAgreement["mixedUp"] {
  const counts = new Map<string, { a: string; b: string; n: number }>();
  for (const { first, second } of pairs)
    for (const one of first.filter((code) => !second.includes(code)))
      for (const other of second.filter((code) => !first.includes(code))) {
        const [a = "", b = ""] = [one, other].sort();
        const found = counts.get(`${a} ${b}`) ?? { a, b, n: 0 };
        found.n++;
        counts.set(`${a} ${b}`, found);
      }
  const [most] = [...counts.values()].sort((x, y) => y.n - x.n || (x.a + x.b < y.a + y.b ? -1 : 1));
  return most && most.n > 1 ? most : null;
}
