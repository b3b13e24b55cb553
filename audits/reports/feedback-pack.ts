import { byStanding, type PackContent, type PackLine } from "../feedback/pack.ts";
import { type Block, type Inline, type Report, words } from "./blocks.ts";
import { isLettered } from "../rubric/place-in-plan.ts";

export type PackSheet = {
  reference: string;
  cycle: string;
  /** "Health services, Northshire Integrated Care Board" */
  to: string;
  /** In words: "3 March 2026". */
  sentOn: string;
  replyBy: string;
  organisation: string;
  partners: string;
  /** The day on which it was sent, `YYYY-MM-DD`: the same pack gives the same bytes. */
  date: string;
  /** Rubric and version. */
  rubric: string;
  /** The labels of the levels by criterion, best first, so that a level is drawn at its place on its own scale. */
  scales: Readonly<Record<string, readonly string[]>>;
  /** The sections of the plan by key. */
  sections: Readonly<Record<string, string>>;
};

/** A feedback pack on paper: strengths first, then what to work on, the one ask and what happens next. */
export function feedbackPackReport(content: PackContent, sheet: PackSheet): Report {
  const title = `Feedback on plan ${sheet.reference}`;
  return {
    meta: {
      title,
      subtitle: sheet.to,
      period: sheet.cycle,
      organisation: sheet.organisation,
      partners: sheet.partners,
      runningTitle: title,
      banner: "In confidence: about one plan",
      facts: [
        { term: "Sent", text: sheet.sentOn },
        { term: "Reply by", text: sheet.replyBy },
        { term: "Rubric", text: sheet.rubric },
        ...(content.auditors ? [{ term: "Audited by", text: content.auditors.join(", ") }] : []),
      ],
      statement:
        "This is about one child’s plan. Keep it as you keep the plan, and pass it on to nobody whom it is not about. The reply is given on the page of this pack, not on paper.",
      lang: "en-GB",
      summary: `What a panel found in plan ${sheet.reference}, for: ${sheet.to}.`,
      keywords: ["feedback", "quality of plans"],
      date: sheet.date,
    },
    blocks: [
      { kind: "heading", level: 2, id: "ask", text: "The one ask" },
      { kind: "callout", tone: "note", title: "We ask", paragraphs: [words(content.ask)] },
      ...byStanding(content.lines).flatMap((group): Block[] => [
        { kind: "heading", level: 2, id: group.standing, text: group.title },
        ...group.lines.flatMap((line) => lineBlocks(line, sheet)),
      ]),
      { kind: "heading", level: 2, id: "next", text: "What happens next" },
      { kind: "paragraph", role: "body", runs: words(content.next) },
      { kind: "paragraph", role: "body", runs: words(`Reply by ${sheet.replyBy}.`) },
    ],
  };
}

function lineBlocks(line: PackLine, { scales, sections }: PackSheet): Block[] {
  const scale = scales[line.criterion] ?? [];
  const index = scale.indexOf(line.level);
  const level: Inline = { text: line.level, strong: true, ...(index >= 0 && { level: { index, of: scale.length } }) };
  return [
    { kind: "heading", level: 3, id: `criterion-${line.criterion}`, number: line.criterion, text: line.title },
    { kind: "paragraph", role: "body", runs: [{ text: "Level: " }, level] },
    { kind: "paragraph", role: "body", runs: words(line.words) },
    ...line.quotes.map(
      (quote): Block => ({
        kind: "quote",
        paragraphs: quote.words.split(/\n+/).filter((p) => p.trim()),
        source: sourceOf(quote, sections),
      }),
    ),
  ];
}

/** "Section F: special educational provision, page 14" */
export const sourceOf = (
  { section, page }: { section: string; page: number | null },
  sections: Readonly<Record<string, string>>,
): string =>
  `${isLettered(section) ? "Section " : ""}${sections[section] ?? section}${page === null ? "" : `, page ${page}`}`;
