import { and, eq, inArray } from "drizzle-orm";
import { titleOutside } from "#audits/panel/meeting.ts";
import { type Reminder, weekOf } from "#audits/panel/reminders.ts";
import { cyclesOf } from "./cycles.ts";
import { everybody } from "./people.ts";
import type { ReminderDay } from "./reminders.ts";
import type { Db } from "./store.ts";

/** One thing that waits for the quality lead or the panel chair. Counts only: neither plans nor auditors are named. */
export type Waiting = {
  for: ("quality_lead" | "panel_chair")[];
  /** What kind of thing, within its cycle. */
  key: string;
  cycleId: string;
  title: string;
  sentence: string;
  path: string;
};

const plural = (n: number, one: string, many = `${one}s`) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

/** What waits in every cycle under way, newest cycle first. */
export async function waitingNow(db: Db, today: string): Promise<Waiting[]> {
  const { audits } = db.tables;
  const under = (await cyclesOf(db)).filter(({ cycle }) => !["closed", "draft"].includes(cycle.status));
  const left = await leavers(db, today);
  const all: Waiting[] = [];
  for (const { cycle, facts } of under) {
    const { id: cycleId, title } = cycle;
    const add = (who: Waiting["for"], key: string, sentence: string, part: string) =>
      all.push({ for: who, key, cycleId, title, sentence, path: `/cycles/${cycleId}${part}` });
    const bare = facts.sampled - facts.assigned;
    if (cycle.status === "sampling" && facts.sampled === 0)
      add(["quality_lead"], "sample", "The sample is not drawn yet", "/sample");
    if (facts.sampled > 0 && bare > 0 && ["sampling", "scoring"].includes(cycle.status))
      add(["quality_lead"], "bare", `${plural(bare, "plan has", "plans have")} no auditor`, "/audits");
    if (cycle.status === "sampling" && facts.sampled > 0 && bare === 0 && cycle.scoringOpens <= today)
      add(["quality_lead"], "open", "Every plan has an auditor: scoring can be opened", "");
    if (cycle.status === "scoring") {
      const open = await db
        .select({ auditorId: audits.auditorId, dueOn: audits.dueOn })
        .from(audits)
        .where(and(eq(audits.cycleId, cycleId), inArray(audits.status, ["assigned", "in_progress"])));
      const late = open.filter((a) => a.dueOn < today).length;
      if (late) add(["quality_lead"], "late", `${plural(late, "audit is", "audits are")} late`, "/audits");
      const gone = open.filter((a) => left.has(a.auditorId)).length;
      if (gone)
        add(
          ["quality_lead"],
          "gone",
          `${plural(gone, "audit is", "audits are")} with somebody who has left`,
          "/audits",
        );
      if (facts.audits > 0 && facts.submitted === facts.audits && bare === 0)
        add(["quality_lead"], "in", "Every audit is in: scoring can be closed", "");
    }
    const ready = facts.readyForModeration - facts.signedOff;
    if (ready > 0 && ["scoring", "moderation"].includes(cycle.status))
      add(
        ["panel_chair", "quality_lead"],
        "moderate",
        `${plural(ready, "plan waits", "plans wait")} for moderation`,
        "/moderation",
      );
    if (cycle.status === "moderation" && facts.sampled > 0 && facts.signedOff === facts.sampled)
      add(["quality_lead"], "end", "Every plan is signed off: moderation can end", "");
  }
  return all;
}

/** Whoever is nobody's auditor any more: the roles in which they could score have ended. */
async function leavers(db: Db, today: string): Promise<Set<string>> {
  const moment = new Date(`${today}T12:00:00Z`);
  const roles = (await everybody(db)).filter((p) => ["auditor", "panel_chair", "quality_lead"].includes(p.role));
  const here = new Set(roles.filter((p) => p.endsAt === null || p.endsAt > moment).map((p) => p.id));
  const { audits } = db.tables;
  const rows = await db.selectDistinct({ id: audits.auditorId }).from(audits);
  return new Set(rows.filter((r) => !here.has(r.id)).map((r) => r.id));
}

/** Leads and chairs, of what waits for them: when something new waits, and else once a week. */
export async function waitingReminders(db: Db, { today }: ReminderDay): Promise<Reminder[]> {
  const waiting = await waitingNow(db, today);
  const moment = new Date(`${today}T12:00:00Z`);
  const people = (await everybody(db)).filter((p) => p.endsAt === null || p.endsAt > moment);
  const readers = Map.groupBy(people, (p) => p.id);
  return [...readers].flatMap(([personId, roles]) =>
    waiting
      .filter((w) => roles.some((r) => w.for.some((role) => role === r.role)))
      .map((w): Reminder => {
        const outside = titleOutside(w.title);
        return {
          personId,
          kind: "waiting",
          key: `${w.cycleId}/${w.key}/${weekOf(today)}`,
          sentence: `${outside ? `${outside}: ` : ""}${w.sentence}.`,
          path: w.path,
        };
      }),
  );
}
