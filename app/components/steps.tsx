import type { ReactNode } from "react";
import { LinkButton } from "./govuk/button.tsx";
import { Tick } from "./progress.tsx";

export type Step = {
  title: string;
  text: ReactNode;
  done: boolean;
  /** What is under way, where no button says so. */
  now?: boolean;
  /** Where it stands, in words: "Done: 1,722 cases". */
  status: ReactNode;
  /** `main` is the one thing to do now. */
  action?: { text: string; href: string; main?: boolean };
};

/** What to do in which order, where it stands, and the one thing to do now. */
export function StepList({ steps }: { steps: Step[] }) {
  return (
    <ol className="steps">
      {steps.map((step, i) => {
        const state = step.done ? "done" : step.now || step.action?.main ? "now" : "later";
        return (
          <li className="steps__item" key={step.title}>
            <span className={`steps__number steps__number--${state}`} aria-hidden="true">
              {step.done ? <Tick /> : i + 1}
            </span>
            <div>
              <h2 className="part">{step.title}</h2>
              <p>{step.text}</p>
            </div>
            <div className="steps__state">
              {step.status ? (
                <p className="soft">{step.status}</p>
              ) : (
                step.done && <p className="govuk-visually-hidden">Done</p>
              )}
              {step.action &&
                (step.action.main ? (
                  <LinkButton href={step.action.href}>{step.action.text}</LinkButton>
                ) : (
                  <a className="govuk-link" href={step.action.href}>
                    {step.action.text}
                  </a>
                ))}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
