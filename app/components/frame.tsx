import { Link, useLocation } from "@remix-run/react";
import type { ReactElement, ReactNode } from "react";
import { Fold } from "./fold.tsx";
import { PhaseBanner } from "./govuk/messages.tsx";
import { SkipLink } from "./govuk/navigation.tsx";
import { Footer, Header, type MainLink, type SignedIn } from "./header.tsx";
import { ProgressBar } from "./progress.tsx";
import { SaveState, type SaveStatus } from "./save-state.tsx";

/** Where the work of a page begins; the skip link leads there. */
const CONTENT_ID = "content";

type FrameProps = {
  area: string;
  demonstration: boolean;
  person: SignedIn | null;
  links: MainLink[];
  /** Further ways past what repeats, for pages whose task starts far down. */
  skips?: { text: string; href: string }[];
  /** The reference of the plan that the page is about. */
  plan?: string | null;
  children: ReactNode;
};

/** Pages on the way in, which bring a cover of their own instead of the header. */
const ON_THE_WAY_IN = /^\/(sign-in|forgot-password|reset|invitation|family)(\/|$)/;

/** A screen that many look at leads to nothing but the task; the urgent concern stays. */
const SHARED_SCREEN = /\/meeting$/;

/** What stands around every page. */
export function Frame({ area, demonstration, person, links, skips = [], plan = null, children }: FrameProps) {
  const { pathname } = useLocation();
  const ownCover = ON_THE_WAY_IN.test(pathname);
  const sharedScreen = SHARED_SCREEN.test(pathname);
  return (
    <>
      {[{ text: "Skip to main content", href: `#${CONTENT_ID}` }, ...skips].map((skip) => (
        <SkipLink href={skip.href} key={skip.href}>
          {skip.text}
        </SkipLink>
      ))}
      {!ownCover && <Header area={area} links={sharedScreen ? [] : links} user={person} plan={plan} />}
      {!ownCover && demonstration && (
        <section aria-label="Demonstration">
          <PhaseBanner tag="Demonstration">All people and plans here are invented.</PhaseBanner>
        </section>
      )}
      {children}
    </>
  );
}

/** The title of a reading page, with the short teal bar; `over` is a small line above it. */
export function PageTitle({ children, over, id }: { children: ReactNode; over?: ReactNode; id?: string }) {
  return (
    <>
      {over && <p className="over-title">{over}</p>}
      <h1 className="page-title page-title--bar" id={id}>
        {children}
      </h1>
    </>
  );
}

type CycleHead = { title: string; status?: string; parts: { name: string; href: string }[] };

