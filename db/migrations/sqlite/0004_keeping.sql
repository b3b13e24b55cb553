CREATE TABLE `frozen_figures` (
	`cycle_id` text PRIMARY KEY NOT NULL,
	`figures` text NOT NULL,
	`frozen_at` integer NOT NULL,
	`evidence_removed_at` integer,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `legal_holds` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`subject_id` text,
	`reason` text NOT NULL,
	`placed_by` text NOT NULL,
	`placed_at` integer NOT NULL,
	`ended_by` text,
	`ended_at` integer,
	`ended_reason` text,
	FOREIGN KEY (`placed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`ended_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `legal_holds_by_subject` ON `legal_holds` (`scope`,`subject_id`);--> statement-breakpoint
CREATE TABLE `disposals` (
	`id` text PRIMARY KEY NOT NULL,
	`run_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`periods` text NOT NULL,
	`counts` text NOT NULL,
	FOREIGN KEY (`run_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `disposal_items` (
	`disposal_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject_id` text NOT NULL,
	PRIMARY KEY(`disposal_id`, `kind`, `subject_id`),
	FOREIGN KEY (`disposal_id`) REFERENCES `disposals`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `disposal_items_by_subject` ON `disposal_items` (`subject_id`);--> statement-breakpoint
CREATE TABLE `trail_names` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`number` integer NOT NULL,
	`name` text,
	`salt` text,
	`commitment` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `trail_names_by_person` ON `trail_names` (`person_id`);--> statement-breakpoint
CREATE TABLE `anchors` (
	`day` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `trail` ADD `format` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `trail_by_actor` ON `trail` (`actor_id`,`at`);