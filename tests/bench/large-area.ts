import type { Actor } from "#audits/people/permissions.ts";
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import { type PlanResult, textFromScore } from "#audits/panel/result.ts";
import { levelsOf } from "#audits/rubric/document.ts";
import { gradeModule } from "#audits/rubric/grade-plan.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { addDays } from "#audits/cases/days.ts";
import { type Generator, generatorFromSeed } from "#audits/sampling/generator.ts";
import { drawRecord } from "#audits/sampling/record.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { indexedText } from "#audits/search/words.ts";
import { NEEDS, PHASES, type Role, SETTING_TYPES } from "#audits/vocabulary.ts";
import { keepPlanResults } from "#db/plan-results.ts";
import { currentCodebook, publishedRubrics } from "#db/rubrics.ts";
import type { CaseSnapshot } from "#db/schema.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { changeSetting } from "#db/settings.ts";
import type { Store } from "#db/store.ts";
import { learn } from "#db/theme-words.ts";
import { plantActions } from "./large-actions.ts";
import { type Example, examples } from "./made-findings.ts";

/**
 * A large area, made up and always the same: 6,000 plans in 12 cycles, each audited by two people, with every criterion of the
 * full rubric scored, five findings an audit, all of them indexed and nearly all coded, sign-offs, case dates and actions.
 */

const PLANS = 6_000;
const AUDITS_A_PLAN = 2;
const FINDINGS_AN_AUDIT = 5;
const CYCLES = 12;
const RETURNS = [2024, 2025, 2026];
const REQUESTS_A_RETURN = 1_500;
const READINGS = 240;
const AT = new Date("2026-11-01T09:00:00Z");
const RUBRIC = SHIPPED_RUBRICS[0]!;
const MODULES = RUBRIC.modules.map(({ key }) => key);
export const PASSWORD = "copper-meadow-lantern";
export const CYCLE_IDS = Array.from({ length: CYCLES }, (_, i) => `cyc_${i}`);
/** The newest cycle with results, and the one that is in moderation. */
export const NEWEST_OUT = `cyc_${CYCLES - 2}`;
export const IN_MODERATION = `cyc_${CYCLES - 1}`;

const personOf = (id: string, role: Role, agency: "education" | "health" | null = null) => ({ id, role, agency });
const PEOPLE = [
  personOf("per_lead", "quality_lead"),
  personOf("per_board", "board_member"),
  personOf("per_health", "service_manager", "health"),
  personOf("per_a", "auditor", "education"),
  personOf("per_b", "auditor", "health"),
];
export const emailOf = (id: string) => `${id}@bench.example`;
export const LEAD: Actor = {
  id: "per_lead",
  name: "per_lead",
  email: "",
  memberships: [{ role: "quality_lead", organisationId: "org", organisationName: "", agency: null, writerRef: null }],
};

export type AnswerRow = {
  auditId: string;
  criterion: string;
  score: string | null;
  quotes: string;
  /** JSON; "null" where there is none. */
  finding: string;
};
/** Writes answers as fast as the engine can: there are 648,000 of them. */
export type KeepAnswers = (rows: AnswerRow[], at: Date) => Promise<void>;

const planIds = Array.from({ length: PLANS }, (_, i) => i);
const referenceOf = (i: number) => `C-${String(i).padStart(5, "0")}`;
const cycleOfPlan = (i: number) => i % CYCLES;
const pick = <T>(list: readonly T[], random: Generator): T => list[random.below(list.length)] as T;
/** The first month of a cycle's quarter: three years of them, up to the autumn of 2026. */
const opensOn = (n: number) => `${2024 + Math.floor(n / 4)}-${String(1 + 3 * (n % 4)).padStart(2, "0")}-01`;

async function slices<T>(rows: readonly T[], insert: (slice: T[]) => PromiseLike<unknown>, size = 500): Promise<void> {
  for (let start = 0; start < rows.length; start += size) await insert(rows.slice(start, start + size));
}

