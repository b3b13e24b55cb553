import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  Document,
  ExternalHyperlink,
  FootnoteReferenceRun,
  ImageRun,
  HeadingLevel,
  InternalHyperlink,
  LevelFormat,
  Packer,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { drawChart } from "#audits/charts/chart.ts";
import { measureSourceSans } from "#audits/charts/measure.ts";
import { COLOURS } from "#audits/charts/palette.ts";
import { type Block, type BlockOf, type Inline, type Logo, type Report, rowSpans } from "#audits/reports/blocks.ts";
import { footnotesOf } from "#audits/reports/footnotes.ts";

/**
 * A report as a Word file, for areas that must go on writing in it: real headings, lists and tables with heads that repeat.
 * Charts stand as their words and their numbers, which every program reads alike. Once it leaves, nothing in it is checked.
 */
export async function word({ meta, blocks }: Report): Promise<Uint8Array> {
  const footnotes = footnotesOf(blocks);
  const runs: Runs = (list) => list.flatMap((inline) => run(inline, footnotes.numberOf(inline)));
  const plain = (text: string) => new Paragraph({ children: [new TextRun(text)] });
  const document = new Document({
    title: meta.subtitle ? `${meta.title}: ${meta.subtitle}` : meta.title,
    subject: meta.summary,
    creator: meta.organisation,
    keywords: meta.keywords.join(", "),
    description: meta.summary,
    styles: {
      default: {
        document: {
          run: { font: "Arial", size: 24, language: { value: meta.lang } },
          paragraph: { spacing: { after: 160, line: 300 } },
        },
        title: { run: { size: 52, bold: true, color: hex(COLOURS.deep) } },
        heading1: {
          run: { size: 40, bold: true, color: hex(COLOURS.deep) },
          paragraph: { spacing: { before: 480, after: 160 } },
        },
        heading2: {
          run: { size: 32, bold: true, color: hex(COLOURS.brand) },
          paragraph: { spacing: { before: 360, after: 120 } },
        },
        heading3: { run: { size: 26, bold: true }, paragraph: { spacing: { before: 240, after: 100 } } },
        heading4: { run: { size: 24, bold: true }, paragraph: { spacing: { before: 200, after: 80 } } },
      },
      paragraphStyles: [
        { id: "Note", name: "Note", basedOn: "Normal", run: { size: 20, color: hex(COLOURS.soft) } },
        { id: "Lead", name: "Lead", basedOn: "Normal", run: { size: 28, color: hex(COLOURS.deep) } },
        {
          id: "Quoted",
          name: "Quoted",
          basedOn: "Normal",
          run: { size: 26, color: hex(COLOURS.deep) },
          paragraph: { indent: { left: 400 } },
        },
        { id: "Boxed", name: "Boxed", basedOn: "Normal", paragraph: { indent: { left: 240, right: 240 } } },
        { id: "Named", name: "Named", basedOn: "Normal", run: { bold: true, size: 22 }, paragraph: { keepNext: true } },
      ],
    },
    numbering: {
      config: [
        {
          reference: "numbers",
          levels: [
            {
              level: 0,
              format: LevelFormat.DECIMAL,
              text: "%1.",
              alignment: AlignmentType.START,
              style: { paragraph: { indent: { left: 480, hanging: 360 } } },
            },
          ],
        },
      ],
    },
    footnotes: Object.fromEntries(footnotes.list.map(({ number, text }) => [number, { children: [plain(text)] }])),
    sections: [
      {
        children: [
          ...(meta.logo ? [logoOf(meta.logo)] : []),
          new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(meta.title)] }),
          ...[meta.subtitle, meta.period, meta.organisation, meta.partners].filter(Boolean).map(plain),
          ...(meta.banner
            ? [new Paragraph({ children: [new TextRun({ text: meta.banner, bold: true, color: hex(COLOURS.worry) })] })]
            : []),
          ...meta.facts.map(
            ({ term, text }) =>
              new Paragraph({ children: [new TextRun({ text: `${term}: `, bold: true }), new TextRun(text)] }),
          ),
          new Paragraph({ style: "Note", children: [new TextRun(meta.statement)] }),
          ...blocks.flatMap((block) => wordBlocks(block, blocks, runs)),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

const hex = (colour: string) => colour.slice(1);
type Child = Paragraph | Table;

type Runs = (list: Inline[]) => ParagraphChild[];

function logoOf({ png, width, height, alt }: Logo): Paragraph {
  const scale = Math.min(200 / width, 96 / height);
  return new Paragraph({
    children: [
      new ImageRun({
        type: "png",
        data: Buffer.from(png, "base64"),
        transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
        altText: { name: "Logo", title: alt, description: alt },
      }),
    ],
  });
}

function wordBlocks(block: Block, all: Block[], runs: Runs): Child[] {
  switch (block.kind) {
    case "heading":
      return [
        new Paragraph({
          heading: [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3][block.level - 2],
          children: [
            new Bookmark({
              id: bookmark(block.id),
              children: [new TextRun(block.number ? `${block.number} ${block.text}` : block.text)],
            }),
          ],
        }),
      ];
    case "contents":
      return [
        new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(block.title)] }),
        ...all.flatMap((one) =>
          one.kind === "heading" && one.level === 2
            ? [new Paragraph({ children: [linkTo(one.id, `${one.number ? `${one.number} ` : ""}${one.text}`)] })]
            : [],
        ),
      ];
    case "paragraph":
      return [
        new Paragraph({
          style: block.role === "note" ? "Note" : block.role === "lead" ? "Lead" : undefined,
          children: runs(block.runs),
        }),
      ];
    case "list":
      return block.items.map(
        (item) =>
          new Paragraph({
            children: runs(item),
            ...(block.ordered ? { numbering: { reference: "numbers", level: 0 } } : { bullet: { level: 0 } }),
          }),
      );
    case "quote":
      return [
        ...block.paragraphs.map(
          (text, i) =>
            new Paragraph({
              style: "Quoted",
              border: BAR,
              children: runs([{ text: `“${text}${i === block.paragraphs.length - 1 ? "”" : ""}`, lang: block.lang }]),
            }),
        ),
        new Paragraph({ style: "Note", indent: { left: 400 }, children: [new TextRun(block.source)] }),
      ];
    case "callout":
      return boxed(block.title, block.paragraphs, runs);
    case "key-figures":
      return block.figures.map(
        ({ figure, label, note }) =>
          new Paragraph({
            children: [
              new TextRun({ text: `${figure} `, bold: true, size: 36, color: hex(COLOURS.brand) }),
              new TextRun(`${label}${note ? ` (${note})` : ""}`),
            ],
          }),
      );
    case "panels":
      return block.panels.flatMap(({ title, items }) => [
        new Paragraph({ style: "Named", children: [new TextRun(title)] }),
        ...items.map((item) => new Paragraph({ bullet: { level: 0 }, children: runs(item) })),
      ]);
    case "table":
      return wordTable(block, runs);
    case "figure":
      return wordFigure(block, runs);
    case "recommendations":
      return block.items.flatMap(({ label, title, text, facts }) => [
        new Paragraph({ style: "Named", children: [new TextRun(`${label}: ${title}`)] }),
        ...(text ? [new Paragraph({ children: [new TextRun(text)] })] : []),
        ...facts.map(
          (fact) =>
            new Paragraph({
              style: "Boxed",
              children: [new TextRun({ text: `${fact.term}: `, bold: true }), new TextRun(fact.text)],
            }),
        ),
      ]);
    case "definitions":
      return block.items.map(
        ({ term, text }) =>
          new Paragraph({ children: [new TextRun({ text: `${term}: `, bold: true }), ...runs(text)] }),
      );
    case "tick-boxes":
      return block.options.map(
        ({ label, text }) => new Paragraph({ children: [new TextRun(`☐ ${label}${text ? `: ${text}` : ""}`)] }),
      );
    case "writing-lines":
      return [new Paragraph({ style: "Note", children: [new TextRun(block.label)] })];
    case "picture-text":
      return [
        ...block.paragraphs.map((paragraph) => new Paragraph({ style: "Lead", children: runs(paragraph) })),
        new Paragraph({ style: "Note", children: [new TextRun(`[Picture: ${block.picture.alt}]`)] }),
      ];
    case "page-break":
      return [];
  }
}

