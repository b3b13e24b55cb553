/**
 * The themes of the codebook that comes with the product, in easy words: one short sentence each, in everyday language. An
 * area that renames a theme, or adds one, has its own name there until it writes the sentence itself.
 */
const EASY_THEMES = new Map<string, [name: string, sentence: string]>(
  Object.entries({
    "VC-ABSENT": ["Voice missing or thin", "Some plans do not say what the child thinks."],
    "VC-NOTREFLECTED": [
      "Voice recorded but not reflected",
      "Some plans write down what the child wants. Then the rest of the plan forgets it.",
    ],
    "CO-WEAK": ["Weak co-production with the family", "Some families were asked too late, or not enough."],
    "PN-GENERIC": ["Generic or copied text", "Some plans have words that could be about any child."],
    "PN-LANGUAGE": ["Unclear, long or deficit-led language", "Some plans are hard to read, or not kind."],
    "PN-NEEDS": ["Needs missing, diluted or label-only", "Some plans leave out things that the child finds hard."],
    "GT-BROKEN": ["Golden thread broken", "In some plans the help does not fit what the child wants and needs."],
    "OF-GENERIC": ["Generic or low-ambition outcomes", "Some plans do not aim high enough for the child."],
    "OF-PROVISION": [
      "Outcomes written as provision",
      "Some plans say what adults do, not what will change for the child.",
    ],
    "OF-NOTSMART": [
      "Outcomes not measurable or time-bound",
      "Some plans do not say how we know if the help worked, or by when.",
    ],
    "OF-SILO": ["Outcomes cover school only", "Some plans are only about school, not about the rest of life."],
    "EP-VAGUE": [
      "Educational provision not specified and quantified",
      "Some plans do not say clearly what help there is at school, and how much.",
    ],
    "EP-DILUTED": ["Advice not carried through", "Some plans leave out help that an expert said is needed."],
    "HC-EMPTY": ["Health sections empty or label-only", "Some plans say very little about health."],
    "SC-EMPTY": [
      "Social care sections empty or 'not known'",
      "Some plans say nothing about help at home or in free time.",
    ],
    "HS-VAGUE": [
      "Health or care provision vague, unagreed or misplaced",
      "Some plans do not say clearly what help health and social care give.",
    ],
    "AD-LATE": ["Advice late, missing or out of date", "Some experts were asked too late, or their reports are old."],
    "AD-QUALITY": ["Advice weak or unusable", "Some reports from experts do not say clearly what the child needs."],
    "MA-GAP": ["Agencies not joined up", "School, health and social care do not always work together."],
    "PA-TOKEN": [
      "Preparation for adulthood absent or token",
      "Some plans do not help young people get ready for adult life.",
    ],
    "PA-TRANSITION": [
      "Next move or young person's rights not planned",
      "Some plans do not say what happens when a young person moves on.",
    ],
    "ST-FORM": ["Statutory form defects", "Some plans have parts missing or in the wrong place."],
    "ST-ERROR": ["Errors or another child's data", "Some plans have mistakes in them."],
    "AR-STALE": ["Plan out of date or not amended", "Some plans are old. The child has changed and the plan has not."],
    "AR-WEAK": ["Annual review late or weak", "Some yearly meetings about a plan were late, or not good enough."],
    "TM-PROCESS": [
      "Delay, unclear decisions or poor communication",
      "Some families waited too long, or were not told what was happening.",
    ],
    "VC-STRONG": ["Strong, authentic voice", "Some plans show very well what the child thinks and wants."],
    "OF-STRONG": ["Ambitious, measurable, personal outcomes", "Some plans have good aims that matter to the child."],
    "PN-STRONG": ["Personal, strengths-led plan", "Some plans are really about the child and what they are good at."],
    "GT-STRONG": ["Clear golden thread", "In some plans the help fits well with what the child wants and needs."],
    "EP-STRONG": [
      "Specific, deliverable, inclusive provision",
      "Some plans say very clearly what help there is, and who gives it.",
    ],
    "MA-STRONG": ["Good joint working", "In some plans school, health and social care work well together."],
    "PA-STRONG": [
      "Strong preparation for adulthood",
      "Some plans help young people get ready for adult life very well.",
    ],
    "CO-STRONG": ["Good co-production", "Some families helped to make the plan, and were listened to."],
    "AR-IMPACT": ["Evidence that support made a difference", "Some plans show that the help worked."],
  }),
);

/** A theme as an easy-read paper says it. */
export function easyTheme({ code, name }: { code: string; name: string }): string {
  const [known, sentence] = EASY_THEMES.get(code) ?? [];
  return sentence && known === name ? sentence : `${name}.`;
}
