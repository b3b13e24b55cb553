import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { handBack, reopenAudit } from "#db/assignments.ts";
import { ownSheet, saveAnswer as save, submitAudit } from "#db/audits.ts";
import { eventsAbout } from "#db/trail.ts";
import * as audit from "~/routes/audit.ts";
import * as submitted from "~/routes/audit-submitted.tsx";
import * as check from "~/routes/check-audit.tsx";
import * as handingBack from "~/routes/hand-back.tsx";
import * as myAudits from "~/routes/my-audits.tsx";
import * as saveAnswer from "~/routes/save-answer.ts";
import * as scoreSheet from "~/routes/score-sheet.tsx";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
let auditId: string;
beforeEach(async () => {
  area = await testArea();
  auditId = (await area.auditsOf("eve"))[0]!.audit.id;
});
afterEach(() => area.close());

type Route<T> = (args: { request: Request; params: Record<string, string>; context: never }) => Promise<T>;
const call = <T>(route: Route<T>, path: string, as: PersonKey | undefined, form?: Form, id = auditId) =>
  answer(async () => {
    const criterion = /criteria\/(\w+)/.exec(path)?.[1] ?? "";
    const request = await area.request(`/audits/${id}${path}`, { as, form });
    return route({ request, params: { auditId: id, criterion }, context: {} as never });
  });
const page = (criterion: string, as: PersonKey = "eve") => call(scoreSheet.loader, `/criteria/${criterion}`, as);
const press = (intent: string, criterion: string, form: Form, as: PersonKey = "eve") =>
  call(scoreSheet.action, `/criteria/${criterion}`, as, { intent, ...form });
const autosave = (criterion: string, form: Form, as: PersonKey = "eve") =>
  call(saveAnswer.action, "/save", as, { criterion, ...form });
const checkPage = (as: PersonKey = "eve") => call(check.loader, "/check", as);
const submit = (form: Form = { independent: "yes", unnamed: "yes" }) => call(check.action, "/check", "eve", form);

const kept = async (criterion: string) =>
  (await ownSheet(area.store.db, auditId, area.people.eve.id))?.answers.get(criterion);
const quote = (row: number, words: string, pageNumber = "14", section = "F"): Form => ({
  [`quotes[${row}].section`]: section,
  [`quotes[${row}].page`]: pageNumber,
  [`quotes[${row}].words`]: words,
});
const at = (criterion: string) => `/audits/${auditId}/criteria/${criterion}`;

/** Gives every criterion of an audit this level, with a quote where one is needed. */
async function scoreAll(who: PersonKey, id: string, value = 2): Promise<void> {
  const sheet = await ownSheet(area.store.db, id, area.people[who].id);
  const quotes = value < 2 ? [{ section: "F", page: 3, words: "[Child] will have access to support." }] : [];
  for (const c of sheet?.asked ?? []) {
    const given = { ...emptyAnswer(c.key), score: value, quotes };
    await save(area.store, area.people[who], id, given, sheet?.answers.get(c.key)?.version ?? 0, new Date());
  }
}

