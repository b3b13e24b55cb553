import { amendedWords, OUTCOME_LABELS } from "#audits/feedback/life.ts";
import type { PackExchange } from "~/server/feedback.server.ts";
import { Tag } from "../govuk/messages.tsx";
import type { ReactNode } from "react";

type ExchangeProps = PackExchange & {
  /** What the lead can do about a dispute that waits. */
  answerTo?: (dispute: PackExchange["disputes"][number]) => ReactNode;
};

/** Everything that came back on a pack, with dates: replies, disputes with their answers, corrections, and how it ended. */
export function Exchange({ replies, disputes, resolution, answerTo }: ExchangeProps) {
  return (
    <>
      {replies.map((reply) => (
        <section className="exchange" key={reply.id} aria-label={`Reply of ${reply.on}`}>
          <p className="note-text">
            {reply.by} replied on {reply.on}
          </p>
          <p className="pack-line__words">{reply.words}</p>
          <p>
            <strong>{amendedWords(reply)}.</strong>
          </p>
        </section>
      ))}
      {disputes.map((dispute) => (
        <section className="exchange" key={dispute.id} aria-label={`Dispute over ${dispute.criterion}`} id={dispute.id}>
          <h3 className="part">
            {dispute.criterion} disputed{" "}
            <Tag tone={dispute.outcome ? "teal" : "amber"}>{dispute.outcome ? "Answered" : "Waits for an answer"}</Tag>
          </h3>
          <p className="note-text">
            {dispute.by}, {dispute.on}
          </p>
          <p className="pack-line__words">{dispute.reason}</p>
          {dispute.outcome ? (
            <>
              <p>
                <strong>{OUTCOME_LABELS[dispute.outcome]}.</strong>{" "}
                <span className="note-text">Answered on {dispute.answeredOn}</span>
              </p>
              {dispute.corrected && <p>{dispute.corrected}</p>}
              <p className="pack-line__words">{dispute.answer}</p>
            </>
          ) : (
            answerTo?.(dispute)
          )}
        </section>
      ))}
      {resolution && (
        <section className="exchange" aria-label="How it ended">
          <p>
            <strong>Resolved on {resolution.on}.</strong>
          </p>
          <p className="pack-line__words">{resolution.words}</p>
        </section>
      )}
    </>
  );
}
