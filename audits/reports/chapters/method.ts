import { dayWords } from "../../dates.ts";
import { countText, isHidden, percentText, whole } from "../../charts/figures.ts";
import { type Inline, words } from "../blocks.ts";
import type { Draft } from "../draft.ts";
import type { AgreementData, LearningReportData } from "../learning-report-data.ts";
import { counted, countWords, goodPhrase, hiddenNotes, limitsText, plans, together, were } from "../words.ts";

export function method(data: LearningReportData, draft: Draft): void {
  draft.chapter("method", "How we audited");
  sample(data, draft);
  auditors(data, draft);
  grading(data, draft);
  agreement(data.agreement, draft);
}

function sample({ sample: drawn }: LearningReportData, draft: Draft): void {
  draft.section("How plans were chosen");
  draft.say(
    drawn.drawn === 0
      ? `No plan has been drawn yet from a frame of ${plans(drawn.population)}.`
      : drawn.chosen
        ? `The plans are ${whole(drawn.drawn)} that were chosen for a reason from a list of ${plans(drawn.population)}, on ${dayWords(drawn.drawnOn)}. Shares of them say nothing about other plans.`
        : drawn.drawn === drawn.population
          ? `All ${plans(drawn.population)} of the frame were audited; no sample was drawn.`
          : `The plans are ${drawn.method}: ${whole(drawn.drawn)} of ${plans(drawn.population)}, drawn on ${dayWords(drawn.drawnOn)}.`,
    drawn.question ? `The list holds only plans of this kind: ${drawn.question}.` : "",
    drawn.drawn > 0 && drawn.counted < drawn.drawn
      ? `${whole(drawn.counted)} of them ${were(drawn.counted)} settled in time and counted here.`
      : "",
    drawn.replaced === 0
      ? ""
      : `Plans that could not be used and were replaced by the next reserve: ${countWords(drawn.replaced)}.`,
  );
  if (drawn.drawn > 0) {
    draft.say(
      "Anyone with the list of pseudonyms, the seed and the hash below can repeat the draw and get the same plans.",
    );
    draft.add({
      kind: "definitions",
      items: [
        { term: "Seed of the draw", text: words(drawn.seed) },
        { term: "Hash of the frame", text: words(drawn.frameHash) },
      ],
    });
  }
  if (drawn.exclusions.length > 0) {
    draft.table({
      caption: "plans left out before the draw",
      head: [[{ text: "Reason" }, { text: "Plans" }]],
      rows: drawn.exclusions.map((row) => [words(row.reason), words(countText(row.plans))]),
      notes: hiddenNotes(drawn.exclusions.map((row) => row.plans)),
    });
  }
  if (drawn.strata) {
    draft.table({
      caption: `plans in the frame and in the sample, ${drawn.strata.title}`,
      head: [[{ text: "Group" }, { text: "Plans in the frame" }, { text: "Plans drawn" }]],
      rows: drawn.strata.rows.map((row) => [
        words(row.label),
        words(countText(row.population)),
        words(countText(row.drawn)),
      ]),
      notes: hiddenNotes(drawn.strata.rows.flatMap((row) => [row.population, row.drawn])),
    });
  }
}

function auditors(data: LearningReportData, draft: Draft): void {
  draft.section("Who audited");
  const audits = data.auditors.reduce((sum, row) => sum + row.audits, 0);
  if (audits === 0) {
    draft.say("No audit has been submitted.");
    return;
  }
  const people = data.auditors.reduce((sum, row) => sum + row.auditors, 0);
  draft.say(
    `${counted(people, "auditor")} made ${counted(audits, "audit")}. Each scored without seeing the levels of others. Auditors do not score plans that they advised on.`,
  );
  draft.table({
    caption: "auditors and audits, by agency",
    head: [[{ text: "Agency" }, { text: "Auditors" }, { text: "Audits" }]],
    rows: data.auditors.map((row) => [words(row.agency), words(whole(row.auditors)), words(whole(row.audits))]),
    notes: [],
  });
}

function grading(data: LearningReportData, draft: Draft): void {
  draft.section("How grades are made");
  draft.say(
    `Plans were scored against ${data.rubric.title}, version ${data.rubric.version}, which did not change during the cycle.`,
    "Levels of criteria become a percentage of each domain and of the plan by the rubric's weights; a criterion that does not apply or cannot be judged counts neither for nor against.",
    "The percentage gives a grade, which limits may lower.",
  );
  draft.add({
    kind: "definitions",
    items: [
      { term: "Hash of the rubric", text: words(data.rubric.hash) },
      ...(data.codebook
        ? [{ term: "Themes", text: words(`${data.codebook.title}, version ${data.codebook.version}`) }]
        : []),
      { term: "Methods", text: words(data.methods.join(", ")) },
    ],
  });
}

