import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { valuesOf } from "#audits/rubric/edit/merge.ts";
import { textOf, thingsIn } from "#audits/rubric/edit/json.ts";
import { draftOf } from "#db/rubric-drafts.ts";
import { publishedRubrics } from "#db/rubrics.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

/** The rubric studio as its pages do it: loaders and actions on a real database. */

let area: TestArea;
beforeEach(async () => {
  area = await testArea();
});
afterEach(() => area.close());

type Page = {
  loader?: (args: LoaderFunctionArgs) => Promise<unknown>;
  action?: (args: ActionFunctionArgs) => Promise<unknown>;
};
// biome-ignore lint/suspicious/noExplicitAny: each page gives its own data, which the tests look at
type Data = any;

async function run(
  file: string,
  path: string,
  by: { as?: PersonKey; form?: Form; params?: Record<string, string> } = {},
): Promise<{ status: number; location: string | null; data: Data }> {
  const page = (await import(/* @vite-ignore */ `../../app/routes/${file}`)) as Page;
  const request = await area.request(path, { as: by.as ?? "lead", form: by.form });
  const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
  const args = { request, params: by.params ?? {}, context } as LoaderFunctionArgs & ActionFunctionArgs;
  const called = by.form ? page.action : page.loader;
  if (!called) throw new Error(`${file} has no ${by.form ? "action" : "loader"}`);
  return answer(() => Promise.resolve(called(args))) as Promise<{
    status: number;
    location: string | null;
    data: Data;
  }>;
}

const full = async () => {
  const found = (await publishedRubrics(area.store.db)).find((r) => r.key === "ehc-plan-full" && r.version === "1.0.0");
  if (!found) throw new Error("The full audit does not ship");
  return found;
};

async function start(form: Form): Promise<string> {
  const begun = await run("rubric-new.tsx", "/rubrics/new", { form });
  expect(begun.status, JSON.stringify(begun.data)).toBe(302);
  return /drafts\/([^?]+)/.exec(begun.location ?? "")?.[1] ?? "";
}
const nextVersionOf = async () => start({ how: "version", from: (await full()).id, title: "" });
const documentOf = async (id: string) => (await draftOf(area.store.db, id))?.document ?? {};
const criterionOf = async (id: string, key: string) =>
  thingsIn(await documentOf(id), "criteria").find((c) => c.key === key);

const editing = (id: string, kind: string, ref = "") => ({ draftId: id, kind, ref });
const press = (id: string, form: Form) =>
  run("rubric-draft.tsx", `/rubrics/drafts/${id}`, { form, params: { draftId: id } });
async function send(id: string, kind: "criterion" | "about" | "grades", ref: string, form: Form) {
  const path = `/rubrics/drafts/${id}/edit/${kind}${ref && `/${ref}`}`;
  const drawn = valuesOf(await documentOf(id), { kind, ref }) ?? {};
  return run("rubric-draft-part.tsx", path, { form: { ...drawn, ...form }, params: editing(id, kind, ref) });
}
const day = (name: string) => ({ [`${name}-day`]: "20", [`${name}-month`]: "11", [`${name}-year`]: "2025" });
const agreed = { agreedBy: "The quality board", ...day("agreedOn"), confirm: "yes" };
const publish = async (id: string, form: Form = {}) =>
  run("rubric-draft-publish.tsx", `/rubrics/drafts/${id}/publish`, {
    form: { step: "minor", seen: String((await draftOf(area.store.db, id))?.version), ...agreed, ...form },
    params: { draftId: id },
  });

