import { changePoints, type Effect, reauditWords, targetText, verdictWords } from "#audits/actions/effect.ts";
import { OUTCOMES } from "#audits/actions/life.ts";
import { RESPONSE_LABELS } from "#audits/actions/entries.ts";
import { HIDDEN_SIGN, isHidden, PERCENT_FROM, type Share, shareText } from "#audits/charts/figures.ts";
import { dateWords, dayOf, dayWords, periodWords } from "#audits/dates.ts";
import { RESULTS_OUT } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { HIDDEN } from "#audits/learning/protect.ts";
import { wilson } from "#audits/measures/proportions.ts";
import { DEFAULT_THRESHOLD } from "#audits/measures/suppression.ts";
import { mayShow } from "#audits/results/links.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { effectBy, measurableOf, reauditFacts } from "#db/action-evidence.ts";
import { type FindingBehind, findingsBehind } from "#db/action-findings.ts";
import type { ActionEntry, actionHistory, ActionListed, ActionRow } from "#db/actions.ts";
import { cycleOf } from "#db/cycles.ts";
import { reopeningsOf } from "#db/reopenings.ts";
import { ofSource, periodCounts, sourceOf } from "#db/learning-sources.ts";
import { SOURCE_LABELS } from "#audits/actions/sources.ts";
import { readFromWords, type ReadingView, readingView, seesInternal } from "./actions.server.ts";
import { whileUnchanged } from "#db/unchanged.ts";
import { store } from "./database.server.ts";

type History = Awaited<ReturnType<typeof actionHistory>>;

/** A step of the proof chain: reached, or grey with the words that say when. */
type Standing = { reached: boolean; when: string };

export type Chain = {
  finding: Standing & { sentence: string; example: FindingBehind | null; findings: number };
  theme: Standing & {
    themes: { name: string; code: string; words: string }[];
    source: string | null;
    sentence: string;
  };
  action: Standing & { steps: string[]; evidence: { words: string; link: string | null }[]; responses: string[] };
  reaudit: Standing & { sentence: string; cycleId: string | null };
  effect: Standing & { shown: EffectView | null; recorded: boolean; sentence: string };
};

export type EffectView = {
  title: string;
  before: { name: string } & ReadingView;
  after: { name: string } & ReadingView;
  change: { text: string; dot: { value: number; lower: number; upper: number } | null };
  verdict: Effect["verdict"];
  outcome: Effect["outcome"];
  mark: string;
  words: string;
  target: string;
  cautions: string[];
};

/** Finding, theme, action, re-audit, effect: the whole chain as this person may see it. */
export async function chainOf(
  actor: Actor,
  { action }: ActionListed,
  entries: ActionEntry[],
  history: History,
): Promise<Chain> {
  const internal = seesInternal(actor);
  const { finding, theme, reaudit, effect } = await readSteps(action, internal);
  const reached = (words: string) => history.findLast((h) => h.words === words);
  const [agreed, done] = [reached("marked as agreed"), action.doneOn];
  return {
    finding,
    theme,
    action: {
      reached: done !== null,
      when: [
        agreed ? `Agreed ${dateWords(agreed.madeAt)}` : "Not agreed yet",
        done ? `done ${dayWords(done)}` : `due ${dayWords(action.dueOn)}`,
      ].join(", "),
      steps: action.steps
        .split("\n")
        .map((s) => s.trim())
        .filter(Boolean),
      evidence: entries.filter((e) => e.kind === "evidence").map(({ words, link }) => ({ words, link })),
      responses: entries.flatMap((e) =>
        e.kind === "response" && e.agency && e.response
          ? [`${AGENCY_LABELS[e.agency]}: ${RESPONSE_LABELS[e.response].toLowerCase()}`]
          : [],
      ),
    },
    reaudit,
    effect,
  };
}

/** The steps that are read from cycles and case records, not from what was written on the action. */
const readSteps = (
  action: ActionRow,
  internal: boolean,
): Promise<Pick<Chain, "finding" | "theme" | "reaudit" | "effect">> =>
  whileUnchanged(store().db, `proof chain ${JSON.stringify([internal, action])}`, async () => {
    const test = action.testCycleId ? await cycleOf(store().db, action.testCycleId) : null;
    return {
      finding: await findingStep(action, internal),
      theme: await themeStep(action, internal),
      reaudit: await reauditStep(action, test, internal),
      effect: await effectStep(action, test, internal),
    };
  });

/** How many findings are looked through for one that can stand alone. */
const LOOKED_THROUGH = 20;

