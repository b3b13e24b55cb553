import { type Codebook, offeredThemes, type Theme, themeOf } from "./codebook.ts";
import { THEME_CODE } from "./schema.ts";

/** What is wrong with a draft, where, and what to do. What `stops` has to be mended before it is published. */
export type CodebookProblem = { code: string | null; field: string; sentence: string; stops: boolean };

const LONGEST = 2000;
const MOST_KEYWORDS = 60;

/** Everything that is wrong with a draft of a codebook, in its order. @param published the version that it continues */
export function codebookProblems(book: Codebook, published: Codebook | null): CodebookProblem[] {
  const problems: CodebookProblem[] = [];
  if (!book.title.trim()) problems.push({ code: null, field: "title", sentence: "Enter a title", stops: true });
  for (const theme of book.themes) problems.push(...problemsOf(book, theme));
  for (const theme of published?.themes ?? [])
    if (!themeOf(book, theme.code))
      problems.push({
        code: null,
        field: "themes",
        sentence: `${theme.code} was published and is missing. Retire it instead, so that its findings stay known`,
        stops: true,
      });
  if (offeredThemes(book).length === 0)
    problems.push({ code: null, field: "themes", sentence: "Add a theme that findings can be coded to", stops: true });
  return problems;
}

function problemsOf(book: Codebook, theme: Theme): CodebookProblem[] {
  const problems: CodebookProblem[] = [];
  const add = (field: string, sentence: string, stops = true) =>
    problems.push({ code: theme.code, field, sentence, stops });
  if (!THEME_CODE.test(theme.code))
    add("code", "Give it a code such as EP-VAGUE: two to four capitals, a hyphen, capitals");
  if (book.themes.find((t) => t.code === theme.code) !== theme) add("code", `Two themes have the code ${theme.code}`);
  if (theme.ended)
    return [
      ...problems,
      ...endedProblems(book, theme, theme.ended).map((sentence) => ({
        code: theme.code,
        field: "ended",
        sentence,
        stops: true,
      })),
    ];
  if (!theme.name.trim()) add("name", "Enter a name");
  const twin = offeredThemes(book).find((t) => t !== theme && t.name.trim() && t.name.trim() === theme.name.trim());
  if (twin) add("name", `${twin.code} has the same name`);
  if (!theme.definition.trim()) add("definition", "Say what it means, in a sentence");
  if (!theme.include.trim()) add("include", "Say what it is used for: examples help two coders to agree", false);
  if (!theme.exclude.trim()) add("exclude", "Say what it is not for, and which theme is meant instead", false);
  if (theme.keywords.length === 0)
    add("keywords", "Without keywords nothing is suggested until findings are coded to it", false);
  if (theme.keywords.length > MOST_KEYWORDS) add("keywords", `Enter ${MOST_KEYWORDS} keywords or fewer`);
  for (const [field, text] of Object.entries({
    name: theme.name,
    definition: theme.definition,
    include: theme.include,
    exclude: theme.exclude,
    basis: theme.basis,
  }))
    if (text.length > LONGEST) add(field, `Enter ${LONGEST.toLocaleString("en-GB")} characters or fewer`);
  if (theme.under !== undefined) {
    const over = themeOf(book, theme.under);
    if (!over) add("under", `${theme.under} is not in the codebook`);
    else if (over.ended) add("under", `${over.name} is not in use any more. Put this theme elsewhere`);
    else if (over.polarity !== theme.polarity) add("under", `${over.name} is of the other kind`);
    else if (isUnder(book, theme.under, theme.code)) add("under", "A theme cannot stand under itself");
  }
  return problems;
}

function endedProblems(book: Codebook, theme: Theme, { how, into }: NonNullable<Theme["ended"]>): string[] {
  if (how === "retired") return into.length ? ["A retired theme has no theme that follows it"] : [];
  const unknown = into.filter((code) => !themeOf(book, code));
  if (unknown.length) return [`${unknown.join(", ")} is not in the codebook`];
  if (into.includes(theme.code)) return ["A theme cannot be merged into itself"];
  if (into.some((code) => themeOf(book, code)?.polarity !== theme.polarity))
    return ["A strength and an area for improvement cannot take each other's findings"];
  if (how === "merged" && into.length !== 1) return ["Choose the one theme that it is merged into"];
  if (how === "split" && into.length < 2) return ["Name at least two themes that it is split into"];
  return endsNowhere(book, theme) ? ["The themes that follow it lead back to it"] : [];
}

/** Whether following merges comes round in a circle. */
function endsNowhere(book: Codebook, theme: Theme): boolean {
  const seen = new Set<string>();
  for (let at: Theme | undefined = theme; at?.ended?.how === "merged"; at = themeOf(book, at.ended.into[0] ?? "")) {
    if (seen.has(at.code)) return true;
    seen.add(at.code);
  }
  return false;
}

/** Whether `code` stands, at whatever depth, under `over`. */
export function isUnder(book: Codebook, code: string, over: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = code; at !== undefined && !seen.has(at); at = themeOf(book, at)?.under) {
    if (at === over) return true;
    seen.add(at);
  }
  return false;
}
