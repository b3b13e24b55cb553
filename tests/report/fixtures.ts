import type { Hidden, Interval, Share } from "#audits/charts/figures.ts";
import type { LearningReportData, ServiceData, ThemeData } from "#audits/reports/learning-report-data.ts";

/** Fictional report data: Northshire and everything in it is invented. */

const small: Hidden = { hidden: true, reason: "fewer than 5 plans" };
const complement: Hidden = { hidden: true, reason: "another hidden figure could be worked out from it" };

/** A share with Wilson's 95% interval, as the results query would give it. */
export function share(count: number, n: number): Share {
  return { count, n, interval: n >= 10 ? wilson(count, n) : null };
}

function wilson(x: number, n: number): Interval {
  const z = 1.959963984540054;
  const p = x / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return { lower: x === 0 ? 0 : centre - half, upper: x === n ? 1 : centre + half };
}

function theme(
  code: string,
  name: string,
  polarity: ThemeData["polarity"],
  count: number,
  more: Partial<ThemeData> = {},
): ThemeData {
  return {
    code,
    name,
    polarity,
    definition: null,
    share: count < 5 ? small : share(count, 40),
    previous: null,
    change: null,
    quotes: [],
    ...more,
  };
}

const HASH = "9f2c1e7ab05d43c88e61f0b27d94a3156c0e8b7a4d2f19365be87c01fd42a6e3";