function agreement(data: AgreementData, draft: Draft): void {
  draft.section("How far the auditors agreed");
  draft.runs(agreementRuns(data));
  draft.say(moderationSentence(data));
  if (data.criteria.length === 0) return;
  draft.table({
    caption: "criteria with the lowest and the highest agreement",
    head: [[{ text: "Criterion" }, { text: "Same level" }, { text: "Within one" }]],
    rows: data.criteria.map((row) => [
      [{ text: `${row.key} `, soft: true }, { text: row.title }],
      words(together(`${whole(row.exact)} of ${whole(row.of)}`)),
      words(together(`${whole(row.withinOne)} of ${whole(row.of)}`)),
    ]),
    notes: data.plans < 20 ? ["Fewer than 20 plans a criterion: a very rough guide."] : [],
  });
}

/** Exact and within-one agreement as counts, then the coefficient with its interval or the reason why there is none. */
function agreementRuns(data: AgreementData): Inline[] {
  if (data.plans === 0) return words("No plan was scored by two auditors; agreement cannot be measured.");
  const same = percentText(data.exact, data.compared);
  const within = percentText(data.withinOne, data.compared);
  const counts = `${plans(data.plans)} ${were(data.plans)} scored by two or more auditors. They chose the same level for ${whole(data.exact)} of ${counted(data.compared, "criterion", "criteria")}${same ? ` (${same})` : ""} and were within one level for ${whole(data.withinOne)}${within ? ` (${within})` : ""}.`;
  if (data.plans < 10) return words(`${counts} These are too few plans to judge how consistent the auditors are.`);
  const { ac2 } = data;
  if (ac2.value === null) return words(`${counts} ${ac2.reason}`.trim());
  const interval = ac2.interval
    ? ` (95% interval ${coefficient(ac2.interval.lower)} to ${coefficient(ac2.interval.upper)})`
    : "";
  const banded = ac2.words ? `: ${ac2.words}. The words for these figures are conventions` : "";
  return [
    {
      text: `${counts} Allowing for matches by chance, agreement is ${coefficient(ac2.value)}${interval} on a scale where 1 is full agreement (Gwet’s AC2)`,
      note: "Gwet’s AC2 with quadratic weights: levels that lie further apart count as less agreement. 0 is what chance alone would give. Kilem L. Gwet, Handbook of Inter-Rater Reliability.",
    },
    { text: `${banded}.` },
  ];
}

function coefficient(value: number): string {
  return (Math.round(value * 100) / 100 || 0).toFixed(2).replace("-", "−");
}

function moderationSentence({ moderated }: AgreementData): string {
  if (moderated.plans === 0) {
    return "No plan was moderated. The levels in this report are the auditors’ own; where they differed, no panel has settled it.";
  }
  const views =
    moderated.bothViews === 0
      ? ""
      : ` For ${counted(moderated.bothViews, "criterion", "criteria")} it recorded both views and agreed no level.`;
  return `A panel moderated ${plans(moderated.plans)} and looked at ${counted(moderated.criteria, "criterion", "criteria")} where auditors differed or a limit was at stake. It settled on another level than at least one auditor had given for ${whole(moderated.changed)}.${views}`;
}

/** What the audit cannot show: what follows from the numbers first, then what people added. */
export function cautions(data: LearningReportData, draft: Draft): void {
  draft.chapter("cautions", "Limits of this audit");
  draft.bullets([...cautionSentences(data), ...data.limitsOfAudit]);
}

