/** Paths whose last part is a secret: what is logged of them, and how a browser speaks of them elsewhere. */
const SECRET_PATH = /^\/(invitation|reset|family)\/[^/]+/;

/** A path as it may stand in a log. */
export const pathForLog = (pathname: string): string => pathname.replace(SECRET_PATH, "/$1/[secret]");

/** A page with a secret in its address tells no other page its address, not even of this site; forms keep their origin. */
export const SECRET_PAGE_HEADERS = { "Referrer-Policy": "strict-origin", "Cache-Control": "no-store" };

/** A secret as links carry it; anything else is not looked up. */
export const secretIn = (param: string | undefined): string => (param && /^[\w-]{43}$/.test(param) ? param : "");