/** Name of the cycle and its parts in the order of the work. On a phone the parts fold under the name of the current one. */
export function CycleBar({ cycle, label = "Parts of this cycle" }: { cycle: CycleHead; label?: string }) {
  // Agreement is told by results, criterion by criterion.
  const pathname = useLocation().pathname.replace(/\/agreement$/, "/results");
  // The longest address that this page stands under: the overview's is the beginning of all.
  const current = cycle.parts
    .filter((part) => pathname === part.href || pathname.startsWith(`${part.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav className="cycle-bar" aria-label={label}>
      <p className="cycle-bar__name">{cycle.title}</p>
      <Fold summary={current?.name ?? label} variant="bar">
        <ul className="cycle-bar__parts">
          {cycle.parts.map((part) => (
            <li key={part.href}>
              <Link className="cycle-bar__part" to={part.href} aria-current={part === current ? "page" : undefined}>
                {part.name}
              </Link>
            </li>
          ))}
        </ul>
      </Fold>
    </nav>
  );
}

type CaseBarProps = {
  reference: string;
  /** What the plan is, without anything that tells who the child is. */
  about?: ReactNode;
  tag?: ReactNode;
  link?: ReactNode;
  progress?: { done: number; of: number; words: string };
  /** A time in words ("Saved at 10:42"), or a status that changes while the page is open. */
  state?: string | SaveStatus | null;
};

/** What is open, how far it is, and whether it is saved. Stays in sight where there is room. */
export function CaseBar({ reference, about, tag, link, progress, state }: CaseBarProps) {
  return (
    <section className="case-bar" aria-label={reference}>
      <strong className="case-bar__reference">{reference}</strong>
      {tag}
      {about && <span className="case-bar__about">{about}</span>}
      {link && <span className="case-bar__link">{link}</span>}
      {progress && (
        <span className="case-bar__progress">
          <ProgressBar {...progress} />
        </span>
      )}
      {state && (
        <span className="case-bar__state">
          <SaveState status={typeof state === "string" ? { kind: "words", words: state } : state} />
        </span>
      )}
    </section>
  );
}

/** Buttons at the foot of the work column; in sight where there is room. `end` stands at the other side. */
export function ActionBar({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <div className="action-bar">
      {children}
      {end && <span className="action-bar__end">{end}</span>}
    </div>
  );
}

type ReadingPageProps = {
  children: ReactNode;
  /** Above the main content: back link, breadcrumbs. */
  before?: ReactNode;
  /** A second column of 320, below the content on narrow screens. */
  aside?: ReactNode;
  /** Tables and two columns of work take the whole 1440; else lines keep a length that can be read. */
  wide?: boolean;
};

/** One column of text, tables and forms, and beside it what helps to read them. */
export function ReadingPage({ children, before, aside, wide }: ReadingPageProps) {
  return (
    <>
      <div className={aside || wide ? "reading" : "reading reading--narrow"}>
        {before}
        <div className={aside ? "reading__columns" : undefined}>
          <main id={CONTENT_ID}>{children}</main>
          {aside && <aside className="reading__aside">{aside}</aside>}
        </div>
      </div>
      <Footer />
    </>
  );
}

/** Widths of the side columns: "score" 284 and 296, "moderation" 316 and 268, "results" 252, "preview" 252 and 404 to 444. */
export type BenchKind = "score" | "moderation" | "results" | "preview";

type BenchProps = {
  kind?: BenchKind;
  /** Where I am. */
  rail: ReactNode;
  railTitle: string;
  /** Messages above the work, such as an error summary. */
  summary?: ReactNode;
  /** The part of the work that comes before the margin on a narrow screen: what the margin helps to judge. */
  first?: ReactNode;
  work: ReactNode;
  /** The action bar, where it is in sight from the first screen on. */
  actions?: ReactNode;
  /** What helps me judge. Nothing in it is needed to finish. */
  margin?: ReactNode;
  marginTitle?: string;
  /** Puts one form around the whole work, margin included: `(content) => <Form>{content}</Form>`. */
  wrap?: (content: ReactNode) => ReactElement;
};

/** Rail, work, margin: the skeleton of every expert screen. */
export function Bench(props: BenchProps) {
  const {
    kind = "score",
    rail,
    railTitle,
    summary,
    first,
    work,
    actions,
    margin,
    marginTitle = "What helps to judge",
  } = props;
  const { wrap = (content) => <div>{content}</div> } = props;
  return (
    <div className={`bench bench--${kind}`}>
      <aside className="bench__rail" aria-label={railTitle}>
        <Fold summary={railTitle} variant="rail">
          {rail}
        </Fold>
      </aside>
      <main id={CONTENT_ID} className="bench__main">
        {wrap(
          <>
            {(summary || first) && (
              <div className="bench__first">
                {summary}
                {first}
              </div>
            )}
            {margin && (
              <section className="bench__margin" aria-label={marginTitle}>
                <Fold summary={marginTitle} variant="margin">
                  {margin}
                </Fold>
              </section>
            )}
            <div className="bench__work">{work}</div>
            {actions && <div className="bench__actions">{actions}</div>}
          </>,
        )}
      </main>
    </div>
  );
}

/** The report's cover turned sideways: what this is on the left, the way in on the right. */
export function SignInPage({ area, partners, children }: { area: string; partners?: string; children: ReactNode }) {
  return (
    <div className="sign-in">
      <header className="sign-in__cover">
        <p className="sign-in__mark">EHC plan quality</p>
        <p className="sign-in__question">How good are our plans, how do we know, and what are we learning?</p>
        <div className="sign-in__area">
          <p>
            <strong>{area}</strong>
          </p>
          {partners && <p>{partners}</p>}
        </div>
      </header>
      <main id={CONTENT_ID} className="sign-in__form">
        {children}
      </main>
    </div>
  );
}