describe("a draft", () => {
  it("starts from a published version, as a copy, or empty, several at once", async () => {
    const [next, copy, empty] = [
      await nextVersionOf(),
      await start({ how: "copy", from: (await full()).id, title: "Our own audit" }),
      await start({ how: "empty", from: "", title: "A short checklist" }),
    ];
    expect((await documentOf(next)).key).toBe("ehc-plan-full");
    expect(await documentOf(copy)).toMatchObject({ key: "our-own-audit", title: "Our own audit", version: "1.0.0" });
    expect(await documentOf(empty)).toMatchObject({ key: "a-short-checklist" });
    const { data } = await run("rubrics.tsx", "/rubrics");
    expect(data.drafts.map((d: { title: string }) => d.title).sort()).toEqual([
      "A short checklist",
      "Full audit of an EHC plan",
      "Our own audit",
    ]);
  });

  it("does not start without a title of its own, and says so", async () => {
    const refused = await run("rubric-new.tsx", "/rubrics/new", { form: { how: "empty", title: " ", from: "" } });
    expect([refused.status, refused.data.errors[0].field]).toEqual([400, "title"]);
  });

  it("is shown with its problems, those that stop publishing first, each with the way to its field", async () => {
    const id = await nextVersionOf();
    await press(id, { intent: "add-criterion", ref: "EP" });
    const { data } = await run("rubric-draft.tsx", `/rubrics/drafts/${id}`, { params: { draftId: id } });
    const problems: { href: string; stops: boolean }[] = data.head.problems;
    expect(problems[0]).toMatchObject({ stops: true });
    expect(problems[0]?.href).toContain(`/rubrics/drafts/${id}/edit/criterion/EP6#field-`);
    const firstSuggestion = problems.findIndex((p) => !p.stops);
    expect(problems.slice(firstSuggestion).every((p) => !p.stops)).toBe(true);
  });

  it("keeps what is typed into each kind of field", async () => {
    const id = await nextVersionOf();
    const sent = await send(id, "criterion", "EP2", {
      intent: "next",
      title: "Provision is specified",
      "descriptor.k_good": "Type, hours, ratio and expertise are given.",
      weight: "2.75",
      lookFor: "hours\n\n ratio \n",
      sections: ["F", "G"],
      scoredBy: ["health"],
      evidenceAt: ["inadequate"],
      yearGroupMin: "9",
      hasPersonalBudget: "no",
      naAllowed: "yes",
      naRule: "Only where nothing is provided.",
      cannotTell: [],
    });
    expect(sent.location).toBe(`/rubrics/drafts/${id}/edit/criterion/EP3`);
    expect(await criterionOf(id, "EP2")).toMatchObject({
      title: "Provision is specified",
      descriptors: { good: "Type, hours, ratio and expertise are given." },
      weight: 2.75,
      lookFor: ["hours", "ratio"],
      sections: ["F", "G"],
      scoredBy: ["health"],
      evidenceAt: ["inadequate"],
      appliesWhen: { yearGroupMin: 9, hasPersonalBudget: false },
      notApplicable: { allowed: true, rule: "Only where nothing is provided." },
      cannotTell: false,
    });
  });

  it("shows as new only the words that are new since the published version", async () => {
    const id = await nextVersionOf();
    const before = textOf((await criterionOf(id, "EP2"))?.question);
    await send(id, "criterion", "EP2", { intent: "save", question: `${before} Say where.` });
    const { data } = await run("rubric-draft-part.tsx", `/rubrics/drafts/${id}/edit/criterion/EP2`, {
      params: editing(id, "criterion", "EP2"),
    });
    const runs: { words: string; kind: string }[] = data.view.criterion.preview.questionRuns;
    expect(runs.filter((r) => r.kind === "new")).toEqual([{ words: "Say where.", kind: "new" }]);
    expect(data.head.rail.domains.flatMap((d: Data) => d.criteria).filter((c: Data) => c.mark)).toEqual([
      expect.objectContaining({ code: "EP2", mark: "Changed" }),
    ]);
  });

  it("tells two editors of each other, keeps both their changes, and asks only about the same field", async () => {
    const { memberships } = area.store.tables;
    await area.store.transaction((tx) =>
      tx.insert(memberships).values({
        id: "mem_second",
        personId: area.people.data.id,
        organisationId: "org_council",
        role: "quality_lead",
      }),
    );
    const id = await nextVersionOf();
    const drawn = valuesOf(await documentOf(id), { kind: "criterion", ref: "EP2" }) ?? {};
    const save = (as: PersonKey, values: Form) =>
      run("rubric-draft-save.ts", `/rubrics/drafts/${id}/save?kind=criterion&ref=EP2`, {
        as,
        form: { ...drawn, ...values, basedOn: "1" },
        params: { draftId: id },
      });
    expect((await save("lead", { title: "Deborah’s title" })).data).toMatchObject({ state: "saved", version: 2 });
    expect((await save("data", { weight: "4" })).data).toMatchObject({ state: "saved", theirs: ["the title"] });
    const clash = await save("data", { title: "Dana’s title", weight: "4" });
    expect([clash.status, clash.data.state]).toEqual([409, "clash"]);
    expect(clash.data.disputes).toEqual([
      { name: "title", label: "the title", mine: "Dana’s title", theirs: "Deborah’s title" },
    ]);
    expect(await criterionOf(id, "EP2")).toMatchObject({ title: "Deborah’s title", weight: 4 });
    const { data } = await run("rubric-draft.tsx", `/rubrics/drafts/${id}`, { params: { draftId: id } });
    expect(data.head.others).toEqual([
      expect.stringMatching(/^Dana Ford has this draft open; last change \d\d:\d\d\.$/),
    ]);
    const chosen = await run("rubric-draft-part.tsx", `/rubrics/drafts/${id}/edit/criterion/EP2`, {
      as: "data",
      form: {
        ...drawn,
        title: "Dana’s title",
        basedOn: "1",
        intent: "keep-mine",
        theirVersion: String(clash.data.version),
      },
      params: editing(id, "criterion", "EP2"),
    });
    expect(chosen.status).toBe(302);
    expect(await criterionOf(id, "EP2")).toMatchObject({ title: "Dana’s title", weight: 4 });
  });

  it("gives back what was removed, with everything that named it", async () => {
    const id = await nextVersionOf();
    const before = await documentOf(id);
    const removed = await press(id, { intent: "remove", kind: "criterion", ref: "EP2", back: "/" });
    expect(removed.location).toBe(`/rubrics/drafts/${id}?done=removed`);
    expect(JSON.stringify(await documentOf(id))).not.toContain('"EP2"');
    await press(id, { intent: "undo", seen: "2", back: "https://evil.example/" });
    expect(await documentOf(id)).toEqual(before);
  });

  it("takes no code that another has, and no code that is none", async () => {
    const id = await nextVersionOf();
    await press(id, { intent: "add-criterion", ref: "EP" });
    for (const [code, words] of [
      ["EP2", "Another criterion has the code EP2"],
      ["2 EP", "A code starts with a letter"],
    ] as const) {
      const refused = await press(id, { intent: "rename", kind: "criterion", ref: "EP6", code });
      expect([refused.status, refused.data.errors[0].sentence]).toEqual([400, expect.stringContaining(words)]);
    }
  });

  it("is not opened for what it does not have", async () => {
    const id = await nextVersionOf();
    for (const [kind, ref] of [
      ["criterion", "NONE"],
      ["nothing", ""],
      ["criterion", ""],
    ] as const)
      expect(
        (await run("rubric-draft-part.tsx", "/rubrics/drafts/x/edit/x", { params: editing(id, kind, ref) })).status,
      ).toBe(404);
    const none = await run("rubric-draft.tsx", "/rubrics/drafts/x", { params: { draftId: "drf_none" } });
    expect(none.status).toBe(404);
  });

  it("grades a made-up plan, and says which limit holds it", async () => {
    const id = await nextVersionOf();
    const graded = async (form: Form) =>
      (await run("rubric-draft-preview.tsx", `/rubrics/drafts/${id}/preview`, { form, params: { draftId: id } })).data;
    const good = await graded({ intent: "fill", all: "second", yearGroup: "9" });
    expect(good.grades.modules[0]).toMatchObject({ grade: "Good" });
    const levels: Form = {};
    for (const [key, value] of Object.entries(good.madeUp.levels as Record<string, string>))
      levels[`level.k_${key}`] = value;
    const held = await graded({ ...levels, "level.k_EP2": "0", intent: "grade", yearGroup: "9" });
    expect(held.grades.modules[0].grade).toBe("Inadequate");
    expect(held.grades.modules[0].why.join(" ")).toContain("EP2");
  });

  it("goes to the bin and comes back", async () => {
    const id = await nextVersionOf();
    const gone = await run("rubric-draft-delete.tsx", "/x", { form: { intent: "delete" }, params: { draftId: id } });
    expect(gone.location).toContain("/rubrics?done=deleted");
    expect(await draftOf(area.store.db, id)).toBeNull();
    const back = await run("rubrics.tsx", "/rubrics", { form: { restore: id } });
    expect(back.location).toContain(id);
    expect(await draftOf(area.store.db, id)).not.toBeNull();
  });
});

