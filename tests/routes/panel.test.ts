import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlanResult } from "#audits/panel/result.ts";
import { cockpitOf } from "#db/moderations.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import * as agreementCsv from "~/routes/cycle-agreement-csv.ts";
import * as agreement from "~/routes/cycle-agreement.tsx";
import * as cockpit from "~/routes/moderation.tsx";
import * as meeting from "~/routes/moderation-meeting.tsx";
import * as myLevels from "~/routes/my-levels.tsx";
import * as panelPlan from "~/routes/panel-plan.tsx";
import * as panelPlans from "~/routes/panel.tsx";
import * as pattern from "~/routes/panel-pattern.tsx";
import { plansOf, score, THEN } from "../http/world.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
let plans: Awaited<ReturnType<typeof plansOf>>;
beforeEach(async () => {
  area = await testArea();
  plans = await plansOf(area.store);
});
afterEach(() => area.close());

const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
type Loader<T> = { loader: (args: LoaderFunctionArgs) => Promise<T> };
type Action<T> = { action: (args: ActionFunctionArgs) => Promise<T> };

async function open<T>(route: Loader<T>, as: PersonKey, params: Record<string, string> = {}, query = "") {
  const request = await area.request(`/page${query}`, { as });
  return answer(() => route.loader({ request, params: { cycleId: area.cycleId, ...params }, context } as never));
}
async function send<T>(route: Action<T>, as: PersonKey, params: Record<string, string>, form: Form) {
  const request = await area.request("/page", { as, form });
  return answer(() => route.action({ request, params: { cycleId: area.cycleId, ...params }, context } as never));
}

/** Both auditors submit the plan; they differ by one level on every other criterion. */
async function scoredByBoth(plan: (typeof plans)[number]): Promise<void> {
  await score(area.store, "eve", plan.audits.eve ?? "", { levels: [2, 2], submit: true });
  await score(area.store, "hal", plan.audits.hal ?? "", { levels: [2, 1], submit: true });
}
const queueOf = async (sampledId: string) => {
  const verdict = await cockpitOf(area.store.db, area.cycleId, sampledId);
  if (!verdict.ok) throw new Error("The plan is not open");
  return verdict.cockpit;
};

/** Settles everything at Good as the chair does. */
async function settleAll(sampledId: string): Promise<void> {
  for (const { criterion } of (await queueOf(sampledId)).moderation.queue) {
    const form = { criterion: criterion.key, agreed: "2", reason: "Read together.", finding: "", basedOn: "0" };
    expect((await send(cockpit, "chair", { sampledId }, form)).status).toBe(302);
  }
}

describe("words that no button has kept yet", () => {
  const words = { agreed: "2", reason: "Section F names hours.", finding: "Say who gives the hours." };

  it("come back on a page of their own when the session is over, from cockpit, shared screen and the members' page", async () => {
    const sampledId = plans[0]!.id;
    await scoredByBoth(plans[0]!);
    const key = (await queueOf(sampledId)).moderation.queue[0]!.criterion.key;
    for (const route of [cockpit, meeting, panelPlan]) {
      const request = await area.request("/page", { form: { criterion: key, ...words, basedOn: "0" } });
      const params = { cycleId: area.cycleId, sampledId };
      const out = await answer(async () => (route as typeof cockpit).action({ request, params, context } as never));
      expect(out.status).toBe(401);
      const { typed } = out.data as unknown as { typed: { fields: [string, string][] } };
      expect(Object.fromEntries(typed.fields)).toMatchObject({ criterion: key, ...words });
    }
    expect((await queueOf(sampledId)).settled.size).toBe(0);
  });

  it("stay in the form when the grade is shown early", async () => {
    const sampledId = plans[0]!.id;
    await scoredByBoth(plans[0]!);
    const key = (await queueOf(sampledId)).moderation.queue[0]!.criterion.key;
    const form = { intent: "show-grade", criterion: key, ...words, basedOn: "0" };
    const out = await send(cockpit, "chair", { sampledId }, form);
    expect([out.status, out.data.errors]).toEqual([200, []]);
    expect(out.data.typed).toMatchObject(words);
    expect((await open(cockpit, "chair", { sampledId })).data.page?.view.gradeShown).toBe(true);
    expect((await queueOf(sampledId)).settled.size).toBe(0);
  });
});

