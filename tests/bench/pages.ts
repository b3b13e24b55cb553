import { tmpdir } from "node:os";
import { DEMO_PEOPLE } from "#db/demo/people.ts";
import { type Row, type Times, timed } from "./measure.ts";
import { type Site, signedIn } from "./site.ts";
import { openUpserts } from "./upserts.ts";

const personOf = (role: string) => {
  const person = DEMO_PEOPLE.find((p) => p.role.includes(role));
  if (!person) throw new Error(`The demonstration area has no ${role}`);
  return person;
};

/** One level saved over HTTP as the score sheet does. What is done `before` a save is not part of its time. */
export async function saveTimes(site: Site, runs: number, before?: (run: number) => Promise<void>): Promise<Times> {
  const { email, password } = personOf("education auditor");
  const auditor = await signedIn(site, email, password);
  const home = await auditor.get("/my-audits");
  const audit = /\/audits\/(aud_[\w-]+)/.exec(home)?.[1];
  if (!audit) throw new Error("The auditor has no audit to save in");
  const sheet = await auditor.get(`/audits/${audit}/criteria/VC1`);
  const hidden = /<input[^>]*name="basedOn"[^>]*>/.exec(sheet)?.[0] ?? "";
  let version = Number(/value="(\d+)"/.exec(hidden)?.[1] ?? 0);
  const save = async (run: number) => {
    const form = { criterion: "VC1", basedOn: String(version), score: run % 2 ? "2" : "3" };
    const answer = await auditor.post(`/audits/${audit}/save`, form);
    if (answer.status !== 200) throw new Error(`A save answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    version = (JSON.parse(answer.text) as { version: number }).version;
  };
  return timed(runs, save, before);
}

/** The same beside one durable upsert of the same size on the same disk. */
export async function saveRow(site: Site, runs: number): Promise<Row> {
  return {
    what: "Saving one score over HTTP",
    times: await saveTimes(site, runs),
    floor: "bare SQL: one durable upsert",
    floorTimes: await durableUpsert(runs),
  };
}

/** @param parent a folder on the disk that is measured */
export async function durableUpsert(runs: number, parent = tmpdir()): Promise<Times> {
  const { upsert, close } = await openUpserts({ folder: parent });
  return timed(runs, upsert).finally(close);
}

/** The results page of the closed cycle with 40 plans, beside a page of the framework that asks the database for nothing but the session. */
export async function pageRow(site: Site, runs: number): Promise<Row> {
  const { email, password } = personOf("quality lead");
  const lead = await signedIn(site, email, password);
  const cycle = "cyc_demo_summer_2026";
  const times = await timed(runs, () => lead.get(`/cycles/${cycle}/results`));
  const floorTimes = await timed(runs, () => lead.get("/help"));
  return { what: "Results page of 40 plans", times, floor: "a bare page of the framework", floorTimes };
}
