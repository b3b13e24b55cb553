import { Link, useLocation } from "@remix-run/react";
import { version } from "../../package.json";
import { Fold } from "./fold.tsx";

export type MainLink = { name: string; href: string };
export type SignedIn = { name: string; role: string };

type HeaderProps = {
  area: string | null;
  links: MainLink[];
  /** Null on pages that are open to everyone. */
  user: SignedIn | null;
  /** The plan that the page is about: the form for an urgent concern has its reference filled in. */
  plan?: string | null;
  /** Where the word mark leads. */
  home?: string;
};

/** Pages that belong to a main link though their address starts otherwise. */
const ALSO_UNDER: Record<string, string[]> = {
  "/my-audits": ["/audits", "/my-levels", "/panel"],
  "/cases": ["/holds"],
  "/reports": ["/rooms", "/room"],
  "/cycles": ["/reminders", "/calibration", "/panel-pattern"],
};

/**
 * The bar on top of every page. Below 1024 the links fold into "Menu", which works without JavaScript. The urgent concern
 * stays outside the fold, so the link stands in two places, of which a width shows one.
 */
export function Header({ area, links, user, plan = null, home = "/" }: HeaderProps) {
  const { pathname } = useLocation();
  const under = (href: string) => [href, ...(ALSO_UNDER[href] ?? [])].some((at) => `${pathname}/`.startsWith(`${at}/`));
  const urgent = (place: "wide" | "narrow") => (
    <Link className={`header__urgent header__urgent--${place}`} to={concernAbout(plan)}>
      Urgent concern
    </Link>
  );
  return (
    <header className="header">
      <Link className="header__mark" to={home}>
        EHC plan quality
      </Link>
      {area && <span className="header__area">{area}</span>}
      {user && urgent("narrow")}
      <Fold summary="Menu" variant="menu">
        {links.length > 0 && (
          <nav className="header__links" aria-label="Main">
            <ul>
              {links.map((link) => (
                <li key={link.href}>
                  <Link className="header__link" to={link.href} aria-current={under(link.href) ? "page" : undefined}>
                    {link.name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {user && (
          <div className="header__account">
            {urgent("wide")}
            <span>
              <Link className="header__name" to="/account">
                {user.name}
              </Link>
              , {user.role}
            </span>
            {/* A whole new page, so that nothing of the session stays in the browser's memory. */}
            <form method="post" action="/sign-out">
              <button type="submit" className="header__sign-out">
                Sign out
              </button>
            </form>
          </div>
        )}
      </Fold>
    </header>
  );
}

/** At the end of reading pages; expert screens need the room. */
export function Footer() {
  return (
    <footer className="footer">
      <ul className="footer__links">
        {[
          { name: "Accessibility statement", href: "/accessibility" },
          { name: "Privacy", href: "/privacy" },
          { name: "Help", href: "/help" },
        ].map((link) => (
          <li key={link.href}>
            <Link className="footer__link" to={link.href}>
              {link.name}
            </Link>
          </li>
        ))}
      </ul>
      <p className="footer__use">
        For quality assurance of plans, not for an individual child’s care. Version {version}
      </p>
    </footer>
  );
}

/** A made-up plan is about nobody, so nothing is filled in from it. */
const concernAbout = (plan: string | null): string =>
  plan && /^[\w.-]*\d[\w.-]*$/.test(plan) ? `/urgent-concern?case=${encodeURIComponent(plan)}` : "/urgent-concern";