describe("the cycle so far", () => {
  it("counts only plans that are signed off, and stands on no shared screen", async () => {
    const [done, open_] = [plans[0]!.id, plans[1]!.id];
    await scoredByBoth(plans[0]!);
    await scoredByBoth(plans[1]!);
    const soFar = async () => (await open(cockpit, "chair", { sampledId: open_ })).data.page?.soFar;
    expect(await soFar()).toMatchObject({ plans: plans.length, signedOff: 0, of: 0, agreed: 0 });
    const { moderation, asked } = await queueOf(done);
    await settleAll(done);
    expect((await send(cockpit, "chair", { sampledId: done }, { intent: "sign-off" })).status).toBe(302);
    const of = asked.length;
    const apart = moderation.queue.filter((q) => q.views[0]?.answer.score !== q.views[1]?.answer.score).length;
    expect(apart).toBeGreaterThan(0);
    expect(await soFar()).toEqual({
      plans: plans.length,
      signedOff: 1,
      of,
      same: of - apart,
      withinOne: of,
      agreed: of,
    });
    expect((await open(meeting, "chair", { sampledId: open_ })).data).not.toHaveProperty("soFar");
  });
});

describe("the shared screen of a meeting", () => {
  it("shows one plan, its open criteria and no name, settles from there, and goes on to the next criterion", async () => {
    const sampledId = plans[0]!.id;
    await scoredByBoth(plans[0]!);
    const shown = (await open(meeting, "chair", { sampledId })).data;
    const names = shown.view.current!.views.map((v) => [v.agency, v.name]);
    expect(names).toEqual([
      ["Education", ""],
      ["Health", ""],
    ]);
    const { key, nextKey } = shown.view.current!;
    expect(shown.nextPlan).toBeNull();
    const form = { criterion: key, agreed: "2", reason: "Read together.", next: nextKey ?? "", present: ["per_eve"] };
    const settled = await send(meeting, "chair", { sampledId }, form);
    expect(settled.location).toBe(`/cycles/${area.cycleId}/moderation/${sampledId}/meeting?criterion=${nextKey}`);
    const after = (await open(meeting, "chair", { sampledId })).data;
    expect(after.view.done.map((d) => [d.key, d.agreed])).toEqual([[key, "Good"]]);
    expect(after.view.now.same).toBe(after.view.before.same + 1);
    expect(after.present).toEqual(["per_eve"]);
  });

  it("shows nothing of a plan that is still blind, and leads away from it", async () => {
    const sampledId = plans[0]!.id;
    await score(area.store, "eve", plans[0]!.audits.eve ?? "", { submit: true });
    const away = await open(meeting, "chair", { sampledId });
    expect([away.status, away.location]).toEqual([302, `/cycles/${area.cycleId}/moderation/${sampledId}`]);
  });

  it("names auditors in the cockpit and on the screen only where the settings say so", async () => {
    const sampledId = plans[0]!.id;
    await scoredByBoth(plans[0]!);
    const namesIn = async (route: typeof cockpit | typeof meeting) => {
      const { data } = await open(route as Loader<unknown>, "chair", { sampledId });
      const page = (data as { page?: unknown }).page ?? data;
      return (page as { view: { current: { views: { name: string }[] } } }).view.current.views.map((v) => v.name);
    };
    const set = async (auditorNames: "shown" | "hidden", namesOnSharedScreen: "shown" | "hidden") => {
      const { version } = await settingOf(area.store.db, "moderation");
      const by = { id: null, name: "Test" };
      await changeSetting(area.store, by, "moderation", { auditorNames, namesOnSharedScreen }, version, THEN);
    };
    const both = ["Eve Marsh", "Hal Brook"];
    expect([await namesIn(cockpit), await namesIn(meeting)]).toEqual([both, ["", ""]]);
    await set("shown", "shown");
    expect(await namesIn(meeting)).toEqual(both);
    await set("hidden", "shown");
    expect([await namesIn(cockpit), await namesIn(meeting)]).toEqual([
      ["", ""],
      ["", ""],
    ]);
  });
});