export function fullReport(): LearningReportData {
  return {
    area: "Northshire",
    organisation: "Northshire SEND Partnership",
    partners: ["Northshire Council", "NHS Northshire Integrated Care Board", "Northshire Parent Carer Forum"],
    audience: "the SEND partnership board, 15 December 2026",
    contact: "send.quality@northshire.example",
    view: "published",
    status: "final",
    version: "1.0",
    date: "2026-12-08",
    cycle: {
      title: "Autumn 2026",
      question:
        "Do plans say clearly what support a child will get, from whom and how often, and do they follow from what the child wants?",
      from: "2026-11-02",
      to: "2026-11-27",
    },
    sample: {
      population: 1712,
      drawn: 40,
      counted: 40,
      question: "",
      chosen: false,
      method: "a random sample within phase of education",
      drawnOn: "2026-10-05",
      seed: "northshire-autumn-2026-7f3a",
      frameHash: HASH,
      exclusions: [
        { reason: "Plan ceased before the draw", plans: 31 },
        { reason: "Open appeal to the Tribunal", plans: 12 },
      ],
      replaced: 0,
      strata: {
        title: "by phase",
        rows: [
          { label: "Early years", population: 118, drawn: small },
          { label: "Primary", population: 655, drawn: 15 },
          { label: "Secondary", population: 611, drawn: 14 },
          { label: "Post-16", population: 328, drawn: complement },
        ],
      },
    },
    rubric: { title: "Northshire EHC plan rubric", version: "3.0.0", hash: HASH.split("").reverse().join("") },
    codebook: { title: "Northshire themes", version: "1.2.0" },
    auditors: [
      { agency: "Education", auditors: 9, audits: 26 },
      { agency: "Health", auditors: 5, audits: 14 },
      { agency: "Social care", auditors: 4, audits: 12 },
      { agency: "Parent carer forum", auditors: 2, audits: 6 },
    ],
    levels: [
      { label: "Outstanding", good: true },
      { label: "Good", good: true },
      { label: "Requires improvement", good: false },
      { label: "Inadequate", good: false },
    ],
    grades: {
      n: 40,
      limitsMode: "applied",
      before: [5, 25, 10, 0],
      after: [5, 17, 12, 6],
      good: share(22, 40),
      goodInPopulation: { lower: 684, upper: 1184 },
      notGraded: 0,
      overridden: 0,
    },
    domains: [
      {
        title: "Statutory form and accuracy",
        headline: false,

        notGraded: 0,
        counts: [9, 24, complement, small],
        good: share(33, 40),
      },
      {
        title: "Voice of the child and family",
        headline: true,

        notGraded: 0,
        counts: [7, 22, complement, small],
        good: share(29, 40),
      },
      {
        title: "Personalisation and needs",
        headline: true,

        notGraded: 0,
        counts: [complement, 20, 13, small],
        good: share(24, 40),
      },
      {
        title: "Outcomes focus",
        headline: true,

        notGraded: 0,
        counts: [small, complement, 19, 5],
        good: share(16, 40),
      },
      {
        title: "Educational provision",
        headline: false,

        notGraded: 0,
        counts: [small, 15, 19, small],
        good: share(17, 40),
      },
      {
        title: "Health and social care input",
        headline: true,

        notGraded: 0,
        counts: [0, 12, 21, 7],
        good: share(12, 40),
      },
      {
        title: "Preparation for adulthood",
        headline: true,

        notGraded: small,
        counts: [small, complement, 17, small],
        good: share(15, 36),
      },
    ],
    limits: {
      lowered: 10,
      loweredTo: [
        { level: "Inadequate", plans: complement },
        { level: "Requires improvement", plans: small },
      ],
      rows: [
        {
          key: "HS4",
          title: "Social care needs related to SEN or disability are set out, or their absence explained",
          effect: "At most Requires improvement",
          plans: 8,
        },
        {
          key: "HS2",
          title: "Health provision is specified, quantified and agreed by the commissioner",
          effect: "At most Requires improvement",
          plans: 6,
        },
        { key: "EP2", title: "Provision is specified and quantified", effect: "At most Inadequate", plans: small },
        {
          key: "PN6",
          title: "A golden thread runs from aspirations to provision",
          effect: "At most Requires improvement",
          plans: small,
        },
        {
          key: "OF1",
          title: "Section E contains outcomes, not provision or services",
          effect: "At most Inadequate",
          plans: small,
        },
        {
          key: "SC1",
          title: "Required sections are present and separately identified",
          effect: "At most Inadequate",
          plans: 0,
        },
      ],
    },
    agreement: {
      plans: 16,
      compared: 641,
      exact: 468,
      withinOne: 622,
      ac2: { value: 0.78, interval: { lower: 0.7, upper: 0.86 }, words: "mostly consistent" },
      moderated: { plans: 16, criteria: 173, changed: 94, bothViews: 2 },
      criteria: [
        { key: "OF4", title: "Outcomes are ambitious and paced", exact: 8, withinOne: 15, of: 16 },
        { key: "VC4", title: "Voice shapes the rest of the plan", exact: 9, withinOne: 15, of: 16 },
        { key: "HS7", title: "Agencies’ contributions join up", exact: 8, withinOne: 13, of: 14 },
        { key: "EP2", title: "Provision is specified and quantified", exact: 13, withinOne: 16, of: 16 },
        {
          key: "SC1",
          title: "Required sections are present and separately identified",
          exact: 16,
          withinOne: 16,
          of: 16,
        },
      ],
    },
    themes: [
      theme("EP-VAGUE", "Vague or unquantified provision", "improvement", 24, {
        definition: "Support is named but not how much, how often, by whom or with what training.",
        previous: share(21, 38),
        change: { difference: 24 / 40 - 21 / 38, interval: { lower: -0.168, upper: 0.258 }, worthALook: false },
        quotes: [
          {
            text: "Access to regular opportunities for small group work as appropriate.",
            lang: null,
            section: "F",
            page: 11,
          },
          { text: "Will benefit from speech and language input.", lang: null, section: "F", page: 9 },
        ],
      }),
      theme("HC-EMPTY", "Health or care section empty without a reason", "improvement", 19, {
        definition:
          "Sections C, D, G or H are blank, or say “not known to this service”, and nobody says who was asked.",
        previous: share(16, 38),
        change: { difference: 19 / 40 - 16 / 38, interval: { lower: -0.16, upper: 0.261 }, worthALook: false },
        quotes: [{ text: "Not known to this service.", lang: null, section: "D", page: 7 }],
      }),
      theme("OF-GENERIC", "Outcomes that could be any child’s", "improvement", 17, {
        previous: share(20, 38),
        change: { difference: 17 / 40 - 20 / 38, interval: { lower: -0.307, upper: 0.117 }, worthALook: false },
        quotes: [{ text: "To make progress in line with their peers.", lang: null, section: "E", page: 8 }],
      }),
      theme("VC-NOTREFLECTED", "Voice recorded but not reflected", "improvement", 12, {
        previous: share(13, 38),
        change: { difference: 12 / 40 - 13 / 38, interval: { lower: -0.241, upper: 0.161 }, worthALook: false },
      }),
      theme("PN-GENERIC", "Generic or copied text", "improvement", 6, {
        previous: share(20, 38),
        change: { difference: 6 / 40 - 20 / 38, interval: { lower: -0.546, upper: -0.168 }, worthALook: true },
      }),
      theme("ST-OUTDATED", "Plan not updated after review", "improvement", 4),
      theme("VC-STRONG", "The child’s own words lead the plan", "strength", 23, {
        definition: "What the child said is quoted, dated and taken up in outcomes.",
        quotes: [
          {
            text: "I want to work with engines. Mr Hall lets me help in the workshop on Fridays.",
            lang: null,
            section: "A",
            page: 2,
          },
          {
            text: "Dw i’n hoffi mynd i’r fferm gyda Taid. Dw i eisiau gweithio gydag anifeiliaid ŵyr a gwartheg.",
            lang: "cy",
            section: "A",
            page: 2,
          },
        ],
      }),
      theme("PN-CLEAR", "Needs described by their effect", "strength", 14),
      theme("CO-JOINED", "Agencies write with one voice", "strength", 7),
    ],
    groups: [
      {
        title: "by phase",
        rows: [
          { label: "Early years", good: small },
          { label: "Primary", good: share(9, 15) },
          { label: "Secondary", good: share(7, 14) },
          { label: "Post-16", good: complement },
        ],
      },
    ],
    timeliness: {
      source: "All 312 requests from September to November 2026, exempt cases left out.",
      rows: [
        { label: "New plans issued within 20 weeks", share: share(181, 312) },
        { label: "Educational psychology advice within 6 weeks", share: share(162, 312) },
        { label: "Health advice within 6 weeks", share: share(190, 312) },
        { label: "Social care advice within 6 weeks", share: share(231, 312) },
      ],
    },
    previousCycles: [
      { title: "Autumn 2025", good: share(15, 36) },
      { title: "Spring 2026", good: share(17, 38) },
    ],
    change: {
      since: "spring 2026",
      change: { difference: 22 / 40 - 17 / 38, interval: { lower: -0.115, upper: 0.311 }, verdict: "could_not_tell" },
    },
    actions: [
      {
        title: "Say how much, how often and by whom",
        detail:
          "Panel returns every draft whose section F does not state amount, frequency and who delivers. Advice givers get the same rule in their template.",
        owner: "Head of the SEND service",
        due: "2027-02-26",
        measure: "Plans with vague or unquantified provision",
        baseline: "24 of 40, autumn 2026",
        target: "10 of 40 or fewer, autumn 2027",
        state: null,
        effect: null,
      },
      {
        title: "No empty health and care sections",
        detail:
          "The designated officers for health and social care check sections C, D, G and H of every final plan and record who was asked.",
        owner: "Designated clinical officer",
        due: "2027-03-31",
        measure: "Plans with an empty section and no reason",
        baseline: "19 of 40, autumn 2026",
        target: "5 of 40 or fewer, autumn 2027",
        state: null,
        effect: null,
      },
      {
        title: "Write outcomes with the child",
        detail:
          "Two workshops a term for plan writers, with young people from the forum, on turning aspirations into outcomes.",
        owner: "Participation lead",
        due: "2027-06-30",
        measure: "Outcomes focus, plans good or better",
        baseline: "16 of 40, autumn 2026",
        target: null,
        state: null,
        effect: null,
      },
      {
        title: "Audit the same criteria again",
        detail: "Score EP2, HS2, HS4 and OF2 on 30 new plans.",
        owner: "Quality lead",
        due: "2027-11-30",
        measure: "Share of plans good or better on each",
        baseline: null,
        target: null,
        state: null,
        effect: null,
      },
    ],
    limitsOfAudit: ["Plans of children who moved in from other areas during the period are not in the frame."],
    commentary: [
      {
        chapter: "grades",
        paragraphs: [
          "Around half of our plans are good enough for a school, a nurse or a social worker to act on. Too many are held back by one thing: section F says what kind of help a child gets, but not how much of it.",
        ],
      },
      {
        chapter: "domains",
        paragraphs: [
          "Plans know the child well. They are less good at saying what should change for the child, and weakest where health and social care have to add their part.",
        ],
      },
    ],
    methods: ["grading/1", "agreement/1", "wilson-fpc-plans/1", "suppression/1"],
    protection: { threshold: 5, hidden: 23 },
  };
}