function cautionSentences(data: LearningReportData): string[] {
  const { sample: drawn, grades, agreement: agreed, protection } = data;
  const sentences = [
    "The audit reads plans. It does not show whether the support in them was delivered, or what difference it made.",
  ];
  sentences.push(...reopenedSentences(data));
  if (grades.n === 0) return [...sentences, "No plan has a result yet."];
  if (drawn.chosen)
    sentences.push("The plans were chosen for a reason. Nothing here says how common anything is among other plans.");
  else if (grades.n < drawn.population) {
    if (grades.n < 10)
      sentences.push(
        `${plans(grades.n)} of ${whole(drawn.population)} ${were(grades.n)} read. They say nothing about the others; they can still be learned from.`,
      );
    else if (!isHidden(grades.good) && grades.good.interval) {
      sentences.push(
        `${whole(grades.n)} of ${plans(drawn.population)} were read. The share ${goodPhrase(data)} is likely to lie in the range ${limitsText(grades.good.interval, grades.n)}; smaller differences between cycles cannot be seen.`,
      );
    }
    if (grades.n >= 10 && grades.n < 20) sentences.push("Fewer than 20 plans: a very rough guide.");
  }
  if (drawn.counted < drawn.drawn)
    sentences.push(
      `${plans(drawn.drawn - drawn.counted)} of the sample ${were(drawn.drawn - drawn.counted)} not settled in time. If they differ from the others, the results are off.`,
    );
  if (agreed.plans === 0)
    sentences.push(
      "Each plan was read by one auditor, so we cannot say whether another would have come to the same levels.",
    );
  else if (agreed.plans < 20)
    sentences.push(
      `${plans(agreed.plans)} ${were(agreed.plans)} scored more than once: agreement is a very rough guide.`,
    );
  if (agreed.moderated.plans === 0) sentences.push("No plan was moderated.");
  if (agreed.moderated.bothViews > 0)
    sentences.push(
      `For ${counted(agreed.moderated.bothViews, "criterion", "criteria")} the panel recorded both views; no level was counted.`,
    );
  if (grades.limitsMode === "shadow")
    sentences.push("Limits were tried out and changed no grade. With them, grades would be lower or the same.");
  if (data.domains.some((domain) => domain.notGraded !== 0))
    sentences.push(
      "A domain with less than half of its weight scored is not graded for that plan, so domains can rest on fewer plans than the whole.",
    );
  if (protection.hidden > 0)
    sentences.push(
      `${counted(protection.hidden, "figure")} ${were(protection.hidden)} hidden to protect children, so some tables do not add up.`,
    );
  return sentences;
}

/** "The cycle was reopened on 4 May 2026 …": what was out before may differ from this. */
export const reopenedSentences = ({ reopened = [] }: LearningReportData): string[] =>
  reopened.map(({ on, until }) =>
    until
      ? `The cycle was reopened on ${dayWords(on)} so that a mistake could be put right, and moderated again until ${dayWords(until)}. Figures that were out before may differ from these.`
      : `The cycle was reopened on ${dayWords(on)} and is being moderated again, so these figures can still change.`,
  );

/** Words and signs of the report. */
export function notes(data: LearningReportData, draft: Draft): void {
  draft.chapter("notes", "Words and data notes");
  draft.add({
    kind: "definitions",
    items: [
      {
        term: "95% interval",
        text: words(
          "The range in which the true figure for all plans is likely to lie. If audits like this were repeated, about 95 of 100 intervals would hold it. For a share it is Wilson’s interval, narrowed where the sample is a large part of all plans.",
        ),
      },
      {
        term: "Could not tell",
        text: words(
          "The interval of a change holds zero: plans may be better, worse or the same. It does not mean that nothing changed.",
        ),
      },
      {
        term: "Criterion, domain",
        text: words("A criterion is one thing that an auditor judges. Criteria are grouped in domains."),
      },
      {
        term: "EHC plan",
        text: words(
          "Education, Health and Care plan of a child or young person up to 25 with special educational needs.",
        ),
      },
      {
        term: "Frame, sample",
        text: words("The frame is the list of all plans that could be drawn; the sample are the plans that were."),
      },
      {
        term: "Level, grade",
        text: words("A level is the judgement on one criterion; a grade is that on a domain or a whole plan."),
      },
      {
        term: "Limit",
        text: words("A rule that holds a plan at or below a grade where something essential is missing."),
      },
      {
        term: "Moderation",
        text: words(
          "A panel from several agencies looks at what auditors judged differently and agrees a level with a reason.",
        ),
      },
      { term: "Points", text: words("The difference of two percentages: from 45% to 55% is 10 points.") },
      {
        term: "Theme",
        text: words("A kind of strength or area for improvement that findings of auditors are coded to."),
      },
      ...(data.view === "published"
        ? [
            {
              term: "c",
              text: words(
                `Stands for a hidden figure: counts from 1 to ${data.protection.threshold - 1} plans, and others from which one of those could be worked out. Percentages are given from 10 plans on.`,
              ),
            },
          ]
        : [{ term: "Internal report", text: words("Small numbers are shown. This report is not for publication.") }]),
    ],
  });
  draft.note(
    "All tables of this report are attached to the PDF as a CSV file. Percentages are rounded half up from whole counts; below 100 plans to whole numbers, otherwise to one decimal. They may not add to 100.",
  );
}