/** Fills an empty, migrated database. */
export async function plantLargeArea(store: Store, keepAnswers: KeepAnswers): Promise<void> {
  await people(store);
  const random = generatorFromSeed("bench/large-area");
  const snapshots = planIds.map((i) => snapshotOf(i, random));
  await cases(store, snapshots);
  await cycles(store, snapshots);
  const readings = Array.from({ length: READINGS }, (_, i) => readingOfPlan(i));
  await signOffs(store, snapshots, readings);
  await audits(store, readings, keepAnswers);
  await plantActions(store, LEAD, { baseline: "cyc_6", test: NEWEST_OUT });
}

async function people(store: Store): Promise<void> {
  const area = { name: "Large", partners: "Partners", concernContacts: [], demonstration: false };
  await setUpArea(store, area, [{ id: "org", name: "Council", agency: "education" }], AT);
  const by = { id: null, name: "Bench" };
  for (const { id, role, agency } of PEOPLE)
    await addPerson(
      store,
      by,
      {
        ...{ id, name: id, email: emailOf(id), password: PASSWORD },
        memberships: [{ organisationId: "org", role, agency }],
      },
      AT,
    );
  await changeSetting(store, by, "sign_in", { secondFactorFor: [], idleMinutes: 60 }, 0, AT);
}

function snapshotOf(i: number, random: Generator): CaseSnapshot {
  return {
    reference: referenceOf(i),
    phase: pick(PHASES, random),
    yearGroup: random.below(14),
    birthMonth: null,
    primaryNeed: pick(NEEDS, random),
    settingType: pick(SETTING_TYPES, random),
    planType: "existing",
    planDate: "2025-06-01",
    locality: `Locality ${random.below(6)}`,
    sendTeam: `Team ${random.below(8)}`,
    planWriterRef: `W${random.below(40)}`,
    lookedAfter: null,
    cinCp: null,
    personalBudget: null,
    eotas: null,
    homeEducated: null,
    legalRegime: "cfa_2014",
  };
}

/** The caseload with its dates: requests of three returns, and advice and reviews on the cases. */
async function cases(store: Store, snapshots: CaseSnapshot[]): Promise<void> {
  const random = generatorFromSeed("bench/dates");
  const pseudonym = (i: number) => String(i).padStart(32, "0");
  await store.transaction(async (tx) => {
    const t = tx.tables;
    await tx
      .insert(t.imports)
      .values({ id: "imp", status: "kept", files: [], referenceDate: "2026-01-15", startedAt: AT, endedAt: AT });
    const rows = snapshots.map((snapshot, i): typeof t.cases.$inferInsert => {
      const asked = addDays("2023-01-10", random.below(1_000));
      const met = addDays("2025-01-10", random.below(330));
      return {
        ...{ id: `cas_${i}`, pseudonym: pseudonym(i), reference: snapshot.reference, legalRegime: "cfa_2014" },
        ...{ planType: "existing", planDate: "2025-06-01", secondaryNeeds: [], active: true, version: 1 },
        ...{ firstImportId: "imp", lastImportId: "imp", reviewMeetingDate: met, reviewDecision: "maintain" },
        reviewDecisionDate: addDays(met, 10 + random.below(30)),
        adviceHealthRequested: asked,
        adviceHealthReceived: random.below(10) ? addDays(asked, 20 + random.below(40)) : null,
        adviceCareRequested: asked,
        adviceCareReceived: random.below(10) ? addDays(asked, 20 + random.below(40)) : null,
        adviceEpRequested: asked,
        adviceEpReceived: addDays(asked, 20 + random.below(40)),
      };
    });
    await slices(rows, (slice) => tx.insert(t.cases).values(slice));
    const requests = RETURNS.flatMap((returnYear, r) =>
      Array.from({ length: REQUESTS_A_RETURN }, (_, i) => {
        const key = `${returnYear}/${i}`;
        const receivedDate = addDays(`${returnYear - 1}-01-01`, random.below(300));
        const requestOutcome = random.below(5) ? ("Y" as const) : ("N" as const);
        const assessmentOutcome = requestOutcome === "N" ? null : random.below(20) ? ("Y" as const) : ("N" as const);
        const ended = addDays(receivedDate, 90 + random.below(100));
        const journey = {
          ...{ key, returnYear, pseudonym: pseudonym(r * REQUESTS_A_RETURN + i), receivedDate, source: null },
          ...{ requestOutcome, requestOutcomeDate: addDays(receivedDate, 25 + random.below(25)), assessmentOutcome },
          ...{ assessmentOutcomeDate: assessmentOutcome ? ended : null, week20Exempt: random.below(12) === 0 },
          ...{ planDate: assessmentOutcome === "Y" ? ended : null, ceaseDate: null, transferredIn: false },
        };
        return { id: `jny_${key}`, key, journey, lastImportId: "imp" };
      }),
    );
    await slices(requests, (slice) => tx.insert(t.journeys).values(slice));
  });
}

