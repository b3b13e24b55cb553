import { Link, useLocation } from "@remix-run/react";
import { Tag } from "~/components/govuk/messages.tsx";

export type ThemeTab = { name: string; href: string; note?: string };

/** The parts of a cycle's themes. */
export function ThemeTabs({ tabs }: { tabs: ThemeTab[] }) {
  const { pathname, search } = useLocation();
  const here = tabs.find((t) => t.href === pathname + search) ?? tabs.find((t) => t.href === pathname);
  return (
    <nav className="theme-tabs" aria-label="Themes of this cycle">
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link to={tab.href} className="theme-tabs__link" aria-current={tab === here ? "page" : undefined}>
              {tab.name} {tab.note && <Tag tone="amber">{tab.note}</Tag>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