/** Long and awkward words: other scripts, signs without a glyph, a quote of 2,000 words, a long table, an address without spaces. */
export function awkwardReport(rows = 200): LearningReportData {
  const data = fullReport();
  const long = Array.from({ length: 2000 }, (_, i) => LOREM[i % LOREM.length]).join(" ");
  const [first] = data.themes;
  return {
    ...data,
    area: "Sir Gâr a’r Gŵyr",
    organisation:
      "Łódź, Zürich & Ynys Môn <SEND> Partnership with a name that is much longer than the foot of a page can hold",
    view: "internal",
    status: "draft",
    cycle: {
      ...data.cycle,
      title: "Autumn 2026 re-audit of health and social care contributions to plans of children in their early years",
    },
    contact: `https://www.northshire.example/${"very-long-address".repeat(9)}`,
    themes: [
      {
        ...(first as ThemeData),
        name: "Ŵyr a ŷd: voice in Welsh “recorded” but not reflected",
        quotes: [
          { text: long, lang: null, section: "A", page: 1 },
          {
            text: "Chcę żeby moja córka mówiła o sobie: łąka, źródło, żółw.\n\nDrugi akapit.",
            lang: "pl",
            section: "A",
            page: 2,
          },
          { text: "Θέλω να μιλάω για τον εαυτό μου.", lang: "el", section: null, page: 4 },
          {
            text: "He likes 🚂 and 👩‍👩‍👧 and says مرحبا to everyone ✓ x̂ ½ ﬁne\u00ad ly\u200b done\u0007",
            lang: null,
            section: "A",
            page: null,
          },
          { text: "Hoffi’r ŷd a’r ŵyn", lang: "cy", section: "A", page: 3 },
        ],
      },
      ...Array.from({ length: rows }, (_, i) =>
        theme(`XX-${i}`, `Theme number ${i + 1} with a name that runs over`, "improvement", 40 - (i % 36)),
      ),
    ],
    limitsOfAudit: ["W".repeat(300), ""],
    actions: data.actions.map((action) => ({ ...action, detail: long.slice(0, 6000) })),
  };
}

