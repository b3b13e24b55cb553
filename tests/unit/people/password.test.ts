import { describe, expect, it } from "vitest";
import { browserWords } from "#audits/people/browser.ts";
import { problemInPassword } from "#audits/people/password.ts";

const OWNER = { name: "Deborah Lane", email: "d.lane@northshire.example", area: "Northshire" };
const problem = (password: string) => problemInPassword(password, OWNER);

describe("a password", () => {
  it("has 12 to 200 characters, counted as people count them, and no rule about kinds of characters", () => {
    expect(problem("elevenchars")).toMatch(/12 characters or more/);
    expect(problem("tintabolumkr")).toBeNull();
    expect(problem(`${"🐢".repeat(5)}🦔🐝🦉`)).toMatch(/12 characters/);
    expect(problem(`copper meadow ${"lantern ".repeat(23)}x`)).toBeNull();
    expect(problem(`copper-meadow ${"lantern ".repeat(24)}`)).toMatch(/200 characters or fewer/);
    expect(problem("kapelle brücke żółw")).toBeNull();
  });

  it("is refused when it is one of those that are tried first, also in disguise or with digits hung on", () => {
    for (const common of [
      "motherfucker",
      "q1w2e3r4t5y6",
      "Password1234",
      "P@ssw0rd2026",
      "iloveyou2026!",
      "1234password",
      "LeaveMeAlone",
      "qwertyuiop123",
    ])
      expect(problem(common), common).toMatch(/tried first/);
  });

  it("is refused when it repeats a part or runs along the keyboard", () => {
    for (const simple of [
      "passwordpassword",
      "123456789012",
      "aaaaaaaaaaaaaa",
      "abcabcabcabc",
      "abcdefghijkl",
      "qwertyasdfgh",
      "zxcvbnm,./123",
      "210987654321",
      "hedgehoghedgehog",
    ])
      expect(problem(simple), simple).toMatch(/tried first/);
  });

  it("is refused when it is made of the person's, the area's or the product's own name", () => {
    for (const own of [
      "deborahlane1!",
      "Northshire2026",
      "d.lane@northshire",
      "ehc-plan-quality",
      "NorthshireCouncil1",
    ])
      expect(problem(own), own).toMatch(/made of your name/);
    expect(problem("northshire otter umbrella")).toBeNull();
  });
});

describe("a browser in plain words", () => {
  it("is named by what it is, not by the older ones that it says it is like", () => {
    const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
    expect(browserWords(`${windows} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0`)).toBe(
      "Edge on Windows",
    );
    expect(browserWords(`${windows} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36`)).toBe(
      "Chrome on Windows",
    );
    expect(browserWords("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile/15E148 Safari/604.1")).toBe(
      "Safari on iPhone",
    );
    expect(browserWords("<img src=x onerror=alert(1)>")).toBe("A browser that does not say which it is");
  });
});
