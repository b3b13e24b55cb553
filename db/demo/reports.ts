import { dayOf } from "#audits/dates.ts";
import { contentHash } from "#audits/reports/edition.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import type { ReportKind } from "#audits/reports/outline.ts";
import { quotesOf } from "#audits/reports/written/quotes.ts";
import { findingsIn, passagesHash, passagesOf } from "#audits/reports/written/redaction.ts";
import { cycleOf } from "../cycles.ts";
import { figuresOfCycle } from "../figures.ts";
import { answerFinding, comment, decideQuote, keepNameCheck, signReport } from "../report-review.ts";
import { reportData } from "../report-data.ts";
import { saveWords, wordsOf } from "../report-words.ts";
import { askReport } from "../reports.ts";
import type { Store } from "../store.ts";
import {
  editionNow,
  issueReport,
  moveReport,
  startReport,
  type WrittenReport,
  writtenReport,
} from "../written-reports.ts";
import { DEMO_CYCLE, DEMO_PERSON } from "./ids.ts";
import { demoActor } from "./people.ts";
import { type DemoCycle, PROGRAMME } from "./programme.ts";
import type { DemoStep } from "./conduct.ts";
import { minutesAfter, moment } from "./timetable.ts";

const lead = demoActor(DEMO_PERSON.qualityLead);
const chair = demoActor(DEMO_PERSON.panelChair);
const board = demoActor(DEMO_PERSON.boardMember);

const PARTNERS: [id: string, signer: string][] = [
  ["org_demo_council", "Helen Castleton, chair of the partnership board"],
  ["org_demo_icb", "Ngozi Barrett, designated clinical officer"],
  ["org_demo_forum", "Carol Whitfield, parent carer forum"],
];

/** What Northshire wrote beside the figures of its summer cycle. */
const LEARNING: Record<string, string> = {
  headline: "Plans now speak for the child; too many still do not say how much help a child gets.",
  "commentary.grades":
    "Plans are good enough to act on where section F says what is given, by whom, how long and how often. Where it does not, a school or a therapist cannot tell what is owed, and neither can a family.",
  "commentary.domains":
    "What children want is written down with care. What health and social care add is often a report that is listed and not used.",
  "commentary.limits":
    "A limit is not a punishment. It marks the plans where a duty is missing, and these were sent back to their writers within five days.",
  "commentary.contributions":
    "The integrated care board and the council's social care service have both agreed to look at their advice templates before the winter cycle.",
  "change.silent": "yes",
  "asked.n1.said": "Parents told us that they could not see from the plan how often therapy would happen.",
  "asked.n1.asked": "We asked the therapy service to give hours and frequency in every piece of advice.",
  "asked.n1.did": "The service changed its template in May and trained its advisers in June.",
  "asked.n1.action": "A-01",
  "asked.n1.difference": "",
  "asked.n2.said": "Young people told us that their own words came first and were then forgotten.",
  "asked.n2.asked": "We asked plan writers to begin every outcome from something the young person said.",
  "asked.n2.did": "Two workshops with the forum, and a page of examples for writers.",
  "asked.n2.difference":
    "More outcomes in the summer sample begin from the young person's own aims; a later cycle will show whether that lasts.",
  "recommendation.n1.title": "Say hours, frequency and who delivers in every line of section F",
  "recommendation.n1.text":
    "The commonest reason why a plan could not be acted on. Writers return a draft that says ‘access to’ or ‘as needed’.",
  "recommendation.n1.owner": "Head of the SEND service",
  "recommendation.n1.due": "31 January 2027",
  "recommendation.n1.measure":
    "Share of plans with every line of section F specified, winter cycle against summer cycle",
  "recommendation.n2.title": "Social care advice that answers for the child, not only for the status",
  "recommendation.n2.text":
    "A short form that asks what the child needs outside school, or how it was found that there is nothing.",
  "recommendation.n2.owner": "Service manager, children with disabilities",
  "recommendation.n2.due": "28 February 2027",
  "recommendation.n2.measure": "Level of HS4 in the spring cycle",
};

const PUBLIC: Record<string, string> = {
  headline:
    "We read forty plans again, with parents at the table. This is what we found and what we are doing about it.",
  "commentary.purpose": "We publish this so that families can see what we saw, and hold us to what we said.",
  "asked.n1.said": LEARNING["asked.n1.said"] ?? "",
  "asked.n1.asked": LEARNING["asked.n1.asked"] ?? "",
  "asked.n1.did": LEARNING["asked.n1.did"] ?? "",
  "asked.n1.action": "A-01",
};

const SERVICE: Record<string, string> = {
  headline: "Health advice comes sooner than it did; what it says reaches too few plans in hours and names.",
  "commentary.contributions":
    "The coordinator for health advice made the difference in time. What plans make of the advice is the next step, and it is as much the plan writers’ as health’s.",
  "asked.n1.said": LEARNING["asked.n1.said"] ?? "",
  "asked.n1.asked": LEARNING["asked.n1.asked"] ?? "",
  "asked.n1.did": LEARNING["asked.n1.did"] ?? "",
  "asked.n1.action": "A-01",
};

