import { summariseAgreement } from "../agreement/summary.ts";
import { AGREEMENT_METHOD } from "../agreement/stat.ts";
import { type Interval, PERCENT_FROM, type Share } from "../charts/figures.ts";
import { dayWords, periodWords } from "../dates.ts";
import { wilsonFpcPlans } from "../measures/proportions.ts";
import { DEFAULT_THRESHOLD } from "../measures/suppression.ts";
import { STRATUM_UNKNOWN } from "../panel/sample-plan.ts";
import type { DomainData, GradesData, LearningReportData, ThemeData } from "../reports/learning-report-data.ts";
import { domainsOf, gradesOf } from "../rubric/document.ts";
import { GRADE_METHOD } from "../scoring/grade.ts";
import { PHASE_LABELS, PHASES } from "../vocabulary.ts";
import { agreementData } from "./agreement.ts";
import { caseloadTimes } from "./caseload.ts";
import { changeOf, comparable } from "./comparison.ts";
import { contributionsOf } from "./contributions.ts";
import { type CountedPlan, countedPlans, goodCount, isGood, shareOf } from "./counted.ts";
import type { CycleEvidence } from "./evidence.ts";
import { type LimitedPlan, limitedPlans, limitsData, type OverriddenPlan, overriddenPlans } from "./limits.ts";
import { auditorRows, isChosen, sampleData, weightedShare } from "./sample.ts";
import { themeFamilies, themesNotCompared, themesNotFound } from "./cycle-themes.ts";
import { themeData } from "./themes.ts";
import { limitsOfAudit } from "./words.ts";

/** The name and version of the way in which a cycle's evidence becomes figures. */
const RESULTS_METHOD = "results/1";

/** What a learning report says, and what the pages of a cycle show beside it. Plain data: it survives JSON. */
export type CycleFigures = LearningReportData & { beside: Beside };

export type Beside = {
  /** Plans that the panel signed off, of those in the sample. */
  signedOff: number;
  sampled: number;
  scored: { from: string; to: string };
  /** Why the latest earlier cycle is not compared; null when it is, or when there is none. */
  notCompared: string | null;
  /** The cycle that themes and the headline are compared with, and its plans. */
  compared: { title: string; plans: number } | null;
  /** The share good or better with each group counted by its size; null where every plan counts alike. */
  weighted: { share: number; interval: Interval | null } | null;
  /** Themes of the codebook that no plan showed. */
  themesNotFound: { improvement: number; strength: number };
  /** Themes by name that stand in the table and cannot be compared, because the cycle before counted by another version of the codebook. Absent in figures that were frozen before it was kept. */
  themesNotCompared?: string[];
  /** The domain that each theme belongs to, by code. */
  families: Record<string, string>;
  /** Plans with a lowered grade, by reference; empty when published. */
  limitedPlans: LimitedPlan[];
  /** Plans beside whose derived grade a panel set its own, with the reason; empty when published. Absent in figures frozen before it was kept. */
  overriddenPlans?: OverriddenPlan[];
};

/**
 * Everything that a cycle found, with small numbers shown: for the partnership's own eyes. `published` makes the view that
 * may leave.
 *
 * @param earlier closed cycles, oldest first
 * @param on day of the figures
 * @param summarise how agreement is summarised: by default worked out anew, which draws thousands of samples
 */
export function cycleFigures(
  evidence: CycleEvidence,
  earlier: CycleEvidence[],
  on: string,
  summarise = summariseAgreement,
): CycleFigures {
  const { area, cycle, rubric, codebook } = evidence;
  const { counted, signedOff } = countedPlans(evidence);
  const enough = counted.length >= PERCENT_FROM;
  const good = goodCount(evidence, counted);
  const comparison = comparable(evidence, earlier);
  const previous = enough
    ? comparison.cycles.map((other) => {
        const plans = countedPlans(other).counted;
        return { title: other.cycle.title, codebook: other.codebook, plans, good: goodCount(other, plans) };
      })
    : [];
  const last = previous.at(-1);
  const themes = themeData(evidence, counted, last ?? null);
  const beside: Beside = {
    signedOff,
    sampled: evidence.plans.length,
    scored: { from: cycle.scoringOpens, to: cycle.scoringDue },
    notCompared: comparison.why,
    compared: last ? { title: last.title, plans: last.plans.length } : null,
    weighted: enough ? weightedShare(evidence, counted) : null,
    themesNotFound: themesNotFound(codebook, themes),
    themesNotCompared: last ? themesNotCompared(codebook, last.codebook, themes) : [],
    families: themeFamilies(codebook, rubric.document),
    limitedPlans: limitedPlans(evidence, counted),
    overriddenPlans: overriddenPlans(evidence, counted),
  };
  const shares = sharesOf(evidence, counted, themes);
  return {
    area: area.name,
    organisation: area.name,
    partners: area.partners.trim() ? [area.partners.trim()] : [],
    audience: null,
    contact: null,
    view: "internal",
    status: cycle.status === "closed" || cycle.status === "feedback" ? "final" : "draft",
    version: "1",
    date: on,
    cycle: { title: cycle.title, question: cycle.question.trim() || null, from: cycle.periodFrom, to: cycle.periodTo },
    sample: sampleData(evidence, counted.length),
    rubric: { title: rubric.document.title, version: rubric.document.version, hash: rubric.sha256 },
    codebook: { title: codebook.title, version: codebook.version },
    auditors: auditorRows(counted),
    levels: rubric.document.grades.map(({ key, label }) => ({ label, good: isGood(evidence, key) })),
    ...shares,
    limits: limitsData(evidence, counted),
    agreement: agreementData(evidence, counted, summarise),
    timeliness: timelinessData(evidence),
    previousCycles: previous.map(({ title, plans, good: x }) => ({ title, good: shareOf(x, plans.length) })),
    change: last ? { since: last.title, change: changeOf(last.good, last.plans.length, good, counted.length) } : null,
    actions: [],
    contributions: contributionsOf(evidence),
    limitsOfAudit: limitsOfAudit(beside),
    commentary: [],
    methods: [...(evidence.draw ? [evidence.draw.record.method] : []), GRADE_METHOD, AGREEMENT_METHOD, RESULTS_METHOD],
    protection: { threshold: DEFAULT_THRESHOLD, hidden: 0 },
    beside,
  };
}

