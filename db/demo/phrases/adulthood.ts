import type { CriterionWords } from "../words.ts";

/** Preparation for adulthood. */
export const ADULTHOOD: Record<string, CriterionWords> = {
  PA1: {
    poor: { F: ["Preparing for adulthood: {see transition plan|not applicable at this time}."] },
    thin: {
      F: [
        "[Child] will {take part in|have opportunities for} {life skills|careers education} {as part of the curriculum|with the class}.",
        "Preparing for adulthood: {support will be given with independence|staff will discuss future options}.",
      ],
    },
    strong: {
      F: [
        "{Two|Three} hours a week of travel training until {Easter|July}, then the bus alone on {Tuesdays|Fridays}. A {morning|day} a week at the {garden centre|bakery|library} with a job coach.",
      ],
    },
    improve: {
      "PA-TOKEN": [
        "One stock paragraph. Say what [child] will do towards work, home, friends and health, how often and with whom.",
        "From Year 9 the plan must provide for adult life. Nothing here is specific.",
      ],
    },
    praise: { "PA-STRONG": ["Work, travel and home are already under way, with hours and people."] },
    notes: ["The <setting> offers all this to everybody. I gave no credit for that."],
    lower: ["A heading and one sentence that stands in every plan of this <setting>."],
    higher: ["Travel training and the work placement are specific, with hours."],
  },
  PA2: {
    poor: { E: ["[{No outcome|None of the five outcomes|Not one of the outcomes} is about adult life.]"] },
    thin: {
      E: [
        "[Child] will {move on to|attend} college.",
        "By the end of <stage> [child] will be ready for {further education|the next step}.",
      ],
    },
    strong: {
      E: [
        "By July {2028|2029}: {a paid Saturday job|two shifts a week at a café}, {cooks for a friend|stays alone for an evening}, {sees friends without us|goes to the annual health check with own questions}.",
      ],
    },
    improve: {
      "PA-TOKEN": [
        "College is the only pathway. Ask about work, home, friends and health.",
        "[Child] wants {to live near a sister|a job with animals}. Write an outcome for it.",
      ],
    },
    praise: { "PA-STRONG": ["Every pathway that matters to [child] has an outcome in their words."] },
    notes: ["Work and study are there. I missed friends and health."],
    lower: ["One pathway only, college, although {work and friends|a flat} stand in section A."],
    higher: ["The pathways that matter to this young person each have an outcome."],
  },
  PA3: {
    poor: { I: ["[The move is {in September|ten months away}. The plan does not mention it.]"] },
    thin: {
      F: [
        "A transition plan will be {drawn up|put in place} {in due course|nearer the time}.",
        "[Child] will visit the new {class|setting} {in the summer|when a place is known}.",
      ],
    },
    strong: {
      F: [
        "{Three|Four} visits from {March|January}, the first with Mum. The <tutor> came to the review. If the place falls through: [second setting], already seen.",
      ],
    },
    improve: {
      "PA-TRANSITION": [
        "The next move needs dates, a lead and visits. 'In due course' will be too late.",
        "Adult health is two years off and not mentioned. Name who takes over, and when.",
      ],
    },
    praise: { "": ["The next move is planned with dates, visits and a second choice."] },
    notes: ["{Eighteen|Fourteen} months to the move. I thought that is near enough to ask."],
    lower: ["The move is mentioned without dates or a lead."],
    higher: ["Dates, lead and visits are there; only the fallback is missing."],
    notApplicable: [
      "No move is due in the next two years.",
      "[Child] moved {this September|last year}, and the next phase is some years off.",
    ],
  },
  PA4: {
    poor: { A: ["Parents {agree to|have decided on} the placement. [The young person is over 16 and is not asked.]"] },
    thin: {
      A: [
        "[Child] was told about their rights.",
        "Rights pass to the young person at 16. Mum {attends|speaks} on [child]'s behalf.",
      ],
    },
    strong: {
      A: [
        "I chose {who came to my meeting|my college}. {My advocate|My aunt} helps me read letters. I decide about {money|health} with help, and about {clothes, food and friends|where I go} on my own.",
      ],
    },
    improve: {
      "PA-TRANSITION": ["[Child] is over 16. Write to them, offer an advocate, and say how they are helped to decide."],
    },
    praise: { "": ["The young person leads, decision by decision, with an advocate at hand."] },
    notes: ["The letter in the file is addressed to the parents."],
    lower: ["Rights are mentioned; support to use them is not."],
    higher: ["Support with decisions is described, one decision at a time."],
  },
  PA5: {
    poor: { E: ["[All outcomes are about {lessons|reading and number}. Nothing on dressing, friends or play.]"] },
    thin: {
      F: [
        "[Child] will be encouraged to be {more independent|as independent as possible}.",
        "Staff will support {toileting|changing for PE} and {self-care|dressing}.",
      ],
    },
    strong: {
      E: [
        "By July {2027|2028} [child] {puts on coat and shoes alone|asks one friend to play each day|orders lunch}, at home and at <setting>.",
      ],
    },
    improve: {
      "": [
        "Add an outcome for {friendship|dressing|eating out}: adult life starts with the small things.",
        "Independence is mentioned in passing. Say what [child] will do alone, and by when.",
      ],
    },
    praise: { "PA-STRONG": ["Everyday independence and friends run through the plan from the start."] },
    notes: ["One outcome on {self-care|friends}: nearly enough for Good."],
    lower: ["Independence is a word in one sentence; no outcome builds it."],
    higher: ["One outcome plainly builds self-care, and it fits the child's age."],
  },
};