describe("the score sheet", () => {
  it("shows the levels best first and no more of the child than year, need and setting", async () => {
    const { data } = await page("EP2");
    expect(data.view.criterion.levels.map((l) => l.label)).toEqual([
      "Outstanding",
      "Good",
      "Requires improvement",
      "Inadequate",
    ]);
    expect(data.view.words).toBe("Year 3, autism, mainstream primary");
    expect(JSON.stringify(data)).not.toMatch(/pseudonym|birthMonth|planWriter/);
    expect(scoreSheet.handle.title(data)).toMatch(/^EP2 Provision is specified and quantified – C-000\d$/);
  });

  it("says in words, from the rubric, how the criterion can limit the grade", async () => {
    const { limits, weight } = (await page("EP2")).data.view.margin;
    expect(limits[0]).toEqual({
      when: "If the panel agrees Inadequate here, the whole plan is limited to",
      to: "Inadequate",
    });
    expect(limits[1]?.when).toBe(
      "If the panel agrees Requires improvement or lower here, the whole plan is limited to",
    );
    expect(weight).toMatch(/^2\.5 of [\d.]+ in this domain\.$/);
  });

  it("lists the criteria that do not apply to this plan, and why", async () => {
    const { leftOut } = (await page("EP2")).data.view;
    expect(leftOut.find((c) => c.key === "PA1")?.because).toBe("asked from Year 9 on");
    expect((await page("PA1")).status).toBe(404);
  });

  it("saves the level, the quote and the finding with their themes, and goes on to the next criterion", async () => {
    const form = {
      score: "1",
      basedOn: "0",
      ...quote(0, "[Child] will have access to regular support."),
      "finding.kind": "improvement",
      "finding.words": "Say how often and by whom.",
      "finding.themes": ["EP-VAGUE", "NO-SUCH-THEME"],
    };
    expect(await press("next", "EP2", form)).toMatchObject({ status: 302, location: at("EP4") });
    expect(await kept("EP2")).toMatchObject({
      score: 1,
      version: 1,
      quotes: [{ section: "F", page: 14, words: "[Child] will have access to regular support." }],
      finding: { kind: "improvement", words: "Say how often and by whom.", themes: ["EP-VAGUE"] },
    });
    expect((await press("back", "EP2", { ...form, basedOn: "1" })).location).toBe(at("EP1"));
    expect((await press("finish", "EP2", form)).location).toBe(`/audits/${auditId}/check`);
  });

  it("opens where the auditor left, and at the first criterion for a new audit", async () => {
    const open = () => call(audit.loader, "", "eve");
    expect((await open()).location).toBe(at("SC1"));
    await page("OF2");
    expect((await open()).location).toBe(at("OF2"));
  });

  it("adds and removes quotes without a script, and saves what stands on the page meanwhile", async () => {
    const first = { score: "1", basedOn: "0", ...quote(0, "First words"), ...quote(2, "Third words") };
    const added = await press("add-quote", "EP2", first);
    expect(added.data.form.quotes.map((q) => q.words)).toEqual(["First words", "Third words", ""]);
    expect((await kept("EP2"))?.quotes).toHaveLength(2);
    const removed = await press("remove-quote-0", "EP2", { ...first, basedOn: "1" });
    expect(removed.location).toBe(at("EP2"));
    expect((await kept("EP2"))?.quotes.map((q) => q.words)).toEqual(["Third words"]);
  });

  it("keeps a theme that the auditor ticked whatever the level, and drops a mere suggestion with its level", async () => {
    const finding = { "finding.kind": "improvement", "finding.words": "Vague throughout." };
    const ticked = { ...finding, "finding.themes": ["EP-VAGUE", "PN-LANGUAGE"], "finding.suggested": ["EP-VAGUE"] };
    await press("save", "EP2", { score: "1", basedOn: "0", ...ticked });
    expect((await kept("EP2"))?.finding?.themes).toEqual(["PN-LANGUAGE", "EP-VAGUE"]);
    await press("save", "EP2", { score: "2", basedOn: "1", ...ticked });
    expect((await kept("EP2"))?.finding?.themes).toEqual(["PN-LANGUAGE"]);
    await press("save", "EP2", { score: "2", basedOn: "2", ...ticked, "finding.suggested": [] });
    expect((await kept("EP2"))?.finding?.themes).toEqual(["PN-LANGUAGE", "EP-VAGUE"]);
  });

  it("keeps no finding where a level only suggested a theme", async () => {
    await press("save", "EP2", {
      score: "0",
      basedOn: "0",
      "finding.themes": ["EP-VAGUE"],
      "finding.suggested": ["EP-VAGUE"],
    });
    expect(await kept("EP2")).toMatchObject({ score: 0, finding: null });
  });
});

