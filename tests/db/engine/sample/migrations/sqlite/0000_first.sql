CREATE TABLE `shelves` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text DEFAULT 'open' NOT NULL,
	`opened_on` text,
	`is_public` integer DEFAULT false NOT NULL,
	`created_at` integer,
	CONSTRAINT "shelf_has_a_name" CHECK(length("shelves"."name") > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `one_open_shelf_per_name` ON `shelves` (`name`) WHERE "shelves"."kind" = 'open';--> statement-breakpoint
CREATE TABLE `books` (
	`id` text PRIMARY KEY NOT NULL,
	`shelf_id` text NOT NULL,
	`title` text NOT NULL,
	`pages` integer,
	`weight` real,
	`notes` text,
	`cover` blob,
	`bought_at` integer,
	FOREIGN KEY (`shelf_id`) REFERENCES `shelves`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `books_by_shelf` ON `books` (`shelf_id`,`bought_at`);--> statement-breakpoint
CREATE TABLE `loans` (
	`book_id` text NOT NULL,
	`reader_name` text NOT NULL,
	`due_on` text,
	PRIMARY KEY(`book_id`, `reader_name`),
	FOREIGN KEY (`book_id`) REFERENCES `books`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `entries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`text` text NOT NULL,
	`at` integer NOT NULL
);
