import LineBreaker from "linebreak";
import { COLOURS, levelFills, textOn } from "../../../charts/palette.ts";
import type { FontWeight } from "../../../charts/scene.ts";
import type { Inline } from "../../blocks.ts";
import type { Canvas, LinkTarget } from "../core/canvas.ts";
import type { Fonts, Shaped } from "../core/fonts.ts";
import type { Tag, Tags } from "../core/tags.ts";
import type { Footnote } from "./flow.ts";
import type { Look } from "./theme.ts";

/** A stretch of text with one look that belongs to one element of the structure. */
export type Run = {
  text: string;
  tag: Tag;
  weight: FontWeight;
  colour: string;
  link?: LinkTarget;
  fill?: string;
  /** The mark of a footnote: small and raised. */
  mark?: { footnote: Footnote; note: Tag };
};

/** Text of one size on one or more lines. */
export type Line = { parts: Part[]; width: number };
type Part = { run: Run; shaped: Shaped; x: number; width: number };

/** What composing text needs of its surroundings. */
export type Setting = {
  fonts: Fonts;
  tags: Tags;
  /** Sets the footnote of words that have one: its number, its element under the words' element, and its lines. */
  footnote?: (inline: Inline, parent: Tag) => { number: number; note: Tag; footnote: Footnote } | null;
};

/** Size and rise of the mark of a footnote, as shares of the size of its words. */
const MARK_SIZE = 0.68;
const MARK_RISE = 0.33;

/** Room left and right of the words on a filled ground, as a share of the size. */
const FILL_PAD = 0.35;

/** Runs of an element from the words of a block: links, other languages and levels get elements and looks of their own. */
export function runsOf(inlines: Inline[], tag: Tag, look: Look, setting: Setting): Run[] {
  return inlines.flatMap((inline) => {
    const run = runOf(inline, tag, look, setting);
    const set = inline.note ? setting.footnote?.(inline, tag) : null;
    if (!set) return [run];
    const link = setting.tags.make("Link", setting.tags.make("Reference", tag));
    const { number, note, footnote } = set;
    const target = { id: footnote.id };
    const mark = { footnote, note };
    return [run, { text: String(number), tag: link, weight: 600, colour: COLOURS.link, link: target, mark }];
  });
}

function runOf(inline: Inline, tag: Tag, look: Look, { fonts, tags }: Setting): Run {
  const weight = inline.strong || inline.level ? (look.weight === 700 ? 700 : 600) : look.weight;
  const colour = inline.soft ? COLOURS.soft : look.colour;
  const text = fonts.clean(inline.text);
  const inLanguage = inline.lang ? tags.make("Span", tag, { lang: inline.lang }) : tag;
  const link: LinkTarget | null = inline.href ? { uri: inline.href } : inline.to ? { id: inline.to } : null;
  if (link) return { text, tag: tags.make("Link", inLanguage), weight, colour: COLOURS.link, link };
  if (inline.level) {
    const fill = levelFills(inline.level.of)[inline.level.index] ?? COLOURS.tintStrong;
    return { text: text.replaceAll(" ", "\u00a0"), tag: inLanguage, weight, colour: textOn(fill), fill };
  }
  return { text, tag: inLanguage, weight, colour };
}

/** A word: what stands between two places where a line may break, with the space that follows it. */
type Word = {
  parts: { run: Run; shaped: Shaped }[];
  width: number;
  space: { run: Run; shaped: Shaped } | null;
  spaceWidth: number;
};

/**
 * Sets runs in lines no wider than `width`: as few lines as possible, and among those the most even ones. A word that is
 * wider than a line is cut between characters. No runs give no lines.
 */
export function compose(runs: Run[], width: number, size: number, setting: Setting): Line[] {
  const words = fitting(wordsOf(runs, size, setting.fonts), width, size, setting.fonts);
  return breaks(words, width).map(([from, to]) => lineOf(words.slice(from, to), size));
}

const EVEN_STEP = 8;

