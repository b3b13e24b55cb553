import { type Codebook, type Theme, themeName, themeOf } from "./codebook.ts";

/** What a code that was given under an earlier version counts as now. */
export type Standing =
  /** As this code, which may be the same. */
  | { kind: "counts"; code: string }
  /** The theme was split: somebody has to say to which part. */
  | { kind: "waits"; into: string[] }
  /** The codebook does not know the code. */
  | { kind: "unknown" };

export function standingOf(book: Codebook, code: string): Standing {
  const seen = new Set<string>();
  for (let at = code; !seen.has(at); ) {
    seen.add(at);
    const theme = themeOf(book, at);
    if (!theme) return { kind: "unknown" };
    if (theme.ended?.how === "split") return { kind: "waits", into: theme.ended.into };
    const [into] = theme.ended?.how === "merged" ? theme.ended.into : [];
    if (into === undefined) return { kind: "counts", code: at };
    at = into;
  }
  return { kind: "unknown" };
}

/**
 * Codes as they count in a codebook: merged ones under their new code, each once, in the same order. `waits` says that one of
 * them was split, so that a person has to look at the finding again.
 */
export function carried(book: Codebook, codes: readonly string[]): { codes: string[]; waits: boolean } {
  const standings = codes.map((code) => standingOf(book, code));
  const counts = standings.flatMap((s) => (s.kind === "counts" ? [s.code] : []));
  return { codes: [...new Set(counts)], waits: standings.some((s) => s.kind === "waits") };
}

/** Whether counts of a theme under two versions may be set beside each other. */
export type Comparable = "yes" | "care" | "no";
export type ThemeChange = {
  code: string;
  name: string;
  comparable: Comparable;
  /** What happened, in sentences; empty where nothing did. */
  sentences: string[];
  /** Fields that say something else, with both texts. */
  fields: { label: string; before: string; after: string }[];
};

const FIELDS: { label: string; of: (theme: Theme) => string; meaning: boolean }[] = [
  { label: "Name", of: (t) => t.name, meaning: false },
  { label: "Kind", of: (t) => (t.polarity === "strength" ? "Strength" : "Area for improvement"), meaning: true },
  { label: "Family", of: (t) => t.domain, meaning: false },
  { label: "Stands under", of: (t) => t.under ?? "", meaning: false },
  { label: "Definition", of: (t) => t.definition, meaning: true },
  { label: "Use it for", of: (t) => t.include, meaning: true },
  { label: "Not for", of: (t) => t.exclude, meaning: true },
  { label: "Keywords", of: (t) => t.keywords.join(", "), meaning: false },
  { label: "Basis", of: (t) => t.basis, meaning: false },
];

/** Two versions of a codebook theme by theme, in the order of the later one: what changed, and what may be compared. */
export function compareCodebooks(before: Codebook, after: Codebook): ThemeChange[] {
  const rows = after.themes.map((theme) => changeOf(before, after, theme));
  const missing = before.themes.filter((t) => !themeOf(after, t.code));
  return [
    ...rows,
    ...missing.map(
      (t): ThemeChange => ({
        code: t.code,
        name: t.name,
        comparable: "no",
        sentences: ["The later version does not have this theme, so its earlier findings count nowhere."],
        fields: [],
      }),
    ),
  ];
}

function changeOf(before: Codebook, after: Codebook, theme: Theme): ThemeChange {
  const { code, name } = theme;
  const earlier = themeOf(before, code);
  const sentences: string[] = [];
  const named = (codes: readonly string[]) => codes.map((c) => themeName(after, c)).join(", ");
  let comparable: Comparable = "yes";
  const worse = (to: Comparable) => {
    if (comparable !== "no") comparable = to;
  };

  const justEnded = theme.ended && !earlier?.ended;
  if (!earlier) {
    const parents = before.themes.filter((t) => endedIn(after, t)?.into.includes(code));
    const under = theme.under && themeOf(before, theme.under) ? theme.under : null;
    worse("no");
    if (parents.length && parents.every((t) => endedIn(after, t)?.how === "split"))
      sentences.push(
        `New: a part of ${named(parents.map((t) => t.code))}, which was split. Not comparable with before.`,
      );
    else if (parents.length) {
      comparable = "care";
      sentences.push(`New: it takes in ${named(parents.map((t) => t.code))}, whose earlier findings count with it.`);
    } else if (under)
      sentences.push(`New: it stands under ${named([under])}, to which such findings went before. Not comparable.`);
    else sentences.push("New, so there is nothing before it to compare with.");
  }
  const ended = justEnded ? theme.ended : undefined;
  if (ended) {
    if (ended.how === "merged") sentences.push(`Merged into ${named(ended.into)}: its findings count there.`);
    if (ended.how === "split")
      sentences.push(`Split into ${named(ended.into)}: what was coded to it waits to be coded again. Not comparable.`);
    if (ended.how === "retired")
      sentences.push("Retired: it is not offered any more, so a fall of its count is no finding.");
    worse("no");
  }
  if (!theme.ended && earlier?.ended) {
    sentences.push("In use again. It was not offered before, so its counts are not comparable.");
    worse("no");
  }
  const takenIn = before.themes.filter((t) => {
    const now = themeOf(after, t.code)?.ended;
    return earlier && !t.ended && now?.how === "merged" && now.into[0] === code;
  });
  if (takenIn.length)
    sentences.push(`Takes in ${named(takenIn.map((t) => t.code))}: earlier findings of both are counted together.`);
  const children = after.themes.filter((t) => t.under === code && !themeOf(before, t.code) && !t.ended);
  if (earlier && children.length) {
    sentences.push(
      `${named(children.map((t) => t.code))} now ${children.length === 1 ? "stands" : "stand"} under it, and may take some of its findings. Compare with care.`,
    );
    worse("care");
  }
  const fields = earlier
    ? FIELDS.flatMap(({ label, of, meaning }) => {
        const [one, other] = [of(earlier), of(theme)];
        return one === other ? [] : [{ label, before: one, after: other, meaning }];
      })
    : [];
  if (fields.some((f) => f.label === "Kind")) {
    sentences.push("It was of the other kind before. Not comparable.");
    worse("no");
  } else if (fields.some((f) => f.meaning)) {
    sentences.push("What it is for was written anew. Compare with care.");
    worse("care");
  }
  return { code, name, comparable, sentences, fields: fields.map(({ meaning: _, ...field }) => field) };
}

const endedIn = (book: Codebook, theme: Theme) => themeOf(book, theme.code)?.ended;

/** The step of the version number that the changes ask for, and why. */
export function proposedStep(
  before: Codebook,
  after: Codebook,
): { step: "major" | "minor" | "patch"; because: string } {
  const rows = compareCodebooks(before, after);
  const known = rows.filter((row) => themeOf(before, row.code));
  if (known.some((row) => row.comparable === "no"))
    return { step: "major", because: "a theme was retired, merged, split, or changed its kind" };
  if (rows.some((row) => row.comparable !== "yes"))
    return { step: "minor", because: "themes were added, or what they are for was written anew" };
  return { step: "patch", because: "every count stays comparable" };
}
