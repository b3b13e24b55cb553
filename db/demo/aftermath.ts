import { addDays } from "#audits/cases/days.ts";
import type { PackContent, Receiver } from "#audits/feedback/pack.ts";
import { generatorFromSeed } from "#audits/sampling/generator.ts";
import { sampleOf } from "../cycles.ts";
import { answerByCall, answerByLink, type GivenAnswers } from "../family-answers.ts";
import { askFamily } from "../family.ts";
import { addresseesFor, sendPack } from "../feedback-sending.ts";
import { answerDispute, resolvePack } from "../feedback-answers.ts";
import { leadPack, type PackKey } from "../feedback.ts";
import { disputeLevel, noteReceipt, packsSentTo, replyToPack } from "../feedback-received.ts";
import { settingOf } from "../settings.ts";
import type { Store } from "../store.ts";
import type { DemoStep } from "./conduct.ts";
import { DEMO_PERSON } from "./ids.ts";
import { demoActor } from "./people.ts";
import type { DemoCycle } from "./programme.ts";
import { minutesAfter, moment } from "./timetable.ts";

/** What follows on a panel's work in the demonstration area: feedback with what comes back, and what families say. */

const lead = demoActor(DEMO_PERSON.qualityLead);
const readers = {
  plan_writer: demoActor(DEMO_PERSON.planWriter),
  health: demoActor(DEMO_PERSON.serviceManager),
} as const;
type Reader = keyof typeof readers;

/** How far a pack has come: the further, the more has happened to it. */
type Course = "sent" | "read" | "replied" | "disputed" | "corrected" | "resolved";

const REPLIES: Record<Reader, { amended: "yes" | "planned" | "no"; words: string }[]> = {
  plan_writer: [
    {
      amended: "yes",
      words: "I agree. Section F now says who, how much and how often, and the family has the amended plan.",
    },
    { amended: "planned", words: "Fair. I take it up at the annual review, where the outcomes are looked at anyway." },
    { amended: "yes", words: "The advice had what was missing. I have put it in and sent the plan out again." },
    {
      amended: "no",
      words:
        "The young person has a review in three weeks and asked that nothing changes before it. I have noted the point.",
    },
  ],
  health: [
    {
      amended: "planned",
      words: "We change our template so that type, frequency and who delivers are asked for in every advice.",
    },
    { amended: "yes", words: "The therapy team has written the missing amounts, and they are in the plan." },
    { amended: "no", words: "The child was discharged in spring. We send a nil statement with its date instead." },
  ],
};

const RESOLUTIONS = [
  "Amended and sent out again; nothing is open.",
  "The reply answers the ask. We look at it again in the next audit.",
  "Taken into the template; nothing more to do for this plan.",
];

/** Sends feedback on plans that are signed off, and what comes back on it, between two days. */
export async function feedbackSteps(
  store: Store,
  demo: DemoCycle,
  from: string,
  courses: Course[],
): Promise<DemoStep[]> {
  const sample = await sampleOf(store.db, demo.id);
  const signed = await store.db.select().from(store.tables.moderations);
  const ready = sample.filter((s) => signed.some((m) => m.sampledCaseId === s.id && m.signedOffAt));
  const wanted: { key: PackKey; reader: Reader }[] = ready.flatMap((s, i) => {
    const key = (receiver: Receiver): PackKey => ({ cycleId: demo.id, sampledId: s.id, receiver });
    return [
      ...(s.snapshot.planWriterRef === readers.plan_writer.memberships[0]?.writerRef
        ? [{ key: key("plan_writer"), reader: "plan_writer" as const }]
        : []),
      ...(i % 5 === 0 ? [{ key: key("health"), reader: "health" as const }] : []),
    ];
  });
  return wanted.flatMap(({ key, reader }, i) => {
    const course = courses[i % courses.length] as Course;
    return packSteps(store, key, reader, course, minutesAfter(moment(from, "10:00"), 7 * i), i);
  });
}

const FAR: Record<Course, number> = { sent: 0, read: 1, replied: 2, disputed: 2, corrected: 3, resolved: 3 };

