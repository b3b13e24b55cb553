import type { Measure } from "./scene.ts";

/**
 * Widths of Source Sans 3 for charts on a screen, so that a server and a browser lay out the same picture without opening
 * a font: advances of the signs from space to tilde in thousandths of the size, without kerning.
 */
const ADVANCES = {
  400: "200 289 426 497 497 824 609 249 303 303 418 497 249 311 249 350 497 497 497 497 497 497 497 497 497 497 249 249 497 497 497 425 847 543 588 571 615 527 494 617 652 263 479 579 486 727 647 664 566 664 569 534 536 645 515 786 513 476 539 303 350 303 497 500 542 504 553 456 555 496 292 504 544 246 247 495 255 829 547 542 555 555 347 419 338 544 467 719 446 467 425 303 241 303 497",
  600: "200 315 482 513 513 841 639 275 324 324 438 513 275 322 275 344 513 513 513 513 513 513 513 513 513 513 275 275 513 513 513 444 875 558 597 576 625 538 510 628 663 282 494 597 502 745 657 674 582 674 592 545 546 655 536 800 541 501 540 324 344 324 513 500 549 516 563 462 564 507 317 520 558 262 263 522 271 843 560 549 564 564 373 431 361 556 495 748 481 495 443 324 255 324 513",
  700: "200 340 537 528 528 857 667 300 344 344 457 528 300 332 300 339 528 528 528 528 528 528 528 528 528 528 300 300 528 528 528 463 902 573 605 582 635 548 524 638 674 301 509 614 518 762 665 684 596 684 613 556 556 665 556 813 567 525 541 344 339 344 528 500 555 527 573 468 573 518 341 534 571 276 278 548 286 857 572 555 573 573 398 443 383 568 523 776 514 521 460 344 268 344 528",
};

const widths = {
  400: ADVANCES[400].split(" ").map(Number),
  600: ADVANCES[600].split(" ").map(Number),
  700: ADVANCES[700].split(" ").map(Number),
};
const OTHER = 560;

/** Width of a text in Source Sans 3. Accents are taken off first; signs that are not in the table count as a wide letter. */
export const measureSourceSans: Measure = (text, size, weight) => {
  const table = widths[weight];
  let sum = 0;
  for (const char of text.normalize("NFD").replace(/\p{M}/gu, ""))
    sum += table[(char.codePointAt(0) as number) - 32] ?? OTHER;
  return (sum * size) / 1000;
};
