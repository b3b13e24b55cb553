import { eq } from "drizzle-orm";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { afterAll, beforeAll, expect, it } from "vitest";
import { raiseConcern } from "#db/people.ts";
import { askReport } from "#db/reports.ts";
import { EVERY_ROUTE } from "./every-route.ts";
import { openSite, type Site } from "./site.ts";
import { actor, EVERYBODY, moderate, plansOf, plantPeople, score, THEN } from "./world.ts";

/** What a name or a note may be when its writer hopes that it becomes part of the page. */
const HOSTILE =
  `Q7"'><img src=x onerror=hostile()><svg/onload=hostile()></title></textarea></script><script>hostile()</script>` +
  `<!--</option></select><b id=hostile>{{hostile}}<a href="javascript:hostile()">`;

let site: Site;
const ids = { plans: [] as string[], audits: {} as Record<string, string>, rubric: "", report: "", concern: "" };
beforeAll(async () => {
  site = await openSite(async (store, cycleId) => {
    await plantPeople(store, cycleId);
    const t = store.tables;
    await store.transaction(async (tx) => {
      const contact = { name: HOSTILE, role: HOSTILE, telephone: HOSTILE };
      await tx.update(t.area).set({ name: HOSTILE, partners: HOSTILE, concernContacts: [contact] });
      await tx.update(t.organisations).set({ name: HOSTILE });
      await tx.update(t.people).set({ name: HOSTILE });
      await tx.update(t.memberships).set({ writerRef: HOSTILE }).where(eq(t.memberships.personId, "per_writer"));
      await tx.update(t.cycles).set({ title: HOSTILE, question: HOSTILE });
      await tx.update(t.imports).set({ files: [HOSTILE], refusal: HOSTILE });
      await tx.update(t.cases).set({ locality: HOSTILE, sendTeam: HOSTILE, caseRef: HOSTILE, planWriterRef: HOSTILE });
      for (const row of await tx.select().from(t.sampledCases)) {
        const snapshot = { ...row.snapshot, locality: HOSTILE, sendTeam: HOSTILE, planWriterRef: HOSTILE };
        await tx.update(t.sampledCases).set({ snapshot, stratum: HOSTILE }).where(eq(t.sampledCases.id, row.id));
      }
    });
    const plans = await plansOf(store);
    for (const plan of plans.slice(0, 2))
      for (const [i, key] of ["eve", "hal", "ivy"].entries())
        await score(store, key, plan.audits[key] ?? "", { levels: [1 + (i % 2), 2], mark: HOSTILE, submit: true });
    await score(store, "eve", plans[2]?.audits.eve ?? "", { mark: HOSTILE, share: 0.5 });
    await moderate(store, cycleId, plans[0]?.id ?? "", HOSTILE);
    await store.transaction((tx) =>
      tx
        .update(t.audits)
        .set({ reopenedReason: HOSTILE })
        .where(eq(t.audits.id, plans[2]?.audits.eve ?? "")),
    );
    const eve = await actor(store, "eve");
    const concern = await raiseConcern(store, eve, { caseReference: HOSTILE, words: HOSTILE, told: "no" }, THEN);
    const data = { view: "internal" } as never;
    ids.report = await askReport(
      store,
      await actor(store, "lead"),
      { id: cycleId, title: HOSTILE },
      { data, size: "standard" },
      THEN,
    );
    await store.transaction((tx) => tx.update(t.reports).set({ status: "failed", problem: HOSTILE }));
    ids.concern = concern.id;
    ids.plans = plans.map(({ id }) => id);
    ids.audits = plans[2]?.audits ?? {};
    ids.rubric = (await store.db.select().from(t.rubrics))[0]?.id ?? "";
  });
});
afterAll(() => site.close());

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;
const isElement = (node: Node): node is Element => "tagName" in node;
const elementsOf = (node: Node): Element[] => [
  ...(isElement(node) ? [node] : []),
  ...("childNodes" in node ? node.childNodes.flatMap(elementsOf) : []),
];
const attribute = (element: Element, name: string) => element.attrs.find((a) => a.name === name)?.value;

