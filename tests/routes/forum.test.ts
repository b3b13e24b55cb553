import { readdirSync } from "node:fs";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { samePlaces, assignAll } from "#db/assignments.ts";
import { auditsOf, ownAudits, saveAnswer } from "#db/audits.ts";
import { cycleOf, drawSample, moveCycle, openCycle, sampleOf } from "#db/cycles.ts";
import { endForumMarking, clearancesOf } from "#db/forum.ts";
import { publishedRubrics } from "#db/rubrics.ts";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { may } from "#audits/people/permissions.ts";
import { planMeeting } from "#db/meetings.ts";
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import { actor, plantPeople, score } from "../http/world.ts";
import * as audits from "../../app/routes/cycle-audits.tsx";
import * as search from "../../app/routes/search.tsx";
import * as forumPage from "../../app/routes/cycle-forum.tsx";
import { answer, cookiesFor, type Form, PASSWORD, type TestArea, testArea } from "./area.ts";

/** Mia audits for the forum, and chairs panels: she is held to the line in both. */
let area: TestArea;
let cycleId: string;
let plans: { id: string; reference: string; caseId: string }[];
let cookie: string;
const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
type Args = LoaderFunctionArgs & ActionFunctionArgs;

beforeAll(async () => {
  area = await testArea();
  const { store, people } = area;
  await plantPeople(store, area.cycleId);
  await store.transaction((tx) =>
    tx
      .insert(tx.tables.memberships)
      .values({ id: "mem_chair", personId: "per_multi", organisationId: "org_council", role: "panel_chair" }),
  );
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-forum")!;
  const { codebookId } = (await cycleOf(store.db, area.cycleId))!;
  const days = {
    periodFrom: "2026-01-01",
    periodTo: "2026-10-31",
    scoringOpens: "2026-11-02",
    scoringDue: "2026-11-27",
    moderationOn: null,
  };
  const form = { question: "", shortForm: false, modules: ["plan"], limitsMode: "applied" as const };
  cycleId = await openCycle(
    store,
    people.lead,
    { title: "Forum", rubricId: rubric.id, codebookId, ...form, ...days },
    new Date(),
    "seed",
  );
  await drawSample(store, people.lead, cycleId, { ...PLAIN_DESIGN, kind: "census" }, "", new Date());
  plans = (await sampleOf(store.db, cycleId)).map((s) => ({
    id: s.id,
    reference: s.snapshot.reference,
    caseId: s.caseId,
  }));
  cookie = await cookiesFor({ email: "multi@testshire.example", password: PASSWORD });
});
afterAll(() => area.close());

const asMia = (path: string, params: Record<string, string>, form?: Form) => {
  const headers = new Headers({ Origin: "http://localhost:3000", Cookie: cookie });
  const body = form && new URLSearchParams(form as Record<string, string>);
  const request = new Request(`http://localhost:3000${path}`, { method: body ? "POST" : "GET", headers, body });
  return { request, params, context } as unknown as Args;
};
const asLead = async (form?: Form) =>
  ({ request: await area.request("/x", { as: "lead", form }), params: { cycleId }, context }) as unknown as Args;
const given = async () =>
  (await auditsOf(area.store.db, cycleId))
    .filter((a) => a.audit.auditorId === "per_multi")
    .map((a) => a.audit.sampledCaseId);