/** The smallest width, down to half of the given one, that takes no more lines. */
export function evenWidth(runs: Run[], width: number, size: number, { fonts }: Setting): number {
  const words = wordsOf(runs, size, fonts);
  const count = (room: number) => breaks(fitting(words, room, size, fonts), room).length;
  const lines = count(width);
  let even = width;
  while (even > width / 2 && count(even - EVEN_STEP) === lines) even -= EVEN_STEP;
  return even;
}

const fitting = (words: Word[], width: number, size: number, fonts: Fonts): Word[] =>
  words.flatMap((word) => (word.width > width ? cut(word, width, size, fonts) : [word]));

/** The footnotes to words of these lines. */
export const notesIn = (lines: Line[]): Footnote[] =>
  lines.flatMap(({ parts }) =>
    parts.flatMap(({ run, shaped }) => (run.mark && shaped.glyphs.length > 0 ? [run.mark.footnote] : [])),
  );

/** Width of the widest word, and of all on one line. */
export function extent(runs: Run[], size: number, setting: Setting): { min: number; max: number } {
  const words = wordsOf(runs, size, setting.fonts);
  return {
    min: Math.max(0, ...words.map((word) => word.width)),
    max: words.reduce((sum, word, i) => sum + word.width + (i < words.length - 1 ? word.spaceWidth : 0), 0),
  };
}

function wordsOf(runs: Run[], size: number, fonts: Fonts): Word[] {
  const tidied = runs.map((run) => ({ run, text: run.text.replace(/ {2,}/g, " ") }));
  const whole = tidied.map(({ text }) => text).join("");
  const ends: number[] = [];
  const breaker = new LineBreaker(whole);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) ends.push(next.position);
  const words: Word[] = [];
  let start = 0;
  for (const end of ends) {
    if (end <= start) continue;
    const word = wordOf(slices(tidied, start, end), size, fonts);
    if (word) words.push(word);
    start = end;
  }
  return words;
}

/** The stretches of each run between two positions of the whole text. */
function slices(runs: { run: Run; text: string }[], start: number, end: number): { run: Run; text: string }[] {
  const found: { run: Run; text: string }[] = [];
  let at = 0;
  for (const { run, text } of runs) {
    const piece = text.slice(Math.max(0, start - at), Math.max(0, end - at));
    if (piece) found.push({ run, text: piece });
    at += text.length;
  }
  return found;
}

function wordOf(pieces: { run: Run; text: string }[], size: number, fonts: Fonts): Word | null {
  const parts: Word["parts"] = [];
  let space: Word["space"] = null;
  for (const { run, text } of pieces) {
    const body = text.replace(/ +$/, "");
    if (body) parts.push({ run, shaped: fonts.shape(body, run.weight) });
    if (body.length < text.length) space = { run, shaped: fonts.shape(" ", run.weight) };
  }
  if (parts.length === 0 && !space) return null;
  return {
    parts,
    width: parts.reduce((sum, part) => sum + widthOf(part.shaped, part.run, size), 0),
    space,
    spaceWidth: space ? (space.shaped.width * size) / 1000 : 0,
  };
}

function widthOf(shaped: Shaped, run: Run, size: number): number {
  return (shaped.width * size * (run.mark ? MARK_SIZE : 1)) / 1000 + (run.fill ? size * FILL_PAD * 2 : 0);
}

/** Cuts a word into pieces that fit, between characters. */
function cut(word: Word, width: number, size: number, fonts: Fonts): Word[] {
  const characters = word.parts.flatMap(({ run, shaped }) =>
    shaped.glyphs.map((glyph) => ({ run, text: String.fromCodePoint(...glyph.codePoints) })),
  );
  const pieces: Word[] = [];
  let current: { run: Run; text: string }[] = [];
  for (const character of characters) {
    const tried = wordOf(joined([...current, character]), size, fonts);
    if (tried && tried.width > width && current.length > 0) {
      pieces.push(wordOf(joined(current), size, fonts) as Word);
      current = [character];
    } else current.push(character);
  }
  const last = wordOf(joined(current), size, fonts);
  if (last) pieces.push({ ...last, space: word.space, spaceWidth: word.spaceWidth });
  return pieces;
}

function joined(pieces: { run: Run; text: string }[]): { run: Run; text: string }[] {
  const result: { run: Run; text: string }[] = [];
  for (const piece of pieces) {
    const last = result[result.length - 1];
    if (last && last.run === piece.run) last.text += piece.text;
    else result.push({ ...piece });
  }
  return result;
}

