/** Which browser on what, in plain words, from what a browser says of itself: "Firefox on Windows". Newer names first: most say older ones as well. */
export function browserWords(userAgent: string): string {
  const browser = BROWSERS.find(([, sign]) => sign.test(userAgent))?.[0];
  const system = SYSTEMS.find(([, sign]) => sign.test(userAgent))?.[0];
  if (!browser) return system ? `A browser on ${system}` : "A browser that does not say which it is";
  return system ? `${browser} on ${system}` : browser;
}

const BROWSERS: [string, RegExp][] = [
  ["Edge", /Edg(e|A|iOS)?\//],
  ["Opera", /OPR\//],
  ["Samsung Internet", /SamsungBrowser\//],
  ["Firefox", /(Firefox|FxiOS)\//],
  ["Chrome", /(Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /Version\/.*Safari\//],
];

const SYSTEMS: [string, RegExp][] = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["a Chromebook", /CrOS/],
  ["a Mac", /Macintosh|Mac OS X/],
  ["Linux", /Linux/],
];