describe("the parent carer forum's auditors", () => {
  it("are given no plan that is not marked, and the page says why", async () => {
    const { store, people } = area;
    const cycle = (await cycleOf(store.db, cycleId))!;
    await assignAll(store, people.lead, cycle, samePlaces(["per_eve", "per_hal", "per_multi"], 2), new Date());
    expect(await given()).toEqual([]);
    const { conflicts } = (await answer(async () => audits.loader(await asLead()))).data;
    const mia = conflicts.list.find((c) => c.name === "Mia Ford")!;
    expect(mia.plans).toHaveLength(6);
    expect(mia.plans[0]).toContain("it is not marked as redacted or agreed by the family");
    const [eves] = (await auditsOf(store.db, cycleId)).filter((a) => a.audit.auditorId === "per_eve");
    const move = { intent: "reassign", auditId: eves!.audit.id, to: "per_multi", reason: "On leave" };
    const refused = await answer(async () => audits.action(await asLead(move)));
    expect(refused.data.errors[0]?.sentence).toBe(
      "Mia Ford must not score this plan: it is not marked as redacted or agreed by the family, as the forum’s auditors need",
    );
  });

  it("come on top of the agencies on plans that a lead marked, by whom and when, and how", async () => {
    const send = async (form: Form) => answer(async () => forumPage.action(await asLead(form)));
    expect((await send({ kind: "redacted", how: "By the team" })).data.errors[0]?.field).toBe("plans");
    expect((await send({ plans: [plans[0]!.id], kind: "redacted", how: "" })).data.errors[0]?.field).toBe("how");
    const marked = [plans[0]!.id, plans[1]!.id];
    expect((await send({ plans: marked, kind: "redacted", how: "Redacted by the team" })).status).toBe(302);
    const page = (await answer(async () => forumPage.loader(await asLead()))).data;
    expect(page.criteria).toMatchObject({ all: 43 });
    expect(page.criteria.forum).toHaveLength(10);
    expect(page.plans.find((p) => p.id === marked[0])?.marking).toMatchObject({
      by: "Deborah Lane",
      how: "Redacted by the team",
    });
    const { store, people } = area;
    const cycle = (await cycleOf(store.db, cycleId))!;
    await assignAll(store, people.lead, cycle, samePlaces(["per_eve", "per_hal", "per_multi"], 2), new Date());
    expect((await given()).sort()).toEqual([...marked].sort());
    const all = (await auditsOf(store.db, cycleId)).filter((a) => a.audit.sampledCaseId === marked[0]);
    expect(all.map((a) => a.audit.agency).sort()).toEqual(["education", "forum", "health"]);
    await moveCycle(store, people.lead, cycleId, "scoring", new Date());
  });

  it("score only the criteria that the rubric means for them", async () => {
    const { store } = area;
    const mia = await actor(store, "multi");
    const [own] = await ownAudits(store.db, mia.id);
    const save = (criterion: string) =>
      saveAnswer(store, mia, own!.audit.id, { ...emptyAnswer(criterion), score: 2 }, 0, new Date());
    expect(await save("VC1")).toMatchObject({ ok: true });
    expect(await save("HS1")).toEqual({ ok: false, why: "gone" });
  });

  it("see nothing of a plan whose marking is taken back, of one that never had one, nor of any case: on no route", async () => {
    const { store, people } = area;
    const [open, shut] = [plans[0]!, plans[1]!];
    const [audit] = (await auditsOf(store.db, cycleId)).filter(
      (a) => a.audit.auditorId === "per_multi" && a.audit.sampledCaseId === shut.id,
    );
    for (const key of ["eve", "hal", "multi"])
      for (const plan of [open, shut]) {
        const [theirs] = (await auditsOf(store.db, cycleId)).filter(
          (a) => a.audit.auditorId === `per_${key}` && a.audit.sampledCaseId === plan.id,
        );
        await score(store, key, theirs!.audit.id, {
          levels: [key === "eve" ? 1 : 2],
          mark: `leakzq${key}${plan.reference}`,
          submit: true,
        });
      }
    const marking = (await clearancesOf(store.db, [shut.id])).get(shut.id)!;
    expect(await endForumMarking(store, people.lead, cycleId, marking.id, new Date())).toEqual({ ok: true });

    const meeting = await planMeeting(
      store,
      people.lead,
      cycleId,
      {
        day: "2099-01-05",
        startsAt: "14:00",
        endsAt: "16:00",
        place: "Online",
        personIds: ["per_multi"],
        planIds: [open.id, shut.id],
      },
      new Date(),
    );
    const hidden = plans.filter((p) => p.id !== open.id).map((p) => p.reference);
    const params = {
      cycleId,
      meetingId: meeting.ok ? meeting.id : "",
      sampledId: shut.id,
      caseId: shut.caseId,
      auditId: audit!.audit.id,
      criterion: "VC1",
      receiver: "health",
      packId: "fbp_none",
      experienceId: "fam_none",
      rubricId: "rub_none",
      draftId: "drf_none",
      reportId: "rep_none",
      importId: "imp_1",
      concernId: "con_none",
      holdId: "hld_none",
      personId: "per_hal",
      position: "1",
      format: "csv",
      key: "ehc-plan-forum",
      name: "dpia",
      kind: "about",
      token: "none",
      provider: "none",
      membershipId: "mem_none",
      organisationId: "org_council",
    };
    let asked = 0;
    for (const file of readdirSync("app/routes").filter((name) => /\.tsx?$/.test(name))) {
      const route = (await import(/* @vite-ignore */ `../../app/routes/${file}`)) as Record<
        string,
        ((a: Args) => Promise<unknown>) | undefined
      >;
      for (const part of ["loader", "action"] as const) {
        const run = route[part];
        if (!run || file === "sign-out.ts") continue;
        const form =
          part === "action"
            ? { intent: "none", criterion: "VC1", level: "2", score: "2", basedOn: "0", formKey: "f".repeat(22) }
            : undefined;
        const raw = await (async () => run(asMia("/x?q=child", params, form)))().catch((thrown: unknown) => thrown);
        const body = raw instanceof Response ? await raw.clone().text() : JSON.stringify(raw);
        const seen = hidden.filter((reference) => body.includes(reference));
        expect([file, part, seen], "an uncleared plan shows").toEqual([file, part, []]);
        expect(body.includes(`leakzqeve${shut.reference}`), `${file} ${part}`).toBe(false);
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(100);
    const shown = async (file: string) => {
      const route = (await import(/* @vite-ignore */ `../../app/routes/${file}`)) as {
        loader: (a: Args) => Promise<unknown>;
      };
      return answer(() => route.loader(asMia("/x", { ...params, sampledId: open.id })));
    };
    // The line lets through what is marked: her own sheet, and the moderation of that plan.
    expect(JSON.stringify((await shown("my-audits.tsx")).data)).toContain(open.reference);
    expect((await shown("my-audits.tsx")).data).toMatchObject({ withheld: 1 });
    expect((await shown("moderation.tsx")).status).toBe(200);
    expect(JSON.stringify((await shown("meeting.tsx")).data)).toContain(open.reference);
    const found = await answer(async () => search.loader(asMia("/search?q=child", {})));
    expect(new Set(found.data.found.map((f) => f.reference))).toEqual(new Set([open.reference]));
    // What shows a whole cycle plan by plan is shut to her as a chair too.
    const mia = await actor(store, "multi");
    for (const what of ["findings.all", "themes.code", "reports.check"] as const) expect(may(mia, what).ok).toBe(false);
    expect((await shown("cases.tsx")).status).toBe(403);
    expect((await shown("case.tsx")).status).toBe(403);
    expect((await shown("audit.ts")).status).toBe(404);
  });
});
