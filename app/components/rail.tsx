import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { type LevelTone, ShortGrade } from "./levels.tsx";
import { BarOnly, Tick } from "./progress.tsx";

export type RailCriterion = {
  code: string;
  title: string;
  href: string;
  /** The auditor's own answer. */
  answer: { short: string; label: string; tone?: LevelTone };
};

export type RailDomain = {
  title: string;
  href: string;
  done: number;
  of: number;
  /** Given for the domain that is open. */
  criteria?: RailCriterion[];
};

type DomainRailProps = {
  domains: RailDomain[];
  /** Code of the criterion on the page. */
  current: string | null;
  /** What stands below: blindness, what does not apply, the key of the letters. */
  children?: ReactNode;
};

/** Where I am: every domain with my own progress, the open one with its criteria and my own levels. */
export function DomainRail({ domains, current, children }: DomainRailProps) {
  return (
    <>
      <nav aria-label="Domains and criteria">
        <ul className="domains">
          {domains.map((domain) => (
            <li className="domains__item" key={domain.href}>
              <Link
                className={domain.criteria ? "domains__link domains__link--open" : "domains__link"}
                to={domain.href}
                aria-current={domain.criteria ? "true" : undefined}
              >
                <span className="domains__title">{domain.title}</span>{" "}
                <span className={domain.done === domain.of ? "domains__count domains__count--done" : "domains__count"}>
                  {domain.done === domain.of && <Tick />}
                  {domain.done} of {domain.of}
                </span>
                <BarOnly done={domain.done} of={domain.of} />
              </Link>
              {domain.criteria && <Criteria criteria={domain.criteria} current={current} />}
            </li>
          ))}
        </ul>
      </nav>
      {children && <div className="rail-notes">{children}</div>}
    </>
  );
}

function Criteria({ criteria, current }: { criteria: RailCriterion[]; current: string | null }) {
  return (
    <ul className="criteria">
      {criteria.map((criterion) => (
        <li key={criterion.code}>
          <Link
            className="criteria__link"
            to={criterion.href}
            aria-current={criterion.code === current ? "page" : undefined}
          >
            <span className="criteria__code">{criterion.code}</span>{" "}
            <span className="criteria__title">{criterion.title}</span> <ShortGrade {...criterion.answer} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What the letters of the rail mean. */
export function GradeKey({ entries }: { entries: { short: string; label: string; tone?: LevelTone }[] }) {
  return (
    <ul className="grade-key" aria-hidden="true">
      {entries.map((entry) => (
        <li key={entry.short}>
          <ShortGrade {...entry} /> {entry.label}
        </li>
      ))}
    </ul>
  );
}

/** Links of one page or one document, the current one marked. */
export function LinkRail({
  label,
  links,
  current,
}: {
  label: string;
  links: { text: ReactNode; href: string; end?: ReactNode }[];
  current?: string;
}) {
  return (
    <nav aria-label={label}>
      <ul className="link-rail">
        {links.map((link) => (
          <li key={link.href}>
            <a className="link-rail__link" href={link.href} aria-current={link.href === current ? "true" : undefined}>
              <span>{link.text}</span>
              {link.end && <span className="link-rail__end">{link.end}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Facts with their soft names: what the numbers stand on, when a cycle runs. */
export function FactList({
  facts,
  stacked,
}: {
  facts: { name: ReactNode; value: ReactNode }[];
  /** Each name above its value, for a rail. */
  stacked?: boolean;
}) {
  return (
    <dl className={stacked ? "facts facts--stacked" : "facts"}>
      {facts.map((fact, i) => (
        <div className="facts__row" key={i}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
