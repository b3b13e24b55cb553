import { periodWords } from "../../dates.ts";
import { isHidden, PERCENT_FROM, type Share, whole } from "../../charts/figures.ts";
import { type Block, type Inline, type Picture, type Report, words } from "../blocks.ts";
import type { LearningReportData } from "../learning-report-data.ts";
import { metaOf } from "../learning-report.ts";
import { KIND_LABELS } from "../outline.ts";
import { easyTheme } from "./easy-words.ts";
import { PICTURES } from "./pictures.ts";
import { requirePublished } from "./public-version.ts";

/**
 * An easy-read template: one short sentence a line, a picture beside it. It is a start, not a translation: the people it is
 * for should work on it before it goes out, and every part of it can be written anew.
 *
 * @throws RangeError for figures with small numbers shown
 */
export function easyRead(data: LearningReportData): Report {
  requirePublished(data, KIND_LABELS.easy_read);
  const own = data.easyWords ?? {};
  const blocks: Block[] = [
    ...part("about", "What this is about", [
      [PICTURES.plan, "Some children and young people have an EHC plan.", "EHC means Education, Health and Care."],
      [PICTURES.people, "The plan says what help a child or young person must get."],
    ]),
    ...part("did", "What we did", [
      [
        PICTURES.reading,
        data.grades.n === 1 ? "We read 1 plan." : `We read ${whole(data.grades.n)} plans.`,
        "We wanted to know if they are good.",
        `The plans are from ${periodWords(data.cycle.from, data.cycle.to)}.`,
      ],
      data.sample.chosen
        ? [PICTURES.unsure, "We chose these plans for a reason.", "They do not tell us about other plans."]
        : [PICTURES.chance, "We chose the plans by chance.", "This is like drawing names from a hat."],
      [
        PICTURES.people,
        "People from schools, health and social care read the plans.",
        ...(withForum(data) ? ["Parents and carers read plans too."] : []),
      ],
    ]),
    ...part("found", "What we found", own.found ? lines(PICTURES.reading, own.found) : foundRows(data)),
    ...part(
      "good",
      "What is good",
      own.good ? lines(PICTURES.good, own.good) : themeRows(data, "strength", PICTURES.good),
    ),
    ...part(
      "better",
      "What must get better",
      own.better ? lines(PICTURES.better, own.better) : themeRows(data, "improvement", PICTURES.better),
    ),
    ...part("asked", "What you said, and what we did", askedRows(data)),
    ...part("next", "What happens next", own.next ? lines(PICTURES.next, own.next) : nextRows(data)),
    ...part(
      "contact",
      "Tell us what you think",
      own.contact
        ? lines(PICTURES.contact, own.contact)
        : data.contact
          ? [[PICTURES.contact, `You can write to ${data.contact}.`]]
          : [],
    ),
  ];
  const meta = metaOf(data, "Are our EHC plans good?");
  return {
    meta: {
      ...meta,
      cover: false,
      subtitle: `Easy read. ${data.cycle.title}`,
      statement: "This paper does not say anything about one child or one family.",
    },
    blocks,
  };
}

type Row = [picture: Picture, ...sentences: string[]];

/** A part of the paper; nothing where it has nothing to say. */
function part(id: string, title: string, rows: Row[]): Block[] {
  if (rows.length === 0) return [];
  return [
    { kind: "heading", level: 2, id, text: title },
    ...rows.map(
      ([picture, ...sentences]): Block => ({
        kind: "picture-text",
        picture,
        paragraphs: sentences.map((text): Inline[] => words(text)),
      }),
    ),
  ];
}

const lines = (picture: Picture, sentences: string[]): Row[] => sentences.map((sentence) => [picture, sentence]);

const withForum = ({ auditors }: LearningReportData) => auditors.some(({ agency }) => /parent|forum/i.test(agency));

/** "About 6 of every 10", or null where no share may be said. */
function outOfTen(share: Share): string | null {
  if (isHidden(share) || share.n < PERCENT_FROM) return null;
  const tenths = Math.floor((20 * share.count + share.n) / (2 * share.n));
  if (share.count === share.n) return "All of the";
  if (share.count === 0) return "None of the";
  if (tenths === 0) return "Fewer than 1 in every 10";
  return tenths === 10 ? "Nearly all of the" : `About ${tenths} in every 10`;
}

function foundRows(data: LearningReportData): Row[] {
  const { good, n } = data.grades;
  if (n === 0) return [[PICTURES.unsure, "We have not finished yet."]];
  const share = outOfTen(good);
  const rows: Row[] = share
    ? [[PICTURES.good, `${share} plans that we read were good.`]]
    : [[PICTURES.unsure, "We read only a few plans.", "So we cannot say how many are good."]];
  if (!data.sample.chosen && n < data.sample.population)
    rows.push([
      PICTURES.unsure,
      "We did not read every plan.",
      "If we read other plans, the number could be a bit different.",
    ]);
  if (data.change)
    rows.push(
      data.change.change.verdict === "better"
        ? [PICTURES.good, "More plans were good than last time."]
        : data.change.change.verdict === "worse"
          ? [PICTURES.better, "Fewer plans were good than last time."]
          : [PICTURES.unsure, "We could not tell if plans are better than last time."],
    );
  return rows;
}

const THEMES = 3;

function themeRows(data: LearningReportData, polarity: "strength" | "improvement", picture: Picture): Row[] {
  return data.themes
    .filter((theme) => theme.polarity === polarity && !isHidden(theme.share) && theme.share.count > 0)
    .slice(0, THEMES)
    .map((theme): Row => [picture, easyTheme(theme)]);
}

function askedRows(data: LearningReportData): Row[] {
  return (data.asked ?? []).flatMap(({ said, did, difference }): Row[] => [
    [PICTURES.talking, `You said: ${said}`],
    ...(did
      ? [
          [
            PICTURES.good,
            `We did: ${did}`,
            difference ? `Now: ${difference}` : "We do not know yet if it helped.",
          ] as Row,
        ]
      : []),
  ]);
}

function nextRows(data: LearningReportData): Row[] {
  const planned = [
    ...data.actions.map(({ title }) => title),
    ...(data.recommendations ?? []).map(({ title }) => title),
  ];
  return [
    ...planned.slice(0, THEMES).map((title): Row => [PICTURES.next, `${title.replace(/\.$/, "")}.`]),
    [PICTURES.reading, "We will read plans again.", "Then we will see if they are better."],
  ];
}
