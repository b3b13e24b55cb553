import { describe, expect, it } from "vitest";
import { ActionBar, Bench, CaseBar, CycleBar, Frame, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { all, one, rendered, spoken } from "./render.tsx";

const links = [
  { name: "Cycles", href: "/cycles" },
  { name: "Cases", href: "/cases" },
];
const person = { name: "Deborah Lane", role: "quality lead" };
const page = (address: string, demonstration = false) =>
  rendered(
    <Frame
      area="Northshire local area"
      demonstration={demonstration}
      person={person}
      links={links}
      skips={[{ text: "Skip to the levels", href: "#score" }]}
    >
      <ReadingPage>
        <PageTitle>Cycles</PageTitle>
      </ReadingPage>
    </Frame>,
    address,
  );

describe("the frame", () => {
  it("leads from the page of a plan to an urgent concern about it, and from a made-up plan to an empty form", () => {
    const leadsTo = (plan: string | null) =>
      all(
        rendered(
          <Frame area="" demonstration={false} person={person} links={links} plan={plan}>
            <p>Words</p>
          </Frame>,
        ),
        "a",
      )
        .map((link) => link.attributes.href)
        .filter((href) => href?.startsWith("/urgent-concern"));
    expect(new Set(leadsTo("C-0417"))).toEqual(new Set(["/urgent-concern?case=C-0417"]));
    expect(new Set(leadsTo("Anchor A"))).toEqual(new Set(["/urgent-concern"]));
    expect(new Set(leadsTo(null))).toEqual(new Set(["/urgent-concern"]));
  });

  it("begins with the ways past what repeats, and they lead somewhere", () => {
    const tree = page("/cycles");
    const skips = all(tree, "a", { class: "govuk-skip-link" });
    expect(skips.map((skip) => skip.attributes.href)).toEqual(["#content", "#score"]);
    expect(tree[0]).toBe(skips[0]);
    expect(one(tree, "main").attributes.id).toBe("content");
  });

  it("marks the part that this page belongs to, also on its deeper pages", () => {
    for (const address of ["/cycles", "/cycles/7/sample"]) {
      const header = one(page(address), "header");
      const current = all(header.children, "a", { "aria-current": "page" });
      expect(current.map((link) => spoken([link]))).toEqual(["Cycles"]);
    }
  });

  it("keeps the urgent concern outside the folded menu", () => {
    const header = one(page("/cycles"), "header");
    const outside = header.children.filter((node) => typeof node !== "string" && node.tag === "a");
    expect(outside.map((link) => spoken([link]))).toContain("Urgent concern");
  });

  it("signs out by a form that posts, so that no link can do it", () => {
    const form = one(page("/cycles"), "form", { action: "/sign-out" });
    expect(form.attributes.method).toBe("post");
    expect(spoken(form.children)).toBe("Sign out");
  });

  it("says when an area is a demonstration", () => {
    expect(all(page("/cycles", true), "section", { "aria-label": "Demonstration" })).toHaveLength(1);
    expect(all(page("/cycles", false), "section", { "aria-label": "Demonstration" })).toHaveLength(0);
  });

  it("leaves the header away where the sign-in page brings its cover", () => {
    expect(all(page("/sign-in"), "form", { action: "/sign-out" })).toHaveLength(0);
  });
});

describe("the bars", () => {
  it("mark the part of a cycle with the longest address that fits", () => {
    const parts = [
      { name: "Overview", href: "/cycles/7" },
      { name: "Moderation", href: "/cycles/7/moderation" },
    ];
    const current = (address: string) =>
      all(rendered(<CycleBar cycle={{ title: "Autumn", parts }} />, address), "a", { "aria-current": "page" }).map(
        (link) => spoken([link]),
      );
    expect(current("/cycles/7")).toEqual(["Overview"]);
    expect(current("/cycles/7/moderation/3")).toEqual(["Moderation"]);
    expect(current("/cycles/78")).toEqual([]);
  });

  it("say what is open, how far it is and whether it is saved", () => {
    const bar = rendered(
      <CaseBar
        reference="C-0417"
        about="Year 9, autism"
        progress={{ done: 26, of: 39, words: "26 of 39 scored" }}
        state={{ kind: "saved", at: "10:42" }}
      />,
    );
    expect(spoken(bar)).toBe("C-0417 Year 9, autism 26 of 39 scored Saved at 10:42 Saved");
  });
});

describe("the bench", () => {
  const bench = rendered(
    <Bench
      rail={<p>Domains</p>}
      railTitle="All domains and criteria"
      first={<p>Levels</p>}
      margin={<p>Law</p>}
      marginTitle="Look for, law and limits"
      work={<ActionBar end={<a href="/check">Finish</a>}>Save</ActionBar>}
      wrap={(content) => <form method="post">{content}</form>}
    />,
  );

  it("reads rail, levels, margin, work, so that a phone needs no other order", () => {
    expect(spoken(bench)).toBe("All domains and criteria Domains Levels Look for, law and limits Law Save Finish");
  });

  it("holds the work, margin included, in the one form that the page gives", () => {
    const form = one(bench, "form");
    expect(one(bench, "main").children).toEqual([form]);
    expect(spoken([form])).toContain("Levels Look for, law and limits Law Save");
  });

  it("folds rail and margin by disclosures whose content stays in the page", () => {
    expect(all(bench, "details").map((fold) => spoken(fold.children))).toEqual([
      "All domains and criteria",
      "Look for, law and limits",
    ]);
    expect(all(bench, "details").every((fold) => !("open" in fold.attributes))).toBe(true);
  });
});
