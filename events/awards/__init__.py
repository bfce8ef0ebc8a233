"""Winners: the columns of their list, reading and saving it, the hour of release, what the press sees."""
