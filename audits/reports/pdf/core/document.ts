import { createHash } from "node:crypto";
import { PDFContext, PDFHexString, PDFRawStream, type PDFRef, PDFStreamWriter, PngEmbedder } from "pdf-lib";
import { type Canvas, startPage } from "./canvas.ts";
import type { Fonts } from "./fonts.ts";
import { srgbProfile } from "./icc.ts";
import { startTags, type Tags } from "./tags.ts";
import { type Properties, xmpPacket } from "./xmp.ts";

/** A file that travels inside the PDF. */
export type Attachment = {
  name: string;
  mime: string;
  description: string;
  bytes: Uint8Array;
  relationship: "Data" | "Source" | "Alternative" | "Supplement";
};

/** A place in the document: the page (index) and the height on it, in points from the top. */
export type Place = { page: number; top: number };

export type OutlineEntry = { title: string; level: number; place: Place };

type PdfDocument = {
  tags: Tags;
  /** A new page, upright or across. */
  addPage(across?: boolean): Canvas;
  /** Takes in a picture in the format PNG; returns the name by which pages draw it. */
  addImage(png: Uint8Array): Promise<string>;
  /** Writes the file. Nothing may be drawn afterwards. */
  save(parts: {
    properties: Properties;
    outline: OutlineEntry[];
    destinations: Map<string, Place>;
    attachments: Attachment[];
  }): Promise<Uint8Array>;
};

type Size = { width: number; height: number };

/** Starts a tagged document: PDF/UA-1, and PDF/A-2a, or PDF/A-3a where files are attached. `size` is that of an upright page. */
export function startDocument(fonts: Fonts, size: Size): PdfDocument {
  const context = PDFContext.create();
  const tags = startTags();
  const canvases: Canvas[] = [];
  const sizes: Size[] = [];
  const images: Record<string, PDFRef> = {};
  return {
    tags,
    addPage(across = false) {
      const own = across ? { width: size.height, height: size.width } : size;
      const canvas = startPage(canvases.length, own.height, fonts, tags, context);
      canvases.push(canvas);
      sizes.push(own);
      return canvas;
    },
    async addImage(png) {
      const name = `I${Object.keys(images).length}`;
      images[name] = await (await PngEmbedder.for(png)).embedIntoContext(context);
      return name;
    },
    async save({ properties, outline, destinations, attachments }) {
      const pages = writePages(context, canvases, fonts, sizes, images);
      const at = (place: Place) =>
        context.obj([
          pages.refs[place.page],
          "XYZ",
          null,
          Math.round(((sizes[place.page]?.height ?? 0) - place.top) * 10) / 10,
          null,
        ]);
      // A tree of names is read by halving, so it has to be in order.
      const inOrder = attachments.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const files = inOrder.map((file) => ({
        name: file.name,
        ref: writeAttachment(context, file, properties.date),
      }));
      const names = [...destinations].sort(([a], [b]) => (a < b ? -1 : 1));
      const catalog = context.obj({
        Type: "Catalog",
        Pages: pages.tree,
        Lang: PDFHexString.fromText(properties.lang),
        MarkInfo: { Marked: true },
        ViewerPreferences: { DisplayDocTitle: true },
        PageMode: "UseOutlines",
        StructTreeRoot: tags.write(
          context,
          pages.refs,
          sizes.map(({ height }) => height),
        ),
        Metadata: context.register(
          context.stream(new TextEncoder().encode(xmpPacket(properties, files.length > 0 ? 3 : 2)), {
            Type: "Metadata",
            Subtype: "XML",
          }),
        ),
        OutputIntents: [
          {
            Type: "OutputIntent",
            S: "GTS_PDFA1",
            OutputConditionIdentifier: PDFHexString.fromText("sRGB"),
            Info: PDFHexString.fromText("sRGB IEC 61966-2-1"),
            DestOutputProfile: context.register(context.flateStream(srgbProfile(), { N: 3 })),
          },
        ],
        Names: {
          Dests: { Names: names.flatMap(([name, place]) => [PDFHexString.fromText(name), at(place)]) },
          EmbeddedFiles:
            files.length > 0
              ? { Names: files.flatMap(({ name, ref }) => [PDFHexString.fromText(name), ref]) }
              : undefined,
        },
        AF: files.length > 0 ? files.map(({ ref }) => ref) : undefined,
        Outlines: writeOutline(context, outline, at),
      });
      context.trailerInfo.Root = context.register(catalog);
      context.trailerInfo.Info = context.register(info(context, properties));
      const id = PDFHexString.of(contentHash(context).slice(0, 32));
      context.trailerInfo.ID = context.obj([id, id]);
      return PDFStreamWriter.forContext(context, 1000).serializeToBuffer();
    },
  };
}

