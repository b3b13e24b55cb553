import {
  CHAPTERS,
  type AskedData,
  type ChapterKey,
  type LearningReportData,
  type RecommendationData,
} from "../learning-report-data.ts";
import { changeSentence } from "../words.ts";
import type { ReportKind } from "../outline.ts";

/**
 * The report's own words: what people write beside the data. They are kept as texts by field, so that two people can write
 * in one report and only the same field changed twice has to be settled.
 */
export type OwnWords = Readonly<Record<string, string>>;

export type Field = {
  name: string;
  label: string;
  hint?: string;
  /** Words that a reader will still read. More is questioned, never cut. */
  words: number;
  rows: number;
  /** Chosen from these in place of being written. */
  options?: { value: string; text: string }[];
};

/** One entry of several that the same fields make: "You said …" and its answers, a recommendation. */
export type FieldGroup = { legend: string | null; fields: Field[] };

export const MOST_ENTRIES = 12;
/** The most characters that a field keeps. */
export const LONGEST_FIELD = 6000;

const ASKED: { key: keyof AskedData & string; label: string; hint: string }[] = [
  { key: "said", label: "You said", hint: "What children, young people and families said." },
  { key: "asked", label: "We asked", hint: "What the partnership asked of services because of it." },
  { key: "did", label: "We did", hint: "What was done, by whom, and when." },
  {
    key: "action",
    label: "The action behind it (optional)",
    hint: "Where nothing is written below, the report says what a re-audit found of it.",
  },
  {
    key: "difference",
    label: "The difference it made",
    hint: "What is different for families now, and how you know. Left empty, the report says what a re-audit found of the action, or “We do not know yet”.",
  },
];

const RECOMMENDATION: { key: keyof RecommendationData; label: string; hint?: string; words: number; rows: number }[] = [
  { key: "title", label: "What is to happen", words: 16, rows: 2 },
  { key: "text", label: "Why, and what it asks of whom", words: 60, rows: 3 },
  { key: "owner", label: "Owner", hint: "A role, not a name.", words: 8, rows: 1 },
  { key: "due", label: "By when", words: 6, rows: 1 },
  { key: "measure", label: "How it will be known", words: 30, rows: 2 },
];

const EASY: { key: string; label: string; hint: string }[] = [
  {
    key: "found",
    label: "What we found",
    hint: "One short sentence a line. Left empty, the report makes them from the numbers.",
  },
  { key: "good", label: "What is good", hint: "One short sentence a line, in everyday words." },
  { key: "better", label: "What must get better", hint: "One short sentence a line, in everyday words." },
  { key: "next", label: "What happens next", hint: "One short sentence a line: who does what, and when." },
  { key: "contact", label: "How to tell us what you think", hint: "A phone number, an address, a person to ask for." },
];

const EASY_LINE = 60;

/** Whether a name is one that the editor knows. What else is sent is not kept. */
export function isField(name: string): boolean {
  if (name === "headline" || name === "change" || name === "change.silent") return true;
  const [kind, key, part] = name.split(".");
  if (kind === "commentary") return part === undefined && CHAPTERS.includes(key as ChapterKey);
  if (kind === "easy") return part === undefined && EASY.some((field) => field.key === key);
  if (!/^n[1-9]\d?$/.test(key ?? "") || entryNumber(key) > MOST_ENTRIES) return false;
  if (kind === "asked") return ASKED.some((field) => field.key === part);
  return kind === "recommendation" && RECOMMENDATION.some((field) => field.key === part);
}

/** The fields of a chapter's page, those of repeated entries with one empty entry at the end. */
export function fieldsOf(
  kind: ReportKind,
  chapter: ChapterKey,
  data: LearningReportData,
  words: OwnWords,
): FieldGroup[] {
  if (kind === "easy_read" && chapter === "headlines")
    return [
      {
        legend: null,
        fields: EASY.map(({ key, ...rest }) => ({ name: `easy.${key}`, ...rest, words: EASY_LINE, rows: 4 })),
      },
    ];
  const groups: FieldGroup[] = [];
  if (chapter === "headlines" && kind !== "easy_read")
    groups.push({
      legend: null,
      fields: [
        {
          name: "headline",
          label: "Headline",
          hint: "One sentence that a board member could repeat. It stands above the sentence that the numbers make.",
          words: 40,
          rows: 2,
        },
      ],
    });
  if (chapter === "asked") groups.push(...entries("asked", words, askedFields(data)));
  if (chapter === "actions") groups.push(...entries("recommendation", words, RECOMMENDATION));
  if (kind !== "easy_read")
    groups.push({
      legend: null,
      fields: [
        {
          name: `commentary.${chapter}`,
          label: "What this means",
          hint: "Two or three sentences. Say what it means for families, not what the numbers already show.",
          words: chapter === "purpose" ? 150 : 80,
          rows: 5,
        },
      ],
    });
  if (chapter === "grades" && data.change)
    groups.push({
      legend: null,
      fields: [
        {
          name: "change",
          label: `Change since ${data.change.since}`,
          hint: `The numbers say: ${changeSentence(data.change.change, data.change.since)}`,
          words: 60,
          rows: 3,
        },
      ],
    });
  return groups;
}