/** Elements and attributes of a page that came from somebody's text, or that run. */
function intruders(html: string): string[] {
  return elementsOf(parse(html)).flatMap((element) => {
    const text = element.childNodes.map((child) => ("value" in child ? child.value : "")).join("");
    const bad = [
      ...element.attrs
        .filter(({ name, value }) => /^on|^style$|[<"'>{]/.test(name) || /^\s*javascript:/i.test(value))
        .map(({ name }) => name),
      ...(element.tagName === "img" && attribute(element, "src") === "x" ? ["img"] : []),
      ...(attribute(element, "id") === "hostile" ? ["id"] : []),
      ...(element.tagName === "script" && (!attribute(element, "nonce") || /^\s*hostile/.test(text)) ? ["script"] : []),
    ];
    return bad.map((what) => `<${element.tagName}> ${what}`);
  });
}

it("no text that anybody typed becomes an element or an attribute of any page", async () => {
  const seenOn = new Set<string>();
  for (const who of [...EVERYBODY.filter((one) => one !== "ended" && one !== "nobody"), null]) {
    const cookie = who ? await site.cookieOf(who) : undefined;
    for (const [file, { path, open }] of Object.entries(EVERY_ROUTE)) {
      if (open === "nobody" || !file.endsWith(".tsx")) continue;
      const [criterion] = (await site.store.db.select().from(site.store.tables.answers)).map((a) => a.criterion);
      const fixed = path
        .replace("CYCLE", site.cycleId)
        .replace("RUBRIC", ids.rubric)
        .replace("REPORT", ids.report)
        .replace("CONCERN", ids.concern)
        .replace("AUDIT", ids.audits[who ?? ""] ?? "aud_none")
        .replace("CRITERION", criterion ?? "");
      const paths = fixed.includes("PLAN") ? ids.plans.map((id) => fixed.replace("PLAN", id)) : [fixed];
      for (const one of paths) {
        const { body, status } = await site.ask(
          `${one}?case=${encodeURIComponent(HOSTILE)}&short=${encodeURIComponent(HOSTILE)}`,
          { cookie },
        );
        expect([one, who, status < 500, intruders(body)]).toEqual([one, who, true, []]);
        if (body.includes("Q7")) seenOn.add(file);
      }
    }
  }
  // The text is really there to be shown, on pages of every kind.
  expect(seenOn.size).toBeGreaterThan(25);
});

it("nor what is typed into a form that is shown again", async () => {
  for (const [who, path, form] of [
    [null, "/sign-in", { email: HOSTILE, password: HOSTILE, back: HOSTILE }],
    ["board", "/urgent-concern", { caseReference: HOSTILE, words: HOSTILE, told: HOSTILE }],
    [
      "lead",
      "/cycles/new",
      { title: HOSTILE, question: HOSTILE, rubricId: HOSTILE, "periodFrom-day": HOSTILE, modules: HOSTILE },
    ],
    ["eve", `/audits/${ids.audits.eve}/hand-back`, { conflict: HOSTILE, words: HOSTILE }],
    ["lead", `/cycles/${site.cycleId}/sample`, { intent: "replace", sampledId: HOSTILE, reason: HOSTILE }],
    ["lead", `/cycles/${site.cycleId}/audits`, { intent: "reopen", auditId: HOSTILE, reason: HOSTILE }],
    [
      "chair",
      `/cycles/${site.cycleId}/moderation/${ids.plans[1]}`,
      { criterion: HOSTILE, agreed: HOSTILE, reason: HOSTILE },
    ],
    ["admin", "/organisations/new", { name: HOSTILE }],
    ["admin", "/people/per_hal/change", { name: HOSTILE, email: HOSTILE }],
  ] as const) {
    const cookie = who ? await site.cookieOf(who) : undefined;
    const { body, status } = await site.ask(path, { cookie, form });
    expect([path, status < 500, intruders(body)]).toEqual([path, true, []]);
  }
});

it("and the test would see it", () => {
  expect(intruders(`<p>${HOSTILE}</p>`).length).toBeGreaterThan(3);
});