async function cycles(store: Store, snapshots: CaseSnapshot[]): Promise<void> {
  const rubric = (await publishedRubrics(store.db)).find(({ key }) => key === RUBRIC.key)!;
  const book = await currentCodebook(store.db);
  const frame = snapshots.map(({ reference }) => reference);
  await store.transaction(async (tx) => {
    const t = tx.tables;
    for (const [n, id] of CYCLE_IDS.entries()) {
      const opens = opensOn(n);
      const out = id !== IN_MODERATION;
      const status = id === IN_MODERATION ? "moderation" : id === NEWEST_OUT ? "feedback" : "closed";
      await tx.insert(t.cycles).values({
        ...{ id, title: `Cycle ${n + 1}`, question: "", status, rubricId: rubric.id, codebookId: book.id },
        ...{ shortForm: false, modules: MODULES, limitsMode: "applied", seed: `s${n}`, seedFixedAt: AT },
        ...{ periodFrom: addDays(opens, -90), periodTo: addDays(opens, -1), scoringOpens: opens },
        ...{ scoringDue: addDays(opens, 20), moderationOn: addDays(opens, 30) },
        closedAt: out && status === "closed" ? new Date(`${addDays(opens, 60)}T09:00:00Z`) : null,
        ...{ openedBy: LEAD.id, openedAt: AT, version: 1 },
      });
      const record = drawRecord(frame, PLANS / CYCLES, {
        ...{ seed: `s${n}`, seedFixedAt: AT.toISOString(), strata: null, drawnAt: AT.toISOString() },
        ...{ drawnBy: LEAD.name, exclusions: [], drawNumber: 1 },
      });
      const design = { ...PLAIN_DESIGN, size: PLANS / CYCLES };
      const draw = { id: `drw_${n}`, cycleId: id, number: 1, record, design, reason: "" };
      await tx.insert(t.draws).values({ ...draw, drawnBy: LEAD.id, drawnAt: AT });
    }
    const sampled = snapshots.map((snapshot, i): typeof t.sampledCases.$inferInsert => {
      const n = cycleOfPlan(i);
      const place = { stratum: "all", position: Math.floor(i / CYCLES) + 1, standing: "sample" as const };
      return { id: `smp_${i}`, cycleId: CYCLE_IDS[n]!, drawId: `drw_${n}`, caseId: `cas_${i}`, ...place, snapshot };
    });
    await slices(sampled, (slice) => tx.insert(t.sampledCases).values(slice));
  });
}

