"""Who did what, in one order of time: pages, all other content, the door of the admin, and the register."""
