import { isUnder } from "./check.ts";
import { type Codebook, type Theme, themeOf } from "./codebook.ts";
import { THEME_CODE } from "./schema.ts";

/** What a step makes of a draft, and what it is called; or why it is not done. `at`: the theme to go on with. */
export type CodebookStep =
  | { ok: true; book: Codebook; sentence: string; at: string | null }
  | { ok: false; sentence: string };

const no = (sentence: string): CodebookStep => ({ ok: false, sentence });
const GONE = "This theme is not in the draft any more.";
const replaced = (book: Codebook, theme: Theme): Codebook => ({
  ...book,
  themes: book.themes.map((t) => (t.code === theme.code ? theme : t)),
});

/** The texts of an entry as a form has them; lists as lines, "" where a theme stands under none. */
export type ThemeFields = {
  name: string;
  polarity: string;
  domain: string;
  under: string;
  definition: string;
  include: string;
  exclude: string;
  keywords: string;
  basis: string;
};
export const THEME_FIELDS: { name: keyof ThemeFields; label: string }[] = [
  { name: "name", label: "the name" },
  { name: "polarity", label: "the kind" },
  { name: "domain", label: "the family" },
  { name: "under", label: "the theme that it stands under" },
  { name: "definition", label: "the definition" },
  { name: "include", label: "what to use it for" },
  { name: "exclude", label: "what it is not for" },
  { name: "keywords", label: "the keywords" },
  { name: "basis", label: "the basis" },
];

/** An entry as its form shows it. */
export const fieldsOfTheme = (t: Theme): ThemeFields => ({
  name: t.name,
  polarity: t.polarity,
  domain: t.domain,
  under: t.under ?? "",
  definition: t.definition,
  include: t.include,
  exclude: t.exclude,
  keywords: t.keywords.join("\n"),
  basis: t.basis,
});

/** Keywords as typed, one a line or with commas: each once, without empty ones. */
const keywordsFrom = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[\n,;]/)
      .map((k) => k.trim())
      .filter(Boolean),
  ),
];

function themeFrom(code: string, fields: ThemeFields, ended: Theme["ended"]): Theme {
  const text = (words: string) => words.trim();
  return {
    code,
    polarity: fields.polarity === "strength" ? "strength" : "improvement",
    name: text(fields.name),
    domain: text(fields.domain),
    ...(fields.under.trim() && { under: fields.under.trim() }),
    definition: text(fields.definition),
    include: text(fields.include),
    exclude: text(fields.exclude),
    keywords: keywordsFrom(fields.keywords),
    basis: text(fields.basis),
    ...(ended && { ended }),
  };
}

/** Adds a theme at the end of those of its kind. */
export function addTheme(book: Codebook, code: string, fields: ThemeFields): CodebookStep {
  if (!THEME_CODE.test(code)) return no("Enter a code such as EP-VAGUE: two to four capitals, a hyphen, then capitals");
  if (themeOf(book, code)) return no(`${code} is in the codebook already. Choose another code`);
  const theme = themeFrom(code, fields, undefined);
  const last = book.themes.findLastIndex((t) => t.polarity === theme.polarity);
  const themes = [...book.themes.slice(0, last + 1), theme, ...book.themes.slice(last + 1)];
  return { ok: true, book: { ...book, themes }, sentence: `added ${code}`, at: code };
}

/** Three texts of a field: as the page found it, as it stands, as it was typed. */
export type Dispute = { name: keyof ThemeFields; label: string; mine: string; theirs: string };
export type ChangedTheme =
  | { ok: true; book: Codebook; changed: string[] }
  | { ok: false; disputes: Dispute[] }
  | { ok: false; sentence: string };

/**
 * Puts what one person typed of an entry into the draft as it stands, field by field: what they left as they found it stays as
 * others have made it since. A field that both changed is in dispute, until the person who has seen both says which holds.
 *
 * @param found the draft as the person's page was drawn from
 */
export function changeTheme(
  found: Codebook,
  book: Codebook,
  code: string,
  typed: ThemeFields,
  keep: "mine" | "theirs" | null,
): ChangedTheme {
  const theme = themeOf(book, code);
  if (!theme) return { ok: false, sentence: GONE };
  const now = fieldsOfTheme(theme);
  const before = fieldsOfTheme(themeOf(found, code) ?? theme);
  // As it will be kept, so that spaces and the way of writing a list are no change.
  const mine = fieldsOfTheme(themeFrom(code, typed, theme.ended));
  const next = { ...now };
  const changed: string[] = [];
  const disputes: Dispute[] = [];
  for (const { name, label } of THEME_FIELDS) {
    if (mine[name] === now[name] || mine[name] === before[name]) continue;
    if (now[name] !== before[name] && keep === null) {
      disputes.push({ name, label, mine: mine[name], theirs: now[name] });
      continue;
    }
    if (now[name] !== before[name] && keep === "theirs") continue;
    next[name] = mine[name];
    changed.push(label);
  }
  if (disputes.length) return { ok: false, disputes };
  if (changed.length === 0) return { ok: true, book, changed };
  return { ok: true, book: replaced(book, themeFrom(code, next, theme.ended)), changed };
}