/** From and to of each line: fewest lines first, then the least sum of squared white space, the last line free. */
function breaks(words: Word[], width: number): [number, number][] {
  const n = words.length;
  // Of the words from each on: how many lines they take, at what cost, and where the second of these lines begins.
  const count = new Array<number>(n + 1).fill(0);
  const cost = new Array<number>(n + 1).fill(0);
  const next = new Array<number>(n + 1).fill(n);
  for (let from = n - 1; from >= 0; from--) {
    let [fewest, least, end] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, from + 1];
    let used = 0;
    for (let to = from + 1; to <= n; to++) {
      const word = words[to - 1] as Word;
      used += word.width;
      if (used > width + 0.01 && to > from + 1) break;
      const taken = (count[to] as number) + 1;
      const spent = (cost[to] as number) + (to === n ? 0 : ((width - used) / width) ** 2);
      if (taken < fewest || (taken === fewest && spent < least - 1e-9)) [fewest, least, end] = [taken, spent, to];
      used += word.spaceWidth;
    }
    [count[from], cost[from], next[from]] = [fewest, least, end];
  }
  const lines: [number, number][] = [];
  for (let at = 0; at < n; at = next[at] as number) lines.push([at, next[at] as number]);
  return lines;
}

/** The space at the end of a line is part of it, so that text taken from the page keeps its words apart. */
function lineOf(words: Word[], size: number): Line {
  const parts: Part[] = [];
  let x = 0;
  let end = 0;
  for (const word of words) {
    for (const { run, shaped } of word.parts) {
      const width = widthOf(shaped, run, size);
      parts.push({ run, shaped, x, width });
      x += width;
    }
    end = x;
    if (word.space) parts.push({ ...word.space, x, width: word.spaceWidth });
    x += word.spaceWidth;
  }
  return { parts, width: end };
}

/** Draws a line with its left edge at `x`. Neighbouring parts of one element are marked together. */
export function paintLine(canvas: Canvas, line: Line, x: number, baseline: number, size: number): void {
  let at = 0;
  while (at < line.parts.length) {
    const { run } = line.parts[at] as Part;
    let end = at + 1;
    while (end < line.parts.length && line.parts[end]?.run.tag === run.tag) end++;
    const group = line.parts.slice(at, end);
    for (const part of group) if (part.run.fill) ground(canvas, part, x, baseline, size);
    canvas.mark(run.tag, () => {
      for (const part of group) {
        const left = x + part.x + (part.run.fill ? size * FILL_PAD : 0);
        const up = part.run.mark ? size * MARK_RISE : 0;
        canvas.text(left, baseline - up, part.shaped, part.run.mark ? size * MARK_SIZE : size, part.run.colour);
      }
    });
    if (run.link) linkArea(canvas, group, run.link, x, baseline, size);
    if (run.mark) canvas.join(run.mark.note);
    at = end;
  }
}

function ground(canvas: Canvas, part: Part, x: number, baseline: number, size: number): void {
  const fill = part.run.fill as string;
  canvas.artifact("Layout", () => canvas.rect(x + part.x, baseline - size * 0.92, part.width, size * 1.26, { fill }));
}

function linkArea(canvas: Canvas, parts: Part[], target: LinkTarget, x: number, baseline: number, size: number): void {
  const words = parts.filter((part) => part.shaped.glyphs.some((glyph) => glyph.codePoints[0] !== 32));
  const [first, last] = [words[0], words[words.length - 1]];
  if (!first || !last) return;
  const left = x + first.x;
  const width = last.x + last.width - first.x;
  if (!first.run.mark)
    canvas.artifact("Layout", () =>
      canvas.rect(left, baseline + size * 0.13, width, size * 0.055, { fill: COLOURS.link }),
    );
  const area = { x: left, y: baseline - size * 0.85, width, height: size * 1.15 };
  canvas.link(
    first.run.tag,
    area,
    target,
    "uri" in target ? target.uri : `${first.run.mark ? "Note" : "Go to"} ${first.run.text}`,
  );
}
