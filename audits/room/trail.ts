import { createHash } from "node:crypto";
import type { CaseCategory, Names } from "./trail-words.ts";
import { monthWords } from "../dates.ts";
import { levelWords } from "./trail-words.ts";
import type { Answer } from "../panel/answer.ts";
import type { Agreed, PlanResult } from "../panel/result.ts";
import { type Block, words } from "../reports/blocks.ts";
import { startDraft } from "../reports/draft.ts";
import type { LearningReportData } from "../reports/learning-report-data.ts";
import { counted } from "../reports/words.ts";
import { findingsIn } from "../reports/written/redaction.ts";
import { type Criterion, gradesOf, type RubricDocument } from "../rubric/document.ts";
import type { Made } from "./content.ts";

/**
 * One plan from its audit to what changed, so that nobody can tell whose it is: no reference, no name, no quote, months instead of
 * days, phase and need only, and these broader where few plans share them. Reasons that people wrote stand only where the check
 * of reports finds nothing in them.
 */
export type TrailPlan = {
  about: CaseCategory;
  cycle: { title: string; month: string };
  rubric: RubricDocument;
  asked: readonly Criterion[];
  /** In the order of agencies. */
  auditors: readonly { agency: string; answers: readonly Answer[] }[];
  settled: ReadonlyMap<string, { agreed: Agreed; reason: string }>;
  result: PlanResult;
  signedOffOn: string;
  corrections: readonly { criterion: string; before: string; after: string | null }[];
  feedback: readonly {
    to: string;
    sentOn: string;
    readOn: string | null;
    repliedOn: string | null;
    /** "The plan was amended"; null without a reply. */
    standing: string | null;
    disputes: number;
  }[];
  /** Later audits of the same plan. */
  again: readonly { cycle: string; grade: string | null }[];
  /** Actions that began from this cycle. */
  actions: readonly { code: string; title: string; state: string }[];
};

/** What was kept back of a trail because it may tell who a child is. */
export type HeldBack = { where: string; kinds: string[] };

const HELD = "Held back: it may tell who somebody is.";

/**
 * The content of a trail.
 *
 * @param names what the check for identifying words needs to know of the area: the published figures of the plan's cycle
 */
export function trailEntry(
  plan: TrailPlan,
  check: LearningReportData,
  names: Names,
): { made: Made; heldBack: HeldBack[] } {
  const { rubric, result } = plan;
  const heldBack: HeldBack[] = [];
  const safe = (where: string, text: string): string => {
    if (!text.trim()) return "No reason was written.";
    const kinds = [
      ...new Set(findingsIn([{ place: where, words: text, field: null }], check, names.people).map(({ kind }) => kind)),
    ];
    const reference = names.references.some((one) => text.includes(one)) || /\bC-\d{3,}\b/.test(text);
    if (kinds.length === 0 && !reference) return text.trim();
    heldBack.push({ where, kinds: [...kinds, ...(reference ? ["reference of a plan"] : [])] });
    return HELD;
  };
  const draft = startDraft();
  const heading = (id: string, text: string) => draft.add({ kind: "heading", level: 2, id, text });
  const grade = gradeWords(rubric, result);

  heading("audit", "The audit");
  draft.say(
    `Audited in ${plan.cycle.title} by ${counted(plan.auditors.length, "auditor")}, each blind to the others. Signed off by the panel in ${monthWords(plan.signedOffOn)}.`,
  );
  const letters = plan.auditors.map((_, i) => `Auditor ${String.fromCharCode(65 + i)}`);
  draft.table({
    caption: "levels of each auditor, and what holds",
    textColumns: 2 + letters.length,
    head: [
      [
        { text: "Criterion" },
        ...letters.map((letter, i) => ({ text: `${letter}, ${plan.auditors[i]?.agency.toLowerCase() ?? ""}` })),
        { text: "Holds" },
      ],
    ],
    rows: plan.asked.map((criterion) => [
      words(`${criterion.key} ${criterion.title}`),
      ...plan.auditors.map(({ answers }) =>
        words(levelWords(rubric, criterion, answers.find((a) => a.criterion === criterion.key)?.score ?? null)),
      ),
      words(
        result.bothViews.includes(criterion.key)
          ? "Both views recorded"
          : levelWords(rubric, criterion, result.scores[criterion.key] ?? null),
      ),
    ]),
    notes: ["The levels with a panel’s decision are explained below. Quotes from the plan are not in this room."],
  });

  heading("panel", "What the panel agreed, and why");
  const settled = plan.asked.flatMap((criterion) => {
    const one = plan.settled.get(criterion.key);
    return one ? [{ criterion, agreed: one.agreed, reason: one.reason }] : [];
  });
  if (settled.length)
    draft.add({
      kind: "definitions",
      items: settled.map(({ criterion, agreed, reason }) => ({
        term: `${criterion.key} ${criterion.title}: ${agreed === "both" ? "both views recorded" : levelWords(rubric, criterion, agreed)}`,
        text: words(safe(`Reason of ${criterion.key}`, reason)),
      })),
    });
  else draft.say("The auditors gave the same levels throughout, and no limit had to be confirmed.");

  heading("grade", "The grade");
  draft.say(`${grade.sentence}`);
  const fired = result.modules[0]?.fired ?? [];
  if (fired.length) draft.say("Limits of the rubric that this plan met:");
  if (fired.length) draft.bullets(fired.map(({ label, because }) => `${label}: ${because.join("; ")}`));
  if (result.override)
    draft.add({
      kind: "definitions",
      items: [
        {
          term: `The panel’s own grade beside it: ${labelOf(rubric, result.override.grade)}`,
          text: words(safe("Reason of the panel’s own grade", result.override.reason)),
        },
      ],
    });

  heading("feedback", "Feedback");
  if (plan.feedback.length) {
    draft.table({
      caption: "feedback on this plan",
      textColumns: 6,
      head: [
        [
          { text: "To" },
          { text: "Sent" },
          { text: "Read" },
          { text: "Replied" },
          { text: "What became of the plan" },
          { text: "Levels disputed" },
        ],
      ],
      rows: plan.feedback.map((pack) => [
        words(pack.to),
        words(monthWords(pack.sentOn)),
        words(pack.readOn ? monthWords(pack.readOn) : "Not yet"),
        words(pack.repliedOn ? monthWords(pack.repliedOn) : "Not yet"),
        words(pack.standing ?? "No reply yet"),
        words(pack.disputes ? String(pack.disputes) : "None"),
      ]),
      notes: [],
    });
    for (const one of plan.corrections)
      draft.say(
        one.after === null
          ? `After a dispute, ${one.criterion} was given a note. The level stands.`
          : `After a dispute, ${one.criterion} was corrected.`,
      );
  } else draft.say("No feedback pack was sent on this plan.");

  heading("then", "What happened then");
  const then = thenWords(plan);
  draft.bullets([
    ...plan.again.map(
      ({ cycle, grade: later }) =>
        `Audited again in ${cycle}: ${later === null ? "not graded" : labelOf(rubric, later)}.`,
    ),
    ...(plan.actions.length
      ? plan.actions.map(
          ({ code, title, state }) => `Action that followed from this cycle: ${code} ${title} (${state}).`,
        )
      : ["No action followed from this cycle."]),
  ]);
  if (heldBack.length)
    draft.note(
      `${counted(heldBack.length, "reason")} ${heldBack.length === 1 ? "is" : "are"} held back, because a check found what may tell who somebody is.`,
    );
  const about = planWords(plan.about);
  return {
    made: {
      ok: true,
      summary: `${about}. ${grade.sentence} ${then}.`,
      facts: { plan: about, grade: grade.short, after: then },
      blocks: draft.blocks as Block[],
    },
    heldBack,
  };
}

