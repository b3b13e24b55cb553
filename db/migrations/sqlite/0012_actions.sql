CREATE TABLE `learning_sources` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`words` text NOT NULL,
	`theme` text,
	`opened_by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`opened_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `period_counts` (
	`subject` text NOT NULL,
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	`version` integer NOT NULL,
	`count` integer NOT NULL,
	`of` integer,
	`entered_by` text NOT NULL,
	`entered_at` integer NOT NULL,
	PRIMARY KEY(`subject`, `period_from`, `period_to`, `version`),
	FOREIGN KEY (`entered_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `outcome_counts` (
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	`phase` text NOT NULL,
	`version` integer NOT NULL,
	`reviews` integer NOT NULL,
	`met` integer NOT NULL,
	`partly` integer NOT NULL,
	`not_met` integer NOT NULL,
	`narrative` text NOT NULL,
	`entered_by` text NOT NULL,
	`entered_at` integer NOT NULL,
	PRIMARY KEY(`period_from`, `period_to`, `phase`, `version`),
	FOREIGN KEY (`entered_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `actions` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`steps` text NOT NULL,
	`owner_id` text NOT NULL,
	`with_whom` text NOT NULL,
	`services` text NOT NULL,
	`measure` text NOT NULL,
	`baseline` text NOT NULL,
	`target` integer NOT NULL,
	`due_on` text NOT NULL,
	`next` text NOT NULL,
	`source_id` text,
	`status` text NOT NULL,
	`done_on` text,
	`test_cycle_id` text,
	`effect` text,
	`effect_on` text,
	`opened_by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`source_id`) REFERENCES `learning_sources`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`test_cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`opened_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `actions_number` ON `actions` (`number`);--> statement-breakpoint
CREATE INDEX `actions_by_owner` ON `actions` (`owner_id`);--> statement-breakpoint
CREATE TABLE `action_versions` (
	`action_id` text NOT NULL,
	`version` integer NOT NULL,
	`words` text NOT NULL,
	`reason` text NOT NULL,
	`kept` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	PRIMARY KEY(`action_id`, `version`),
	FOREIGN KEY (`action_id`) REFERENCES `actions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`made_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `action_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`action_id` text NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	`link` text,
	`agency` text,
	`response` text,
	`written_by` text NOT NULL,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`action_id`) REFERENCES `actions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`written_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `action_entries_by_action` ON `action_entries` (`action_id`);