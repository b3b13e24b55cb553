import type { Entry } from "#audits/actions/entries.ts";
import type { ActionStatus } from "#audits/actions/life.ts";
import type { ActionMeasure } from "#audits/actions/measure.ts";
import type { Promised } from "#audits/actions/promise.ts";
import { dayOf } from "#audits/dates.ts";
import type { OutcomeCount } from "#audits/scorecard/outcomes.ts";
import { effectBy, readingOf } from "../action-evidence.ts";
import { actionsFor, addEntry, chooseTest, moveAction, openAction, recordEffect } from "../actions.ts";
import { cycleOf } from "../cycles.ts";
import { addSource, enterCount, ofIndicator, ofSource, sourcesOf } from "../learning-sources.ts";
import { enterOutcomes } from "../scorecard.ts";
import type { Store } from "../store.ts";
import { type DemoStep, must } from "./conduct.ts";
import { DEMO_CYCLE, DEMO_PERSON } from "./ids.ts";
import { demoActor } from "./people.ts";
import { moment } from "./timetable.ts";

const lead = demoActor(DEMO_PERSON.qualityLead);
const health = demoActor(DEMO_PERSON.serviceManager);
const chair = demoActor(DEMO_PERSON.panelChair);

type DemoAction = {
  number: number;
  opened: string;
  cycle: string;
  measure: ActionMeasure;
  promise: Partial<Promised> & Pick<Promised, "title" | "steps" | "target" | "dueOn">;
  source?: string;
  agreed?: string;
  started?: string;
  evidence?: { on: string; words: string; link?: string }[];
  done?: string;
  test?: { on: string; cycle: string };
  effect?: string;
};

/** What Northshire did about what it found. The days lie between its cycles, so that the trail stays in order of time. */
const ACTIONS: DemoAction[] = [
  {
    number: 1,
    opened: "2026-03-23",
    cycle: DEMO_CYCLE.autumn2025,
    measure: { kind: "domain", key: "EP", atLeast: "good" },
    promise: {
      title: "Write provision that a school could staff from the text",
      steps:
        "The advice template asks for hours, group size and expertise for each item.\nPlan writers check section F against the list of vague phrases before sign-off.\nTwo half-day workshops for all plan writers.",
      withWhom: "Therapies lead, NHS Northshire; plan writers’ team manager",
      services: ["education", "health"],
      target: 50,
      dueOn: "2026-05-29",
      next: "Section F stays in every audit until summer 2027. If it falls below half, the action opens again.",
    },
    agreed: "2026-03-25",
    started: "2026-03-26",
    evidence: [
      {
        on: "2026-05-29",
        words: "Advice template, version 2, in use in all four services",
        link: "https://northshire.example/send/advice-template-2",
      },
      { on: "2026-05-29", words: "Workshops in April and May: 31 of 34 plan writers came" },
    ],
    done: "2026-05-29",
    test: { on: "2026-06-30", cycle: DEMO_CYCLE.summer2026 },
    effect: "2026-08-03",
  },
  {
    number: 2,
    opened: "2026-03-23",
    cycle: DEMO_CYCLE.autumn2025,
    measure: { kind: "theme", code: "PN-GENERIC" },
    promise: {
      title: "No plan from another plan’s text",
      steps:
        "The shared library of paragraphs is closed.\nEach draft is read aloud by a second writer before it is sent.",
      withWhom: "Plan writers’ team manager",
      target: 40,
      dueOn: "2026-05-29",
    },
    agreed: "2026-03-25",
    started: "2026-03-26",
    evidence: [{ on: "2026-05-29", words: "Library closed on 1 April; second reader named on every draft since" }],
    done: "2026-05-29",
    test: { on: "2026-06-30", cycle: DEMO_CYCLE.summer2026 },
    effect: "2026-08-03",
  },
  {
    number: 3,
    opened: "2026-03-24",
    cycle: DEMO_CYCLE.autumn2025,
    measure: { kind: "theme", code: "SC-EMPTY" },
    promise: {
      title: "Remind social care of the six weeks",
      steps: "A letter to all team managers about their duty to answer.",
      target: 25,
      dueOn: "2026-05-29",
    },
    agreed: "2026-03-25",
    started: "2026-03-27",
    evidence: [{ on: "2026-05-29", words: "Letter sent to all eleven team managers on 2 April" }],
    done: "2026-05-29",
    test: { on: "2026-06-30", cycle: DEMO_CYCLE.summer2026 },
    effect: "2026-08-03",
  },
  {
    number: 4,
    opened: "2026-05-30",
    cycle: DEMO_CYCLE.spring2026,
    measure: { kind: "criterion", key: "HS1", atLeast: "good" },
    promise: {
      title: "No empty health section without a reason",
      steps:
        "The clinical officer checks sections C and G of every final plan.\nWhere there is no need, the plan says who was asked and when.",
      ownerId: DEMO_PERSON.serviceManager,
      withWhom: "Designated clinical officer",
      services: ["health"],
      target: 85,
      dueOn: "2026-10-09",
    },
    agreed: "2026-08-04",
    started: "2026-08-05",
    evidence: [{ on: "2026-10-09", words: "Check sheet kept with 96 of 98 final plans since 1 August" }],
    done: "2026-10-09",
    test: { on: "2026-11-18", cycle: DEMO_CYCLE.autumn2026 },
  },
  {
    number: 5,
    opened: "2026-08-04",
    cycle: DEMO_CYCLE.summer2026,
    measure: { kind: "theme", code: "SC-EMPTY" },
    promise: {
      title: "Social care sections that say who was asked",
      steps:
        "A-03, a letter, did not work, so the way of asking changes.\nThe front door answers every request for advice within six weeks, also where the family is not known.\nThe panel sends a draft back when section D or H is empty without a reason.",
      withWhom: "Social care front door",
      services: ["social_care", "health"],
      target: 30,
      dueOn: "2026-12-18",
    },
    source: "Social care did not take part in the assessment",
    agreed: "2026-08-05",
    started: "2026-09-07",
    evidence: [{ on: "2026-10-08", words: "Front door’s new answer form, in use since 1 October" }],
  },
  {
    number: 6,
    opened: "2026-08-04",
    cycle: DEMO_CYCLE.summer2026,
    measure: { kind: "criterion", key: "OF2", atLeast: "good" },
    promise: {
      title: "Write outcomes with the young person in the room",
      steps:
        "Two workshops a term with young people from the forum.\nEach outcome names who sees it first when it is reached.",
      ownerId: DEMO_PERSON.panelChair,
      withWhom: "Northshire Parent Carer Forum",
      services: ["education"],
      target: 60,
      dueOn: "2026-11-13",
    },
    agreed: "2026-08-05",
  },
  {
    number: 7,
    opened: "2026-10-09",
    cycle: DEMO_CYCLE.summer2026,
    measure: { kind: "timeliness", code: "plan_20_weeks" },
    promise: {
      title: "Advice asked for in the week of the decision",
      steps: "Requests for advice go out on the day of the decision to assess.\nThe 16-week list is read every Monday.",
      withWhom: "Assessment team manager",
      services: ["education", "health", "social_care"],
      target: 70,
      dueOn: "2027-03-31",
    },
    source: "Waiting for the plan",
  },
];

