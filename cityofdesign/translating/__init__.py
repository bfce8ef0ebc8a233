"""Pages in two languages: what is translated, side by side; which translations are outdated or missing."""