const BAR = { left: { style: BorderStyle.SINGLE, size: 18, space: 12, color: hex(COLOURS.teal) } };

function boxed(title: string, paragraphs: Inline[][], runs: Runs): Paragraph[] {
  const look = {
    style: "Boxed",
    shading: { type: ShadingType.CLEAR, fill: hex(COLOURS.tintStrong), color: "auto" },
  } as const;
  return [
    new Paragraph({ ...look, children: [new TextRun({ text: title, bold: true })] }),
    ...paragraphs.map((paragraph) => new Paragraph({ ...look, children: runs(paragraph) })),
  ];
}

function run({ text, strong, soft, lang, href, to }: Inline, footnote: number | null): ParagraphChild[] {
  const mark = footnote === null ? [] : [new FootnoteReferenceRun(footnote)];
  if (to) return [linkTo(to, text), ...mark];
  const own = new TextRun({
    text,
    bold: strong,
    ...(soft ? { color: hex(COLOURS.soft) } : {}),
    ...(lang ? { language: { value: lang } } : {}),
    ...(href ? { style: "Hyperlink" } : {}),
  });
  return [href ? new ExternalHyperlink({ link: href, children: [own] }) : own, ...mark];
}

const linkTo = (id: string, text: string) =>
  new InternalHyperlink({ anchor: bookmark(id), children: [new TextRun({ text, style: "Hyperlink" })] });

