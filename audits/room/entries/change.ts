import { HIDDEN_SIGN, percentText, whole } from "../../charts/figures.ts";
import { dayWords } from "../../dates.ts";
import type { PublishedFamily } from "../../family/differences.ts";
import { hiddenSizes } from "../../learning/protect.ts";
import { DEFAULT_THRESHOLD, isSmall } from "../../measures/suppression.ts";
import { type Block, words } from "../../reports/blocks.ts";
import { startDraft } from "../../reports/draft.ts";
import { counted } from "../../reports/words.ts";
import type { Made } from "../content.ts";
import { lower } from "./results.ts";

/** Entries on what came of it: reports, actions and their effects, feedback, families. */

export type IssuedReport = {
  title: string;
  cycle: string;
  number: number;
  issuedOn: string;
  /** Organisations that signed it off. */
  partners: string[];
  contentHash: string;
  blocks: Block[];
};

/** Issued, published reports, newest first; the newest stands here whole. */
export function reportsEntry(reports: readonly IssuedReport[]): Made {
  const newest = reports[0];
  if (!newest) return { ok: false, nothing: "No published report has been issued yet." };
  const draft = startDraft();
  draft.table({
    caption: "issued reports",
    textColumns: 4,
    head: [[{ text: "Report" }, { text: "Cycle" }, { text: "Issued" }, { text: "Signed off by" }]],
    rows: reports.map((r) => [
      words(`${r.title}, version ${r.number}`),
      words(r.cycle),
      words(dayWords(r.issuedOn)),
      words(r.partners.join(", ")),
    ]),
    notes: [],
  });
  draft.say(
    "What the partners signed is the fingerprint of a report's content (SHA-256). It stands in the trail from the moment of issue.",
  );
  // Beside the table, because a fingerprint in a cell is wider than the page.
  draft.add({
    kind: "definitions",
    items: reports.map((r) => ({ term: `${r.title}, version ${r.number}`, text: words(r.contentHash) })),
  });
  draft.add({ kind: "heading", level: 2, id: "newest", text: `${newest.title} of ${newest.cycle}, in full` });
  const before = draft.blocks.length;
  // Its own contents list and page breaks belong to its own paper.
  draft.blocks.push(
    ...newest.blocks.filter(({ kind }) => kind !== "contents" && kind !== "page-break").map((block) => apart(block)),
  );
  lower(draft.blocks, before);
  return {
    ok: true,
    summary: `${counted(reports.length, "report")} issued. The newest: ${newest.title.toLowerCase()} of ${newest.cycle}, ${dayWords(newest.issuedOn)}.`,
    blocks: draft.blocks,
  };
}

/** Ids and labels of a report inside an entry, apart from the entry's own. */
function apart(block: Block): Block {
  const runsApart = <T extends { to?: string }>(runs: T[]): T[] =>
    runs.map((run) => (run.to ? { ...run, to: `report-${run.to}` } : run));
  if (block.kind === "table")
    return {
      ...block,
      id: `report-${block.id}`,
      label: `Report, ${block.label.toLowerCase()}`,
      rows: block.rows.map((row) => row.map(runsApart)),
    };
  if (block.kind === "figure")
    return { ...block, id: `report-${block.id}`, label: `Report, ${block.label.toLowerCase()}` };
  if (block.kind === "heading") return { ...block, id: `report-${block.id}` };
  if (block.kind === "paragraph") return { ...block, runs: runsApart(block.runs) };
  if (block.kind === "list") return { ...block, items: block.items.map(runsApart) };
  if (block.kind === "callout") return { ...block, paragraphs: block.paragraphs.map(runsApart) };
  if (block.kind === "panels")
    return { ...block, panels: block.panels.map((panel) => ({ ...panel, items: panel.items.map(runsApart) })) };
  if (block.kind === "definitions")
    return { ...block, items: block.items.map((item) => ({ ...item, text: runsApart(item.text) })) };
  return block;
}

export type ShownAction = {
  /** "A-07" */
  code: string;
  title: string;
  /** The organisation that answers for it: no person is named. */
  organisation: string;
  measure: string;
  due: string;
  /** "Done" */
  state: string;
  baseline: string;
  target: string;
  /** What a re-audit found; null while it is not tested. */
  effect: string | null;
  /** "It worked", "We could not tell": null while it is not tested. */
  outcome: string | null;
};

/** Every action that was agreed, by number, with its proof: baseline, done, tested, effect. Figures arrive protected. */
export function actionsEntry(actions: readonly ShownAction[], done: number, effective: number): Made {
  if (actions.length === 0) return { ok: false, nothing: "No action has been agreed yet." };
  const draft = startDraft();
  draft.say(
    "“Done” says that an action was carried out. Only a later audit of the same measure shows whether it worked.",
  );
  draft.table({
    caption: "actions and their effect",
    textColumns: 5,
    head: [[{ text: "Action" }, { text: "Answers for it" }, { text: "Due" }, { text: "State" }, { text: "Effect" }]],
    rows: actions.map((a) => [
      words(`${a.code} ${a.title}`),
      words(a.organisation),
      words(dayWords(a.due)),
      words(a.state),
      words(a.outcome ?? "Not tested yet"),
    ]),
    notes: [],
  });
  for (const [i, a] of actions.entries()) {
    draft.add({ kind: "heading", level: 2, id: `action-${i + 1}`, text: `${a.code} ${a.title}` });
    draft.add({
      kind: "definitions",
      items: [
        { term: "Measure", text: words(a.measure) },
        { term: "Before", text: words(a.baseline) },
        { term: "Promised", text: words(`${a.target}, by ${dayWords(a.due)}`) },
        { term: "State", text: words(a.state) },
        { term: "What a later audit found", text: words(a.effect ?? "Not tested yet.") },
      ],
    });
  }
  const tested = actions.filter(({ outcome }) => outcome !== null).length;
  return {
    ok: true,
    summary: `${counted(actions.length, "action")}: ${whole(done)} done, ${whole(tested)} tested by a later audit, ${whole(effective)} of those shown to have worked.`,
    blocks: draft.blocks,
  };
}

