import type { CriterionWords } from "../words.ts";

/** Statutory form and accuracy. */
export const STATUTORY: Record<string, CriterionWords> = {
  SC1: {
    poor: {
      G: ["Sections C and G. Health: {under the care of|known to} community paediatrics. No other input at this time."],
      H1: ["Section H: no {social care|care} provision is required."],
    },
    thin: {
      D: ["Section D: {N/A.|None.|Not applicable.}", "Social care needs: {see above.|no change.|nil return.}"],
      J: ["Section J: personal budget. {(blank)|Not discussed.|N/A}"],
    },
    strong: {
      D: [
        "No social care needs were found at the {home visit of 12 March|visit of 4 June|meeting of 9 May}. The family agreed. This will be looked at again at the annual review.",
      ],
    },
    improve: {
      "ST-FORM": [
        "Label H1 and H2 apart, and say in each {who was asked and when|who gave advice}.",
        "{Two|Three} sections are empty without a word of explanation. Say why, and who was asked.",
        "The headings of {C and G|H1 and H2|E and F} run together. Start each section on its own line with its letter.",
      ],
      "HC-EMPTY": ["Section {C|G} is a blank box. Say what health advice was relied on and its date."],
    },
    praise: {
      "": [
        "Every section is there, in order, and the empty ones say {who was asked and when|why}. Easy to find one's way.",
      ],
    },
    notes: ["I counted section {J|H2} as present because the heading is there, although nothing stands below it."],
    lower: [
      "All headings are there, but {two|three} empty sections do not say who was asked, which is what Good needs.",
      "{Two sections run together|H1 and H2 share one box}, so a reader has to guess which duty applies.",
    ],
    higher: [
      "The labels differ from the template, but nobody could mistake where a section starts.",
      "The one blank section is explained {on the cover|in section K}, which the auditor had not seen.",
    ],
  },
  SC2: {
    poor: {
      cover: ["{His|Her} annual review is due in the spring term. [Another child's first name] has settled well."],
      F: ["[Another name] will have a key adult at lunchtime."],
    },
    thin: {
      cover: [
        "[Year group {and setting|and class teacher} as they were {last year|two years ago}.]",
        "Setting: {nursery|first school|previous school}, last updated {two|three} years ago.",
      ],
      B: ["{She|He} finds noise hard to bear. {His|Her} attention is best in the mornings."],
    },
    strong: {
      cover: [
        "Details checked with the family on {3 March|16 April|11 June}. Changes since the draft are listed below.",
      ],
    },
    improve: {
      "ST-ERROR": [
        "The pronoun changes {twice|three times} in section B. Read the plan through once before it is issued.",
        "The cover gives last year's year group and an old setting. Take both from the case record.",
        "A sentence belongs to another child. {Remove it and report it as a data breach|It was reported on the day of the audit}.",
      ],
    },
    praise: { "": ["Facts are dated and {the family has|parents have} confirmed them."] },
    notes: ["The slips look like find and replace. {No harm done here.|The same slip was in another plan I read.}"],
    lower: ["There are {three|four} slips in all. Each is small; together they shake a reader's trust."],
    higher: ["One wrong year group on the cover does not change what anybody would do. The rest is right."],
  },
  SC3: {
    poor: {
      G: [
        "Weekly direct speech and language therapy, {30|45} minutes, to teach {early sentences|new vocabulary}. [In G only.]",
      ],
      E: ["[Child] will receive {ten|fifteen} hours of support each week. [In E, not in F.]"],
    },
    thin: {
      G: ["Occupational therapy programme {for handwriting|for dressing and tools}, reviewed each term."],
      B: ["[Child] needs a {sensory diet|visual timetable} and movement breaks every {hour|forty minutes}."],
    },
    strong: {
      F: [
        "Speech and language therapy stands in section F because it {teaches|trains} [child] to {talk with friends|follow lessons}. Agreed with the therapist on {8 May|22 June}.",
      ],
    },
    improve: {
      "ST-FORM": [
        "Therapy that educates or trains belongs in F. Move the {speech and language|occupational therapy} programme from G.",
        "Section B holds provision. Move it to F, where it can be enforced.",
      ],
    },
    praise: { "": ["A short note says why therapy stands in F. That spares the family an argument."] },
    notes: ["Hard to place {transport|the communication aid}. I did not count it against the plan."],
    lower: ["The programme teaches language, so its place in G takes away a right. One item, but the main one."],
    higher: ["The equipment could stand in either section, and the plan says why it chose this one."],
  },
  SC4: {
    poor: {
      K: [
        "Appendices: {various reports|reports on file}.",
        "[Section K is missing. Section B refers to 'the EP report'.]",
      ],
    },
    thin: {
      K: [
        "Educational psychologist, report, {undated|no date}. Paediatrician, letter.",
        "{Speech and language|Occupational} therapy report, {March 2022|November 2021}. [Not marked as older advice.]",
      ],
    },
    strong: {
      K: [
        "Eight items, each with author, role, date and the sections it informs. Social care advice was asked for on {2 May|14 April} and came on {6 June|20 May}.",
      ],
    },
    improve: {
      "ST-FORM": [
        "List each report with author, role and date, and attach it. {Two|Three} are named and not attached.",
      ],
      "AD-LATE": [
        "The {speech and language|educational psychology} report is more than two years old. Say who agreed that it is still enough.",
        "Health advice was asked for and never came. Section K should say so.",
      ],
    },
    praise: { "": ["One can trace every part of the plan to its source in section K."] },
    notes: ["The file had {two|three} reports that section K does not list."],
    lower: ["Dates are missing on {three of seven|two of six} items, so nobody can tell which advice was current."],
    higher: ["All advice is there with author and date. That one attachment is a scan does not matter."],
  },
  SC5: {
    poor: {
      I: [
        "Section I of the draft: a {mainstream primary school|special school}.",
        "Section I: to be confirmed. [In a final plan.]",
      ],
    },
    thin: {
      I: [
        "Section I: [<setting>]{, from September|}. [No type of setting.]",
        "{[<setting>] until July, then to be decided.|[<setting>], transfer to follow.}",
      ],
    },
    strong: {
      I: ["From September: <move>, with its name and type. Until then [<setting>], with its type."],
    },
    improve: {
      "ST-FORM": [
        "Add the type of setting. The name alone is not enough.",
        "The draft names a {type of school|setting}. Leave section I blank until the family has said what it prefers.",
      ],
    },
    praise: { "": ["Both settings of a phase transfer are named with dates, and nobody has to guess."] },
    notes: ["I read this as a final plan, because it has been {signed|issued with a date}."],
    lower: ["The type of setting is missing, and the change in September makes that matter."],
    higher: ["Name and type are both there; the transfer date stands on the cover."],
    notApplicable: [
      "The pack has {the amendment notice|the working copy} only, so section I was not part of what we were given.",
    ],
  },
  SC6: {
    poor: { J: ["Section J: {none|no personal budget}. [A direct payment for transport is in the case record.]"] },
    thin: {
      J: [
        "A direct payment of {£42|£65|£80} a week has been agreed.",
        "Personal budget: {yes, see panel minutes|agreed in principle}.",
      ],
    },
    strong: {
      J: [
        "The direct payment buys {six hours of a support worker|four hours of tuition} each week towards outcome {2|3}. The family can change the days. Reviewed each term.",
      ],
    },
    improve: { "ST-FORM": ["Section J gives an amount only. Say which needs and outcomes the direct payment serves."] },
    praise: { "": ["Section J says what the budget buys, for which outcome, and how it is reviewed."] },
    notes: ["The amount is in the panel minutes, not in the plan."],
    lower: ["An amount without needs and outcomes is what Requires improvement describes."],
    higher: ["Needs and outcomes are named; only the review date is missing."],
    notApplicable: [
      "No personal budget or direct payment was {asked for|requested}, and section J says so.",
      "The case record shows no personal budget.",
    ],
  },
  SC7: {
    poor: {
      E: ["By the end of Key Stage 1 [child] will hold a pencil with a tripod grip. [Written {four|five} years ago.]"],
      B: ["[Child] is settling into {reception|Year 1} and still naps after lunch. [Unchanged since the first plan.]"],
    },
    thin: {
      E: ["[Child] will learn {ten|twenty} key words by July {2023|2024}. [Met, and still listed.]"],
      A: ["[Child] {attends|goes to} [previous school] and {enjoys|likes} the trim trail there."],
    },
    strong: {
      A: [
        "Since the last plan [child] has moved {class|setting}, no longer needs the {frame|scribe}, and now wants help with {travel|exams}. Changes are marked in bold.",
      ],
    },
    improve: {
      "AR-STALE": [
        "Take out the outcomes that were met {two|three} years ago, and say what comes next.",
        "Section A still describes the last setting. Rewrite it with [child] after the next review.",
        "Needs are those of a much younger child. Start section B again from the current advice.",
      ],
    },
    praise: { "": ["It is easy to see what changed since the last version, and why."] },
    notes: ["The review said 'amend', but I could find no change in B, E or F."],
    lower: ["E and F were not changed after the last review, although its minutes ask for it."],
    higher: ["The out-of-date sentence is in the history. Needs, outcomes and provision are today's."],
  },
};
