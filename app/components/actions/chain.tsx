import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Chain, EffectView } from "~/server/action-chain.server.ts";
import type { ReadingView } from "~/server/actions.server.ts";
import { DotLine } from "../figures.tsx";
import { Note, type NoteTone } from "../notes.tsx";
import { Quote } from "../quotes.tsx";

/** Finding, theme, action, re-audit, effect on one line. A step that has not happened is grey and dashed, and says when it is due. */
export function ProofChain({
  chain,
  base,
  next,
  children,
}: {
  chain: Chain;
  base: string;
  next: string;
  children?: ReactNode;
}) {
  const { finding, theme, action, reaudit, effect } = chain;
  return (
    <ol className="chain">
      <Step number={1} title="Finding" {...finding}>
        <p>
          {finding.sentence} {finding.example && "One of them:"}
        </p>
        {finding.example && (
          <Quote
            words={finding.example.words}
            source={[finding.example.reference, finding.example.criterion, finding.example.level]
              .filter(Boolean)
              .join(", ")}
          />
        )}
        {finding.findings > 0 && (
          <p>
            <Link className="govuk-link" to={`${base}/findings`}>
              {finding.findings === 1 ? "The finding" : `All ${finding.findings} findings`}
            </Link>
          </p>
        )}
      </Step>
      <Step number={2} title="Theme" {...theme}>
        {theme.themes.map((t) => (
          <p key={t.code}>
            <strong>{t.name}</strong> ({t.code}): {t.words}.
          </p>
        ))}
        {theme.source && <p>{theme.source}</p>}
        {theme.sentence && <p>{theme.sentence}</p>}
      </Step>
      <Step number={3} title="Action" {...action}>
        <ul className="govuk-list govuk-list--bullet">
          {action.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
        {action.evidence.length > 0 && (
          <p>
            Evidence:{" "}
            {action.evidence.map(({ words, link }, i) => (
              <span key={`${words}-${i}`}>
                {i > 0 && "; "}
                {link ? (
                  <a className="govuk-link" href={link} rel="noreferrer noopener">
                    {words}
                  </a>
                ) : (
                  words
                )}
              </span>
            ))}
          </p>
        )}
        {action.responses.length > 0 && <p>Services: {action.responses.join("; ")}</p>}
      </Step>
      <Step number={4} title="Re-audit" {...reaudit}>
        <p>{reaudit.sentence}</p>
      </Step>
      <Step number={5} title="Effect" {...effect} last>
        {effect.sentence && <p>{effect.sentence}</p>}
        {effect.shown && <EffectPart effect={effect.shown} />}
        {children}
        {next && (
          <p>
            <strong>What happens next:</strong> {next}
          </p>
        )}
      </Step>
    </ol>
  );
}

type StepProps = { number: number; title: string; reached: boolean; when: string; last?: boolean; children: ReactNode };

function Step({ number, title, reached, when, last, children }: StepProps) {
  return (
    <li className={reached ? "chain__step" : "chain__step chain__step--later"}>
      <div className="chain__head">
        <span className="chain__number" aria-hidden="true">
          {number}
        </span>
        <div>
          <h2 className="part">{title}</h2>
          <p className="note-text">
            {!reached && <span className="govuk-visually-hidden">Not reached yet. </span>}
            {when}
          </p>
        </div>
      </div>
      <div className={last ? "chain__body chain__body--last" : "chain__body"}>{children}</div>
    </li>
  );
}

const TONES: Record<EffectView["outcome"], NoteTone> = {
  effective: "teal",
  not_enough: "amber",
  not_effective: "worry",
  could_not_tell: "navy",
};

/** Before and after on one scale, the difference with its interval on another, and what it says. */
export function EffectPart({ effect }: { effect: EffectView }) {
  const { before, after, change } = effect;
  return (
    <div className="effect">
      <h3 className="part">{effect.title}</h3>
      <dl className="effect__rows">
        <ShareRow {...before} />
        <ShareRow {...after} axis />
        <div className="effect__row">
          <dt>
            <strong>Difference</strong>
          </dt>
          <dd className="effect__dot">
            {change.dot && (
              <DotLine {...change.dot} scale="change" open={effect.verdict === "could_not_tell"} label="" width={220} />
            )}
          </dd>
          <dd>
            <strong>{change.text}</strong>
          </dd>
        </div>
        <div className="effect__row">
          <dt>Target</dt>
          <dd className="effect__dot" />
          <dd>{effect.target}</dd>
        </div>
      </dl>
      <Note tone={TONES[effect.outcome]} title={effect.mark} headingLevel={3}>
        {effect.words && <p>{effect.words}</p>}
        {effect.cautions.map((caution) => (
          <p key={caution}>{caution}</p>
        ))}
      </Note>
    </div>
  );
}

function ShareRow({ name, text, dot, axis }: { name: string; axis?: boolean } & ReadingView) {
  return (
    <div className="effect__row">
      <dt>{name}</dt>
      <dd className="effect__dot">{dot && <DotLine {...dot} label="" width={220} bare={!axis} />}</dd>
      <dd>{text}</dd>
    </div>
  );
}