describe("a grade of the panel's own", () => {
  const signOff = (form: Form) => send(cockpit, "chair", { sampledId: plans[0]!.id }, { intent: "sign-off", ...form });
  const kept = async () => {
    const { moderations } = area.store.tables;
    const [row] = await area.store.db.select().from(moderations).where(eq(moderations.sampledCaseId, plans[0]!.id));
    return row?.signedOffAt ? (row.result as PlanResult) : null;
  };
  beforeEach(async () => {
    await scoredByBoth(plans[0]!);
    await settleAll(plans[0]!.id);
  });

  it("is at most one step from the derived grade, and has a reason that names nobody", async () => {
    expect((await queueOf(plans[0]!.id)).result.modules[0]?.grade).toBe("good");
    const far = await signOff({ grade: "inadequate", "override-reason": "x" });
    expect([far.status, (far.data as { errors: { field: string }[] }).errors[0]?.field]).toEqual([400, "grade"]);
    for (const reason of ["", "The child with NHS number 943 476 5919"]) {
      const refused = await signOff({ grade: "outstanding", "override-reason": reason });
      const { errors, typed } = refused.data as { errors: { field: string }[]; typed: { overrideReason: string } };
      expect([refused.status, errors[0]?.field, typed.overrideReason]).toEqual([400, "override-reason", reason]);
    }
    expect(await kept()).toBeNull();
  });

  it("stands beside the derived grade for ever, with its reason, and leaves an event without it", async () => {
    expect(
      (await signOff({ grade: "outstanding", "override-reason": " It does more than the sum says. " })).status,
    ).toBe(302);
    const result = await kept();
    expect(result?.modules[0]?.grade).toBe("good");
    expect(result?.override).toEqual({
      derived: "good",
      grade: "outstanding",
      reason: "It does more than the sum says.",
    });
    const { page } = (await open(cockpit, "chair", { sampledId: plans[0]!.id })).data;
    expect(page?.view.grade).toMatchObject({ label: "Good", own: { label: "Outstanding" } });
    const { trail } = area.store.tables;
    const events = await area.store.db.select().from(trail).where(eq(trail.kind, "moderation.overridden"));
    expect(events).toHaveLength(1);
    expect(events[0]?.sentence).toContain("set Outstanding beside the derived grade Good");
    expect(events[0]?.sentence).not.toContain("sum says");
  });

  it("is none where the derived grade itself is chosen, or nothing", async () => {
    expect((await signOff({ grade: "good", "override-reason": "" })).status).toBe(302);
    expect((await kept())?.override).toBeUndefined();
  });
});

describe("those who work apart", () => {
  const seat = async (as: PersonKey) => (await open(panelPlan, as, { sampledId: plans[0]!.id })).data;
  const write = (as: PersonKey, form: Form) =>
    send(panelPlan, as, { sampledId: plans[0]!.id }, { basedOn: "0", ...form });

  it("find the plans whose panel they sit on, once every audit of them is in, and no other", async () => {
    expect((await open(panelPlans, "eve")).data.plans).toEqual([]);
    await score(area.store, "hal", plans[0]!.audits.hal ?? "", { levels: [1], submit: true });
    expect((await open(panelPlans, "eve")).data.plans).toEqual([]);
    expect((await open(panelPlan, "eve", { sampledId: plans[0]!.id })).status).toBe(404);
    await score(area.store, "eve", plans[0]!.audits.eve ?? "", { levels: [2], submit: true });
    expect((await open(panelPlans, "eve")).data.plans.map((p) => p.href)).toEqual([`/panel/${plans[0]!.id}`]);
    const { audits } = area.store.tables;
    await area.store.transaction((tx) =>
      tx
        .update(audits)
        .set({ status: "withdrawn" })
        .where(eq(audits.id, plans[0]!.audits.hal ?? "")),
    );
    expect((await open(panelPlan, "hal", { sampledId: plans[0]!.id })).status).toBe(404);
  });

  it("read what others wrote on a criterion only when they have written themselves; the chair reads all", async () => {
    await scoredByBoth(plans[0]!);
    const [first, second] = (await seat("eve")).items;
    const given = { criterion: first!.key, view: "1", reason: "hal thinks leakzq" };
    expect((await write("hal", given)).status).toBe(302);
    expect(JSON.stringify(await seat("eve"))).not.toContain("leakzq");
    expect((await seat("eve")).items[0]).toMatchObject({ others: 1, written: [], mine: null });
    expect(JSON.stringify(await seat("chair"))).toContain("leakzq");
    await write("eve", { criterion: second!.key, view: "2", reason: "another criterion" });
    expect(JSON.stringify(await seat("eve"))).not.toContain("leakzq");
    await write("eve", { criterion: first!.key, view: "2", reason: "eve stays" });
    expect((await seat("eve")).items[0]?.written).toEqual([
      { who: "Health, Hal Brook", words: "Requires improvement", reason: "hal thinks leakzq" },
    ]);
    const { page } = (await open(cockpit, "chair", { sampledId: plans[0]!.id }, `?criterion=${first!.key}`)).data;
    expect(page?.view.current?.written.map((w) => w.words)).toEqual(["Requires improvement", "Good"]);
  });

  it("give a view with a reason that names nobody; the second window is told, and nothing after the chair has settled", async () => {
    await scoredByBoth(plans[0]!);
    const key = (await seat("eve")).items[0]!.key;
    const missing = await write("eve", { criterion: key, view: "", reason: "" });
    expect((missing.data as { errors: { field: string }[] }).errors.map((e) => e.field)).toEqual([
      `view-${key}`,
      `reason-${key}`,
    ]);
    expect((await write("eve", { criterion: key, view: "7", reason: "x" })).status).toBe(400);
    expect((await write("eve", { criterion: key, view: "2", reason: "NHS 943 476 5919" })).status).toBe(400);
    expect((await write("eve", { criterion: key, view: "2", reason: "first" })).status).toBe(302);
    const clash = await write("eve", { criterion: key, view: "1", reason: "second window" });
    expect(clash.status).toBe(409);
    expect((clash.data as { typed: unknown }).typed).toMatchObject({ reason: "second window", basedOn: "1" });
    expect((await write("eve", { criterion: key, view: "1", reason: "second window", basedOn: "1" })).status).toBe(302);
    await settleAll(plans[0]!.id);
    expect((await write("eve", { criterion: key, view: "2", reason: "late", basedOn: "2" })).status).toBe(409);
    expect((await write("writer", { criterion: key, view: "2", reason: "x" })).status).toBe(403);
  });
});

