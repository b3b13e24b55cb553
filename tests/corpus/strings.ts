/** Text that breaks programs. `blns.json` is the Big List of Naughty Strings 1.0.0 (MIT, LICENSE.blns), each string once. */
import { readFileSync } from "node:fs";

const LISTED = JSON.parse(readFileSync(new URL("blns.json", import.meta.url), "utf8")) as string[];

/** What that list lacks and this product could stumble over. */
const OWN = [
  "\u0000",
  "before\u0000after",
  "\ud800",
  "\udc00\ud800 turned round",
  "line\r\nline\nline\rline\u2028line\u2029line",
  "\ufeffafter a mark",
  "\t \u00a0\u2003\u3000",
  "<<ch>>{{ch}}%{ch}#{ch}",
  "[Child] &amp; &lt;b&gt; &#x0; &nbsp",
  "]]>--></script></textarea></title>",
  "=1+1",
  "@SUM(A1)",
  "+44 1632 960001",
  "-2+3+cmd|' /C calc'!A0",
  "2026-02-30",
  "31/02/2026",
  "0000-00-00",
  "9".repeat(400),
  "1e400",
  "-0",
  "0.1e-999",
  "%00%ff%fe%u0000",
  "../../../area-keys.json",
  "con_none",
  "cyc_none",
  "per_none",
  "a@b.example",
  "https://evil.example/\u202egpj.exe",
  "I\u0307\u0131\u017f\u1e9e\ufb03",
  "e\u0301 \u00e9 \u1100\u1161\u11a8 \uac01",
  "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f".repeat(40),
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}".repeat(60),
  "word ".repeat(2000),
  "a".repeat(5000),
  `(${"a|".repeat(500)}b)*${"a".repeat(500)}!`,
  "[".repeat(3000),
  "\\".repeat(999),
  "x\n".repeat(1500),
];

export const NAUGHTY: readonly string[] = [...LISTED, ...OWN];

/** A text of this many characters, of all kinds of letters. */
export const long = (length: number): string => "Aé漢😀 \n".repeat(Math.ceil(length / 7)).slice(0, length);
