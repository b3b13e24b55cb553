import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { saveWords } from "~/components/save-state.tsx";
import { makeSaver, type Sent } from "~/components/autosave/saver.ts";

/** A page with one text, and a server that answers as told. */
function page(answers: (Sent | "no connection")[]) {
  const state = { text: "", said: [] as string[], sent: [] as [string, number][], clashed: 0 };
  const saver = makeSaver({
    read: () => state.text,
    send: async (body, basedOn) => {
      state.sent.push([body, basedOn]);
      const next = answers.shift() ?? { state: "saved", version: basedOn + 1, at: "10:42", held: 0 };
      if (next === "no connection") throw new TypeError("Failed to fetch");
      return next;
    },
    show: (status) => state.said.push(saveWords(status).words),
    keptVersion: () => {},
    clashed: () => {
      state.clashed++;
    },
    start: { body: "", version: 0, held: 0, clash: false },
  });
  return { state, saver };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("saving while the auditor works", () => {
  it("saves words 2 seconds after the last key, once, and choices at once", async () => {
    const { state, saver } = page([]);
    for (const text of ["a", "ab", "abc"]) {
      state.text = text;
      saver.changed("soon");
      await vi.advanceTimersByTimeAsync(1900);
    }
    expect(state.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(state.sent).toEqual([["abc", 0]]);
    state.text = "abc, Good";
    saver.changed("now");
    await vi.advanceTimersByTimeAsync(0);
    expect(state.sent[1]).toEqual(["abc, Good", 1]);
    expect(state.said).toEqual(["Saved at 10:42", "Saved at 10:42"]);
    expect(saver.unsent()).toBe(false);
  });

  it("keeps what could not be sent, tries again ever more rarely, and sends the latest words", async () => {
    const { state, saver } = page(["no connection", "no connection"]);
    state.text = "first";
    expect(await saver.flush()).toBe("waiting");
    expect(state.said).toEqual(["Not saved: no connection. Kept on this page, trying again"]);
    expect(saver.unsent()).toBe(true);
    state.text = "second";
    await vi.advanceTimersByTimeAsync(2000);
    expect(state.sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(state.sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(state.sent[2]).toEqual(["second", 0]);
    expect(saver.unsent()).toBe(false);
  });

  it("sends nothing more after a clash until the auditor has chosen", async () => {
    const theirs = { version: 3, at: "10:40", score: "Good", theirs: {} as never };
    const { state, saver } = page([{ state: "clash", ...theirs }]);
    state.text = "mine";
    expect(await saver.flush()).toBe("waiting");
    expect(state.said).toEqual(["Changed in another window at 10:40. Choose which to keep"]);
    state.text = "mine, longer";
    expect(await saver.flush()).toBe("waiting");
    expect(state.sent).toHaveLength(1);
    expect(state.clashed).toBe(1);
  });

  it("counts what an error holds back, and warns before that is lost", async () => {
    const { state, saver } = page([{ state: "saved", version: 1, at: "10:42", held: 2 }]);
    state.text = "NHS number";
    expect(await saver.flush()).toBe("held");
    expect(state.said).toEqual(["2 answers not saved yet"]);
    expect(saver.unsent()).toBe(true);
  });

  it("never has two saves under way, and saves again what was typed meanwhile", async () => {
    const { state, saver } = page([]);
    state.text = "one";
    const first = saver.flush();
    state.text = "two";
    const second = saver.flush();
    expect(await Promise.all([first, second])).toEqual(["kept", "kept"]);
    expect(state.sent).toEqual([
      ["one", 0],
      ["two", 1],
    ]);
  });

  it("says what to do when the session is over, and goes on when it is back", async () => {
    const { state, saver } = page([{ state: "stopped", sentence: "You are signed out" }]);
    state.text = "kept here";
    expect(await saver.flush()).toBe("waiting");
    expect(state.said).toEqual(["You are signed out"]);
    expect(await saver.flush()).toBe("kept");
  });
});
