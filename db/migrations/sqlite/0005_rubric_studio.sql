CREATE TABLE `rubric_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`document` text NOT NULL,
	`based_on` text,
	`version` integer NOT NULL,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`edited_by` text NOT NULL,
	`edited_at` integer NOT NULL,
	`deleted_at` integer,
	`published_as` text,
	FOREIGN KEY (`based_on`) REFERENCES `rubrics`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`started_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`edited_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`published_as`) REFERENCES `rubrics`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `rubric_draft_steps` (
	`draft_id` text NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`of` integer,
	`sentence` text NOT NULL,
	`changes` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	PRIMARY KEY(`draft_id`, `version`),
	FOREIGN KEY (`draft_id`) REFERENCES `rubric_drafts`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`made_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `rubric_draft_visits` (
	`draft_id` text NOT NULL,
	`person_id` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`draft_id`, `person_id`),
	FOREIGN KEY (`draft_id`) REFERENCES `rubric_drafts`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `rubric_approvals` (
	`id` text PRIMARY KEY NOT NULL,
	`rubric_key` text NOT NULL,
	`content_hash` text NOT NULL,
	`organisation_id` text NOT NULL,
	`agreed` integer NOT NULL,
	`confirmed_by` text NOT NULL,
	`confirmed_on` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`recorded_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `rubric_approvals_by_content` ON `rubric_approvals` (`content_hash`);--> statement-breakpoint
CREATE TABLE `rubric_retirements` (
	`id` text PRIMARY KEY NOT NULL,
	`rubric_id` text NOT NULL,
	`retired` integer NOT NULL,
	`reason` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`rubric_id`) REFERENCES `rubrics`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`made_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `rubric_retirements_by_rubric` ON `rubric_retirements` (`rubric_id`);--> statement-breakpoint
CREATE TABLE `rubric_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`file` text NOT NULL,
	`status` text NOT NULL,
	`document` text,
	`problems` text NOT NULL,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`draft_id` text,
	FOREIGN KEY (`started_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`draft_id`) REFERENCES `rubric_drafts`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `bridging_sets` (
	`cycle_id` text PRIMARY KEY NOT NULL,
	`earlier_cycle_id` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`earlier_cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`made_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
ALTER TABLE `rubrics` ADD `based_on` text;--> statement-breakpoint
ALTER TABLE `rubrics` ADD `agreed_by` text;--> statement-breakpoint
ALTER TABLE `rubrics` ADD `agreed_on` text;