describe("what is refused", () => {
  it("is named on top and at its field, with what was typed, and never costs the level", async () => {
    const sent = await press("next", "EP2", {
      score: "1",
      basedOn: "0",
      ...quote(0, "Access to support", "4100"),
      ...quote(1, "SLT programme (NHS no. 943 476 5919)"),
      ...quote(2, "Three sessions of 20 minutes", "15"),
      "finding.words": "Say how often.",
    });
    expect(sent.status).toBe(400);
    expect(sent.data.errors).toEqual([
      { field: "answer-quotes-0-page", sentence: "Page of quote 1 must be between 1 and 500" },
      {
        field: "answer-quotes-1-words",
        sentence: "Remove the NHS number from quote 2. Quotes must not identify the child",
      },
      { field: "answer-finding-kind", sentence: "Select strength or area for improvement" },
    ]);
    expect(sent.data.form.quotes.map((q) => q.page)).toEqual(["4100", "14", "15"]);
    expect(sent.data.form.words).toBe("Say how often.");
    expect(await kept("EP2")).toMatchObject({ score: 1, finding: null, quotes: [{ page: 15 }] });
    const trail = await eventsAbout(area.store.db, "audit", auditId);
    expect(trail.map((e) => e.sentence).join(" ")).not.toMatch(/943\s?476/);
  });

  it("is a level that the scale does not have, and does not apply where it does", async () => {
    for (const score of ["7", "excellent", "NA"]) {
      expect((await press("next", "EP2", { score, basedOn: "0" })).data.errors[0]?.field).toBe("answer-score");
    }
    expect(await kept("EP2")).toBeUndefined();
  });

  it("is an identifier in a reason, with the reason that was typed still on the page", async () => {
    const sent = await press("next", "EP2", { score: "CT", basedOn: "0", "reason.CT": "Ask mum@example.org" });
    expect(sent.data.errors[0]?.field).toBe("answer-reason-CT");
    expect(sent.data.form.reason).toBe("Ask mum@example.org");
    expect(await kept("EP2")).toMatchObject({ score: "CT", reason: "" });
  });
});

describe("saving in the background", () => {
  it("answers with the version to go on from and the time, and counts what an error holds back", async () => {
    expect((await autosave("EP2", { score: "2", basedOn: "0" })).data).toMatchObject({
      state: "saved",
      version: 1,
      at: expect.stringMatching(/^\d\d:\d\d$/),
      held: 0,
    });
    const held = await autosave("EP2", { score: "1", basedOn: "1", ...quote(0, "lives at NE1 4ST", "4100") });
    expect(held.data).toMatchObject({ state: "saved", version: 2, held: 2 });
  });

  it("never overwrites what another window saved: it gives both, and the auditor chooses", async () => {
    await autosave("EP2", { score: "2", basedOn: "0", note: "from the first window" });
    const clash = await autosave("EP2", { score: "1", basedOn: "0", note: "from the second window" });
    expect(clash.status).toBe(409);
    expect(clash.data).toMatchObject({ state: "clash", score: "Good", theirs: { note: "from the first window" } });
    expect(await kept("EP2")).toMatchObject({ score: 2, version: 1 });

    const form = { score: "1", basedOn: "0", note: "from the second window" };
    const pressed = await press("next", "EP2", form);
    expect(pressed.status).toBe(409);
    expect(pressed.data).toMatchObject({ form: { note: "from the second window" }, clash: { version: 1 } });
    expect((await press("keep-theirs", "EP2", form)).location).toBe(at("EP2"));
    expect(await kept("EP2")).toMatchObject({ score: 2, version: 1 });
    expect((await press("keep-mine", "EP2", { ...form, theirVersion: "1" })).location).toBe(at("EP2"));
    expect(await kept("EP2")).toMatchObject({ score: 1, version: 2, note: "from the second window" });
  });

  it("writes nothing for a form that is sent twice, or that nobody filled in", async () => {
    const form = { score: "2", basedOn: "0" };
    await press("next", "EP2", form);
    expect((await press("next", "EP2", form)).location).toBe(at("EP4"));
    await press("next", "EP4", { basedOn: "0", ...quote(0, "", "") });
    expect(await kept("EP2")).toMatchObject({ version: 1 });
    expect(await kept("EP4")).toBeUndefined();
    const saves = (await eventsAbout(area.store.db, "audit", auditId)).filter((e) => e.kind === "answer.saved");
    expect(saves).toHaveLength(1);
  });
});

