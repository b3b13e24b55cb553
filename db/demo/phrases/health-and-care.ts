import type { CriterionWords } from "../words.ts";

/** Health and social care input. */
export const HEALTH_AND_CARE: Record<string, CriterionWords> = {
  HS1: {
    poor: {
      C: [
        "Section C: {(blank)|no health needs identified}. [Epilepsy is described in section A.]",
        "No health needs known. [No health advice in section K.]",
      ],
    },
    thin: {
      C: [
        "[Child] is under the care of {community paediatrics|the eye clinic|the continence service}.",
        "Diagnoses: {autism, asthma, eczema|epilepsy, hypermobility|ADHD}. Seen {yearly|in clinic}.",
      ],
    },
    strong: {
      C: [
        "{Epilepsy means that [child] needs twenty minutes' rest after a seizure|Hypermobility means that [child] writes for ten minutes before it hurts}. What to watch for, and what to do, is on the next page.",
      ],
    },
    improve: {
      "HC-EMPTY": [
        "{Sleep|Continence|Epilepsy} is named in section A and missing from C. Ask health, and say what it means for the day.",
        "Clinics are listed. Say what the condition does to learning, and what staff must know.",
        "'No health needs' stands here with no advice in K. Say who was asked, and when.",
      ],
    },
    praise: { "": ["Health needs with their effect on the day, and what a teacher must know, in plain words."] },
    notes: ["A known {seizure disorder|sleep disorder} is not mentioned. I checked the paediatric letter."],
    lower: ["Diagnoses and clinics, but nothing on what they mean for [child]'s day."],
    higher: ["The effect is described, if briefly, and the nil statements have a source and a date."],
  },
  HS2: {
    poor: {
      G: [
        "Health provision: {nil|none at present}. [Weekly physiotherapy is in the advice.]",
        "{Therapy|Nursing support} will be reviewed as required.",
      ],
    },
    thin: {
      G: [
        "[Child] is under the care of the {physiotherapy|occupational therapy|continence} service.",
        "{CAMHS|The community nurse} will {offer support|see [child]} as needed.",
      ],
    },
    strong: {
      G: [
        "Physiotherapy: {six|eight} visits a year of 45 minutes by a children's physiotherapist, towards outcome {3|4}. Agreed by the integrated care board on {3 July|12 May}.",
      ],
    },
    improve: {
      "HS-VAGUE": [
        "'Under the care of' is not provision. Give type, how often, how long and which service.",
        "Nothing shows that the commissioner agreed. Record the name of the body and the date.",
      ],
    },
    praise: { "": ["Service, amount and agreement are all there, tied to an outcome."] },
    notes: ["The service would recognise this as its usual offer. It is not specified all the same."],
    lower: ["The service is named; type and amount are not."],
    higher: ["Frequency and service are there, and the agreement is in the minutes of {May|June}."],
    notApplicable: [
      "No health provision is {needed|advised}: the paediatrician says so in the report.",
      "Health advice found no provision beyond what every child is offered.",
    ],
  },
  HS3: {
    poor: { K: ["Clinic letter to the GP about {medication|a hearing test}, {2022|2023}. [The only health advice.]"] },
    thin: {
      K: [
        "'{Hypotonia and joint laxity noted|Bilateral glue ear, grommets in situ}. Review in six months.' [No effect, no provision.]",
        "Health advice, {two|three} lines: 'Known to the service. No concerns.'",
      ],
    },
    strong: {
      K: [
        "Written for this assessment after seeing [child] at <setting>: what it means for lessons, what would help, how much, and what Mum thinks.",
      ],
    },
    improve: {
      "AD-QUALITY": [
        "A clinic letter is not advice. Ask for effect on learning, outcomes and provision, on the agreed form.",
        "The advice is written for doctors. Ask for it in words that a teacher can use.",
      ],
      "AD-LATE": ["Health advice came {nine|eleven} weeks after it was asked for, and the draft had gone."],
    },
    praise: {
      "MA-STRONG": [
        "Health advice that could go straight into the plan: effect, outcome, provision and the family's view.",
      ],
    },
    notes: ["The old advice form was used. It shows."],
    lower: ["Current, but clinical, and silent on outcomes and provision."],
    higher: ["In plain words and from this assessment; only the amounts are missing."],
    notApplicable: [
      "No health service is involved and none was {asked for|needed}.",
      "There is no health need, so there was no advice to judge.",
    ],
  },
  HS4: {
    poor: {
      D: [
        "Not known to {social care|service|children's services}.",
        "Section D: {(blank)|no needs}. [Nobody asked the family.]",
      ],
    },
    thin: {
      D: [
        "{Closed|Case closed} to social care in {2023|2024}.",
        "An early help assessment was {offered|declined} in {2024|2023}. No further needs.",
      ],
    },
    strong: {
      D: [
        "At home [child] needs someone awake at night. {Dad cares alone four nights a week|A brother of nine shares the room}. The family asked for {a break every other weekend|help with the bathroom}; options are listed.",
      ],
    },
    improve: {
      "SC-EMPTY": [
        "'Not known to service' is not advice about need. Ask the family how life is at home and in the community.",
        "Section D reports status. Say what [child] needs outside <setting>, or how it was found that there is nothing.",
        "Nobody asked the family. A {ten-minute|short} call before the draft would have filled this section.",
      ],
    },
    praise: { "": ["A real picture of home, carers and community, with the options considered."] },
    notes: [
      "Section A tells of {nights without sleep|a mother who is ill}. Section D does not.",
      "A database check, I think. It has the wording of the form.",
    ],
    lower: ["Status is reported. Nothing shows that anybody asked what the child needs."],
    higher: ["The nil statement rests on a talk with the family, with its date."],
  },
  HS5: {
    poor: {
      H2: ["None. [{Four|Six} hours of short breaks a week are in the care record.]"],
      H1: ["{Overnight respite and holiday club|A personal assistant}: see H2."],
    },
    thin: {
      H1: [
        "The family can use the {local offer|short breaks scheme}.",
        "{Short breaks|Direct payments} {as agreed|to continue}.",
      ],
    },
    strong: {
      H1: [
        "{Four|Six} hours of short breaks a week from [provider], under section 2 of the 1970 Act, towards outcome {4|5}. Carer's support is in H2. Reviewed in {March|October}.",
      ],
    },
    improve: {
      "HS-VAGUE": [
        "Pointing at the local offer is not provision. Say type, amount and provider.",
        "Short breaks stand in H2. Under 18, under the 1970 Act, they belong in H1.",
      ],
    },
    praise: { "": ["H1 and H2 used rightly, with amount, provider and the review date."] },
    notes: ["Hours are in the care plan; the EHC plan does not have them."],
    lower: ["The short breaks are named without amount or provider."],
    higher: ["Type, amount and provider are there, and each part is where it belongs."],
    notApplicable: [
      "No social care provision is {made|needed}: the assessment of {March|May} says so.",
      "The family did not want social care support, and section D records it.",
    ],
  },
  HS6: {
    poor: { K: ["Social care: {'not known on our system'|'no trace'}."] },
    thin: { K: ["Referrals in {2021 and 2022|2023}, both closed at {contact|screening}. [Nothing on need.]"] },
    strong: {
      K: [
        "Written after {a visit on 9 May|two visits in June}, with the family: home, sleep, going out, brothers and sisters, and what would help.",
      ],
    },
    improve: {
      "SC-EMPTY": [
        "The advice is a database check. Somebody must talk to the family before it is written.",
        "It tells the history of involvement. Ask for needs, outcomes and provision.",
      ],
    },
    praise: { "MA-STRONG": ["Advice from a visit, agreed with the family, and in step with the care assessment."] },
    notes: ["Social care was asked late: {ten|twelve} days before the draft."],
    lower: ["Mostly a history of contacts; little on what [child] needs."],
    higher: ["It rests on a visit, and life at home is described."],
    notApplicable: ["Social care confirmed in writing that no advice was needed, and the family agreed."],
  },
  HS7: {
    poor: { F: ["[Section F: therapy weekly. Section G: therapy once a term. The school has seen neither.]"] },
    thin: {
      all: [
        "{Physiotherapy is described in C and PE in F|Sleep is described in A and lateness in D}, without a word on each other.",
        "{Three|Two} agencies ask the family the same {questions about sleep|history}.",
      ],
    },
    strong: {
      all: [
        "The {school nurse|physiotherapist} and the class teacher work on outcome {2|3} together: she shows the exercises in {September|January}, PE uses them, Dad repeats them at weekends.",
      ],
    },
    improve: {
      "MA-GAP": [
        "Health and school each describe the same need in their own words. Write it once, together.",
        "The amounts in {F and G|F and H1} do not match. Agree one before the plan is issued.",
      ],
    },
    praise: { "MA-STRONG": ["It reads as one plan from one team, with a single person to call."] },
    notes: ["I cannot tell who brought this together, if anybody did."],
    lower: ["The contributions stand side by side, with {a gap|an overlap} that the family will feel."],
    higher: ["Contributions agree with one another; that they could be closer does not make it weak."],
  },
  HS8: {
    poor: { D: ["[The {child in need|care} plan of {April|February} is not mentioned.]"] },
    thin: { D: ["[Child] {has a care plan|is looked after}. {The PEP is held by school.|See social care file.}"] },
    strong: {
      D: ["The {personal education plan|care review} and this plan are reviewed on one day, with one set of outcomes."],
    },
    improve: {
      "MA-GAP": ["The {care plan|child in need plan} sets other dates and other aims. Bring them into step."],
    },
    praise: { "": ["One review, one set of outcomes, with consent recorded."] },
    notes: ["I have not seen the care plan, only that there is one."],
    lower: ["The other plan is mentioned, not aligned."],
    higher: ["Needs and review dates agree with the care plan."],
    notApplicable: [
      "There is no other statutory plan {for this child|on record}.",
      "The case record shows no care plan, child in need plan or health care plan.",
    ],
  },
};
