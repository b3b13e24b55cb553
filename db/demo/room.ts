import { ENTRIES } from "#audits/room/checklist.ts";
import { letIn } from "../room-guests.ts";
import { notePreview, openRoom } from "../room-opening.ts";
import { answerQuestion, askQuestion, noteLook } from "../room-visits.ts";
import {
  changeEntry,
  choicesOf,
  contentsOf,
  entriesNow,
  proposeInto,
  roomFingerprint,
  roomOf,
  startRoom,
  takeAllIn,
} from "../rooms.ts";
import type { Store } from "../store.ts";
import { DEMO_PERSON, DEMO_ROOM } from "./ids.ts";
import { demoActor } from "./people.ts";
import { minutesAfter, moment } from "./timetable.ts";

const lead = demoActor(DEMO_PERSON.qualityLead);
const inspector = demoActor(DEMO_PERSON.inspector);

/** The evening on which the room was put together, after everything else of the demonstration. */
const EVENING = moment("2026-11-21", "20:00");

const WORDS: Record<string, string> = {
  framework: `Three cycles of audits a year read a random sample of plans, each by auditors of different agencies who score blind to each other. A panel settles what differs and signs every plan off.

- The quality lead runs the cycles and reports to the learning and improvement group each quarter.
- The SEND partnership board reads the learning report of each cycle and agrees the actions.
- Plan writers and services get what was found of their own part within two weeks, with one thing to do, and reply.
- An action counts as having worked only when a later cycle shows it on the same measure.

Urgent worries about a child leave the audit at once by a way of their own and never wait for a panel.`,
  training:
    "New auditors read the rubric with the quality lead, score a made-up plan and talk it through before their first cycle. The panel meets once a term to read two plans together; the parent carer forum's auditors had a session of their own on what they may see.",
  challenge: `The board read the summer report in October. It asked whether the measure of the second recommendation can be read before the budget is set; the date of the spring cycle was moved forward for that.

- The integrated care board was asked to account for health advice that arrives late, and appointed a coordinator.
- The forum asked for therapy hours in every plan. That became the first recommendation of the report.`,
};

/** A room that is open: made from the demonstration's own data, with two questions, one of them answered. */
export async function openDemoRoom(store: Store): Promise<void> {
  const at = (minutes: number) => minutesAfter(EVENING, minutes);
  const id = await startRoom(store, lead, "Area SEND inspection, practice run", at(0), DEMO_ROOM);
  await proposeInto(store, lead, id, at(5));
  let minute = 10;
  for (const [key, words] of Object.entries(WORDS)) {
    const version = (await choicesOf(store.db, id)).get(key)?.version ?? 0;
    const kept = await changeEntry(store, lead, id, key, { standing: "taken", words }, version, at(minute++));
    if (!kept.ok) throw new Error(`${key} could not be kept in the room of the demonstration`);
  }
  await takeAllIn(store, lead, id, at(20));
  const entries = await entriesNow(store.db, id, at(30));
  const looked = await notePreview(store, lead, id, roomFingerprint(entries), at(30));
  const room = await roomOf(store.db, id);
  if (!looked.ok || !room) throw new Error("The room of the demonstration changed while it was looked at");
  const releasedBy = "The quality lead and the designated clinical officer";
  const days = { opensOn: "2026-11-21", closesOn: "2026-12-18", releasedBy };
  const opened = await openRoom(store, lead, id, days, room.version, at(40));
  if (!opened.ok) throw new Error(opened.problems.map((p) => p.sentence).join(" "));
  const guest = { name: inspector.name, email: inspector.email, organisationId: "org_demo_inspectorate" };
  const invited = await letIn(store, lead, id, guest, at(45));
  if (!invited.ok) throw new Error(invited.sentence);
  await visit(store, id, at);
}

async function visit(store: Store, id: string, at: (minutes: number) => Date): Promise<void> {
  const room = await roomOf(store.db, id);
  const contents = await contentsOf(store.db, id);
  if (!room) return;
  await noteLook(store, inspector, room, null, at(60));
  for (const [i, { key }] of ENTRIES.slice(0, 3).entries()) {
    const row = contents.find((one) => one.key === key);
    if (row) await noteLook(store, inspector, room, row, at(62 + i * 4));
  }
  const first = "How are plans chosen that moved in from another area?";
  const asked = await askQuestion(store, inspector, id, "calendar", first, at(75));
  if (asked.ok)
    await answerQuestion(
      store,
      lead,
      id,
      asked.id,
      "They are on the list like every other active plan and are drawn by the same lot. The calendar shows the fingerprint of each list.",
      at(90),
    );
  await askQuestion(
    store,
    inspector,
    id,
    null,
    "Who decides what the next cycle asks, and is the forum part of it?",
    at(100),
  );
}