/** What a panel agreed of a plan: better and worse ones, with "cannot tell" and "does not apply" among them. */
function readingOfPlan(i: number): PlanResult {
  const random = generatorFromSeed(`bench/reading/${i}`);
  const worth = random.below(100);
  const scores = Object.fromEntries(
    RUBRIC.criteria.map((criterion): [string, Score] => {
      const lot = random.below(100);
      if (lot < 3) return [criterion.key, criterion.notApplicable.allowed ? "NA" : "CT"];
      const values = levelsOf(RUBRIC, criterion)
        .map(({ value }) => value)
        .sort((a, b) => a - b);
      const at = Math.floor((values.length * (worth + random.below(100))) / 200);
      return [criterion.key, values[Math.min(values.length - 1, at)]!];
    }),
  );
  const by = new Map(Object.entries(scores));
  const modules = MODULES.map((module) => gradeModule(RUBRIC, module, RUBRIC.criteria, by, "applied"));
  return { scores, bothViews: [], modules, method: "grade/1" };
}

async function signOffs(store: Store, snapshots: CaseSnapshot[], readings: PlanResult[]): Promise<void> {
  const resultOf = (i: number) => readings[(i * 7 + cycleOfPlan(i)) % READINGS]!;
  const signedAt = (i: number) => new Date(`${addDays(opensOn(cycleOfPlan(i)), 35)}T10:00:00Z`);
  for (let start = 0; start < PLANS; start += 500)
    await store.transaction(async (tx) => {
      const t = tx.tables;
      const own = planIds.slice(start, start + 500);
      await tx.insert(t.moderations).values(
        own.map((i) => ({
          ...{ sampledCaseId: `smp_${i}`, present: [LEAD.id], signedOffAt: signedAt(i), signedOffBy: LEAD.id },
          ...{ result: resultOf(i), version: 1 },
        })),
      );
      await tx.insert(t.settlements).values(
        own.flatMap((i) =>
          [0, 1].map((k) => {
            const criterion = RUBRIC.criteria[(i + 11 * k) % RUBRIC.criteria.length]!.key;
            const agreed = textFromScore(resultOf(i).scores[criterion] ?? null) ?? "CT";
            const by = { settledBy: LEAD.id, settledAt: signedAt(i) };
            return { sampledCaseId: `smp_${i}`, criterion, version: 1, agreed, reason: "", finding: "", ...by };
          }),
        ),
      );
      await keepPlanResults(
        tx,
        own.map((i) => ({
          sampled: { id: `smp_${i}`, cycleId: CYCLE_IDS[cycleOfPlan(i)]!, snapshot: snapshots[i]! },
          ...{ cycle: { limitsMode: "applied" }, rubric: RUBRIC, result: resultOf(i), at: signedAt(i) },
        })),
      );
    });
}

