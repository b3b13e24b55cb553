import { percentText, whole } from "../../charts/figures.ts";
import { list } from "../../charts/describe.ts";
import { dayWords, periodWords } from "../../dates.ts";
import { type Block, words } from "../../reports/blocks.ts";
import { startDraft } from "../../reports/draft.ts";
import type { LearningReportData } from "../../reports/learning-report-data.ts";
import { counted } from "../../reports/words.ts";
import { domainsOf, type RubricDocument } from "../../rubric/document.ts";
import type { Made } from "../content.ts";

/** Entries on how the audit is done: the rubric, the calendar and its samples, agreement, training. */

const heading = (id: string, text: string): Block => ({ kind: "heading", level: 2, id, text });

export type RubricVersion = {
  title: string;
  key: string;
  version: string;
  publishedOn: string | null;
  agreedBy: string | null;
  agreedOn: string | null;
  /** Partners who confirmed this very text, by organisation, with the day. */
  approvals: { organisation: string; on: string }[];
  /** What it changed against the version that it was made from, each a sentence. */
  changes: string[];
  /** Cycles that used it, oldest first. */
  cycles: string[];
  sha256: string;
  document: RubricDocument;
};

/** Rubrics that audits used, by rubric, oldest version first. */
export function rubricsEntry(versions: readonly RubricVersion[]): Made {
  const last = versions.at(-1);
  if (!last) return { ok: false, nothing: "No cycle of audits has used a rubric yet." };
  const draft = startDraft();
  draft.table({
    caption: "versions of the rubrics that audits used",
    textColumns: 5,
    head: [
      [
        { text: "Rubric and version" },
        { text: "Published" },
        { text: "Agreed by" },
        { text: "Used in" },
        { text: "Fingerprint (SHA-256)" },
      ],
    ],
    rows: versions.map((v) => [
      words(`${v.title}, version ${v.version}`),
      words(v.publishedOn ? dayWords(v.publishedOn) : "Not recorded"),
      words(agreedWords(v)),
      words(v.cycles.join(", ")),
      words(v.sha256),
    ]),
    notes: [
      "A published version never changes: the database refuses it. A running cycle keeps the version that it was opened with.",
    ],
  });
  const changed = versions.filter(({ changes }) => changes.length > 0);
  if (changed.length) draft.add(heading("changes", "What changed from version to version"));
  for (const [i, v] of changed.entries()) {
    draft.add({ kind: "heading", level: 3, id: `change-${i + 1}`, text: `${v.title}, version ${v.version}` });
    draft.bullets(v.changes);
  }
  draft.add(heading("asks", `What ${last.title}, version ${last.version}, asks`));
  const { document } = last;
  const domains = document.modules.flatMap((module) => domainsOf(document, module.key));
  draft.table({
    caption: "domains and criteria",
    textColumns: 2,
    head: [[{ text: "Domain" }, { text: "Criteria" }]],
    rows: domains
      .filter(({ criteria }) => criteria.length > 0)
      .map(({ domain, criteria }) => [
        words(domain.title),
        words(criteria.map(({ key, title }) => `${key} ${title}`).join("; ")),
      ]),
    notes: [],
  });
  const rubrics = new Set(versions.map(({ key }) => key)).size;
  return {
    ok: true,
    summary: `${counted(versions.length, "version")} of ${counted(rubrics, "rubric")} ${versions.length === 1 ? "was" : "were"} used in audits. The newest, ${last.title}, version ${last.version}, has ${whole(document.criteria.length)} criteria in ${whole(domains.length)} domains.`,
    blocks: draft.blocks,
  };
}

function agreedWords({ agreedBy, agreedOn, approvals }: RubricVersion): string {
  const published = agreedBy ? `${agreedBy}${agreedOn ? `, ${dayWords(agreedOn)}` : ""}` : "Shipped with the product";
  const partners = approvals.map(({ organisation, on }) => `${organisation}, ${dayWords(on)}`);
  return [published, ...partners].join("; ");
}

export type CalendarCycle = {
  title: string;
  question: string;
  /** "Closed", "Scoring". */
  state: string;
  periodFrom: string;
  periodTo: string;
  scoringOpens: string;
  scoringDue: string;
  rubric: string;
  /** Null while no sample is drawn. */
  draw: {
    method: string;
    population: number;
    drawn: number;
    drawnOn: string;
    draws: number;
    seed: string;
    frameHash: string;
  } | null;
};

