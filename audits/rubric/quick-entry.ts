import { type Answer, emptyAnswer } from "../panel/answer.ts";
import { identifiersIn } from "../panel/identifiers.ts";
import type { Score } from "../scoring/consensus.ts";
import { type Criterion, levelsOf, mayNotTell, type RubricDocument } from "./document.ts";

/** A line that could not be read. `line` counts from 1; `code` is what the line began with. */
export type EntryProblem = { line: number; code: string; sentence: string };

/** The most lines of one entry. */
const MOST_LINES = 1000;

/**
 * Reads a filled sheet that is typed back, one criterion a line: its code, the level, then the section, the page and the
 * quote, each where there is one, and a note after a double slash:
 *
 *     EP2 RI F p12 "access to speech therapy" // hours are missing
 *     SC6 NA // no personal budget
 *
 * The level is its number, short name, name or key; NA and CT are the answers without a level. Capitals do not matter, and
 * tabs from a spreadsheet count as spaces. Lines that can be read are read whatever the others are.
 */
export function readQuickEntry(
  rubric: RubricDocument,
  asked: readonly Criterion[],
  text: string,
): { answers: Answer[]; problems: EntryProblem[] } {
  const answers: Answer[] = [];
  const problems: EntryProblem[] = [];
  const by = new Map(asked.map((c) => [c.key.toLowerCase(), c]));
  const all = new Set(rubric.criteria.map((c) => c.key.toLowerCase()));
  const lines = text.split(/\r?\n/);
  if (lines.length > MOST_LINES)
    problems.push({
      line: MOST_LINES + 1,
      code: "",
      sentence: `There are more than ${MOST_LINES} lines. Enter one plan at a time.`,
    });
  const seen = new Map<string, number>();
  for (const [i, raw] of lines.slice(0, MOST_LINES).entries()) {
    const line = i + 1;
    const clean = raw.replace(/[\t\u00a0]+/g, " ").trim();
    if (clean === "") continue;
    const [code = "", ...rest] = clean.split(" ");
    const c = by.get(code.toLowerCase());
    const refuse = (sentence: string) => problems.push({ line, code, sentence });
    if (!c) {
      refuse(
        all.has(code.toLowerCase())
          ? `${code} is not asked of this plan. Remove the line.`
          : `There is no criterion ${code}. Check the code on the sheet.`,
      );
      continue;
    }
    const before = seen.get(c.key);
    if (before !== undefined) {
      refuse(`${c.key} stands on line ${before} too. Keep one of them.`);
      continue;
    }
    seen.set(c.key, line);
    const read = readLine(rubric, c, rest.join(" ").trim());
    if ("sentence" in read) refuse(read.sentence);
    else answers.push(read.answer);
  }
  return { answers, problems };
}

function readLine(rubric: RubricDocument, c: Criterion, text: string): { answer: Answer } | { sentence: string } {
  const slashes = text.indexOf("//");
  const note = slashes === -1 ? "" : text.slice(slashes + 2).trim();
  const head = (slashes === -1 ? text : text.slice(0, slashes)).trim();
  const found = levelAtStart(rubric, c, head);
  if (!found)
    return {
      sentence:
        head === ""
          ? `Enter a level for ${c.key}. ${choicesOf(rubric, c)}`
          : `${c.key} has no level “${(head.split(" ")[0] ?? "").slice(0, 30)}”. ${choicesOf(rubric, c)}`,
    };
  if (found.score === "NA" && !c.notApplicable.allowed)
    return { sentence: `${c.key} applies to every plan. ${choicesOf(rubric, c)}` };
  if (found.score === "CT" && !mayNotTell(c))
    return { sentence: `${c.key} has no answer “cannot tell”. ${choicesOf(rubric, c)}` };
  const quote = readQuote(rubric, c, found.rest);
  if ("sentence" in quote) return quote;
  for (const words of [note, quote.words]) {
    const [identifier] = identifiersIn(words);
    if (identifier) return { sentence: `Remove the ${identifier} from ${c.key}. It must not identify the child.` };
  }
  const answer: Answer = { ...emptyAnswer(c.key), score: found.score };
  if (typeof found.score === "number") answer.note = note;
  else answer.reason = note;
  if (quote.words) answer.quotes = [{ section: quote.section, page: quote.page, words: quote.words }];
  return { answer };
}

/**
 * The level with which the words begin, longest name first, so that "Requires improvement" is not read as "R". What is
 * printed on the sheet counts before a level's number.
 */
function levelAtStart(rubric: RubricDocument, c: Criterion, head: string): { score: Score; rest: string } | null {
  const levels = levelsOf(rubric, c);
  const printed = levels.flatMap(({ label, key, short, value }): [string, Score][] => [
    [label, value],
    [key, value],
    [short, value],
  ]);
  const apart: [string, Score][] = [
    ["N/A", "NA"],
    ["NA", "NA"],
    ["does not apply", "NA"],
    ["CT", "CT"],
    ["cannot tell", "CT"],
  ];
  const numbers = levels.map(({ value }): [string, Score] => [String(value), value]);
  const low = head.toLowerCase();
  const begins = ([name]: [string, Score]) => low === name.toLowerCase() || low.startsWith(`${name.toLowerCase()} `);
  const [best] = [...printed, ...apart].filter(begins).sort(([a], [b]) => b.length - a.length);
  const found = best ?? numbers.find(begins);
  return found ? { score: found[1], rest: head.slice(found[0].length).trim() } : null;
}

/** "F p12 words", "F 12 words", "p12 words", "F words" or words alone; the first section of the criterion where none is said. */
function readQuote(
  rubric: RubricDocument,
  c: Criterion,
  text: string,
): { section: string; page: number | null; words: string } | { sentence: string } {
  const parts = text === "" ? [] : text.split(" ");
  const isSection = (word: string | undefined) =>
    rubric.sections.find((s) => s.key.toLowerCase() === word?.toLowerCase())?.key;
  // "A" begins many sentences: alone it is a section only before a page or a quotation mark.
  const named = isSection(parts[0]);
  const isPage = (word: string | undefined) => /^p\.?\d{1,4}$/i.test(word ?? "");
  const follows =
    isPage(parts[1]) || /^["“]/.test(parts[1] ?? "") || (/^\d{1,3}$/.test(parts[1] ?? "") && parts.length > 2);
  const section = named && (follows || parts.length === 1) ? named : undefined;
  if (section) parts.shift();
  let page: number | null = null;
  if (isPage(parts[0]) || (section && /^\d{1,3}$/.test(parts[0] ?? "")))
    page = Number((parts.shift() ?? "").replace(/\D/g, ""));
  const words = parts
    .join(" ")
    .replace(/^["“](.*)["”]$/, "$1")
    .trim();
  if (page !== null && (page < 1 || page > 500)) return { sentence: `Page of ${c.key} must be between 1 and 500.` };
  if (!words && (section || page !== null))
    return { sentence: `Enter the words of the quote for ${c.key}, or leave its section and page out.` };
  return { section: section ?? c.sections[0] ?? rubric.sections[0]?.key ?? "", page, words };
}

/** What may be entered: "Choose O, G, RI or I, or CT". */
function choicesOf(rubric: RubricDocument, c: Criterion): string {
  const apart = [...(c.notApplicable.allowed ? ["NA"] : []), ...(mayNotTell(c) ? ["CT"] : [])];
  const all = [...levelsOf(rubric, c).map((level) => level.short), ...apart];
  return `Choose ${all.slice(0, -1).join(", ")} or ${all.at(-1)}.`;
}