const SOURCES = [
  {
    kind: "complaint" as const,
    title: "Waiting for the plan",
    words: "Families wait beyond twenty weeks and are not told why.",
    theme: "TM-PROCESS",
    counts: [
      { from: "2026-01-01", to: "2026-03-31", count: 14, of: 31 },
      { from: "2026-04-01", to: "2026-06-30", count: 17, of: 33 },
      { from: "2026-07-01", to: "2026-09-30", count: 12, of: 29 },
    ],
  },
  {
    kind: "complaint" as const,
    title: "Social care did not take part in the assessment",
    words: "The family was told that it is not known to social care, and nobody asked them.",
    theme: "SC-EMPTY",
    counts: [
      { from: "2026-04-01", to: "2026-06-30", count: 6, of: 33 },
      { from: "2026-07-01", to: "2026-09-30", count: 7, of: 29 },
    ],
  },
  {
    kind: "tribunal" as const,
    title: "Section F not specific enough to deliver",
    words: "Appeals settle when hours and staffing are written down.",
    theme: "EP-VAGUE",
    counts: [
      { from: "2026-01-01", to: "2026-03-31", count: 9, of: 16 },
      { from: "2026-04-01", to: "2026-06-30", count: 7, of: 15 },
      { from: "2026-07-01", to: "2026-09-30", count: 3, of: 14 },
    ],
  },
];

const OUTCOMES: OutcomeCount[] = [
  {
    from: "2026-01-01",
    to: "2026-03-31",
    phase: null,
    reviews: 148,
    met: 171,
    partly: 152,
    notMet: 74,
    narrative:
      "Mostly waits for speech and language therapy, and outcomes that a change of school had overtaken. In some reviews nobody could say how the outcome was to be measured.",
  },
  {
    from: "2026-04-01",
    to: "2026-07-31",
    phase: null,
    reviews: 163,
    met: 229,
    partly: 149,
    notMet: 61,
    narrative:
      "Fewer waits for therapy. Attendance is now the commonest reason, then staff who left in the middle of the year.",
  },
];

const TRAINED = [
  { from: "2026-01-01", to: "2026-03-31", count: 41, of: null },
  { from: "2026-04-01", to: "2026-06-30", count: 86, of: null },
  { from: "2026-07-01", to: "2026-09-30", count: 35, of: null },
];

