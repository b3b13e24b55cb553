import { type CaseAttributes, UNKNOWN_CASE } from "../cases/case.ts";
import { type Block, type Report, words } from "../reports/blocks.ts";
import { AGENCY_LABELS, type Agency } from "../vocabulary.ts";
import { ruleInWords, sheetFor } from "./applies.ts";
import { type Criterion, domainsOf, levelsOf, mayNotTell, type RubricDocument } from "./document.ts";

export type PaperSheet = {
  /** The modules to print; default: the main module. */
  modules?: string[];
  shortForm?: boolean;
  /** Prints only what this agency scores. */
  agency?: Agency;
  /** Leaves out what does not apply to this case; by default every criterion is printed, with when it applies. */
  about?: CaseAttributes;
  /** Printed where it is known; else there is room to write it. */
  caseReference?: string;
  organisation: string;
  partners?: string;
  /** The day of printing, `YYYY-MM-DD`. */
  date: string;
};

/**
 * A score sheet on paper: every criterion with its code, its levels with what they look like and a box to tick, and rules
 * for section, page, quote and note. A filled sheet is typed back by code with `readQuickEntry`.
 */
export function scoreSheetReport(rubric: RubricDocument, paper: PaperSheet): Report {
  const modules = paper.modules ?? [rubric.mainModule];
  const { asked } = sheetFor(
    rubric,
    modules,
    paper.shortForm ?? false,
    paper.agency ?? "all",
    paper.about ?? UNKNOWN_CASE,
  );
  const version = `${rubric.title}, version ${rubric.version}`;
  const form = paper.shortForm ? (rubric.shortForm?.title ?? "Short form") : "";
  return {
    meta: {
      title: "Score sheet",
      subtitle: rubric.title,
      period: form,
      organisation: paper.organisation,
      partners: paper.partners ?? "",
      runningTitle: version,
      banner: null,
      facts: [
        { term: "Rubric", text: version },
        { term: "Criteria", text: String(asked.length) },
        ...(paper.agency ? [{ term: "Agency", text: AGENCY_LABELS[paper.agency] }] : []),
      ],
      statement:
        "Write no name, date of birth or number that identifies the child. Keep the filled sheet as you keep the plan.",
      lang: rubric.language,
      summary: `A sheet to score one ${subjectWords(rubric)} by hand with ${version}.`,
      keywords: ["score sheet", rubric.key],
      date: paper.date,
    },
    blocks: scoreSheetBlocks(rubric, modules, asked, paper.caseReference ?? ""),
  };
}

const subjectWords = ({ subject }: RubricDocument): string =>
  subject?.label?.toLowerCase() ??
  { plan: "plan", annual_review: "annual review", advice: "piece of advice", process: "case", other: "case" }[
    subject?.kind ?? "plan"
  ];

/** The blocks of the sheet: how to fill it in, then the criteria by domain. */
export function scoreSheetBlocks(
  rubric: RubricDocument,
  modules: readonly string[],
  asked: readonly Criterion[],
  caseReference: string,
): Block[] {
  const blocks: Block[] = [
    { kind: "heading", level: 2, id: "head", text: "This audit" },
    ...(caseReference
      ? [
          {
            kind: "paragraph" as const,
            role: "body" as const,
            runs: [{ text: "Case reference: " }, { text: caseReference, strong: true }],
          },
        ]
      : [{ kind: "writing-lines" as const, label: "Case reference (never a name)", lines: 1 }]),
    { kind: "writing-lines", label: "Auditor, agency and date", lines: 1 },
    {
      kind: "paragraph",
      role: "body",
      runs: words(
        "Tick one box for each criterion. Where it says so, give a quote with its section and page. Write [child] for a name.",
      ),
    },
  ];
  for (const { domain, criteria } of modules.flatMap((key) => domainsOf(rubric, key))) {
    const own = criteria.filter((c) => asked.includes(c));
    if (own.length === 0) continue;
    blocks.push({ kind: "heading", level: 2, id: `domain-${domain.key}`, text: domain.title });
    if (domain.about) blocks.push({ kind: "paragraph", role: "body", runs: words(domain.about) });
    for (const c of own) blocks.push(...criterionBlocks(rubric, c));
  }
  return blocks;
}

function criterionBlocks(rubric: RubricDocument, c: Criterion): Block[] {
  const levels = levelsOf(rubric, c);
  const needed = levels.filter((level) => c.evidenceAt.includes(level.key)).map((level) => level.label);
  const notes = [
    ...(c.guidance ? [c.guidance] : []),
    ...(c.lookFor.length ? [`Look for: ${c.lookFor.join("; ")}.`] : []),
    ...(c.appliesWhen ? [`Asked ${ruleInWords(c.appliesWhen)}.`] : []),
  ];
  return [
    { kind: "heading", level: 3, id: `criterion-${c.key}`, number: c.key, text: c.title },
    { kind: "paragraph", role: "body", runs: words(c.question) },
    {
      kind: "tick-boxes",
      options: [
        ...levels.map((level) => ({ label: `${level.label} (${level.short})`, text: c.descriptors[level.key] ?? "" })),
        ...(c.notApplicable.allowed
          ? [{ label: "Does not apply (NA)", text: c.notApplicable.rule ?? "Say why below." }]
          : []),
        ...(mayNotTell(c) ? [{ label: "Cannot tell (CT)", text: "Say below what evidence was missing." }] : []),
      ],
    },
    ...notes.map((note): Block => ({ kind: "paragraph", role: "note", runs: words(note) })),
    {
      kind: "writing-lines",
      label: `Section, page and quote${needed.length ? ` (needed for ${needed.join(" and ")})` : ""}`,
      lines: 2,
    },
    { kind: "writing-lines", label: "Note, or reason", lines: 1 },
  ];
}
