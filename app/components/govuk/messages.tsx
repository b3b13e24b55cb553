import { type ReactNode, useRef } from "react";
import { useFocusOnArrival } from "./arrival.ts";
import { classNames, type Native } from "./field.tsx";

type NotificationBannerProps = Native<
  "div",
  {
    children: ReactNode;
    /** "success" is read out at once and takes the focus: after something was submitted. */
    type?: "important" | "success";
    title?: ReactNode;
    titleId?: string;
    headingLevel?: 2 | 3;
    /** One line of text gets the large type; several paragraphs bring their own. */
    oneLine?: boolean;
    disableAutoFocus?: boolean;
  }
>;

export function NotificationBanner(props: NotificationBannerProps) {
  const { children, type = "important", title, titleId = "govuk-notification-banner-title", ...others } = props;
  const { headingLevel = 2, oneLine = true, disableAutoFocus, ...rest } = others;
  const success = type === "success";
  const role = rest.role ?? (success ? "alert" : "region");
  const box = useRef<HTMLDivElement>(null);
  useFocusOnArrival(box, role === "alert" && !disableAutoFocus);
  const Heading = `h${headingLevel}` as const;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles, alert and region, may be labelled
    <div
      className={classNames("govuk-notification-banner", success && "govuk-notification-banner--success")}
      aria-labelledby={titleId}
      data-module="govuk-notification-banner"
      data-disable-auto-focus={disableAutoFocus}
      ref={box}
      {...rest}
      role={role}
    >
      <div className="govuk-notification-banner__header">
        <Heading className="govuk-notification-banner__title" id={titleId}>
          {title ?? (success ? "Success" : "Important")}
        </Heading>
      </div>
      <div className="govuk-notification-banner__content">
        {oneLine ? <p className="govuk-notification-banner__heading">{children}</p> : children}
      </div>
    </div>
  );
}

export function WarningText({
  children,
  iconText = "Warning",
  ...rest
}: Native<"div", { children: ReactNode; iconText?: string }>) {
  return (
    <div className="govuk-warning-text" {...rest}>
      <span className="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>{" "}
      <strong className="govuk-warning-text__text">
        <span className="govuk-visually-hidden">{iconText}</span> {children}
      </strong>
    </div>
  );
}

export function PhaseBanner({ children, tag, ...rest }: Native<"div", { children: ReactNode; tag: ReactNode }>) {
  return (
    <div className="govuk-phase-banner govuk-width-container" {...rest}>
      <p className="govuk-phase-banner__content">
        <strong className="govuk-tag govuk-phase-banner__content__tag">{tag}</strong>{" "}
        <span className="govuk-phase-banner__text">{children}</span>
      </p>
    </div>
  );
}

export function InsetText({ children, ...rest }: Native<"div", { children: ReactNode }>) {
  return (
    <div className="govuk-inset-text" {...rest}>
      {children}
    </div>
  );
}

export function Details({
  children,
  summary,
  ...rest
}: Native<"details", { children: ReactNode; summary: ReactNode }>) {
  return (
    <details className="govuk-details" {...rest}>
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">{summary}</span>
      </summary>
      <div className="govuk-details__text">{children}</div>
    </details>
  );
}

/** neutral: a fact; teal: good or done; amber: needs you; worry: left out or serious. Always with words. */
export type TagTone = "neutral" | "teal" | "amber" | "worry";

const TAG_CLASSES: Record<TagTone, string | false> = {
  neutral: false,
  teal: "govuk-tag--teal",
  amber: "govuk-tag--yellow",
  worry: "govuk-tag--red",
};

export function Tag({
  children,
  tone = "neutral",
  ...rest
}: Native<"strong", { children: ReactNode; tone?: TagTone }>) {
  return (
    <strong className={classNames("govuk-tag", TAG_CLASSES[tone])} {...rest}>
      {children}
    </strong>
  );
}
