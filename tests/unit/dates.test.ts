import { describe, expect, it } from "vitest";
import {
  dayOf,
  endOfDay,
  dayWords,
  dueWords,
  momentWords,
  periodWords,
  sinceWords,
  weekdayWords,
} from "#audits/dates.ts";
import { dayFrom } from "../../app/server/validate.ts";

describe("the end of a day in England", () => {
  it("is the last moment before the next one begins, in winter, in summer and when the clocks change", () => {
    for (const [day, end] of [
      ["2026-11-30", "2026-11-30T23:59:59.999Z"],
      ["2031-06-30", "2031-06-30T22:59:59.999Z"],
      ["2026-03-29", "2026-03-29T22:59:59.999Z"],
      ["2026-10-25", "2026-10-25T23:59:59.999Z"],
      ["2026-12-31", "2026-12-31T23:59:59.999Z"],
    ] as const) {
      expect(endOfDay(day).toISOString()).toBe(end);
      expect(dayOf(endOfDay(day))).toBe(day);
    }
  });
});

describe("dates in words", () => {
  it("are written as people say them", () => {
    expect(dayWords("2026-11-27")).toBe("27 November 2026");
    expect(weekdayWords("2026-11-27")).toBe("Friday 27 November");
    expect(periodWords("2026-11-02", "2026-11-27")).toBe("2 to 27 November 2026");
    expect(periodWords("2026-11-30", "2026-12-04")).toBe("30 November to 4 December 2026");
    expect(periodWords("2026-12-20", "2027-01-08")).toBe("20 December 2026 to 8 January 2027");
    expect([
      dueWords("2026-11-22", "2026-11-22"),
      dueWords("2026-11-22", "2026-11-25"),
      dueWords("2026-11-22", "2026-11-20"),
    ]).toEqual(["today", "in 3 days", "2 days late"]);
  });
  it("are in English time, summer and winter", () => {
    expect(momentWords(new Date("2026-06-30T23:30:00Z"))).toBe("1 July 2026 at 00:30");
    expect(momentWords(new Date("2026-11-22T09:05:00Z"))).toBe("22 November 2026 at 09:05");
    const now = new Date("2026-11-22T12:00:00Z");
    expect(sinceWords(new Date("2026-11-22T09:05:00Z"), now)).toBe("09:05");
    expect(sinceWords(new Date("2026-11-20T09:05:00Z"), now)).toBe("09:05 on 20 November 2026");
  });
});

describe("a day typed in three fields", () => {
  const of = (day: string, month: string, year: string) => dayFrom({ day, month, year }, "Date");
  it("is a real day, nothing, or a sentence", () => {
    expect(of("3", "2", "2027")).toEqual({ ok: true, day: "2027-02-03" });
    expect(of("", "", "")).toEqual({ ok: true, day: null });
    expect(of("31", "11", "2026")).toEqual({ ok: false, sentence: "Date must be a real date" });
    expect(of("3", "", "2027")).toEqual({ ok: false, sentence: "Date must include a month" });
    expect(of("x", "2", "2027").ok).toBe(false);
    expect(of("1", "2", "27").ok).toBe(false);
  });
});