/** Every cycle of audits, oldest first, also those under way: what was asked, of which plans, and how they were drawn. */
export function calendarEntry(cycles: readonly CalendarCycle[]): Made {
  const newest = cycles.at(-1);
  if (!newest) return { ok: false, nothing: "No cycle of audits has been opened yet." };
  const draft = startDraft();
  draft.table({
    caption: "audit calendar",
    textColumns: 6,
    head: [
      [
        { text: "Cycle" },
        { text: "What it asked" },
        { text: "Plans of" },
        { text: "Scored" },
        { text: "Rubric" },
        { text: "State" },
      ],
    ],
    rows: cycles.map((c) => [
      words(c.title),
      words(c.question),
      words(periodWords(c.periodFrom, c.periodTo)),
      words(periodWords(c.scoringOpens, c.scoringDue)),
      words(c.rubric),
      words(c.state),
    ]),
    notes: ["Results of a cycle are shown once its moderation has ended."],
  });
  const drawn = cycles.flatMap((c) => (c.draw ? [{ ...c, draw: c.draw }] : []));
  draft.add(heading("samples", "How samples are drawn"));
  draft.say(
    "The number from which a draw follows is fixed before the list of plans is read, and both are kept with a fingerprint of the list. Whoever has them can draw again and gets the same plans.",
  );
  if (drawn.length)
    draft.table({
      caption: "draws",
      textColumns: 2,
      head: [
        [
          { text: "Cycle" },
          { text: "Method" },
          { text: "On the list" },
          { text: "Drawn" },
          { text: "Draws" },
          { text: "On" },
          { text: "Number it followed from" },
          { text: "Fingerprint of the list" },
        ],
      ],
      rows: drawn.map(({ title, draw }) => [
        words(title),
        words(draw.method),
        words(whole(draw.population)),
        words(whole(draw.drawn)),
        words(whole(draw.draws)),
        words(dayWords(draw.drawnOn)),
        words(draw.seed),
        words(draw.frameHash),
      ]),
      notes: ["A draw that was made again leaves the earlier one on record with its reason; “Draws” counts them."],
    });
  const plans = drawn.reduce((sum, { draw }) => sum + draw.drawn, 0);
  return {
    ok: true,
    summary: `${counted(cycles.length, "cycle")} of audits since ${dayWords(cycles[0]?.scoringOpens ?? newest.scoringOpens)}, ${counted(plans, "plan")} drawn.`,
    blocks: draft.blocks,
  };
}