const AUDIENCES: Partial<Record<ReportKind, string>> = {
  learning: "the SEND partnership board",
  service_health: "NHS Northshire Integrated Care Board",
};

/** Begins a report of a closed cycle with these figures, and writes its words. */
async function begin(
  store: Store,
  demo: DemoCycle,
  { kind, data, words }: { kind: ReportKind; data: LearningReportData; words: Record<string, string> },
  at: Date,
): Promise<string> {
  const audience = AUDIENCES[kind] ?? "families in Northshire";
  const partners = PARTNERS.map(([id]) => id);
  const id = await startReport(store, lead, demo, { kind, data, audience, rubric: null, partners }, at);
  const saved = await saveWords(store, lead, id, { fields: words, basedOn: 1, choice: null }, minutesAfter(at, 40));
  if (!saved.ok) throw new Error("The words of a report could not be kept");
  return id;
}

const open = async (store: Store, id: string): Promise<WrittenReport> => {
  const report = await writtenReport(store.db, id, "internal");
  if (!report) throw new Error("A report of the demonstration is missing");
  return report;
};

/** The learning report of a cycle from its beginning to its issue, and a public version that is in review. */
export async function writeReports(store: Store, demo: DemoCycle, from: Date): Promise<void> {
  const day = (days: number, minutes = 0) => minutesAfter(from, days * 24 * 60 + minutes);
  const figures = await figuresOfCycle(store.db, demo.id, day(1).toISOString().slice(0, 10));
  if (!figures) throw new Error(`The cycle ${demo.id} has no figures`);
  const cycle = await cycleOf(store.db, demo.id);
  if (!cycle) throw new Error(`The cycle ${demo.id} is missing`);
  const data = await reportData(store.db, cycle, figures, "published");
  const id = await begin(store, demo, { kind: "learning", data, words: LEARNING }, day(1));
  for (const [i, { key }] of quotesOf((await open(store, id)).data).entries())
    await decideQuote(store, chair, await open(store, id), { key, decision: "in" }, day(2, i));
  const partners = PARTNERS.map(([organisation]) => organisation);
  await moveReport(store, lead, await open(store, id), "review", partners, day(2, 60));
  await comment(
    store,
    board,
    await open(store, id),
    {
      chapter: "actions",
      words: "Can the measure of the second recommendation be read in the spring, before the budget is set?",
    },
    day(3),
  );
  await checkRedaction(store, await open(store, id), day(3, 30));
  for (const [i, [organisationId, signedBy]] of PARTNERS.entries()) {
    const report = await open(store, id);
    const seen = contentHash(await editionNow(store.db, report));
    const signedOn = day(5, i).toISOString().slice(0, 10);
    await signReport(store, lead, report, { organisationId, signedBy, signedOn, seen }, day(5, i));
  }
  const signed = await open(store, id);
  const edition = await issueReport(store, lead, signed, contentHash(await editionNow(store.db, signed)), day(6));
  const of = { id: demo.id, title: demo.title, writtenId: id };
  await askReport(store, lead, of, { kind: "learning", data: edition.data, size: "standard" }, day(6, 1));
}

/** What was begun once the actions of before were tested: the public version, which is in review, and the pack for health. */
export function laterReports(store: Store): DemoStep[] {
  const [demo] = PROGRAMME.filter(({ id }) => id === DEMO_CYCLE.summer2026);
  const at = moment("2026-08-06", "10:00");
  const take = async (kind: "public" | "service_health", words: Record<string, string>, on: Date) => {
    if (!demo) throw new Error("There is no summer cycle");
    const cycle = await cycleOf(store.db, demo.id);
    const figures = await figuresOfCycle(store.db, demo.id, dayOf(on));
    if (!cycle || !figures) throw new Error(`The cycle ${demo.id} has no figures`);
    const data = await reportData(store.db, cycle, figures, "published", kind);
    return begin(store, demo, { kind, data, words }, on);
  };
  const review = async () => {
    const id = await take("public", PUBLIC, at);
    const partners = PARTNERS.map(([organisation]) => organisation);
    await moveReport(store, lead, await open(store, id), "review", partners, minutesAfter(at, 90));
  };
  const pack = minutesAfter(at, 180);
  return [
    { at, take: review },
    { at: pack, take: async () => void (await take("service_health", SERVICE, pack)) },
  ];
}

/** Answers what the redaction check finds: in words about services, these are the names of places and teams. */
async function checkRedaction(store: Store, report: WrittenReport, at: Date): Promise<void> {
  const words = await wordsOf(store.db, report.id);
  const quotes = new Set(quotesOf(report.data).map(({ key }) => key));
  const passages = passagesOf({ ...report.data, chapters: report.chapters }, words, quotes);
  for (const [i, finding] of findingsIn(passages, report.data).entries())
    await answerFinding(
      store,
      chair,
      report,
      { finding, reason: "It names a service or a document, and no person" },
      minutesAfter(at, i),
    );
  await keepNameCheck(
    store,
    lead,
    report,
    { wordsHash: passagesHash(passages), names: 0, found: [] },
    minutesAfter(at, 30),
  );
}
