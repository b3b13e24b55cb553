CREATE TABLE `rooms` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`released_by` text NOT NULL,
	`opens_on` text,
	`closes_on` text,
	`previewed_hash` text,
	`previewed_at` integer,
	`opened_at` integer,
	`opened_by` text,
	`closed_at` integer,
	`closed_by` text,
	`closed_reason` text,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`opened_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`closed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`made_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `room_entries` (
	`room_id` text NOT NULL,
	`key` text NOT NULL,
	`standing` text NOT NULL,
	`reason` text NOT NULL,
	`words` text NOT NULL,
	`sampled_id` text,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`room_id`, `key`),
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`changed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `room_contents` (
	`id` text PRIMARY KEY NOT NULL,
	`room_id` text NOT NULL,
	`key` text NOT NULL,
	`number` integer NOT NULL,
	`content` text,
	`sha256` text NOT NULL,
	`sampled_id` text,
	`added_by` text NOT NULL,
	`added_at` integer NOT NULL,
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`added_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `room_contents_once` ON `room_contents` (`room_id`,`key`,`number`);--> statement-breakpoint
CREATE INDEX `room_contents_by_plan` ON `room_contents` (`sampled_id`);--> statement-breakpoint
CREATE TABLE `room_guests` (
	`id` text PRIMARY KEY NOT NULL,
	`room_id` text NOT NULL,
	`person_id` text NOT NULL,
	`invitation_id` text,
	`invited_by` text NOT NULL,
	`invited_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`invited_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `room_guests_once` ON `room_guests` (`room_id`,`person_id`);--> statement-breakpoint
CREATE INDEX `room_guests_by_person` ON `room_guests` (`person_id`);--> statement-breakpoint
CREATE TABLE `room_questions` (
	`id` text PRIMARY KEY NOT NULL,
	`room_id` text NOT NULL,
	`key` text,
	`words` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`answer` text,
	`answered_by` text,
	`answered_at` integer,
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`asked_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`answered_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `room_questions_by_room` ON `room_questions` (`room_id`);--> statement-breakpoint
CREATE TABLE `room_copies` (
	`id` text PRIMARY KEY NOT NULL,
	`room_id` text NOT NULL,
	`content_id` text NOT NULL,
	`number` integer NOT NULL,
	`format` text NOT NULL,
	`part` text,
	`made_for` text NOT NULL,
	`made_at` integer NOT NULL,
	`sha256` text NOT NULL,
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`content_id`) REFERENCES `room_contents`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`made_for`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `room_copies_number` ON `room_copies` (`room_id`,`number`);--> statement-breakpoint
CREATE INDEX `room_copies_by_file` ON `room_copies` (`sha256`);