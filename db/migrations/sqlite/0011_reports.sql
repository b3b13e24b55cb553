CREATE TABLE `written_reports` (
	`id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`kind` text NOT NULL,
	`view` text NOT NULL,
	`number` integer NOT NULL,
	`stage` text NOT NULL,
	`audience` text NOT NULL,
	`chapters` text NOT NULL,
	`data` text NOT NULL,
	`rubric` text,
	`partners` text NOT NULL,
	`version` integer NOT NULL,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`edited_by` text NOT NULL,
	`edited_at` integer NOT NULL,
	`issued_by` text,
	`issued_at` integer,
	`edition` text,
	`content_hash` text,
	`withdrawn_by` text,
	`withdrawn_at` integer,
	`withdrawn_reason` text,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`started_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`edited_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`issued_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`withdrawn_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `written_reports_by_cycle` ON `written_reports` (`cycle_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `written_reports_number` ON `written_reports` (`cycle_id`,`number`);--> statement-breakpoint
CREATE TABLE `report_words` (
	`report_id` text NOT NULL,
	`field` text NOT NULL,
	`version` integer NOT NULL,
	`text` text NOT NULL,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`report_id`, `field`, `version`),
	FOREIGN KEY (`report_id`) REFERENCES `written_reports`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `report_comments` (
	`id` text PRIMARY KEY NOT NULL,
	`report_id` text NOT NULL,
	`chapter` text,
	`words` text NOT NULL,
	`written_by` text NOT NULL,
	`written_at` integer NOT NULL,
	`settled_by` text,
	`settled_at` integer,
	FOREIGN KEY (`report_id`) REFERENCES `written_reports`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`written_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`settled_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `report_comments_by_report` ON `report_comments` (`report_id`);--> statement-breakpoint
CREATE TABLE `report_quotes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`report_id` text NOT NULL,
	`key` text NOT NULL,
	`decision` text NOT NULL,
	`decided_by` text NOT NULL,
	`decided_at` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `written_reports`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`decided_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `report_quotes_by_report` ON `report_quotes` (`report_id`);--> statement-breakpoint
CREATE TABLE `report_names_found` (
	`report_id` text NOT NULL,
	`key` text NOT NULL,
	`place` text NOT NULL,
	`starts` integer NOT NULL,
	`ends` integer NOT NULL,
	PRIMARY KEY(`report_id`, `key`),
	FOREIGN KEY (`report_id`) REFERENCES `written_reports`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `report_name_checks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`report_id` text NOT NULL,
	`words_hash` text NOT NULL,
	`names` integer NOT NULL,
	`checked_by` text NOT NULL,
	`checked_at` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `written_reports`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`checked_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `report_name_checks_by_report` ON `report_name_checks` (`report_id`);--> statement-breakpoint
CREATE TABLE `report_answers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`report_id` text NOT NULL,
	`key` text NOT NULL,
	`reason` text NOT NULL,
	`answered_by` text NOT NULL,
	`answered_at` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `written_reports`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`answered_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `report_answers_by_report` ON `report_answers` (`report_id`);--> statement-breakpoint
CREATE TABLE `report_sign_offs` (
	`id` text PRIMARY KEY NOT NULL,
	`report_id` text NOT NULL,
	`organisation_id` text NOT NULL,
	`content_hash` text NOT NULL,
	`signed_by` text NOT NULL,
	`signed_on` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `written_reports`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`recorded_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `report_sign_offs_by_report` ON `report_sign_offs` (`report_id`);--> statement-breakpoint
ALTER TABLE `reports` ADD `written_id` text REFERENCES written_reports(id);--> statement-breakpoint
CREATE INDEX `reports_by_written` ON `reports` (`written_id`);