describe("publishing", () => {
  it("makes a frozen version of a draft, with the number, who agreed and what changed", async () => {
    const id = await nextVersionOf();
    await send(id, "criterion", "EP2", { intent: "save", question: "Another question altogether?" });
    const page = await run("rubric-draft-publish.tsx", "/x", { params: { draftId: id } });
    expect(page.data.proposed.step).toBe("major");
    expect(page.data.changes.criteria).toEqual([expect.objectContaining({ key: "EP2", standing: "bridge" })]);
    const published = await publish(id, { step: "major" });
    expect(published.status, JSON.stringify(published.data)).toBe(302);
    const rubric = (await publishedRubrics(area.store.db)).find((r) => r.version === "2.0.0");
    expect(rubric).toMatchObject({ key: "ehc-plan-full", agreedBy: "The quality board", agreedOn: "2025-11-20" });
    const history = await run("rubric-history.tsx", "/rubrics/history/ehc-plan-full", {
      params: { key: "ehc-plan-full" },
    });
    expect(history.data.versions.map((v: Data) => [v.version, v.cycles.length])).toEqual([
      ["2.0.0", 0],
      ["1.0.0", 1],
    ]);
  });

  it("is refused, with nothing lost, while a problem stops it, or somebody else changes the draft", async () => {
    const id = await nextVersionOf();
    await press(id, { intent: "add-criterion", ref: "EP" });
    const stopped = await publish(id);
    expect([stopped.status, stopped.data.typed.agreedBy]).toEqual([409, "The quality board"]);
    await press(id, { intent: "undo", seen: "2", back: "" });
    const late = await publish(id, { seen: "1" });
    expect(late.data.errors[0].sentence).toContain("changed since you opened this page");
    expect((await publish(id)).status).toBe(302);
  });

  it("asks who agreed, when, and whether one knows that it is for good", async () => {
    const id = await nextVersionOf();
    const refused = await publish(id, { step: "", agreedBy: "", "agreedOn-year": "2099", confirm: "" });
    expect(refused.data.errors.map((e: { field: string }) => e.field)).toEqual([
      "step",
      "agreedBy",
      "agreedOn-day",
      "confirm",
    ]);
  });

  it("compares any two versions", async () => {
    const id = await nextVersionOf();
    await send(id, "criterion", "EP2", { intent: "save", title: "Another title" });
    await publish(id, { step: "patch" });
    const [before, after] = [await full(), (await publishedRubrics(area.store.db)).find((r) => r.version === "1.0.1")];
    const { data } = await run("rubric-compare.tsx", `/rubrics/compare?before=${before.id}&after=${after?.id}`);
    expect(data.changes.criteria).toEqual([expect.objectContaining({ key: "EP2", standing: "same" })]);
    expect((await run("rubric-compare.tsx", "/rubrics/compare?before=none")).data.changes).toBeNull();
  });
});

