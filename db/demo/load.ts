import { defaultSetting } from "#audits/settings.ts";
import { readImport } from "#audits/cases/read-import.ts";
import { beginImport, endReading, keepImport } from "../cases.ts";
import { theArea } from "../people.ts";
import { addPerson, setUpArea } from "../set-up.ts";
import { changeSetting } from "../settings.ts";
import type { Store } from "../store.ts";
import { familySteps, feedbackSteps } from "./aftermath.ts";
import { calibrations } from "./calibration.ts";
import { setStep } from "../steps.ts";
import { indexCycles } from "../findings.ts";
import { close, conduct, type DemoStep, inTurn, must } from "./conduct.ts";
import { DEMO_CYCLE, DEMO_PERSON } from "./ids.ts";
import { codeDemonstration, DEMO_TWICE } from "./coding.ts";
import { learningSteps } from "./learning.ts";
import { panelLife } from "./panel-life.ts";
import { DEMO_AREA, DEMO_ORGANISATIONS, demoActor, EVERYBODY } from "./people.ts";
import { PROGRAMME } from "./programme.ts";
import { laterReports, writeReports } from "./reports.ts";
import { openDemoRoom } from "./room.ts";
import { demoReturn } from "./return.ts";
import { REFERENCE_DATE } from "./return-children.ts";
import { COORDINATOR_BEGAN, demoSupplement } from "./return-supplement.ts";
import type { DemoFile } from "./return-tables.ts";
import { LAST_DAY, minutesAfter, moment } from "./timetable.ts";

export type DemoOptions = {
  /** Keyed hash of what identifies a child, 32 hex digits. The same key gives the same case references. */
  pseudonymOf(identity: string): string;
  /** Told in a sentence what is being done. */
  progress(sentence: string): void;
};

/**
 * Loads the demonstration area into an empty database: Northshire, its people, 731 cases through the importer, and five
 * audits with the actions that followed, as they stand on 22 November 2026. Nothing is read from a clock or drawn at random,
 * so two copies with the same key differ only in ids.
 *
 * @throws when an area is there already, of which nothing is changed; a load that is broken off leaves a part of the
 *   demonstration, and the database is to be removed
 */
export async function loadDemonstration(store: Store, { pseudonymOf, progress }: DemoOptions): Promise<void> {
  if (await theArea(store.db))
    throw new Error("This database has an area in it already. Load the demonstration into an empty one.");
  progress("Setting up Northshire and its people.");
  const founded = moment("2026-01-12", "09:00");
  await setUpArea(store, DEMO_AREA, [...DEMO_ORGANISATIONS], founded);
  const setUp = { id: null, name: "Set-up" };
  // Everybody who tries the demonstration signs in with a password alone.
  await changeSetting(store, setUp, "sign_in", { ...defaultSetting("sign_in"), secondFactorFor: [] }, 0, founded);
  await changeSetting(store, setUp, "themes", { codedTwice: DEMO_TWICE }, 0, founded);
  for (const [index, person] of EVERYBODY.entries())
    await addPerson(store, setUp, person, minutesAfter(founded, 30 + index));

  progress("Importing the cases: a SEN2 return and what it does not say.");
  await importFiles(store, demoReturn(), pseudonymOf, moment("2026-01-21", "10:05"));
  await importFiles(store, [demoSupplement()], pseudonymOf, moment("2026-01-21", "10:40"));

  const underWay: DemoStep[] = [];
  let between = [...calibrations(store), ...learningSteps(store), ...laterReports(store)];
  for (const demo of PROGRAMME) {
    const opens = moment(demo.days.opened, "00:00");
    await inTurn(between.filter((step) => step.at < opens));
    between = between.filter((step) => step.at >= opens);
    progress(`${demo.title}: ${demo.plans} plans.`);
    const steps = await conduct(store, demo);
    if (!demo.days.closed) {
      underWay.push(...steps);
      continue;
    }
    const closes = moment(demo.days.closed, "00:00");
    await inTurn([...steps, ...between.filter((step) => step.at < closes)]);
    between = between.filter((step) => step.at >= closes);
    await indexCycles(store);
    await codeDemonstration(store, demo);
    await close(store, demo);
    if (demo.id === DEMO_CYCLE.summer2026) await writeReports(store, demo, moment(demo.days.closed, "15:10"));
  }
  const fedBack = moment(AFTER_AUTUMN, "00:00");
  const until = between.filter((step) => step.at < fedBack);
  await inTurn([...underWay, ...panelLife(store), ...until, stepInAdvice(store)]);
  await indexCycles(store);
  progress("Feedback on the plans that are signed off, and questions to families.");
  const [autumn] = PROGRAMME.filter((demo) => demo.id === DEMO_CYCLE.autumn2026);
  if (!autumn) return;
  const sent = await feedbackSteps(store, autumn, AFTER_AUTUMN, autumn.feedback);
  const asked = await familySteps(store, autumn, AFTER_AUTUMN, autumn.families.asked, autumn.families.silent);
  await inTurn([...sent, ...asked, ...between.filter((step) => step.at >= fedBack)]);
  for (const demo of PROGRAMME.filter((d) => !d.days.closed)) await codeDemonstration(store, demo);
  progress("A room for inspectors.");
  await openDemoRoom(store);
}

/** Why health advice came sooner from a month on, as the quality lead wrote it under the line. */
function stepInAdvice(store: Store): DemoStep {
  const at = moment(LAST_DAY, "17:50");
  const step = {
    series: "advice.health",
    what: "health advice received in 6 weeks",
    day: COORDINATOR_BEGAN,
    reason: "A coordinator for health advice began in September 2024.",
  };
  return { at, take: async () => void (await setStep(store, demoActor(DEMO_PERSON.qualityLead), step, at)) };
}

/** The day after the panel's last session, on which its first plans are fed back. */
const AFTER_AUTUMN = "2026-11-21";

async function importFiles(
  store: Store,
  files: DemoFile[],
  pseudonymOf: DemoOptions["pseudonymOf"],
  at: Date,
): Promise<void> {
  const by = demoActor(DEMO_PERSON.dataOfficer);
  const uploaded = files.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }));
  const read = readImport(uploaded, { referenceDate: REFERENCE_DATE, pseudonymOf });
  if (!read.ok) throw new Error(read.refusals.map((r) => r.sentence).join(" "));
  const id = await beginImport(
    store,
    by,
    files.map((f) => f.name),
    at,
    "the demonstration",
  );
  await endReading(store, by, id, read, minutesAfter(at, 1));
  must(await keepImport(store, by, id, minutesAfter(at, 9)));
}
