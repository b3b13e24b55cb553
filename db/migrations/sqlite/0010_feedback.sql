CREATE TABLE `feedback_packs` (
	`id` text PRIMARY KEY NOT NULL,
	`sampled_case_id` text NOT NULL,
	`receiver` text NOT NULL,
	`content` text NOT NULL,
	`writer_ref` text,
	`person_id` text,
	`organisation_id` text,
	`drafted_by` text NOT NULL,
	`drafted_at` integer NOT NULL,
	`sent_by` text,
	`sent_at` integer,
	`reply_by` text,
	`read_by` text,
	`read_at` integer,
	`resolved_by` text,
	`resolved_at` integer,
	`resolution` text,
	`not_needed` text,
	`not_needed_at` integer,
	`version` integer NOT NULL,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`drafted_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`sent_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`read_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`resolved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `feedback_packs_once` ON `feedback_packs` (`sampled_case_id`,`receiver`);--> statement-breakpoint
CREATE INDEX `feedback_packs_by_writer` ON `feedback_packs` (`writer_ref`);--> statement-breakpoint
CREATE INDEX `feedback_packs_by_organisation` ON `feedback_packs` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `feedback_replies` (
	`id` text PRIMARY KEY NOT NULL,
	`pack_id` text NOT NULL,
	`words` text NOT NULL,
	`amended` text NOT NULL,
	`amended_on` text,
	`replied_by` text NOT NULL,
	`replied_at` integer NOT NULL,
	FOREIGN KEY (`pack_id`) REFERENCES `feedback_packs`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`replied_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `feedback_replies_by_pack` ON `feedback_replies` (`pack_id`);--> statement-breakpoint
CREATE TABLE `feedback_disputes` (
	`id` text PRIMARY KEY NOT NULL,
	`pack_id` text NOT NULL,
	`criterion` text NOT NULL,
	`reason` text NOT NULL,
	`raised_by` text NOT NULL,
	`raised_at` integer NOT NULL,
	`outcome` text,
	`answer` text,
	`answered_by` text,
	`answered_at` integer,
	FOREIGN KEY (`pack_id`) REFERENCES `feedback_packs`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`raised_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`answered_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `feedback_disputes_once` ON `feedback_disputes` (`pack_id`,`criterion`);--> statement-breakpoint
CREATE TABLE `corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`sampled_case_id` text NOT NULL,
	`criterion` text NOT NULL,
	`before` text NOT NULL,
	`after` text,
	`words` text NOT NULL,
	`dispute_id` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`dispute_id`) REFERENCES `feedback_disputes`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`made_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `corrections_by_dispute` ON `corrections` (`dispute_id`);--> statement-breakpoint
CREATE INDEX `corrections_by_plan` ON `corrections` (`sampled_case_id`);--> statement-breakpoint
CREATE TABLE `forum_clearances` (
	`id` text PRIMARY KEY NOT NULL,
	`sampled_case_id` text NOT NULL,
	`kind` text NOT NULL,
	`how` text NOT NULL,
	`marked_by` text NOT NULL,
	`marked_at` integer NOT NULL,
	`ended_by` text,
	`ended_at` integer,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`marked_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`ended_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `forum_clearances_by_plan` ON `forum_clearances` (`sampled_case_id`);--> statement-breakpoint
CREATE TABLE `family_experiences` (
	`id` text PRIMARY KEY NOT NULL,
	`sampled_case_id` text NOT NULL,
	`way` text NOT NULL,
	`questionnaire` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`caller_id` text,
	`token_hash` text,
	`open_until` text NOT NULL,
	`withdrawn_at` integer,
	`answered_at` integer,
	`declined_at` integer,
	`consent` text,
	`answers` text,
	`words` text,
	`consent_ended_at` integer,
	`version` integer NOT NULL,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`asked_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`caller_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `family_experiences_token` ON `family_experiences` (`token_hash`);--> statement-breakpoint
CREATE INDEX `family_experiences_by_plan` ON `family_experiences` (`sampled_case_id`);--> statement-breakpoint
CREATE INDEX `family_experiences_by_caller` ON `family_experiences` (`caller_id`);