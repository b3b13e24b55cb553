import { defaultSetting } from "#audits/settings.ts";
import { readImport } from "#audits/cases/read-import.ts";
import { beginImport, endReading, keepImport } from "../cases.ts";
import { theArea } from "../people.ts";
import { addPerson, setUpArea } from "../set-up.ts";
import { changeSetting } from "../settings.ts";
import type { Store } from "../store.ts";
import { calibrations } from "./calibration.ts";
import { setStep } from "../steps.ts";
import { close, conduct, type DemoStep, must } from "./conduct.ts";
import { DEMO_PERSON } from "./ids.ts";
import { panelLife } from "./panel-life.ts";
import { DEMO_AREA, DEMO_ORGANISATIONS, demoActor, EVERYBODY } from "./people.ts";
import { PROGRAMME } from "./programme.ts";
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
 * audits as they stand on 22 November 2026. Nothing is read from a clock or drawn at random, so two copies with the same
 * key differ only in ids.
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
  for (const [index, person] of EVERYBODY.entries())
    await addPerson(store, setUp, person, minutesAfter(founded, 30 + index));

  progress("Importing the cases: a SEN2 return and what it does not say.");
  await importFiles(store, demoReturn(), pseudonymOf, moment("2026-01-21", "10:05"));
  await importFiles(store, [demoSupplement()], pseudonymOf, moment("2026-01-21", "10:40"));

  let rounds = calibrations(store);
  const underWay: DemoStep[] = [];
  for (const demo of PROGRAMME) {
    progress(`${demo.title}: ${demo.plans} plans.`);
    const opens = moment(demo.days.opened, "00:00");
    await takeInOrder(rounds.filter((step) => step.at < opens));
    rounds = rounds.filter((step) => step.at >= opens);
    const steps = await conduct(store, demo);
    if (!demo.days.closed) {
      underWay.push(...steps);
      continue;
    }
    await takeInOrder(steps);
    await close(store, demo);
  }
  await takeInOrder([...underWay, ...rounds, ...panelLife(store), stepInAdvice(store)]);
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
  );
  await endReading(store, by, id, read, minutesAfter(at, 1));
  must(await keepImport(store, by, id, minutesAfter(at, 9)));
}

async function takeInOrder(steps: DemoStep[]): Promise<void> {
  for (const step of [...steps].sort((a, b) => a.at.getTime() - b.at.getTime())) await step.take();
}
