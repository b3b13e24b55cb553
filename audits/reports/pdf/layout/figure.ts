import { type Chart, drawChart, splitChart } from "../../../charts/chart.ts";
import type { Scene } from "../../../charts/scene.ts";
import type { BlockOf } from "../../blocks.ts";
import type { Canvas, Paint } from "../core/canvas.ts";
import type { Fonts } from "../core/fonts.ts";
import { type Composer, linePieces, plain } from "./compose.ts";
import { type Piece, piece, stackHeight } from "./flow.ts";
import { runsOf } from "./text.ts";
import { LOOKS } from "./theme.ts";

/** A chart with its caption above and its source below, together on a page. A chart too tall for a page goes on in parts. */
export function figurePieces(block: BlockOf<"figure">, composer: Composer, gap: number): Piece[] {
  const { theme } = composer;
  const parts = fitting(block.chart, composer, theme.height * 0.82);
  return parts.flatMap((scene, i) => {
    const part = parts.length > 1 ? ` (part ${i + 1} of ${parts.length})` : "";
    return onePart(block, scene, part, i === 0 ? block.id : undefined, composer, i === 0 ? gap : theme.base);
  });
}

function fitting(chart: Chart, { theme, fonts }: Composer, height: number): Scene[] {
  const space = { width: theme.width, size: theme.base * 0.79, measure: fonts.measure };
  for (let count = 1; ; count++) {
    const parts = splitChart(chart, count);
    const scenes = parts.map((part) => drawChart(part, space));
    if (scenes.every((scene) => scene.height <= height) || parts.length < count) return scenes;
  }
}

function onePart(
  block: BlockOf<"figure">,
  scene: Scene,
  part: string,
  place: string | undefined,
  composer: Composer,
  gap: number,
): Piece[] {
  const { theme, tags, fonts } = composer;
  const area = { x: theme.margin.side, width: theme.width };
  const group = tags.make("Div", tags.root);
  const caption = plain(
    `${block.label}: ${block.caption}${part}`,
    tags.make("Caption", group),
    LOOKS.caption,
    composer,
  );
  const figure = tags.make("Figure", group, { alt: scene.alt });
  const source = plain(block.source, tags.make("P", group), LOOKS.note, composer);
  const pieces = [
    ...linePieces([caption], LOOKS.caption, area, composer, { gap, keep: true, place }),
    piece(
      scene.height,
      (canvas, top) => {
        figure.props.box = [area.x, top, area.x + scene.width, top + scene.height];
        canvas.mark(figure, () => paintScene(canvas, scene, area.x, top, fonts));
      },
      { gap: theme.base * 0.6, keep: block.source !== "" },
    ),
    ...(block.source
      ? linePieces([source], LOOKS.note, { ...area, width: theme.measure }, composer, { gap: theme.base * 0.5 })
      : []),
  ];
  // Where the words before are kept with it and all is too tall for one page, the break comes before the caption.
  const [first] = pieces;
  if (first) first.needs = stackHeight(pieces);
  return pieces;
}

/** A picture with its sentences at its right, large and with room around them. A row stays on one page. */
export function pictureTextPieces(block: BlockOf<"picture-text">, composer: Composer, gap: number): Piece[] {
  const { theme, tags, fonts } = composer;
  const { picture } = block;
  const left = theme.margin.side;
  const beside = left + picture.width + theme.base * 1.5;
  const group = tags.make("Div", tags.root);
  const figure = tags.make("Figure", group, { alt: picture.alt });
  const lines = block.paragraphs.flatMap((runs, i) =>
    linePieces(
      runsOf(runs, tags.make("P", group), LOOKS.easy, composer),
      LOOKS.easy,
      { x: beside, width: left + theme.width - beside },
      composer,
      { gap: i === 0 ? 0 : theme.base * 0.6 },
    ),
  );
  const words = stackHeight(lines);
  const height = Math.max(picture.height, words);
  return [
    piece(
      height,
      (canvas, top) => {
        const at = top + (height - picture.height) / 2;
        figure.props.box = [left, at, left + picture.width, at + picture.height];
        canvas.mark(figure, () => paintScene(canvas, picture, left, at, fonts));
        let y = top + (height - words) / 2;
        lines.forEach((line, i) => {
          y += i === 0 ? 0 : line.gap;
          line.paint(canvas, y);
          y += line.height;
        });
      },
      { gap },
    ),
  ];
}

/** Draws the marks of a scene as paths and text, inside an open mark. */
function paintScene(canvas: Canvas, scene: Pick<Scene, "marks">, left: number, top: number, fonts: Fonts): void {
  for (const mark of scene.marks) {
    switch (mark.kind) {
      case "rect":
        canvas.rect(left + mark.x, top + mark.y, mark.width, mark.height, paintOf(mark));
        break;
      case "circle":
        canvas.circle(left + mark.cx, top + mark.cy, mark.r, paintOf(mark));
        break;
      case "polygon": {
        const corners = mark.points.split(" ").map((corner) => corner.split(",").map(Number) as [number, number]);
        canvas.polygon(
          corners.map(([x, y]) => [left + x, top + y]),
          { fill: mark.fill },
        );
        break;
      }
      case "line": {
        const dash = mark.strokeDasharray?.split(" ").map(Number);
        const paint = { stroke: mark.stroke, lineWidth: mark.strokeWidth, dash };
        canvas.line([left + mark.x1, top + mark.y1], [left + mark.x2, top + mark.y2], paint);
        break;
      }
      case "text": {
        const shaped = fonts.shape(fonts.clean(mark.text), mark.fontWeight);
        const width = (shaped.width * mark.fontSize) / 1000;
        const back = mark.textAnchor === "start" ? 0 : mark.textAnchor === "middle" ? width / 2 : width;
        canvas.text(left + mark.x - back, top + mark.y, shaped, mark.fontSize, mark.fill);
        break;
      }
    }
  }
}

function paintOf(mark: { fill: string; stroke?: string; strokeWidth?: number }): Paint {
  return { fill: mark.fill, stroke: mark.stroke, lineWidth: mark.strokeWidth };
}