export type FeedbackRow = {
  receiver: string;
  sent: number;
  read: number;
  replied: number;
  amended: number;
  disputed: number;
  /** Middle number of days from sending to the first look, and to the first reply; null where too few. */
  daysToRead: number | null;
  daysToReply: number | null;
};

/**
 * Feedback packs by who received them. Sent, read, replied and amended lie inside each other, so a number is hidden where it,
 * or what is left of the one before, is small.
 *
 * @param all the same of all packs: it stands in the table where every row of it is hidden, so that nothing follows from it
 */
export function feedbackEntry(rows: readonly FeedbackRow[], all: FeedbackRow | null = null): Made {
  const sent = rows.reduce((sum, row) => sum + row.sent, 0);
  if (sent === 0) return { ok: false, nothing: "No feedback pack has been sent yet." };
  const draft = startDraft();
  const shown = rows.filter((row) => row.sent > 0);
  // All packs together are told above the table, so sizes are hidden as parts of a known whole.
  const hidden = hiddenSizes(shown.map((row) => row.sent));
  const together = shown.length > 1 && hidden.every(Boolean) ? all : null;
  draft.table({
    caption: "feedback packs, by receiver",
    head: [
      [
        { text: "Receiver" },
        { text: "Sent" },
        { text: "Read" },
        { text: "Replied" },
        { text: "Plan amended" },
        { text: "Disputed" },
        { text: "Days to read" },
        { text: "Days to reply" },
      ],
    ],
    rows: [
      ...shown.map((row, i) => [
        words(row.receiver),
        ...(hidden[i] ? Array.from({ length: 7 }, () => words(HIDDEN_SIGN)) : figuresOf(row)),
      ]),
      ...(together ? [[words(together.receiver), ...figuresOf(together)]] : []),
    ],
    notes: [
      `${HIDDEN_SIGN}: fewer than ${DEFAULT_THRESHOLD} packs, or a number from which so few would follow.`,
      "Days: the middle of all packs of the row; not shown for fewer than 5.",
    ],
  });
  return {
    ok: true,
    summary: `${counted(sent, "feedback pack")} sent to ${counted(shown.length, "kind of receiver", "kinds of receiver")}, with a receipt of each.`,
    blocks: draft.blocks,
  };
}

const figuresOf = (row: FeedbackRow) => [
  ...chain([row.sent, row.read, row.replied, row.amended]).map(words),
  words(part(row.disputed, row.sent)),
  words(row.daysToRead === null ? "–" : whole(row.daysToRead)),
  words(row.daysToReply === null ? "–" : whole(row.daysToReply)),
];

/** Numbers that lie inside each other, each hidden where it or its difference from the last one shown is small. */
export function chain(numbers: readonly number[], threshold = DEFAULT_THRESHOLD): string[] {
  let last: number | null = null;
  return numbers.map((n) => {
    if (isSmall(n, threshold) || (last !== null && isSmall(last - n, threshold))) return HIDDEN_SIGN;
    last = n;
    return whole(n);
  });
}

const part = (n: number, of: number): string =>
  isSmall(n, DEFAULT_THRESHOLD) || isSmall(of - n, DEFAULT_THRESHOLD) ? HIDDEN_SIGN : whole(n);

export type FamilyCycle = { title: string; published: PublishedFamily };

/** What families of audited plans said, by cycle, newest last. */
export function familyEntry(cycles: readonly FamilyCycle[]): Made {
  const asked = cycles.filter(({ published }) => published.heard !== 0);
  if (asked.length === 0) return { ok: false, nothing: "No family has answered the questions about its plan yet." };
  const draft = startDraft();
  draft.say(
    "Families are asked about the plan that was audited, by a call or by a link that works once. What they say takes no part in a grade. Who answers may differ from who does not.",
  );
  const heard: string[] = [];
  for (const { title, published } of asked) {
    if (published.heard === null) {
      heard.push(`${title}: fewer than ${DEFAULT_THRESHOLD} families`);
      draft.say(`${title}: fewer than ${DEFAULT_THRESHOLD} families answered, so nothing of it is shown.`);
      continue;
    }
    heard.push(`${title}: ${counted(published.heard, "family", "families")}`);
    draft.table({
      caption: `what ${counted(published.heard, "family", "families")} said in ${title}`,
      head: [[{ text: "Question" }, { text: "Mostly or fully" }, { text: "Less" }, { text: "Share" }]],
      rows: published.rows.map((row) => [
        words(row.text),
        words(row.good === null ? HIDDEN_SIGN : whole(row.good)),
        words(row.weak === null ? HIDDEN_SIGN : whole(row.weak)),
        words(row.good === null || row.n === null ? HIDDEN_SIGN : (percentText(row.good, row.n) ?? "–")),
      ]),
      notes: [`${HIDDEN_SIGN}: fewer than ${DEFAULT_THRESHOLD} families, or a number from which so few would follow.`],
    });
  }
  return { ok: true, summary: `Families who answered, ${heard.join("; ")}.`, blocks: draft.blocks };
}