async function findingStep(action: ActionRow, internal: boolean): Promise<Chain["finding"]> {
  const { baseline, measure } = action;
  const { of, count, n } = baseline;
  const found = measure.better === "lower" ? count : n - count;
  const shown = internal || baseline.open;
  const sentence = shown
    ? `${measure.fault} in ${found} of ${n} ${of.kind === "cycle" ? "plans" : "cases"}.`
    : "The number is hidden to protect children.";
  const when =
    of.kind === "cycle" ? `${of.title}, ${periodWords(of.scoringOpens, of.scoringDue)}` : readFromWords(baseline);
  const cycle = internal && of.kind === "cycle" ? await cycleOf(store().db, of.cycleId) : null;
  const behind = cycle
    ? await findingsBehind(store().db, cycle, measure.measure, 1, LOOKED_THROUGH)
    : { found: [], total: 0 };
  // A sentence that can stand alone, always the same one.
  const example = behind.found.find((f) => f.words.length >= 30 && f.words.length <= 260) ?? behind.found[0] ?? null;
  return { reached: true, when, sentence, example, findings: behind.total };
}

/** The themes that the measure is about, each with how many plans of the baseline's cycle had it. */
async function themeStep(action: ActionRow, internal: boolean): Promise<Chain["theme"]> {
  const { db } = store();
  const { baseline, measure } = action;
  const { of } = baseline;
  const cycle = of.kind === "cycle" ? await cycleOf(db, of.cycleId) : null;
  const source = cycle && (await measurableOf(db, cycle, { themes: true, criteria: [] }));
  const when = cycle?.closedAt ? `Reported ${dateWords(cycle.closedAt)}` : "";
  const learning = await learningWords(action);
  if (!source) {
    const sentence = learning ? "" : "Read from the dates of cases, which have no theme.";
    return { reached: true, when, themes: [], source: learning, sentence };
  }
  const { counts } = source;
  const asked = measure.measure;
  const criterion = asked.kind === "criterion" ? source.rubric.criteria.find((c) => c.key === asked.key) : null;
  const about = source.codebook.themes.filter((t) => {
    if (asked.kind === "theme") return t.code === asked.code;
    if (t.polarity !== "improvement") return false;
    if (asked.kind === "criterion") return criterion?.themes.includes(t.code) ?? false;
    return asked.kind === "domain" ? t.domain === asked.key : false;
  });
  const shareOf = (code: string): Share | null => {
    const count = counts.themes?.get(code) ?? 0;
    const share = {
      count,
      n: counts.n,
      interval: count && counts.n >= PERCENT_FROM ? wilson(count, counts.n).value : null,
    };
    if (count === 0) return null;
    return internal || mayShow(share, DEFAULT_THRESHOLD) ? share : HIDDEN;
  };
  const themes = about
    .flatMap(({ name, code }) => {
      const share = shareOf(code);
      return share ? [{ name, code, share }] : [];
    })
    .slice(0, 3)
    .map(({ name, code, share }) => ({
      name,
      code,
      words: isHidden(share) ? "number hidden to protect children" : `${shareText(share)} plans`,
    }));
  const sentence = themes.length ? "" : "No finding behind it was coded to a theme.";
  return { reached: true, when, themes, source: learning, sentence: learning ? "" : sentence };
}

/** What complaints or appeals say of it: "Complaints: Waiting for therapy, 6 of 14 from 1 July to 30 September 2026." */
async function learningWords({ sourceId }: ActionRow): Promise<string | null> {
  const source = sourceId ? await sourceOf(store().db, sourceId) : null;
  if (!source) return null;
  const last = (await periodCounts(store().db)).get(ofSource(source.id))?.at(-1);
  const counted = last
    ? `, ${last.count}${last.of === null ? "" : ` of ${last.of}`} from ${periodWords(last.from, last.to)}`
    : "";
  return `${SOURCE_LABELS[source.kind].many}: ${source.title}${counted}.`;
}

type Cycle = NonNullable<Awaited<ReturnType<typeof cycleOf>>>;