/** "Primary, autism": broader where fewer than five plans of the caseload share both. */
export const planWords = ({ phase, need }: CaseCategory): string =>
  [phase ?? "Phase not told", need?.toLowerCase() ?? "need not told, because few plans share it"].join(", ");

const labelOf = (rubric: RubricDocument, grade: string): string =>
  gradesOf(rubric, rubric.mainModule).find(({ key }) => key === grade)?.label ?? grade;

function gradeWords(rubric: RubricDocument, { modules }: PlanResult): { short: string; sentence: string } {
  const main = modules[0];
  if (!main?.grade) return { short: "Not graded", sentence: "The plan could not be graded." };
  const label = labelOf(rubric, main.grade);
  if (main.rawGrade && main.rawGrade !== main.grade)
    return {
      short: `${label}, limited`,
      sentence: `${labelOf(rubric, main.rawGrade)} by score, limited to ${label}.`,
    };
  return { short: label, sentence: `Graded ${label} by score; no limit lowered it.` };
}

function thenWords({ feedback, again, corrections }: TrailPlan): string {
  const amended = feedback.some(({ standing }) => standing?.includes("was amended"));
  const planned = feedback.some(({ standing }) => standing?.includes("to be amended"));
  const disputed = feedback.some(({ disputes }) => disputes > 0);
  const parts = [
    amended ? "amended" : planned ? "to be amended" : feedback.length ? "feedback sent" : "",
    disputed ? (corrections.length ? "disputed, upheld" : "disputed") : "",
    again.length ? "audited again" : "",
  ].filter(Boolean);
  const said = parts.join(", ") || "no change recorded yet";
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** A plan that a trail may follow. `name` is what it is drawn by: its cycle and its reference there. */
export type Candidate = { id: string; name: string; grade: string; phase: string };

/**
 * Proposes plans for the trails: by an order that nobody chose (a hash of the seed and the plan), taking grades in turn and phases
 * in turn within them, so that the six are not six of a kind.
 *
 * @param seed is fixed before the plans are looked at: the room's id
 */
export function proposeTrails(candidates: readonly Candidate[], seed: string, howMany: number): string[] {
  const place = (text: string) => createHash("sha256").update(`${seed} ${text}`, "utf8").digest("hex");
  const left = candidates
    .map((one) => ({ ...one, place: place(one.name) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1));
  const grades = [...new Set(left.map(({ grade }) => grade))].sort();
  const taken: typeof left = [];
  for (let turn = 0; taken.length < howMany && taken.length < candidates.length; turn++) {
    const grade = grades[turn % grades.length];
    const open = left.filter((one) => one.grade === grade && !taken.includes(one));
    const seen = (phase: string) => taken.filter((one) => one.phase === phase).length;
    const [next] = open.toSorted((a, b) => seen(a.phase) - seen(b.phase) || (a.place < b.place ? -1 : 1));
    if (next) taken.push(next);
  }
  return taken.map(({ id }) => id);
}
