import { describe, expect, it } from "vitest";
import { readForm } from "~/server/form.server.ts";
import { answer } from "./area.ts";

const send = (body: string, type = "application/x-www-form-urlencoded") =>
  answer(() =>
    readForm(new Request("http://localhost/x", { method: "POST", body, headers: { "Content-Type": type } })),
  );

describe("the one way to read a form", () => {
  it("refuses field names that would make the framework build large structures", async () => {
    for (const name of ["tags[50000000]", "a".repeat(70), `a${".a".repeat(1100)}`, "x y", "__proto__[x]", "a[b]"])
      expect((await send(`${encodeURIComponent(name)}=1`)).status, name.slice(0, 20)).toBe(400);
  });
  it("refuses more fields than any page has, and bodies that are no form", async () => {
    expect((await send(Array.from({ length: 1501 }, (_, i) => `f${i}=1`).join("&"))).status).toBe(400);
    expect((await send("{}", "application/json")).status).toBe(400);
    expect((await send("--x\r\nbroken", "multipart/form-data; boundary=y")).status).toBe(400);
  });
  it("gives trimmed text, empty text for what is not there, and drops what PostgreSQL cannot keep", async () => {
    const form = await readForm(
      new Request("http://localhost/x", {
        method: "POST",
        body: new URLSearchParams({ a: "  ŵ\u0000 \r\n", "quotes[0].words": "x" }),
      }),
    );
    expect([form.text("a"), form.raw("a"), form.text("b"), form.text("quotes[0].words"), form.has("b")]).toEqual([
      "ŵ",
      "  ŵ \n",
      "",
      "x",
      false,
    ]);
    expect(form.all("a")).toEqual(["  ŵ \n"]);
  });
});