async function reauditStep(action: ActionRow, test: Cycle | null, internal: boolean): Promise<Chain["reaudit"]> {
  const { baseline, effect } = action;
  if (baseline.of.kind === "records") {
    const later = effect?.after;
    return {
      reached: effect !== null,
      when: later ? readFromWords(later) : "With a later return",
      sentence: later
        ? `The same step in the case records of a later year, every case counted.`
        : `A later import of case records tests it. The baseline covers ${periodWords(baseline.of.from, baseline.of.to)}.`,
      cycleId: null,
    };
  }
  if (!test)
    return {
      reached: false,
      when: "No cycle chosen yet",
      sentence: "A later cycle that reads the same, on new plans drawn at random, will test it.",
      cycleId: null,
    };
  const out = RESULTS_OUT.includes(test.status);
  const when = `${test.title}, ${periodWords(test.scoringOpens, test.scoringDue)}`;
  const facts = await reauditFacts(store().db, test.id, baseline.of.cycleId);
  const period = periodWords(test.periodFrom, test.periodTo);
  const words = facts.plans
    ? reauditWords(facts, period, internal ? null : DEFAULT_THRESHOLD)
    : "Its plans are not drawn yet.";
  const version =
    effect?.after.of.kind === "cycle" && effect.after.of.rubric.version !== baseline.of.rubric.version
      ? ""
      : "The same measure. ";
  return { reached: out, when, sentence: `${version}${words}`, cycleId: test.id };
}

async function effectStep(action: ActionRow, test: Cycle | null, internal: boolean): Promise<Chain["effect"]> {
  const { effect, effectOn } = action;
  if (effect) {
    const view = effectView(action, effect, internal);
    const shown = { ...view, cautions: [...view.cautions, ...(await reopenedSince(action))] };
    return {
      reached: true,
      when: effectOn ? `Recorded ${dayWords(effectOn)}` : "",
      shown,
      recorded: true,
      sentence: "",
    };
  }
  const records = action.baseline.of.kind === "records";
  const waiting = (when: string, sentence: string) => ({
    reached: false,
    when,
    shown: null,
    recorded: false,
    sentence,
  });
  if (!test && !records) return waiting("After the re-audit", "Not known yet.");
  if (test && !RESULTS_OUT.includes(test.status))
    return waiting(
      `Expected after ${dayWords(test.moderationOn ?? test.scoringDue)}`,
      "It shows when the moderation of the re-audit has ended. Until then nobody sees a part of it.",
    );
  if (records) return waiting("After a later import", "Not known yet.");
  if (action.status !== "done" && action.status !== "closed")
    return waiting(
      "Once it is done",
      "The results of the re-audit are out. Mark the action as done to see its effect.",
    );
  const now = await effectBy(store().db, action, test);
  if (!now.ok) return waiting("Cannot be compared", now.sentence);
  return {
    reached: true,
    when: "Not recorded yet",
    shown: effectView(action, now.value, internal),
    recorded: false,
    sentence: "",
  };
}

/** Cycles of the chain that were reopened after the figure was read: what is recorded stands as it was read. */
async function reopenedSince({ baseline, effect, effectOn, openedAt }: ActionRow): Promise<string[]> {
  const [before, after] = [baseline.of, effect?.after.of];
  const ids = [before, after].flatMap((of) => (of?.kind === "cycle" ? [of.cycleId] : []));
  const reopenings = await reopeningsOf(store().db, ids);
  const readOn = (cycleId: string) =>
    before.kind === "cycle" && before.cycleId === cycleId ? dayOf(openedAt) : (effectOn ?? "");
  const title = (cycleId: string) =>
    [before, after].flatMap((of) => (of?.kind === "cycle" && of.cycleId === cycleId ? [of.title] : []))[0] ?? "";
  return reopenings
    .filter((r) => dayOf(r.reopenedAt) >= readOn(r.cycleId))
    .map((r) => `${title(r.cycleId)} was reopened on ${dateWords(r.reopenedAt)}, after its figure was read here.`);
}

/** An effect in words and dots, or with the sign for hidden where a number is protected. */
export function effectView(
  action: Pick<ActionRow, "baseline" | "measure" | "target">,
  effect: Effect,
  internal: boolean,
): EffectView {
  const { baseline, measure, target } = action;
  const shown = internal || (baseline.open && effect.after.open);
  return {
    title: measure.title,
    before: { name: `Before, ${readFromWords(baseline)}`, ...readingView(baseline, internal) },
    after: { name: `After, ${readFromWords(effect.after)}`, ...readingView(effect.after, internal) },
    change: shown
      ? { text: changePoints(effect.change), dot: { value: effect.change.difference, ...effect.change.interval } }
      : { text: `${HIDDEN_SIGN}: hidden to protect children`, dot: null },
    verdict: effect.verdict,
    outcome: effect.outcome,
    mark: OUTCOMES[effect.outcome].mark,
    words: shown
      ? verdictWords(effect, measure)
      : "The numbers are hidden to protect children; the verdict stands on them.",
    target: targetText(target, measure.better),
    cautions: effect.cautions,
  };
}
