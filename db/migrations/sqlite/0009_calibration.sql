CREATE TABLE `calibration_plans` (
	`sampled_case_id` text PRIMARY KEY NOT NULL,
	`anchor` text NOT NULL,
	`plan` text NOT NULL,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `calibration_plans_by_anchor` ON `calibration_plans` (`anchor`);--> statement-breakpoint
CREATE TABLE `panel_views` (
	`sampled_case_id` text NOT NULL,
	`criterion` text NOT NULL,
	`person_id` text NOT NULL,
	`view` text NOT NULL,
	`reason` text NOT NULL,
	`version` integer NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`sampled_case_id`, `criterion`, `person_id`),
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_sampled_cases` (
	`id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`draw_id` text NOT NULL,
	`case_id` text,
	`stratum` text NOT NULL,
	`position` integer NOT NULL,
	`standing` text NOT NULL,
	`snapshot` text NOT NULL,
	`replaced_reason` text,
	`replaced_at` integer,
	`replaced_by_id` text,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`draw_id`) REFERENCES `draws`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`case_id`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
INSERT INTO `__new_sampled_cases`("id", "cycle_id", "draw_id", "case_id", "stratum", "position", "standing", "snapshot", "replaced_reason", "replaced_at", "replaced_by_id") SELECT "id", "cycle_id", "draw_id", "case_id", "stratum", "position", "standing", "snapshot", "replaced_reason", "replaced_at", "replaced_by_id" FROM `sampled_cases`;--> statement-breakpoint
DROP TABLE `sampled_cases`;--> statement-breakpoint
ALTER TABLE `__new_sampled_cases` RENAME TO `sampled_cases`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `sampled_once` ON `sampled_cases` (`draw_id`,`case_id`);--> statement-breakpoint
CREATE INDEX `sampled_by_cycle` ON `sampled_cases` (`cycle_id`);--> statement-breakpoint
ALTER TABLE `cycles` ADD `kind` text DEFAULT 'audit' NOT NULL;