const LOREM =
  "The plan says that support will be given as needed and that staff should be aware of it but it does not say how much of it or who".split(
    " ",
  );

/** One plan, scored by one auditor, not moderated. */
export function oneCaseReport(): LearningReportData {
  const data = fullReport();
  const counts = [0, 1, 0, 0];
  return {
    ...data,
    view: "internal",
    sample: { ...data.sample, drawn: 3, counted: 1, exclusions: [], strata: null },
    auditors: [{ agency: "Education", auditors: 1, audits: 1 }],
    grades: {
      n: 1,
      limitsMode: "shadow",
      before: counts,
      after: [0, 0, 0, 1],
      good: share(1, 1),
      goodInPopulation: null,
      notGraded: 0,
      overridden: 1,
    },
    domains: data.domains.map((domain) => ({ ...domain, notGraded: 0, counts, good: share(1, 1) })),
    limits: {
      lowered: 1,
      loweredTo: [{ level: "Inadequate", plans: 1 }],
      rows: [{ key: "EP2", title: "Provision is specified and quantified", effect: "At most Inadequate", plans: 1 }],
    },
    agreement: {
      plans: 0,
      compared: 0,
      exact: 0,
      withinOne: 0,
      ac2: { value: null, reason: "" },
      moderated: { plans: 0, criteria: 0, changed: 0, bothViews: 0 },
      criteria: [],
    },
    themes: [{ ...theme("EP-VAGUE", "Vague or unquantified provision", "improvement", 5), share: share(1, 1) }],
    groups: [],
    timeliness: null,
    previousCycles: [],
    change: null,
    actions: [],
    commentary: [],
    protection: { threshold: 5, hidden: 0 },
  };
}

