/**
 * The sRGB colour space as an ICC profile, version 2, made from the published constants of IEC 61966-2-1 (primaries and
 * white point adapted to D50, the curve as a table), so that nothing has to be licensed.
 */
export function srgbProfile(): Uint8Array {
  const CURVE_POINTS = 1024;
  const curve = tagData("curv", 4 + CURVE_POINTS * 2, (view) => {
    view.setUint32(8, CURVE_POINTS);
    for (let i = 0; i < CURVE_POINTS; i++) {
      const v = i / (CURVE_POINTS - 1);
      view.setUint16(12 + i * 2, Math.round(65535 * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)));
    }
  });
  const name = "sRGB";
  const desc = tagData("desc", 83 + name.length, (view) => {
    view.setUint32(8, name.length + 1);
    writeAscii(view, 12, name);
  });
  const text = "No copyright, use freely";
  const copyright = tagData("text", text.length + 1, (view) => writeAscii(view, 8, text));
  const tags: [string, Uint8Array][] = [
    ["desc", desc],
    ["cprt", copyright],
    ["wtpt", xyz(0.9642, 1, 0.82491)],
    ["rXYZ", xyz(0.43607, 0.22249, 0.01392)],
    ["gXYZ", xyz(0.38515, 0.71687, 0.09708)],
    ["bXYZ", xyz(0.14307, 0.06061, 0.7141)],
    ["rTRC", curve],
    ["gTRC", curve],
    ["bTRC", curve],
  ];
  return assemble(tags);
}

function assemble(tags: [string, Uint8Array][]): Uint8Array {
  const HEADER = 128;
  const start = HEADER + 4 + tags.length * 12;
  const offsets = new Map<Uint8Array, number>();
  let end = start;
  for (const [, data] of tags) {
    if (offsets.has(data)) continue;
    offsets.set(data, end);
    end += Math.ceil(data.length / 4) * 4;
  }
  const bytes = new Uint8Array(end);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, end);
  view.setUint32(8, 0x02400000); // version 2.4
  writeAscii(view, 12, "mntrRGB XYZ ");
  for (const [i, part] of [2026, 1, 1].entries()) view.setUint16(24 + i * 2, part);
  writeAscii(view, 36, "acsp");
  view.setInt32(68, fixed(0.9642));
  view.setInt32(72, fixed(1));
  view.setInt32(76, fixed(0.82491));
  view.setUint32(HEADER, tags.length);
  tags.forEach(([signature, data], i) => {
    const entry = HEADER + 4 + i * 12;
    writeAscii(view, entry, signature);
    view.setUint32(entry + 4, offsets.get(data) as number);
    view.setUint32(entry + 8, data.length);
    bytes.set(data, offsets.get(data));
  });
  return bytes;
}

function tagData(type: string, length: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(8 + length);
  const view = new DataView(bytes.buffer);
  writeAscii(view, 0, type);
  write(view);
  return bytes;
}

function xyz(x: number, y: number, z: number): Uint8Array {
  return tagData("XYZ ", 12, (view) => {
    for (const [i, value] of [x, y, z].entries()) view.setInt32(8 + i * 4, fixed(value));
  });
}

/** ICC's s15Fixed16Number. */
function fixed(value: number): number {
  return Math.round(value * 65536);
}

function writeAscii(view: DataView, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
}
