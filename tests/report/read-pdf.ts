import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** One page as a screen reader meets it: elements in order, each with its text. Read by pdf.js, not by our own code. */
export type ReadPage = { lines: string[]; untagged: string[] };

type Node = { role?: string; alt?: string; lang?: string; type?: string; id?: string; children?: Node[] };
type Item = { type?: string; id?: string; tag?: string; str?: string };

/** Reads the structure of a PDF. `untagged` is text that is neither in an element nor an artifact. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPage[]> {
  const task = getDocument({ data: bytes.slice(), verbosity: 0 });
  const document = await task.promise;
  const pages: ReadPage[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const { texts, untagged } = collect(items as Item[]);
    const lines: string[] = [];
    const tree = (await page.getStructTree()) as Node | null;
    for (const child of tree?.children ?? []) write(child, 0, texts, lines);
    pages.push({ lines, untagged });
  }
  await task.destroy();
  return pages;
}

function collect(items: Item[]): { texts: Map<string, string>; untagged: string[] } {
  const texts = new Map<string, string>();
  const untagged: string[] = [];
  const open: { id?: string; artifact: boolean }[] = [];
  for (const item of items) {
    if (item.type === "beginMarkedContentProps" || item.type === "beginMarkedContent") {
      open.push({ id: item.id, artifact: item.tag === "Artifact" });
    } else if (item.type === "endMarkedContent") open.pop();
    else if (item.str?.trim() || item.str === " ") {
      const id = open.findLast((each) => each.id)?.id;
      if (id) texts.set(id, (texts.get(id) ?? "") + item.str);
      else if (!open.some((each) => each.artifact) && item.str.trim()) untagged.push(item.str);
    }
  }
  return { texts, untagged };
}

/** Elements that stand inside a line of text. */
const INLINE = ["Link", "Span"];

function write(node: Node, depth: number, texts: Map<string, string>, lines: string[]): void {
  const text = node.role === "Figure" ? `[${node.alt}]` : tidy(words(node, texts));
  const lang = node.lang ? ` (${node.lang})` : "";
  lines.push(`${"  ".repeat(depth)}${node.role}${lang}${text ? `: ${text}` : ""}`);
  for (const kid of node.children ?? []) {
    if (kid.role && !INLINE.includes(kid.role)) write(kid, depth + 1, texts, lines);
  }
}

/** The words of an element in order; a link or a span among them in angle brackets. */
function words(node: Node, texts: Map<string, string>): string {
  return (node.children ?? [])
    .map((kid) => {
      if (kid.type === "content") return texts.get(kid.id ?? "") ?? "";
      if (!INLINE.includes(kid.role ?? "")) return "";
      return `<${kid.role}${kid.lang ? ` ${kid.lang}` : ""} ${tidy(words(kid, texts))}>`;
    })
    .join(" ");
}

/** pdf.js leaves out the space at the end of a line, so pieces are joined by one. */
function tidy(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/ ([,.])/g, "$1")
    .trim();
}
