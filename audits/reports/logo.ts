import { crc32, inflateSync } from "node:zlib";
import type { Logo } from "./blocks.ts";

/**
 * A logo is a PNG and nothing else: pixels, of which every program shows the same. An SVG may carry scripts, fonts and
 * addresses of other files, and a JPEG may carry where and when it was taken.
 */

export const LARGEST_LOGO = 100 * 1024;
/** The fewest and the most pixels of a side. */
const SIDES = { from: 32, to: 2000 };
export const LONGEST_LOGO_ALT = 120;

type ReadLogo = { ok: true; logo: Logo } | { ok: false; field: "logo" | "alt"; sentence: string };

const no = (sentence: string): ReadLogo => ({ ok: false, field: "logo", sentence });

/**
 * Checks a picture whole and keeps what draws it: its size, colours and pixels. Notes, places, times and programs that a
 * picture may carry are left behind.
 */
export function readLogo(bytes: Uint8Array, alt: string): ReadLogo {
  const words = alt.trim().replace(/\s+/g, " ");
  if (!words) return { ok: false, field: "alt", sentence: "Enter what the logo shows, for people who do not see it" };
  if (words.length > LONGEST_LOGO_ALT)
    return { ok: false, field: "alt", sentence: `The words must be ${LONGEST_LOGO_ALT} characters or fewer` };
  if (bytes.length > LARGEST_LOGO) return no("The logo must be 100 kB or smaller");
  const parts = partsOf(bytes);
  if (!parts) return no("The logo must be a PNG file that is whole");
  const head = parts[0]?.data;
  const view = head && new DataView(head.buffer, head.byteOffset, head.length);
  if (!view || parts[0]?.name !== "IHDR" || view.byteLength !== 13)
    return no("The logo must be a PNG file that is whole");
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (![width, height].every((side) => side >= SIDES.from && side <= SIDES.to))
    return no(`The logo must be ${SIDES.from} to ${SIDES.to} pixels wide and high`);
  if (view.getUint8(12) !== 0) return no("Save the logo again without interlacing");
  const kept = parts.filter(({ name }) => KEPT.has(name));
  const pixels = kept.filter(({ name }) => name === "IDAT").map(({ data }) => data);
  const line = lineBytes(width, view.getUint8(8), view.getUint8(9));
  if (line === null || !isWhole(Buffer.concat(pixels), height * (1 + line)))
    return no("The logo must be a PNG file that is whole");
  const png = Buffer.concat([SIGNATURE, ...kept.map(({ whole }) => whole)]).toString("base64");
  return { ok: true, logo: { png, width, height, alt: words } };
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const KEPT = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);

type Part = { name: string; data: Uint8Array /** With its length, name and sum. */; whole: Uint8Array };

/** The parts of a PNG file from the first to its end; null where one of them is cut off or has another sum than it says. */
function partsOf(bytes: Uint8Array): Part[] | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!file.subarray(0, 8).equals(SIGNATURE)) return null;
  const parts: Part[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > file.length) return null;
    const [named, data] = [file.subarray(at + 4, end - 4), file.subarray(at + 8, end - 4)];
    if (crc32(named) !== file.readUInt32BE(end - 4)) return null;
    const name = named.toString("latin1", 0, 4);
    parts.push({ name, data, whole: file.subarray(at, end) });
    if (name === "IEND") return parts;
    at = end;
  }
  return null;
}

/** Bytes of one line of pixels (PNG specification, table 11.1); null for a kind of colour that there is not. */
function lineBytes(width: number, depth: number, colour: number): number | null {
  const kinds: Record<number, { samples: number; depths: number[] }> = {
    0: { samples: 1, depths: [1, 2, 4, 8, 16] },
    2: { samples: 3, depths: [8, 16] },
    3: { samples: 1, depths: [1, 2, 4, 8] },
    4: { samples: 2, depths: [8, 16] },
    6: { samples: 4, depths: [8, 16] },
  };
  const kind = kinds[colour];
  return kind?.depths.includes(depth) ? Math.ceil((width * kind.samples * depth) / 8) : null;
}

/** Whether packed pixels unpack to just so many bytes; what would unpack to more is not unpacked further. */
function isWhole(packed: Uint8Array, size: number): boolean {
  try {
    return inflateSync(packed, { maxOutputLength: size }).length === size;
  } catch {
    return false;
  }
}