/** Every share of the plans. Plans that were chosen for a reason stand for themselves, so their shares have no interval. */
function sharesOf(
  evidence: CycleEvidence,
  counted: CountedPlan[],
  themes: ThemeData[],
): Pick<LearningReportData, "grades" | "domains" | "themes" | "groups"> {
  const shares = {
    grades: gradesData(evidence, counted, countedPlans(evidence).signedOff - counted.length),
    domains: domainData(evidence, counted),
    themes,
    groups: counted.length ? [{ title: "by phase", rows: phaseRows(evidence, counted) }] : [],
  };
  if (!isChosen(evidence)) return shares;
  const withoutIntervals = (key: string, value: unknown) => (key === "interval" ? null : value);
  return JSON.parse(JSON.stringify(shares), withoutIntervals) as typeof shares;
}

function gradesData(evidence: CycleEvidence, counted: CountedPlan[], notGraded: number): GradesData {
  const { grades } = evidence.rubric.document;
  const n = counted.length;
  const good = goodCount(evidence, counted);
  const population = evidence.draw?.record.frameSize ?? n;
  const plans = n < PERCENT_FROM || isChosen(evidence) ? null : wilsonFpcPlans(good, n, population).value;
  return {
    n,
    limitsMode: evidence.cycle.limitsMode,
    before: grades.map(({ key }) => counted.filter(({ before }) => before === key).length),
    after: grades.map(({ key }) => counted.filter(({ after }) => after === key).length),
    good: { count: good, n, interval: plans && { lower: plans.lower, upper: plans.upper } },
    goodInPopulation: plans && { lower: plans.lowerCount, upper: plans.upperCount },
    notGraded,
    overridden: counted.filter(({ result }) => result.override).length,
  };
}

/** Domains of the modules that the cycle audits, in the order of the rubric. */
function domainData(evidence: CycleEvidence, counted: CountedPlan[]): DomainData[] {
  const { document } = evidence.rubric;
  // A module with grades of its own does not stand in a table of the rubric's grades.
  const modules = evidence.cycle.modules.filter((key) => gradesOf(document, key) === document.grades);
  return modules.flatMap((moduleKey) =>
    domainsOf(document, moduleKey).map(({ domain }): DomainData => {
      const grades = counted.flatMap(({ result }) => {
        const own = result.modules.find(({ module }) => module === moduleKey)?.domains[domain.key]?.grade;
        return own ? [own] : [];
      });
      return {
        title: domain.shortTitle,
        headline: domain.headline,
        notGraded: counted.length - grades.length,
        counts: document.grades.map(({ key }) => grades.filter((grade) => grade === key).length),
        good: shareOf(grades.filter((grade) => isGood(evidence, grade)).length, grades.length),
      };
    }),
  );
}

function phaseRows(evidence: CycleEvidence, counted: CountedPlan[]): LearningReportData["groups"][number]["rows"] {
  return [...PHASES, null].flatMap((phase) => {
    const own = counted.filter(({ plan }) => plan.about.phase === phase);
    const label = phase ? PHASE_LABELS[phase] : STRATUM_UNKNOWN;
    return own.length ? [{ label, good: shareOf(goodCount(evidence, own), own.length) }] : [];
  });
}

/** Timeliness of the whole caseload, over the year that the last case records cover. Null where they give no dates. */
function timelinessData(evidence: CycleEvidence): LearningReportData["timeliness"] {
  const { referenceDate } = evidence;
  const times = caseloadTimes(evidence);
  if (!times || !referenceDate) return null;
  const { period, measures } = times;
  const rows = measures.flatMap(({ label, numerator, denominator }): { label: string; share: Share }[] =>
    denominator ? [{ label, share: { count: numerator, n: denominator, interval: null } }] : [],
  );
  const source = `All cases in the records of ${dayWords(referenceDate)}, not the sample: ${periodWords(period.from, period.to)}, review decisions whenever they were made.`;
  return rows.length ? { source, rows } : null;
}
