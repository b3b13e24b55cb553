import { type PDFContext, PDFHexString, PDFName, type PDFRef } from "pdf-lib";

/** Structure types that reports use, of ISO 32000-1, 14.8.4. */
export type TagType =
  | "Document"
  | "Div"
  | "H1"
  | "H2"
  | "H3"
  | "H4"
  | "H5"
  | "P"
  | "Span"
  | "Link"
  | "BlockQuote"
  | "L"
  | "LI"
  | "Lbl"
  | "LBody"
  | "Table"
  | "Caption"
  | "THead"
  | "TBody"
  | "TR"
  | "TH"
  | "TD"
  | "Figure"
  | "TOC"
  | "TOCI"
  | "Reference"
  | "Note";

type TagProps = {
  alt?: string;
  lang?: string;
  scope?: "Column" | "Row";
  colSpan?: number;
  rowSpan?: number;
  /** Names the element within the document; no other has the same. */
  id?: string;
  /** Ids of the heads of a cell. */
  headers?: string[];
  numbering?: "Disc" | "Decimal" | "None";
  /** Left, top, right and bottom on the page, in points from the top left corner. */
  box?: [number, number, number, number];
};

/** One element of the structure. It joins its parent when it is first painted, so the order of the tree is the order of painting. */
export type Tag = { type: TagType; props: TagProps; parent: Tag | null; kids: Kid[]; joined: boolean };
type Kid = Tag | { page: number; mcid: number } | { page: number; annotation: PDFRef };

export type Tags = {
  /** The Document element. */
  root: Tag;
  /** A new element that is not yet part of the tree. */
  make(type: TagType, parent: Tag, props?: TagProps): Tag;
  /** Makes an element part of the tree though nothing of it is painted: an empty cell. */
  join(tag: Tag): void;
  /** A new content id of an element on a page (index). */
  content(tag: Tag, page: number): number;
  /** Binds an annotation to an element; returns its StructParent key. */
  annotation(tag: Tag, page: number, ref: PDFRef): number;
  /** Writes the tree. `pages` are the page objects with their heights; a page's StructParents key is its index. */
  write(context: PDFContext, pages: PDFRef[], heights: number[]): PDFRef;
};

/** Starts a structure tree for a document of at most 100,000 pages: keys above that belong to annotations. */
export function startTags(): Tags {
  const FIRST_ANNOTATION_KEY = 100_000;
  const root: Tag = { type: "Document", props: {}, parent: null, kids: [], joined: true };
  const contents: Tag[][] = [];
  const annotations: Tag[] = [];

  const join = (tag: Tag) => {
    if (tag.joined || !tag.parent) return;
    join(tag.parent);
    tag.parent.kids.push(tag);
    tag.joined = true;
  };

  return {
    root,
    make: (type, parent, props = {}) => ({ type, props, parent, kids: [], joined: false }),
    join,
    content(tag, page) {
      join(tag);
      contents[page] ??= [];
      const onPage = contents[page];
      const mcid = onPage.push(tag) - 1;
      tag.kids.push({ page, mcid });
      return mcid;
    },
    annotation(tag, page, ref) {
      join(tag);
      tag.kids.push({ page, annotation: ref });
      return FIRST_ANNOTATION_KEY + annotations.push(tag) - 1;
    },
    write(context, pages, heights) {
      const refs = new Map<Tag, PDFRef>();
      const reserve = (tag: Tag) => {
        refs.set(tag, context.nextRef());
        for (const kid of tag.kids) if ("type" in kid) reserve(kid);
      };
      reserve(root);
      const treeRef = context.nextRef();
      for (const [tag, ref] of refs) context.assign(ref, element(context, tag, refs, treeRef, pages, heights));

      const refOf = (tag: Tag) => refs.get(tag) as PDFRef;
      // A tree of names is read by halving, so it has to be in order.
      const named = [...refs].flatMap(([{ props }, ref]) => (props.id ? [{ id: props.id, ref }] : []));
      const ids = named.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const nums = [
        ...contents.flatMap((tags, page) => [page, context.register(context.obj((tags ?? []).map(refOf)))]),
        ...annotations.flatMap((tag, i) => [FIRST_ANNOTATION_KEY + i, refOf(tag)]),
      ];
      context.assign(
        treeRef,
        context.obj({
          Type: "StructTreeRoot",
          K: refOf(root),
          ParentTree: context.register(context.obj({ Nums: nums })),
          ParentTreeNextKey: FIRST_ANNOTATION_KEY + annotations.length,
          IDTree: ids.length > 0 ? { Names: ids.flatMap(({ id, ref }) => [idText(id), ref]) } : undefined,
        }),
      );
      return treeRef;
    },
  };
}

function element(
  context: PDFContext,
  tag: Tag,
  refs: Map<Tag, PDFRef>,
  treeRef: PDFRef,
  pages: PDFRef[],
  heights: number[],
) {
  const { props } = tag;
  const home = tag.kids.find((kid) => "mcid" in kid)?.page;
  const kids = tag.kids.map((kid) => {
    if ("type" in kid) return refs.get(kid);
    if ("annotation" in kid) return context.obj({ Type: "OBJR", Obj: kid.annotation, Pg: pages[kid.page] });
    return kid.page === home ? kid.mcid : context.obj({ Type: "MCR", Pg: pages[kid.page], MCID: kid.mcid });
  });
  return context.obj({
    Type: "StructElem",
    S: tag.type,
    P: tag.parent ? refs.get(tag.parent) : treeRef,
    Pg: home === undefined ? undefined : pages[home],
    K: kids.length === 1 ? kids[0] : kids,
    Alt: props.alt === undefined ? undefined : PDFHexString.fromText(props.alt),
    Lang: props.lang === undefined ? undefined : PDFHexString.fromText(props.lang),
    ID: props.id === undefined ? undefined : idText(props.id),
    A: attributes(props, heights[home ?? 0] ?? 0, context),
  });
}

/** Ids are bytes: letters, digits and hyphens. */
const idText = (id: string): PDFHexString => PDFHexString.of(Buffer.from(id, "ascii").toString("hex"));

function attributes(
  { scope, colSpan, rowSpan, headers, numbering, box }: TagProps,
  pageHeight: number,
  context: PDFContext,
) {
  if (scope || colSpan || rowSpan || headers)
    return {
      O: PDFName.of("Table"),
      Scope: scope,
      ColSpan: colSpan,
      RowSpan: rowSpan,
      Headers: headers && context.obj(headers.map(idText)),
    };
  if (numbering) return { O: PDFName.of("List"), ListNumbering: numbering };
  if (box)
    return {
      O: PDFName.of("Layout"),
      Placement: "Block",
      BBox: [box[0], pageHeight - box[3], box[2], pageHeight - box[1]],
    };
  return undefined;
}