/** The action behind an entry is offered where the report has actions. */
function askedFields(data: LearningReportData) {
  const named = [...(data.previousActions ?? []), ...data.actions].flatMap(({ name, title }) =>
    name ? [{ value: name, text: `${name} ${title}` }] : [],
  );
  return ASKED.filter(({ key }) => key !== "action" || named.length > 0).map((field) => ({
    ...field,
    words: 60,
    rows: 3,
    ...(field.key === "action" && { options: [{ value: "", text: "None" }, ...named] }),
  }));
}

/** Whether a field holds words that somebody wrote, not a choice. */
export const isProse = (name: string): boolean => name !== "change.silent" && !/^asked\.n\d+\.action$/.test(name);

function entries(
  kind: "asked" | "recommendation",
  words: OwnWords,
  fields: ({ key: string } & Omit<Field, "name">)[],
): FieldGroup[] {
  const used = usedEntries(kind, words);
  const shown = Math.min(MOST_ENTRIES, used + 1);
  const noun = kind === "asked" ? "Entry" : "Recommendation";
  return Array.from({ length: shown }, (_, i) => ({
    legend: `${noun} ${i + 1}${i === used ? " (new)" : ""}`,
    fields: fields.map(({ key, ...field }) => ({ name: `${kind}.n${i + 1}.${key}`, ...field })),
  }));
}

/** "n3" -> 3: entries are counted in the names of their fields, which begin with a letter. */
const entryNumber = (key: string | undefined): number => Number((key ?? "").slice(1));

/** The number of the last entry that holds a word. */
function usedEntries(kind: string, words: OwnWords): number {
  const numbers = Object.entries(words).flatMap(([name, text]) => {
    const [own, number] = name.split(".");
    return own === kind && text.trim() ? [entryNumber(number)] : [];
  });
  return Math.max(0, ...numbers);
}

/** What the report says of each entry; entries without a word are left out. */
function entryData<T extends Record<string, string>>(kind: string, keys: (keyof T & string)[], words: OwnWords): T[] {
  return Array.from({ length: usedEntries(kind, words) }, (_, i) => {
    const of = (key: string) => (words[`${kind}.n${i + 1}.${key}`] ?? "").trim();
    return Object.fromEntries(keys.map((key) => [key, of(key)])) as T;
  }).filter((entry) => Object.values(entry).some(Boolean));
}

const paragraphsOf = (text: string | undefined): string[] =>
  (text ?? "")
    .split(/\n+/)
    .map((line) => line.trim())
    .filter(Boolean);

/** The data of a report with its own words in their places. */
export function withWords(data: LearningReportData, words: OwnWords): LearningReportData {
  const headline = paragraphsOf(words.headline).join(" ");
  const change = words["change.silent"] === "yes" ? [] : paragraphsOf(words.change);
  const commentary = CHAPTERS.flatMap((chapter) => {
    const paragraphs = paragraphsOf(words[`commentary.${chapter}`]);
    return paragraphs.length > 0 ? [{ chapter, paragraphs }] : [];
  });
  const easy = Object.fromEntries(
    EASY.flatMap(({ key }) => {
      const lines = paragraphsOf(words[`easy.${key}`]);
      return lines.length > 0 ? [[key, lines]] : [];
    }),
  );
  return {
    ...data,
    commentary,
    ...(headline ? { headline } : {}),
    ...(change.length > 0 ? { aboutChange: change } : {}),
    asked: entryData<Required<AskedData>>("asked", ["said", "asked", "did", "action", "difference"], words).map(
      ({ action, ...entry }) => (action ? { ...entry, action } : entry),
    ),
    recommendations: entryData<RecommendationData>(
      "recommendation",
      ["title", "text", "owner", "due", "measure"],
      words,
    ),
    ...(Object.keys(easy).length > 0 ? { easyWords: easy } : {}),
  };
}

/** Where a field is edited: the chapter of its page. */
export function chapterOfField(name: string): ChapterKey {
  const [kind, key] = name.split(".");
  if (kind === "commentary") return key as ChapterKey;
  if (kind === "asked") return "asked";
  if (kind === "recommendation") return "actions";
  return kind === "change" ? "grades" : "headlines";
}

/** What a field is called where it does not stand on its own page: "Recommendation 2, owner". */
export function fieldWords(name: string): string {
  const [kind, key, part] = name.split(".");
  if (kind === "headline") return "Headline";
  if (kind === "change")
    return part === undefined && key === "silent" ? "Whether the change is commented" : "Change since the last cycle";
  if (kind === "commentary") return "What this means";
  if (kind === "easy") return EASY.find((field) => field.key === key)?.label ?? name;
  const fields: { key: string; label: string }[] = kind === "asked" ? ASKED : RECOMMENDATION;
  const label = fields.find((field) => field.key === part)?.label ?? "";
  return `${kind === "asked" ? "Entry" : "Recommendation"} ${entryNumber(key)}: ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
}