/** Word takes letters, digits and underscores, beginning with a letter. */
const bookmark = (id: string) => `b_${id.replace(/\W/g, "_")}`;

function wordTable(block: BlockOf<"table">, runs: Runs): Child[] {
  const { label, caption, head, columns, rows, notes, id } = block;
  const spans = rowSpans(block);
  const cell = (children: ParagraphChild[], at: number, look: { span?: number; rows?: number; head?: boolean } = {}) =>
    new TableCell({
      columnSpan: look.span,
      rowSpan: look.rows,
      ...(look.head ? { shading: { type: ShadingType.CLEAR, fill: hex(COLOURS.tintStrong), color: "auto" } } : {}),
      margins: { top: 60, bottom: 60, left: 90, right: 90 },
      children: [
        new Paragraph({
          spacing: { after: 0 },
          alignment: columns[at]?.numeric ? AlignmentType.END : AlignmentType.START,
          children,
        }),
      ],
    });
  const headRows = head.map((cells) => {
    let at = 0;
    return new TableRow({
      tableHeader: true,
      cantSplit: true,
      children: cells.map(({ text, span }) => {
        const made = cell([new TextRun({ text, bold: true, size: 20 })], at, { span, head: true });
        at += span ?? 1;
        return made;
      }),
    });
  });
  const body = rows.map(
    (row, i) =>
      new TableRow({
        cantSplit: true,
        children: row.flatMap((inlines, at) => {
          const over = at === 0 ? (spans[i] ?? 1) : 1;
          return over === 0 ? [] : [cell(runs(inlines), at, { rows: over > 1 ? over : undefined })];
        }),
      }),
  );
  return [
    new Paragraph({
      style: "Named",
      children: [new Bookmark({ id: bookmark(id), children: [new TextRun(`${label}: ${caption}`)] })],
    }),
    new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: [...headRows, ...body] }),
    ...(notes.length > 0 ? notes : [""]).map((note) => new Paragraph({ style: "Note", children: [new TextRun(note)] })),
  ];
}

/** A chart as what it shows, in words, and its numbers. */
function wordFigure(block: BlockOf<"figure">, runs: Runs): Child[] {
  const { alt, table } = drawChart(block.chart, { width: 600, size: 14, measure: measureSourceSans });
  return [
    ...wordTable(
      {
        kind: "table",
        id: block.id,
        label: block.label,
        caption: block.caption,
        head: [table.columns.map(({ label }) => ({ text: label }))],
        columns: table.columns,
        rows: table.rows.map((row) => row.map((text) => [{ text }])),
        notes: [alt, block.source].filter(Boolean),
      },
      runs,
    ),
  ];
}
