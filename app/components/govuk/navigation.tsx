import type { ReactNode } from "react";
import { classNames, type Native } from "./field.tsx";

export function SkipLink({
  children,
  href = "#content",
  ...rest
}: Native<"a", { children: ReactNode; href?: string }>) {
  return (
    <a href={href} className="govuk-skip-link" data-module="govuk-skip-link" {...rest}>
      {children}
    </a>
  );
}

export function BackLink({
  children = "Back",
  href = "#",
  ...rest
}: Native<"a", { children?: ReactNode; href?: string }>) {
  return (
    <a href={href} className="govuk-back-link" {...rest}>
      {children}
    </a>
  );
}

/** A crumb without `href` is the current page. */
export type Crumb = Native<"a", { text: ReactNode; href?: string }>;

export function Breadcrumbs({
  items,
  collapseOnMobile,
  label = "Breadcrumb",
  ...rest
}: Native<"nav", { items: Crumb[]; collapseOnMobile?: boolean; label?: string }>) {
  return (
    <nav
      className={classNames("govuk-breadcrumbs", collapseOnMobile && "govuk-breadcrumbs--collapse-on-mobile")}
      aria-label={label}
      {...rest}
    >
      <ol className="govuk-breadcrumbs__list">
        {items.map(({ text, href, ...link }, i) =>
          href ? (
            <li className="govuk-breadcrumbs__list-item" key={i}>
              <a className="govuk-breadcrumbs__link" href={href} {...link}>
                {text}
              </a>
            </li>
          ) : (
            <li className="govuk-breadcrumbs__list-item" aria-current="page" key={i}>
              {text}
            </li>
          ),
        )}
      </ol>
    </nav>
  );
}

export type PageLink = { number: number | string; href: string; current?: boolean; label?: string };
export type PageStep = { href: string; text?: ReactNode; label?: ReactNode };

type PaginationProps = Native<
  "nav",
  {
    previous?: PageStep;
    next?: PageStep;
    /** "gap" stands for pages left out. */
    items?: (PageLink | "gap")[];
    label?: string;
  }
>;

export function Pagination({ previous, next, items, label = "Pagination", ...rest }: PaginationProps) {
  const block = !items && Boolean(previous ?? next);
  return (
    <nav className={classNames("govuk-pagination", block && "govuk-pagination--block")} aria-label={label} {...rest}>
      {previous && <Step direction="prev" step={previous} block={block} />}
      {items && (
        <ul className="govuk-pagination__list">
          {items.map((item, i) =>
            item === "gap" ? (
              <li className="govuk-pagination__item govuk-pagination__item--ellipsis" key={i}>
                ⋯
              </li>
            ) : (
              <li
                className={classNames("govuk-pagination__item", item.current && "govuk-pagination__item--current")}
                key={i}
              >
                <a
                  className="govuk-link govuk-pagination__link"
                  href={item.href}
                  aria-label={item.label ?? `Page ${item.number}`}
                  aria-current={item.current ? "page" : undefined}
                >
                  {item.number}
                </a>
              </li>
            ),
          )}
        </ul>
      )}
      {next && <Step direction="next" step={next} block={block} />}
    </nav>
  );
}

const ARROWS = {
  prev: "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z",
  next: "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z",
};

function Step({ direction, step, block }: { direction: "prev" | "next"; step: PageStep; block: boolean }) {
  const { href, text, label } = step;
  const arrowFirst = block || direction === "prev";
  const arrow = (
    <svg
      className={`govuk-pagination__icon govuk-pagination__icon--${direction}`}
      xmlns="http://www.w3.org/2000/svg"
      height="13"
      width="15"
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 15 13"
    >
      <path d={ARROWS[direction]} />
    </svg>
  );
  return (
    <div className={`govuk-pagination__${direction}`}>
      <a className="govuk-link govuk-pagination__link" href={href} rel={direction}>
        {arrowFirst && arrow}
        <span
          className={classNames(
            "govuk-pagination__link-title",
            block && !label && "govuk-pagination__link-title--decorated",
          )}
        >
          {text ?? (
            <>
              {direction === "prev" ? "Previous" : "Next"}
              <span className="govuk-visually-hidden"> page</span>
            </>
          )}
        </span>
        {label && block && (
          <>
            {" "}
            <span className="govuk-visually-hidden">:</span>{" "}
            <span className="govuk-pagination__link-label">{label}</span>
          </>
        )}
        {!arrowFirst && arrow}
      </a>
    </div>
  );
}