describe("the partners' word", () => {
  const needed = async (partners: string[], version: number) =>
    run("rubric-partners-needed.tsx", "/rubrics/partners", { form: { partners, version: String(version) } });
  const record = (rubricId: string, form: Form, as: PersonKey = "chair") =>
    run("rubric-approvals.tsx", `/rubrics/${rubricId}/partners`, { as, form, params: { rubricId } });
  const yes = {
    organisationId: "org_council",
    confirmedBy: "Ann Field, head of service",
    agreed: "yes",
    ...day("confirmedOn"),
  };

  it("is needed before a cycle can be opened, and the page says whose is missing", async () => {
    expect((await needed(["org_council", "org_unknown"], 0)).status).toBe(302);
    const rubric = await full();
    const page = await run("cycle-new.tsx", "/cycles/new");
    expect(page.data.rubrics).toEqual([]);
    expect(page.data.notUsable.map((r: Data) => r.why)).toContain("Testshire Council has not agreed to it yet.");
    const cycle: Form = {
      title: "Too early",
      rubricId: rubric.id,
      length: "full",
      limitsMode: "applied",
      ...Object.fromEntries(
        ["periodFrom", "periodTo", "scoringOpens", "scoringDue"].flatMap((name) => Object.entries(day(name))),
      ),
    };
    const early = await run("cycle-new.tsx", "/cycles/new", { form: cycle });
    expect(early.data.errors).toEqual([
      { field: "rubricId", sentence: "This rubric cannot be used. Testshire Council has not agreed to it yet." },
    ]);
    expect((await record(rubric.id, yes)).status).toBe(302);
    expect((await run("cycle-new.tsx", "/cycles/new", { form: cycle })).status).toBe(302);
  });

  it("is given by the chair or the quality lead only, never by an administrator", async () => {
    const rubric = await full();
    for (const as of ["admin", "eve", "board"] as const) expect((await record(rubric.id, yes, as)).status).toBe(403);
    for (const as of ["chair", "lead"] as const) expect((await record(rubric.id, yes, as)).status).toBe(302);
  });

  it("names who gave it and when, and no child", async () => {
    const rubric = await full();
    const refused = await record(rubric.id, {
      organisationId: "org_unknown",
      confirmedBy: "NHS number 943 476 5919",
      "confirmedOn-day": "31",
      "confirmedOn-month": "2",
      "confirmedOn-year": "2025",
      agreed: "perhaps",
    });
    expect(refused.data.errors.map((e: { field: string }) => e.field)).toEqual([
      "organisationId",
      "confirmedBy",
      "confirmedOn-day",
      "agreed",
    ]);
  });
});
