import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { titled } from "~/components/title.tsx";

const WORDS = [
  { key: "Plan", value: "An Education, Health and Care plan, or the papers of its review." },
  { key: "Criterion and level", value: "One question about a plan, and the answer on the rubric’s scale." },
  { key: "Grade", value: "The result for a whole plan, worked out from the levels and their weights." },
  {
    key: "Limit",
    value: "A rule that holds the grade down because something that matters is missing, such as a legal duty.",
  },
  {
    key: "Cannot tell",
    value: "The evidence was not there to judge. It counts against evidence, not against the plan.",
  },
  { key: "Does not apply", value: "The question does not fit this child or this stage. It leaves the sum." },
  { key: "Blind", value: "Nobody sees anybody else’s levels until every audit of a plan is in." },
  {
    key: "Interval",
    value:
      "From a sample, the true figure for all plans can only be given as a range. It would hold the truth 95 times in 100.",
  },
  { key: "Could not tell", value: "The range includes no difference. That is not the same as no change." },
  {
    key: "c",
    value:
      "A number that is hidden because it is about fewer than 5 plans, or because such a number could be worked out from it.",
  },
];

export default function Help() {
  return (
    <ReadingPage>
      <PageTitle>Help</PageTitle>
      <p className="lead">Your quality lead opens cycles, gives you plans to audit, and can reopen an audit.</p>
      <h2 className="section">Words</h2>
      <SummaryList rows={WORDS} />
      <h2 className="section" id="numbers">
        How the numbers are made
      </h2>
      <p>
        A domain’s figure is the weighted mean of its levels, from 0 to 100; what does not apply leaves the sum. The
        plan’s figure is the weighted mean of its domains, and the grade follows from it, unless a limit holds it down.
        Results count only plans that a panel has signed off. “Good or better” comes with the range that is likely for
        all plans (Wilson’s interval, adjusted for the size of the caseload and rounded outward to whole plans).
      </p>
      <p>
        Agreement is counted on the blind levels, before anybody talks: how often all auditors gave the same level, how
        often they were within one, and a figure that allows for lucky matches (Gwet’s AC2), with its range. Changes
        between cycles come with a range too; where it includes no change, we say that we could not tell.
      </p>
      <p>
        A panel may set a grade one step from the derived one, with a reason. It stands beside the derived grade
        wherever the plan is, and no figure counts it. A calibration, which is scored on made-up plans, counts in no
        figure either.
      </p>
      <h2 className="section">Keys on the score sheet</h2>
      <p>
        1 to 4 choose a level from the top down, 5 is cannot tell, 6 does not apply, where the criterion allows it. Q
        adds a quote, F goes to the finding, N saves and goes on. The keys rest while you type, and can be turned off on
        the sheet.
      </p>
      <h2 className="section">What this service is for</h2>
      <p>
        It checks the quality of plans. It is not for planning or delivering an individual child’s care. If something
        you read cannot wait, use Urgent concern.
      </p>
    </ReadingPage>
  );
}

export const handle = titled(() => "Help");