describe("agreement between the auditors of a cycle", () => {
  it("counts pairs of plans that are all in, tells nothing of the others, and says why there is no figure", async () => {
    const before = (await open(agreement, "lead")).data.detail;
    expect([before.double, before.waiting]).toEqual([0, 3]);
    await scoredByBoth(plans[0]!);
    await score(area.store, "eve", plans[1]!.audits.eve ?? "", { levels: [0], submit: true });
    const { detail } = (await open(agreement, "chair")).data;
    expect([detail.plans, detail.double, detail.waiting]).toEqual([1, 1, 2]);
    const asked = detail.overall.pairs.of;
    expect(detail.overall.pairs).toEqual({
      same: Math.ceil(asked / 2),
      oneApart: Math.floor(asked / 2),
      further: 0,
      of: asked,
    });
    expect(detail.overall.ac2).toEqual({
      value: null,
      why: "Too few cases to judge consistency: 1, and it takes 10.",
    });
    expect(detail.domains.length).toBeGreaterThan(3);
    expect(detail.criteria.every((l) => l.pairs.of === 1 && l.domain !== null)).toBe(true);
  });

  it("is a table of its own with an event, for who may see internal results alone", async () => {
    await scoredByBoth(plans[0]!);
    const request = await area.request("/x", { as: "lead" });
    const response = await agreementCsv.loader({ request, params: { cycleId: area.cycleId }, context } as never);
    const text = await response.text();
    const [head, overall] = text.split("\r\n");
    expect(head).toContain("pairs same,pairs one apart,pairs two or more apart");
    expect(overall).toMatch(/^overall,overall,All criteria,1,/);
    for (const as of ["board", "eve"] as const) expect((await open(agreement, as)).status).toBe(403);
  });
});

describe("how levels lay against what was agreed", () => {
  it("is told to each auditor of the own levels alone, once a plan is signed off", async () => {
    await scoredByBoth(plans[0]!);
    expect((await open(myLevels, "eve")).data.overall.judgements).toBe(0);
    await settleAll(plans[0]!.id);
    expect((await send(cockpit, "chair", { sampledId: plans[0]!.id }, { intent: "sign-off" })).status).toBe(302);
    const [eve, hal, lead] = await Promise.all(
      (["eve", "hal", "lead"] as const).map(async (as) => (await open(myLevels, as)).data),
    );
    // Everything was agreed at Good, which eve gave throughout and hal on every other criterion.
    expect(eve!.overall).toMatchObject({ higher: 0, lower: 0, direction: "too_few" });
    expect(eve!.overall.judgements).toBeGreaterThan(10);
    expect(hal!.overall.lower).toBe(Math.floor(hal!.overall.judgements / 2));
    expect(lead!.overall.judgements).toBe(0);
    expect(JSON.stringify([eve, hal])).not.toMatch(/per_|Eve Marsh|Hal Brook/);
  });

  it("is no pattern for the lead below three auditors", async () => {
    await scoredByBoth(plans[0]!);
    await settleAll(plans[0]!.id);
    await send(cockpit, "chair", { sampledId: plans[0]!.id }, { intent: "sign-off" });
    expect((await open(pattern, "lead")).data.pattern).toBeNull();
    expect((await open(pattern, "eve")).status).toBe(403);
  });
});
