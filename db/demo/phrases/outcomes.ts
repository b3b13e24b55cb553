import type { CriterionWords } from "../words.ts";

/** Outcomes focus. */
export const OUTCOMES: Record<string, CriterionWords> = {
  OF1: {
    poor: {
      E: [
        "[Child] will {have access to|receive} {speech and language therapy|a sensory room|a quiet space}.",
        "[Child] will attend {a social skills group|lunch club|physiotherapy} {weekly|each term}.",
      ],
    },
    thin: {
      E: [
        "[Child] will have support to {develop their language|manage their emotions}.",
        "To {complete|take part in} the {reading|life skills} programme and {make progress|improve confidence}.",
      ],
    },
    strong: {
      E: [
        "By July {2027|2028} [child] will {order and pay in a café|tell an adult when they hurt|play a game with a friend} without {a prompt|anyone speaking for them}.",
      ],
    },
    improve: {
      "OF-PROVISION": [
        "{Three|Four} of six outcomes say what will be given. Say what [child] will be able to do.",
        "'Will have access to' is provision. Move it to F, and write the difference it should make.",
        "Section E lists services. Start again from the question: what will be different for [child]?",
      ],
    },
    praise: { "OF-STRONG": ["{Four|Five} outcomes, all of them differences in [child]'s life, few enough to act on."] },
    notes: ["{Two|Three} of these are provision in disguise. The rest are real."],
    lower: ["{Two|Three} of the outcomes are services. A mix is what Requires improvement describes."],
    higher: ["'With support' is clumsy, but each entry still names a difference for the child."],
  },
  OF2: {
    poor: {
      E: [
        "[Child] will {improve|develop} their {communication skills|social skills|independence}.",
        "[Child] will {be happier and more confident|reach their potential} at <setting>.",
      ],
    },
    thin: {
      E: [
        "By the end of <stage>, [child] will {use longer sentences|manage change better|read with more confidence}.",
        "[Child] will increase {attention to task|the number of words they use} by July {2027|2028}.",
      ],
    },
    strong: {
      E: [
        "Now: {two|three} turns in a conversation. By July {2027|2028}: {five|six} turns with a friend, on {four|three} days of five, noted by [child] on a chart.",
      ],
    },
    improve: {
      "OF-NOTSMART": [
        "No outcome says how success would be known. Give each a measure and a date.",
        "Words like '{improve|develop}' and 'increase' need a starting point and a figure that two people could agree on.",
        "All {five|six} outcomes end on the same day. Set dates that fit each one.",
      ],
    },
    praise: { "": ["Each outcome has a baseline, a measure and a date that [child] understands."] },
    notes: ["The date is there, the measure is not. I could not tell when it is reached."],
    lower: ["Two people would not agree whether '{longer sentences|more confident}' was reached."],
    higher: ["Criterion and date are there for the main outcomes; the wording is loose in one only."],
  },
  OF3: {
    poor: {
      E: [
        "[Child] will {make expected progress|access the curriculum}.",
        "[Child] will {follow instructions|stay on task} in class.",
      ],
    },
    thin: {
      E: [
        "[Child] will {make and keep friends|take part in group work}. [The same words stand in the school's other plans.]",
        "[Child] will develop {independence skills|resilience} in preparation for the next stage.",
      ],
    },
    strong: {
      E: [
        "So that I can {sleep at my cousin's house, I will pack my own bag|join the walking group, I will say when I need a rest|sing in the choir, I will stay for a whole practice} by {Easter 2028|July 2027}.",
      ],
    },
    improve: {
      "OF-GENERIC": [
        "These outcomes could belong to any child with the same diagnosis. Start from what [child] wants.",
        "The same {two|three} outcomes stand in another plan from this <setting>.",
      ],
      "VC-NOTREFLECTED": [
        "Nobody in the family mentioned {handwriting|attendance}. What they asked for, {sleep|friends}, has no outcome.",
      ],
    },
    praise: { "": ["Outcomes in words that [child] would use, each from a wish in section A."] },
    notes: ["Personal in tone, but I could not find the wish that it grew from."],
    lower: ["Loosely about the child. No aspiration from section A can be seen in it."],
    higher: ["Most outcomes plainly come from what the child and the family said."],
  },
  OF4: {
    poor: {
      E: [
        "[Child] will {continue to attend|stay in class} with {full|one to one} support.",
        "[Child] will reach age-related expectations in all subjects by {July|the summer}.",
      ],
    },
    thin: {
      E: [
        "[Child] will {recognise ten more words|tolerate|join in} {this year|by the next review}. [Nothing beyond it.]",
      ],
    },
    strong: {
      E: [
        "By the end of <stage>: {travels alone to a known place. First step, by Easter: an adult ten steps behind.|makes three meals. First step, by July: one meal, with picture cards.}",
      ],
    },
    improve: {
      "OF-GENERIC": [
        "The aims are too small for {two|three} years. Say where [child] could be by the end of <stage>.",
        "Ambition is missing. [Child] already did this {last year|at the last review}.",
      ],
    },
    praise: { "": ["Ambitious, with a route from now to the next phase in small steps."] },
    notes: ["I find this hard to judge without knowing [child]. The forum's view would help."],
    lower: ["It could be reached in a term, and nothing says what comes after."],
    higher: ["A stretch for this child, and steps are set each term."],
  },
  OF5: {
    poor: {
      E: [
        "[All {five|six} outcomes are about {reading, writing and number|lessons}. {Sleep and epilepsy are|Continence is} described in C.]",
      ],
    },
    thin: {
      E: [
        "Health outcome: {remain well|gain strength}. Social outcome: {attend a club|have fun}. [Health and care are not named as partners.]",
      ],
    },
    strong: {
      E: [
        "{[Child], Dad, the physiotherapist and <setting> share this one: to walk to the shop and back|[Child], Mum, the sleep clinic and <setting> share this one: to sleep through five nights in seven}, by {spring|July} {2027|2028}.",
      ],
    },
    improve: {
      "OF-SILO": [
        "School only. {Sleep|Friendship|Continence} is described as a need and has no outcome.",
        "Say which service helps with which outcome, and how.",
      ],
    },
    praise: { "MA-STRONG": ["Joint outcomes, with what family, school and health each do towards them."] },
    notes: ["There is a health outcome, but nobody owns it."],
    lower: ["Wider outcomes exist, but each sits with one agency alone."],
    higher: ["Education, health and home are all covered, and the partners are named."],
  },
  OF6: {
    poor: { E: ["Progress will be monitored. [By whom and when is not said.]"] },
    thin: {
      E: [
        "Outcomes will be reviewed at the annual review.",
        "{<setting> staff|Teachers} will keep progress under review.",
      ],
    },
    strong: {
      E: [
        "[Child] colours the chart on Fridays. The {SENCO|class teacher} looks at it every {six|four} weeks and calls the family if two charts in a row stand still.",
      ],
    },
    improve: { "OF-NOTSMART": ["Say who looks at progress, how often, and what happens if it stalls."] },
    praise: { "": ["Checked often, with [child]'s own view, and a rule for when progress stalls."] },
    notes: ["Shorter-term targets are mentioned, but not who sets them."],
    lower: ["Only the annual review is named."],
    higher: ["Who, how and how often are there, although in section F."],
  },
};