async function audits(store: Store, readings: PlanResult[], keepAnswers: KeepAnswers): Promise<void> {
  const book = await currentCodebook(store.db);
  const made = examples(30);
  const all = planIds.flatMap((i) => Array.from({ length: AUDITS_A_PLAN }, (_, a) => ({ i, a, id: `aud_${i}_${a}` })));
  await store.transaction(async (tx) => {
    await slices(all, (slice) =>
      tx.insert(tx.tables.audits).values(
        slice.map(({ i, a, id }) => ({
          ...{ id, cycleId: CYCLE_IDS[cycleOfPlan(i)]!, sampledCaseId: `smp_${i}`, auditorId: a ? "per_b" : "per_a" },
          ...{ agency: a ? ("health" as const) : ("education" as const), status: "submitted" as const },
          ...{ dueOn: addDays(opensOn(cycleOfPlan(i)), 20), assignedAt: AT, submittedAt: AT, version: 1 },
        })),
      ),
    );
  });
  const given = all.map((audit, n) => ({ ...audit, found: findingsOf(n, made) }));
  await slices(
    given,
    (slice) =>
      keepAnswers(
        slice.flatMap((audit) => answersOf(audit, readings)),
        AT,
      ),
    250,
  );
  const findings = given.flatMap(({ i, a, id, found }) => found.map((example) => ({ i, a, id, example })));
  const numbered = findings.map((one, n) => ({ ...one, n, coded: n % 50 > 0, twice: n % 50 > 0 && n % 10 === 1 }));
  await store.transaction(async (tx) => {
    const t = tx.tables;
    await slices(numbered, (slice) =>
      tx.insert(t.findings).values(
        slice.map(({ i, a, id, n, coded, twice, example: { finding } }) => ({
          ...{ source: id, sampledCaseId: `smp_${i}`, cycleId: CYCLE_IDS[cycleOfPlan(i)]!, reference: referenceOf(i) },
          ...{ criterion: finding.criterion, auditorId: a ? "per_b" : "per_a", kind: finding.kind, waits: false },
          ...{ agency: a ? ("health" as const) : ("education" as const), lot: twice ? 500 : 5_000 },
          ...{ stems: indexedText([finding.words, ...finding.quotes]), savedAt: new Date(AT.getTime() + n) },
          ...{ state: coded ? ("coded" as const) : ("open" as const), firstBy: coded ? "per_lead" : null },
          secondBy: twice ? "per_a" : null,
        })),
      ),
    );
    const codings = numbered.flatMap(({ i, id, n, coded, twice, example: { finding, codes } }) =>
      [...(coded ? (["first"] as const) : []), ...(twice ? (["second"] as const) : [])].map((part) => ({
        ...{ auditId: id, criterion: finding.criterion, cycleId: CYCLE_IDS[cycleOfPlan(i)]!, part, version: 1 },
        ...{ themes: codes, line: "", codebookId: book.id, suggested: codes, batch: `b${n}`, takesBack: false },
        ...{ codedBy: part === "first" ? "per_lead" : "per_a", codedAt: AT },
      })),
    );
    await slices(codings, (slice) => tx.insert(t.codings).values(slice));
    const codes = numbered.flatMap(({ i, id, coded, example: { finding, codes: own } }) =>
      own.map((code) => ({
        ...{ auditId: id, criterion: finding.criterion, code, place: 1, cycleId: CYCLE_IDS[cycleOfPlan(i)]! },
        ...{ sampledCaseId: `smp_${i}`, byCoder: coded },
      })),
    );
    await slices(codes, (slice) => tx.insert(t.findingCodes).values(slice));
    await learn(
      tx,
      numbered.filter(({ coded }) => coded).map(({ example }) => ({ words: example.words, codes: example.codes })),
      1,
    );
  });
}

/** Five findings on five criteria, out of all that were made up. */
function findingsOf(n: number, made: readonly Example[]): Example[] {
  const seen = new Set<string>();
  return Array.from({ length: FINDINGS_AN_AUDIT * 4 }, (_, k) => made[(n * 131 + k * 977) % made.length]!)
    .filter((e) => !seen.has(e.finding.criterion) && seen.add(e.finding.criterion))
    .slice(0, FINDINGS_AN_AUDIT);
}

function answersOf(
  { i, a, id, found }: { i: number; a: number; id: string; found: Example[] },
  readings: PlanResult[],
) {
  const { scores } = readings[(i * 7 + cycleOfPlan(i)) % READINGS]!;
  return RUBRIC.criteria.map((criterion, c): AnswerRow => {
    const example = found.find((e) => e.finding.criterion === criterion.key)?.finding;
    // The second auditor differs now and then, as auditors do.
    const differs = a === 1 && (i * 13 + c * 7) % 6 === 0;
    const score = differs ? levelsOf(RUBRIC, criterion)[0]!.value : (scores[criterion.key] ?? null);
    const finding = example && { kind: example.kind, words: example.words, themes: [] };
    const quotes = (example?.quotes ?? []).map((words) => ({ section: "F", page: 1, words }));
    return {
      ...{ auditId: id, criterion: criterion.key, score: textFromScore(score) },
      ...{ quotes: JSON.stringify(quotes), finding: JSON.stringify(finding ?? null) },
    };
  });
}
