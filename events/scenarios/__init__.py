"""Application scenarios: the columns of their list, how it is read and saved, and enquiries about them."""