/** Everything that Northshire did between its cycles, each with its time. */
export function learningSteps(store: Store): DemoStep[] {
  let minute = 0;
  // One thing a minute, so that no two have the same time and the order within a day is that of this file.
  const at = (day: string, hour = 13) => {
    const minutes = hour * 60 + minute++;
    return moment(day, `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`);
  };
  const steps: DemoStep[] = [];
  const step = (day: string, take: (at: Date) => Promise<unknown>, hour?: number) => {
    const when = at(day, hour);
    steps.push({ at: when, take: async () => void (await take(when)) });
  };
  for (const source of SOURCES) {
    const { counts, ...words } = source;
    step("2026-08-03", (when) => addSource(store, lead, words, when), 10);
    for (const count of counts)
      step(
        "2026-10-08",
        async (when) => enterCount(store, lead, ofSource(await sourceId(store, source.title)), count, when),
        9,
      );
  }
  for (const count of TRAINED)
    step("2026-10-08", (when) => enterCount(store, lead, ofIndicator("training"), count, when), 9);
  for (const outcomes of OUTCOMES) step("2026-10-08", (when) => enterOutcomes(store, lead, outcomes, when), 9);
  for (const action of ACTIONS) actionSteps(store, action, step);
  return steps;
}

type AddStep = (day: string, take: (at: Date) => Promise<unknown>, hour?: number) => void;

function actionSteps(store: Store, demo: DemoAction, step: AddStep): void {
  step(demo.opened, (at) => open(store, demo, at));
  const moveTo = (day: string | undefined, to: ActionStatus) => {
    if (!day) return;
    step(day, async (at) => {
      const seen = await standing(store, demo.number);
      must(await moveAction(store, lead, seen, { to, reason: "", today: dayOf(at) }, at));
    });
  };
  moveTo(demo.agreed, "agreed");
  moveTo(demo.started, "in_progress");
  for (const { on, words, link } of demo.evidence ?? []) {
    const entry: Entry = { kind: "evidence", words, link: link ?? null, agency: null, response: null };
    step(on, async (at) => addEntry(store, lead, (await standing(store, demo.number)).id, entry, at), 15);
  }
  if (demo.number === 5) {
    const words = "Our advice names who was asked from 1 October. We cannot check plans that are older.";
    const entry: Entry = { kind: "response", words, link: null, agency: "health", response: "partly" };
    step("2026-09-08", async (at) => addEntry(store, health, (await standing(store, 5)).id, entry, at));
  }
  if (demo.number === 6) {
    const words = "The first workshop moved to December: the hall was not free.";
    const entry: Entry = { kind: "comment", words, link: null, agency: null, response: null };
    step("2026-10-09", async (at) => addEntry(store, chair, (await standing(store, 6)).id, entry, at));
  }
  if (demo.done) {
    const on = demo.done;
    step(
      on,
      async (at) =>
        must(
          await moveAction(store, lead, await standing(store, demo.number), { to: "done", reason: "", today: on }, at),
        ),
      17,
    );
  }
  const { test, effect } = demo;
  if (test)
    // In the morning before the panel meets, so that nobody can say that it was picked for its results.
    step(
      test.on,
      async (at) => {
        const cycle = await cycleOf(store.db, test.cycle);
        must(await chooseTest(store, lead, await standing(store, demo.number), cycle, at));
      },
      6,
    );
  if (effect)
    step(effect, async (at) => {
      const seen = await standing(store, demo.number);
      const cycle = test ? await cycleOf(store.db, test.cycle) : null;
      const told = await effectBy(store.db, seen.action, cycle);
      if (!told.ok) throw new Error(told.sentence);
      must(await recordEffect(store, lead, seen, { effect: told.value, on: effect }, at));
    });
}

async function open(store: Store, { cycle: cycleId, measure, promise, source }: DemoAction, at: Date): Promise<void> {
  const cycle = await cycleOf(store.db, cycleId);
  const read = cycle && (await readingOf(store.db, cycle, measure));
  if (!read?.ok) throw new Error(`The demonstration cannot read ${JSON.stringify(measure)}.`);
  const whole = { ownerId: DEMO_PERSON.qualityLead, withWhom: "", services: [], next: "", ...promise };
  const given = { promise: whole, measure: read.named, baseline: read.reading };
  await openAction(store, lead, { ...given, sourceId: source ? await sourceId(store, source) : null }, at);
}

async function standing(store: Store, number: number) {
  const found = (await actionsFor(store.db, lead)).find((a) => a.action.number === number);
  if (!found) throw new Error(`The demonstration has no action ${number}`);
  return { id: found.action.id, version: found.action.version, action: found.action };
}

async function sourceId(store: Store, title: string): Promise<string> {
  const found = (await sourcesOf(store.db)).find((s) => s.title === title);
  if (!found) throw new Error(`The demonstration has no source ${title}`);
  return found.id;
}
