import { COLOURS } from "../../../charts/palette.ts";
import type { Block, BlockOf } from "../../blocks.ts";
import { baselineIn, type Composer, plain } from "./compose.ts";
import { type Piece, piece } from "./flow.ts";
import { compose, paintLine } from "./text.ts";
import type { Look } from "./theme.ts";

type Heading = BlockOf<"heading">;

/** Chapters and sections with their pages; each entry is a link. */
export function contentsPieces(blocks: Block[], composer: Composer, gap: number): Piece[] {
  const toc = composer.tags.make("TOC", composer.tags.root);
  const headings = blocks.filter((block): block is Heading => block.kind === "heading" && block.level <= 3);
  return headings.flatMap((heading, i) => entryPieces(heading, toc, i === 0 ? gap : 0, composer));
}

function entryPieces(
  heading: Heading,
  toc: ReturnType<Composer["tags"]["make"]>,
  gap: number,
  composer: Composer,
): Piece[] {
  const { theme, tags, fonts } = composer;
  const chapter = heading.level === 2;
  const look: Look = chapter
    ? { size: 1, leading: 1.4, weight: 600, colour: COLOURS.deep }
    : { size: 1, leading: 1.4, weight: 400, colour: COLOURS.ink };
  const size = theme.base * look.size;
  const leading = theme.base * look.leading;
  const numberX = theme.margin.side + (chapter ? 0 : theme.base * 1.8);
  const textX = heading.number ? theme.margin.side + theme.base * (chapter ? 1.8 : 4.2) : numberX;
  const right = theme.margin.side + theme.width;
  const pageWidth = fonts.measure("000", size, look.weight) + theme.base * 0.6;

  const reference = tags.make("Reference", tags.make("TOCI", toc));
  const link = tags.make("Link", reference);
  const number = heading.number
    ? compose(
        [{ ...plain(`${heading.number} `, link, look, composer), colour: COLOURS.tealText }],
        theme.width,
        size,
        composer,
      )[0]
    : undefined;
  const lines = compose([plain(`${heading.text} `, link, look, composer)], right - textX - pageWidth, size, composer);
  return lines.map((line, i) => {
    const last = i === lines.length - 1;
    return piece(
      leading,
      (canvas, top) => {
        const baseline = baselineIn(top, leading, size);
        const says = `Go to ${heading.text}`;
        if (i === 0 && number) paintLine(canvas, number, numberX, baseline, size);
        paintLine(canvas, line, textX, baseline, size);
        if (last) {
          const page = fonts.shape(String(composer.pageOf.get(heading.id) ?? ""), look.weight);
          const width = (page.width * size) / 1000;
          leader(canvas, textX + line.width + theme.base * 0.7, right - width - theme.base * 0.7, baseline, theme.base);
          canvas.mark(link, () => canvas.text(right - width, baseline, page, size, look.colour));
        }
        canvas.link(link, { x: numberX, y: top, width: right - numberX, height: leading }, { id: heading.id }, says);
      },
      { gap: i > 0 ? 0 : gap || theme.base * (chapter ? 0.75 : 0), keep: !last },
    );
  });
}

function leader(canvas: Parameters<Piece["paint"]>[0], from: number, to: number, baseline: number, base: number): void {
  if (to <= from) return;
  const pitch = base * 0.42;
  const end = Math.floor(to / pitch) * pitch;
  const paint = { stroke: COLOURS.control, lineWidth: base * 0.07, dash: [base * 0.07, pitch - base * 0.07] };
  const start = Math.ceil(from / pitch) * pitch;
  if (start < end)
    canvas.artifact("Layout", () => canvas.line([start, baseline - base * 0.05], [end, baseline - base * 0.05], paint));
}
