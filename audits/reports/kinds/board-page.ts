import { goodWords } from "../../charts/describe.ts";
import { isHidden, whole } from "../../charts/figures.ts";
import type { Block, Inline, Report } from "../blocks.ts";
import { headlines } from "../chapters/headlines.ts";
import { reopenedSentences } from "../chapters/method.ts";
import { startDraft } from "../draft.ts";
import type { LearningReportData } from "../learning-report-data.ts";
import { metaOf } from "../learning-report.ts";
import { counted, together } from "../words.ts";

/** One side of A4 for a board: the answer, four figures, what holds plans back, what to ask. */
export function boardPage(data: LearningReportData): Report {
  const all = { domains: true, facts: true, mentions: 3, commentary: true, asks: 12 };
  const bare = { domains: false, facts: false, commentary: false, asks: 5 };
  const shorter = [
    { ...all, facts: false },
    { ...all, facts: false, domains: false, asks: 6 },
    { ...bare, mentions: 3 },
    { ...bare, mentions: 2 },
    { ...bare, mentions: 1 },
    { ...bare, mentions: 0, asks: 3 },
  ].map((shows) => blocksOf(data, shows));
  return {
    meta: {
      ...metaOf(data, "Quality of EHC plans"),
      cover: false,
      pages: 1,
      statement: footnote(data),
    },
    blocks: blocksOf(data, all),
    shorter,
  };
}

type Shows = {
  domains: boolean;
  facts: boolean;
  /** How many lines each of the short lists has; 0 leaves them out. */
  mentions: number;
  commentary: boolean;
  asks: number;
};

function blocksOf(data: LearningReportData, shows: Shows): Block[] {
  const draft = startDraft();
  const written = startDraft();
  headlines({ ...data, chapters: [], cycle: { ...data.cycle, question: null } }, written);
  // The page has a title of its own, so the chapter's is left away; so is where else to read.
  for (const block of written.blocks)
    if (block.kind === "panels") {
      const panels = block.panels.map((panel) => ({ ...panel, items: panel.items.slice(0, shows.mentions) }));
      if (shows.mentions > 0) draft.add({ ...block, panels });
    } else if (block.kind !== "heading" && !(block.kind === "paragraph" && block.role === "body")) draft.add(block);
  if (shows.commentary)
    for (const { chapter, paragraphs } of data.commentary)
      if (chapter === "headlines") for (const paragraph of paragraphs) draft.say(paragraph);
  if (shows.domains) domains(data, draft.add);
  const asks = data.recommendations ?? [];
  if (asks.length > 0) {
    draft.add({ kind: "heading", level: 2, id: "asks", text: "What the board is asked" });
    draft.bullets(
      asks.slice(0, shows.asks).map((item): Inline[] => [
        { text: item.title, strong: true },
        ...(shows.facts && item.text ? [{ text: `. ${item.text.replace(/\.$/, "")}` }] : []),
        {
          text: [item.owner, item.due && together(`by ${item.due}`)]
            .filter(Boolean)
            .map((fact, i) => `${i === 0 && shows.facts && item.text ? ". " : ", "}${fact}`)
            .join(""),
        },
      ]),
    );
    if (asks.length > shows.asks) draft.say(`and ${asks.length - shows.asks} more in the report`);
  }
  return draft.blocks;
}

function domains(data: LearningReportData, add: (block: Block) => void): void {
  const shown = data.domains.filter(({ good }) => !isHidden(good) && good.interval);
  if (shown.length < 2) return;
  const good = goodWords(data.levels);
  add({
    kind: "figure",
    id: "figure-1",
    label: "Figure 1",
    caption: `${good.toLowerCase()} by domain`,
    chart: {
      kind: "intervals",
      of: "share",
      title: `${good} by domain`,
      what: good.toLowerCase(),
      rows: shown.map((domain) => ({ label: domain.title, share: domain.good })),
    },
    source: "Dot: share of the plans that were read. Line: 95% interval. Do not rank domains whose lines overlap.",
  });
}

function footnote(data: LearningReportData): string {
  const { agreement, sample, rubric, protection } = data;
  const method = sample.chosen ? "chosen for a reason" : sample.method;
  return [
    `Method: ${whole(sample.counted)} of ${whole(sample.population)} plans, ${method}; ${rubric.title} ${rubric.version}; ${agreement.plans > 0 ? `${counted(agreement.plans, "plan")} scored by two or more auditors` : "each plan scored by one auditor"}.`,
    protection.hidden > 0 ? "Small numbers are hidden." : "",
    ...reopenedSentences(data),
    "The whole report has the method and the limits of the audit.",
  ]
    .filter(Boolean)
    .join(" ");
}
