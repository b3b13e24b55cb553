import { describe, expect, it } from "vitest";
import type { Sent } from "~/components/autosave/saver.ts";
import { replay, type Shelf, type WaitingAnswer, waitingBox } from "~/components/score-sheet/waiting.ts";

const KEY = Buffer.alloc(32, 1).toString("base64");
const OTHER = Buffer.alloc(32, 2).toString("base64");

type Row = Parameters<Shelf["put"]>[0];
function memoryShelf() {
  const rows = new Map<string, Row>();
  const shelf: Shelf = {
    all: async () => [...rows.values()],
    put: async (row) => void rows.set(row.id, row),
    remove: async (id) => void rows.delete(id),
  };
  return { rows, shelf };
}
let clock = 0;
const tick = () => ++clock;
const answer = (criterion: string, body = `score=2&note=${criterion}`): WaitingAnswer => ({
  saveTo: "/audits/aud_1/save",
  page: `/audits/aud_1/criteria/${criterion}`,
  criterion,
  label: `C-0417, ${criterion}`,
  body,
  basedOn: 3,
});
const saved: Sent = { state: "saved", version: 4, at: "10:42", held: 0 };

describe("what waits in the browser", () => {
  it("tells nobody whose it is or what it says, and opens for its writer alone", async () => {
    const { rows, shelf } = memoryShelf();
    const own = await waitingBox(KEY, shelf, tick);
    await own.keep(answer("EP2", "note=The+child+has+seizures"));
    const kept = [...rows.values()][0]!;
    const seen = `${kept.id} ${kept.owner} ${Buffer.from(kept.sealed).toString("latin1")}`;
    for (const word of ["EP2", "aud_1", "C-0417", "seizures", "score"]) expect(seen).not.toContain(word);
    expect(await (await waitingBox(OTHER, shelf, tick)).all()).toEqual([]);
    expect(await own.all()).toEqual([answer("EP2", "note=The+child+has+seizures")]);
  });

  it("is one entry an answer, the latest words, in the order in which each was begun", async () => {
    const { rows, shelf } = memoryShelf();
    const box = await waitingBox(KEY, shelf, tick);
    await box.keep(answer("EP1"));
    await box.keep(answer("EP2"));
    await box.keep(answer("EP1", "score=0"));
    expect(rows.size).toBe(2);
    expect((await box.all()).map((a) => [a.criterion, a.body])).toEqual([
      ["EP1", "score=0"],
      ["EP2", "score=2&note=EP2"],
    ]);
    await box.gone(answer("EP1"));
    expect((await box.all()).map((a) => a.criterion)).toEqual(["EP2"]);
  });

  it("is thrown away after 30 days, whoever wrote it, and a damaged entry harms no other", async () => {
    const { rows, shelf } = memoryShelf();
    const box = await waitingBox(KEY, shelf, () => 0);
    await box.keep(answer("EP1"));
    await box.keep(answer("EP2"));
    const [first] = rows.values();
    rows.set(first!.id, { ...first!, sealed: new ArrayBuffer(40) });
    expect((await box.all()).map((a) => a.criterion)).toEqual(["EP2"]);
    await waitingBox(OTHER, shelf, () => 31 * 86_400_000);
    expect(rows.size).toBe(0);
  });

  it("is sent in order, stops where there is no connection, and is gone once it is sent", async () => {
    const { shelf } = memoryShelf();
    const box = await waitingBox(KEY, shelf, tick);
    for (const key of ["EP1", "EP2", "EP3"]) await box.keep(answer(key));
    const asked: string[] = [];
    const out = await replay(box, async (a) => {
      asked.push(a.criterion);
      if (a.criterion === "EP2") throw new TypeError("Failed to fetch");
      return saved;
    });
    expect(asked).toEqual(["EP1", "EP2"]);
    expect([out.offline, out.sent.map((a) => a.criterion), out.left.map((a) => a.criterion)]).toEqual([
      true,
      ["EP1"],
      ["EP2", "EP3"],
    ]);
    await replay(box, async () => saved);
    expect(await box.all()).toEqual([]);
  });

  it("keeps what the auditor has to settle, and sends the rest", async () => {
    const { shelf } = memoryShelf();
    const box = await waitingBox(KEY, shelf, tick);
    for (const key of ["EP1", "EP2", "EP3"]) await box.keep(answer(key));
    const clash = { state: "clash", version: 5, at: "10:40", score: "Good", theirs: {} } as unknown as Sent;
    const replies: Record<string, Sent> = {
      EP1: clash,
      EP2: { state: "stopped", sentence: "Scoring has closed." },
      EP3: saved,
    };
    const out = await replay(box, async (a) => replies[a.criterion]!);
    expect(out.clashes.map((a) => a.criterion)).toEqual(["EP1"]);
    expect(out.stopped.map((s) => s.sentence)).toEqual(["Scoring has closed."]);
    expect((await box.all()).map((a) => a.criterion)).toEqual(["EP1", "EP2"]);
  });
});
