CREATE TABLE `form_keys` (
	`person_id` text NOT NULL,
	`key` text NOT NULL,
	`led_to` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `key`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `form_keys_by_age` ON `form_keys` (`at`);