function writePages(
  context: PDFContext,
  canvases: Canvas[],
  fonts: Fonts,
  sizes: Size[],
  images: Record<string, PDFRef>,
) {
  const drawn = canvases.map((canvas) => canvas.finish());
  const resources = context.register(
    context.obj({ Font: fonts.embed(context), XObject: Object.keys(images).length > 0 ? images : undefined }),
  );
  const tree = context.nextRef();
  const refs = drawn.map(({ content, annotations }, index) =>
    context.register(
      context.obj({
        Type: "Page",
        Parent: tree,
        MediaBox: [0, 0, sizes[index]?.width ?? 0, sizes[index]?.height ?? 0],
        Resources: resources,
        Contents: context.register(context.flateStream(content)),
        StructParents: index,
        Tabs: "S",
        Annots: annotations.length > 0 ? annotations : undefined,
      }),
    ),
  );
  context.assign(tree, context.obj({ Type: "Pages", Kids: refs, Count: refs.length }));
  return { tree, refs };
}

function writeAttachment(context: PDFContext, file: Attachment, date: string): PDFRef {
  const stream = context.register(
    context.flateStream(file.bytes, {
      Type: "EmbeddedFile",
      Subtype: file.mime,
      Params: { Size: file.bytes.length, ModDate: PDFHexString.fromText(pdfDate(date)) },
    }),
  );
  return context.register(
    context.obj({
      Type: "Filespec",
      F: PDFHexString.fromText(file.name),
      UF: PDFHexString.fromText(file.name),
      Desc: PDFHexString.fromText(file.description),
      AFRelationship: file.relationship,
      EF: { F: stream, UF: stream },
    }),
  );
}

type OutlineNode = { entry: OutlineEntry; ref: PDFRef; kids: OutlineNode[] };

/** Bookmarks, nested by level. Undefined where there are none. */
function writeOutline(context: PDFContext, entries: OutlineEntry[], at: (place: Place) => unknown): PDFRef | undefined {
  if (entries.length === 0) return undefined;
  const root = { ref: context.nextRef(), kids: [] as OutlineNode[] };
  const open: { level: number; kids: OutlineNode[] }[] = [{ level: 0, kids: root.kids }];
  for (const entry of entries) {
    while (open.length > 1 && (open[open.length - 1]?.level ?? 0) >= entry.level) open.pop();
    const node: OutlineNode = { entry, ref: context.nextRef(), kids: [] };
    open[open.length - 1]?.kids.push(node);
    open.push({ level: entry.level, kids: node.kids });
  }
  const write = (nodes: OutlineNode[], parent: PDFRef) => {
    nodes.forEach((node, i) => {
      const ends = family(node.kids);
      context.assign(
        node.ref,
        context.obj({
          Title: PDFHexString.fromText(node.entry.title),
          Parent: parent,
          Prev: nodes[i - 1]?.ref,
          Next: nodes[i + 1]?.ref,
          Dest: at(node.entry.place) as PDFRef,
          ...ends,
          Count: node.kids.length > 0 ? -node.kids.length : undefined,
        }),
      );
      write(node.kids, node.ref);
    });
  };
  write(root.kids, root.ref);
  context.assign(root.ref, context.obj({ Type: "Outlines", ...family(root.kids), Count: root.kids.length }));
  return root.ref;
}

function family(kids: OutlineNode[]) {
  return { First: kids[0]?.ref, Last: kids[kids.length - 1]?.ref };
}

function info(context: PDFContext, p: Properties) {
  const day = PDFHexString.fromText(pdfDate(p.date));
  return context.obj({
    Title: PDFHexString.fromText(p.title),
    Author: PDFHexString.fromText(p.author),
    Subject: PDFHexString.fromText(p.subject),
    Keywords: PDFHexString.fromText(p.keywords.join(", ")),
    Creator: PDFHexString.fromText(p.creator),
    Producer: PDFHexString.fromText(p.creator),
    CreationDate: day,
    ModDate: day,
  });
}

function pdfDate(day: string): string {
  return `D:${day.replaceAll("-", "")}000000Z`;
}

/** The file's identity: a hash of every object, so that equal content has equal identity and nothing else has. */
function contentHash(context: PDFContext): string {
  const hash = createHash("sha256");
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    hash.update(`${ref.tag} `);
    if (object instanceof PDFRawStream) hash.update(object.dict.toString()).update(object.contents);
    else hash.update(object.toString());
  }
  return hash.digest("hex");
}