/** Moves a theme one place up or down among those that stand under the same theme. */
export function moveTheme(book: Codebook, code: string, by: 1 | -1): CodebookStep {
  const theme = themeOf(book, code);
  if (!theme) return no(GONE);
  const siblings = book.themes.filter(
    (t) => t.under === theme.under && t.polarity === theme.polarity && Boolean(t.ended) === Boolean(theme.ended),
  );
  const other = siblings[siblings.indexOf(theme) + by];
  if (!other) return no("It is at the edge of its list already.");
  const themes = book.themes.map((t) => (t === theme ? other : t === other ? theme : t));
  return { ok: true, book: { ...book, themes }, sentence: `moved ${code} ${by < 0 ? "up" : "down"}`, at: code };
}

/** Ends themes by merging them into one, which takes their findings, and what stood under them. */
export function mergeThemes(book: Codebook, codes: readonly string[], into: string, why: string): CodebookStep {
  const target = themeOf(book, into);
  const leaving = codes.filter((code) => code !== into).map((code) => themeOf(book, code));
  if (!target || target.ended) return no("Choose a theme in use that takes the findings");
  if (leaving.length === 0 || leaving.some((t) => !t || t.ended)) return no("Choose a theme in use to merge");
  if (leaving.some((t) => t?.polarity !== target.polarity))
    return no("A strength and an area for improvement cannot be merged");
  if (leaving.some((t) => t && isUnder(book, into, t.code)))
    return no(`${target.name} stands under a theme that is merged into it. Move it first`);
  const gone = new Set(leaving.map((t) => t?.code));
  const themes = book.themes.map((t): Theme => {
    if (gone.has(t.code)) return { ...t, ended: { how: "merged", into: [into], why } };
    return t.under !== undefined && gone.has(t.under) ? { ...t, under: into } : t;
  });
  return { ok: true, book: { ...book, themes }, sentence: `merged ${[...gone].join(" and ")} into ${into}`, at: into };
}

export type SplitPart = { code: string; name: string };

/**
 * Splits a theme into new ones that begin with its text. With "again" it ends, and its findings wait to be coded to a part;
 * with "stay" it goes on as the broader theme that the parts stand under, and keeps its findings.
 */
export function splitTheme(
  book: Codebook,
  code: string,
  parts: readonly SplitPart[],
  findings: "again" | "stay",
  why: string,
): CodebookStep {
  const theme = themeOf(book, code);
  if (!theme || theme.ended) return no(GONE);
  if (parts.length < 2) return no("Name at least two themes that it is split into");
  const wrong = parts.find((p) => !THEME_CODE.test(p.code));
  if (wrong) return no(`“${wrong.code}” is no code. Enter one such as EP-VAGUE`);
  const taken = parts.find((p, i) => themeOf(book, p.code) || parts.findIndex((o) => o.code === p.code) !== i);
  if (taken) return no(`${taken.code} is in the codebook already. Choose another code`);
  if (parts.some((p) => !p.name.trim())) return no("Enter a name for each part");
  const under = findings === "stay" ? code : theme.under;
  const made = parts.map((part): Theme => {
    const { ended: _ended, under: _under, ...same } = theme;
    return { ...same, code: part.code, name: part.name.trim(), ...(under !== undefined && { under }) };
  });
  const into = parts.map((p) => p.code);
  const themes = book.themes.flatMap((t) => {
    if (t.code !== code) return [t.under === code && findings === "again" ? withoutUnder(t, theme.under) : t];
    return findings === "stay" ? [t, ...made] : [{ ...t, ended: { how: "split" as const, into, why } }, ...made];
  });
  const sentence = `split ${code} into ${into.join(", ")}${findings === "stay" ? ", which stand under it" : ""}`;
  return { ok: true, book: { ...book, themes }, sentence, at: into[0] ?? null };
}

/** Takes a theme out of use. What stands under it stands where it stood. */
export function retireTheme(book: Codebook, code: string, why: string): CodebookStep {
  const theme = themeOf(book, code);
  if (!theme || theme.ended) return no(GONE);
  const themes = book.themes.map((t): Theme => {
    if (t.code === code) return { ...t, ended: { how: "retired", into: [], why } };
    return t.under === code ? withoutUnder(t, theme.under) : t;
  });
  return { ok: true, book: { ...book, themes }, sentence: `retired ${code}`, at: null };
}

function withoutUnder({ under: _, ...theme }: Theme, next: string | undefined): Theme {
  return next === undefined ? theme : { ...theme, under: next };
}

/** Takes an ended theme into use again. */
export function bringBackTheme(book: Codebook, code: string): CodebookStep {
  const theme = themeOf(book, code);
  if (!theme?.ended) return no("This theme is in use.");
  const { ended: _, ...back } = theme;
  return { ok: true, book: replaced(book, back), sentence: `took ${code} into use again`, at: code };
}

/** Takes a theme out of the draft that no published version has. */
export function removeTheme(book: Codebook, published: Codebook | null, code: string): CodebookStep {
  const theme = themeOf(book, code);
  if (!theme) return no(GONE);
  if (published && themeOf(published, code))
    return no(`${code} was published. Retire it, so that its findings stay known`);
  const names = book.themes.find((t) => t.ended?.into.includes(code));
  if (names) return no(`${names.code} leads to it. Undo that first`);
  const themes = book.themes
    .filter((t) => t !== theme)
    .map((t) => (t.under === code ? withoutUnder(t, theme.under) : t));
  return { ok: true, book: { ...book, themes }, sentence: `removed ${code}`, at: null };
}