describe("who may see and change an audit", () => {
  it("is its auditor alone: for others it does not exist, and what was handed back takes nothing more", async () => {
    for (const as of ["hal", "lead", "chair"] as const) {
      expect((await page("EP2", as)).status).toBe(404);
      expect((await autosave("EP2", { score: "3", basedOn: "0" }, as)).status).toBe(404);
      expect((await checkPage(as)).status).toBe(404);
      expect((await call(handingBack.action, "/hand-back", as, { conflict: "family" })).status).toBe(404);
    }
    expect((await page("EP2", "board")).status).toBe(403);
    expect((await autosave("EP2", { score: "3" }, "inspector")).status).toBe(404);
    const out = await call(scoreSheet.loader, "/criteria/EP2", undefined);
    expect(out).toMatchObject({ status: 302, location: `/sign-in?back=${encodeURIComponent(at("EP2"))}` });
    expect(await kept("EP2")).toBeUndefined();

    await handBack(area.store, area.people.eve, auditId, "I know the family", new Date());
    expect((await page("EP2")).status).toBe(404);
    expect(await autosave("EP2", { score: "3", basedOn: "0" })).toMatchObject({
      status: 403,
      data: { state: "closed", sentence: expect.stringMatching(/no longer yours\. What you saved is kept/) },
    });
    expect(await kept("EP2")).toBeUndefined();
  });

  it("nothing that an auditor is shown holds anything of the other auditor of the plan", async () => {
    const plan = (await area.auditsOf("eve"))[0]!.sampled.id;
    const other = (await area.auditsOf("hal")).find((a) => a.sampled.id === plan)!.audit.id;
    await scoreAll("hal", other, 0);
    const pages = async () => [await page("EP2"), await checkPage(), await call(myAudits.loader, "", "eve")];
    const texts = (await pages()).map((p) => JSON.stringify(p.data)).join("\n");
    expect(texts).not.toMatch(/Hal Brook|per_hal|access to support/);
    expect(texts).not.toContain(other);
    const before = await pages();
    await submitAudit(area.store, area.people.hal, other, new Date());
    expect(await pages()).toEqual(before);
  });
});

describe("checking and submitting", () => {
  it("shows what is left to finish, and no totals before everything is scored", async () => {
    await press("next", "SC1", { score: "1", basedOn: "0" });
    const { data } = await checkPage();
    expect(data.view.toFinish.lines).toEqual([
      {
        link: "SC1 Required sections are present and separately identified",
        rest: ": add a quote for Requires improvement, or change the level.",
        href: `${at("SC1")}?from=check`,
      },
      { link: "19 criteria are not scored yet", rest: ". The first is SC2.", href: at("SC2") },
    ]);
    expect(data.view.grades).toEqual([]);
    expect(data.view.domains.every((d) => d.result === null)).toBe(true);
    expect((await press("next", "SC1", { score: "2", basedOn: "1", from: "check" })).location).toBe(
      `/audits/${auditId}/check`,
    );
  });

  it("is refused while something is unfinished or not confirmed, and says where to put it right", async () => {
    const refused = await submit({ independent: "yes" });
    expect(refused.status).toBe(400);
    expect(refused.data.errors).toEqual([
      { sentence: "20 criteria are not scored yet. The first is SC1.", href: at("SC1") },
      { sentence: "Confirm that your quotes and findings do not name or identify the child", href: "#unnamed" },
    ]);
    await scoreAll("eve", auditId);
    const unconfirmed = await submit({ unnamed: "yes" });
    expect(unconfirmed.data.errors.map((e) => e.href)).toEqual(["#independent"]);
    expect((await checkPage()).data.view.submittedOn).toBeNull();
  });

  it("shows the auditor's own grade and limits once all is scored, and submits once", async () => {
    await scoreAll("eve", auditId);
    const { data } = await checkPage();
    expect(data.view.grades[0]).toMatchObject({ percent: "66.7", grade: { label: "Good" }, lowered: [] });
    expect((await submit()).location).toBe(`/audits/${auditId}/submitted`);
    expect((await submit()).location).toBe(`/audits/${auditId}/submitted`);
    const events = await eventsAbout(area.store.db, "audit", auditId);
    expect(events.filter((e) => e.kind === "audit.submitted")).toHaveLength(1);
    expect((await call(submitted.loader, "/submitted", "eve")).data).toMatchObject({ left: 2 });
  });

  it("a low level that limits the plan is named with the criterion and the rule", async () => {
    await scoreAll("eve", auditId);
    await press("save", "EP2", { score: "0", basedOn: "1", ...quote(0, "Access to support") });
    const [grade] = (await checkPage()).data.view.grades;
    expect(grade).toMatchObject({ grade: { label: "Inadequate" }, raw: "Good" });
    expect(grade?.lowered).toEqual(["A legal duty is not met (EP2): limits the whole plan to Inadequate"]);
  });

  it("closes the audit: nothing can be changed until the lead reopens it, with a reason the auditor sees", async () => {
    await scoreAll("eve", auditId);
    await submit();
    expect((await page("EP2")).data.view.closed).toMatch(/^You submitted this audit/);
    expect((await press("next", "EP2", { score: "0", basedOn: "1" })).status).toBe(403);
    expect((await autosave("EP2", { score: "0", basedOn: "1" })).data).toMatchObject({ state: "closed" });
    expect(await kept("EP2")).toMatchObject({ score: 2 });
    await reopenAudit(area.store, area.people.lead, area.cycleId, auditId, "EP2 has no quote", new Date());
    const home = (await call(myAudits.loader, "", "eve")).data;
    expect(home.reopened).toMatchObject([{ by: "Deborah Lane", reason: "EP2 has no quote" }]);
    expect(home.todo).toHaveLength(2);
    expect((await press("next", "EP2", { score: "1", basedOn: "1" })).status).toBe(302);
  });

  it("is refused once scoring is closed for the cycle", async () => {
    await press("save", "EP2", { score: "2", basedOn: "0" });
    const { cycles } = area.store.tables;
    await area.store.transaction((tx) => tx.update(cycles).set({ status: "moderation" }));
    expect((await page("EP2")).data.view.closed).toMatch(/^Scoring has closed/);
    expect((await press("next", "EP2", { score: "0", basedOn: "1" })).status).toBe(403);
    expect((await submit()).status).toBe(403);
    expect(await kept("EP2")).toMatchObject({ score: 2 });
  });
});