/** A cycle that has begun and has no result yet. */
export function noCaseReport(): LearningReportData {
  const data = oneCaseReport();
  const none = [0, 0, 0, 0];
  return {
    ...data,
    status: "draft",
    partners: [],
    audience: null,
    contact: null,
    codebook: null,
    cycle: { ...data.cycle, question: null },
    sample: { ...data.sample, drawn: 0, counted: 0 },
    auditors: [],
    grades: {
      n: 0,
      limitsMode: "applied",
      before: none,
      after: none,
      good: share(0, 0),
      goodInPopulation: null,
      notGraded: 0,
      overridden: 0,
    },
    domains: [],
    limits: { lowered: 0, loweredTo: [], rows: [] },
    themes: [],
    limitsOfAudit: [],
  };
}

/** Forty plans of which nothing but their number may be told. */
export function hiddenReport(): LearningReportData {
  const data = fullReport();
  const levels = data.levels.map(() => small);
  return {
    ...data,
    sample: { ...data.sample, exclusions: [{ reason: "Open appeal", plans: small }], replaced: small, strata: null },
    grades: {
      ...data.grades,
      before: levels,
      after: levels,
      good: small,
      goodInPopulation: null,
      notGraded: small,
      overridden: small,
    },
    domains: data.domains.map((domain) => ({ ...domain, notGraded: small, counts: levels, good: complement })),
    limits: {
      lowered: small,
      loweredTo: [{ level: "Inadequate", plans: small }],
      rows: data.limits.rows.map((row) => ({ ...row, plans: small })),
    },
    themes: data.themes.map((one) => ({ ...one, share: small, previous: null, change: null, quotes: [] })),
    groups: data.groups.map(({ title, rows }) => ({ title, rows: rows.map((row) => ({ ...row, good: small })) })),
    timeliness: data.timeliness && {
      ...data.timeliness,
      rows: data.timeliness.rows.map((row) => ({ ...row, share: small })),
    },
    previousCycles: data.previousCycles.map((cycle) => ({ ...cycle, good: small })),
    change: null,
  };
}

/** What one service was asked and gave: with small numbers among the rest, or hidden whole. */
export function serviceData(name = "Health", hide = false): ServiceData {
  const shown = (count: number, n: number) => (hide ? small : share(count, n));
  const criterion = (key: string, title: string, says: "Useful" | "Used", count: number) => ({
    key,
    title,
    says,
    good: count < 5 ? small : shown(count, 40),
  });
  return {
    name,
    dates: "requests from 1 January 2026 to 30 September 2026",
    steps: [
      { label: "Asked", of: "of plans issued", share: shown(287, 312) },
      { label: "Replied", of: "of requests", share: shown(240, 301) },
      { label: "In time", of: "of requests", share: shown(190, 301) },
      { label: "Useful", of: "good or better, HS5", share: shown(18, 40) },
      { label: "Used", of: "good or better, HS1, HS2, HS3", share: complement },
    ],
    criteria: [
      criterion("HS5", "Health advice says what the child needs, how much and from whom", "Useful", 18),
      criterion("HS1", "Health needs are set out and linked to special educational needs", "Used", 24),
      criterion("HS2", "Health provision is specified, quantified and agreed by the commissioner", "Used", 12),
      criterion("HS3", "Health outcomes follow from what the child wants", "Used", 3),
    ],
  };
}