function packSteps(store: Store, key: PackKey, reader: Reader, course: Course, at: Date, n: number): DemoStep[] {
  const who = readers[reader];
  const disputes = course === "disputed" || course === "corrected";
  const idOf = async () => {
    const pack = await leadPack(store.db, key);
    const own = (await packsSentTo(store.db, who)).find((p) => p.row.id === pack?.row?.id);
    if (!pack || !own) throw new Error("The demonstration's feedback did not arrive");
    return { pack, id: own.row.id };
  };
  const later = (step: number) => minutesAfter(at, step * 95);
  const steps: DemoStep[] = [
    {
      at,
      take: async () => {
        const pack = await leadPack(store.db, key);
        if (!pack) throw new Error("A plan of the demonstration has no feedback");
        const [to] = await addresseesFor(store.db, key.receiver, pack.sampled.snapshot.planWriterRef, at);
        const sent = await sendPack(store, lead, key, asProposed(pack.content), to?.value ?? "", 0, at);
        if (!sent.ok) throw new Error(`The demonstration's feedback was refused: ${JSON.stringify(sent)}`);
      },
    },
    { at: later(1), take: async () => noteReceipt(store, who, (await idOf()).id, later(1)) },
    {
      at: later(2),
      take: async () => {
        const { pack, id } = await idOf();
        if (disputes) {
          const line = pack.row?.content.lines.find((l) => l.standing === "improvement") ?? pack.row?.content.lines[0];
          const reason =
            "The advice in section K, appendix 2, says how much and by whom. It may have been missing from the copy that the panel had.";
          await disputeLevel(store, who, id, { criterion: line?.criterion ?? "", reason }, later(2));
          return;
        }
        const said = REPLIES[reader][n % REPLIES[reader].length] as (typeof REPLIES)[Reader][number];
        const amendedOn =
          said.amended === "no" ? null : addDays(later(2).toISOString().slice(0, 10), said.amended === "yes" ? 0 : 40);
        await replyToPack(store, who, id, { ...said, amendedOn }, later(2));
      },
    },
    {
      at: later(3),
      take: async () => {
        const { pack } = await idOf();
        if (course === "corrected") {
          const [open] = pack.disputes;
          const next = {
            outcome: "noted",
            after: null,
            words:
              "The appendix was not in the copy. The level stands for the plan itself, which should say it; the note says that the advice did.",
          };
          if (open) await answerDispute(store, lead, key, open.id, next, later(3));
          return;
        }
        await resolvePack(store, lead, key, RESOLUTIONS[n % RESOLUTIONS.length] as string, later(3));
      },
    },
  ];
  return steps.slice(0, FAR[course] + 1);
}

const asProposed = (content: PackContent) => ({
  criteria: new Set(content.lines.filter((l) => l.included).map((l) => l.criterion)),
  quotes: new Set(
    content.lines.flatMap((l) => l.quotes.flatMap((q, i) => (q.included ? [`${l.criterion}.${i}`] : []))),
  ),
  words: new Map<string, string>(),
  ask: content.ask || "Say in section F who does what, how much and how often.",
  next: content.next,
});

const FAMILY_WORDS = [
  "We were asked a lot at the start and then heard nothing until the plan came.",
  "The first page is really [child]. The rest could be anybody.",
  "",
  "Our coordinator rang us twice and changed what we asked for. Thank you.",
  "I had to look up half of the words.",
  "",
  "Nobody asked [child] anything. They would have told you with their pictures.",
];

/** Asks families of a cycle's plans by link and by call, and lets most of them answer. `open` are left waiting. */
export async function familySteps(
  store: Store,
  demo: DemoCycle,
  from: string,
  plans: number,
  open: number,
): Promise<DemoStep[]> {
  const sample = (await sampleOf(store.db, demo.id)).slice(0, plans);
  const { questionnaire } = (await settingOf(store.db, "family")).value;
  return sample.flatMap((sampled, i): DemoStep[] => {
    const at = minutesAfter(moment(from, "13:00"), 4 * i);
    const answeredAt = minutesAfter(at, 60 * 25 + 60 * 3 * i);
    const made: { secret: string | null; id: string; caller: string | null } = { secret: null, id: "", caller: null };
    const draws = generatorFromSeed(`${demo.seed}/family/${sampled.snapshot.reference}`);
    const given = (): GivenAnswers => ({
      answers: new Map(
        questionnaire.questions.map((q) => [
          q.key,
          ["yes", "mostly", "mostly", "little", "no", "unsure"][draws.below(6)] ?? "unsaid",
        ]),
      ),
      words: FAMILY_WORDS[i % FAMILY_WORDS.length] ?? "",
      takePart: true,
      mayUseWords: i % 3 !== 0,
    });
    const ask: DemoStep = {
      at,
      take: async () => {
        const callers =
          i % 4 === 3 ? [DEMO_PERSON.secondForumAuditor, DEMO_PERSON.forumAuditor, DEMO_PERSON.panelChair] : [];
        for (const callerId of callers) {
          const call = await askFamily(store, lead, demo.id, sampled.id, { callerId }, at);
          if (!call.ok) continue;
          Object.assign(made, { id: call.id, caller: callerId });
          return;
        }
        const link = await askFamily(store, lead, demo.id, sampled.id, { link: true }, at);
        if (!link.ok) throw new Error(link.sentence);
        Object.assign(made, { id: link.id, secret: link.secret });
      },
    };
    const answer: DemoStep = {
      at: answeredAt,
      take: async () => {
        const kept = made.caller
          ? await answerByCall(store, demoActor(made.caller), made.id, given(), answeredAt)
          : await answerByLink(store, made.secret ?? "", given(), answeredAt);
        if (!kept.ok) throw new Error("A family of the demonstration could not answer");
      },
    };
    return i < plans - open ? [ask, answer] : [ask];
  });
}