describe("the auditor's home", () => {
  const home = (as: PersonKey = "eve") => call(myAudits.loader, "", as);

  it("names the criterion at which the auditor left", async () => {
    await press("next", "OF2", { score: "2", basedOn: "0" });
    await page("OF3");
    const { data } = await home();
    expect(data.last).toMatchObject({ criterion: { key: "OF3" }, href: at("OF3"), scored: 1 });
    expect(data.todo.map((a) => a.started)).toEqual([true, false, false]);
  });

  it("says of a submitted audit only where its plan stands, and lists no other's", async () => {
    await scoreAll("eve", auditId);
    await submit();
    expect((await home()).data.submitted).toMatchObject([{ now: "Waiting for the other audits" }]);
    const plan = (await area.auditsOf("eve"))[0]!.sampled.id;
    const other = (await area.auditsOf("hal")).find((a) => a.sampled.id === plan)!.audit.id;
    await scoreAll("hal", other);
    await submitAudit(area.store, area.people.hal, other, new Date());
    expect((await home()).data.submitted).toMatchObject([{ now: "At moderation" }]);
  });

  it("tells a person without audits who assigns them", async () => {
    expect((await home("chair")).data).toMatchObject({ leads: ["Deborah Lane"], todo: [], cycle: null });
  });
});

describe("handing a plan back", () => {
  const send = (form: Form) => call(handingBack.action, "/hand-back", "eve", form);

  it("needs a reason that names nobody, and takes the plan off the auditor's list", async () => {
    expect((await send({})).data.errors[0]?.sentence).toBe("Select why you hand the plan back");
    expect((await send({ conflict: "other" })).data.errors[0]?.field).toBe("words");
    const named = await send({ conflict: "family", words: "Ring her on 01632 960123" });
    expect(named.data.errors[0]?.sentence).toMatch(/^Remove the telephone number/);
    expect((await send({ conflict: "family" })).location).toBe(`/my-audits?handed-back=${auditId}`);
    const home = await call(myAudits.loader, "", "eve");
    expect(home.data.todo).toHaveLength(2);
    expect((await send({ conflict: "family" })).status).toBe(404);
    const event = (await eventsAbout(area.store.db, "audit", auditId)).at(-1);
    expect(event?.sentence).toBe("Eve Marsh handed a plan back: I know the child or the family");
  });
});
