import type { Logo } from "#audits/reports/blocks.ts";

/** The area's logo, as large as on paper. */
export function ReportLogo({ logo }: { logo: Logo }) {
  const scale = Math.min(200 / logo.width, 96 / logo.height, 1);
  return (
    <img
      className="report__logo"
      src={`data:image/png;base64,${logo.png}`}
      alt={logo.alt}
      width={Math.round(logo.width * scale)}
      height={Math.round(logo.height * scale)}
    />
  );
}
