/** What auditors and panels say whatever the criterion. */
export const GENERAL = {
  /** Why an auditor could not tell. */
  cannotTell: [
    "The pack has the plan and {no advice|only part of section K}, so I could not compare.",
    "The {therapy|health|social care} report that section K lists was not in the pack.",
    "{Two pages|Pages 9 and 10} of the copy cannot be read.",
  ],
  notSeen: ["The pages on {preparing for adulthood|the next phase} were not in the pack."],
  /** A note beside a level of Good. */
  near: [
    "{Between two levels|Close to the level below}: I gave the benefit of the doubt.",
    "{One more detail|One example more} and I would have gone a level up.",
  ],
  /** Why the panel took a level, where one auditor could not tell, or thought that the criterion does not apply. */
  toldSince: [
    "The panel had the missing report and read it together.",
    "The missing pages were found, and the level follows from them.",
  ],
  applies: ["It does apply: {section F|the case record} shows it, and one auditor had not seen that."],
  /** Why it took the level that everybody gave, though it limits the grade. */
  confirmed: [
    "The auditors relied on the same words. Confirmed, with what follows from it.",
    "Confirmed: {nothing else in the plan|no other section} makes up for it.",
  ],
  both: [
    "We could not agree. One reads this as a promise, the other as a form of words, and both can point to the text.",
  ],
  outstandingAfterAll: [
    "All that Outstanding asks for is there; {the one gap is small|what one auditor missed stands a page later}.",
  ],
  goodNoMore: [
    "All that Good asks for is there. {What Outstanding adds is not.|Outstanding asks for more than this.}",
    "Sound throughout, and {nothing goes beyond it|no more than that}: Good.",
  ],
  notInadequate: [
    "{Part of it|Something usable} is there, so it is not Inadequate. It is not enough for Good.",
    "Weak, but {a reader could act on some of it|not missing}: the level above Inadequate.",
  ],
  inadequateAfterAll: [
    "What is there could not be {used|relied on}. {One better line does not change that.|The panel read it aloud and agreed.}",
    "We looked for anything that would lift it and found {nothing|one line, in another section}.",
  ],
};
