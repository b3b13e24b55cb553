import type { CriterionWords } from "../words.ts";

/** Voice of the child and family. */
export const VOICE: Record<string, CriterionWords> = {
  VC1: {
    poor: {
      A: [
        "[Child] {is unable to|cannot} give views. Staff {feel|say} that [child] is happy at <setting>.",
        "Mum reports that [child] enjoys <setting>. Mum reports that [child] would like more friends.",
      ],
    },
    thin: {
      A: [
        "I like {trains and drawing|dogs and football|cooking and music}. I do not like {loud noise|maths|wet play}.",
        "[Child] finds it hard to say what they think, so staff {completed this form with them|filled this in}.",
        "Likes: {swimming, tablets, pizza|Lego, cats, snow}. Dislikes: {queues, peas|changes, wool}.",
        "Lubię rysować pociągi i grać w piłkę z bratem. [No translation, no date.]",
      ],
    },
    strong: {
      A: [
        "I want to {work with animals|drive a train|bake bread for a café}. People think I am not listening when I look away. I am listening.",
        "{Dw i'n hoffi tynnu lluniau a chwarae pêl-droed gyda fy nhad.|Rwy'n hoffi dŵr a nofio, ac mae'n dawel yn nhŷ Mam-gu.} I chose to write this part in Welsh.",
        "When I am tired my words go. Give me {my cards|five minutes} and I will come back. One day I want {my own flat|to read to my sister}.",
      ],
    },
    improve: {
      "VC-ABSENT": [
        "The likes are the child's. The rest is adults talking. Ask again, in a way that suits [child].",
        "Nothing about the future, about health or about what frightens them. Ask what they hope for.",
        "Use {symbols|photographs|a trusted adult} to gather what matters to [child] day to day, and say how it was done.",
      ],
    },
    praise: {
      "VC-STRONG": [
        "You can hear [child] on the page: {hopes, worries and humour|what they hope for and what helps}, in their own words and dated.",
      ],
    },
    notes: [
      "Real but thin. One line about the future, nothing on {health|friends} or on what frightens them.",
      "One clear aspiration in the first person, dated {June|March}, and nothing else. I hesitated.",
      "In the appendix, in Polish: 'Szkoła jest dla mnie za głośna.' School is too loud for me. It did not reach section A.",
    ],
    lower: [
      "Their own aspiration is there, so this is more than Inadequate. No method suited a child who uses symbols, and nothing goes beyond likes and one ambition.",
      "What is quoted is a parent's view of the child, however warm.",
    ],
    higher: [
      "The words are the child's, dated and current. That they are few is honest, not thin.",
      "The drawing and its caption in the appendix are the child's own account.",
    ],
  },
  VC2: {
    poor: {
      A: [
        "Views: {not obtained|not available at the time of writing}.",
        "[Child] is non-verbal and could not contribute.",
      ],
    },
    thin: {
      A: [
        "{All About Me|My views} form completed by {staff|the SENCO|Mum}.",
        "Views gathered at the {annual review|meeting}.",
      ],
    },
    strong: {
      A: [
        "{The adult who knows [child] best|A trusted support worker} watched and used symbols over {two weeks|three mornings} in {May|June}. We are sure about the likes and less sure about the fears.",
      ],
    },
    improve: {
      "VC-ABSENT": [
        "Say who asked, when and how. A form filled in by an adult is not a method.",
        "Observation, symbols or {signing|an advocate} would let [child] take part.",
      ],
    },
    praise: { "": ["Three ways of listening, with an honest word on what is still not known."] },
    notes: ["The method is in section K, not in A. I gave {a little|no} credit for it."],
    lower: ["A form is named, but not who filled it in or how [child] was helped to answer."],
    higher: ["Person, date and method are all there, in one line under the heading."],
  },
  VC3: {
    poor: { A: ["The family {agrees with|supports} the plan.", "Parents' views: see professional advice."] },
    thin: {
      A: [
        "{Mum and Dad|Parents} feel that [child] is making progress and would like this to continue.",
        "We all want [child] to be happy. [Whose words these are is not said.]",
      ],
    },
    strong: {
      A: [
        "Mum: 'The {morning routine|walk to <setting>} works now. What keeps me awake is {who will notice a seizure|what happens after college}.' Dad adds that [child] is funny and stubborn.",
      ],
    },
    improve: {
      "CO-WEAK": [
        "The family's words were edited until nothing was left. Let them check this part before the draft goes out.",
        "Keep the parents' view and the child's apart, with a heading for each.",
      ],
    },
    praise: { "": ["Whose voice is whose is plain throughout, and what works is there too."] },
    notes: ["I rang nobody: this is only about what the plan shows."],
    lower: ["Child's and parents' views share one paragraph, and the reader cannot tell them apart."],
    higher: ["Short, but plainly the parents' own words, and separate from the child's."],
  },
  VC4: {
    poor: { E: ["[Child] will make progress in line with peers. [Section A: 'I want to cook for my friends'.]"] },
    thin: {
      E: [
        "[Child] will {develop friendships|join in with others}. [The wish for a {swimming|drama} club in A is not mentioned.]",
      ],
      F: ["Staff will be aware of [child]'s {interests|likes and dislikes}."],
    },
    strong: {
      E: [
        "{Because [child] wants to travel alone: takes the number 4 bus|Because [child] wants to read to a sister: reads a picture book aloud|Because [child] wants to keep a dog: feeds and brushes one} without a reminder, by July {2027|2028}.",
      ],
    },
    improve: {
      "VC-NOTREFLECTED": [
        "[Child] wants to {cook for friends|join a club|work outdoors}. No outcome or provision picks this up.",
        "Section A could be swapped with another child's. Start E from what [child] said.",
        "The parents' main worry, {sleep|safety on the road|the move}, is nowhere in the outcomes.",
      ],
    },
    praise: { "GT-STRONG": ["Each aspiration in A can be followed to an outcome and to provision."] },
    notes: ["One echo of section A in E. {Could be chance.|The wording matches, so I gave credit.}"],
    lower: ["One aspiration of {three|four} is taken up. That is an echo, not a thread."],
    higher: ["The main wish and the main worry are both taken up; only a small one is lost."],
  },
  VC5: {
    poor: {
      A: [
        "[Child] has a history of {violent outbursts|absconding and defiance}. {Exclusions are listed overleaf.|Mum struggles to cope.}",
      ],
    },
    thin: { A: ["{Three|Four} pages of history, by date, from birth. Strengths: '{kind|a happy child}'."] },
    strong: {
      A: [
        "One page: what [child] is good at, what helps on a bad day, and the {three|four} things a new adult must know.",
      ],
    },
    improve: {
      "PN-LANGUAGE": [
        "Cut the history to what a new adult needs, and put strengths first.",
        "Not every setting needs to know about the {parents' separation|family's past}. Take it out.",
      ],
    },
    praise: { "PN-STRONG": ["A page that a supply teacher could use at nine in the morning."] },
    notes: ["Long, but the family asked for the history to be told in full."],
    lower: ["Strengths are one line after {three|four} pages of difficulties."],
    higher: ["The history is long but balanced, and how to help stands on top."],
  },
  VC6: {
    poor: { A: ["All parties are in agreement. [The file holds {a letter of complaint|a request for mediation}.]"] },
    thin: {
      A: [
        "{Parents would have preferred|The family asked for} a {special school|higher level of support}. This was considered.",
      ],
    },
    strong: {
      all: [
        "The family asked for {three|five} hours of therapy; the therapist advised one. The plan gives one, says why, and sets a date to look again.",
      ],
    },
    improve: {
      "CO-WEAK": [
        "The family disagreed about {the placement|therapy}. Say so neutrally, with what was decided and why.",
      ],
    },
    praise: { "": ["A difference of view told fairly, with what would change the decision."] },
    notes: ["I found the disagreement in the emails, not in the plan."],
    lower: ["The difference is named, but not how it was weighed."],
    higher: ["Both views and the decision are there in {two|three} neutral sentences."],
    notApplicable: [
      "No difference of view is {recorded|known} on the file.",
      "Family and professionals {agreed|were of one mind} at the meeting, and the minutes say so.",
    ],
  },
};