/** Agreement by cycle, newest last. Figures as they are published. */
export function agreementEntry(cycles: readonly LearningReportData[]): Made {
  const measured = cycles.filter(({ agreement }) => agreement.plans > 0);
  const newest = measured.at(-1);
  if (!newest) return { ok: false, nothing: "No plan of a finished cycle was scored by two auditors." };
  const draft = startDraft();
  draft.table({
    caption: "agreement between auditors of the same plan, before moderation",
    head: [
      [
        { text: "Cycle" },
        { text: "Plans scored twice" },
        { text: "Levels compared" },
        { text: "Same level" },
        { text: "Within one level" },
        { text: "AC2 (95%\u00a0interval)" },
      ],
    ],
    rows: measured.map(({ cycle, agreement: a }) => [
      words(cycle.title),
      words(whole(a.plans)),
      words(whole(a.compared)),
      words(percentText(a.exact, a.compared) ?? `${a.exact} of ${a.compared}`),
      words(percentText(a.withinOne, a.compared) ?? `${a.withinOne} of ${a.compared}`),
      words(ac2Words(a.ac2)),
    ]),
    notes: [
      "AC2 is Gwet’s coefficient with quadratic weights: agreement beyond chance, 1 at most. Auditors score blind to each other.",
    ],
  });
  draft.add(heading("settled", "What panels settled"));
  draft.table({
    caption: "moderation by cycle",
    head: [
      [
        { text: "Cycle" },
        { text: "Plans moderated" },
        { text: "Criteria discussed" },
        { text: "Levels changed" },
        { text: "Both views recorded" },
      ],
    ],
    rows: measured.map(({ cycle, agreement: { moderated: m } }) => [
      words(cycle.title),
      words(whole(m.plans)),
      words(whole(m.criteria)),
      words(whole(m.changed)),
      words(whole(m.bothViews)),
    ]),
    notes: [],
  });
  draft.add(heading("who", `Who audited in ${newest.cycle.title}`));
  draft.table({
    caption: "auditors and audits by agency",
    head: [[{ text: "Agency" }, { text: "Auditors" }, { text: "Audits" }]],
    rows: newest.auditors.map((row) => [words(row.agency), words(whole(row.auditors)), words(whole(row.audits))]),
    notes: [],
  });
  if (newest.agreement.criteria.length)
    draft.table({
      caption: `criteria of ${newest.cycle.title} with the lowest and highest agreement`,
      head: [[{ text: "Criterion" }, { text: "Same level" }, { text: "Within one" }, { text: "Plans" }]],
      rows: newest.agreement.criteria.map((row) => [
        words(`${row.key} ${row.title}`),
        words(whole(row.exact)),
        words(whole(row.withinOne)),
        words(whole(row.of)),
      ]),
      notes: ["Criteria that fewer than 8 plans compare are not shown."],
    });
  const { exact, withinOne, compared } = newest.agreement;
  const people = newest.auditors.reduce((sum, row) => sum + row.auditors, 0);
  const same = percentText(exact, compared) ?? `${exact} of ${compared}`;
  const near = percentText(withinOne, compared) ?? `${withinOne} of ${compared}`;
  return {
    ok: true,
    summary: `${counted(people, "auditor")} from ${list(newest.auditors.map(({ agency }) => agency.toLowerCase()))}, scoring blind. In ${newest.cycle.title} they gave the same level on ${same} of criteria, within one on ${near}.`,
    blocks: draft.blocks,
  };
}

function ac2Words(ac2: LearningReportData["agreement"]["ac2"]): string {
  if (ac2.value === null) return ac2.reason;
  const limits = ac2.interval ? ` (${ac2.interval.lower.toFixed(2)} to ${ac2.interval.upper.toFixed(2)})` : "";
  return `${ac2.value.toFixed(2)}${limits}${ac2.words ? `, ${ac2.words}` : ""}`;
}

export type TrainingRound = {
  title: string;
  openedOn: string;
  rubric: string;
  plans: number;
  auditors: number;
  agencies: string[];
  given: number;
  submitted: number;
  /** Levels that met the reference of the made-up plan, of those that can be compared. */
  same: number;
  compared: number;
};

/** Calibration rounds, oldest first. A round of fewer than three auditors shows no pattern: it would be about a person. */
export function trainingEntry(rounds: readonly TrainingRound[], fewest: number): Made {
  if (rounds.length === 0) return { ok: false, nothing: "No calibration round has been held yet." };
  const draft = startDraft();
  draft.say(
    "In a calibration, auditors score made-up plans on the ordinary sheet and compare their levels with reference levels afterwards. Nobody’s own levels are shown to anybody else.",
  );
  draft.table({
    caption: "calibration rounds",
    textColumns: 4,
    head: [
      [
        { text: "Round" },
        { text: "Opened" },
        { text: "Rubric" },
        { text: "Agencies" },
        { text: "Made-up plans" },
        { text: "Auditors" },
        { text: "Sheets in" },
        { text: "Same level as the reference" },
      ],
    ],
    rows: rounds.map((r) => [
      words(r.title),
      words(dayWords(r.openedOn)),
      words(r.rubric),
      words(r.agencies.join(", ")),
      words(whole(r.plans)),
      words(whole(r.auditors)),
      words(`${whole(r.submitted)} of ${whole(r.given)}`),
      words(
        r.auditors < fewest
          ? "Not shown: too few auditors"
          : r.compared === 0
            ? "Nothing to compare yet"
            : (percentText(r.same, r.compared) ?? `${r.same} of ${r.compared}`),
      ),
    ]),
    notes: [],
  });
  const sheets = rounds.reduce((sum, { submitted }) => sum + submitted, 0);
  return {
    ok: true,
    summary: `${counted(rounds.length, "calibration round")} on made-up plans, ${counted(sheets, "sheet")} compared with reference levels.`,
    blocks: draft.blocks,
  };
}
