import type { CriterionWords } from "../words.ts";

/** Personalisation and needs. */
export const NEEDS: Record<string, CriterionWords> = {
  PN1: {
    poor: {
      B: [
        "[Child]'s main area of need is {communication|learning}. [The {sensory|anxiety} need in the advice is not in B.]",
      ],
      K: ["'{Significant sensory needs|Severe anxiety} that affect every lesson.' [Nothing about it in section B.]"],
    },
    thin: {
      B: [
        "[Child] has some {social|sensory} difficulties and {processes information slowly|tires easily}.",
        "{Attention, memory and motor skills|Sleep, sensory and social needs} are an area of difficulty.",
      ],
    },
    strong: {
      B: [
        "Needs are numbered {1 to 7|1 to 6}, each with the report it comes from. Where the {therapist and the school|two reports} differ, both are given with what was decided.",
      ],
    },
    improve: {
      "PN-NEEDS": [
        "The {occupational therapist|psychologist|parents} describe a {sensory|motor|sleep} need that section B leaves out. Add it, then provide for it.",
        "{Three|Four} needs are rolled into one sentence. Set each out, so that provision can follow.",
      ],
    },
    praise: {
      "": ["Every need in the advice is in B, numbered, and conflicts between reports are resolved in the open."],
    },
    notes: ["I compared B with K line by line. {One|Two} sensory needs are softened."],
    lower: [
      "The need is in the advice in plain words and reaches section B only as '{some difficulties|an area to watch}'.",
    ],
    higher: ["All needs are there. Two are grouped, but each can still be provided for."],
  },
  PN2: {
    poor: {
      B: [
        "[Child] has a diagnosis of {autism and ADHD|developmental language disorder|global developmental delay}.",
        "Cognition and learning: {below average|well below age-related expectations}.",
      ],
    },
    thin: {
      B: [
        "[Child] has difficulties with {attention and listening|reading and spelling|emotional regulation}.",
        "[Child] can become {dysregulated|overwhelmed} in busy places.",
      ],
    },
    strong: {
      B: [
        "In a group of {six|eight} [child] follows one instruction of {five|six} words; in a class of thirty, none without a picture. Reads {40|55} common words ({May|June}).",
      ],
    },
    improve: {
      "PN-NEEDS": [
        "Say what the need looks like for [child]: how often, how much, and what it stops them doing.",
        "Standard scores mean little to a family. Say what [child] can and cannot yet do.",
      ],
      "OF-NOTSMART": [
        "Without a present level in B, no outcome in E can be measured. Add {one|a} baseline for each main need.",
      ],
    },
    praise: { "": ["Precise, current descriptions with a starting point for every main need."] },
    notes: ["Good detail on language, none on {motor skills|attention}. I settled on the middle."],
    lower: ["Effects are described for one need of {four|five}; the others are labels."],
    higher: ["Present levels are given for the main needs. Minor needs can do without."],
  },
  PN3: {
    poor: {
      B: [
        "[Child] {refuses to comply|is manipulative} when {he|she} does not get {his|her} own way.",
        "[Child] is a {runner|biter} and needs constant watching.",
      ],
    },
    thin: {
      B: [
        "[Child] cannot {read fluently|sit still}, cannot {take turns|wait} and is unable to {follow instructions|work alone}.",
      ],
    },
    strong: {
      A: [
        "When [child] leaves the room, {it is too loud|the words have run out}. Coming back takes courage, and [child] does it every time.",
      ],
    },
    improve: {
      "PN-LANGUAGE": [
        "Say first what [child] can do. Explain behaviour by what it tells us.",
        "'{Non-compliant|Refuses}' would hurt to read at 18. Describe what happens, and what helps.",
      ],
    },
    praise: { "PN-STRONG": ["Warm and accurate. [Child] could read this at 18 and feel respected."] },
    notes: ["The tone changes from section A to section B: two writers, I think."],
    lower: ["Nothing is unkind, but nearly every sentence starts with what [child] cannot do."],
    higher: ["The one hard phrase is quoted from a report and put right in the next sentence."],
  },
  PN4: {
    poor: {
      F: [
        "All staff will use {a consistent approach and positive reinforcement|quality first teaching strategies}.",
        "The pupil will benefit from a {calm, structured|nurturing} environment with clear routines.",
      ],
    },
    thin: {
      F: [
        "[Child] will {benefit from|have} a visual timetable, {now and next boards|chunked instructions} and movement breaks.",
        "Staff should use [child]'s name first and {give time to process|keep language simple}.",
      ],
      B: ["Like many children with {autism|language needs}, [child] {finds change hard|prefers routine}."],
    },
    strong: {
      F: [
        "Start with the {train|weather|dinosaur} question. If the left hand goes to the ear, leave by the {side door|garden door}; the {blue|green} bag is behind it.",
      ],
    },
    improve: {
      "PN-GENERIC": [
        "{Two|Three} paragraphs in F could be in any plan. Say what works for this child.",
        "The same strategies, word for word, stand in another plan of this sample.",
        "Replace the stock list by the {three|four} things that staff do now.",
      ],
    },
    praise: { "": ["Detail that only fits this child, on every page. A new adult could act on it on day one."] },
    notes: ["I have read the same paragraph in {another plan|two other plans} this week."],
    lower: ["Some detail is the child's, but it sits inside paragraphs that could be anybody's."],
    higher: ["The stock phrases do no harm; the needs and what helps are plainly this child's."],
  },
  PN5: {
    poor: {
      all: [
        "{Thirty-eight|Forty-one} pages. Support in F is {ten hours on page 15 and fifteen on page 22|daily on one page and weekly on another}.",
      ],
    },
    thin: {
      B: [
        "EP, SALT, OT and {CAMHS|CCN} advise TAC, PSP and {SEMH|HI} input via the {LSA|HLTA}.",
        "[The same paragraph on {attention|sensory needs} stands in B, E and F.]",
      ],
    },
    strong: { all: ["{Eleven|Fourteen} pages with a one-page summary in {symbols|Easy Read} for [child]."] },
    improve: {
      "PN-LANGUAGE": [
        "Spell out acronyms, and say each thing once.",
        "{Thirty|Forty} pages are too many. A busy teacher needs the main points on one.",
      ],
    },
    praise: { "": ["Short, well ordered, with a summary that [child] can use."] },
    notes: ["It took me {50 minutes|an hour} to read."],
    lower: ["It can be understood, but the repeats and acronyms get in the way on most pages."],
    higher: ["It is long because the needs are many. The order is clear and terms are explained."],
  },
  PN6: {
    poor: {
      E: ["Outcome {3|4}: [child] will improve {handwriting|spelling}. [No such need in B, and nothing in F.]"],
      F: ["{Hydrotherapy|A reading scheme} once a week. [Linked to no need or outcome.]"],
    },
    thin: {
      F: ["Provision for outcome {2|4}: see above. [The {anxiety|sensory} need has no line of its own.]"],
      E: ["[Child] will feel {safe|calm} at <setting>. [Clear in B; section F does not follow it up.]"],
    },
    strong: {
      F: ["Need {2|3}, outcome {2|3}, wish {B|C}: {two|three} sessions a week. [Every row carries its numbers.]"],
    },
    improve: {
      "GT-BROKEN": [
        "The thread breaks after section B: {sleep|anxiety|movement} has no outcome and no provision.",
        "Number needs, outcomes and provision alike, so that the family can follow one across.",
        "Outcome {3|4} comes from nowhere. Say which need it serves, or take it out.",
      ],
    },
    praise: { "GT-STRONG": ["Numbered from wish to provision, with no orphan on the way."] },
    notes: ["I followed {four|five} needs. {Two|Three} can be traced all the way."],
    lower: ["The thread holds for language and breaks for the {sensory|social} need, which is not a small one."],
    higher: ["All significant needs can be followed. The one orphan is a carry-over from an old plan."],
  },
};
