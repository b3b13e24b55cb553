/** What browsers say when a request did not reach the server at all: Chromium, Firefox, Safari. */
const WORDS = /failed to fetch|networkerror|load failed/i;

/** Whether a request did not reach the server; a fault of the page is a TypeError too, with other words. */
export const isNoConnection = (error: unknown): boolean => error instanceof TypeError && WORDS.test(error.message);
