import type { CriterionWords } from "../words.ts";

/** Educational provision. */
export const PROVISION: Record<string, CriterionWords> = {
  EP1: {
    poor: {
      B: [
        "{Emotional regulation|Motor skills|Working memory} is a significant need. [No line in section F answers it.]",
      ],
      F: ["Provision for {sensory|social} needs: {to be confirmed|see school offer}."],
    },
    thin: {
      F: [
        "{Anxiety|Sensory needs}: staff will be {mindful|aware} of triggers.",
        "{Fine motor skills: a pencil grip|Tiredness: a quiet corner} {will be offered|is available}. [The only provision for this need.]",
      ],
    },
    strong: {
      F: [
        "Need {1|3} ({memory|language}): {three|four} sessions of 20 minutes a week. Need {2|4} ({balance|hearing}): see rows 5 and 6. [Every need has its row.]",
      ],
    },
    improve: {
      "GT-BROKEN": [
        "{Sensory|Motor|Social} needs have no provision. Take it from the {occupational therapist's|specialist teacher's} advice.",
        "For {two|three} needs the provision is a token. Say what would meet them.",
      ],
    },
    praise: { "": ["Every need has provision that fits, row by row, and nothing is left over."] },
    notes: ["I matched B to F. {Six|Five} needs, {five|four} with provision."],
    lower: ["Something stands against every need, but for {one|two} it is a token."],
    higher: ["All needs are provided for. The thin row is about a minor need."],
  },
  EP2: {
    poor: {
      F: [
        "[Child] will have access to regular small group support as required, delivered by a key adult.",
        "{Opportunities for|Access to} {sensory breaks|social skills work} as {needed|appropriate}, with support from <setting> staff.",
        "[Child] would benefit from {a high level of adult support|input from the speech and language therapist} where possible.",
      ],
    },
    thin: {
      F: [
        "Speech and language programme: {three|two} sessions of 20 minutes each week, one to one. Other support {as required|regularly}.",
        "Up to {15|20|25} hours of {<adult> support|support} a week, {in class or small group|or equivalent}.",
        "A {small group|programme} for {maths|social skills} {regularly|two to five times a week}.",
      ],
    },
    strong: {
      F: [
        "Reading: {four|five} sessions of 15 minutes each week, one to one, by a <adult> trained in the programme by the specialist teacher; checked every half term.",
        "Occupational therapy: {six|eight} sessions of 45 minutes a year with the therapist, and {three|two} of 20 minutes a week with a trained <adult>, in a pair.",
      ],
    },
    improve: {
      "EP-VAGUE": [
        "Three of the {five|six} items in section F give no hours, no group size and no qualification, so a <setting> could not staff them from the text.",
        "'{As required|Regular|Access to}' cannot be secured. Say how often, how long, in what group and by whom.",
        "A range that wide could mean almost nothing. Give a figure, or say {what decides it|who decides, and by what}.",
        "{One item|The first item} is set out in full. Do the same for {the others|maths and anxiety|the rest}.",
      ],
    },
    praise: {
      "EP-STRONG": [
        "Type, frequency, length, group and expertise for every item. A <setting> could timetable it tomorrow.",
      ],
    },
    notes: [
      "I read 'key adult' as a <adult>. If the panel reads it as a teacher, this could be Good.",
      "The speech and language part is exact. It is the rest that worries me.",
      "Vague words, but the school adds a timetable in the appendix.",
    ],
    lower: [
      "{Two|Three} of the five items give no amount. What is exact in one row does not make up for it.",
      "The ranges are so wide that nobody could say whether the provision was made.",
    ],
    higher: [
      "All main items give type, frequency, length and expertise. The one loose row is about a minor need.",
      "The flexibility is explained by the need, and it says who decides.",
    ],
  },
  EP3: {
    poor: { F: ["{Support|Interventions} will be {given|put in place}. [By whom is not said.]"] },
    thin: {
      F: [
        "Delivered by a {key adult|member of staff} with {relevant|suitable} experience.",
        "The {SENCO|class teacher} will {oversee|arrange} this. [No training, no specialist.]",
      ],
    },
    strong: {
      F: [
        "By a <adult> with the {two-day|accredited} course, shown how by the therapist in {September|the first week} and watched {each half term|twice a term}.",
      ],
    },
    improve: {
      "EP-VAGUE": [
        "Say who delivers, what they are trained in, and who checks. '{Key adult|Staff}' is not enough.",
        "The programme needs a therapist to set it up and look in. Write that down, with how often.",
      ],
    },
    praise: { "": ["Roles, training and oversight are stated, with how advice becomes practice."] },
    notes: ["Roles are clear to me as a {teacher|therapist}. Would a parent know?"],
    lower: ["Roles are named, but neither training nor who supervises."],
    higher: ["Who delivers and who supervises are both there, with the training."],
  },
  EP4: {
    poor: {
      K: [
        "'{Weekly|Fortnightly} direct therapy by a qualified therapist.' [Section F: 'a speech and language programme'.]",
      ],
      F: ["[The psychologist's {five|four} recommendations on {memory|anxiety} are not in the plan.]"],
    },
    thin: {
      K: [
        "'{Three|Four} times a week for 20 minutes, one to one.' [Section F: 'three times a week'.]",
        "'A {specialist|qualified} teacher, {six|ten} hours a year.' [Section F: 'advice from a specialist teacher'.]",
      ],
    },
    strong: {
      F: [
        "The psychologist asked for {daily|four} sessions, the therapist for {three|two}. Agreed with both on {9 May|14 June}: {four|three}, shared.",
      ],
    },
    improve: {
      "EP-DILUTED": [
        "Advice asks for {weekly|fortnightly} sessions with a therapist. Section F only says 'a programme'.",
        "The numbers in the advice are lost on the way to F. Put them back, or say why not.",
      ],
      "AD-QUALITY": [
        "The report recommends 'support' and no more. Ask the adviser for amounts before the plan is issued.",
      ],
    },
    praise: { "": ["Recommendations reach F whole, and where reports differ the plan says what was agreed and why."] },
    notes: ["I had the psychologist's report, not the therapist's."],
    lower: ["Part of the advice is carried through; the expertise is lost in {two|three} places."],
    higher: ["The amount is lower than advised, but the plan says why and who agreed."],
  },
  EP5: {
    poor: { F: ["[Child] will be {taught|educated} in a separate room with one adult {all day|for all lessons}."] },
    thin: {
      F: [
        "Full-time one to one support from a <adult> {in lessons and at break|throughout the day}.",
        "An adult will {sit beside|stay with} [child] at all times.",
      ],
    },
    strong: {
      F: [
        "A <adult> starts the task and steps back for {ten|five} minutes, longer each half term. Lunch is with {two friends|the gardening group}, adult out of sight.",
      ],
    },
    improve: {
      "": [
        "Support is one adult, all day. Plan how it fades, and how [child] gets time with friends.",
        "Say what changes in the room itself: light, noise, seating.",
      ],
    },
    praise: { "EP-STRONG": ["Planned fading, time with friends, and changes to the room before more adults."] },
    notes: ["Realistic for the setting, I think. The school auditor may know better."],
    lower: ["It relies on one adult, and nothing says how [child] will need them less."],
    higher: ["There are steps towards doing more alone, and time with peers is planned."],
  },
};
