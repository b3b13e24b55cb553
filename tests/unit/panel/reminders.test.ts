import { describe, expect, it } from "vitest";
import {
  isWorkingDay,
  latenessOf,
  nextWorkingDay,
  type Reminder,
  stillToTell,
  weekOf,
} from "#audits/panel/reminders.ts";

const of = (personId: string, kind: Reminder["kind"], key: string): Reminder => ({
  personId,
  kind,
  key,
  sentence: key,
  path: "/",
});
const keys = (left: ReturnType<typeof stillToTell>) =>
  left.map((l) => [l.personId, l.kind, l.reminders.map((r) => r.key)]);

describe("what is still to be told", () => {
  it("is everything of a kind at once, on a day on which nothing was told", () => {
    const list = [of("eve", "due_soon", "a"), of("eve", "due_soon", "b"), of("hal", "due_soon", "a")];
    expect(keys(stillToTell(list, [], "2026-11-24"))).toEqual([
      ["eve", "due_soon", ["a", "b"]],
      ["hal", "due_soon", ["a"]],
    ]);
  });
  it("is nothing that was told before, and no kind a second time on the day", () => {
    const told = [{ personId: "eve", kind: "due_soon" as const, about: "", day: "2026-11-23", keys: ["a"] }];
    const list = [of("eve", "due_soon", "a"), of("eve", "due_soon", "b"), of("eve", "meeting", "m")];
    expect(keys(stillToTell(list, told, "2026-11-24"))).toEqual([
      ["eve", "due_soon", ["b"]],
      ["eve", "meeting", ["m"]],
    ]);
    expect(keys(stillToTell(list, told, "2026-11-23"))).toEqual([["eve", "meeting", ["m"]]]);
  });
  it("does not count what somebody sent by hand as the day's", () => {
    const told = [{ personId: "eve", kind: "due_soon" as const, about: "cyc_1", day: "2026-11-24", keys: [] }];
    expect(stillToTell([of("eve", "due_soon", "a")], told, "2026-11-24")).toHaveLength(1);
  });
});

describe("the days of reminders", () => {
  it("are Monday to Friday, and Friday looks ahead to Monday", () => {
    expect(["2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"].map(isWorkingDay)).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([nextWorkingDay("2026-11-26"), nextWorkingDay("2026-11-27")]).toEqual(["2026-11-27", "2026-11-30"]);
    expect([weekOf("2026-11-23"), weekOf("2026-11-29"), weekOf("2026-11-30")]).toEqual([
      "2026-11-23",
      "2026-11-23",
      "2026-11-30",
    ]);
  });
  it("tell of being late on the first working day and every third after it", () => {
    const days = ["2026-11-28", "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-07", "2026-12-08"];
    expect(days.map((day) => latenessOf("2026-11-27", day))).toEqual([0, 0, 0, 0, 1, 1, 2]);
  });
});
